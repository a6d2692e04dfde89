"""Checks of enableWhen: a condition that can never hold hides a question for good, unseen."""

from dataclasses import dataclass
from typing import Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer, same_value
from kiosk.forms.checks.scope import Found, Scope, kind_of, say
from kiosk.forms.finding import Finding
from kiosk.forms.item import EnableWhen, Item
from kiosk.forms.sitting.enable_when import OPERATORS

_ALIKE: Final = {
    "valueInteger": "number",
    "valueDecimal": "number",
    "valueDate": "day",
    "valueDateTime": "day",
    "valueString": "text",
    "valueUri": "text",
}
_ORDERED: Final = frozenset({"number", "day", "valueTime", "valueQuantity", "text"})
_IN_ORDER: Final = frozenset({">", "<", ">=", "<="})


def conditions(item: Item, scope: Scope) -> Found:
    """Every condition, and how they go together."""
    for index, condition in enumerate(item.enable_when):
        path = f"{item.json_path}.enableWhen[{index}]"
        yield from _condition(_At(item, condition, path, scope))
    behavior = item.raw.get("enableBehavior")
    if len(item.enable_when) > 1 and behavior is None:
        message = "Several conditions without enableBehavior: one of them is taken to be enough."
        yield say("no-enableBehavior", item, message)
    if behavior is not None and behavior not in ("all", "any"):
        message = "enableBehavior is neither all nor any."
        yield say("unknown-enableBehavior", item, message)
    if item.enable_when and ext.extension_value(item.raw, ext.ENABLE_WHEN_EXPRESSION) is not None:
        message = "Both enableWhen and enableWhenExpression: FHIR allows one of them."
        yield say("two-conditions", item, message)


@dataclass(frozen=True)
class _At:
    """One condition, where it stands, and the form around it."""

    item: Item
    condition: EnableWhen
    path: str
    scope: Scope

    def say(self, code: str, what: str) -> Finding:
        """A finding on it."""
        message = f"The condition on “{self.condition.question}” {what}."
        return say(code, self.item, message, self.path)


def _condition(at: _At) -> Found:
    condition, count = at.condition, at.scope.counts[at.condition.question]
    if not count:
        yield at.say("unknown-question", "looks at a question that is not in the form")
    elif count > 1:
        yield at.say("ambiguous-question", "is unclear: that linkId is used more than once")
    if condition.operator not in OPERATORS:
        yield at.say("unknown-operator", f"has the unknown operator “{condition.operator}”")
    if condition.answer is None:
        yield at.say("no-comparison", "has nothing to compare the answer with")
    elif condition.operator == "exists":
        if not isinstance(condition.answer.value, bool):
            what = "asks whether there is an answer, and says neither true nor false"
            yield at.say("exists-without-boolean", what)
    elif count == 1:
        question = at.scope.form.by_link_id[condition.question]
        yield from _comparison(at, question, condition.answer)


def _comparison(at: _At, question: Item, wanted: Answer) -> Found:
    operator, key = at.condition.operator, wanted.key
    if not question.is_question:
        yield at.say("no-question", f"looks at a {question.type or 'thing'} without answers")
    elif _kind(key) not in {_kind(each) for each in at.scope.answer_keys(question)}:
        yield at.say("comparison-type", f"compares with {kind_of(key)}, which no answer of it is")
    elif operator in _IN_ORDER and _kind(key) not in _ORDERED:
        yield at.say("order-without-order", f"asks for {operator}, and {kind_of(key)} has no order")
    elif operator == "=" and not _among(question, wanted, at.scope):
        what = "compares with what is none of its options: it never holds"
        yield at.say("comparison-not-an-option", what)


def _among(question: Item, wanted: Answer, scope: Scope) -> bool:
    options = scope.options(question)
    if not options or question.answer_constraint != "optionsOnly":
        return True
    return any(same_value(option.answer, wanted) for option in options)


def _kind(key: str) -> str:
    return _ALIKE.get(key, key)
