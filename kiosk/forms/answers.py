"""Answers: FHIR's value[x], one at a time.

Source: http://hl7.org/fhir/R4/questionnaireresponse-definitions.html#QuestionnaireResponse.item.answer
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

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

    Codings are the same by system and code (a system left out on one side fits any), quantities
    by number and unit, references by their address.
    """
    if isinstance(one.value, Mapping) and isinstance(other.value, Mapping):
        return _same_complex(one.value, other.value)
    if isinstance(one.value, bool) or isinstance(other.value, bool):
        return one.value is other.value
    return bool(one.value == other.value)


def _same_complex(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if "code" in one and "code" in other and "value" not in one:
        systems = {
            one.get("system") or other.get("system"),
            other.get("system") or one.get("system"),
        }
        return one["code"] == other["code"] and len(systems) == 1
    if "reference" in one or "reference" in other:
        return one.get("reference") == other.get("reference")
    if "value" in one or "value" in other:
        return one.get("value") == other.get("value") and unit_of(one) == unit_of(other)
    return dict(one) == dict(other)


def unit_of(quantity: Mapping[str, Any]) -> Any:
    """The code of a quantity's unit, or its unit in words."""
    return quantity.get("code") or quantity.get("unit")


def _label_of(value: Mapping[str, Any]) -> str:
    if "value" in value:
        return f"{value['value']} {value.get('unit') or value.get('code') or ''}".strip()
    for key in ("display", "code", "title", "reference", "url"):
        if value.get(key):
            return str(value[key])
    return ""
