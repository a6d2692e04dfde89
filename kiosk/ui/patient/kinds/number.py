"""A number, written in a field with the number pad beneath it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.bidi import balanced
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.looks.units import unit_of_coding
from kiosk.forms.pages import Page
from kiosk.forms.quantities import number_of
from kiosk.forms.rules import Problem
from kiosk.forms.shapes import is_integer
from kiosk.forms.texts import Reader
from kiosk.ui.patient.kinds import numerals
from kiosk.ui.patient.kinds.bounds import NUMBERS, bounds_of
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading, counted
from kiosk.ui.patient.kinds.numerals import figures_of, write

_KEYS: Final = {"integer": "valueInteger", "decimal": "valueDecimal"}
_UNREADABLE: Final = {
    numerals.NO_NUMBER: "error_not_a_number",
    numerals.UNCLEAR: "error_number_unclear",
    numerals.TOO_LONG: "error_number_long",
}


class Number(Kind):
    """A number as it was written, `{"text": "37,5"}`."""

    name = "number"
    usual_hint = "number_hint"
    usual_demand = "error_number_empty"
    shows = frozenset({"unit"})

    def suits(self, item: Item, limits: Limits) -> bool:
        """One whole or decimal number that is not chosen from a list."""
        return item.type in NUMBERS and not item.repeats and not limits.options

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`unit`, `range` in words, `whole`, `negative`: whether there is need of a minus."""
        bounds = bounds_of(page.item, page.limits)
        return {
            "unit": unit_words(page.item, around),
            "range": bounds.words(around),
            "whole": page.item.type == "integer" or _places(page.item) == 0,
            "negative": bounds.low is None or bounds.low < 0,
            **figures_view(around),
        }

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """`text`: the number in the figures of the language."""
        del page
        number = number_of(answers[0].value) if answers else None
        return {"text": "" if number is None else write(number, figures_of(around.say))}

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """The number that was written, with as many decimal places."""
        text = str(entry.get("text", ""))
        number, problem = numerals.read(text, figures_of(around.say))
        if number is None:
            return Reading(problem=unread(text, problem, around), field="text")
        if page.item.type != "integer":
            return Reading((Answer(_KEYS[page.item.type], number),))
        if number.as_tuple().exponent != 0:
            return Reading(problem=around.say("error_number_whole"), field="text")
        if not is_integer(int(number)):
            return Reading(problem=around.say("error_number_long"), field="text")
        return Reading((Answer("valueInteger", int(number)),))

    def words(self, page: Page, answers: Sequence[Answer], around: Around) -> str:
        """The number with its unit."""
        text = self.entry(page, answers, around)["text"]
        return joined(text, unit_words(page.item, around)) if text else ""

    def refused(self, page: Page, problem: Problem, around: Around) -> str:
        """Names the numbers there may be, or the decimal places."""
        if problem.rule in {"minValue", "maxValue"}:
            words = bounds_of(page.item, page.limits).words(around, "error_number")
            return words or around.say("error_other")
        if problem.rule == "maxDecimalPlaces":
            return too_fine(problem.limit, around)
        return super().refused(page, problem, around)


def figures_view(around: Around) -> dict[str, Any]:
    """What the number pad writes: `digits`, `decimal`."""
    figures = figures_of(around.say)
    return {"digits": list(figures.digits), "decimal": figures.decimal}


def unread(text: str, problem: str, around: Around) -> str:
    """Why a text is no number, for the patient; "" where nothing was written."""
    if problem == numerals.NOTHING:
        return ""
    example = write(Decimal("37.5"), figures_of(around.say))
    return around.say(_UNREADABLE[problem], text=balanced(text), example=example)


def too_fine(places: Any, around: Around) -> str:
    """What to do about too many decimal places."""
    if places == 0:
        return around.say("error_number_whole")
    return around.say("error_decimals", limit=counted(places))


def unit_words(item: Item, around: Around) -> str:
    """The unit of a number as a person reads it: the words beside it, else its unit's; or ""."""
    if said := item.words("unit", around.language, proxy=around.proxy):
        return said
    unit = ext.extension_value(item.raw, ext.UNIT)
    reader = Reader(around.language, item.language, around.proxy)
    return unit_of_coding(unit, reader).label if isinstance(unit, Mapping) else ""


def joined(number: str, unit: str) -> str:
    """A number and its unit, on one line."""
    return f"{number}\u00a0{unit}" if unit else number


def _places(item: Item) -> int | None:
    return ext.extension_integer(item.raw, ext.MAX_DECIMAL_PLACES)
