"""A sheet as a table: rows of named cells that remember which of them were read.

Whatever nobody has read at the end is said, so that nothing of a workbook is dropped silently.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from kiosk.authoring.xlsform.headings import SPOKEN, Heading
from kiosk.authoring.xlsform.notes import Notes
from kiosk.authoring.xlsform.plain_text import in_short
from kiosk.authoring.xlsform.spoken import Tongues
from kiosk.authoring.xlsform.workbook import Sheet, SheetRow
from kiosk.errors import ImportRefused

_A: Final = ord("A")
_LETTERS: Final = 26
_SAID_OTHERWISE: Final = {
    "required_message": "The kiosk says in its own words that an answer is needed",
    "guidance_hint": "Guidance for interviewers is not shown to patients",
}
"""Columns that are known, and that no row has a use for → why."""
_SAID_TWICE: Final = "Another column says this in the same language"
_OF_NO_USE: Final = "Of no use for a row of this type"


@dataclass(eq=False)
class Row:
    """One row of a table.

    Attributes:
        number: 1 = the first row of the sheet.
        cells: heading → text; empty cells are left out.
        tongues: the languages of its sheet.
    """

    number: int
    cells: dict[Heading, str]
    tongues: Tongues
    _read: set[Heading] = field(default_factory=set)

    def peek(self, name: str) -> str:
        """A cell, without reading it; "" where it is empty."""
        return next((text for head, text in self.cells.items() if head.name == name), "")

    def take(self, name: str) -> str:
        """A cell, which is read now."""
        self._read.update(head for head in self.cells if head.name == name)
        return self.peek(name)

    def words(self, name: str) -> dict[str, str]:
        """A text in its languages, the form's own first: tag → words. All are read now."""
        found: dict[str, str] = {}
        # Where a text stands both with and without a language, the column that names it counts.
        order = sorted(self.cells, key=lambda head: (head.is_second, not head.language))
        for head, text in ((head, self.cells[head]) for head in order):
            if head.name == name and (tag := self.tongues.tag(head)) not in found:
                found[tag] = text
                self._read.add(head)
        own = self.tongues.own
        return {tag: found[tag] for tag in sorted(found, key=lambda tag: tag != own)}

    def column(self, name: str) -> str:
        """The heading under which a thing stands, as the author wrote it."""
        return next((head.written for head in self.cells if head.name == name), name)

    def with_words(self, name: str, label: dict[str, str]) -> "Row":
        """The same row for one choice of a loop; what is read of it is read of both."""
        spoken = next(iter(label.values()), name)

        def put_in(head: Heading, text: str) -> str:
            words = label.get(self.tongues.tag(head), spoken)
            return text.replace("%(label)s", words).replace("%(name)s", name)

        cells = {head: put_in(head, text) for head, text in self.cells.items()}
        return Row(self.number, cells, self.tongues, self._read)

    def settle(self) -> None:
        """Counts every cell as read: what became of the row is said as a whole."""
        self._read.update(self.cells)

    def unread(self) -> Iterator[tuple[Heading, str]]:
        """The cells that nobody has read."""
        return ((head, text) for head, text in self.cells.items() if head not in self._read)


@dataclass(frozen=True)
class Table:
    """A sheet under its headings.

    Attributes:
        title: the sheet's name.
        headings: the columns that are known.
        others: the columns that are not, but hold something.
        rows: rows with something in a column.
        found: how often something stands in a column, by its place.
    """

    title: str
    headings: tuple[Heading, ...]
    others: tuple[Heading, ...]
    rows: tuple[SheetRow, ...]
    found: dict[int, int]

    def read(self, tongues: Tongues) -> list[Row]:
        """The rows, with the cells of the columns that are known and whose language is."""
        usable = [h for h in self.headings if tongues.knows(h) and h.name not in _SAID_OTHERWISE]
        return [
            Row(row.number, cells, tongues)
            for row in self.rows
            if (cells := {head: row.cells[head.at] for head in usable if head.at in row.cells})
        ]

    def note_columns(self, tongues: Tongues, notes: Notes) -> None:
        """Says which columns are read by nobody."""
        where = _where(self.title)
        for head in self.others:
            message = f"This column{where} is not known: left out ({self.found[head.at]})."
            notes.add(None, head.written, head.written, message)
        for head in self.headings:
            if not (count := self.found[head.at]):
                continue
            if not tongues.knows(head):
                message = f"The language of this column{where} is not known: left out ({count})."
                notes.add(None, head.written, head.language, message)
            elif head.name in _SAID_OTHERWISE:
                message = f"{_SAID_OTHERWISE[head.name]}: left out ({count})."
                notes.add(None, head.written, head.name, message)

    def note_formulas(self, notes: Notes) -> None:
        """Says which cells hold a formula without a result."""
        known = {head.at: head for head in self.headings}
        for row in self.rows:
            for at, formula in row.formulas.items():
                if at in known and at not in row.cells:
                    message = f"A formula{_where(self.title)} without a stored result: left out."
                    notes.add(row.number, known[at].written, formula, message)


def read_table(sheet: Sheet, heading: Callable[[int, str], Heading]) -> Table:
    """The sheet under its headings, which stand in its first row with anything in it.

    Raises:
        ImportRefused: two columns with the same heading, both with something in them.
    """
    first, *rows = sheet.rows or (SheetRow(1, {}, {}),)
    found: dict[int, int] = defaultdict(int)
    for row in rows:
        for at in row.cells:
            found[at] += 1
    given = [heading(at, words) for at, words in sorted(first.cells.items())]
    bare = [Heading(at, f"column {_letters(at)}", "") for at in sorted(found.keys() - first.cells)]
    known = tuple(head for head in given if head.name)
    others = tuple(head for head in (*given, *bare) if not head.name and found[head.at])
    filled = [head for head in known if found[head.at]]
    for number, head in enumerate(filled):
        _refuse_twin(head, filled[:number], sheet.title)
    return Table(sheet.title, known, others, tuple(rows), dict(found) | _none(given, found))


def _none(given: list[Heading], found: dict[int, int]) -> dict[int, int]:
    return {head.at: 0 for head in given if head.at not in found}


def _refuse_twin(head: Heading, before: list[Heading], title: str) -> None:
    for other in before:
        if head.is_second is other.is_second and (other.name, other.language.casefold()) == (
            head.name,
            head.language.casefold(),
        ):
            raise ImportRefused(
                f"The sheet “{in_short(title)}” has two columns “{in_short(head.written)}” "
                f"({_letters(other.at)} and {_letters(head.at)}): it is unclear which counts.",
                advice="Give one of them another heading, or delete it.",
            )


def note_unread(rows: list[Row], title: str, notes: Notes) -> None:
    """Says which cells nobody has read."""
    for row in rows:
        for head, text in row.unread():
            why = _SAID_TWICE if head.name in SPOKEN else _OF_NO_USE
            message = f"{why}{_where(title)}: left out."
            notes.add(row.number, head.written, text, message)


def _where(title: str) -> str:
    return "" if title.strip().casefold() == "survey" else f" of the sheet “{in_short(title)}”"


def _letters(at: int) -> str:
    """The name of a column as spreadsheets have it: 0 → A, 26 → AA."""
    name = ""
    at += 1
    while at:
        at, letter = divmod(at - 1, _LETTERS)
        name = chr(_A + letter) + name
    return name
