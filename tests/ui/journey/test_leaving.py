"""Called in, stopped, nobody there, helped, thanked: what becomes of a packet."""

from typing import Any

import pytest

from kiosk.settings import Patient
from kiosk.store.visits import Whose
from kiosk.ui.patient.thanking import THANKS_MS

SEND = "Send my answers"


def said_by(response: dict[str, Any]) -> list[str]:
    return [e["valueCode"] for e in response["extension"] if e["url"].endswith("answered-by")]


@pytest.fixture
def halfway(open_kiosk: Any, three: Any, give: Any, desk_of: Any) -> Any:
    """Somebody with a slip for three forms, in the second, whose question is answered."""
    kiosk = open_kiosk(settings=Patient(identity="code"), forms=three)
    kiosk.visit = give(three, Whose("urn:clinic:number", "4711"))
    desk_of(kiosk).scan(kiosk.visit.code)
    kiosk.finger.touch("Somebody helps me to answer")
    desk_of(kiosk).answer("Good", "Fair")
    kiosk.finger.wait_for("How is your mood?")
    kiosk.finger.touch("Bad")
    kiosk.settle()
    return kiosk


def test_keeping_the_answers_brings_the_whole_packet_back_at_its_place(
    halfway: Any, desk_of: Any
) -> None:
    halfway.finger.touch("I have to go")
    halfway.finger.touch("Keep my answers. I come back later")
    halfway.finger.wait_for("English")
    assert desk_of(halfway).state(halfway.visit) == "paused"
    for draft in halfway.drafts():
        halfway.patient.resume(draft.id, "Sam")
        halfway.finger.wait_for("How is your mood?")
        assert desk_of(halfway).state(halfway.visit) == "at-the-screen"
        halfway.patient.leave(delete=False)
    halfway.patient.resume(halfway.drafts()[0].id, "Sam")
    assert halfway.finger.wait_for("Bad").checked
    halfway.finger.touch("Continue")
    halfway.finger.wait_for("How rested are you?")
    desk_of(halfway).answer("Good")
    halfway.finger.touch(SEND)
    halfway.finger.wait_for("I have finished")
    responses = desk_of(halfway).responses()
    assert [response["subject"]["identifier"]["value"] for response in responses] == ["4711"] * 3
    assert [said_by(response) for response in responses] == [["helped"]] * 3
    assert desk_of(halfway).state(halfway.visit) == "done"


def test_what_was_taken_over_follows_the_first_answer_after_a_pause_too(
    halfway: Any, desk_of: Any
) -> None:
    desk_of(halfway).kiosk.finger.touch("Continue")
    desk_of(halfway).answer("Good")
    halfway.finger.wait_for(SEND)
    halfway.settle()
    halfway.patient.leave(delete=False)
    halfway.patient.resume(halfway.drafts()[0].id, "Sam")
    halfway.finger.wait_for(SEND)
    halfway.finger.touch("Change: How do you sleep?")
    halfway.finger.touch("Bad")
    halfway.finger.touch("Continue")
    halfway.finger.wait_for(SEND)
    assert [row["answer"] for row in halfway.patient.checking.rows][3] == "Bad"


def test_staff_see_the_packet_as_one_line_that_goes_on_or_is_deleted_as_one(
    halfway: Any, desk_of: Any
) -> None:
    halfway.patient.leave(delete=False)
    halfway.settle()
    paused = halfway.staff.paused
    paused.show(paused.find())
    (line,) = paused.lines
    assert set(line["title"].split(", ")) == {"About body", "About mind"}
    assert "3" in line["line"]
    halfway.patient.resume(line["id"], "Sam")
    halfway.finger.wait_for("How is your mood?")
    halfway.patient.leave(delete=False)
    paused.choose(line["id"])
    paused.discard("Sam")
    assert halfway.drafts() == ()
    assert desk_of(halfway).events().count("draft.discarded.staff") == 2


def test_sending_what_there_is_says_that_it_was_stopped(halfway: Any, desk_of: Any) -> None:
    halfway.finger.touch("I have to go")
    halfway.finger.touch("Send what I have answered")
    halfway.finger.wait_for("I have finished")
    responses = desk_of(halfway).responses()
    assert [response["status"] for response in responses] == ["stopped", "stopped"]
    assert halfway.drafts() == ()
    assert desk_of(halfway).state(halfway.visit) == "done"


def test_what_failed_to_be_sent_as_stopped_is_completed_when_it_is_completed(
    halfway: Any, desk_of: Any
) -> None:
    halfway.finger.touch("I have to go")
    with halfway.busy_store():
        halfway.finger.touch("Send what I have answered")
        halfway.finger.wait_for("We could not keep this yet")
    halfway.finger.touch("Try again")
    halfway.finger.wait_for("Do you have to go?")
    halfway.finger.touch("No, go on")
    halfway.finger.touch("Continue")
    desk_of(halfway).answer("Good")
    halfway.finger.touch(SEND)
    halfway.finger.wait_for("I have finished")
    assert {response["status"] for response in desk_of(halfway).responses()} == {"completed"}


def test_before_any_answer_there_is_nothing_to_send(
    open_kiosk: Any, three: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(forms=three[:1])
    kiosk.finger.touch("English")
    kiosk.finger.touch("I answer myself")
    kiosk.finger.touch("I have to go")
    kiosk.finger.wait_for("Stop and delete my answers")
    assert not kiosk.finger.sees("Send what I have answered")
    kiosk.patient.sendSoFar()
    assert desk_of(kiosk).responses() == []


def test_stop_and_delete_leaves_nothing_and_the_visit_is_left(halfway: Any, desk_of: Any) -> None:
    halfway.finger.touch("I have to go")
    halfway.finger.touch("Stop and delete my answers")
    halfway.finger.touch("Yes, delete my answers")
    halfway.finger.wait_for("English")
    assert halfway.drafts() == ()
    assert desk_of(halfway).responses() == []
    assert desk_of(halfway).state(halfway.visit) == "left"


def test_when_nobody_is_there_all_is_paused_and_nothing_sent(halfway: Any, desk_of: Any) -> None:
    halfway.nobody_touches_it()
    halfway.finger.wait_for("English")
    assert len(halfway.drafts()) == 2
    assert desk_of(halfway).responses() == []
    assert desk_of(halfway).state(halfway.visit) == "paused"


def test_a_bug_leaves_the_packet_paused(halfway: Any, desk_of: Any) -> None:
    halfway.patient.fail()
    assert desk_of(halfway).state(halfway.visit) == "paused"
    assert len(halfway.drafts()) == 2


def finish(kiosk: Any, desk_of: Any) -> None:
    kiosk.finger.touch("English")
    kiosk.finger.touch("I answer myself")
    desk_of(kiosk).answer("Good")
    kiosk.finger.touch(SEND)
    kiosk.finger.wait_for("I have finished")


def test_thanks_says_what_comes_next_and_clears_by_itself(
    open_kiosk: Any, three: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(forms=three[1:2])
    finish(kiosk, desk_of)
    assert any("you will be called" in name for name in kiosk.finger.names())
    assert not kiosk.finger.sees("Look at my answers again")
    assert THANKS_MS <= 20_000
    assert kiosk.patient._thanks.isActive()
    kiosk.patient._thanks.timeout.emit()
    kiosk.finger.wait_for("English")


def test_ones_own_answers_are_shown_once_more_where_the_clinic_allows_it(
    open_kiosk: Any, three: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(settings=Patient(own_summary=True), forms=three[1:2])
    finish(kiosk, desk_of)
    kiosk.finger.touch("Look at my answers again")
    kiosk.finger.wait_for("What you told us")
    assert kiosk.finger.sees("Good")
    assert not kiosk.finger.sees("Change: How is your mood?")
    assert not kiosk.patient._thanks.isActive()
    kiosk.finger.touch("Back")
    kiosk.finger.touch("Look at my answers again")
    kiosk.finger.touch("I have finished")
    kiosk.finger.wait_for("English")
    assert kiosk.patient.checking.rows == []


def test_ones_own_answers_are_gone_with_the_thanks(
    open_kiosk: Any, three: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(settings=Patient(own_summary=True), forms=three)
    kiosk.finger.touch("English")
    for name in ("About mind", "I answer myself"):
        kiosk.finger.touch(name)
    desk_of(kiosk).answer("Good")
    kiosk.finger.touch(SEND)
    kiosk.finger.touch("Fill in one more form")
    kiosk.finger.wait_for("About body")
    assert kiosk.patient.checking.rows == []
    kiosk.patient.lookAgain()
    assert kiosk.patient.page == "forms"
