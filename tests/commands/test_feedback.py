"""`kiosk feedback` and its papers: what was said is answered; what was done is not claimed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from kiosk.coproduction.feedback import Remark
from kiosk.desk.improving.own_forms import OwnForms
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.offered import bundled_value_sets
from kiosk.store import feedback, fetched
from tests.commands.pc import PC, set_up
from tests.papers.reading import plain, text_of
from tests.store.finished import filled, keep, pain_form

SECRET = "my own words"


@pytest.fixture
def pc(secret_service: dict[str, str], tmp_path: Path) -> PC:
    """Ten people sent the pain form three weeks ago, and five said something of a question."""
    made = set_up(secret_service, tmp_path)
    then = datetime.now(UTC) - timedelta(days=21)
    form = pain_form()
    with made.opened() as store:
        for number in range(1, 11):
            keep(store, filled(then, number, seed=number), then)
        with store.transaction() as c:
            for _ in range(5):
                remark = Remark(
                    str(uuid4()), then.date(), form.canonical, "pain-where", "not-understood",
                    SECRET, "en",
                )  # fmt: skip
                feedback.keep_remark(c, remark)
            feedback.release_remarks(c, today=then.date())
    return made


def test_the_list_says_what_is_overdue_and_an_answer_is_recorded_with_its_reason(pc: PC) -> None:
    (group,) = pc.json("feedback", "list")["groups"]
    assert (group["overdue"], group["outcome"]) == (True, "unanswered")
    assert "not answered yet, and overdue" in pc("feedback", "list").stdout

    until = (datetime.now(UTC) + timedelta(days=90)).date().isoformat()
    answer = ("feedback", "answer", group["id"], "--no", "We can't.", "--because", "not-now")
    told = pc.json(*answer, "--until", until)
    assert (told["because"], told["until"]) == ("not-now", until)
    (group,) = pc.json("feedback", "list")["groups"]
    assert (group["outcome"], group["answer"], group["until"]) == ("no", "We can't.", until)


def test_questions_of_versions_made_here_and_of_forms_that_came_are_told_in_their_words(
    pc: PC,
) -> None:
    def reworded(url: str, text: str) -> Questionnaire:
        raw = dict(pain_form().raw) | {"url": url, "version": "2.0.0"}
        items = [dict(one) for one in raw["item"]]
        next(one for one in items if one["linkId"] == "pain-where")["text"] = text
        return parse_questionnaire(raw | {"item": items})

    now = datetime.now(UTC)
    ours = reworded(pain_form().url, "Which part of you hurts most?")
    came = reworded("http://example.org/fhir/Questionnaire/came", "Where is it sore?")
    with pc.opened() as store:
        own = OwnForms(store, "Lee", "lead", lambda: now)
        own.add(encode_json(ours.raw), bundled_value_sets(), {ours.url: pain_form()}.get)
        with store.transaction() as c:
            fetched.keep_good(c, fetched.FORM, came.url, encode_json(came.raw), now=now)
            for form in (ours, came):
                for _ in range(5):
                    remark = Remark(
                        str(uuid4()),
                        now.date(),
                        form.canonical,
                        "pain-where",
                        "too-personal",
                        "",
                        "en",
                    )
                    feedback.keep_remark(c, remark)
    pc.add_setting(f'[patient]\nforms = ["pain-today", "{came.url}"]\n')

    groups = pc.json("feedback", "list")["groups"]

    asked = {one["questionnaire"]: one["question"] for one in groups}
    assert asked == {
        pain_form().canonical: "Where does it hurt most?",
        ours.canonical: "Which part of you hurts most?",
        came.canonical: "Where is it sore?",
    }


def test_that_it_was_done_is_refused_and_the_way_to_do_it_is_told(pc: PC) -> None:
    (group,) = pc.json("feedback", "list")["groups"]
    told = pc("feedback", "answer", group["id"], "--did", "Done.")
    assert told.returncode == 1
    assert "can't be written by hand" in told.stderr
    assert "Change the question" in told.stderr


@pytest.mark.parametrize(
    "words",
    [("--no", "No."), ("--say", "Hello.", "--because", "law"), ("--no", "N", "--because", "x")],
)
def test_a_reason_belongs_to_a_no_and_each_no_has_one(pc: PC, words: tuple[str, ...]) -> None:
    (group,) = pc.json("feedback", "list")["groups"]
    assert pc("feedback", "answer", group["id"], *words).returncode == 2


def test_board_and_huddle_are_printed_without_a_patient_s_word(pc: PC, tmp_path: Path) -> None:
    board, huddle = tmp_path / "board.pdf", tmp_path / "huddle.pdf"
    told = pc.json("papers", "board", "--out", board, "--paper", "a3")
    assert (told["lines"], told["pages"]) == (1, 1)
    assert "Not answered yet" in plain(text_of(board))
    told = pc.json("papers", "huddle", "--out", huddle)
    assert told["overdue"] == 1
    read = plain(text_of(huddle))
    assert "Forms huddle" in read
    assert "1 suggestion waits longer than two weeks" in read
    assert SECRET not in read + plain(text_of(board))
