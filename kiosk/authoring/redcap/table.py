"""The rows of a data dictionary: bytes of a CSV file in, cells out.

Spreadsheets and statistics programs save it in many ways: with a byte order mark, with semicolons,
in the letters of Windows, with NA for what is empty.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kiosk.authoring.imported import NotUnderstood
from kiosk.authoring.redcap.columns import NEEDED, Column, columns_of, is_name_heading
from kiosk.authoring.separated import DELIMITERS, MAX_BYTES, decoded, first_rows, records
from kiosk.errors import ImportRefused

_ROWS_BEFORE_HEADER: Final = 5
_DOWNLOAD_AGAIN: Final = "Download the data dictionary from REDCap once more, as CSV."
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NA_IN_A_ROW: Final = 3
"""So many cells NA in one row: a statistics program wrote it for cells that are empty."""
_MENDED: Final = "Quotation marks stand inside a cell without being doubled: look at its words."


@dataclass
class Row:
    """One field of the dictionary. What is not taken of it did not come into the form.

    Attributes:
        number: as a spreadsheet counts it; the header is 1.
        cells: column → what stands there; only cells with a value.
        titles: column → its name in the file.
        notes: what was said of this row.
    """

    number: int
    cells: Mapping[Column, str]
    titles: Mapping[Column, str] = field(repr=False)
    notes: list[NotUnderstood] = field(default_factory=list)
    _taken: set[Column] = field(default_factory=set)

    def take(self, column: Column) -> str:
        """What stands there, "" for nothing; it is seen to from now on."""
        self._taken.add(column)
        return self.cells.get(column, "")

    def say(self, column: Column, construct: str, message: str) -> None:
        """Something of a cell that did not come into the form, or not as meant."""
        self._taken.add(column)
        title = self.titles.get(column, column)
        self.notes.append(NotUnderstood(self.number, title, construct, message))

    def left_over(self) -> tuple[tuple[Column, str], ...]:
        """The cells with a value that nobody took."""
        return tuple(
            (column, text) for column, text in self.cells.items() if column not in self._taken
        )


@dataclass(frozen=True)
class Table:
    """The rows with a value, and what was said of the file as a whole or of strange cells."""

    rows: tuple[Row, ...]
    not_understood: tuple[NotUnderstood, ...]


def is_dictionary(content: bytes) -> bool:
    """Whether these are the bytes of a data dictionary."""
    try:
        text, _ = decoded(content[:MAX_BYTES])
        return _layout(text) is not None
    except ImportRefused:
        return False


def read_table(content: bytes) -> Table:
    """The rows of a data dictionary.

    Raises:
        ImportRefused: no data dictionary, or its cells can't be told apart.
    """
    if len(content) > MAX_BYTES:
        raise ImportRefused(
            f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.",
            advice="Import one instrument after the other.",
        )
    text, guessed = decoded(content)
    layout = _layout(text)
    if layout is None:
        raise ImportRefused(
            "The file is no REDCap data dictionary: it has no columns "
            "“Variable / Field Name” and “Field Type”.",
            advice=_DOWNLOAD_AGAIN,
        )
    delimiter, header_row = layout
    read = list(records(text, delimiter))
    lines = [record.cells for record in read]
    header = lines[header_row]
    columns = columns_of(header)
    notes = [*_letters(guessed=guessed), *_first_column(header, columns)]
    titles = {column: header[place].strip() for place, column in columns.items()}
    empty = {"", "NA"} if _says_na(lines, columns) else {""}
    rows = []
    for number, cells in enumerate(lines[header_row + 1 :], start=header_row + 2):
        row = Row(number, {}, titles)
        if read[number - 1].mended:
            row.notes.append(NotUnderstood(number, "", "quotation marks", _MENDED))
        cleaned = [_cleaned(cell, row) for cell in cells]
        row.cells = {
            column: cleaned[place]
            for place, column in columns.items()
            if place < len(cleaned) and cleaned[place] not in empty
        }
        strange = {p: c for p, c in enumerate(cleaned) if p not in columns and c not in empty}
        notes += [_strange(number, header, place, cell) for place, cell in strange.items()]
        rows += [row] if row.cells else []
    return Table(tuple(rows), tuple(notes))


def _letters(*, guessed: bool) -> list[NotUnderstood]:
    message = "The file is not UTF-8. It was read as Windows-1252: look at its accents."
    return [NotUnderstood(None, "", "letters", message)] if guessed else []


def _layout(text: str) -> tuple[str, int] | None:
    """The delimiter, and the place of the header among the lines."""
    known = []
    for delimiter in DELIMITERS:
        for place, line in enumerate(first_rows(text, delimiter, _ROWS_BEFORE_HEADER)):
            columns = columns_of(line).values()
            if all(needed in columns for needed in NEEDED):
                known.append((len(columns), delimiter, place))
                break
    return max(known)[1:] if known else None


def _first_column(header: list[str], columns: Mapping[int, Column]) -> Iterator[NotUnderstood]:
    if columns.get(0) == Column.NAME and not is_name_heading(header[0]):
        title = header[0].strip()
        message = f"The first column, headed “{title}”, was taken as the names of the fields."
        yield NotUnderstood(None, title, title, message)


def _says_na(lines: list[list[str]], columns: Mapping[int, Column]) -> bool:
    def empty_ones(cells: list[str]) -> Iterator[str]:
        return (cell for place, cell in enumerate(cells) if place in columns and cell == "NA")

    return any(len(list(empty_ones(cells))) >= _NA_IN_A_ROW for cells in lines)


def _cleaned(cell: str, row: Row) -> str:
    one_kind_of_end = cell.replace("\r\n", "\n").replace("\r", "\n")
    cleaned = _CONTROL.sub("", one_kind_of_end)
    if cleaned != one_kind_of_end:
        message = "Characters that can't be shown were taken out of this row."
        row.notes.append(NotUnderstood(row.number, "", "control characters", message))
    return cleaned.strip()


def _strange(number: int, header: list[str], place: int, cell: str) -> NotUnderstood:
    title = header[place].strip() if place < len(header) else ""
    whose = f"The column “{title}” is none of REDCap's." if title else "The cell has no column."
    short = cell if len(cell) <= 60 else f"{cell[:60]}…"  # noqa: PLR2004 - one line of a table
    return NotUnderstood(number, title, short, f"{whose} It was left out.")
