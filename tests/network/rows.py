"""The rows of the table: each fault, on each service."""

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kiosk.sync.send import send_due
from tests.network import broken
from tests.network.faults import ON_A_BATCH, ON_A_REQUEST
from tests.network.kiosk import Send
from tests.network.proxy import BAD_CERTIFICATE
from tests.network.servers import ENDPOINT
from tests.network.trial import BROKEN_ONES, NO_NAME

Abilities = Mapping[str, AbstractSet[str]]
"""By the name of a service, what it does with a Bundle."""

ALL_OF_THEM = "all of them"


@dataclass(frozen=True)
class Row:
    """One fault on one service.

    Attributes:
        fault: as the table names it.
        faults: what the proxy and the network do; one of them each time.
    """

    fault: str
    server: str
    faults: tuple[str, ...]
    send: Send = send_due


NAMES = (*ON_A_REQUEST, BAD_CERTIFICATE, NO_NAME, BROKEN_ONES, *ON_A_BATCH, ALL_OF_THEM)

BROKEN = (
    Row("no idempotency", ENDPOINT, ("dropped after",), broken.without_idempotency),
    Row("believes any 200", ENDPOINT, ("portal",), broken.believing_any_200),
)
"""Senders that must duplicate or lose something, or the others show nothing."""


def every(servers: Abilities) -> Iterator[Row]:
    """Each fault on each of these services."""
    for server, able in servers.items():
        yield from (row(name, server) for name in NAMES if _may_happen(name, able))


def some(servers: Abilities) -> Iterator[Row]:
    """Each fault once, the services taking turns."""
    turns: Counter[tuple[str, ...]] = Counter()
    for name in NAMES:
        suited = tuple(server for server, able in servers.items() if _may_happen(name, able))
        if suited:
            yield row(name, suited[turns[suited] % len(suited)])
            turns[suited] += 1


def _may_happen(name: str, able: AbstractSet[str]) -> bool:
    """An entry can fail alone in a batch; a sender prefers a transaction where there is one."""
    return name not in ON_A_BATCH or able == {"batch"}


def row(name: str, server: str) -> Row:
    """One of `NAMES` on a service."""
    everything = tuple(ON_A_REQUEST) + tuple(ON_A_BATCH)
    return Row(name, server, everything if name == ALL_OF_THEM else (name,))
