"""What an expression gave, as answers and options of an item."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from kiosk.fhirpath import Node, json_of, type_name
from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS, Answer
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.quantities import unit_parts
from kiosk.forms.shapes import SHAPES
from kiosk.forms.sitting.nodes import AnswerNode

_DAY: Final = len("2026-03-02")
_CHOICES: Final = frozenset({"choice", "open-choice", "coding"})
_WORDS: Final = frozenset({"string", "text", "url"})
_COMPLEX: Final = frozenset({"quantity", "reference", "attachment"})
_WRITTEN: Final = _WORDS | {"dateTime", "time"}
_KEYS: Final[Mapping[str, str]] = {
    "Coding": "valueCoding",
    "Quantity": "valueQuantity",
    "Reference": "valueReference",
    "Attachment": "valueAttachment",
    "integer": "valueInteger",
    "decimal": "valueDecimal",
    "date": "valueDate",
    "dateTime": "valueDateTime",
    "time": "valueTime",
}


def answers_from(
    item: Item, nodes: Sequence[Node], options: Sequence[AnswerOption] = ()
) -> tuple[Answer, ...]:
    """Results as answers of an item; what its type can't hold is left out.

    An item that does not repeat takes the first.
    """
    found = (_answer(item, node, options) for node in nodes)
    # FHIR allows no blank text and no half date, whatever an expression makes of them.
    answers = tuple(a for a in found if a is not None and SHAPES[a.key](a.value))
    return answers if item.repeats else answers[:1]


def options_from(item: Item, nodes: Sequence[Node]) -> tuple[AnswerOption, ...]:
    """Results as the options of an item; what can't be chosen is left out."""
    options = []
    for node in nodes:
        value = _value(node)
        key = _KEYS.get(type_name(node), "valueString")
        if key == "valueString" and _is_coding(value):
            key = "valueCoding"
            value = {k: value[k] for k in ("system", "version", "code", "display") if k in value}
        if key == "valueString" and item.type == "reference" and _is_resource(value):
            key, value = "valueReference", _reference_to(value)
        if isinstance(value, Mapping) is (key not in _SIMPLE):
            options.append(AnswerOption({key: value}, Answer(key, value)))
    return tuple(options)


_SIMPLE: Final = frozenset(
    {"valueString", "valueInteger", "valueDecimal", "valueDate", "valueDateTime", "valueTime"}
)


def _answer(item: Item, node: Node, options: Sequence[AnswerOption]) -> Answer | None:
    value = _value(node)
    if item.type in _CHOICES:
        return _choice(item, value, options)
    key = VALUE_KEYS.get(item.type, ("",))[0]
    made = _plain(item.type, value)
    if isinstance(made, Mapping) and made.keys() == {"value"}:
        # A bare number is meant in the unit that the item states.
        unit = ext.extension_value(item.raw, ext.UNIT)
        made = {**made, **(unit_parts(unit) if isinstance(unit, Mapping) else {})}
    return None if made is None else Answer(key, made)


def _plain(kind: str, value: Any) -> Any:
    """A value as an item of this type holds it, or None."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _number(kind, value)
    if isinstance(value, Mapping):
        named = kind == "reference" and _is_resource(value)
        return _reference_to(value) if named else value if kind in _COMPLEX else None
    if isinstance(value, bool):
        return value if kind == "boolean" else None
    if not value or not isinstance(value, str):
        return None
    if kind == "date":
        return value[:_DAY]
    return value if kind in _WRITTEN else None


def _number(kind: str, value: int | Decimal) -> Any:
    if kind == "integer":
        return int(value) if value == int(value) else None
    if kind == "quantity":
        return {"value": value}
    # A number reads as well in words.
    return value if kind == "decimal" else str(value) if kind in _WORDS else None


def _choice(item: Item, value: Any, options: Sequence[AnswerOption]) -> Answer | None:
    if isinstance(value, Mapping):
        coding = {k: value[k] for k in ("system", "version", "code", "display") if k in value}
        return Answer("valueCoding", coding) if coding else None
    for option in options:
        own = option.answer.value
        names = (own.get("code"), own.get("display")) if isinstance(own, Mapping) else (own,)
        if value in names:
            return option.answer
    if item.type == "open-choice" and isinstance(value, str) and value:
        return Answer("valueString", value)
    return None


def _value(node: Node) -> Any:
    return node.answer.value if isinstance(node, AnswerNode) else json_of(node)


def _is_coding(value: Any) -> bool:
    return isinstance(value, Mapping) and ("code" in value or "display" in value)


def _reference_to(resource: Mapping[str, Any]) -> dict[str, str]:
    return {"reference": f"{resource['resourceType']}/{resource['id']}"}


def _is_resource(value: Any) -> bool:
    return isinstance(value, Mapping) and "resourceType" in value and "id" in value
