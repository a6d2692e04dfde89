"""A workbook for Excel and LibreOffice: Responses, a sheet a repeat, Codebook, Export info.

Each cell has its type: numbers are numbers, days and times are dates, everything else is text, so
that leading zeros stay and nothing is ever a formula or a link. What a sheet or a cell can't hold
goes on in another one, and the workbook says where: nothing is cut.

Rows are written as they are read; the temporary files lie in the private folder of the program.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from kiosk.errors import RefusedError
from kiosk.export.codebook import HEADINGS, rows_of_survey
from kiosk.export.files import Target
from kiosk.export.job import Job, Written
from kiosk.export.names import cut, sheet_names, utf16
from kiosk.export.tables import Filling, Plan, Table, plan
from kiosk.export.values import Absent, Dated, Value
from kiosk.forms.response import decode

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
LONGEST_CELL: Final = 32_767
"""What Excel takes (support.microsoft.com, "Excel specifications and limits")."""

LONG_TEXTS: Final = "Long texts"
_MARK: Final = " (goes on in the sheet “Long texts”)"
_EXACT: Final = 15
"""So many digits of a number Excel keeps."""
_FIRST_YEAR: Final = 1900
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_DAY, _MOMENT, _TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"


def write_xlsx(job: Job, target: Target) -> Written:
    """The workbook.

    Raises:
        RefusedError: there are more columns than a sheet has.
    """
    made = plan(job.survey(), job.values)
    _refuse_too_wide(made)
    names = [_sheet_name(table) for table in made.tables]
    with target.file("responses.xlsx") as out, TemporaryDirectory() as folder:
        book = Book(out, names, folder)
        with book.open():
            count = _write_rows(job, made, book)
            _write_codebook(made, book)
            _write_info(job, made, book, count)
    return Written(count, book.notes())


class Book:
    """A workbook in which sheets go on where they are full.

    Args:
        out: the file.
        names: of the sheets with responses.
        folder: for temporary files: the rows, until the end.
        most_rows, longest: what a sheet and a cell hold.
    """

    def __init__(
        self,
        out: Any,
        names: Sequence[str],
        folder: str,
        *,
        most_rows: int = MOST_ROWS,
        longest: int = LONGEST_CELL,
    ) -> None:
        self._book = xlsxwriter.Workbook(out, {**_OPTIONS, "tmpdir": folder})
        self._most_rows, self._longest = most_rows, longest
        formats = {
            kind: self._book.add_format({"num_format": kind}) for kind in (_DAY, _MOMENT, _TIME)
        }
        self._formats = formats
        self._bold, self._plain = self._book.add_format({"bold": True}), self._book.add_format()
        self.names = sheet_names([*names, "Codebook", "Export info", LONG_TEXTS])
        self._sheets: dict[str, Any] = {}
        self._rows: dict[str, int] = {}
        self._headings: dict[str, Sequence[str]] = {}
        self._parts: dict[str, int] = {}
        self._long = 0

    def begin(self, name: str, headings: Sequence[str], *, part: int = 1) -> None:
        """A sheet with its headings; the next part of it where it is full."""
        shown = name if part == 1 else sheet_names([f"{name} {part}"], taken=self._taken())[0]
        sheet = self._book.add_worksheet(shown)
        sheet.freeze_panes(1, 0)
        self._sheets[name], self._rows[name], self._parts[name] = sheet, 1, part
        self._headings[name] = headings
        for number, heading in enumerate(headings):
            self._write_text(sheet, (0, number), cut(heading, self._longest, utf16), self._bold)

    def row(self, name: str, values: Sequence[Value]) -> None:
        """One more row; text that is too long for its cell goes on in a sheet of its own."""
        if self._rows[name] == self._most_rows:
            self.begin(name, self._headings[name], part=self._parts[name] + 1)
        sheet, row = self._sheets[name], self._rows[name]
        self._rows[name] += 1
        for number, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, str) and utf16(value) > self._longest:
                column = self._headings[name][number]
                self._write_long((str(values[0]), str(values[1]), column), value)
                value = cut(value, self._longest - len(_MARK), utf16) + _MARK  # noqa: PLW2901
            self._write(sheet, (row, number), value)

    def notes(self) -> tuple[str, ...]:
        """What went on elsewhere."""
        found = [
            f"The sheet {name} goes on in {part - 1} more: Excel's sheets end at row {MOST_ROWS:,}."
            for name, part in self._parts.items()
            if part > 1
        ]
        if self._long:
            told = f"{self._long} texts were too long for a cell: whole in the sheet {LONG_TEXTS}."
            found.append(told)
        return tuple(found)

    @contextmanager
    def open(self) -> Iterator[None]:
        """Writes the file at the end of the block; where that fails no temporary file stays open.

        Raises:
            OSError: there is no room for it, or for its temporary files.
        """
        try:
            yield
            self._book.close()
        except FileCreateError as cause:
            raise cause.args[0] if isinstance(cause.args[0], OSError) else cause from cause
        finally:
            for sheet in self._book.worksheets():
                sheet.row_data_fh.close()

    def _taken(self) -> list[str]:
        return [*self.names, *(sheet.get_name() for sheet in self._book.worksheets())]

    def _write_long(self, head: tuple[str, ...], text: str) -> None:
        if not self._long:
            self.begin(LONG_TEXTS, ("response", "key or form", "column", "part", "text"))
        self._long += 1
        head = tuple(cut(one, self._longest, utf16) for one in head)  # a title may be long, too
        part = 0
        while text:
            piece = cut_off(text, self._longest)
            part, text = part + 1, text[len(piece) :]
            self.row(LONG_TEXTS, [*head, part, piece])

    def _write(self, sheet: Any, at: tuple[int, int], value: Value) -> None:
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and _is_exact(value):
            sheet.write_number(*at, value)
        elif isinstance(value, Dated) and _has_date(value.value):
            sheet.write_datetime(*at, value.value, self._formats[_format_of(value.value)])
        else:
            self._write_text(sheet, at, _text(value), self._plain)

    def _write_text(self, sheet: Any, at: tuple[int, int], text: str, look: Any) -> None:
        # What begins and ends so the library takes for XML of its own, and writes it as it is:
        # an answer could add cells, and formulas in them. In two pieces it is text.
        if text.startswith("<r>") and text.endswith("</r>"):
            sheet.write_rich_string(*at, look, text[:1], look, text[1:], look)
        else:
            sheet.write_string(*at, text, look)


def cut_off(text: str, longest: int) -> str:
    """The longest beginning of a text that a cell holds."""
    kept = text[:longest]
    while utf16(kept) > longest:
        kept = kept[: -max((utf16(kept) - longest) // 2, 1)]
    return kept


def _sheet_name(table: Table) -> str:
    return table.name if table.place else "Responses"


def _refuse_too_wide(made: Plan) -> None:
    for table in made.tables:
        if len(table.headings) > MOST_COLUMNS:
            raise RefusedError(
                f"These are {len(table.headings):,} columns; a sheet has {MOST_COLUMNS:,}.",
                advice="Export one form at a time, with --form, or take --format csv.",
            )


def _write_rows(job: Job, made: Plan, book: Book) -> int:
    names = dict(zip(made.tables, book.names, strict=False))
    for table, name in names.items():
        book.begin(name, made.headings(table))
    filling, count = Filling(made), 0
    for stored in job.responses():
        count += 1
        for table, values in filling.rows(stored, decode(stored.payload)):
            book.row(names[table], values)
    return count


def _write_codebook(made: Plan, book: Book) -> None:
    book.begin("Codebook", HEADINGS)
    for form in made.survey.forms.values():
        for row in rows_of_survey(form):
            book.row("Codebook", row)


def _write_info(job: Job, made: Plan, book: Book, count: int) -> None:
    about = job.about
    moment = about.made.astimezone().replace(tzinfo=None, microsecond=0)
    book.begin("Export info", ("what", "value"))
    rows: list[tuple[str, Value]] = [
        ("made", Dated(f"{moment:%Y-%m-%d %H:%M}", moment)),
        ("by", about.by),
        ("clinic", about.clinic),
        ("kiosk", about.kiosk),
        ("filter", about.filter),
        ("responses", count),
        ("values", job.values),
        ("forms", ", ".join(made.survey.forms)),
        ("1, 0 and empty", "of an option: chosen, not chosen, the question was not answered"),
        (Absent.DECLINED.value, "the person would rather not say"),
        ("status", "entered-in-error: do not use; amended: corrected after it was sent"),
        ("moments", "as the clocks at this clinic show them"),
        ("longest numbers", f"with more than {_EXACT} digits are text: Excel would round them"),
        *(("note", note) for note in book.notes()),
    ]
    for row in rows:
        book.row("Export info", row)


def _is_exact(value: int | Decimal) -> bool:
    number = Decimal(value)
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= _EXACT


def _has_date(value: date | datetime | time) -> bool:
    return isinstance(value, time) or value.year > _FIRST_YEAR


def _format_of(value: date | datetime | time) -> str:
    if isinstance(value, time):
        return _TIME
    return _MOMENT if isinstance(value, datetime) else _DAY


def _text(value: Value) -> str:
    """As text; true and false, too: LibreOffice takes a cell of that kind for a formula."""
    if isinstance(value, Dated):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.value if isinstance(value, Absent) else value)
