"""A form as FHIR has it → what its text says."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiosk.authoring.plain_text.model import Beside, PlainItem, PlainText
from kiosk.authoring.plain_text.options import options_of
from kiosk.authoring.plain_text.phrases import BESIDE
from kiosk.authoring.plain_text.saying import ByLinkId, condition_of
from kiosk.authoring.plain_text.translating import words_at
from kiosk.forms import extensions as ext
from kiosk.forms.looks.controls import control_codes

_FHIRPATH: Final = "text/fhirpath"
_MARKS_OF_A_QUESTION: Final = frozenset({"enableWhen", "item", "required", "repeats", "readOnly"})


def plain_text(raw: Mapping[str, Any]) -> PlainText:
    """What the text of a form says."""
    items = by_link_id(raw)
    return PlainText(
        title=words_at(raw, "title"),
        url=ext.text(raw, "url"),
        version=ext.text(raw, "version"),
        language=ext.text(raw, "language"),
        description=words_at(raw, "description"),
        purpose=words_at(raw, "purpose"),
        items=tuple(_item(one, items) for one in ext.mappings(raw, "item")),
    )


def by_link_id(raw: Mapping[str, Any]) -> ByLinkId:
    """Every item by its linkId; of a doubled one the first."""
    found: dict[str, Mapping[str, Any]] = {}
    for item in _walk(raw):
        found.setdefault(ext.text(item, "linkId"), item)
    return found


def beside_control(item: Mapping[str, Any]) -> str:
    """Which text of the question around it an item is: "help", "lower", "upper"; else ""."""
    if ext.text(item, "type") != "display" or _MARKS_OF_A_QUESTION & set(item):
        return ""
    if ext.extension_value(item, ext.HIDDEN) is True or rule_of(item):
        return ""
    codes = control_codes(item)
    return codes[0] if codes and codes[0] in BESIDE else ""


def rule_of(item: Mapping[str, Any]) -> str:
    """The FHIRPath that says when an item is asked; "" where there is none."""
    value = ext.extension_value(item, ext.ENABLE_WHEN_EXPRESSION)
    if not isinstance(value, Mapping) or value.get("language") != _FHIRPATH:
        return ""
    return ext.text(value, "expression")


def _walk(raw: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for item in ext.mappings(raw, "item"):
        yield item
        yield from _walk(item)


def _item(raw: Mapping[str, Any], items: ByLinkId) -> PlainItem:
    children = ext.mappings(raw, "item")
    conditions = ext.mappings(raw, "enableWhen")
    return PlainItem(
        link_id=ext.text(raw, "linkId"),
        type=ext.text(raw, "type"),
        words=words_at(raw, "text"),
        beside=tuple(
            Beside(control, ext.text(one, "linkId"), words_at(one, "text"))
            for one in children
            if (control := beside_control(one))
        ),
        options=options_of(raw),
        value_set=ext.text(raw, "answerValueSet"),
        repeats=raw.get("repeats") is True,
        required=raw.get("required") is True,
        hidden=ext.extension_value(raw, ext.HIDDEN) is True,
        read_only=raw.get("readOnly") is True,
        conditions=tuple(condition_of(one, items) for one in conditions),
        any_of=len(conditions) > 1 and ext.text(raw, "enableBehavior") != "all",
        rule=rule_of(raw),
        items=tuple(_item(one, items) for one in children if not beside_control(one)),
    )
