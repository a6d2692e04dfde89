"""What is asked for in the list of responses, as the controls above it hold it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Self

from kiosk.desk.responses import Asked

ANY, TODAY, YESTERDAY, WEEK, MONTH, DAYS = "", "today", "yesterday", "week", "month", "days"
SPANS: Final = (ANY, TODAY, YESTERDAY, WEEK, MONTH, DAYS)
_BACK: Final = {TODAY: (0, 0), YESTERDAY: (1, 1), WEEK: (6, 0), MONTH: (29, 0)}
"""Span → its first and last day, counted back from today."""


class NoDay(ValueError):
    """A text that is no day; it is the message."""


@dataclass(frozen=True)
class ResponseFilter:
    """What the controls hold; "" where they hold nothing.

    Attributes:
        span: one of `SPANS`.
        since, until: as typed, for the span "days".
    """

    form: str = ""
    state: str = ""
    span: str = ANY
    since: str = ""
    until: str = ""
    patient: str = ""
    code: str = ""

    def having(self, name: str, value: str) -> Self:
        """The same with another value in one control."""
        return replace(self, **{name: value.strip()})

    def asked(self, *, today: date) -> Asked:
        """What that asks for.

        Raises:
            NoDay: a day was typed that is none.
        """
        since, until = self._days(today)
        return Asked(self.form, since, until, self.state, self.patient, self.code)

    def _days(self, today: date) -> tuple[date | None, date | None]:
        if self.span in _BACK:
            first, last = _BACK[self.span]
            return today - timedelta(days=first), today - timedelta(days=last)
        if self.span == DAYS:
            return read_day(self.since), read_day(self.until)
        return None, None


def read_day(text: str) -> date | None:
    """A day as people type it, "27/3/2026", or as programs do, "2026-03-27"; None for "".

    Raises:
        NoDay: it is neither.
    """
    wanted = text.strip()
    if not wanted:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y"):
        try:
            return datetime.strptime(wanted, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise NoDay(wanted)
