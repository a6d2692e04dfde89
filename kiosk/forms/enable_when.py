"""Which items are asked, given the answers.

Worked out anew from the answers each time; nothing is stored. An item is enabled if the item
around it is, and if its `enableWhen` conditions hold. A condition sees only answers of enabled
questions: an answer that is out of sight decides nothing.

    {"linkId": "where", "enableWhen": [
        {"question": "pain", "operator": ">", "answerInteger": 0}]}

Source: http://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen and
http://hl7.org/fhir/R4/valueset-questionnaire-enable-operator.html
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kiosk.forms.answers import Answer, same_value
from kiosk.forms.item import EnableWhen, Item
from kiosk.forms.ordering import compare
from kiosk.forms.questionnaire import Questionnaire

Given = Mapping[str, Sequence[Answer]]
"""Path → the answers given there."""


def enabled_paths(questionnaire: Questionnaire, given: Given) -> frozenset[str]:
    """The paths of all enabled items, groups and texts included."""
    enabled: set[str] = set()
    for item in questionnaire.evaluation_order:
        if _parent_allows(questionnaire, item, enabled, given) and _conditions_hold(
            questionnaire, item, enabled, given
        ):
            enabled.add(item.path)
    return frozenset(enabled)


def holds(condition: EnableWhen, answers: Sequence[Answer]) -> bool:
    """Whether one condition holds for the answers of the question it looks at."""
    test = OPERATORS.get(condition.operator)
    return test is not None and condition.answer is not None and test(answers, condition.answer)


def _parent_allows(
    questionnaire: Questionnaire, item: Item, enabled: set[str], given: Given
) -> bool:
    if not item.parent_path:
        return True
    parent = questionnaire.by_path[item.parent_path]
    # Items inside a question hang on its answer (QuestionnaireResponse.item.answer.item); the
    # help text inside it belongs to the asking and is there before.
    answered = not parent.is_question or item.type == "display" or bool(given.get(parent.path))
    return parent.path in enabled and answered


def _conditions_hold(
    questionnaire: Questionnaire, item: Item, enabled: set[str], given: Given
) -> bool:
    if not item.enable_when:
        return True
    enough = all if item.enable_behavior == "all" else any
    return enough(
        holds(condition, _visible_answers(questionnaire, condition.question, enabled, given))
        for condition in item.enable_when
    )


def _visible_answers(
    questionnaire: Questionnaire, link_id: str, enabled: set[str], given: Given
) -> Sequence[Answer]:
    target = questionnaire.by_link_id.get(link_id)
    if target is None or target.path not in enabled:
        return ()
    return given.get(target.path, ())


def _exists(answers: Sequence[Answer], wanted: Answer) -> bool:
    return bool(answers) is wanted.value


def _equal(answers: Sequence[Answer], wanted: Answer) -> bool:
    return any(same_value(answer, wanted) for answer in answers)


def _not_equal(answers: Sequence[Answer], wanted: Answer) -> bool:
    # "True if no answer has a value that is equal": so it holds where nothing is answered.
    return not _equal(answers, wanted)


def _greater(answers: Sequence[Answer], wanted: Answer) -> bool:
    return any(compare(answer, wanted) == 1 for answer in answers)


def _less(answers: Sequence[Answer], wanted: Answer) -> bool:
    return any(compare(answer, wanted) == -1 for answer in answers)


def _greater_or_equal(answers: Sequence[Answer], wanted: Answer) -> bool:
    return any(compare(answer, wanted) in {0, 1} for answer in answers)


def _less_or_equal(answers: Sequence[Answer], wanted: Answer) -> bool:
    return any(compare(answer, wanted) in {0, -1} for answer in answers)


OPERATORS: Final[Mapping[str, Callable[[Sequence[Answer], Answer], bool]]] = {
    "exists": _exists,
    "=": _equal,
    "!=": _not_equal,
    ">": _greater,
    "<": _less,
    ">=": _greater_or_equal,
    "<=": _less_or_equal,
}
