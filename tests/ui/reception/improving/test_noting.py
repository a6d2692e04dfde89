"""A note from the desk: a patient asked about a question; by keys alone, in seconds."""

from datetime import datetime
from typing import Any

import pytest

from kiosk.coproduction.staff_notes import StaffNote
from kiosk.store import audit
from kiosk.store.staff_notes import staff_notes
from kiosk.store.visits import Whose


def kept(desk: Any) -> tuple[StaffNote, ...]:
    with desk.store.reading() as c:
        return staff_notes(c)


def note(desk: Any, question: str, reason: str) -> None:
    """Five keystrokes and the question's number."""
    desk.hands.press("Ctrl+K")
    desk.hands.wait_for("A patient asked about a question")
    desk.hands.type(question)
    desk.hands.press("Return")
    desk.settle()
    desk.hands.press(reason)
    desk.hands.press("Return")
    desk.settle()


def test_a_note_is_made_in_five_keystrokes(desk: Any, now: datetime) -> None:
    desk.sign_in()
    note(desk, "2", "1")

    (one,) = kept(desk)
    form = desk.forms[0]
    assert (one.questionnaire, one.link_id) == (form.canonical, form.asked[1].link_id)
    assert (one.reason, one.words) == ("not-understood", "")
    assert (one.day, one.role) == (now.date(), "reception")
    assert desk.hands.sees(f"Noted on question 2 of {form.title('en')}.")
    assert not desk.hands.sees("A patient asked about a question")


def test_it_names_nobody_and_is_in_no_audit(desk: Any) -> None:
    desk.sign_in()
    with desk.store.reading() as c:
        before = audit.events(c, 100)
    note(desk, "1", "1")

    with desk.store.reading() as c:
        assert audit.events(c, 100) == before
    assert "Sam" not in repr(kept(desk))


def test_what_was_not_meant_is_taken_back(desk: Any) -> None:
    desk.sign_in()
    note(desk, "1", "1")
    desk.hands.press("Ctrl+Z")
    desk.settle()

    assert kept(desk) == ()
    assert desk.hands.sees("The note is gone again.")


def test_a_question_is_found_by_its_words_in_the_form_of_the_last_note(desk: Any) -> None:
    desk.sign_in()
    form = desk.forms[1]
    desk.hands.press("Ctrl+K")
    desk.hands.wait_for("A patient asked about a question")
    desk.hands.click("Form", "ComboBox")
    desk.hands.press("Down")
    desk.hands.press("Return")
    desk.settle()
    desk.hands.write_in("Question: number or words", form.asked[0].text("en").split("?")[0])
    desk.hands.press("Return")
    desk.settle()
    desk.hands.press("3")
    desk.hands.press("Return")
    desk.settle()
    note(desk, "1", "1")

    assert [one.questionnaire for one in kept(desk)] == [form.canonical] * 2


def test_what_is_missing_is_said_and_what_was_chosen_stays(desk: Any) -> None:
    desk.sign_in()
    desk.hands.press("Ctrl+K")
    desk.hands.wait_for("A patient asked about a question")
    desk.hands.press("Ctrl+Return")
    assert desk.hands.sees("Which question? Type its number or a word of it, then press Enter.")
    desk.hands.click("Question: number or words")
    desk.hands.type("1")
    desk.hands.press("Return")
    desk.settle()
    desk.hands.press("Ctrl+Return")
    assert desk.hands.sees("Why did they ask? Choose one of the reasons.")
    desk.hands.click("9  These are the words I use instead")
    desk.hands.press("Ctrl+Return")
    assert desk.hands.sees("Write the words you use instead.")
    desk.hands.write_in("In a few words, if you like", "How much does it hurt?")
    desk.hands.press("Return")
    desk.settle()

    assert [(one.reason, one.words) for one in kept(desk)] == [
        ("desk-words", "How much does it hurt?")
    ]


def test_words_that_may_tell_who_somebody_is_are_asked_about_once(desk: Any) -> None:
    desk.sign_in()
    desk.hands.press("Ctrl+K")
    desk.hands.wait_for("A patient asked about a question")
    desk.hands.type("1")
    desk.hands.press("Return")
    desk.settle()
    desk.hands.press("1")
    desk.hands.type("Ring 01782 555 0199")
    desk.hands.press("Return")
    desk.settle()
    assert kept(desk) == ()
    assert any("That may tell who somebody is." in name for name in desk.hands.names())
    desk.hands.press("Return")
    desk.settle()

    assert [one.words for one in kept(desk)] == ["Ring 01782 555 0199"]


def test_from_a_visit_only_its_forms_are_offered_and_the_visit_is_not_noted(desk: Any) -> None:
    desk.sign_in()
    desk.reception.pages["today"].desk.visits.make(
        (desk.forms[1].canonical,), Whose(initials="AB"), by="Sam"
    )
    desk.reception.go("today")
    desk.settle()
    desk.hands.press("Home")
    desk.hands.press("Alt+Q")
    desk.hands.wait_for("A patient asked about a question")
    desk.hands.type("1")
    desk.hands.press("Return")
    desk.settle()
    desk.hands.press("1")
    desk.hands.press("Return")
    desk.settle()

    (one,) = kept(desk)
    assert one.questionnaire == desk.forms[1].canonical
    assert "AB" not in repr(one)


def test_escape_keeps_nothing_and_locking_closes_it(desk: Any) -> None:
    desk.sign_in()
    desk.hands.press("Ctrl+K")
    desk.hands.wait_for("A patient asked about a question")
    desk.hands.press("Escape")
    desk.settle()
    assert not desk.hands.sees("A patient asked about a question")
    desk.hands.press("Ctrl+K")
    desk.hands.wait_for("A patient asked about a question")
    desk.reception.lock()
    desk.settle()

    assert not desk.hands.sees("A patient asked about a question")
    assert kept(desk) == ()


@pytest.mark.parametrize(("role", "may"), [("clinical", True), ("lead", True), ("IT", False)])
def test_who_makes_notes(desk: Any, role: str, *, may: bool) -> None:
    desk.sign_in(role)

    assert desk.hands.sees("Form note") is may
