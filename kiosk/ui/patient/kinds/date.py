"""A day, a month or a year of the calendar, in fields of its own (R16, R17)."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import MAXYEAR
from typing import Any, Final, NamedTuple

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.looks.controls import control_codes
from kiosk.forms.moments import Moment
from kiosk.forms.pages import Page
from kiosk.forms.rules import Problem
from kiosk.forms.texts import Reader, extension_text
from kiosk.ui.patient.kinds.calendar_words import (
    date_time_words,
    date_words,
    month_in,
    months,
    number_in,
)
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading

FINEST: Final[Mapping[str, int]] = {"year": 1, "month": 2, "day": 3}
_COARSE_TO_FINE: Final = ("year", "month", "day")
_SPOKEN: Final = ("day", "month", "year")
_LENGTHS: Final = {"day": 2, "month": 2, "year": 4}
_WEIGHTS: Final = {"day": 2.2, "month": 4.2, "year": 2.6}
_CONTROLS: Final = {"year": "year", "yearMonth": "month"}
_SHORT_YEAR: Final = 2
_FIRST_YEAR: Final = 1000
"""A year has four digits that count; "0195" is a slip."""
_LAST_DAY: Final = 31
_EXAMPLE: Final = {"day": "2007-03-27", "month": "2007-03", "year": "2007"}
_NOT_KNOWN: Final = {"day": ("day",), "month": ("day", "month")}
"""Who doesn't know the month doesn't know the day."""
_KNOWN: Final = {"day": ("day", "month"), "month": ("month",), "year": ()}
"""Who gives a day gives its month as well."""


class Part(NamedTuple):
    """What some fields of an entry stand for.

    Attributes:
        value: as FHIR writes it; "" where they are empty or wrong.
        problem, field: as in `Reading`.
    """

    value: str = ""
    problem: str = ""
    field: str = ""


class Date(Kind):
    """A date; `{"day": "3", "month": "3", "year": "1950", "unknown": []}`.

    `unknown` names the fields that the patient does not know; the answer is a month or a year then.
    """

    name = "date"
    usual_demand = "error_date"

    def suits(self, item: Item, limits: Limits) -> bool:
        """A date, not chosen from a list."""
        return item.type == "date" and not item.repeats and not limits.options

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`rows`: of fields; `months`: their names; see `date_row`."""
        return {"rows": [date_row(page.item, around)], "months": months(around)}

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """The fields of the date; those that it lacks are not known."""
        return date_entry(answers[0].value if answers else "", precision_of(page.item, around))

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """The date as exactly as it is known, or what is missing or impossible in it."""
        part = read_date(entry, precision_of(page.item, around), around)
        answers = (Answer("valueDate", part.value),) if part.value else ()
        return Reading(answers, part.problem, part.field)

    def words(self, page: Page, answers: Sequence[Answer], around: Around) -> str:
        """The date with the name of its month."""
        del page
        return around.listed(date_words(a.value, around) for a in answers)

    def hint(self, page: Page, around: Around) -> str:
        """An example."""
        return around.say("date_hint", date=example(page.item, around))

    def refused(self, page: Page, problem: Problem, around: Around) -> str:
        """From or until when it must be."""
        return refused_date(problem, around) or super().refused(page, problem, around)


def precision_of(item: Item, around: Around) -> str:
    """What the form asks for: "day", "month" of a year, or "year"; from its control or format."""
    named = [_CONTROLS[code] for code in control_codes(item.raw) if code in _CONTROLS]
    if named:
        return named[0]
    letters = set(format_of(item, around))
    if letters and letters <= {"y"}:
        return "year"
    return "month" if letters == {"m", "y"} else "day"


def format_of(item: Item, around: Around) -> str:
    """The letters of the format that the form wants: "ddmmyyyy"; "" where it says none.

    A format in words, or of a language with other letters, is none that can be understood.
    """
    said = extension_text(item.raw, ext.ENTRY_FORMAT, Reader(around.language, item.language))
    letters = re.sub(r"[\W_]|T", "", said).lower()
    return letters if re.fullmatch(r"[dmyhsa]+", letters) else ""


def example(item: Item, around: Around) -> str:
    """A date such as the form asks for, in words."""
    return date_words(_EXAMPLE[precision_of(item, around)], around)


def date_row(item: Item, around: Around) -> dict[str, Any]:
    """The fields of a date in the order of the language, as the control shows them.

    `fields`: each with its `name`, `label` and a `brief` one, `length` in letters, `weight` of its
    width, the words `unknown` for who doesn't know it ("" where it must be known), the fields it
    then `drops`, and those it `wakes` when it is given. `leftToRight`, `rightToLeft`: the order
    of the fields from the left, in a language of either direction.
    """
    asked = _COARSE_TO_FINE[: FINEST[precision_of(item, around)]]
    order = [name for name in around.say("date_order").split() if name in asked]
    fields = [date_field(name, around) for name in order]
    return {"fields": fields, "leftToRight": order, "rightToLeft": order[::-1]}


def date_field(name: str, around: Around) -> dict[str, Any]:
    """One field of a date."""
    return {
        "name": name,
        "label": around.say(f"date_{name}"),
        "brief": around.say(f"date_{name}"),
        "length": _LENGTHS[name],
        "weight": _WEIGHTS[name],
        "unknown": around.say(f"date_unknown_{name}") if name in _NOT_KNOWN else "",
        "drops": list(_NOT_KNOWN.get(name, ())),
        "wakes": list(_KNOWN[name]),
    }


def date_entry(value: str, precision: str) -> dict[str, Any]:
    """The fields of a FHIR date, or of the date of a dateTime; empty where it is none."""
    moment = Moment.of(value)
    found = value[:10].split("-") if moment is not None and moment.kind == "day" else []
    given = dict(zip(_COARSE_TO_FINE, found, strict=False))
    asked = _COARSE_TO_FINE[: FINEST[precision]]
    fields = {name: given.get(name, "").lstrip("0") for name in _SPOKEN}
    fields["year"] = given.get("year", "")
    return {**fields, "unknown": [name for name in asked if found and name not in given]}


def read_date(entry: Entry, precision: str, around: Around) -> Part:
    """The date that the fields stand for: what is missing comes first, then what can't be."""
    asked = [name for name in _SPOKEN if FINEST[name] <= FINEST[precision]]
    given = {name: text for name in asked if (text := str(entry.get(name, "")).strip())}
    unknown = _unknown(entry.get("unknown") or (), given)
    if not given and unknown.isdisjoint(asked):
        return Part()
    wanted = [name for name in asked if name not in unknown]
    if missing := [name for name in wanted if name not in given]:
        first = min(missing, key=around.say("date_order").split().index)
        return Part("", around.say(f"error_date_{'_'.join(missing)}"), first)
    return _real_date({name: given[name] for name in wanted}, around)


def refused_date(problem: Problem, around: Around) -> str:
    """From or until when a date must be; "" for any other rule."""
    key = {"minValue": "error_date_from", "maxValue": "error_date_until"}.get(problem.rule)
    if key is None:
        return ""
    return around.say(key, limit=date_time_words(str(problem.limit), around))


def _unknown(named: Sequence[str], given: Mapping[str, str]) -> frozenset[str]:
    """The fields that may stay empty: those not known, and the day of a month not known."""
    unknown = {name for name in named if name in _NOT_KNOWN and name not in given}
    if "day" in given:
        return frozenset()
    return frozenset(unknown | ({"day"} if "month" in unknown else set()))


def _real_date(given: Mapping[str, str], around: Around) -> Part:
    year, day = number_in(given["year"]), number_in(given.get("day", "1"))
    month = month_in(given.get("month", "1"), around)
    if day is None or not 1 <= day <= _LAST_DAY:
        return Part("", around.say("error_day", last=_LAST_DAY), "day")
    if month is None:
        return Part("", around.say("error_month"), "month")
    if year is None or not _FIRST_YEAR <= year <= MAXYEAR:
        return Part("", _which_year(given["year"], year, around), "year")
    if day > (last := monthrange(year, month)[1]):
        named = date_words(f"{year:04}-{month:02}", around)
        real = around.say("error_date_real", month=named, count=last)
        return Part("", real, "day")
    whole = (f"{year:04}", f"{month:02}", f"{day:02}")
    return Part("-".join(whole[: len(given)]))


def _which_year(text: str, year: int | None, around: Around) -> str:
    if year is None or len(text) != _SHORT_YEAR:
        return around.say("error_year", year=int(_EXAMPLE["year"]))
    return around.say("error_year_which", early=1900 + year, late=2000 + year)
