"""Limits: what counts for one occurrence of an item now.

An item states limits of its own; expressions and value sets may give others while a form is
filled. A rule looks at the limits alone and need not know where they came from.
Sources: http://hl7.org/fhir/uv/sdc/STU3/behavior.html,
http://hl7.org/fhir/R5/questionnaire-definitions.html#Questionnaire.item.answerConstraint
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from kiosk.forms import extensions as ext
from kiosk.forms.item import AnswerOption, Item

OWN_WORDS: Final = "optionsOrString"
ANY_OF_TYPE: Final = "optionsOrType"
_UNITS: Final = {ext.UNIT_OPTION, ext.UNIT_VALUE_SET, ext.UNIT_OPEN}
_OPEN: Final = (OWN_WORDS, ANY_OF_TYPE)


@dataclass(frozen=True)
class Limits:
    """The limits of one occurrence of an item.

    Attributes:
        options: the permitted answers; None where the item is not bound to a list.
        open: other values may be given too; which ones is told by `openness`.
        unproven: bound to a value set that is not at hand, so no answer can be proved to fit.
        min_value, max_value: JSON values of the item's type, or None.
        min_quantity, max_quantity: Quantities, or None.
        min_occurs: how many answers at least; 0 where nothing is asked.
        max_occurs: how many at most; None where unbounded, 1 where the item does not repeat.
        units: the permitted units as Codings; None where any unit may be given.
        units_open: other units may be given too.
        units_unproven: the units are in a value set that is not at hand.
    """

    options: tuple[AnswerOption, ...] | None = None
    open: bool = False
    unproven: bool = False
    min_value: Any = None
    max_value: Any = None
    min_quantity: Any = None
    max_quantity: Any = None
    min_occurs: int = 0
    max_occurs: int | None = None
    units: tuple[Mapping[str, Any], ...] | None = None
    units_open: bool = False
    units_unproven: bool = False

    @classmethod
    def of(cls, item: Item, **found: Any) -> Self:
        """The limits that the item states itself; keywords are what was found out since.

        Whoever finds the options of a value set says so: `options=…` takes `unproven` back, and
        so does `units=…` with `units_unproven`; those units come beside the ones listed.
        """
        stated = _stated_on(item)
        own: dict[str, Any] = {
            "options": item.answer_options or None,
            "open": bool(openness(item)),
            "unproven": "answerValueSet" in item.raw and not item.answer_options,
            "min_value": stated(ext.MIN_VALUE),
            "max_value": stated(ext.MAX_VALUE),
            "min_quantity": stated(ext.MIN_QUANTITY),
            "max_quantity": stated(ext.MAX_QUANTITY),
            "min_occurs": _at_least(item),
            "max_occurs": ext.extension_integer(item.raw, ext.MAX_OCCURS) if item.repeats else 1,
            **_units(item),
        }
        if found.get("options") is not None:
            own["unproven"] = False
        if found.get("units") is not None:
            own["units_unproven"] = False
            found["units"] = (*(own.get("units") or ()), *found["units"])
        return cls(**(own | found))


def openness(item: Item) -> str:
    """What may be given beside the options: "optionsOrString", "optionsOrType", or "" for nothing.

    R4 says it by the type `open-choice`, R5 by `answerConstraint`.
    """
    return item.answer_constraint if item.answer_constraint in _OPEN else ""


def _stated_on(item: Item) -> Callable[[str], Any]:
    """The value of an extension by its url, without a search where there is none."""
    return lambda url: ext.extension_value(item.raw, url) if url in item.extension_urls else None


def _at_least(item: Item) -> int:
    if ext.MIN_OCCURS not in item.extension_urls:
        return 0
    return max(ext.extension_integer(item.raw, ext.MIN_OCCURS) or 0, 0)


def _units(item: Item) -> dict[str, Any]:
    if item.extension_urls.isdisjoint(_UNITS):
        return {}
    listed = tuple(
        option
        for option in ext.extension_values(item.raw, ext.UNIT_OPTION)
        if isinstance(option, Mapping)
    )
    value_set = isinstance(ext.extension_value(item.raw, ext.UNIT_VALUE_SET), str)
    openness_of_units = ext.extension_value(item.raw, ext.UNIT_OPEN)
    return {
        "units": listed or None,
        "units_open": openness_of_units in _OPEN,
        "units_unproven": value_set and not listed,
    }
