"""What time it is for the service, and how wrong this PC's clock is by that."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from kiosk.sync.reply import http_date

WRONG: Final = timedelta(minutes=2)
"""From here on a clock is worth telling somebody about."""

BELIEVED: Final = timedelta(days=1)
"""A Date further off is told, and not followed: a time zone set wrong explains less, and whoever
invents one must not get requests that are signed for years to come."""

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


def ahead(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How far the service's clock is before this PC's; None where the reply has no Date."""
    theirs = http_date(headers.get("date", ""))
    return None if theirs is None else theirs - now


def believed(difference: timedelta | None) -> timedelta:
    """So far the kiosk follows the service's clock when it signs; none where that is no sense."""
    if difference is None or abs(difference) > BELIEVED:
        return timedelta()
    return difference


def is_wrong(difference: timedelta | None) -> bool:
    """Whether the clock may be why somebody is not let in."""
    return difference is not None and abs(difference) > WRONG


def clock_text(difference: timedelta) -> str:
    """E.g. "This PC's clock is 14 minutes slow."."""
    direction = "slow" if difference > timedelta() else "fast"
    return f"This PC's clock is {_told(abs(difference))} {direction}."


def _told(length: timedelta) -> str:
    for unit, name in ((_DAY, "day"), (_HOUR, "hour")):
        if length >= 2 * unit:
            return f"{round(length / unit)} {name}s"
    minutes = round(length / _MINUTE)
    return f"{minutes} minute{'s' * (minutes != 1)}"
