"""Staff come to the page that asks for their PIN by the two upper corners, or by a key."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.settings import Patient
from kiosk.trial.clock import Clock
from kiosk.trial.touch import rest
from kiosk.ui.access.corners import TIMES, WITHIN_S

PANELS = [((1280, 800), 5.9), ((1920, 1080), 3.6), ((1080, 1920), 3.6), ((800, 1280), 5.9)]
LEFT, RIGHT, MIDDLE = "left", "right", "middle"


class Glass:
    """A kiosk, and fingers in its corners."""

    def __init__(self, kiosk: Any) -> None:
        self.kiosk, self._finger = kiosk, kiosk.finger
        kiosk.window.ways._corners._clock = self.clock = Clock()

    def place(self, where: str) -> QPoint:
        root = self.kiosk.window.root
        x = {LEFT: 9, RIGHT: root.width() - 9, MIDDLE: root.width() // 2}
        return QPoint(x[where], 9)

    def touch(self, *places: str) -> None:
        for where in places:
            self._finger.touch_at(self.place(where))
            self.clock.ahead += 0.6

    def page(self) -> str:
        return str(self.kiosk.staff.page)


@pytest.fixture
def glass(kiosk: Any) -> Glass:
    return Glass(kiosk)


@pytest.mark.parametrize("panel", PANELS)
def test_left_right_left_right_asks_for_the_pin(open_kiosk: Callable[..., Any], panel: Any) -> None:
    glass = Glass(open_kiosk(panel=panel))
    before = glass.kiosk.finger.names()
    glass.touch(LEFT, RIGHT, LEFT)
    assert glass.page() == ""
    assert glass.kiosk.finger.names() == before  # nothing in the corners did anything
    glass.touch(RIGHT)
    assert glass.page() == "pin"
    glass.kiosk.finger.wait_for("Close")


def test_no_other_touches_do(glass: Glass) -> None:
    for places in (
        [LEFT] * 9,  # a hand that trembles
        [RIGHT] * 9,
        [RIGHT, LEFT, RIGHT],
        [LEFT, RIGHT, MIDDLE, LEFT, RIGHT],
        [LEFT, MIDDLE, RIGHT, MIDDLE, LEFT, MIDDLE, RIGHT],
    ):
        glass.touch(*places)
        glass.touch(MIDDLE)
        assert glass.page() == "", places


def test_it_is_one_movement_and_no_afternoon_of_touches(glass: Glass) -> None:
    for where in (LEFT, RIGHT) * TIMES:
        glass.touch(where)
        glass.clock.ahead += WITHIN_S / 3
    assert glass.page() == ""


def test_an_arm_that_leans_and_two_hands_at_once_are_one_touch(glass: Glass) -> None:
    device, window = glass.kiosk.finger._device, glass.kiosk.window.root
    left, right = glass.place(LEFT), glass.place(RIGHT)
    QTest.touchEvent(window, device).press(0, left).commit()
    for _ in range(TIMES):
        glass.clock.ahead += 1
        QTest.touchEvent(window, device).stationary(0).press(1, right).commit()
        QTest.touchEvent(window, device).stationary(0).release(1, right).commit()
    QTest.touchEvent(window, device).release(0, left).commit()
    assert glass.page() == ""


def test_a_mouse_does_as_well(glass: Glass) -> None:
    for where in (LEFT, RIGHT, LEFT, RIGHT):
        QTest.mouseClick(glass.kiosk.window.root, Qt.MouseButton.LeftButton, pos=glass.place(where))
        glass.clock.ahead += 0.6
    assert glass.page() == "pin"


def test_it_never_comes_over_the_answers_of_who_sits_there(glass: Glass) -> None:
    glass.kiosk.begin("Pain today")
    page = glass.kiosk.patient.page
    for where in (LEFT, RIGHT, LEFT, RIGHT):
        QTest.mouseClick(
            glass.kiosk.window.root, Qt.MouseButton.RightButton, pos=glass.place(where)
        )
        glass.kiosk.window.ways._corners._touched(glass.place(where).toPointF())
    QTest.keyClick(glass.kiosk.window.root, Qt.Key.Key_F12)
    assert (glass.page(), glass.kiosk.patient.page) == ("", page)


def test_while_the_screen_is_cleaned_no_corner_does_anything(glass: Glass) -> None:
    glass.kiosk.staff._begin("cleaning")
    glass.kiosk.window.guard.shut()
    glass.touch(LEFT, RIGHT, LEFT, RIGHT)
    assert glass.page() == "cleaning"


def test_a_key_does_the_same_for_who_can_not_touch(kiosk: Any) -> None:
    QTest.keyClick(kiosk.window.root, Qt.Key.Key_F12)
    kiosk.finger.wait_for("Close")
    assert kiosk.staff.page == "pin"


def test_the_button_can_be_left_out_and_nothing_of_it_is_left(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(settings=Patient(staff_button=False))
    rest(0.05)
    assert "Staff" not in kiosk.finger.names()
    Glass(kiosk).touch(LEFT, RIGHT, LEFT, RIGHT)
    kiosk.finger.wait_for("Close")
    kiosk.finger.touch("Close")
    kiosk.finger.wait_until(lambda: "Staff" not in kiosk.finger.names())
    assert kiosk.staff.page == ""
