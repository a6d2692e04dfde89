"""The cells of a workbook as text, sheet by sheet; a hostile file ends in a message.

Formulas are never worked out: what counts is the result that the spreadsheet program stored.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice, repeat
from typing import Any, Final
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from kiosk.authoring.xlsform.plain_text import plain
from kiosk.errors import ImportRefused

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_UNZIPPED: Final = 64 * 1024 * 1024
MAX_OTHER_PARTS: Final = 8 * 1024 * 1024
"""All parts but sheets and their texts: styles, themes. They are read whole, at every opening."""
MAX_ROWS: Final = 1_048_576
MAX_PLACES: Final = 50_000_000
"""Cells that a sheet may span, filled or not: a form of 255 rows has been seen 1,021 wide."""
MAX_CELLS: Final = 300_000
MAX_CHARACTERS: Final = 50_000
"""In one cell; Excel itself takes 32,767."""
MAX_SHEETS: Final = 200
MAX_TAGS: Final = 200_000
"""XML elements in a part that is no sheet: Excel itself has 65,490 styles at most."""
_NAMESPACES: Final = (
    (b"/ooxml/spreadsheetml/main", b"/spreadsheetml/2006/main"),
    (b"/ooxml/officeDocument/relationships", b"/officeDocument/2006/relationships"),
)
"""The names of a “Strict Open XML” workbook, which the library does not know → the usual ones."""
_STRICT, _USUAL = b"http://purl.oclc.org", b"http://schemas.openxmlformats.org"
_INSTRUMENT: Final = "instrument.csv"
_WORKBOOK: Final = "workbook.xml"
_OLD_OR_LOCKED: Final = b"\xd0\xcf\x11\xe0"
_SHEETS: Final = ("xl/worksheets/", "xl/sharedStrings")
_MEDIA: Final = ("xl/media/", "xl/drawings/", "xl/printerSettings/", "docProps/thumbnail")
_EMPTY_CELL: Final = re.compile(rb"<c(?: [^<>]*)?/>")
_ROW: Final = re.compile(rb"<(?:\w+:)?row[ />]")
_FILLED: Final = re.compile(rb"</(?:\w+:)?(?:c|si)>")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ />]")
_WHOLE: Final = 1e15
"""Below this a double is a whole number exactly."""
_SAVE_AGAIN: Final = "Open it in a spreadsheet program and save it again as an Excel workbook."


@dataclass(frozen=True)
class SheetRow:
    """One row with something in it.

    Attributes:
        number: 1 = the first row of the sheet.
        cells: column (0 = A) → its text; empty cells are left out.
        formulas: column → the formula in it, whether or not its result is among the cells.
    """

    number: int
    cells: dict[int, str]
    formulas: dict[int, str]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name as the file has it, and its rows in order."""

    title: str
    rows: tuple[SheetRow, ...]


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """Every sheet of an .xlsx file, in order.

    Raises:
        ImportRefused: no such file, damaged, protected by a password, or too large.
    """
    _check_size(content)
    try:
        return tuple(_read(content))
    except ImportRefused:
        raise
    except Exception as cause:  # the library lets anything through that a bad part may cause
        raise ImportRefused(
            f"The workbook is damaged: {type(cause).__name__}.", advice=_SAVE_AGAIN
        ) from cause


def _check_size(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise _too_large(f"it is larger than {MAX_BYTES // 1024 // 1024} MB")
    if content.startswith(_OLD_OR_LOCKED):
        raise ImportRefused(
            "The file is an old .xls workbook, or protected by a password.",
            advice="Save it as .xlsx without a password.",
        )
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = [(part.filename, part.file_size) for part in archive.infolist()]
    except (BadZipFile, ValueError, OSError, NotImplementedError) as cause:
        raise ImportRefused(
            "The file is no Excel workbook (.xlsx).", advice="Save the form as .xlsx."
        ) from cause
    _refuse_other_archive([name.lower() for name, _ in parts])
    read = [(name, size) for name, size in parts if not name.startswith(_MEDIA)]
    others = sum(size for name, size in read if not name.startswith(_SHEETS))
    # A part is read up to the size that the archive states for it, and no further.
    if sum(size for _, size in read) > MAX_UNZIPPED or others > MAX_OTHER_PARTS:
        raise _too_large("unpacked, it is too large to be a form")


def _refuse_other_archive(names: list[str]) -> None:
    if _INSTRUMENT in names:
        raise ImportRefused(
            "The file is a ZIP archive with an instrument of REDCap.",
            advice="Unpack it, and import the file instrument.csv in it.",
        )
    if not any(name.endswith(_WORKBOOK) for name in names):
        raise ImportRefused(
            "The file is a ZIP archive, and no Excel workbook (.xlsx).",
            advice="Save the form as .xlsx; or unpack the archive, and import the form in it.",
        )


def _check_elements(name: str, held: bytes) -> None:
    """Refuses a part that would take minutes to read, small as it may be."""
    rows, filled = (len(found.findall(held)) for found in (_ROW, _FILLED))
    if rows > MAX_ROWS or filled > MAX_CELLS:
        raise _too_large(f"it has more than {MAX_CELLS:,} filled cells or {MAX_ROWS:,} rows")
    if not name.startswith(_SHEETS) and held.count(b"<") > MAX_TAGS:
        raise _too_large("it has too many styles")


def _usual(held: bytes) -> bytes:
    if _STRICT in held:
        for strict, usual in _NAMESPACES:
            held = held.replace(_STRICT + strict, _USUAL + usual)
    return held


def _lean(content: bytes) -> tuple[bytes, bool]:
    """The workbook without media and empty cells, and whether there are formulas in it.

    Sheets of 500 rows come with half a million empty cells that hold a colour; reading those
    takes ten times as long as reading the form.
    """
    made, formulas = BytesIO(), False
    with ZipFile(BytesIO(content)) as archive, ZipFile(made, "w", ZIP_STORED) as lean:
        for part in archive.infolist():
            if part.filename.startswith(_MEDIA) or part.is_dir():
                continue
            held = _usual(archive.read(part))
            if part.filename.startswith(_SHEETS):
                held = _EMPTY_CELL.sub(b"", held)
                formulas = formulas or _FORMULA.search(held) is not None
            _check_elements(part.filename, held)
            lean.writestr(part.filename, held)
    return made.getvalue(), formulas


def _read(content: bytes) -> Iterator[Sheet]:
    lean, has_formulas = _lean(content)
    stored = _opened(lean, results=True)
    written = _opened(lean, results=False) if has_formulas else None
    if len(stored.worksheets) > MAX_SHEETS:
        raise _too_large(f"it has more than {MAX_SHEETS} sheets")
    left = MAX_CELLS
    for number, results in enumerate(stored.worksheets):
        formulas = written.worksheets[number] if written else None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheet = Sheet(plain(str(results.title)), tuple(_rows(results, formulas, left)))
        left -= sum(len(row.cells) for row in sheet.rows)
        yield sheet


def _opened(content: bytes, *, results: bool) -> Any:
    # Half a second that only who imports a workbook has to wait.
    from openpyxl import load_workbook  # noqa: PLC0415

    with warnings.catch_warnings():
        # Of styles and extensions that it leaves out: nothing of them is read here.
        warnings.simplefilter("ignore")
        return load_workbook(BytesIO(content), read_only=True, data_only=results, keep_links=False)


def _rows(results: Any, formulas: Any, left: int) -> Iterator[SheetRow]:
    places = 0
    for number, (values, written) in enumerate(_pairs(results, formulas), start=1):
        if not values and not written and number <= MAX_ROWS:
            continue
        places += len(values)
        if number > MAX_ROWS or places > MAX_PLACES:
            raise _too_large(f"the sheet “{results.title}” spans too many cells")
        cells = {at: text for at, value in enumerate(values) if (text := _text(value))}
        left -= len(cells)
        if left < 0:
            raise _too_large(f"it has more than {MAX_CELLS:,} filled cells")
        given = {
            at: plain(value)
            for at, value in enumerate(written)
            if isinstance(value, str) and value.startswith("=") and value != cells.get(at)
        }
        if cells or given:
            yield SheetRow(number, cells, given)


def _pairs(results: Any, formulas: Any) -> Iterator[tuple[Any, Any]]:
    given = _all_rows(formulas) if formulas else repeat(())
    return islice(zip(_all_rows(results), given, strict=False), MAX_ROWS + 1)


def _all_rows(sheet: Any) -> Iterator[Any]:
    # What a sheet says of its own size is often wrong, by far.
    sheet.reset_dimensions()
    rows: Iterator[Any] = sheet.iter_rows(values_only=True)
    return rows


def _text(value: Any) -> str:
    """A cell as its author sees it: numbers without a needless “.0”, ISO dates."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if len(words := str(value)) > MAX_CHARACTERS:
        raise _too_large(f"a cell has more than {MAX_CHARACTERS:,} characters")
    return plain(words)


def _too_large(why: str) -> ImportRefused:
    return ImportRefused(
        f"The workbook is too large: {why}.",
        advice="Take out what is no part of the form, or split it into several.",
    )
