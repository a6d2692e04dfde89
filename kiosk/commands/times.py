"""Moments, as a program and as a person reads them."""

from datetime import date, datetime, time, timedelta

from kiosk.errors import UsageError

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400


def stamp(moment: datetime | None) -> str | None:
    """In ISO 8601, to the second; None stays None."""
    return None if moment is None else moment.isoformat(timespec="seconds")


def when(stamp: str | None) -> str:
    """A stamp as a person here reads it; "never" for none."""
    if stamp is None:
        return "never"
    local = datetime.fromisoformat(stamp).astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"


def length(span: timedelta) -> str:
    """A span of time as people say it, in its largest unit: "40 s", "14 min", "5 h", "3 days"."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds < _MINUTE_S:
        return f"{seconds} s"
    if seconds < _HOUR_S:
        return f"{seconds // _MINUTE_S} min"
    if seconds < 2 * _DAY_S:
        return f"{seconds // _HOUR_S} h"
    return f"{seconds // _DAY_S} days"


def midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """The local midnight that begins a day, or, with `days=1`, ends it; None stays None.

    Raises:
        UsageError: the calendar of this PC does not reach so far.
    """
    if day is None:
        return None
    try:
        return datetime.combine(day + timedelta(days=days), time()).astimezone()
    except (OverflowError, ValueError, OSError) as cause:
        raise UsageError(f"{day} is no day of this clinic.", advice="Name a nearer one.") from cause


def refuse_turned_days(since: date | None, until: date | None) -> None:
    """A span of days must not end before it begins.

    Raises:
        UsageError: it does.
    """
    if since and until and since > until:
        raise UsageError("--since is after --until.", advice="Exchange the two days.")
