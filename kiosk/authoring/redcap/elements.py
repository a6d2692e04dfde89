"""The elements of FHIR that an imported form is made of."""

from collections.abc import Mapping
from typing import Any, Final

from kiosk.forms import extensions as ext

Raw = dict[str, Any]

_CONTROLS: Final = "http://hl7.org/fhir/questionnaire-item-control"
_ORDER: Final = [
    "linkId",
    "extension",
    "prefix",
    "text",
    "_text",
    "type",
    "enableWhen",
    "enableBehavior",
    "required",
    "repeats",
    "readOnly",
    "maxLength",
    "answerOption",
    "initial",
    "item",
]


def extend(item: Raw, url: str, **value: Any) -> None:
    """Adds an extension with one value[x]."""
    item.setdefault("extension", []).append({"url": url, **value})


def control(item: Raw, code: str) -> None:
    """Says how an item is to be shown."""
    concept = {"coding": [{"system": _CONTROLS, "code": code}]}
    extend(item, ext.ITEM_CONTROL, valueCodeableConcept=concept)


def expression(item: Raw, url: str, fhirpath: str) -> None:
    """Adds an expression."""
    value = {"language": "text/fhirpath", "expression": fhirpath}
    extend(item, url, valueExpression=value)


def words_beside(link_id: str, code: str, text: str) -> Raw:
    """A text that belongs to a question: its help, the words at an end of its scale."""
    beside: Raw = {"linkId": link_id, "text": text, "type": "display"}
    control(beside, code)
    return beside


def in_order(item: Mapping[str, Any]) -> Raw:
    """The item with its elements in FHIR's order, everything inside it, too."""
    ordered = {key: item[key] for key in _ORDER if key in item}
    if "item" in ordered:
        ordered["item"] = [in_order(child) for child in ordered["item"]]
    return ordered
