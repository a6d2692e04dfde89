"""An unfinished change as it is kept between two steps."""

from typing import Final

import msgspec

from kiosk.coproduction.editing.edits import Edit


class KeptChange(msgspec.Struct, frozen=True):
    """What is kept of a `Change`.

    Attributes:
        base: canonical of the version that patients got.
        start: canonical of what the edits begin with.
        start_hash: of its content.
        edits, undone, groups, text: as there.
        by: who made the last step.
    """

    base: str
    start: str
    start_hash: str
    edits: tuple[Edit, ...]
    undone: tuple[Edit, ...]
    groups: tuple[str, ...]
    text: str
    by: str


_decoder: Final = msgspec.json.Decoder(KeptChange)


def encode(kept: KeptChange) -> str:
    """As it stands in the store."""
    return msgspec.json.encode(kept).decode()


def decode(stored: str | None) -> KeptChange | None:
    """What `encode` made; None for nothing, and for what another version of the program kept."""
    if stored is None:
        return None
    try:
        return _decoder.decode(stored)
    except msgspec.DecodeError:
        return None
