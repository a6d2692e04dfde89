"""Checks of what an item is, and of what stands on it though its type has no use for it."""

from typing import Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS
from kiosk.forms.checks.scope import Found, Scope, say
from kiosk.forms.item import Item

ITEM_TYPES: Final = ("group", "display", *VALUE_KEYS)
"""The item types that are read; `attachment` and `reference` can't be answered by touch yet."""

_NO_CONTROL: Final = frozenset({"attachment", "reference"})
_ANSWER_ONLY: Final = (
    "required",
    "repeats",
    "readOnly",
    "initial",
    "answerOption",
    "answerValueSet",
    "maxLength",
    "code",
)


def structure(item: Item, scope: Scope) -> Found:
    """Names, type, contents."""
    yield from _names(item, scope)
    yield from _type(item)
    yield from _contents(item)
    yield from _people(item)


def _names(item: Item, scope: Scope) -> Found:
    if not item.link_id:
        yield say("no-linkId", item, "The item has no linkId: its answers can't be told apart.")
    elif (count := scope.counts[item.link_id]) > 1:
        message = f"The linkId “{item.link_id}” is used {count} times."
        yield say("duplicate-linkId", item, message)


def _type(item: Item) -> Found:
    if item.type not in ITEM_TYPES:
        name = f"The type “{item.type}” is not known" if item.type else "The item has no type"
        yield say("unknown-type", item, f"{name}; it is not asked.")
    elif item.type in _NO_CONTROL and item.is_asked:
        message = f"Items of type {item.type} can't be answered by touch yet."
        yield say("no-control", item, message)
    if item.is_asked and not item.text("").strip() and not item.raw.get("_text"):
        message = "The question has no text: nobody can read it, no screen reader can speak it."
        yield say("no-text", item, message)


def _contents(item: Item) -> Found:
    if item.type == "group" and not item.items:
        yield say("empty-group", item, "The group has nothing in it.")
    if item.type != "display":
        return
    if any(child.is_question for child in item.items):
        message = "A text can't hold questions: they are not asked."
        yield say("items-in-text", item, message)
    for element in _ANSWER_ONLY:
        if item.raw.get(element):
            message = f"A text is not answered: its {element} is left out."
            yield say("text-with-answer", item, message, f"{item.json_path}.{element}")


def _people(item: Item) -> Found:
    worked_out = item.calculated_expression or ext.extension_value(item.raw, ext.INITIAL_EXPRESSION)
    if item.required and item.is_question and not (worked_out or item.initial_answers()):
        if item.hidden:
            message = "It must be answered and nobody sees it: the demand is left out."
            yield say("required-hidden", item, message)
        elif item.read_only:
            message = "It must be answered and nobody may: it has no value of its own."
            yield say("required-read-only", item, message)
    if ext.extension_value(item.raw, ext.SIGNATURE_REQUIRED) is not None:
        yield say("signature", item, "The item asks for a signature.")
    given = item.raw.get("disabledDisplay", ext.extension_value(item.raw, ext.DISABLED_DISPLAY))
    if given not in (None, "hidden", "protected"):
        message = "disabledDisplay is neither hidden nor protected: the item is hidden."
        yield say("unknown-disabledDisplay", item, message)
