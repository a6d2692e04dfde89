"""`kiosk form import` and `kiosk form text`, as they are typed."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kiosk.cli import main
from kiosk.commands.importing_forms import import_form, text
from kiosk.errors import RefusedError, UsageError
from kiosk.resources import resource
from tests.authoring.dictionaries import dictionary
from tests.coproduction.audit_c import UK_THIRD, uk_audit_c
from tests.coproduction.test_codes import US_THIRD

PAIN = resource("forms", "pain-today.json")
PHQ = resource("forms", "phq-9.json")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "first_visit.csv"
    file.write_bytes(
        dictionary(
            {"name": "age", "check": "integer", "label": "How old are you?"},
            {"name": "bmi", "type": "calc", "choices": "1+1", "label": "BMI"},
        )
    )
    return file


def workbook(file: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("type", "name", "label"), ("integer", "age", "How old are you?")):
        sheet.append(row)
    sheet.title = "survey"
    book.save(file)
    return file


def printed(capsys: Any, *words: str) -> tuple[int, Any]:
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_dictionary_becomes_a_draft_and_says_what_did_not_come(
    table: Path, tmp_path: Path, capsys: Any
) -> None:
    out = tmp_path / "draft.json"
    code, document = printed(capsys, "form", "import", str(table), "--out", str(out))
    assert (code, set(document)) == (0, {"questionnaire", "notUnderstood"})
    assert json.loads(out.read_text()) == document["questionnaire"]
    [note] = document["notUnderstood"]
    assert (set(note), note["row"]) == ({"row", "column", "construct", "message"}, 3)
    assert main(["form", "check", str(out)]) == 0
    assert main(["form", "fill", str(out)]) == 0


def test_what_came_is_told_to_people_with_what_to_do_next(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.json"
    _, _, told = import_form(table, out=out)
    assert "“First visit” came of" in told
    assert "1 question, in 1 language (en)" in told
    assert "1 thing that did not come as written" in told
    assert f"kiosk form try {out}" in told
    assert "Nothing was written" in import_form(table).text


def test_the_format_is_known_by_what_stands_in_the_file(table: Path, tmp_path: Path) -> None:
    told = text(PAIN).text
    wrong_endings = {
        "a.txt": table.read_bytes(),
        "b.csv": PAIN.read_bytes(),
        "c.json": told.encode(),
        "d.csv": workbook(tmp_path / "x.xlsx").read_bytes(),
    }
    for name, content in wrong_endings.items():
        file = tmp_path / name
        file.write_bytes(content)
        assert import_form(file).document["questionnaire"]["resourceType"] == "Questionnaire"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"hello", "no format"),
        (b"a,b\n1,2\n", "no columns"),
        (b"<Questionnaire/>", "XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old kind"),
        (b"{}", "no FHIR Questionnaire"),
        (b"PK\x03\x04", ""),
        (b"# T\nwhat is this", "Line 2"),
    ],
)
def test_a_refused_file_is_1_with_a_document_that_says_why(
    content: bytes, why: str, tmp_path: Path, capsys: Any
) -> None:
    file, out = tmp_path / "any.csv", tmp_path / "out.json"
    file.write_bytes(content)
    code, document = printed(capsys, "form", "import", str(file), "--out", str(out))
    assert (code, document["error"]) == (1, "ImportRefused")
    assert why in document["message"]
    assert document["advice"]
    assert (document["questionnaire"], document["notUnderstood"]) == (None, [])
    assert not out.exists()


def test_a_refusal_lists_what_was_not_understood(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "first.csv"
    file.write_bytes(dictionary({"name": "a", "type": "sql", "choices": "select 1"}))
    code, document = printed(capsys, "form", "import", str(file))
    assert (code, document["questionnaire"]) == (1, None)
    assert {note["row"] for note in document["notUnderstood"]} == {2}
    assert main(["form", "import", str(file)]) == 1
    assert "select 1" in capsys.readouterr().err


def test_a_missing_file_is_2(tmp_path: Path, capsys: Any) -> None:
    assert printed(capsys, "form", "import", str(tmp_path / "none.csv"))[0] == 2
    assert printed(capsys, "form", "text", str(tmp_path / "none.json"))[0] == 2


def test_nothing_is_written_over_unless_wanted(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.json"
    out.write_text("mine")
    with pytest.raises(RefusedError, match="not overwritten"):
        import_form(table, out=out)
    with pytest.raises(RefusedError, match="not overwritten"):
        text(PAIN, out=out)
    assert out.read_text() == "mine"
    import_form(table, out=out, replace=True)
    assert json.loads(out.read_text())["status"] == "draft"


def test_fhir_in_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    once, twice = tmp_path / "once.json", tmp_path / "twice.json"
    import_form(PAIN, out=once)
    import_form(once, out=twice)
    assert once.read_bytes() == twice.read_bytes()


def test_a_form_goes_to_text_and_back_onto_itself(tmp_path: Path) -> None:
    paper, back, direct = (tmp_path / name for name in ("pain.txt", "back.json", "direct.json"))
    text(PAIN, out=paper)
    assert paper.read_text().startswith("# Pain today\n")
    import_form(paper, onto=PAIN, out=back)
    import_form(PAIN, out=direct)
    assert back.read_bytes() == direct.read_bytes()


def test_only_text_goes_onto_a_form(table: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Only the text"):
        import_form(table, onto=PAIN)
    paper = tmp_path / "pain.txt"
    text(PAIN, out=paper)
    with pytest.raises(RefusedError, match="no FHIR Questionnaire"):
        import_form(paper, onto=resource("forms", "forms.lock"))


def test_a_locked_instrument_is_recognised(tmp_path: Path) -> None:
    retyped = json.loads(PHQ.read_text())
    retyped["url"] = "http://clinic.example/mood"
    file = tmp_path / "mood.json"
    file.write_text(json.dumps(retyped))
    [note] = import_form(file).document["notUnderstood"]
    assert "Use the locked one?" in note["message"]


def test_a_code_of_other_words_does_not_come_with_it_and_that_is_said(tmp_path: Path) -> None:
    file = tmp_path / "audit-c.json"
    file.write_text(json.dumps(uk_audit_c()))
    document = import_form(file).document
    assert "code" not in document["questionnaire"]["item"][0]
    [note] = document["notUnderstood"]
    assert (note["column"], note["construct"]) == ("code", "68520-6")

    american, paper = tmp_path / "american.json", tmp_path / "british.txt"
    american.write_text(json.dumps(uk_audit_c()).replace(UK_THIRD, US_THIRD))
    text(american, out=paper)
    assert import_form(paper, onto=american).document["questionnaire"]["item"][0]["code"]
    paper.write_text(paper.read_text("utf-8").replace(US_THIRD, UK_THIRD), "utf-8")
    reworded = import_form(paper, onto=american).document
    assert "code" not in reworded["questionnaire"]["item"][0]
    assert "68520-6" in [one["construct"] for one in reworded["notUnderstood"]]
