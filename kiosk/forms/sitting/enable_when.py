"""enableWhen: whether one condition holds for the answers it looks at.

    {"linkId": "where", "enableWhen": [
        {"question": "pain", "operator": ">", "answerInteger": 0}]}

Source: http://hl7.org/fhir/R4/valueset-questionnaire-enable-operator.html
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kiosk.forms.answers import Answer, same_value
from kiosk.forms.item import EnableWhen
from kiosk.forms.ordering import compare


def holds(condition: EnableWhen, answers: Sequence[Answer]) -> bool:
    """Whether a condition holds for the answers of the question it looks at."""
    test = OPERATORS.get(condition.operator)
    return test is not None and condition.answer is not None and test(answers, condition.answer)


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
