"""What FHIR R5 says otherwise than R4 of a Questionnaire, said as R4 does.

R5 has `coding` with an answerConstraint for R4's `choice` and `open-choice`; its other new elements
are extensions in R4.
Source: http://hl7.org/fhir/R5/questionnaire.html#history, the R5 extensions for R4.
"""

from collections.abc import Mapping
from typing import Any, Final

from kiosk.forms import extensions as ext

_R5: Final = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Questionnaire."
_OF_ITEM: Final[Mapping[str, tuple[str, str]]] = {
    "answerConstraint": (ext.ANSWER_CONSTRAINT, "valueCode"),
    "disabledDisplay": (ext.DISABLED_DISPLAY, "valueCode"),
}
_OF_FORM: Final[Mapping[str, tuple[str, str]]] = {
    "versionAlgorithmString": (f"{_R5}versionAlgorithm", "valueString"),
    "versionAlgorithmCoding": (f"{_R5}versionAlgorithm", "valueCoding"),
    "copyrightLabel": (f"{_R5}copyrightLabel", "valueString"),
}
"""Element of R5 → the extension that says the same in R4, and its value[x]."""
_OWN_WORDS: Final = frozenset({"optionsOrString", "optionsOrType"})


def as_r4(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The form as R4 says it; the same, element by element, where it says nothing otherwise."""
    form = _extended(raw, _OF_FORM)
    return _with_items(form)


def _with_items(element: dict[str, Any]) -> dict[str, Any]:
    items = element.get("item")
    if not isinstance(items, list):
        return element
    return {**element, "item": [_item(one) if isinstance(one, dict) else one for one in items]}


def _item(raw: Mapping[str, Any]) -> dict[str, Any]:
    constraint = ext.text(raw, "answerConstraint")
    item = _extended(raw, _OF_ITEM)
    if item.get("type") == "coding":
        item["type"] = "open-choice" if constraint in _OWN_WORDS else "choice"
    elif item.get("type") == "question":
        item["type"] = "group"
    return _with_items(item)


def _extended(element: Mapping[str, Any], names: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """The element with those of R5 as extensions: after its own, or first where it has none."""
    moved = [
        {"url": names[key][0], names[key][1]: value}
        for key, value in element.items()
        if key in names
    ]
    kept = {key: value for key, value in element.items() if key not in names}
    if not moved:
        return kept
    own = kept.get("extension")
    if isinstance(own, list):
        return {**kept, "extension": [*own, *moved]}
    # An `extension` that is no list is no FHIR: such an element stays as it came.
    return {"extension": moved, **kept} if own is None else dict(element)
