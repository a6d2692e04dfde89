"""Patients choose between wordings: opened, watched, closed and made use of at the desk."""

from datetime import datetime
from typing import Any

import pytest

from kiosk.coproduction.ballots import Ballot
from kiosk.coproduction.editing.edits import SetHelp, SetText
from kiosk.desk.improving.balloting import USED, BallotBook, Wanted
from kiosk.store import ballots
from kiosk.store.staff import StaffMember
from kiosk.ui.reception.editing.request import ChangeAsked, asked_of
from tests.ui.reception.improving.test_week import FINE, count, pain, show, told

NEW = "How strong is your pain now?"
BUTTON, OPENS = "Let patients choose", "Let them choose"


def questions(desk: Any, *, role: str = "lead", form: str = "Pain today", down: int = 0) -> None:
    """The tab by question, at one of a form's questions."""
    show(desk, role)
    desk.hands.click("By question", "PageTab")
    desk.settle()
    part = desk.reception.pages["improve"].parts["questions"]
    part.showForm(next(one.url for one in desk.forms if one.title("en") == form))
    desk.settle()
    row = desk.hands.rows()[down]
    desk.hands.click(row)
    desk.settle()


def opened(desk: Any, now: datetime, *others: str) -> Ballot:
    """A ballot about the first question of the form about pain."""
    form = pain(desk)
    book = BallotBook(desk.store, lambda: now)
    until = now.date().replace(year=now.year + 1)
    wanted = Wanted("en", others or (NEW,), until)
    return book.open(form, form.asked[0].link_id, wanted, StaffMember("lead", "The lead", "lead"))


def choose(desk: Any, ballot: Ballot, now: datetime, new: int, used: int, *bands: str) -> None:
    with desk.store.transaction() as c:
        for winner, loser, times in (("1", USED, new), (USED, "1", used)):
            for _ in range(times):
                ballots.count_choice(
                    c, ballot.id, winner=winner, loser=loser, bands=bands, today=now.date()
                )


def watched(desk: Any) -> list[tuple[str, str]]:
    """Which page is asked for, with what."""
    found: list[tuple[str, str]] = []
    desk.reception.pages["improve"].wanted.connect(lambda page, key: found.append((page, key)))
    return found


def test_the_lead_lets_patients_choose_by_keys_and_takes_it_back(desk: Any) -> None:
    questions(desk)
    desk.hands.click(BUTTON)
    desk.hands.wait_for("Let patients choose between wordings")
    desk.settle()
    desk.hands.type(NEW)
    desk.hands.press("Ctrl+Return")
    desk.settle()
    desk.settle()
    assert told(desk, "Patients choose from now on.")
    assert told(desk, "Question 1: Patients choose until")
    with desk.store.reading() as c:
        (held,) = ballots.ballots(c)
    assert sorted(held.ballot.wordings.values()) == sorted([pain(desk).asked[0].text("en"), NEW])
    desk.hands.press("Ctrl+Z")
    desk.settle()
    desk.settle()

    assert told(desk, "Question 1: Patients chose until")


def test_what_is_refused_is_said_in_the_dialog_and_what_was_written_stays(desk: Any) -> None:
    questions(desk)
    desk.hands.click(BUTTON)
    desk.hands.wait_for("Let patients choose between wordings")
    desk.settle()
    desk.hands.type(pain(desk).asked[0].text("en"))
    desk.hands.press("Ctrl+Return")
    desk.settle()
    assert told(desk, "Two of the wordings are the same.")
    desk.hands.click("One more wording")
    desk.settle()
    assert desk.hands.sees("Another wording 2")
    desk.hands.write_in("Last day", "soon")
    desk.hands.press("Ctrl+Return")
    desk.settle()
    assert told(desk, "Until when?")
    desk.hands.press("Escape")
    desk.settle()

    assert not told(desk, "Let patients choose between wordings")
    with desk.store.reading() as c:
        assert ballots.ballots(c) == ()


def test_of_few_choices_no_number_is_told(desk: Any, now: datetime) -> None:
    choose(desk, opened(desk, now), now, 5, 4, "mode:large")
    questions(desk)
    desk.hands.click(BUTTON)
    desk.hands.wait_for("What patients choose")
    desk.settle()

    assert told(desk, "Fewer than 10 choices so far.")
    assert not told(desk, "9 choices")
    assert not told(desk, "in 10")
    assert not desk.hands.sees("Make it the draft")


def test_the_winner_becomes_the_draft_in_the_editor(desk: Any, now: datetime) -> None:
    count(desk.store, pain(desk), pain(desk).asked[0].link_id, FINE, now=now)
    choose(desk, opened(desk, now), now, 28, 8)
    questions(desk)
    asked = watched(desk)
    desk.hands.click(BUTTON)
    desk.hands.wait_for("What patients choose")
    desk.settle()
    assert told(desk, "is chosen more often, and no group loses by it.")
    assert told(desk, "about 8 times in 10")
    desk.hands.click("Make it the draft")
    desk.settle()
    desk.hands.wait_for("Back to the forms")
    desk.settle()

    ((page, key),) = asked
    request, form = asked_of(key), pain(desk)
    link_id = form.asked[0].link_id
    assert page == "forms"
    assert request == ChangeAsked(form.url, link_id, (), (SetText(link_id, "en", NEW),))
    editor = desk.reception.pages["forms"]._editor
    assert editor._change.form.by_link_id[link_id].text("en") == NEW


def test_where_a_group_would_lose_both_stand(desk: Any, now: datetime) -> None:
    ballot = opened(desk, now)
    choose(desk, ballot, now, 30, 2)
    choose(desk, ballot, now, 2, 9, "mode:large", "language:ar")
    questions(desk)
    asked = watched(desk)
    desk.hands.click(BUTTON)
    desk.hands.wait_for("What patients choose")
    desk.settle()
    (against,) = (name for name in desk.hands.names() if "but not by:" in name)
    assert "العربية" in against
    assert "people who use larger text" in against
    assert not desk.hands.sees("Make it the draft")
    desk.hands.click("Let both stand: put it as help text")
    desk.settle()
    desk.settle()

    request = asked_of(asked[0][1])
    assert isinstance(request, ChangeAsked)
    (edit,) = request.edits
    assert isinstance(edit, SetHelp)
    assert edit.text.endswith(NEW)


def test_it_is_closed_and_the_way_back_opens_it_again(desk: Any, now: datetime) -> None:
    opened(desk, now)
    questions(desk)
    desk.hands.click(BUTTON)
    desk.hands.wait_for("What patients choose")
    desk.settle()
    desk.hands.click("Close the choice")
    desk.settle()
    desk.settle()
    assert told(desk, "Question 1: Patients chose until")
    desk.hands.press("Ctrl+Z")
    desk.settle()
    desk.settle()

    assert told(desk, "Question 1: Patients choose until")


@pytest.mark.parametrize("role", ["reception", "clinical"])
def test_others_see_how_it_stands_and_change_nothing(desk: Any, now: datetime, role: str) -> None:
    opened(desk, now)
    questions(desk, role=role)
    desk.hands.click(BUTTON)
    desk.hands.wait_for("What patients choose")
    desk.settle()

    assert desk.hands.sees("Done")
    assert not desk.hands.sees("Close the choice")


def test_an_instrument_can_not_be_put_to_patients(desk: Any) -> None:
    questions(desk, form="Worries (GAD-7)")
    part = desk.reception.pages["improve"].parts["questions"]

    assert not part.property("mayChoose")


@pytest.mark.parametrize("percent", [100, 200])
def test_the_dialog_is_walked_by_tab_and_stays_inside(desk: Any, percent: int) -> None:
    questions(desk)
    desk.hands.click(BUTTON)
    desk.hands.wait_for("Let patients choose between wordings")
    desk.reception.look.useText(percent)
    desk.settle()
    met = desk.hands.walk(20)

    assert all(node.name for node in met)
    assert {node.name for node in met} >= {
        "Another wording 1", "One more wording", "Last day", "Language of the wordings", OPENS,
        "Cancel",
    }  # fmt: skip
    assert "Lock" not in {node.name for node in met}


def test_locking_shuts_the_dialog(desk: Any) -> None:
    questions(desk)
    desk.hands.click(BUTTON)
    desk.hands.wait_for("Let patients choose between wordings")
    desk.settle()
    desk.reception.lock()
    desk.hands.wait_for("Sign in")
    desk.settle()

    assert not told(desk, "Let patients choose between wordings")
