"""The CSV that reception opens in a spreadsheet."""

import csv
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import RefusedError, UsageError
from kiosk.export.csv_wide import guarded, write_csv
from kiosk.export.files import Folder, OneFile
from kiosk.export.job import About, Job
from kiosk.forms.bidi import unmarked
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.response import encode
from kiosk.resources import resource

ABOUT = About(datetime(2026, 3, 2, tzinfo=UTC))
CODING = {"system": "http://loinc.org", "code": "LA6569-3", "display": "Several days"}
DECLINED = {
    "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
    "valueCode": "asked-declined",
}


@dataclass
class Row:
    payload: bytes
    state: str = "waiting"
    completed_at: datetime = field(default_factory=lambda: datetime(2026, 3, 2, tzinfo=UTC))


def response(*items: dict[str, Any], name: str = "pain") -> Row:
    resource = {
        "resourceType": "QuestionnaireResponse",
        "id": "r1",
        "status": "completed",
        "language": "en",
        "authored": "2026-03-02T10:00:00+00:00",
        "questionnaire": f"http://x.example/Questionnaire/{name}|1.0.0",
        "item": list(items),
    }
    return Row(encode(resource))


def export(rows: Callable[[], Iterable[Row]], file: Path, **more: Any) -> None:
    """One file, as `kiosk export` writes it."""
    with OneFile(file) as target:
        write_csv(Job(rows, ABOUT, **more), target)
        target.finish()
        target.place()


def written(file: Path, *rows: Row, **more: Any) -> list[dict[str, str]]:
    export(lambda: rows, file, **more)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def item(link_id: str, *answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, **({"answer": list(answers)} if answers else {}), **more}


def test_a_coded_answer_has_its_code_and_its_label(tmp_path: Path) -> None:
    rows = written(tmp_path / "a.csv", response(item("q1", {"valueCoding": CODING})))

    assert rows[0]["pain.q1 code"] == "LA6569-3"
    assert rows[0]["pain.q1 label"] == "Several days"


def test_the_file_begins_with_a_byte_order_mark_so_that_a_double_click_shows_accents(
    tmp_path: Path,
) -> None:
    rows = written(tmp_path / "a.csv", response(item("q1", {"valueString": "Zażółć, مرحبا 🙂"})))

    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows[0]["pain.q1"] == "Zażółć, مرحبا 🙂"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1"])
def test_words_that_a_spreadsheet_would_run_become_text(tmp_path: Path, text: str) -> None:
    rows = written(tmp_path / "a.csv", response(item("q1", {"valueString": text})))

    assert rows[0]["pain.q1"] == "'" + text


@pytest.mark.parametrize("text", ["-5", "+44 20 7946 0000", "-1.5e3", "0123", "plain"])
def test_numbers_and_telephone_numbers_are_left_as_they_are(text: str) -> None:
    assert guarded(text) == text


def test_a_number_keeps_its_sign(tmp_path: Path) -> None:
    rows = written(tmp_path / "a.csv", response(item("q1", {"valueInteger": -3})))

    assert rows[0]["pain.q1"] == "-3"


def test_commas_quotes_and_newlines_come_back_as_typed(tmp_path: Path) -> None:
    text = 'one, "two"\nthree'

    rows = written(tmp_path / "a.csv", response(item("q1", {"valueString": text})))

    assert rows[0]["pain.q1"] == text


def test_declined_can_be_told_from_not_answered(tmp_path: Path) -> None:
    answered = response(item("q1", {"valueCoding": CODING}), item("q2"))
    declined = response(item("q1", extension=[DECLINED]))

    rows = written(tmp_path / "a.csv", answered, declined)

    assert "pain.q2" not in rows[0]
    assert rows[1]["pain.q1 code"] == "asked-declined"
    assert rows[1]["pain.q1 label"] == "asked-declined"


def test_forms_stand_side_by_side_without_mixing_their_columns(tmp_path: Path) -> None:
    rows = written(
        tmp_path / "a.csv",
        response(item("q1", {"valueInteger": 1})),
        response(item("q1", {"valueInteger": 2}), name="sleep"),
    )

    assert [(row["pain.q1"], row["sleep.q1"]) for row in rows] == [("1", ""), ("", "2")]


def test_repeats_and_nested_questions_are_not_lost(tmp_path: Path) -> None:
    """In a file of their own, each with the number and the key of what it stands in."""
    nested = {"valueString": "a", "item": [item("q2", {"valueInteger": 7})]}
    rows = [response(item("q1", nested, {"valueString": "b"}))]

    with Folder(tmp_path / "out") as target:
        write_csv(Job(lambda: rows, ABOUT), target)
        target.finish()
        target.place()

    with (tmp_path / "out" / "pain.q1.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert list(csv.DictReader(lines)) == [
            {"response": "r1", "key": "r1/q1[1]", "parent key": "r1", "index": "1",
             "pain.q1": "a", "pain.q2": "7"},
            {"response": "r1", "key": "r1/q1[2]", "parent key": "r1", "index": "2",
             "pain.q1": "b", "pain.q2": ""},
        ]  # fmt: skip
    with pytest.raises(UsageError, match=r"several files, one of them pain\.q1"):
        export(lambda: rows, tmp_path / "a.csv")


def test_an_export_of_nothing_is_a_heading(tmp_path: Path) -> None:
    assert written(tmp_path / "a.csv") == []


def test_a_heading_is_guarded_too(tmp_path: Path) -> None:
    export(lambda: [response(item("=q", {"valueInteger": 1}), name="=f")], tmp_path / "a.csv")

    assert ",'=f.=q" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")


def test_every_question_of_a_form_at_hand_has_its_column_answered_or_not(tmp_path: Path) -> None:
    form = read_questionnaire(resource("forms", "pain-today.json").read_bytes())
    row = response(item("pain", {"valueInteger": 0}), name="pain-today")

    export(lambda: [row], tmp_path / "a.csv", forms=lambda _canonical: (form,))

    heading = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert "pain-today.pain,pain-today.pain-where code,pain-today.pain-where label" in heading


def test_a_folder_or_a_device_is_never_written_over(tmp_path: Path) -> None:
    for place in (tmp_path, Path(os.devnull)):
        with pytest.raises(RefusedError, match="no ordinary file"):
            export(lambda: [response()], place)


def test_marks_of_direction_stay_out_of_a_cell(tmp_path: Path) -> None:
    """What hid behind one is guarded like anything else."""
    marked = {"system": "http://x.example", "code": "a", "display": "\u2068نعم\u2069\u200f"}
    rows = written(
        tmp_path / "a.csv",
        response(
            item("q1", {"valueCoding": marked}),
            item("q2", {"valueString": "\u200e=1+1"}),
            item("q3", {"valueString": "می\u200cرم"}),  # this one joins letters, and stays
        ),
    )

    assert rows[0]["pain.q1 label"] == "نعم"
    assert rows[0]["pain.q2"] == "'=1+1"
    assert rows[0]["pain.q3"] == "می\u200cرم"


@given(st.text())
def test_whatever_is_typed_comes_back_and_is_no_formula(text: str) -> None:
    """As typed but for marks of direction and the apostrophe of the guard."""
    with TemporaryDirectory() as folder:
        (row,) = written(Path(folder) / "a.csv", response(item("q1", {"valueString": text})))

    assert row["pain.q1"] == guarded(unmarked(text))
    assert row["pain.q1"].removeprefix("'") == unmarked(text).removeprefix("'")
    if row["pain.q1"].startswith(("=", "@", "\t", "\r", "\n", "\0")):
        raise AssertionError(row["pain.q1"])


@given(st.text(alphabet="+-0123456789 =(@a", max_size=8))
def test_only_a_number_or_a_telephone_number_may_begin_with_its_sign(text: str) -> None:
    if guarded(text).startswith(("+", "-")):
        assert not re.search("[=@a]", text)
