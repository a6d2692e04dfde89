"""Checks of what may be chosen, and of first answers."""

from collections.abc import Mapping
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS, Answer, same_value
from kiosk.forms.checks.scope import Found, Scope, kind_of, say
from kiosk.forms.item import ANSWER_CONSTRAINTS, Item

_CHOICES: Final = frozenset({"choice", "open-choice", "coding"})
_NO_OPTIONS: Final = frozenset({"group", "boolean", "attachment"})
_WORKED_OUT: Final = (ext.ANSWER_EXPRESSION, ext.CANDIDATE_EXPRESSION)
_ANY_VALUE: Final = frozenset(
    {
        "valueInteger",
        "valueDecimal",
        "valueDate",
        "valueDateTime",
        "valueTime",
        "valueString",
        "valueUri",
        "valueCoding",
        "valueQuantity",
        "valueReference",
    }
)


def options(item: Item, scope: Scope) -> Found:
    """The options of an item, and its first answers."""
    if item.is_question or item.type == "group":
        yield from _source(item, scope)
        yield from _each(item)
        yield from _initial(item, scope)


def _source(item: Item, scope: Scope) -> Found:
    value_set = item.raw.get("answerValueSet")
    if "answerOption" in item.raw and "answerValueSet" in item.raw:
        message = "The item has answerOption and answerValueSet; FHIR allows one of them."
        yield say("options-and-value-set", item, message)
    if item.type in _NO_OPTIONS and (value_set or item.raw.get("answerOption")):
        message = f"Items of type {item.type} offer no options: they are left out."
        yield say("options-on-type", item, message)
    elif scope.options(item) is None:
        lacking = scope.lacking(item)
        why = "is" if lacking == value_set else f"takes codes from {lacking}, which is"
        message = f"The value set {value_set} {why} not at hand: the question has no options."
        yield say("value-set", item, message, f"{item.json_path}.answerValueSet")
    elif item.type in _CHOICES and item.is_asked and not scope.options(item):
        worked_out = any(ext.extension_value(item.raw, url) is not None for url in _WORKED_OUT)
        if not worked_out and item.answer_constraint == "optionsOnly":
            yield say("no-options", item, "The question offers nothing to choose from.")
    given = item.raw.get("answerConstraint", ext.extension_value(item.raw, ext.ANSWER_CONSTRAINT))
    if given is not None and given not in ANSWER_CONSTRAINTS:
        message = "answerConstraint is none of FHIR's: only the options are allowed."
        yield say("unknown-answerConstraint", item, message)


def _each(item: Item) -> Found:
    allowed = frozenset(VALUE_KEYS.get(item.type, ()))
    if item.type in _CHOICES:
        allowed |= _ANY_VALUE
    seen: dict[str, list[Answer]] = {}
    words = {id(option.raw): option for option in item.answer_options}
    for index, raw in enumerate(ext.mappings(item.raw, "answerOption")):
        path = f"{item.json_path}.answerOption[{index}]"
        option = words.get(id(raw))
        if option is None:
            yield say("option-without-value", item, "An option has no value.", path)
            continue
        if item.type not in _NO_OPTIONS and option.answer.key not in allowed:
            kind = kind_of(option.answer.key)
            message = f"An option is {kind}, which is no answer to a question of this type."
            yield say("option-type", item, message, path)
        if isinstance(option.answer.value, Mapping) and not _has_words(option.answer.value):
            message = f"An option has no words: “{option.answer.label()}” is shown."
            yield say("option-without-words", item, message, path)
        if _again(option.answer, seen):
            message = f"The option “{option.answer.label()}” stands there twice."
            yield say("duplicate-option", item, message, path)


def _has_words(value: Mapping[str, Any]) -> bool:
    return any(ext.text(value, key) for key in ("display", "unit", "title")) or "value" in value


def _again(answer: Answer, seen: dict[str, list[Answer]]) -> bool:
    value = answer.value
    name = ext.text(value, "code") if isinstance(value, Mapping) else str(value)
    alike = seen.setdefault(name, [])
    if any(same_value(one, answer) for one in alike):
        return True
    alike.append(answer)
    return False


def _initial(item: Item, scope: Scope) -> Found:
    given = ext.mappings(item.raw, "initial")
    if item.type == "group":
        if given:
            message = "A group is not answered: its initial is left out."
            yield say("initial-on-type", item, message)
        return
    first = item.initial_answers()
    if len(first) > 1 and not item.repeats:
        message = f"{len(first)} first answers are given, and one is allowed."
        yield say("several-initial", item, message)
    if given and item.raw.get("answerOption"):
        message = "FHIR has initialSelected on the option instead of initial."
        yield say("initial-beside-options", item, message)
    if first and ext.extension_value(item.raw, ext.INITIAL_EXPRESSION) is not None:
        message = "Both a first answer and an initialExpression: which of them counts is unclear."
        yield say("two-initials", item, message)
    for answer in first:
        yield from _first_answer(item, answer, scope)


def _first_answer(item: Item, answer: Answer, scope: Scope) -> Found:
    path = f"{item.json_path}.initial"
    offered = scope.options(item)
    if answer.key not in scope.answer_keys(item) and item.type in VALUE_KEYS:
        kind = kind_of(answer.key)
        message = f"The first answer is {kind}, which is no answer to a question of this type."
        yield say("initial-type", item, message, path)
    elif (
        offered
        and item.answer_constraint == "optionsOnly"
        and not any(same_value(option.answer, answer) for option in offered)
    ):
        message = f"The first answer “{answer.label()}” is none of the options."
        yield say("initial-not-an-option", item, message, path)
