"""A visit is made at the desk in a few keys, and the kiosk beside shows its forms."""

import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.settings import Clinic, Packet, Patient, Reception, Settings
from kiosk.store import audit, help_calls, visits
from kiosk.store.visits import Visit

CODE = Patient(identity="code")
PACKETS = (
    Packet(name="First visit", forms=("what-matters", "gad-7"), key="1"),
    Packet(name="Pain clinic", forms=("pain-today",), key="p"),
)


def settings(**reception: Any) -> Settings:
    clinic = Clinic(name="Riverside Practice", kiosk="Left")
    return Settings(clinic=clinic, patient=CODE, reception=Reception(packets=PACKETS, **reception))


@pytest.fixture
def desk(open_desk: Any) -> Any:
    """A desk of a clinic with packets, somebody signed in."""
    opened = open_desk(settings=settings())
    opened.sign_in()
    return opened


def waiting(desk: Any) -> tuple[Visit, ...]:
    desk.settle()
    with desk.store.reading() as c:
        return visits.list_visits(c)


def shown_code(desk: Any) -> str:
    desk.hands.wait_for("The visit is ready")
    desk.hands.wait_for_stillness()
    (found,) = (n for n in desk.hands.names() if n.startswith("Visit code "))
    return str(found.removeprefix("Visit code "))


def make(desk: Any, *keys: str) -> str:
    desk.hands.press("Ctrl+N")
    desk.hands.wait_for("What do they fill in?")
    desk.hands.wait_for_stillness()
    for key in keys:
        desk.hands.press(key)
    desk.settle()
    return shown_code(desk)


def finish(desk: Any) -> None:
    desk.hands.press("Return")
    desk.hands.wait_until(lambda: not desk.hands.sees("The visit is ready"), "the page")


def rows(desk: Any) -> list[str]:
    desk.settle()
    found: list[str] = desk.hands.rows()
    return found


def problems(desk: Any) -> list[str]:
    desk.hands.wait_for_stillness()
    return [node.name for node in desk.hands.nodes() if node.role == "AlertMessage"]


def test_in_four_actions_there_is_a_code_and_the_kiosk_shows_the_forms(
    desk: Any, open_kiosk: Any
) -> None:
    desk.hands.press("Ctrl+N")
    desk.hands.wait_for("What do they fill in?")
    desk.hands.wait_for_stillness()
    desk.hands.type("943 476 5919")
    desk.hands.press("Alt+1")
    desk.hands.press("Return")
    code = shown_code(desk)

    (made,) = waiting(desk)
    assert (made.whose.system, made.whose.value) == (
        "https://fhir.nhs.uk/Id/nhs-number", "9434765919",
    )  # fmt: skip
    kiosk = open_kiosk(settings=CODE)
    kiosk.finger.touch("English")
    kiosk.finger.wait_for("What is your code?")
    for sign in code.replace(" ", ""):
        kiosk.finger.touch(sign)
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("Who is answering?")
    titles = [line.split(" · ")[0] for line in kiosk.patient.packetText.splitlines()]
    assert titles == ["What matters to you today", "Worries (GAD-7)"]
    desk.hands.wait_until(
        lambda: any("at the screen, Left" in row for row in rows(desk)), "the visit at the screen"
    )


def test_a_packet_alone_is_enough_and_several_are_one_visit(desk: Any) -> None:
    make(desk, "Alt+P", "Alt+1", "Return")

    (made,) = waiting(desk)
    assert [form.rpartition("/")[2].partition("|")[0] for form in made.packet] == [
        "pain-today", "what-matters", "gad-7",
    ]  # fmt: skip
    assert made.whose.value is None


def test_a_mistyped_number_says_which_mistake_and_makes_nothing(desk: Any) -> None:
    desk.hands.press("Ctrl+N")
    desk.hands.wait_for("What do they fill in?")
    desk.hands.type("943 476 5918")
    assert "Two digits are mixed up, or one is wrong. Read the number again." in problems(desk)
    desk.hands.press("Backspace", times=3)
    assert problems(desk) == []
    desk.hands.press("Alt+1")
    desk.hands.press("Return")
    assert "An NHS number has 10 digits. Count them again." in problems(desk)
    assert waiting(desk) == ()


def test_without_a_packet_it_is_asked_for(desk: Any) -> None:
    desk.hands.press("Ctrl+N")
    desk.hands.wait_for("What do they fill in?")
    desk.hands.wait_for_stillness()
    desk.hands.press("Return")

    assert any(text.startswith("Choose what they fill in") for text in problems(desk))
    assert waiting(desk) == ()


def test_escape_makes_nothing_and_leaves_nothing(desk: Any) -> None:
    desk.hands.press("Ctrl+N")
    desk.hands.wait_for("What do they fill in?")
    desk.hands.type("943 476 5919")
    desk.hands.press("Escape")
    desk.hands.wait_until(lambda: not desk.hands.sees("What do they fill in?"), "the page")

    desk.hands.press("Ctrl+N")
    desk.hands.wait_for("What do they fill in?")
    assert not any("9434765919" in node.name + node.description for node in desk.hands.nodes())
    assert waiting(desk) == ()


def test_it_can_be_taken_back_from_the_dialog_and_from_the_toast(desk: Any) -> None:
    make(desk, "Alt+1", "Return")
    desk.hands.click("Take it back")
    assert waiting(desk) == ()

    make(desk, "Alt+1", "Return")
    finish(desk)
    desk.hands.press("Ctrl+Z")
    assert waiting(desk) == ()
    assert "The visit is taken back. Its code and slip open nothing." in desk.hands.names()


def test_one_that_is_begun_can_not_be_taken_back(desk: Any, now: datetime) -> None:
    make(desk, "Alt+1", "Return")
    finish(desk)
    (made,) = waiting(desk)
    with desk.store.transaction() as c:
        visits.take_up(c, made.id, now=now)
    desk.hands.press("Ctrl+Z")
    desk.settle()

    assert "Somebody has begun this visit, so it stays." in problems(desk)
    assert len(waiting(desk)) == 1


def test_a_slip_is_shown_again_while_its_visit_waits(desk: Any, now: datetime) -> None:
    code = make(desk, "Alt+1", "Return")
    finish(desk)
    desk.hands.press("Ctrl+R")
    assert shown_code(desk) == code
    finish(desk)

    (made,) = waiting(desk)
    with desk.store.transaction() as c:
        visits.take_up(c, made.id, now=now)
        visits.finish_visit(c, made.id, now=now)
    desk.hands.wait_until(lambda: any("done" in row for row in rows(desk)), "done")
    desk.hands.press("Return")
    desk.settle()
    assert not desk.hands.sees("The visit is ready")


def test_without_a_printer_the_slip_becomes_a_file(desk: Any, tmp_path: Path) -> None:
    code = make(desk, "Alt+1", "Return")
    desk.reception.pages["today"].folder = tmp_path / "papers"
    desk.hands.press("Ctrl+P")
    desk.settle()

    (file,) = (tmp_path / "papers").iterdir()
    assert file.name == f"slip-{code.replace(' ', '')}.pdf"
    assert file.read_bytes().startswith(b"%PDF")
    assert (file.stat().st_mode & 0o777) == 0o600


def test_who_said_no_is_counted_and_uncounted(desk: Any) -> None:
    desk.hands.press("Alt+N")
    desk.hands.wait_until(
        lambda: any("offered 1, taken 0" in name for name in desk.hands.names()), "the count"
    )
    desk.hands.press("Ctrl+Z")
    desk.hands.wait_until(
        lambda: not any("offered" in name for name in desk.hands.names()), "no count"
    )


@pytest.mark.parametrize(
    ("show", "told"), [("number", "943 476 5919"), ("initials", "AB"), ("none", "")]
)
def test_today_shows_whose_visit_it_is_as_the_clinic_says(
    open_desk: Any, show: str, told: str
) -> None:
    desk = open_desk(settings=settings(show=show))
    desk.sign_in()
    desk.hands.press("Ctrl+N")
    desk.hands.wait_for("What do they fill in?")
    desk.hands.type("943 476 5919")
    desk.hands.press("Tab")
    desk.hands.type("ab")
    desk.hands.press("Alt+1")
    desk.hands.press("Return")
    shown_code(desk)
    finish(desk)

    (row,) = rows(desk)
    others = {"943 476 5919", "AB"} - {told}
    assert told in row
    assert not any(other in row for other in others)


def test_a_slip_is_written_into_no_file_that_others_laid_there(desk: Any, tmp_path: Path) -> None:
    code = make(desk, "Alt+1", "Return").replace(" ", "")
    desk.reception.pages["today"].folder = tmp_path
    others, slip = tmp_path / "others", tmp_path / f"slip-{code}.pdf"
    others.write_bytes(b"theirs")
    slip.symlink_to(others)
    desk.hands.press("Ctrl+P")
    desk.settle()

    assert others.read_bytes() == b"theirs"
    assert slip.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(slip.lstat().st_mode) == 0o600


def test_a_call_for_help_is_answered_by_name(desk: Any, now: datetime) -> None:
    with desk.store.transaction() as c:
        help_calls.record_call(c, "call", kiosk_id=desk.store.kiosk_id, now=now)
    desk.hands.click("I am going")
    desk.settle()

    with desk.store.reading() as c:
        assert ("Sam", "help.answered") in [(e.actor, e.action) for e in audit.events(c, 5)]
    assert not desk.hands.sees("I am going")


def test_locking_closes_the_code_that_is_shown(desk: Any) -> None:
    make(desk, "Alt+1", "Return")
    desk.reception.lock()
    desk.hands.wait_for("Your PIN")

    assert not any(name.startswith("Visit code ") for name in desk.hands.names())


def test_what_is_made_while_somebody_locks_is_shown_to_nobody(desk: Any) -> None:
    desk.hands.press("Ctrl+N")
    desk.hands.wait_for("What do they fill in?")
    desk.hands.wait_for_stillness()
    desk.hands.press("Alt+1")
    visit = desk.reception.pages["today"]._new
    visit.make()
    desk.reception.lock()
    desk.settle()
    (made,) = waiting(desk)

    assert not visit.property("made")
    assert not desk.reception._toast.property("canUndo")
    assert not any(made.code[:3] in name for name in desk.hands.names())
    desk.sign_in("lead")
    assert not desk.hands.sees("The visit is ready")


def test_nobody_acts_by_a_page_that_was_locked(desk: Any) -> None:
    make(desk, "Alt+1", "Return")
    page = desk.reception.pages["today"]
    desk.reception.lock()

    assert page.actor == ""


@pytest.mark.parametrize("text", [100, 200])
def test_everything_in_the_dialog_has_a_name_and_is_reached_by_tab(desk: Any, text: int) -> None:
    desk.hands.press("Ctrl++", times=(text - 100) // 25)
    desk.hands.press("Ctrl+N")
    desk.hands.wait_for("What do they fill in?")
    desk.hands.wait_for_stillness()
    reached = {node.name for node in desk.hands.walk()}

    assert {
        "NHS number, or nothing", "Initials, if you like", "First visit", "Pain clinic",
        "Make the visit", "Cancel",
    } == reached  # fmt: skip


def test_where_screens_ask_for_no_code_that_is_said(open_desk: Any) -> None:
    desk = open_desk(settings=Settings())
    desk.sign_in()

    assert any("do not ask for a code yet" in name for name in desk.hands.names())
