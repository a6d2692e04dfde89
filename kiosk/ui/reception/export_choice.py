"""What the controls of the Export page hold, and what that asks for. No Qt here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Self, get_args

from kiosk.desk.exports import ExportAsked
from kiosk.export.columns import Values
from kiosk.ui.printing.pdf_format import PDF
from kiosk.ui.reception.response_filter import DAYS, read_day

EACH: Final = "pdf-each"
BUNDLE: Final = "bundle"
KINDS: Final = (
    "xlsx", "csv", PDF, EACH, "spss", "stata", "ndjson", BUNDLE, "codebook",
)  # fmt: skip
"""As the page offers them; the return of the Friends and Family Test has a place of its own."""
FFT: Final = "fft"
MONTH, LAST_MONTH, WEEK, ALL = "month", "last-month", "week", "all"
SPANS: Final = (MONTH, LAST_MONTH, WEEK, ALL, DAYS)
VALUES: Final[tuple[Values, ...]] = get_args(Values)
_MONTHS: Final = 13


@dataclass(frozen=True)
class ExportChoice:
    """What the controls hold; "" where they hold nothing.

    Attributes:
        kind: one of `KINDS`.
        span: one of `SPANS`.
        since, until: as typed, for the span "days".
        unsynced: "yes" for only what is not yet sent.
        values: one of `VALUES`.
    """

    kind: str = KINDS[0]
    form: str = ""
    span: str = MONTH
    since: str = ""
    until: str = ""
    state: str = ""
    unsynced: str = ""
    patient: str = ""
    values: Values = "both"

    def having(self, name: str, value: str) -> Self:
        """The same with another value in one control."""
        return replace(self, **{name: value.strip()})  # type: ignore[arg-type]

    def asked(self, *, today: date) -> ExportAsked:
        """What that asks for.

        Raises:
            NoDay: a day was typed that is none.
        """
        since, until = self._days(today)
        return ExportAsked(
            PDF if self.kind == EACH else self.kind,
            each=self.kind == EACH, form=self.form, since=since, until=until, state=self.state,
            unsynced=bool(self.unsynced), patient=self.patient, values=self.values,
        )  # fmt: skip

    def _days(self, today: date) -> tuple[date | None, date | None]:
        first = today.replace(day=1)
        match self.span:
            case "month":
                return first, today
            case "last-month":
                return month_before(first), first - timedelta(days=1)
            case "week":
                return today - timedelta(days=6), today
            case "days":
                return read_day(self.since), read_day(self.until)
        return None, None


def monthly_return(month: str) -> ExportAsked:
    """The return of the Friends and Family Test for a month, "2026-03"."""
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return ExportAsked(FFT, since=first, until=last)


def months(today: date) -> Iterator[date]:
    """The first days of months a return may be made for: the last whole one first, then this."""
    first = today.replace(day=1)
    before = month_before(first)
    yield before
    yield first
    for _ in range(_MONTHS - 2):
        before = month_before(before)
        yield before


def month_before(first: date) -> date:
    """The first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)
