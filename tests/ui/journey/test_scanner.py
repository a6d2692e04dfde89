"""A slip before the scanner: the start page at once, and nowhere where it is not wanted."""

import time
from collections.abc import Container
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest

from kiosk.settings import Patient
from kiosk.ui.scanner import MOST_GAP_MS, Scanner
from tests.ui.journey.conftest import key_event

CODE = Patient(identity="code")


class Typist:
    """Types before a scanner, at a pace of its own; `late_s` after, the window gets to each key."""

    def __init__(self, pause_ms: int, *, late_s: float = 0.0) -> None:
        self.now_ms, self.pause_ms, self.late_s, self.heard = 0, pause_ms, late_s, []
        self.scanner = Scanner()
        self.scanner.listen_while(lambda: True)
        self.scanner.scanned.connect(self.heard.append)
        self.target = QObject()

    def type(self, text: str, rests: Container[int] = ()) -> list[bool]:
        """The text and Enter; which of them were swallowed. Half a second's rest before some."""
        swallowed = []
        for place, sign in enumerate(f"{text}\r"):
            self.now_ms += 500 if place in rests else self.pause_ms
            time.sleep(self.late_s)
            pressed = key_event(QEvent.Type.KeyPress, sign, self.now_ms)
            swallowed.append(self.scanner.eventFilter(self.target, pressed))
        return swallowed


def test_what_comes_at_once_and_ends_with_enter_was_scanned() -> None:
    quick = Typist(5)
    assert quick.type("K7T4MX") == [False] * 6 + [True]
    assert quick.heard == ["K7T4MX"]


def test_what_a_person_types_is_no_scan() -> None:
    slow = Typist(MOST_GAP_MS * 2)
    assert slow.type("K7T4MX") == [False] * 7
    assert slow.heard == []


def test_a_window_that_is_busy_knows_a_scan_all_the_same() -> None:
    busy = Typist(5, late_s=MOST_GAP_MS * 2 / 1000)
    busy.type("K7T4")
    assert busy.heard == ["K7T4"]


def test_a_space_inside_a_scan_presses_no_button() -> None:
    quick = Typist(5)
    assert quick.type("K7T 4MX")[3] is True
    assert quick.heard == ["K7T 4MX"]


def test_a_long_code_is_heard_whole_also_where_the_scanner_rests() -> None:
    scanner, digits = Typist(5), "0123456789" * 41
    scanner.type(digits)
    scanner.type(digits, rests={64, 128, 192, 410})
    assert scanner.heard == [digits, digits]


def test_a_few_quick_signs_are_no_scan() -> None:
    quick = Typist(5)
    quick.type("K7")
    assert quick.heard == []


@pytest.fixture
def kiosk_with_codes(open_kiosk: Any, three: Any) -> Any:
    """A kiosk that asks for a code."""
    return open_kiosk(settings=CODE, forms=three)


@pytest.mark.parametrize("before", [(), ("English",), ("English", "I have no code")])
def test_a_slip_leads_to_the_start_page_from_every_early_page(
    kiosk_with_codes: Any, give: Any, three: Any, desk_of: Any, before: tuple[str, ...]
) -> None:
    visit = give(three)
    for name in before:
        kiosk_with_codes.finger.touch(name)
    kiosk_with_codes.finger.wait_for_stillness()
    desk_of(kiosk_with_codes).scan(visit.code)
    kiosk_with_codes.finger.wait_for("Who is answering?")
    assert desk_of(kiosk_with_codes).state(visit) == "at-the-screen"


def test_with_a_slip_one_touch_leads_to_the_first_question(
    kiosk_with_codes: Any, give: Any, three: Any, desk_of: Any
) -> None:
    desk_of(kiosk_with_codes).scan(give(three).code)
    kiosk_with_codes.finger.touch("I answer myself")
    assert kiosk_with_codes.finger.wait_for("How do you walk?")


def test_a_walk_up_to_one_form_needs_three_touches(open_kiosk: Any, three: Any) -> None:
    kiosk = open_kiosk(settings=CODE, forms=three[:1])
    for name in ("English", "I have no code", "I answer myself"):
        kiosk.finger.touch(name)
    assert kiosk.finger.wait_for("How do you walk?")


def test_a_slip_that_is_read_twice_is_no_wrong_try(
    kiosk_with_codes: Any, give: Any, three: Any, desk_of: Any
) -> None:
    visit = give(three)
    for _ in range(3):
        desk_of(kiosk_with_codes).scan(visit.code)
    kiosk_with_codes.finger.wait_for("Who is answering?")
    desk_of(kiosk_with_codes).scan(visit.code)
    kiosk_with_codes.settle()
    assert kiosk_with_codes.patient.page == "start"


def test_another_slip_takes_the_place_of_the_first(
    kiosk_with_codes: Any, give: Any, three: Any, desk_of: Any
) -> None:
    first, second = give(three), give(three[1:2])
    desk_of(kiosk_with_codes).scan(first.code)
    kiosk_with_codes.finger.wait_for("Who is answering?")
    desk_of(kiosk_with_codes).scan(second.code)
    kiosk_with_codes.finger.wait_until(
        lambda: kiosk_with_codes.patient.packetText == "About mind", "the other packet"
    )
    assert desk_of(kiosk_with_codes).state(first) == "waiting"
    assert desk_of(kiosk_with_codes).state(second) == "at-the-screen"


def test_a_slip_found_on_the_start_page_of_a_walk_up_names_its_patient(
    open_kiosk: Any, give: Any, three: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(settings=CODE, forms=three[:1])
    visit = give(three[:1])
    kiosk.finger.touch("English")
    kiosk.finger.touch("I have no code")
    kiosk.finger.wait_for("Who is answering?")
    desk_of(kiosk).scan(visit.code)
    kiosk.finger.wait_until(lambda: kiosk.patient._visit.slip, "the slip to be taken up")
    kiosk.finger.touch("I answer myself")
    kiosk.finger.wait_for("How do you walk?")
    assert kiosk.patient._visit.slip.id == visit.id


def test_once_questions_are_asked_a_slip_changes_nothing(
    kiosk_with_codes: Any, give: Any, three: Any, desk_of: Any
) -> None:
    visit = give(three)
    kiosk_with_codes.finger.touch("English")
    for name in ("I have no code", "About mind", "I answer myself"):
        kiosk_with_codes.finger.touch(name)
    kiosk_with_codes.finger.wait_for("How is your mood?")
    desk_of(kiosk_with_codes).scan(visit.code)
    assert desk_of(kiosk_with_codes).state(visit) == "waiting"
    assert kiosk_with_codes.finger.sees("How is your mood?")


def test_under_the_staff_pages_nothing_is_scanned(
    kiosk_with_codes: Any, give: Any, three: Any, desk_of: Any
) -> None:
    visit = give(three)
    kiosk_with_codes.finger.touch("Staff")
    kiosk_with_codes.finger.wait_for_stillness()
    desk_of(kiosk_with_codes).scan(visit.code)
    assert desk_of(kiosk_with_codes).state(visit) == "waiting"


def test_where_no_codes_are_given_out_a_scanner_is_not_heard_nor_spoken_of(
    open_kiosk: Any, give: Any, three: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(forms=three)
    desk_of(kiosk).scan(give(three).code)
    kiosk.settle()
    assert kiosk.patient.page == "attract"
    assert not any("slip" in name for name in kiosk.finger.names())


def test_the_first_page_says_that_a_slip_may_be_held_there(kiosk_with_codes: Any) -> None:
    assert any("Hold your slip" in name for name in kiosk_with_codes.finger.names())


def test_a_keyboard_on_the_page_types_the_code_in_any_case(
    kiosk_with_codes: Any, give: Any, three: Any
) -> None:
    visit = give(three)
    kiosk_with_codes.finger.touch("English")
    kiosk_with_codes.finger.wait_for("What is your code?")
    kiosk_with_codes.finger.wait_for_stillness()
    kiosk_with_codes.window.scanner.listen_while(lambda: False)
    for sign in f"{visit.code[:3].lower()}-{visit.code[3:].lower()}":
        QTest.keyClick(kiosk_with_codes.window.root, sign)
    assert "".join(kiosk_with_codes.patient.identity.shown) == visit.code
    QTest.keyClick(kiosk_with_codes.window.root, Qt.Key.Key_Backspace)
    QTest.keyClick(kiosk_with_codes.window.root, visit.code[-1])
    QTest.keyClick(kiosk_with_codes.window.root, Qt.Key.Key_Return)
    kiosk_with_codes.finger.wait_for("Who is answering?")
