"""What is at hand while the rows of a workbook are made into items."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from kiosk.authoring.xlsform.choices import Choice, Choices
from kiosk.authoring.xlsform.kinds import Kind
from kiosk.authoring.xlsform.notes import Notes
from kiosk.authoring.xlsform.outline import Node
from kiosk.authoring.xlsform.plain_text import one_line
from kiosk.authoring.xlsform.questions import NotExact, Place, Question, Questions
from kiosk.authoring.xlsform.spoken import Tongues
from kiosk.authoring.xlsform.table import Row
from kiosk.authoring.xlsform.translate import Translator
from kiosk.authoring.xlsform.xpath import NotXPath

Made = TypeVar("Made")
_YES: Final = frozenset({"yes", "true", "true()", "1"})
_NO: Final = frozenset({"no", "false", "false()", "0"})


@dataclass(frozen=True)
class Work:
    """What every row may need.

    Attributes:
        url: the form's.
        tongues: the languages of the workbook.
        choices, external: the lists of the sheets `choices` and `external_choices`.
        questions: what expressions may name.
        notes: takes down what is not understood.
    """

    url: str
    tongues: Tongues
    choices: Choices
    external: Choices
    questions: Questions
    notes: Notes

    def lists_of(self, kind: Kind) -> Choices:
        """The sheet in which the choices of a select are."""
        return self.external if kind.external else self.choices

    def list_of(self, kind: Kind) -> tuple[Choice, ...]:
        """The choices of a select."""
        return self.lists_of(kind).find(kind.list_name)

    def system_of(self, kind: Kind) -> str:
        """The code system of a list."""
        return f"{self.url}/choices/{'-'.join(kind.list_name.split())}"

    def note(self, row: Row, column: str, construct: str, message: str) -> None:
        """Says what did not become of a cell."""
        self.notes.add(row.number, row.column(column), construct, message)

    def made_of(
        self, row: Row, column: str, make: Callable[[str], Made], *, else_: str
    ) -> Made | None:
        """What a cell is made into; None where it is empty, or can't be said exactly (noted)."""
        text = row.take(column)
        if not text:
            return None
        try:
            return make(text)
        except (NotExact, NotXPath) as cause:
            self.note(row, column, text, f"Not understood: {cause}. {else_}")
            return None

    def is_yes(self, row: Row, column: str, *, else_: str) -> bool:
        """Whether a cell says yes; what is neither yes nor no is noted."""
        text = row.take(column)
        said = one_line(text).lower()
        if said and said not in _YES | _NO:
            self.note(row, column, text, f"Neither yes nor no. {else_}")
        return said in _YES


def place_of(node: Node, own: Question | None = None) -> Place:
    """Where the expressions of a node stand."""
    around = node.around()
    return Place(
        names=tuple(group.name for group in around),
        repeats=tuple(group.link_id for group in around if group.kind.name == "repeat"),
        own=own,
    )


def translator_at(node: Node, work: Work, own: Question | None = None) -> Translator:
    """Translates the expressions of a node; `own` is what `.` means there."""
    return Translator(work.questions, place_of(node, own))
