"""Days on this PC's clock."""

from datetime import date, datetime, time, timedelta

from kiosk.errors import RefusedError


def midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """The local midnight that begins a day, or, with `days=1`, ends it; None for None.

    Raises:
        RefusedError: the clock of this PC knows no such day.
    """
    if day is None:
        return None
    try:
        return datetime.combine(day + timedelta(days=days), time()).astimezone()
    except (OverflowError, ValueError, OSError) as cause:
        raise RefusedError("There is no such day here.", advice="Name a nearer one.") from cause
