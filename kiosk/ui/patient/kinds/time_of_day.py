"""A time of day, in fields of its own."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.moments import Moment
from kiosk.forms.pages import Page
from kiosk.forms.rules import Problem
from kiosk.ui.patient.kinds.calendar_words import (
    NOON,
    has_halves,
    hour_and_half,
    number_in,
    time_words,
)
from kiosk.ui.patient.kinds.date import Part
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading

TIME_FIELDS: Final = ("hour", "minute", "half")
_WRITTEN: Final = ("hour", "minute")
_LAST: Final = {"hour": 23, "minute": 59}
_EXAMPLE: Final = "15:45:00"


class Time(Kind):
    """A time; `{"hour": "8", "minute": "30", "half": "pm"}`.

    `half` is "am" or "pm" in a language that counts the hours twice. 20:30 needs none there, and
    8:30 is never taken for the morning.
    """

    name = "time"
    usual_demand = "error_time"

    def suits(self, item: Item, limits: Limits) -> bool:
        """A time, not chosen from a list."""
        return item.type == "time" and not item.repeats and not limits.options

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`rows`: of fields; see `time_row`."""
        del page
        return {"rows": [time_row(around)]}

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """The fields of the time."""
        del page
        return {**time_entry(answers[0].value if answers else "", around), "unknown": []}

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """The time to the second that FHIR wants, or what is missing or impossible in it."""
        del page
        part = read_time(entry, around)
        answers = (Answer("valueTime", part.value),) if part.value else ()
        return Reading(answers, part.problem, part.field)

    def words(self, page: Page, answers: Sequence[Answer], around: Around) -> str:
        """The time as it is said in the language."""
        del page
        return around.listed(time_words(a.value, around) for a in answers)

    def hint(self, page: Page, around: Around) -> str:
        """An example."""
        del page
        return around.say("time_hint", time=time_words(_EXAMPLE, around))

    def refused(self, page: Page, problem: Problem, around: Around) -> str:
        """From or until when it must be."""
        key = {"minValue": "error_time_from", "maxValue": "error_time_until"}.get(problem.rule)
        if key is None:
            return super().refused(page, problem, around)
        return around.say(key, limit=time_words(str(problem.limit), around))


def time_row(around: Around, unknown: str = "") -> dict[str, Any]:
    """The fields of a time, as the control shows them; `fields` as in `date_row`.

    `halves`: the two halves of a day, each with its `value` and `label`; [] where there are none.
    `unknown`: words for who doesn't know the time, where it may be left out.
    """
    halves = [{"value": one, "label": around.say(f"time_{one}")} for one in ("am", "pm")]
    fields = [_field(name, around, unknown) for name in _WRITTEN]
    twice = has_halves(around)
    return {
        "fields": fields,
        "halves": halves if twice else [],
        "leftToRight": [*_WRITTEN, *(("am", "pm") if twice else ())],
        # Hours stand to the left of minutes in every script.
        "rightToLeft": [*(("pm", "am") if twice else ()), *_WRITTEN],
    }


def _field(name: str, around: Around, unknown: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": around.say(f"time_{name}"),
        "brief": around.say(f"time_{name}_brief"),
        "length": 2,
        "weight": 1,
        "unknown": unknown,
        "drops": list(TIME_FIELDS),
        "wakes": list(TIME_FIELDS),
    }


def time_entry(value: str, around: Around) -> dict[str, Any]:
    """The fields of a FHIR time; empty where it is none."""
    moment = Moment.of(value)
    if moment is None or moment.kind != "time":
        return dict.fromkeys(TIME_FIELDS, "")
    hour, half = hour_and_half(int(value[:2]), around)
    return {"hour": str(hour), "minute": value[3:5], "half": half}


def read_time(entry: Entry, around: Around) -> Part:
    """The time "20:30:00" that the fields stand for: what is missing first, then what can't be."""
    given = {name: text for name in _WRITTEN if (text := str(entry.get(name, "")).strip())}
    half = str(entry.get("half", "")) if has_halves(around) else ""
    if not given and not half:
        return Part()
    if missing := [name for name in _WRITTEN if name not in given]:
        return Part("", around.say(f"error_time_{'_'.join(missing)}"), missing[0])
    numbers = {name: number_in(text) for name, text in given.items()}
    for name, number in numbers.items():
        if number is None or number > _LAST[name]:
            return Part("", around.say(f"error_{name}", last=_LAST[name]), name)
    return _real_time(numbers, half, around)


def _real_time(numbers: Mapping[str, int | None], half: str, around: Around) -> Part:
    hour, minute = numbers["hour"] or 0, numbers["minute"] or 0
    twice = has_halves(around) and 1 <= hour <= NOON
    if twice and not half:
        return Part("", around.say("error_time_half"), "half")
    if half and not twice and (hour >= NOON) != (half == "pm"):
        return Part("", around.say("error_half", hour=hour), "half")
    if twice:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    return Part(f"{hour:02}:{minute:02}:00")
