"""Questions that are worked out: which of them can be, and what they give."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kiosk.authoring.xlsform import said
from kiosk.authoring.xlsform.becoming import question_of
from kiosk.authoring.xlsform.expressions import fhirpath
from kiosk.authoring.xlsform.outline import Node
from kiosk.authoring.xlsform.questions import NotExact, Question
from kiosk.authoring.xlsform.said import BOOLEAN, STRING, Said
from kiosk.authoring.xlsform.work import Work, translator_at
from kiosk.authoring.xlsform.xpath import NotXPath

_MOST_PASSES: Final = 50
_LEFT_OUT: Final = "The row is left out."


@dataclass(frozen=True, eq=False)
class Calculation:
    """A row that is worked out.

    Attributes:
        question: as expressions see it.
        expression: FHIRPath for its value; "" where it has a fixed value.
    """

    question: Question
    expression: str


def calculations(nodes: Iterable[Node], work: Work) -> dict[Node, Calculation]:
    """The rows that can be worked out; the others are noted and left out.

    What one gives may hang on another that stands further down.
    """
    waiting = list(nodes)
    made: dict[Node, Calculation] = {}
    work.questions.leave_out(node.name for node in waiting)
    reasons: dict[Node, str] = {}
    for _ in range(_MOST_PASSES):
        found = {node: made_of for node in waiting if (made_of := _tried(node, work, reasons))}
        made.update(found)
        waiting = [node for node in waiting if node not in found]
        if not found:
            break
    for node in waiting:
        node.row.settle()
        column = "calculation" if node.row.peek("calculation") else "type"
        construct = node.row.peek("calculation") or node.kind.written
        work.note(node.row, column, construct, f"Not understood: {reasons[node]}. {_LEFT_OUT}")
    return made


def _tried(node: Node, work: Work, reasons: dict[Node, str]) -> Calculation | None:
    try:
        found = _worked_out(node, work)
    except (NotExact, NotXPath) as cause:
        reasons[node] = str(cause)
        return None
    work.questions.add(found.question)
    return found


def value_of(text: str, node: Node, work: Work) -> Said:
    """What a calculation gives.

    Raises:
        NotExact, NotXPath: it can't be said exactly.
    """
    at = translator_at(node, work)
    found = at.translate(at.parse(text))
    if found == said.NOTHING:
        raise NotExact("it never gives anything")
    if found.type == BOOLEAN:
        # XPath takes down the word, and any word counts as yes.
        found = Said(f"iif({said.sure(found)}, 'true', 'false')", STRING)
    fhirpath(found.text)
    return found


def _worked_out(node: Node, work: Work) -> Calculation:
    text = node.row.peek("calculation")
    if not text and not node.row.peek("default"):
        raise NotExact("it has neither a calculation nor a default")
    if not text:
        return Calculation(question_of(node, "string", work), "")
    found = value_of(text, node, work)
    return Calculation(question_of(node, found.type, work), found.text)
