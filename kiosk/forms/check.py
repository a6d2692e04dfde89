"""What a form author should know of a form before patients see it.

Nothing is silently left out: what the engine can't do with a form is named here, with its place.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS
from kiosk.forms.enable_when import OPERATORS
from kiosk.forms.fhirpath import Expression, ExpressionFailed
from kiosk.forms.finding import ERROR, INFORMATION, WARNING, Finding, Severity
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire

ITEM_TYPES: Final = ("group", "display", *VALUE_KEYS)
"""The item types that are read; `attachment` and `reference` can't be answered by touch yet."""

_NO_CONTROL: Final = frozenset({"attachment", "reference"})

_ELEMENTS: Final = frozenset(
    [
        "id",
        "extension",
        "modifierExtension",
        "linkId",
        "definition",
        "code",
        "prefix",
        "text",
        "type",
        "enableWhen",
        "enableBehavior",
        "required",
        "repeats",
        "readOnly",
        "maxLength",
        "answerValueSet",
        "answerOption",
        "initial",
        "item",
    ]
)
_SHOWN_CONTROLS: Final = frozenset({"help", "lower", "upper"})
_CHOICES: Final = frozenset({"choice", "open-choice", "coding"})

_KNOWN: Final = frozenset(ext.READ) | frozenset(ext.OTHER_SPELLINGS) | ext.HARMLESS

Found = Iterator[Finding]


def check_questionnaire(questionnaire: Questionnaire) -> tuple[Finding, ...]:
    """Every finding on a readable form, those on the whole first, then in its order."""
    findings = [*_whole(questionnaire)]
    counts = Counter(item.link_id for item in questionnaire.by_path.values())
    for item in questionnaire.by_path.values():
        for look in _LOOKS:
            findings += look(item)
        findings += _names(item, counts)
        findings += _conditions(item, counts)
    return tuple(findings)


def _whole(questionnaire: Questionnaire) -> Found:
    raw = questionnaire.raw
    for element in ("url", "version", "status", "title"):
        if not ext.text(raw, element):
            message = f"The form has no {element}; responses can't be told apart without it."
            yield Finding(WARNING, f"no-{element}", "", "Questionnaire", message)
    if not questionnaire.asked:
        message = "No question in this form can be answered by a person."
        yield Finding(WARNING, "nothing-asked", "", "Questionnaire", message)
    for rule in ext.extension_values(raw, ext.ALERT_RULE):
        if message := _no_fhirpath(ext.text(rule, "expression")):
            yield Finding(ERROR, "expression", "", "Questionnaire", f"The alert rule {message}")
    head = {key: value for key, value in raw.items() if key not in {"item", "contained"}}
    for url in _unknown_extensions(head):
        yield Finding(WARNING, "extension", "", "Questionnaire", _left_out(url))


def _say(item: Item, severity: Severity, code: str, message: str) -> Finding:
    return Finding(severity, code, item.link_id, item.json_path, message)


def _names(item: Item, counts: Counter[str]) -> Found:
    if not item.link_id:
        yield _say(item, ERROR, "no-linkId", "The item has no linkId.")
    elif counts[item.link_id] > 1:
        message = f"The linkId “{item.link_id}” is used {counts[item.link_id]} times."
        yield _say(item, ERROR, "duplicate-linkId", message)


def _conditions(item: Item, counts: Counter[str]) -> Found:
    for index, condition in enumerate(item.enable_when):
        path = f"{item.json_path}.enableWhen[{index}]"
        name = f"The condition on “{condition.question}”"
        if condition.question not in counts:
            message = f"{name} looks at a question that is not in the form."
            yield Finding(ERROR, "unknown-question", item.link_id, path, message)
        elif counts[condition.question] > 1:
            message = f"{name} is unclear: that linkId is used more than once."
            yield Finding(ERROR, "ambiguous-question", item.link_id, path, message)
        if condition.operator not in OPERATORS:
            message = f"{name} has the unknown operator “{condition.operator}”."
            yield Finding(ERROR, "unknown-operator", item.link_id, path, message)
        if condition.answer is None:
            message = f"{name} has nothing to compare the answer with."
            yield Finding(ERROR, "no-comparison", item.link_id, path, message)
    if len(item.enable_when) > 1 and "enableBehavior" not in item.raw:
        message = "Several conditions without enableBehavior: one of them is taken to be enough."
        yield _say(item, WARNING, "no-enableBehavior", message)


def _type(item: Item) -> Found:
    if item.type not in ITEM_TYPES:
        message = f"The type “{item.type}” is not known; the item is not asked."
        yield _say(item, ERROR, "unknown-type", message)
    elif item.type in _NO_CONTROL:
        message = f"Items of type {item.type} can't be answered by touch yet."
        yield _say(item, WARNING, "no-control", message)


def _text(item: Item) -> Found:
    if item.is_asked and not item.text(""):
        message = "The question has no text: nobody can read it, no screen reader can speak it."
        yield _say(item, WARNING, "no-text", message)
    if item.type == "display" and item.control not in _SHOWN_CONTROLS:
        message = "A text that is not help for a question is not shown on a page of its own yet."
        yield _say(item, WARNING, "text-not-shown", message)


def _options(item: Item) -> Found:
    if value_set := item.raw.get("answerValueSet"):
        message = f"The value set {value_set} is not at hand: the question has no options."
        yield _say(item, WARNING, "value-set", message)
    elif item.type in _CHOICES and not item.answer_options:
        yield _say(item, WARNING, "no-options", "The question offers nothing to choose from.")


def _repeating(item: Item) -> Found:
    if item.repeats and item.type == "group":
        message = "The group may be filled several times; it is asked once."
        yield _say(item, WARNING, "repeating-group", message)
    if item.repeats and any(child.is_question for child in item.items):
        message = "What is asked inside each answer is asked once, for the first answer."
        yield _say(item, WARNING, "nested-in-repeating", message)


def _elements(item: Item) -> Found:
    for element in item.raw:
        if element.removeprefix("_") not in _ELEMENTS:
            message = f"The element “{element}” is not supported; what it asks for is left out."
            yield _say(item, WARNING, "element", message)
    if item.raw.get("prefix"):
        yield _say(item, INFORMATION, "prefix", "The prefix is kept but not shown.")


def _extensions(item: Item) -> Found:
    own = {key: value for key, value in item.raw.items() if key != "item"}
    for url in _unknown_extensions(own):
        yield _say(item, WARNING, "extension", _left_out(url))


def _expression(item: Item) -> Found:
    if item.calculated_expression and (message := _no_fhirpath(item.calculated_expression)):
        yield _say(item, ERROR, "expression", f"The calculatedExpression {message}")


def _no_fhirpath(expression: str) -> str:
    try:
        Expression(expression).check()
    except ExpressionFailed as cause:
        return f"is no FHIRPath: {cause}"
    return ""


def _unknown_extensions(value: Any) -> list[str]:
    """The urls of extensions anywhere in it that are not acted upon, each once."""
    found: dict[str, None] = {}
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Mapping):
            urls = [ext.text(extension, "url") for extension in ext.mappings(here, "extension")]
            found |= dict.fromkeys(url for url in urls if url not in _KNOWN)
            waiting += [part for key, part in here.items() if key != "extension"]
        elif isinstance(here, list):
            waiting += here
    return list(found)


def _left_out(url: str) -> str:
    return f"The extension {url} is not supported; what it asks for is left out."


_LOOKS: Final[tuple[Callable[[Item], Found], ...]] = (
    _type,
    _text,
    _options,
    _repeating,
    _elements,
    _extensions,
    _expression,
)
