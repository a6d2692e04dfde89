"""The lists of choices of a workbook."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kiosk.authoring.xlsform.headings import CHOICES, Heading, read_heading
from kiosk.authoring.xlsform.notes import Notes
from kiosk.authoring.xlsform.plain_text import in_short, one_line
from kiosk.authoring.xlsform.spoken import Tongues
from kiosk.authoring.xlsform.table import Row, Table

_COLUMN: Final = "="
"""How the names of a list's own columns begin, which a choice_filter may look at."""


@dataclass(frozen=True)
class Choice:
    """One choice.

    Attributes:
        name: as expressions call it.
        code: in FHIR; the same, but for a name that stands more than once in its list.
        label: language → words.
        columns: the list's own columns, in small letters → what stands there.
        row: where it stands.
    """

    name: str
    code: str
    label: dict[str, str]
    columns: Mapping[str, str]
    row: Row


@dataclass(frozen=True)
class Choices:
    """Every list of a sheet.

    Attributes:
        title: the sheet's name.
        rows: all of its rows.
        lists: name of a list → its choices, in order.
        columns: the lists' own columns, in small letters.
        used: what a choice_filter has looked at: the columns, in small letters.
        asked: the lists that a question has.
    """

    title: str
    rows: list[Row]
    lists: Mapping[str, tuple[Choice, ...]]
    columns: frozenset[str]
    used: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)

    def find(self, name: str) -> tuple[Choice, ...]:
        """The choices of a list; () where there is no such list."""
        self.asked.add(one_line(name))
        return self.lists.get(one_line(name), ())

    def note_unused(self, notes: Notes) -> None:
        """Says which lists and columns no question has anything to do with."""
        where = f" of the sheet “{in_short(self.title)}”"
        for name in self.lists.keys() - self.asked:
            rows = [choice.row for choice in self.lists[name]]
            for row in rows:
                row.settle()
            message = f"No question has this list{where}: left out ({len(rows)})."
            notes.add(rows[0].number, "", name, message)
        unused: dict[Heading, list[Row]] = defaultdict(list)
        for row in self.rows:
            for head, _ in row.unread():
                if head.name[:1] == _COLUMN:
                    unused[head].append(row)
        for head, rows in unused.items():
            for row in rows:
                row.take(head.name)
            if head.name[1:] in self.used:
                continue
            message = f"No choice_filter uses this column{where}: left out ({len(rows)})."
            notes.add(None, head.written, head.written, message)


def choice_heading(at: int, written: str) -> Heading:
    """The meaning of a heading of a sheet of choices."""
    known = read_heading(at, written, CHOICES)
    return known if known.name else Heading(at, written, _COLUMN + one_line(written).casefold())


def read_choices(table: Table, tongues: Tongues, notes: Notes) -> Choices:
    """The lists in a sheet."""
    title, rows = table.title, table.read(tongues)
    lists: dict[str, list[Choice]] = defaultdict(list)
    for row in rows:
        list_name, name = one_line(row.take("list_name")), one_line(row.take("name"))
        if list_name and name:
            columns = {
                head.name[1:]: text for head, text in row.cells.items() if head.name[:1] == _COLUMN
            }
            lists[list_name].append(Choice(name, name, row.words("label"), columns, row))
        else:
            row.settle()
            what = "name" if list_name else "list"
            message = f"A choice without a {what} in the sheet “{in_short(title)}”: left out."
            notes.add(row.number, row.column("label"), list_name or name, message)
    made = {name: _told_apart(name, choices, title, notes) for name, choices in lists.items()}
    own = (head.name[1:] for head in table.headings if head.name[:1] == _COLUMN)
    return Choices(title, rows, made, frozenset(own))


def _told_apart(
    list_name: str, choices: Iterable[Choice], title: str, notes: Notes
) -> tuple[Choice, ...]:
    """The choices, each with a code of its own; the same choice twice is taken once."""
    kept: list[Choice] = []
    codes: Counter[str] = Counter()
    seen: set[tuple[str, str, str]] = set()
    for choice in choices:
        what = (choice.name, str(choice.label), str(sorted(choice.columns.items())))
        codes[choice.name] += what not in seen
        number = codes[choice.name]
        if what in seen:
            choice.row.settle()
            message = f"The same choice again in the sheet “{in_short(title)}”: taken once."
            notes.add(choice.row.number, "", f"{list_name}: {choice.name}", message)
        elif number == 1:
            kept.append(choice)
        else:
            code = f"{choice.name}~{number}"
            kept.append(Choice(choice.name, code, choice.label, choice.columns, choice.row))
        seen.add(what)
    if doubled := [name for name, number in codes.items() if number > 1]:
        message = (
            f"Names stand more than once in the list “{in_short(list_name)}” of the sheet "
            f"“{in_short(title)}”: the code of the second is {in_short(doubled[0])}~2, and so on."
        )
        notes.add(None, "name", ", ".join(doubled), message)
    return tuple(kept)


def codes_by_name(choices: Iterable[Choice]) -> dict[str, tuple[str, ...]]:
    """The name of each choice → the codes that it has."""
    found: dict[str, list[str]] = defaultdict(list)
    for choice in choices:
        found[choice.name].append(choice.code)
    return {name: tuple(codes) for name, codes in found.items()}
