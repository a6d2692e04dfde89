"""Answers: FHIR's value[x], one at a time.

Source: http://hl7.org/fhir/R4/questionnaireresponse-definitions.html#QuestionnaireResponse.item.answer
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from kiosk.forms import extensions as ext
from kiosk.forms.moments import compare_moments
from kiosk.forms.quantities import compare_quantities, number_of

VALUE_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "boolean": ("valueBoolean",),
    "decimal": ("valueDecimal", "valueInteger"),
    "integer": ("valueInteger",),
    "date": ("valueDate",),
    "dateTime": ("valueDateTime",),
    "time": ("valueTime",),
    "string": ("valueString",),
    "text": ("valueString",),
    "url": ("valueUri",),
    "choice": ("valueCoding",),
    "coding": ("valueCoding",),
    "open-choice": ("valueCoding", "valueString"),
    "attachment": ("valueAttachment",),
    "reference": ("valueReference",),
    "quantity": ("valueQuantity",),
}
"""Item type → the value[x] its answers may have. R5's `coding` is R4's `choice`."""

MOMENT_KEYS: Final = frozenset({"valueDate", "valueDateTime", "valueTime", "valueInstant"})
"""The value[x] that stand for a day or a time."""


@dataclass(frozen=True)
class Answer:
    """One answer as FHIR has it.

    Attributes:
        key: "valueCoding", "valueInteger", …
        value: its JSON value; decimals are `decimal.Decimal`.
    """

    key: str
    value: Any

    def to_fhir(self) -> dict[str, Any]:
        """`{"valueInteger": 3}`."""
        return {self.key: self.value}

    @classmethod
    def from_fhir(cls, raw: Mapping[str, Any]) -> Self:
        """The answer in a `QuestionnaireResponse.item.answer`, `initial` or `answerOption`.

        Raises:
            ValueError: it holds no value[x].
        """
        for key, value in raw.items():
            if key.startswith("value") and value is not None:
                return cls(key, value)
        raise ValueError("an answer without a value")

    def label(self) -> str:
        """What a person reads: the display of a coding, the number with its unit, the text."""
        if isinstance(self.value, bool):
            return "Yes" if self.value else "No"
        if isinstance(self.value, Mapping):
            return _label_of(self.value)
        return str(self.value)


def same_value(one: Answer, other: Answer) -> bool:
    """Whether two answers are the same to FHIR.

    Numbers are the same whatever their digits (1 and 1.0), dates and times if they are the same
    moment as exactly given, quantities if they are the same amount (1 kg and 1000 g). Codings are
    the same by system and code (a system left out on one side fits any), or by display where
    neither has a code; references by address, attachments by content. Text is exact.
    """
    if isinstance(one.value, bool) or isinstance(other.value, bool):
        return one.value is other.value
    if isinstance(one.value, Mapping) and isinstance(other.value, Mapping):
        if one.key != other.key:
            return False
        compare = _COMPLEX.get(one.key)
        return bool(one.value == other.value or (compare and compare(one.value, other.value)))
    if {one.key, other.key} <= MOMENT_KEYS and _are_texts(one.value, other.value):
        return one.value == other.value or compare_moments(one.value, other.value) == 0
    return bool(one.value == other.value) or _same_number(one.value, other.value)


def _are_texts(one: Any, other: Any) -> bool:
    return isinstance(one, str) and isinstance(other, str)


def _same_number(one: Any, other: Any) -> bool:
    first, second = number_of(one), number_of(other)
    return first is not None and first == second


def _same_coding(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    for key in ("code", "display"):
        mine, theirs = ext.text(one, key), ext.text(other, key)
        if mine or theirs:
            return mine == theirs and _agree(one, other, "system")
    return False


def _same_quantity(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    bounds = one.get("comparator"), other.get("comparator")
    if bounds[0] != bounds[1]:
        return False
    bare = ({k: v for k, v in q.items() if k != "comparator"} for q in (one, other))
    return compare_quantities(*bare) == 0


def _same_reference(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    mine, theirs = ext.text(one, "reference"), ext.text(other, "reference")
    if mine or theirs:
        return mine == theirs
    mine_id, theirs_id = one.get("identifier"), other.get("identifier")
    if isinstance(mine_id, Mapping) and isinstance(theirs_id, Mapping):
        value = ext.text(mine_id, "value")
        same_system = ext.text(mine_id, "system") == ext.text(theirs_id, "system")
        return bool(value) and value == ext.text(theirs_id, "value") and same_system
    return False


def _same_attachment(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    mine, theirs = ("".join(ext.text(a, "data").split()) for a in (one, other))
    if mine or theirs:
        return mine == theirs and _agree(one, other, "contentType")
    address = ext.text(one, "url")
    return bool(address) and address == ext.text(other, "url")


def _agree(one: Mapping[str, Any], other: Mapping[str, Any], key: str) -> bool:
    """Whether nothing is said there on one side, or the same on both."""
    mine, theirs = ext.text(one, key), ext.text(other, key)
    return not mine or not theirs or mine == theirs


_COMPLEX: Final[Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], bool]]] = {
    "valueCoding": _same_coding,
    "valueQuantity": _same_quantity,
    "valueReference": _same_reference,
    "valueAttachment": _same_attachment,
}


def _label_of(value: Mapping[str, Any]) -> str:
    if "value" in value:
        return f"{value['value']} {value.get('unit') or value.get('code') or ''}".strip()
    for key in ("display", "code", "title", "reference", "url"):
        if value.get(key):
            return str(value[key])
    return ""
