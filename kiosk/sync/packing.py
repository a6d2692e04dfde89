"""Which of what is due goes together in one request."""

from typing import Final

from kiosk.store.outbox import RESPONSE
from kiosk.store.sending import Due

TOGETHER_MOST: Final = 25
"""Responses in one request. With their Provenance 50 entries: what services take without pain."""
TOGETHER_LEAST: Final = 8
"""Fewer than half of these are not too many for any service that takes Bundles."""
TOGETHER_MOST_BYTES: Final = 256 * 1024


def packed(batch: tuple[Due, ...], together: int) -> tuple[Due, ...]:
    """The first of a batch, and what goes with it: fewer, the more often that was tried."""
    first = batch[0]
    if not is_new_response(first):
        return batch[:1]
    most, room = max(1, together >> min(first.attempts, 8)), TOGETHER_MOST_BYTES
    pack = [first]
    for item in batch[1:most]:
        room -= len(pack[-1].payload)
        if not is_new_response(item) or len(item.payload) > room:
            break
        pack.append(item)
    return tuple(pack)


def is_new_response(item: Due) -> bool:
    """One that was changed may be there as it was: a Bundle would only find that."""
    first = not follows(item) and item.revision == 0
    return item.resource_type == RESPONSE and first and not item.is_carried


def follows(item: Due) -> bool:
    """Whether the service has it already, as it was before."""
    return item.if_match is not None or item.server_id is not None
