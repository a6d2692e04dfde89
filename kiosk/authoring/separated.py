"""Tables as text (CSV): bytes into rows of cells, whatever program wrote them."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Final

from kiosk.errors import ImportRefused

MAX_BYTES: Final = 16 * 1024 * 1024
DELIMITERS: Final = ",;\t|"
_QUOTE: Final = '"'


@dataclass(frozen=True)
class Record:
    """One row.

    Attributes:
        cells: what stands in it.
        mended: its quotation marks don't fit, and its cells could be told apart all the same.
    """

    cells: list[str]
    mended: bool = False


def decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether its letters are a guess: it is not UTF-8, but Windows-1252.

    Raises:
        ImportRefused: it is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), False
    if b"\0" in content:
        if content[1:4:2] == b"\0\0":  # without a mark, as some programs of Windows leave it
            return content.decode("utf-16-le", errors="replace"), False
        raise ImportRefused(
            "The file is no CSV: it has zero bytes.", advice="Save the table as CSV once more."
        )
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), True


def first_rows(text: str, delimiter: str, most: int) -> list[list[str]]:
    """The first rows, up to one that can't be read at all."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows.extend(islice(reader, most))
    return rows


def records(text: str, delimiter: str) -> Iterator[Record]:
    """Every row, read strictly, so that a lost quotation mark swallows nothing.

    A row on one line whose quotation marks don't fit is read as it stands, where it has as many
    cells as the first row has.

    Raises:
        ImportRefused: the quotation marks don't fit.
    """
    lines = list(io.StringIO(text, newline=""))
    at, number, width = 0, 1, 0
    while at < len(lines):
        reader = csv.reader(islice(lines, at, None), delimiter=delimiter, strict=True)
        done = 0
        try:
            for cells in reader:
                width, done = width or len(cells), reader.line_num
                yield Record(cells)
                number += 1
            at = len(lines)
        except csv.Error as cause:
            line = lines[at + done]
            cells = _as_it_stands(line, delimiter)
            if reader.line_num - done > 1 or len(cells) != width:
                raise ImportRefused(
                    f"Row {number} can't be read (line {at + reader.line_num}): a quotation mark "
                    "is missing or too many, or a cell is far too long.",
                    advice="Save the file as CSV once more, or put the cell into quotation marks.",
                ) from cause
            yield Record(cells, mended=True)
            at, number = at + done + 1, number + 1


def _as_it_stands(line: str, delimiter: str) -> list[str]:
    """The cells of one line; [] where one of them does not end on it."""
    if line.count(_QUOTE) % 2:
        return []
    return next(iter(first_rows(line, delimiter, 1)), [])
