"""XLSForm as CSV: all sheets in one table, or the sheet `survey` alone."""

import pytest

from kiosk.authoring.choosing import format_of
from kiosk.authoring.imported import Imported
from kiosk.authoring.xlsform import read_xlsform
from kiosk.errors import ImportRefused
from tests.authoring.conftest import form_of, told

SHEETS = """\
survey,,,
,type,name,label
,select_one yes_no,pain,"Pain, today?"
,,,
choices,,,
,list name,name,label
,yes_no,yes,Yes
,yes_no,no,No
settings,,,
,form_title,,
,Intake,,
"""


def read(text: str, encoding: str = "utf-8") -> Imported:
    content = text.encode(encoding)
    assert format_of(content) == "XLSForm"
    return read_xlsform(content, name="x")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_all_sheets_stand_in_one_table(delimiter: str, encoding: str) -> None:
    imported = read(SHEETS.replace("Pain, ", "Pain ").replace(",", delimiter), encoding)
    form = form_of(imported)

    assert imported.not_understood == ()
    assert form.title("en") == "Intake"
    assert [option.answer.value["display"] for option in form.by_path["pain"].answer_options] == [
        "Yes",
        "No",
    ]


def test_a_table_alone_is_the_survey_and_rows_count_as_in_the_file() -> None:
    imported = read("type,name,label::en,label::fr\ninteger,age,Age,Âge\ngeopoint,g,Where,Où\n")

    assert form_of(imported).languages == ("en", "fr")
    assert told(imported) == [(None, "form_title", "x"), (3, "type", "geopoint")]


def test_the_name_of_a_sheet_may_stand_beside_its_headings() -> None:
    imported = read("survey,type,name,label\n,text,q,Question\n")

    assert form_of(imported).by_path["q"].text("en") == "Question"


def test_the_line_that_tells_excel_the_delimiter_is_passed_over() -> None:
    assert form_of(read("sep=;\ntype;name;label\ntext;q;Question\n")).by_path["q"]


def test_letters_of_windows_are_read_and_said() -> None:
    imported = read("type,name,label\ntext,q,Größe\n", "cp1252")

    assert form_of(imported).by_path["q"].text("en") == "Größe"
    assert told(imported) == [(None, "", "letters")]


def test_a_lost_quotation_mark_is_refused_with_its_row() -> None:
    with pytest.raises(ImportRefused, match=r"Row 2 .*quotation mark") as refused:
        read('type,name,label\ntext,q,"Question\ntext,r,R\n')
    assert refused.value.advice


def test_a_table_too_large_is_refused() -> None:
    with pytest.raises(ImportRefused, match="filled cells"):
        read("type,name,label\n" + "text,q,Q\n" * 100_001)


def test_another_table_is_no_form_and_the_reason_says_what_is_missing() -> None:
    with pytest.raises(ImportRefused, match=r"no columns “Variable / Field Name”.*“type”"):
        format_of(b"key,name\nmango,Mango\n")
