"""The clock of the story: it goes on with everything that is done, and is put ahead by days."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

BEGIN: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday, on which no clock is changed."""

_TICK: Final = timedelta(milliseconds=5)
_SATURDAY: Final = 5


class StoryClock:
    """Says what time it is in the story; never the same twice."""

    def __init__(self) -> None:
        self._at = BEGIN

    def __call__(self) -> datetime:
        """The moment, in UTC."""
        self._at += _TICK
        return self._at

    @property
    def day(self) -> date:
        """Today."""
        return self._at.date()

    @property
    def week(self) -> int:
        """Weeks since the story began."""
        return (self._at - BEGIN).days // 7

    def later(self, **by: float) -> None:
        """So much later on the same day."""
        self._at += timedelta(**by)

    def next_morning(self) -> None:
        """Nine o'clock of the next day on which the clinic is open."""
        day = self._at.date() + timedelta(days=1)
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
        self._at = datetime.combine(day, BEGIN.timetz())
