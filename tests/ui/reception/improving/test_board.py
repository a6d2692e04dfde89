"""The board at the desk: what everybody reads, what waits too long, and its papers."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.coproduction.outcomes import Decision
from kiosk.store import feedback
from kiosk.store.board_facts import read_said
from kiosk.store.tables import form_day
from tests.papers.reading import plain, text_of
from tests.ui.reception.improving.heard_store import remark
from tests.ui.reception.improving.test_week import pain, told

SECRET = "What does most mean here?"


@pytest.fixture
def said(desk: Any, now: datetime) -> Any:
    """Three weeks ago ten people filled it in and five of them said something."""
    form, then = pain(desk), now - timedelta(days=21)
    remark(desk.store, form, "pain-where", now=then, words=SECRET)
    with desk.store.transaction() as c:
        feedback.release_remarks(c, today=then.date())
        c.execute(form_day.insert().values(
            questionnaire=form.canonical, day=then.date(), finished=10
        ))  # fmt: skip
    return desk


def board(desk: Any) -> Any:
    desk.sign_in("lead")
    # The rail says how many wait.
    page = next(name for name in desk.hands.names() if name.startswith("Improve"))
    desk.hands.click(page, "PageTab")
    desk.settle()
    desk.hands.click("Board", "PageTab")
    desk.settle()
    desk.settle()
    return desk


def test_an_empty_board_says_when_something_comes(desk: Any) -> None:
    board(desk)
    assert told(desk, "Nothing is on the board yet")
    assert told(desk, "five people have spoken")


def test_what_waits_too_long_stands_on_it_and_leads_to_where_it_is_answered(said: Any) -> None:
    board(said)
    assert told(said, "You told us about this question: “Where does it hurt most?”")
    assert told(said, "Not answered yet. It has waited more than two weeks.")
    assert told(said, "wait longer than two weeks for an answer")
    said.hands.click("Answer them")
    said.settle()
    assert told(said, "Read")


def test_what_was_answered_stands_on_it_and_no_word_of_a_patient(said: Any, now: datetime) -> None:
    with said.store.transaction() as c:
        for about in {one.asked.id for one in read_said(c)}:
            no = Decision(about, "no", "We asked.", now.date(), "lead", reason="cost")
            feedback.record_decision(c, no)
    board(said)
    assert told(said, "We will not change it, because it would cost too much. We asked.")
    assert not told(said, SECRET)


@pytest.mark.parametrize(
    ("button", "text"),
    [
        ("Save the board to print, A4", "Not answered yet."),
        ("Save the board to print, A3", "Was a question no good?"),
        ("Save the huddle page to print", "Forms huddle"),
    ],
)
def test_its_papers_are_saved_where_one_says(
    said: Any, tmp_path: Path, button: str, text: str
) -> None:
    board(said)
    said.hands.write_in("Folder for the PDF", str(tmp_path))
    said.hands.click(button)
    said.settle()
    (file,) = tmp_path.glob("*.pdf")
    read = plain(text_of(file))
    assert text in read
    assert SECRET not in read
