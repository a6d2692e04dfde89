"""XLSForm as CSV: the sheets of a form in one table of text, or its sheet `survey` alone.

    survey  |                 |      |               type            | name | label
            | type            | name | label         integer         | age  | How old are you?
            | integer         | age  | How old?
    choices | list_name       | name | label

On the left the name of each sheet stands in the first column, which is empty beside its rows.
Source: https://github.com/XLSForm/pyxform, the reader of CSV.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from kiosk.authoring.imported import NotUnderstood
from kiosk.authoring.separated import DELIMITERS, MAX_BYTES, decoded, first_rows, records
from kiosk.authoring.xlsform.headings import survey_heading
from kiosk.authoring.xlsform.plain_text import plain
from kiosk.authoring.xlsform.workbook import MAX_CELLS, Sheet, SheetRow
from kiosk.errors import ImportRefused

_FIRST: Final = 5
"""Rows among which the headings of a form stand."""
_SHEETS: Final = frozenset({"survey", "choices", "external_choices", "settings"})
_NEEDED: Final = frozenset({"type", "name"})


def is_text_table(content: bytes) -> bool:
    """Whether these are the bytes of an XLSForm as CSV."""
    try:
        text, _ = decoded(content[:MAX_BYTES])
    except ImportRefused:
        return False
    return bool(_delimiter(text))


def read_text_tables(content: bytes) -> tuple[tuple[Sheet, ...], tuple[NotUnderstood, ...]]:
    """Its sheets, and what is to be said of the file.

    Raises:
        ImportRefused: no form, or its cells can't be told apart, or too large.
    """
    if len(content) > MAX_BYTES:
        raise _refused(f"it is larger than {MAX_BYTES // 1024 // 1024} MB")
    text, guessed = decoded(content)
    delimiter = _delimiter(text)
    if not delimiter:
        raise ImportRefused(
            "The table is no XLSForm: it has no columns “type” and “name”.",
            advice="The first row must hold the headings: type, name, label.",
        )
    sheets: dict[str, list[SheetRow]] = defaultdict(list)
    notes, title, room = [], "survey", MAX_CELLS
    has_titles = _has_titles(_head(text, delimiter))
    for number, record in enumerate(records(text, delimiter), start=1):
        if _is_hint(record.cells):
            continue
        cells = {at: words for at, cell in enumerate(record.cells) if (words := plain(cell))}
        if has_titles:
            title = cells.pop(0, title)
        if record.mended:
            notes.append(NotUnderstood(number, "", "quotation marks", _MENDED))
        room -= len(cells)
        if room < 0:
            raise _refused(f"it has more than {MAX_CELLS:,} filled cells")
        sheets[title].extend([SheetRow(number, cells, {})] if cells else [])
    if guessed:
        notes.insert(0, NotUnderstood(None, "", "letters", _GUESSED))
    return tuple(Sheet(name, tuple(rows)) for name, rows in sheets.items()), tuple(notes)


_MENDED: Final = "Quotation marks stand inside a cell without being doubled: look at its words."
_GUESSED: Final = "The file is not UTF-8. It was read as Windows-1252: look at its accents."


def _delimiter(text: str) -> str:
    """What stands between the cells; "" where no headings of a form are found."""
    for delimiter in DELIMITERS:
        rows = _head(text, delimiter)
        if _has_titles(rows) or _has_headings(next(iter(rows), [])):
            return delimiter
    return ""


def _head(text: str, delimiter: str) -> list[list[str]]:
    """The first rows with something in them."""
    rows = first_rows(text, delimiter, _FIRST)
    return [row for row in rows if any(cell.strip() for cell in row) and not _is_hint(row)]


def _is_hint(row: Sequence[str]) -> bool:
    """Whether it is the line in which Excel is told what stands between the cells."""
    return bool(row) and row[0].startswith("sep=")


def _has_titles(rows: Sequence[Sequence[str]]) -> bool:
    return bool(rows) and rows[0][0].strip().casefold() in _SHEETS and len(rows[0]) > 1


def _has_headings(row: Sequence[str]) -> bool:
    return {survey_heading(at, cell).name for at, cell in enumerate(row)} >= _NEEDED


def _refused(why: str) -> ImportRefused:
    return ImportRefused(
        f"The table is too large: {why}.",
        advice="Take out what is no part of the form, or split it into several.",
    )
