"""The column `relevant` as FHIR's enableWhen where that says the same, else as FHIRPath.

    ${smokes} = 'yes' and ${age} > 17   →   two conditions, enableBehavior "all"

Source: http://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen
"""

from typing import Any, Final

from kiosk.authoring.xlsform.comparing import AGREED, as_number, fitting_codes
from kiosk.authoring.xlsform.expressions import expression_extension
from kiosk.authoring.xlsform.questions import NotExact, Question
from kiosk.authoring.xlsform.said import DATE, NUMBERS
from kiosk.authoring.xlsform.translate import Translator
from kiosk.authoring.xlsform.xpath import Binary, Call, Number, Ref, Text, Tree
from kiosk.forms.extensions import ENABLE_WHEN_EXPRESSION
from kiosk.forms.moments import Moment
from kiosk.forms.shapes import is_integer

Condition = dict[str, Any]
Flat = tuple[str, list[Condition]]
"""What must hold, "all" or "any" of it."""
_TURNED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_OPPOSITE: Final = {"=": "!=", "!=": "="}
_MOST: Final = 20
"""Conditions on one item, beyond which an expression is shorter."""


def enabling(text: str, translator: Translator) -> dict[str, Any]:
    """The elements that make an item be asked under that condition.

    Raises:
        NotExact, NotXPath: FHIR can't say the same.
    """
    tree = translator.parse(text)
    flat = _flat(tree, translator)
    if flat is not None:
        behavior, conditions = flat
        if 0 < len(conditions) <= _MOST:
            several = {"enableBehavior": behavior} if len(conditions) > 1 else {}
            return {"enableWhen": conditions, **several}
    return {"extension": [expression_extension(ENABLE_WHEN_EXPRESSION, translator.condition(tree))]}


def _flat(tree: Tree, at: Translator, *, negated: bool = False) -> Flat | None:
    """The conditions; None where they are not enough to say it."""
    if isinstance(tree, Call) and tree.name == "not" and len(tree.arguments) == 1:
        return _flat(tree.arguments[0], at, negated=not negated)
    if isinstance(tree, Binary) and tree.operator in {"and", "or"}:
        behavior = "all" if (tree.operator == "and") is not negated else "any"
        found: list[Condition] = []
        for side in (tree.left, tree.right):
            inner = _flat(side, at, negated=negated)
            if inner is None or (inner[0] != behavior and len(inner[1]) > 1):
                return None
            found += inner[1]
        return behavior, found
    return _single(tree, at, negated=negated)


def _single(tree: Tree, at: Translator, *, negated: bool) -> Flat | None:
    if isinstance(tree, Call) and tree.name == "selected" and len(tree.arguments) == 2:  # noqa: PLR2004 - a question and a name
        which, wanted = tree.arguments
        operator, is_selected = "=", True
    elif isinstance(tree, Binary) and tree.operator in _TURNED:
        which, wanted, operator, is_selected = tree.left, tree.right, tree.operator, False
    else:
        return None
    if isinstance(wanted, Ref):
        which, wanted, operator = wanted, which, _TURNED[operator]
    if not isinstance(which, Ref):
        return None
    question = at.question(which)
    at.values(question)  # from here: not where it is in another repeat
    if negated:
        if operator not in _OPPOSITE:
            return None  # not more than 5 is also said of no answer, "5 or less" is not
        operator = _OPPOSITE[operator]
    if is_selected and question.codes is None:
        raise NotExact("selected() is known for a select alone")
    return _condition(question, operator, wanted, one_of_several=is_selected)


def _condition(
    question: Question, operator: str, wanted: Tree, *, one_of_several: bool
) -> Flat | None:
    if wanted == Text("") and not one_of_several:
        if operator not in _OPPOSITE:
            return None
        asks = {"question": question.link_id, "operator": "exists"}
        return "all", [asks | {"answerBoolean": operator == "!="}]
    if question.codes is not None:
        if not isinstance(wanted, Number | Text) or (question.several and not one_of_several):
            return None
        return _coded(question, operator, wanted)
    answer = _answer(question, wanted)
    if answer is None or (question.agreed and operator not in _OPPOSITE):
        return None
    return "all", [{"question": question.link_id, "operator": operator, **answer}]


def _coded(question: Question, operator: str, wanted: Number | Text) -> Flat | None:
    codes = fitting_codes(question, "=" if operator == "!=" else operator, wanted)
    if not codes:
        return None
    compare = "!=" if operator == "!=" else "="
    conditions = [
        {
            "question": question.link_id,
            "operator": compare,
            "answerCoding": {"system": question.system, "code": code},
        }
        for code in codes
    ]
    return ("all" if compare == "!=" else "any"), conditions


def _answer(question: Question, wanted: Tree) -> dict[str, Any] | None:
    """The answer[x] to compare with; None where enableWhen has none."""
    if question.agreed:
        return {"answerBoolean": True} if wanted == Text(AGREED) else None
    if question.type in NUMBERS:
        return _number(question, wanted)
    if question.rest:
        return None  # an answer that is a month is neither before nor after a day in it
    if question.type == DATE and isinstance(wanted, Call) and wanted.name == "date":
        argument = wanted.arguments[0] if len(wanted.arguments) == 1 else None
        moment = Moment.of(argument.value) if isinstance(argument, Text) else None
        fits = moment is not None and moment.precision == "day"
        return {"answerDate": argument.value} if fits and isinstance(argument, Text) else None
    if question.type in {"string", "text"} and isinstance(wanted, Text):
        return {"answerString": wanted.value}
    return None


def _number(question: Question, wanted: Tree) -> dict[str, Any] | None:
    value = wanted.value if isinstance(wanted, Number) else None
    if isinstance(wanted, Text):
        value = as_number(wanted.value)
    if value is None:
        return None
    if question.type == "decimal":
        return {"answerDecimal": value}
    whole = value == value.to_integral_value() and is_integer(int(value))
    return {"answerInteger": int(value)} if whole else None
