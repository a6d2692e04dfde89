"""CSV for a spreadsheet: one row a response, a column (coded items: two) for each question.

- UTF-8 with a byte order mark, because a double click in Excel otherwise garbles every accent.
- A cell that a spreadsheet would take for a formula is made text by a leading apostrophe
  (OWASP, CWE-1236); numbers and telephone numbers are left as they are, since a guard that
  touches them corrupts data.
- Marks of direction are left out: they lay out a line of text, and a cell is not one. A program
  that compares cells would find two that look the same to differ.
- Written under another name first: a full disk leaves no half file.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from kiosk.export.files import whole_file
from kiosk.export.flatten import Cell, cells, form_name
from kiosk.forms.bidi import unmarked
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import decode

FIXED = ("response", "form", "version", "status", "language", "completed", "authored", "sync")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
_NUMBER_OR_PHONE = re.compile(r"[+-]?[0-9][0-9 ().,/-]*(?:[eE][+-]?[0-9]+)?")


class Stored(Protocol):
    """What an export needs of a stored submission."""

    @property
    def payload(self) -> bytes:
        """The frozen bytes of the QuestionnaireResponse."""

    @property
    def state(self) -> str:
        """Where it is: waiting, sent or refused."""

    @property
    def completed_at(self) -> datetime:
        """When the patient sent it."""


Record = Callable[[int], None]
"""Told how many responses an export has, before it is there to be read."""


class _Column(NamedTuple):
    form: str
    link_id: str
    kind: str
    """`value`, or for a coded item `code` and `label`."""

    @property
    def heading(self) -> str:
        name = f"{self.form}.{self.link_id}"
        return name if self.kind == "value" else f"{name} {self.kind}"


def write_csv(
    stored: Callable[[], Iterable[Stored]],
    file: Path,
    *,
    form_of: Callable[[str], Questionnaire | None] = lambda _canonical: None,
    record: Record = lambda _count: None,
) -> int:
    """Writes all responses to `file` and returns how many there were.

    Args:
        stored: gives the responses anew at each call; it is read twice, once for the columns
            and once for the rows, so that memory does not grow with their number.
        file: the CSV file; a regular file there is replaced.
        form_of: the form of a canonical, where it is at hand: every question of it gets its
            column, answered or not, so that the exports of two weeks line up.
        record: told the number of responses once all is written, before the file is there to be
            read: an export that can't be recorded is not made.

    Raises:
        RefusedError: the file can't be written there; nothing half-written is left.
    """
    columns, counted = _columns(stored(), form_of), 0

    def recorded() -> None:
        record(counted)

    with whole_file(file, record=recorded) as out:
        text = TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
        counted = _write_rows(csv.writer(text), columns, stored())
        text.detach()
    return counted


def guarded(text: str) -> str:
    """`text` as a cell that no spreadsheet runs as a formula."""
    if text.startswith(_FORMULA) and not _NUMBER_OR_PHONE.fullmatch(text):
        return "'" + text
    return text


def _write_rows(writer: Any, columns: list[_Column], stored: Iterable[Stored]) -> int:
    writer.writerow([*FIXED, *(guarded(column.heading) for column in columns)])
    count = 0
    for row in _rows(columns, stored):
        writer.writerow(row)
        count += 1
    return count


def _columns(
    stored: Iterable[Stored], form_of: Callable[[str], Questionnaire | None]
) -> list[_Column]:
    coded: dict[tuple[str, str], bool] = {}
    met: set[str] = set()
    for submission in stored:
        response = decode(submission.payload)
        form = form_name(response["questionnaire"])
        if response["questionnaire"] not in met:
            met.add(response["questionnaire"])
            coded |= _asked(form, form_of(response["questionnaire"])) | coded
        for cell in cells(response).values():
            key = (form, cell.link_id)
            coded[key] = coded.get(key, False) or cell.label is not None
    columns = [
        _Column(form, link_id, kind)
        for (form, link_id), is_coded in coded.items()
        for kind in (("code", "label") if is_coded else ("value",))
    ]
    return sorted(columns, key=lambda column: column.form)


def _asked(form: str, questionnaire: Questionnaire | None) -> dict[tuple[str, str], bool]:
    """Every question of a form, and whether its answers are coded."""
    items = questionnaire.by_path.values() if questionnaire else ()
    return {
        (form, item.link_id): item.type in {"choice", "open-choice", "coding"}
        for item in items
        if item.is_question
    }


def _rows(columns: list[_Column], stored: Iterable[Stored]) -> Iterator[list[str]]:
    for submission in stored:
        response = decode(submission.payload)
        canonical, _, version = response["questionnaire"].partition("|")
        form, row = form_name(canonical), cells(response)
        fixed = [
            response["id"], form, version, response["status"], response.get("language", ""),
            f"{submission.completed_at.astimezone():%Y-%m-%d %H:%M}",
            response.get("authored", ""), submission.state,
        ]  # fmt: skip
        yield [guarded(text) for text in fixed] + [
            _shown(row.get(column.link_id), column) if column.form == form else ""
            for column in columns
        ]


def _shown(cell: Cell | None, column: _Column) -> str:
    if cell is None:
        return ""
    text = unmarked(cell.label or cell.value if column.kind == "label" else cell.value)
    return guarded(text) if cell.is_text or column.kind == "label" else text
