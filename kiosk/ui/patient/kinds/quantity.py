"""A number with its unit, as FHIR's Quantity has it."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.looks.units import unit_of_coding
from kiosk.forms.pages import Page
from kiosk.forms.quantities import number_of, unit_of, unit_parts
from kiosk.forms.rules import Problem
from kiosk.forms.texts import Reader
from kiosk.ui.patient.kinds import numerals
from kiosk.ui.patient.kinds.bounds import range_words
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading
from kiosk.ui.patient.kinds.number import figures_view, joined, too_fine, unread
from kiosk.ui.patient.kinds.numerals import figures_of, write

_OWN_LENGTH: Final = 30
Unit = Mapping[str, Any]


class Quantity(Kind):
    """A number and a unit, `{"text": "72", "unit": [0], "own": "", "kept": {}}`.

    `unit` holds the index of the unit chosen, `own` one in the patient's words, `kept` the unit of
    an answer that came from elsewhere and is none of those on offer.
    """

    name = "quantity"
    usual_hint = "number_hint"
    usual_demand = "error_number_empty"

    def suits(self, item: Item, limits: Limits) -> bool:
        """One quantity that is not chosen from a list."""
        return item.type == "quantity" and not item.repeats and not limits.options

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`unit`: the only one; `units`: those to choose from; `own`: whether another may be said.

        `range` in words and what the number pad writes, as for a number.
        """
        units = [unit_label(unit, page.item, around) for unit in units_of(page)]
        alone = len(units) == 1 and not own_allowed(page)
        return {
            "unit": units[0] if alone else "",
            "units": [] if alone else units,
            "own": own_allowed(page),
            "range": self._range(page, around, "number"),
            "whole": ext.extension_integer(page.item.raw, ext.MAX_DECIMAL_PLACES) == 0,
            "negative": _may_be_negative(page.limits),
            "writing": {"own": _own_writing(around)},
            **figures_view(around),
        }

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """The number in figures and the unit of the answer."""
        given = answers[0].value if answers and isinstance(answers[0].value, Mapping) else {}
        number = None if given.get("comparator") else number_of(given.get("value"))
        chosen = [i for i, unit in enumerate(units_of(page)) if _is_unit(given, unit)][:1]
        other = {} if chosen else unit_parts({**given, "display": ext.text(given, "unit")})
        in_words = "code" not in other and own_allowed(page)
        return {
            "text": "" if number is None else write(number, figures_of(around.say)),
            "unit": chosen,
            "own": other.get("unit", "") if in_words else "",
            "kept": {} if in_words else other,
        }

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """The number with the unit that was chosen, said, or goes without saying."""
        text = str(entry.get("text", ""))
        number, problem = numerals.read(text, figures_of(around.say))
        unit = _unit(page, entry)
        if number is None:
            half = problem == numerals.NOTHING and unit and _has_chosen(page, entry)
            words = self.missing(page, around) if half else unread(text, problem, around)
            return Reading(problem=words, field="text")
        if unit is None:
            return Reading(problem=around.say("error_unit"), field="unit")
        return Reading((Answer("valueQuantity", {"value": number, **unit}),))

    def wrote(self, entry: Entry, field: str, text: str) -> Entry:
        """Words of one's own take the place of a unit chosen."""
        chosen: Entry = {"unit": [], "kept": {}} if field == "own" and text.strip() else {}
        return {**super().wrote(entry, field, text), **chosen}

    def words(self, page: Page, answers: Sequence[Answer], around: Around) -> str:
        """The number with its unit."""
        said = (quantity_words(answer.value, page, around) for answer in answers)
        return around.listed(said)

    def refused(self, page: Page, problem: Problem, around: Around) -> str:
        """Names the amounts there may be, the units, or the decimal places."""
        if problem.rule in {"minQuantity", "maxQuantity", "minValue", "maxValue"}:
            return self._range(page, around, "error_number") or around.say("error_other")
        if problem.rule in {"unit", "valueSet"}:
            return around.say("error_unit")
        if problem.rule == "maxDecimalPlaces":
            return too_fine(problem.limit, around)
        return super().refused(page, problem, around)

    @staticmethod
    def _range(page: Page, around: Around, key: str) -> str:
        limits = page.limits
        pairs = (limits.min_quantity, limits.min_value), (limits.max_quantity, limits.max_value)
        low, high = (
            next((said for bound in pair if (said := _bound_words(bound, page, around))), None)
            for pair in pairs
        )
        return range_words(low, high, around, key)


def units_of(page: Page) -> tuple[Unit, ...]:
    """The units there are: those to choose from, else the question's, else its limits'."""
    if page.limits.units:
        return page.limits.units
    fixed = ext.extension_value(page.item.raw, ext.UNIT)
    if isinstance(fixed, Mapping):
        return (fixed,)
    bounds = (page.limits.min_quantity, page.limits.max_quantity)
    named = (q for q in bounds if isinstance(q, Mapping) and unit_of(q))
    return tuple({**q, "display": ext.text(q, "unit")} for q in named)[:1]


def own_allowed(page: Page) -> bool:
    """Whether the patient may say a unit in words: the form is open for it, or names none."""
    return page.limits.units_open or not (units_of(page) or page.limits.units_unproven)


def unit_label(unit: Unit, item: Item, around: Around) -> str:
    """What a person reads for a unit."""
    reader = Reader(around.language, item.language, around.proxy)
    return unit_of_coding(unit, reader).label


def quantity_words(quantity: Any, page: Page, around: Around) -> str:
    """A quantity as a person reads it; "" where it has no number."""
    number = number_of(quantity.get("value")) if isinstance(quantity, Mapping) else None
    if number is None:
        return ""
    known = (u for u in units_of(page) if _is_unit(quantity, u))
    labels = (unit_label(unit, page.item, around) for unit in known)
    label = next(labels, ext.text(quantity, "unit") or ext.text(quantity, "code"))
    written = write(number, figures_of(around.say))
    return joined(f"{ext.text(quantity, 'comparator')} {written}".strip(), label)


def _own_writing(around: Around) -> dict[str, Any]:
    return {"title": around.say("quantity_own_title"), "maxLength": _OWN_LENGTH, "lines": 1}


def _unit(page: Page, entry: Entry) -> dict[str, str] | None:
    """What the Quantity says of its unit; None where one is still to be chosen."""
    units, own = units_of(page), str(entry.get("own", "")).strip()
    for index in _chosen(entry, units):
        return unit_parts(units[index])
    if own and own_allowed(page):
        return {"unit": own}
    if kept := entry.get("kept"):
        return {str(key): str(value) for key, value in dict(kept).items()}
    if len(units) == 1 and not own_allowed(page):
        return unit_parts(units[0])
    return None if units or page.limits.units_unproven else {}


def _has_chosen(page: Page, entry: Entry) -> bool:
    own = str(entry.get("own", "")).strip()
    return bool(own) or any(True for _ in _chosen(entry, units_of(page)))


def _chosen(entry: Entry, units: Sequence[Unit]) -> Iterator[int]:
    for index in entry.get("unit") or ():
        if isinstance(index, int | float) and 0 <= int(index) < len(units):
            yield int(index)


def _is_unit(quantity: Mapping[str, Any], unit: Unit) -> bool:
    mine, theirs = ext.text(quantity, "code"), ext.text(unit, "code")
    if mine and theirs:
        systems = {ext.text(quantity, "system"), ext.text(unit, "system")} - {""}
        return mine == theirs and len(systems) <= 1
    return bool(unit_of(quantity)) and unit_of(quantity) in {theirs, ext.text(unit, "display")}


def _bound_words(bound: Any, page: Page, around: Around) -> str:
    if isinstance(bound, Mapping):
        return quantity_words(bound, page, around)
    number = number_of(bound)
    return "" if number is None else write(number, figures_of(around.say))


def _may_be_negative(limits: Limits) -> bool:
    least = limits.min_quantity if limits.min_quantity is not None else limits.min_value
    value = least.get("value") if isinstance(least, Mapping) else least
    number = number_of(value)
    return number is None or number < Decimal(0)
