"""What a form works out by itself: `calculatedExpression`, and the scores it adds up.

Source: http://hl7.org/fhir/uv/sdc/STU3/expressions.html
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS, Answer, same_value
from kiosk.forms.enable_when import Given, enabled_paths
from kiosk.forms.fhirpath import Expression, ExpressionFailed
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import Filled, response_items

Calculated = dict[str, tuple[Answer, ...]]
"""Path → the answers worked out for it; a path without a result is not there."""


class Calculation:
    """The calculated items of one form, their expressions compiled once."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._expressions = {
            item.path: Expression(item.calculated_expression)
            for item in questionnaire.by_path.values()
            if item.is_question and item.calculated_expression
        }
        names = {questionnaire.by_path[path].link_id for path in self._expressions}
        self.decides_enablement = any(
            condition.question in names
            for item in questionnaire.by_path.values()
            for condition in item.enable_when
        )

    def results(self, given: Given) -> Calculated:
        """All results, chained ones too, for the answers people gave.

        An expression that fails gives no result: a wrong total would be worse than none.
        """
        results: Calculated = {}
        # Each round settles at least one more link of a chain, so this many rounds are enough;
        # what still changes then contradicts itself and is left as it stands.
        for _ in range(len(self._expressions) + 1 if self._expressions else 0):
            before, results = results, self._round({**given, **results})
            if results == before:
                break
        return results

    def alerts(self, given: Given) -> bool:
        """Whether an alert rule of the form holds for these answers.

        A rule that can't be worked out counts as holding: somebody must look.
        """
        rules = tuple(ext.extension_values(self._questionnaire.raw, ext.ALERT_RULE))
        if not rules:
            return False
        weights: dict[int, Decimal] = {}
        resource = self._resource(given, enabled_paths(self._questionnaire, given), weights)
        try:
            return any(
                Expression(ext.text(rule, "expression")).evaluate(resource, {}, weights) == [True]
                for rule in rules
            )
        except ExpressionFailed:
            return True

    def _round(self, given: Given) -> Calculated:
        enabled = enabled_paths(self._questionnaire, given)
        weights: dict[int, Decimal] = {}
        resource = self._resource(given, enabled, weights)
        results = {
            path: self._evaluate(path, resource, weights)
            for path in self._expressions
            if path in enabled
        }
        return {path: answers for path, answers in results.items() if answers}

    def _resource(
        self, given: Given, enabled: frozenset[str], weights: dict[int, Decimal]
    ) -> dict[str, Any]:
        return {
            "resourceType": "QuestionnaireResponse",
            "questionnaire": self._questionnaire.canonical,
            "item": response_items(
                self._questionnaire,
                Filled(enabled, given),
                language=self._questionnaire.own_language,
                seen=lambda item, answer: _note_weight(item, answer, weights),
            ),
        }

    def _evaluate(
        self, path: str, resource: Mapping[str, Any], weights: Mapping[int, Decimal]
    ) -> tuple[Answer, ...]:
        item = self._questionnaire.by_path[path]
        variables = {"questionnaire": self._questionnaire.raw, "qitem": item.raw}
        try:
            values = self._expressions[path].evaluate(resource, variables, weights)
        except ExpressionFailed:
            return ()
        return as_answers(item, values)


def as_answers(item: Item, values: Sequence[Any]) -> tuple[Answer, ...]:
    """FHIRPath results as answers of the item; what its type can't hold is left out."""
    answers = [answer for value in values if (answer := _as_answer(item, value)) is not None]
    return tuple(answers if item.repeats else answers[:1])


def _as_answer(item: Item, value: Any) -> Answer | None:
    key = VALUE_KEYS.get(item.type, ("",))[0]
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if item.type == "integer":
        return Answer(key, int(value)) if number and value == int(value) else None
    if item.type == "decimal":
        return Answer(key, value) if number else None
    if item.type == "boolean":
        return Answer(key, value) if isinstance(value, bool) else None
    if item.type == "quantity" and number:
        return Answer(key, {"value": value})
    if isinstance(value, Mapping):
        return Answer(key, value) if item.type in {"quantity", "choice", "open-choice"} else None
    textual = {"string", "text", "url", "date", "dateTime", "time"}
    return Answer(key, value) if isinstance(value, str) and item.type in textual else None


def _note_weight(item: Item, answer: dict[str, Any], weights: dict[int, Decimal]) -> None:
    given = Answer.from_fhir(answer)
    for option in item.answer_options:
        if option.weight is not None and same_value(option.answer, given):
            weights[id(answer)] = option.weight
            weights[id(given.value)] = option.weight
            return
