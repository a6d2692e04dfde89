"""What may be answered to an item: the options on offer and the limits of a value.

Options stand in the form, in value sets, or are worked out; limits stand in the form or are
worked out. What does not hang on other answers is found once for an item.
Source: http://hl7.org/fhir/uv/sdc/STU3/behavior.html
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from kiosk.fhirpath import json_of
from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer, same_value
from kiosk.forms.expressions import (
    FormExpression,
    OptionsToggle,
    expression,
    limit_expression,
    options_toggles,
)
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.limits import Limits
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.sitting.evaluation import Evaluation
from kiosk.forms.sitting.occurrence import Occurrence
from kiosk.forms.sitting.results import options_from
from kiosk.forms.terminology.valuesets import ValueSets

_LIMITS: Final = {
    "min_value": ext.MIN_VALUE,
    "max_value": ext.MAX_VALUE,
    "min_quantity": ext.MIN_QUANTITY,
    "max_quantity": ext.MAX_QUANTITY,
}
MADE_OF_ANSWERS: Final = frozenset({
    ext.ANSWER_EXPRESSION, ext.OPTIONS_TOGGLE_EXPRESSION, *_LIMITS.values(),
})  # fmt: skip
"""Without one of these extensions nothing that is offered hangs on other answers."""


class Offering:
    """The options and limits of a form's items."""

    def __init__(self, questionnaire: Questionnaire, value_sets: ValueSets) -> None:
        self._questionnaire = questionnaire
        self._value_sets = value_sets
        self._fixed: dict[str, Limits] = {}

    def options(self, item: Item) -> Sequence[AnswerOption]:
        """The options that do not hang on other answers; () where there is no list."""
        return self.fixed(item).options or ()

    def fixed(self, item: Item) -> Limits:
        """The limits that do not hang on other answers."""
        if item.path not in self._fixed:
            self._fixed[item.path] = self._find(item)
        return self._fixed[item.path]

    def hangs_on_answers(self, item: Item) -> bool:
        """Whether options or limits are worked out from other answers."""
        stated = item.extension_urls & MADE_OF_ANSWERS
        return bool(stated) and bool(
            expression(item.raw, "answerExpression")
            or options_toggles(item.raw)
            or any(limit_expression(item.raw, url) for url in stated)
        )

    def now(self, at: Occurrence, evaluation: Evaluation) -> Limits:
        """The limits of an occurrence with the present answers."""
        item, fixed = at.item, self.fixed(at.item)
        found: dict[str, Any] = {}
        if offered := expression(item.raw, "answerExpression"):
            nodes = evaluation.value(offered, at)
            found["options"] = None if nodes is None else options_from(item, nodes)
            found["unproven"] = nodes is None
        elif toggles := options_toggles(item.raw):
            found["options"] = _switched(fixed.options or (), toggles, at, evaluation)
        for name, url in _LIMITS.items():
            if limit := limit_expression(item.raw, url):
                worked_out = _result(limit, at, evaluation)
                found[name] = getattr(fixed, name) if worked_out is None else worked_out
        return replace(fixed, **found)

    def _find(self, item: Item) -> Limits:
        listed = item.raw.get("answerValueSet")
        found: dict[str, Any] = {}
        if isinstance(listed, str) and not item.answer_options:
            found["options"] = self._value_sets.options(listed, self._questionnaire.raw)
        units = ext.extension_value(item.raw, ext.UNIT_VALUE_SET)
        if isinstance(units, str):
            options = self._value_sets.options(units, self._questionnaire.raw)
            found["units"] = None if options is None else tuple(o.answer.value for o in options)
        return Limits.of(
            item, **{name: value for name, value in found.items() if value is not None}
        )


def _switched(
    options: Sequence[AnswerOption],
    toggles: Sequence[OptionsToggle],
    at: Occurrence,
    evaluation: Evaluation,
) -> tuple[AnswerOption, ...]:
    """The options without those that every toggle that names them switches off."""
    by_code: dict[tuple[str, str], list[bool]] = defaultdict(list)
    others: list[tuple[Answer, bool]] = []
    for toggle in toggles:
        # One that can't be worked out takes nothing away.
        state = evaluation.is_true(toggle.expression, at) is not False
        for answer in (Answer.from_fhir(raw) for raw in toggle.options if _valued(raw)):
            if (code := _code(answer)) is None:
                others.append((answer, state))
            else:
                by_code[code].append(state)

    def offered(option: AnswerOption) -> bool:
        code = _code(option.answer)
        coded = by_code.items() if code is None else ()
        own = [] if code is None else list(by_code.get(code, ()))
        own += [state for answer, state in others if same_value(answer, option.answer)]
        own += [state for key, states in coded if _fits(key, option.answer) for state in states]
        return any(own) or not own

    return tuple(option for option in options if offered(option))


def _code(answer: Answer) -> tuple[str, str] | None:
    """The system and code by which a Coding is told from all others; None where it has not both.

    A list of five hundred options, each switched, is gone through at every answer.
    """
    if answer.key != "valueCoding" or not isinstance(answer.value, Mapping):
        return None
    system, code = (ext.text(answer.value, part) for part in ("system", "code"))
    return (system, code) if system and code else None


def _fits(key: tuple[str, str], answer: Answer) -> bool:
    system, code = key
    return same_value(Answer("valueCoding", {"system": system, "code": code}), answer)


def _valued(raw: Mapping[str, Any]) -> bool:
    return any(key.startswith("value") and raw[key] is not None for key in raw)


def _result(limit: FormExpression, at: Occurrence, evaluation: Evaluation) -> Any:
    nodes = evaluation.value(limit, at)
    return json_of(nodes[0]) if nodes else None
