"""Workbooks as they come: huge, damaged, hostile, full of what nobody knows."""

import re
import sys
from contextlib import suppress
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire as JudgedQuestionnaire
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError

from kiosk.authoring.imported import Imported
from kiosk.authoring.xlsform import read_xlsform
from kiosk.errors import ImportRefused
from kiosk.forms.check import check_questionnaire
from kiosk.forms.fhir_json import encode_json
from tests.authoring.conftest import choices, form_of, told, workbook

SURVEY = [{"type": "text", "name": "q", "label": "Q"}]


def changed(content: bytes, part: str, change: Any) -> bytes:
    """The workbook with one of its parts changed; `change` makes the new from the old."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            held = old.read(entry)
            new.writestr(entry.filename, change(held) if entry.filename == part else held)
    return made.getvalue()


def archive(*names: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as new:
        for name in names:
            new.writestr(name, "")
    return made.getvalue()


def sheet(content: bytes, change: Any) -> bytes:
    return changed(content, "xl/worksheets/sheet1.xml", change)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no Excel workbook"),
        (b"type,name,label\n", "it is empty"),
        (b"typ,name,label\n", "no Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old .xls"),
        (b"PK\x05\x06" + bytes(18), "no Excel workbook"),
        (archive("instrument.csv", "OriginID.txt"), "instrument of REDCap"),
        (archive("mimetype", "content.xml"), "ZIP archive, and no Excel"),
        (workbook(survey=SURVEY)[:-200], "no Excel workbook"),
        (workbook(Sheet1=SURVEY, Sheet2=SURVEY), "no sheet “survey”"),
        (workbook(Sheet1=[{"Variable / Field Name": "a", "Field Type": "text"}]), "REDCap"),
        (workbook(Sheet1=[{"name": "q"}]), "no sheet “survey”"),
        (workbook(survey=[{"name": "q"}]), "no column “type”"),
        (changed(workbook(survey=SURVEY), "xl/workbook.xml", lambda _: b"<a>"), "damaged"),
        (sheet(workbook(survey=SURVEY), lambda held: held[:100]), "damaged"),
        (bytes(17 * 1024 * 1024), "larger than 16 MB"),
    ],
)
def test_what_is_no_form_is_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(ImportRefused, match=words) as refused:
        read_xlsform(content, name="x")

    assert refused.value.advice


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = sheet(workbook(survey=SURVEY), lambda held: held + b" " * 70_000_000)

    with pytest.raises(ImportRefused, match="too large"):
        read_xlsform(bomb, name="x")


@pytest.mark.parametrize(
    ("part", "before", "more"),
    [
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"<row/>" * 1_100_000),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"<row><c><v>1</v></c></row>" * 310_000),
        ("xl/styles.xml", b"</cellXfs>", b"<xf/>" * 210_000),
    ],
    ids=["rows", "cells", "styles"],
)
def test_what_would_take_minutes_to_read_is_refused(part: str, before: bytes, more: bytes) -> None:
    small = workbook(survey=SURVEY)

    with pytest.raises(ImportRefused, match="too large"):
        read_xlsform(
            changed(small, part, lambda held: held.replace(before, more + before)), name="x"
        )


def test_lists_too_long_for_their_questions_are_refused() -> None:
    rows = [{"type": "select_one l", "name": f"q{n}", "label": "Q"} for n in range(60)]

    with pytest.raises(ImportRefused, match="50,000 choices"):
        read_xlsform(
            workbook(survey=rows, choices=choices(l=[str(n) for n in range(900)])), name="x"
        )


def test_entities_that_grow_are_refused() -> None:
    grown = '<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    laughs = sheet(
        workbook(survey=SURVEY),
        lambda held: (grown + "]>").encode() + re.sub(rb"<v>\d+</v>", b"<v>&a11;</v>", held),
    )

    with pytest.raises(ImportRefused):
        read_xlsform(laughs, name="x")


@pytest.mark.parametrize("place", [b"A1048576", b"A99999999999", b"XFD3", b"A0", b"ZZZZZZ9", b"?"])
def test_a_sheet_that_lies_about_its_size_ends_soon(place: bytes) -> None:
    row = re.sub(rb"\D", b"", place) or b"0"
    far = b'<row r="%s"><c r="%s" t="str"><v>x</v></c></row></sheetData>' % (row, place)
    content = sheet(workbook(survey=SURVEY), lambda held: held.replace(b"</sheetData>", far))

    with suppress(ImportRefused):
        read_xlsform(content, name="x")


def test_a_thousand_empty_rows_are_nothing() -> None:
    imported = read_xlsform(workbook(survey=[*SURVEY, *[{}] * 2000, *SURVEY]), name="x")

    assert [item.link_id for item in form_of(imported).asked] == ["q", "q~2"]


def test_formulas_count_by_their_stored_result_alone() -> None:
    imported = read_xlsform(workbook(survey=[SURVEY[0] | {"hint": "=1+1"}]), name="x")

    assert form_of(imported).by_path["q"].hint("en") == ""
    assert told(imported) == [(2, "hint", "=1+1")]


def test_names_of_sheets_and_headings_in_any_letters() -> None:
    content = workbook(SURVEY=[{"TYPE": "Select_One c1", "NAME": "q", "LABEL::EN": "Q"}],
                       CHOICES=[{"LIST_NAME": "c1", "NAME": "a", "LABEL::EN": "A"}])  # fmt: skip
    imported = read_xlsform(content, name="x")

    assert imported.not_understood == ()
    assert form_of(imported).by_path["q"].answer_options[0].label("en") == "A"


def test_a_sheet_that_is_not_read_is_one_line() -> None:
    imported = read_xlsform(workbook(survey=SURVEY, notes=[{"a": 1}, {"a": 2}]), name="x")

    assert told(imported) == [(None, "", "sheet notes")]


def test_a_deep_form_is_refused_not_crashed() -> None:
    rows = [{"type": "begin group", "name": f"g{n}"} for n in range(sys.getrecursionlimit())]

    with pytest.raises(ImportRefused, match="nested"):
        read_xlsform(workbook(survey=rows), name="x")


def test_many_questions_of_one_name_are_told_apart_quickly() -> None:
    rows = [{"type": "text", "name": "q", "label": "Q", "relevant": "${q} = 1"}] * 3000

    assert len(form_of(read_xlsform(workbook(survey=rows), name="x")).asked) == 3000


_TYPES = st.sampled_from(
    ["text", "integer", "date", "note", "select_one l", "select_multiple l or_other", "calculate",
     "begin group", "end group", "begin repeat", "end repeat", "begin loop over l", "end loop",
     "range", "rank l", "geopoint", "start", "select_one nowhere", "image", "acknowledge", "hidden",
     "magic", ""]
)  # fmt: skip
_CELLS = st.text(max_size=12) | st.sampled_from(
    ["yes", "no", "${q1} = 'a'", ". > 3", "today()", "minimal", "ex:a(b)", "start=1;end=3", "2"]
) | st.integers() | st.floats() | st.booleans() | st.none()  # fmt: skip
_HEADINGS = (
    "name", "label", "label::fr", "hint", "required", "relevant", "constraint", "calculation",
    "constraint_message", "default", "appearance", "choice_filter", "parameters", "read_only",
    "repeat_count", "image", "rows", "disabled", "something else",
)  # fmt: skip
_ROWS = st.lists(
    st.fixed_dictionaries({"type": _TYPES}, optional=dict.fromkeys(_HEADINGS, _CELLS)), max_size=8
)


def _written(rows: list[dict[str, Any]], **sheets: Any) -> bytes | None:
    """The workbook; None where a spreadsheet could not hold such a cell."""
    with suppress(ValueError, IllegalCharacterError):
        return workbook(survey=rows, **sheets)
    return None


@settings(max_examples=60, deadline=None)
@given(
    _ROWS, st.lists(st.dictionaries(st.sampled_from(["list_name", "name", "label", "x"]), _CELLS))
)
def test_any_workbook_becomes_a_form_without_errors_or_is_refused(
    rows: list[dict[str, Any]], listed: list[dict[str, Any]]
) -> None:
    fixed = [{"list_name": "l", "name": name, "label": name} for name in "ab"]
    content = _written(rows, choices=[*fixed, *listed])
    if content is None:
        return
    try:
        imported = read_xlsform(content, name="any")
    except ImportRefused:
        return
    form = form_of(imported)
    errors = [found for found in check_questionnaire(form) if found.severity == "error"]
    assert errors == []
    JudgedQuestionnaire.model_validate_json(encode_json(imported.questionnaire))


_MARKED = ("label", "hint", "default", "constraint_message", "relevant", "constraint", "note",
           "appearance", "image", "calculation", "parameters")  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_TYPES, st.sets(st.sampled_from(_MARKED))), max_size=8))
def test_every_cell_is_in_the_form_or_in_the_list(rows: list[tuple[str, set[str]]]) -> None:
    survey = [
        {"type": type_, "name": f"n{number}"}
        | {column: f"mark{number}{column.replace('_', '')}" for column in columns}
        for number, (type_, columns) in enumerate(rows)
    ]
    listed = [{"list_name": "l", "name": name, "label": name} for name in "ab"]
    try:
        imported = read_xlsform(workbook(survey=survey, choices=listed), name="any")
    except ImportRefused:
        return
    for number, row in enumerate(survey, start=2):
        for column, text in row.items():
            if column not in {"type", "name"}:
                assert _is_found(imported, number, column, row, text), (row, column)


def _is_found(imported: Imported, number: int, column: str, row: dict[str, str], text: str) -> bool:
    if text in encode_json(imported.questionnaire).decode():
        return True
    return any(
        (found.row == number and (column == found.column or "left out" in found.message))
        or (found.row is None and found.column == column)
        or ("Left out" in found.message and row["type"] in found.construct.split(", "))
        for found in imported.not_understood
    )


def test_the_only_sheet_is_the_survey_whatever_it_is_called() -> None:
    imported = read_xlsform(workbook(Sheet1=SURVEY), name="x")

    assert list(form_of(imported).by_path) == ["q"]
    assert told(imported) == [(None, "", "sheet Sheet1")]


@pytest.mark.parametrize("title", ["columns", "Choices and Columns"])
def test_choices_may_stand_in_a_sheet_of_an_early_name(title: str) -> None:
    survey = [{"type": "select_one ab", "name": "q", "label": "Q"}]
    imported = read_xlsform(workbook(survey=survey, **{title: choices(ab=["a", "b"])}), name="x")

    assert len(form_of(imported).by_path["q"].answer_options) == 2
    assert imported.not_understood == ()


def test_a_refusal_has_its_list_and_names_a_row_of_the_survey_as_the_reason() -> None:
    survey = [{"type": "geopoint", "name": "q", "label": "Q"}, {"type": "geoshape", "name": "r"}]
    with pytest.raises(ImportRefused, match="no place on a map") as refused:
        read_xlsform(workbook(survey=survey, other=SURVEY), name="x")

    rows = [(note.row, note.construct) for note in refused.value.not_understood]
    assert rows == [(None, "sheet other"), (2, "geopoint"), (3, "geoshape")]


def test_a_strict_open_xml_workbook_is_read() -> None:
    content = workbook(survey=SURVEY)
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"):
        content = changed(content, part, strict)

    assert list(form_of(read_xlsform(content, name="x")).by_path) == ["q"]


def strict(held: bytes) -> bytes:
    usual, other = b"http://schemas.openxmlformats.org", b"http://purl.oclc.org/ooxml"
    for name in (b"/spreadsheetml", b"/officeDocument"):
        held = held.replace(usual + name + b"/2006", other + name)
    return held
