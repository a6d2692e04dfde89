"""What a workbook does at Excel's limits."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from kiosk.export.names import utf16
from kiosk.export.values import Absent, Dated
from kiosk.export.xlsx import Book, cut_off

INJECTED = (
    '<r><t>x</t></r></is></c><c r="F2"><f>1+1</f></c><c r="G2" t="inlineStr"><is><r><t>x</t></r>'
)
"""What the library would take for two more cells, one of them a formula."""


def book(file: Path, rows: list[list[Any]], **limits: int) -> tuple[Any, tuple[str, ...]]:
    with file.open("wb") as out, TemporaryDirectory() as folder:
        made = Book(out, ["Responses"], folder, **limits)
        with made.open():
            made.begin("Responses", ("response", "form", "text"))
            for row in rows:
                made.row("Responses", row)
    return load_workbook(file), made.notes()


def test_a_full_sheet_goes_on_in_another(tmp_path: Path) -> None:
    rows = [[str(n), "f", "x"] for n in range(5)]

    found, notes = book(tmp_path / "b.xlsx", rows, most_rows=3)

    assert found.sheetnames == ["Responses", "Responses 2", "Responses 3"]
    assert [[cell.value for cell in row] for row in found["Responses 3"].rows] == [
        ["response", "form", "text"], ["4", "f", "x"]
    ]  # fmt: skip
    assert "goes on in 2 more" in notes[0]


def test_a_text_too_long_for_a_cell_stands_whole_elsewhere(tmp_path: Path) -> None:
    text = "🙂ab" * 100

    found, notes = book(tmp_path / "b.xlsx", [["r1", "f", text]], longest=101)

    assert found["Responses"]["C2"].value.endswith("(goes on in the sheet “Long texts”)")
    parts = list(found["Long texts"].iter_rows(min_row=2, values_only=True))
    assert "".join(part[4] for part in parts) == text
    assert {part[:3] for part in parts} == {("r1", "f", "text")}
    assert [part[3] for part in parts] == list(range(1, len(parts) + 1))
    assert "1 texts were too long" in notes[0]


def test_what_names_a_long_text_may_be_long_itself(tmp_path: Path) -> None:
    found, notes = book(tmp_path / "b.xlsx", [["r" * 200, "f" * 200, "t" * 200]], longest=101)

    parts = list(found["Long texts"].iter_rows(min_row=2, values_only=True))
    assert "".join(part[4] for part in parts) == "r" * 200 + "f" * 200 + "t" * 200
    assert "3 texts were too long" in notes[0]


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff", "\0", "\x1b", "\u202e", "_x0000_"])
def test_no_sign_makes_a_workbook_that_does_not_open(tmp_path: Path, sign: str) -> None:
    file = tmp_path / "b.xlsx"
    with file.open("wb") as out, TemporaryDirectory() as folder:
        made = Book(out, [f"a{sign}b"], folder)
        with made.open():
            made.begin(made.names[0], (f"a{sign}b",))
            made.row(made.names[0], [f"a{sign}b"])

    found = load_workbook(file)
    (heading,), (text,) = found[found.sheetnames[0]].iter_rows(values_only=True)
    assert unescape(heading) == unescape(text) == f"a{sign}b"


def test_what_excel_would_round_or_can_not_date_stays_text(tmp_path: Path) -> None:
    rows = [
        ["r", "f", 12345678901234567890],
        ["r", "f", Decimal("0.1234567890123456789")],
        ["r", "f", Decimal("7.10")],
        ["r", "f", Dated("1890-05-01", date(1890, 5, 1))],
        ["r", "f", Absent.DECLINED],
        ["r", "f", True],
    ]

    found, _ = book(tmp_path / "b.xlsx", rows)

    assert [row[2] for row in found["Responses"].iter_rows(min_row=2, values_only=True)] == [
        "12345678901234567890", "0.1234567890123456789", 7.1, "1890-05-01", "asked-declined",
        "true",
    ]  # fmt: skip


def test_a_title_adds_no_cell(tmp_path: Path) -> None:
    file = tmp_path / "b.xlsx"
    with file.open("wb") as out, TemporaryDirectory() as folder:
        made = Book(out, [INJECTED], folder)
        with made.open():
            made.begin(made.names[0], (INJECTED,))

    found = load_workbook(file).worksheets[0]
    assert [[cell.value for cell in row] for row in found.rows] == [[INJECTED]]


@given(st.text(min_size=1), st.integers(min_value=2, max_value=20))
def test_pieces_fit_and_nothing_is_lost(text: str, longest: int) -> None:
    pieces, rest = list[str](), text
    while rest:
        pieces.append(cut_off(rest, longest))
        rest = rest[len(pieces[-1]) :]

    assert "".join(pieces) == text
    assert all(0 < utf16(piece) <= longest for piece in pieces)


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1)))
@example(["a\ufffeb\uffff\x00\x0b"])
@example(["<r>&</r>"])
@example(["<r> </r>", "<r></r>", "<r>a\nb </r>"])
@example([INJECTED])
def test_whatever_is_typed_is_text_in_its_cell(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        found, _ = book(Path(folder) / "b.xlsx", [["r", "f", text] for text in texts])

    cells = list(found["Responses"]["C"])[1:]
    assert [unescape(cell.value) for cell in cells] == texts
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
