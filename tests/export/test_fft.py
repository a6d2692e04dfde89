"""The monthly return of the Friends and Family Test."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.export.fft import ANSWERS, CODE, QUESTION, question_in, write_fft
from kiosk.export.files import OneFile
from kiosk.export.job import About, Job, Written
from kiosk.forms.proxies import TYPED_IN
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.forms.response import encode

WORDS = ("Very good", "Good", "Neither good nor poor", "Poor", "Very poor", "Don\u2019t know")
NAME = "http://x.example/Questionnaire/fft|1"


@dataclass(frozen=True)
class One:
    payload: bytes
    completed_at: datetime
    state: str = "sent"


def form(**more: Any) -> Questionnaire:
    options = [{"valueCoding": {"code": str(n), "display": word}} for n, word in enumerate(WORDS)]
    asked = {"linkId": "a", "type": "choice", "text": QUESTION, "answerOption": options} | more
    why = {"linkId": "b", "type": "text", "text": "Please tell us why."}
    return parse_questionnaire(
        {"resourceType": "Questionnaire", "url": NAME[:-2], "version": "1", "item": [asked, why]}
    )


def one(month: int, answer: int | None, why: str = "", **more: Any) -> One:
    items: list[dict[str, Any]] = []
    if answer is not None:
        coding = {"code": str(answer), "display": "shown otherwise"}
        items.append({"linkId": "a", "answer": [{"valueCoding": coding}]})
    if why:
        items.append({"linkId": "b", "answer": [{"valueString": why}]})
    made = {"id": "r", "questionnaire": NAME, "status": "completed", "item": items} | more
    return One(encode(made), datetime(2026, month, 15, 12, tzinfo=UTC))


def returned(file: Path, *rows: One, asked: Questionnaire | None = None) -> tuple[Any, Written]:
    kept = (form() if asked is None else asked,)
    about = About(datetime(2026, 6, 1, tzinfo=UTC))
    with OneFile(file, replace=True) as target:
        job = Job(lambda: rows, about, forms=lambda _name: kept, kept=(NAME,))
        written = write_fft(job, target)
        target.finish()
        target.place()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines)), written


def test_each_month_has_its_counts_and_no_word_of_anyone(tmp_path: Path) -> None:
    rows, written = returned(
        tmp_path / "fft.csv",
        one(1, 0, "lovely"), one(1, 0), one(1, 5, "  "), one(3, 4, "secret"), one(3, None, "hm"),
    )  # fmt: skip

    assert [row["month"] for row in rows] == ["2026-01", "2026-02", "2026-03"]
    assert [rows[0][answer] for answer in ANSWERS] == ["2", "0", "0", "0", "0", "1"]
    assert [(row["responses"], row["comments"]) for row in rows] == [
        ("3", "1"), ("0", "0"), ("1", "1")
    ]  # fmt: skip
    assert written.count == 4
    assert "secret" not in (tmp_path / "fft.csv").read_text()


def test_a_mistake_is_not_counted_and_that_is_said(tmp_path: Path) -> None:
    wrong = one(1, 1, status="entered-in-error")

    rows, written = returned(tmp_path / "fft.csv", one(1, 1), wrong)

    assert rows[0]["responses"] == "1"
    assert any("entered in error" in note for note in written.notes)


def test_what_was_typed_in_from_paper_is_not_said_to_be_of_a_kiosk(tmp_path: Path) -> None:
    paper = one(1, 1, extension=[{"url": TYPED_IN, "extension": []}])

    _, written = returned(tmp_path / "fft.csv", one(1, 1), paper)

    assert "1 on paper, all others on a kiosk" in written.notes[-1]


def test_other_words_are_counted_apart(tmp_path: Path) -> None:
    rows, written = returned(tmp_path / "fft.csv", one(1, 9))

    assert (rows[0]["other"], rows[0]["responses"]) == ("1", "1")
    assert any("other words" in note for note in written.notes)


def test_the_question_is_known_by_its_wording_or_by_our_code() -> None:
    marked = {"system": CODE[0], "code": CODE[1]}

    assert question_in(form()) is not None
    assert question_in(form(text="overall, how was your experience of our service")) is not None
    assert question_in(form(text="How was it?", code=[marked])) is not None
    assert question_in(form(text="How was it?")) is None
    assert question_in(form(type="string")) is None


@pytest.mark.parametrize("asked", [form(), form(text="How was it?")])
def test_what_is_not_there_is_said(tmp_path: Path, asked: Questionnaire) -> None:
    rows, written = returned(tmp_path / "fft.csv", asked=asked)

    assert rows == []
    assert any("Friends and Family question" in note for note in written.notes)
