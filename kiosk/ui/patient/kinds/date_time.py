"""A day with its time, on the clocks of the kiosk."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any, Final

from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.moments import Moment
from kiosk.forms.pages import Page
from kiosk.forms.rules import Problem
from kiosk.ui.patient.kinds.calendar_words import (
    date_time_words,
    exists,
    local_time,
    months,
    time_words,
)
from kiosk.ui.patient.kinds.date import (
    Part,
    date_entry,
    date_row,
    example,
    format_of,
    precision_of,
    read_date,
    refused_date,
)
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading
from kiosk.ui.patient.kinds.time_of_day import TIME_FIELDS, read_time, time_entry, time_row

_TIME_LETTERS: Final = frozenset("hsa")
_MINUTE: Final = timedelta(minutes=1)


class DateTime(Kind):
    """A date and a time; the fields of both in one entry.

    Who doesn't know the time gives the date alone, which FHIR allows.
    """

    name = "dateTime"
    usual_demand = "error_date_time"

    def suits(self, item: Item, limits: Limits) -> bool:
        """A date with a time, not chosen from a list."""
        return item.type == "dateTime" and not item.repeats and not limits.options

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`rows`: the date, and the time where the form asks for it; `months`: their names."""
        rows = [{**date_row(page.item, around), "name": around.say("date_row")}]
        if _asks_time(page.item, around):
            time = time_row(around, around.say("time_unknown"))
            rows.append({**time, "name": around.say("time_row")})
        return {"rows": rows, "months": months(around)}

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """The fields of the date and of the time, as the kiosk's clocks show it."""
        value = str(answers[0].value) if answers else ""
        local = local_time(value, around.zone)
        date = date_entry(
            value if local is None else f"{local:%Y-%m-%d}", precision_of(page.item, around)
        )
        alone = local is None and Moment.of(value) is not None
        unknown = [*date["unknown"], *(TIME_FIELDS if alone else ())]
        time = time_entry("" if local is None else f"{local:%H:%M}", around)
        return {**date, **time, "unknown": unknown}

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """The date and time with the offset of that day, or the date where no time is known."""
        date = read_date(entry, precision_of(page.item, around), around)
        time = read_time(entry, around) if _asks_time(page.item, around) else Part()
        part = _joined(date, time, around)
        if part.value and not time.value and _wants_time(page.item, part, entry, around):
            part = Part("", around.say("error_date_time_time"), "hour")
        answers = (Answer("valueDateTime", part.value),) if part.value else ()
        return Reading(answers, part.problem, part.field)

    def words(self, page: Page, answers: Sequence[Answer], around: Around) -> str:
        """The date with the name of its month, and the time as it is said."""
        del page
        return around.listed(date_time_words(a.value, around) for a in answers)

    def hint(self, page: Page, around: Around) -> str:
        """An example."""
        date = example(page.item, around)
        if not _asks_time(page.item, around):
            return around.say("date_hint", date=date)
        both = around.say("date_and_time", date=date, time=time_words("15:45:00", around))
        return around.say("date_hint", date=both)

    def refused(self, page: Page, problem: Problem, around: Around) -> str:
        """From or until when it must be."""
        return refused_date(problem, around) or super().refused(page, problem, around)


def _asks_time(item: Item, around: Around) -> bool:
    """Whether the form wants a time: it asks for whole days, and its format leaves none out."""
    letters = format_of(item, around)
    whole = precision_of(item, around) == "day"
    return whole and (not letters or not _TIME_LETTERS.isdisjoint(letters))


def _wants_time(item: Item, part: Part, entry: Entry, around: Around) -> bool:
    moment = Moment.of(part.value)
    whole = moment is not None and moment.precision == "day"
    return _asks_time(item, around) and whole and "hour" not in (entry.get("unknown") or ())


def _joined(date: Part, time: Part, around: Around) -> Part:
    if date.problem or not (time.value or time.problem):
        return date
    if not date.value:
        return Part("", around.say("error_date_day_month_year"), "day")
    if len(date.value) < len("2026-03-01"):
        return Part("", around.say("error_date_time_day"), "day")
    return time if time.problem else _placed(f"{date.value}T{time.value}", around)


def _placed(text: str, around: Around) -> Part:
    local = datetime.fromisoformat(text).replace(tzinfo=around.zone)
    if not exists(local):
        return Part("", around.say("error_time_skipped"), "hour")
    return Part(local.replace(tzinfo=_offset(local, around.zone)).isoformat())


def _offset(local: datetime, zone: tzinfo) -> tzinfo:
    """Of that moment, to the minute: before there were zones, clocks differed by seconds."""
    ahead = zone.utcoffset(local) or timedelta()
    return timezone(round(ahead / _MINUTE) * _MINUTE)
