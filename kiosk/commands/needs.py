"""What about a kiosk needs a person, in words, the most urgent first."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from kiosk.commands.times import length
from kiosk.sync.fleet import Seen
from kiosk.sync.fleet_needs import Limits, Need, What, needs_in

__all__ = ["NO_NEED", "Limits", "needs_of"]

NO_NEED: Final = 99
"""Less urgent than anything."""

_SAID: Final = {
    What.DAMAGED: "store damaged",
    What.AUDIT: "audit shorter than before",
    What.REFUSED: "{count} refused",
    What.LATE: "answers wait for {span}",
    What.UNKNOWN: "not known when it was seen",
    What.GONE: "not seen for {span}",
    What.FULL: "disk nearly full",
    What.CLOCK: "clock {span} {way}",
}


def needs_of(seen: Seen, limits: Limits, now: datetime) -> Iterator[tuple[int, str]]:
    """What needs a person, each with its urgency: 0 before 1."""
    return ((one.what, _said(one)) for one in needs_in(seen, limits, now))


def _said(need: Need) -> str:
    way = "fast" if need.span.total_seconds() > 0 else "slow"
    return _SAID[need.what].format(count=need.number, span=length(abs(need.span)), way=way)
