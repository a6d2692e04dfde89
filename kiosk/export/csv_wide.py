"""CSV for a spreadsheet: one row a response, a column or more for each question.

- RFC 4180. UTF-8 with a byte order mark, because a double click in Excel otherwise garbles every
  accent.
- A text cell that a spreadsheet would take for a formula is made text by a leading apostrophe
  (OWASP, CWE-1236), headings too; numbers and telephone numbers are left as they are, since a
  guard that touches them corrupts data.
- Marks of direction are left out: they lay out a line of text, and a cell is not one. A program
  that compares cells would find two that look the same to differ.
"""

import csv
import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from io import TextIOWrapper
from typing import Any, BinaryIO, Final

from kiosk.export.files import Target
from kiosk.export.job import Job, Written
from kiosk.export.names import file_names
from kiosk.export.tables import Filling, Plan, Table, plan
from kiosk.export.values import Absent, Dated, Value
from kiosk.forms.bidi import unmarked
from kiosk.forms.response import decode

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
_NUMBER_OR_PHONE = re.compile(r"[+-]?[0-9][0-9 ().,/-]*(?:[eE][+-]?[0-9]+)?")
SUFFIX: Final = ".csv"

Cells = Callable[[Table, list[Value]], list[str]]
"""How the values of a row of a table are written."""


def write_csv(job: Job, target: Target) -> Written:
    """The responses in one file; where something repeats, that in files of its own."""
    made = plan(job.survey(), job.values)
    return Written(
        write_tables(
            job, target, made, headings=_headings_of(made), cells=lambda _table, row: cells(row)
        )
    )


def write_tables(  # noqa: PLR0913 - keyword-only: how a table is written
    job: Job,
    target: Target,
    made: Plan,
    *,
    headings: Callable[[Table], list[str]],
    cells: Cells,
    for_spreadsheet: bool = True,
) -> int:
    """Each table of a plan as a CSV file; returns how many responses there were.

    Args:
        job: the export.
        target: where the files go; one that takes a file at a time gets them one by one.
        made: the plan.
        headings: the first line of a table.
        cells: how the values of a row are written.
        for_spreadsheet: with a byte order mark; else each cell between quotes, for a program.
    """
    names = csv_names(made)
    together = [list(names)] if target.together else [[table] for table in names]
    job.passes(1 + len(together))
    count = 0
    for tables in together:
        with ExitStack() as stack:
            writers = {}
            for table in tables:
                out = stack.enter_context(target.file(names[table]))
                writer, text = writer_on(out, for_spreadsheet=for_spreadsheet)
                stack.callback(text.detach)  # it flushes; who opened the file closes it
                writers[table] = writer
                writer.writerow(headings(table))
            count = _write_rows(job, made, writers, cells)
    return count


def csv_names(made: Plan) -> dict[Table, str]:
    """The file of each table."""
    names = file_names(table.name for table in made.tables)
    return {table: name + SUFFIX for table, name in zip(made.tables, names, strict=True)}


def cells(values: Iterable[Value]) -> list[str]:
    """A row as text; only what is text is guarded."""
    return ["" if value is None else _cell(value) for value in values]  # most cells are empty


def guarded(text: str) -> str:
    """`text` as a cell that no spreadsheet runs as a formula."""
    if text.startswith(_FORMULA) and not _NUMBER_OR_PHONE.fullmatch(text):
        return "'" + text
    return text


def writer_on(out: BinaryIO, *, for_spreadsheet: bool = True) -> tuple[Any, TextIOWrapper]:
    """A CSV writer on a file, and the text stream under it, to be detached at the end."""
    encoding = "utf-8-sig" if for_spreadsheet else "utf-8"
    text = TextIOWrapper(out, encoding=encoding, newline="")
    return csv.writer(text, quoting=csv.QUOTE_MINIMAL if for_spreadsheet else csv.QUOTE_ALL), text


def _headings_of(made: Plan) -> Callable[[Table], list[str]]:
    return lambda table: [guarded(unmarked(name)) for name in made.headings(table)]


def _write_rows(job: Job, made: Plan, writers: dict[Table, Any], shown: Cells) -> int:
    filling, count = Filling(made), 0
    for stored in job.responses():
        count += 1
        for table, values in filling.rows(stored, decode(stored.payload)):
            if table in writers:
                writers[table].writerow(shown(table, values))
    return count


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return guarded(unmarked(value))
    if isinstance(value, Dated):
        return value.text
    if isinstance(value, Absent):
        return str(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
