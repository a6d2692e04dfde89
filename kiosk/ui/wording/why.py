"""The plain words for what a try to send came to."""

from typing import Final

from kiosk.sync.verdict import Outcome

UNKNOWN: Final = "why_unknown"

_KNOWN: Final = frozenset(map(str, Outcome)) - {Outcome.STORED}


def word_of(outcome: str) -> str:
    """The key of the text that says it to staff; of an unknown outcome too."""
    known = outcome in _KNOWN
    return f"why_{outcome.replace('-', '_')}" if known else UNKNOWN
