"""A packet of forms: one check page, nothing asked twice, sent as a whole or not at all."""

from typing import Any

import pytest

from kiosk.settings import Patient
from kiosk.store import submissions
from kiosk.store.visits import Whose

SEND = "Send my answers"
BEFORE = "You told us this before"


def lines(kiosk: Any) -> list[tuple[str, str]]:
    return [(row["question"], row["answer"]) for row in kiosk.patient.checking.rows]


def answer_in(response: dict[str, Any], link_id: str) -> str:
    items = {item["linkId"]: item for item in response.get("item", [])}
    return str(items[link_id]["answer"][0]["valueCoding"]["code"])


@pytest.fixture
def begun(open_kiosk: Any, three: Any, give: Any, desk_of: Any) -> Any:
    """Somebody with a slip for three forms, at the first question."""
    kiosk = open_kiosk(settings=Patient(identity="code"), forms=three)
    kiosk.visit = give(three, Whose("urn:clinic:number", "4711"))
    desk_of(kiosk).scan(kiosk.visit.code)
    kiosk.finger.touch("I answer myself")
    kiosk.finger.wait_for("How do you walk?")
    return kiosk


@pytest.fixture
def checked(begun: Any, desk_of: Any) -> Any:
    """The same, on the check page."""
    desk_of(begun).answer("Good", "Fair", "Bad", "Good")
    begun.finger.wait_for(SEND)
    return begun


def test_three_forms_have_one_check_page_with_a_section_each(checked: Any) -> None:
    names = checked.finger.names()
    assert [n for n in names if n.startswith("About")] == [
        "About body",
        "About mind",
        "About nights",
    ]
    assert lines(checked) == [
        ("How do you walk?", "Good"), ("How do you sleep?", "Fair"), ("How is your mood?", "Bad"),
        (f"How did you sleep? · {BEFORE}", "Fair"), ("How rested are you?", "Good"),
    ]  # fmt: skip


def test_what_was_asked_before_is_not_asked_again(begun: Any, desk_of: Any) -> None:
    desk_of(begun).answer("Good", "Fair", "Bad")
    assert begun.finger.wait_for("How rested are you?")


@pytest.mark.parametrize(
    ("question", "part"),
    [("How do you walk?", 0), ("How is your mood?", 1), ("How rested are you?", 2)],
)
def test_change_in_any_form_comes_straight_back(checked: Any, question: str, part: int) -> None:
    checked.finger.touch(f"Change: {question}")
    checked.finger.wait_for(question)
    checked.finger.touch("Bad")
    checked.finger.touch("Continue")
    checked.finger.wait_for(SEND)
    changed = next(row for row in checked.patient.checking.rows if row["question"] == question)
    assert (changed["answer"], changed["part"]) == ("Bad", part)


def test_back_goes_through_all_forms_to_who_answers_and_forth_again(
    checked: Any, desk_of: Any
) -> None:
    for question in ("How rested are you?", "How is your mood?", "How do you sleep?"):
        checked.finger.touch("Back")
        checked.finger.wait_for(question)
    checked.finger.touch("Back")
    checked.finger.touch("Back")
    checked.finger.touch("I answer myself")
    for question in ("walk", "sleep"):
        checked.finger.wait_for(f"How do you {question}?")
        checked.finger.touch("Continue")
    checked.finger.wait_for("How is your mood?")
    checked.finger.touch("Continue")
    checked.finger.wait_for("How rested are you?")
    checked.finger.touch("Continue")
    assert checked.finger.wait_for(SEND)
    assert len(desk_of(checked).kiosk.drafts()) == 3


def test_what_was_taken_over_follows_the_first_answer(checked: Any) -> None:
    checked.finger.touch("Change: How do you sleep?")
    checked.finger.touch("Bad")
    checked.finger.touch("Continue")
    checked.finger.wait_for(SEND)
    assert lines(checked)[3] == (f"How did you sleep? · {BEFORE}", "Bad")


def test_it_can_be_changed_where_it_was_taken_over_and_stays_so(checked: Any) -> None:
    checked.finger.touch("Change: How did you sleep?")
    checked.finger.touch("Good")
    checked.finger.touch("Continue")
    checked.finger.touch("Change: How do you sleep?")
    checked.finger.touch("Bad")
    checked.finger.touch("Continue")
    checked.finger.wait_for(SEND)
    assert lines(checked)[1] == ("How do you sleep?", "Bad")
    assert lines(checked)[3] == ("How did you sleep?", "Good")


def test_what_somebody_would_rather_not_say_is_not_asked_again_either(
    begun: Any, desk_of: Any
) -> None:
    desk_of(begun).answer("Good")
    begun.finger.touch("I'd rather not say")
    desk_of(begun).answer("Bad")
    begun.finger.wait_for("How rested are you?")
    desk_of(begun).answer("Good")
    begun.finger.wait_for(SEND)
    assert lines(begun)[3] == (f"How did you sleep? · {BEFORE}", "You'd rather not say")


def test_sending_writes_every_response_with_who_it_is_about_and_ends_the_visit(
    checked: Any, desk_of: Any
) -> None:
    checked.finger.touch(SEND)
    checked.finger.wait_for("I have finished")
    responses = desk_of(checked).responses()
    patient = {
        "type": "Patient",
        "identifier": {"system": "urn:clinic:number", "value": "4711"},
    }
    assert [response["status"] for response in responses] == ["completed"] * 3
    assert [response["subject"] for response in responses] == [patient] * 3
    assert [response["source"] for response in responses] == [patient] * 3
    (nights,) = [r for r in responses if "nights" in r["questionnaire"]]
    assert answer_in(nights, "night") == "Fair"
    assert checked.drafts() == ()
    assert desk_of(checked).state(checked.visit) == "done"


def test_with_a_busy_store_none_is_written_and_all_can_be_sent_again(
    checked: Any, desk_of: Any
) -> None:
    checked.settle()
    with checked.busy_store():
        checked.finger.touch(SEND)
        checked.finger.wait_for("We could not keep this yet")
    assert checked.submissions() == []
    assert len(checked.drafts()) == 3
    checked.finger.touch("Try again")
    checked.finger.touch(SEND)
    checked.finger.wait_for("I have finished")
    assert len(desk_of(checked).responses()) == 3


def test_where_the_last_response_can_not_be_written_none_is(checked: Any, desk_of: Any) -> None:
    last = checked.patient._visit.parts[2].sitting
    with checked.store.transaction() as connection:
        submissions.submit(
            connection, draft_id=None, response_id=last.response_id,
            questionnaire="elsewhere|1", payload=b"{}", now=checked.visit.made,
        )  # fmt: skip
    checked.settle()
    checked.finger.touch(SEND)
    checked.finger.wait_for("We could not keep this yet")
    assert len(checked.submissions()) == 1
    assert len(checked.drafts()) == 3
    assert desk_of(checked).state(checked.visit) == "at-the-screen"


def test_consent_says_that_the_number_goes_with_the_answers(checked: Any) -> None:
    told = checked.patient.consentText
    assert "with the number they know you by" in told
    assert "without your name" not in told


def test_consent_of_a_visit_that_names_nobody_says_so(
    open_kiosk: Any, three: Any, give: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(settings=Patient(identity="code"), forms=three)
    desk_of(kiosk).scan(give(three, Whose(initials="AL")).code)
    kiosk.finger.wait_for("Who is answering?")
    assert any("without your name" in name for name in kiosk.finger.names())


def test_a_visit_is_told_to_have_ended_as_soon_as_the_store_can(begun: Any, desk_of: Any) -> None:
    begun.finger.touch("Good")
    begun.settle()
    with begun.busy_store():
        begun.patient.leave(delete=False)
        begun.settle()
    begun.finger.wait_for("English")
    assert desk_of(begun).state(begun.visit) == "at-the-screen"
    begun.patient._ends._again.timeout.emit()
    assert desk_of(begun).state(begun.visit) == "paused"
