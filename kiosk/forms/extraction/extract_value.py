"""An answer as the value of an Observation.

Source: http://hl7.org/fhir/R4/observation-definitions.html#Observation.value_x_
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from kiosk.forms.answers import Answer

_RENAMED: Final[Mapping[str, str]] = {
    "valueBoolean": "valueBoolean",
    "valueInteger": "valueInteger",
    "valueString": "valueString",
    "valueTime": "valueTime",
    "valueDateTime": "valueDateTime",
    "valueDate": "valueDateTime",  # a dateTime may be a day, a month or a year alone
    "valueQuantity": "valueQuantity",
}


def observation_value(answer: Answer, unit: Mapping[str, Any] | None) -> dict[str, Any]:
    """`{"valueQuantity": {"value": 71, "unit": "kg"}}`.

    A number is a Quantity where the form gives its unit; a decimal always is one, since an
    Observation knows no bare decimals.

    Raises:
        ValueError: an Observation has no value of this type.
    """
    if answer.key == "valueCoding":
        return {"valueCodeableConcept": {"coding": [answer.value]}}
    if _is_number(answer.value) and (unit or answer.key == "valueDecimal"):
        return {"valueQuantity": {"value": answer.value} | _unit(unit or {})}
    key = _RENAMED.get(answer.key)
    if key is None:
        kind = answer.key.removeprefix("value")
        raise ValueError(f"an Observation has no value of the type {kind}")
    return {key: answer.value}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal | float) and not isinstance(value, bool)


def _unit(coding: Mapping[str, Any]) -> dict[str, Any]:
    unit = {
        "unit": coding.get("display") or coding.get("code"),
        "system": coding.get("system"),
        "code": coding.get("code"),
    }
    return {key: value for key, value in unit.items() if value}
