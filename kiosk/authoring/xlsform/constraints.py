"""The column `constraint` as FHIR's limits and regex where they say the same, else as FHIRPath.

. >= 18 and . <= 120   →   minValue 18, maxValue 120
"""

from collections.abc import Iterator
from decimal import Decimal
from math import ceil, floor
from typing import Any, Final

from kiosk.authoring.xlsform.expressions import fhirpath
from kiosk.authoring.xlsform.outline import Node
from kiosk.authoring.xlsform.questions import Question
from kiosk.authoring.xlsform.spoken import set_text
from kiosk.authoring.xlsform.translate import Translator
from kiosk.authoring.xlsform.wording import spoken
from kiosk.authoring.xlsform.work import Work, translator_at
from kiosk.authoring.xlsform.xpath import Binary, Call, Number, Ref, Self, Text, Tree
from kiosk.forms.extensions import (
    MAX_VALUE,
    MIN_VALUE,
    REGEX,
    TARGET_CONSTRAINT,
)
from kiosk.forms.shapes import is_integer

Extensions = list[dict[str, Any]]
_TURNED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_OWN_WORDS: Final = "This answer does not fit here. Check it, or ask at the desk."
_AROUND_TODAY: Final = {
    "<=": "Choose today or a day before.",
    "<": "Choose a day before today.",
    ">=": "Choose today or a day after.",
    ">": "Choose a day after today.",
}
_WITHOUT_RULE: Final = "A message without a constraint: left out."


def constraint(node: Node, question: Question, work: Work) -> Extensions:
    """The extensions for the constraint of a question, with its message."""
    row = node.row
    message = spoken(row, "constraint_message", work)
    at = translator_at(node, work, question)

    def make(text: str) -> Extensions:
        tree = at.parse(text)
        limits, rest = _limits(tree, question, at)
        if rest is None and not message:
            return limits
        words = message or {"": _usual(tree)}
        if not message:
            work.note(row, "constraint", text, f"No constraint_message: “{words['']}” is shown.")
        # What a pad, a slider or a robot knows of a limit, it knows by FHIR's own extensions.
        return [*limits, _rule(tree, words, at)]

    made = work.made_of(row, "constraint", make, else_="Any answer is taken.")
    if made is None and message:
        work.note(row, "constraint_message", " / ".join(message.values()), _WITHOUT_RULE)
    return made or []


def _rule(tree: Tree, message: dict[str, str], at: Translator) -> dict[str, Any]:
    # Readers of FHIR differ on translations beside the value of an extension; they agree on those
    # of a description, where the engine finds them too.
    own = next(iter(message.values()))
    condition = fhirpath(at.condition(tree))
    if len(message) > 1:
        set_text(condition, "description", message)
    parts = [
        {"url": "key", "valueId": "constraint-1"},
        {"url": "severity", "valueCode": "error"},
        {"url": "expression", "valueExpression": condition},
        {"url": "human", "valueString": own},
    ]
    return {"url": TARGET_CONSTRAINT, "extension": parts}


def _usual(tree: Tree) -> str:
    """What is said where the author has no words for it."""
    if isinstance(tree, Binary) and (tree.left, tree.right) == (Self(), Call("today", ())):
        return _AROUND_TODAY.get(tree.operator, _OWN_WORDS)
    return _OWN_WORDS


def _limits(tree: Tree, question: Question, at: Translator) -> tuple[Extensions, Tree | None]:
    """What FHIR has extensions for, and the first part for which it has none."""
    found: Extensions = []
    rest: Tree | None = None
    for part in _parts(tree):
        limit = _limit(part, question, at)
        if limit is None:
            rest = rest or part
        else:
            found.append(limit)
    urls = [limit["url"] for limit in found]
    # Of two lower limits only one would count.
    return (found, rest) if len(set(urls)) == len(urls) else ([], tree)


def _parts(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, Binary) and tree.operator == "and":
        yield from _parts(tree.left)
        yield from _parts(tree.right)
    else:
        yield tree


def _limit(part: Tree, question: Question, at: Translator) -> dict[str, Any] | None:
    if isinstance(part, Call) and part.name == "regex" and len(part.arguments) == 2:  # noqa: PLR2004 - a text and a pattern
        value, pattern = part.arguments
        if isinstance(pattern, Text) and _is_own(value, question, at):
            at.translate(part)  # says why, where the pattern can't be run
            return {"url": REGEX, "valueString": pattern.value}
        return None
    if not isinstance(part, Binary) or part.operator not in _TURNED:
        return None
    operator, left, right = part.operator, part.left, part.right
    if not _is_own(left, question, at):
        operator, left, right = _TURNED[operator], right, left
    if not _is_own(left, question, at):
        return None
    return _number_limit(operator, right, question) if isinstance(right, Number) else None


def _is_own(tree: Tree, question: Question, at: Translator) -> bool:
    return isinstance(tree, Ref | Self) and at.question(tree) is question


def _number_limit(operator: str, limit: Number, question: Question) -> dict[str, Any] | None:
    url = MIN_VALUE if operator[0] == ">" else MAX_VALUE
    if question.type == "decimal":
        strict = operator in {"<", ">"}
        return None if strict else {"url": url, "valueDecimal": limit.value}
    if question.type != "integer":
        return None
    whole = _whole(operator, limit.value)
    return {"url": url, "valueInteger": whole} if is_integer(whole) else None


def _whole(operator: str, limit: Decimal) -> int:
    """The last whole number that keeps a limit."""
    if operator == ">":
        return floor(limit) + 1
    if operator == "<":
        return ceil(limit) - 1
    return ceil(limit) if operator == ">=" else floor(limit)
