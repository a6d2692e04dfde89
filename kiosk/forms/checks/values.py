"""Checks of extensions that are known: what they hold, and where they stand.

One that holds another kind of value than FHIR says, or stands where nothing looks for it, would
be left out without a word.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer, same_value
from kiosk.forms.checks.scope import ROOT, Found, Scope, say
from kiosk.forms.checks.unknown import all_extensions
from kiosk.forms.expressions import KINDS, FormExpression, options_toggles
from kiosk.forms.item import Item
from kiosk.forms.languages import alternative
from kiosk.forms.looks.media import alternative_media
from kiosk.forms.texts import Reader

_WORKS_OUT: Final = re.compile(r"\._text\.extension\[|\.extension\[\d+\]\._value")
"""Where a cqf-expression is looked for: on the text of an item and on a limit."""

_SEVERITIES: Final = frozenset({"error", "warning"})
_RULES: Final = frozenset({ext.CONSTRAINT, ext.TARGET_CONSTRAINT})
_WORKED_OUT: Final = (
    ext.CALCULATED_EXPRESSION,
    ext.INITIAL_EXPRESSION,
    ext.ANSWER_EXPRESSION,
    ext.CANDIDATE_EXPRESSION,
    ext.OPTIONS_TOGGLE_EXPRESSION,
)
"""What only a question has a use for."""


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return ext.extension_number({"extension": [{"url": "", "value": value}]}, "") is not None


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


_BOOLEAN: Final = ("true or false", _is_boolean)
_NUMBER: Final = ("a number", _is_number)
_CODING: Final = ("a Coding", _is_object)
_CONCEPT: Final = ("a CodeableConcept", _is_object)
_EXPRESSION: Final = ("an Expression", _is_object)

_HELD: Final[Mapping[str, tuple[str, Callable[[Any], bool]]]] = {
    ext.HIDDEN: _BOOLEAN,
    ext.OPTION_EXCLUSIVE: _BOOLEAN,
    ext.ORDINAL_VALUE: _NUMBER,
    ext.ITEM_WEIGHT: _NUMBER,
    ext.UNIT: _CODING,
    ext.UNIT_OPTION: _CODING,
    ext.ITEM_CONTROL: _CONCEPT,
    ext.CQF_EXPRESSION: _EXPRESSION,
    ext.CQF_CALCULATED_VALUE: _EXPRESSION,
    **dict.fromkeys(KINDS.values(), _EXPRESSION),
}
"""url → the kind of value that is read, in words, and whether one is of it."""


def values_in_form(scope: Scope) -> Found:
    """The known extensions of the form itself."""
    head = {key: value for key, value in scope.form.raw.items() if key not in {"item", "contained"}}
    yield from _known(None, head, ROOT)


def values_in_item(item: Item, scope: Scope) -> Found:
    """The known extensions of an item, and of everything on it."""
    own = {key: value for key, value in item.raw.items() if key != "item"}
    yield from _known(item, own, item.json_path)
    yield from _without_question(item)
    yield from _toggled(item, scope)


def _known(item: Item | None, element: Mapping[str, Any], path: str) -> Found:
    for extension, place in all_extensions(element, path):
        url = ext.url_of(extension)
        name = _name(url)
        if url == ext.CQF_EXPRESSION and not _WORKS_OUT.search(place):
            if not _in_another_language(extension):
                message = "cqf-expression works out the text of an item alone: here it is left out."
                yield say("extension-place", item, message, place)
        elif url in _HELD and not all(map(_HELD[url][1], _values(extension))):
            message = f"The value of {name} is not {_HELD[url][0]}: it is left out."
            yield say("extension-value", item, message, place)
        elif url in _RULES:
            yield from _rule(item, extension, place)
        elif url == ext.ALTERNATIVE_MEDIA:
            yield from _for_alternative(item, extension, place)


def _in_another_language(extension: Mapping[str, Any]) -> bool:
    """Whether its expression is left out, and told, for its language already."""
    value = extension.get("valueExpression")
    return isinstance(value, Mapping) and not FormExpression.of("", value).is_fhirpath


def _has_value(raw: Mapping[str, Any]) -> bool:
    return any(key.startswith("value") and value is not None for key, value in raw.items())


def _values(extension: Mapping[str, Any]) -> Iterator[Any]:
    return (value for key, value in extension.items() if key.startswith("value"))


def _name(url: str) -> str:
    name = url.rpartition("/")[2]
    return name.removeprefix("sdc-questionnaire-").removeprefix("questionnaire-")


def _rule(item: Item | None, extension: Mapping[str, Any], place: str) -> Found:
    name = _name(ext.url_of(extension))
    if ext.extension_value(extension, "expression") is None:
        message = f"The {name} has no expression; it is kept, and what it asks for is left out."
        yield say("empty-expression", item, message, place)
    severity = ext.extension_value(extension, "severity")
    if not isinstance(severity, str) or severity not in _SEVERITIES:
        message = f"The {name} says neither error nor warning: it is taken for an error."
        yield say("extension-value", item, message, place)
    if not ext.extension_value(extension, "human"):
        message = f"The {name} has no words (“human”): nobody is told what is wrong."
        yield say("extension-value", item, message, place)


def _for_alternative(item: Item | None, extension: Mapping[str, Any], place: str) -> Found:
    meant = list(alternative_media({"extension": [extension]}, Reader("")))
    if not any(alternative(tag) for tags, _ in meant for tag in tags):
        message = (
            "alternative-media needs “for”, an alternative such as “en-x-easy”, and “media”: "
            "nobody is shown it."
        )
        yield say("extension-value", item, message, place)


def _without_question(item: Item) -> Found:
    if item.is_question or item.type not in {"group", "display"}:
        return
    for extension in ext.mappings(item.raw, "extension"):
        if (url := ext.url_of(extension)) in _WORKED_OUT:
            kind = "text" if item.type == "display" else item.type
            message = f"{_name(url)} is for questions: on a {kind} it is left out."
            yield say("extension-place", item, message)


def _toggled(item: Item, scope: Scope) -> Found:
    offered = scope.options(item)
    for toggle in options_toggles(item.raw):
        named = [Answer.from_fhir(raw) for raw in toggle.options if _has_value(raw)]
        if not named:
            message = "answerOptionsToggleExpression names no option: it is left out."
            yield say("toggle", item, message)
        for answer in named:
            if offered and not any(same_value(option.answer, answer) for option in offered):
                message = f"answerOptionsToggleExpression names “{answer.label()}”, no option here."
                yield say("toggle", item, message)
