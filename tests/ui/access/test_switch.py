"""One switch is enough: a light moves by itself, and the switch takes what is lit."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from kiosk.settings import Patient
from kiosk.trial.touch import rest
from kiosk.ui.access.scan import ROUNDS
from tests.ui.access.hands import SwitchHands

KEY = Qt.Key


@pytest.fixture
def switch(open_kiosk: Callable[..., Any]) -> SwitchHands:
    """A switch before a question, its light on."""
    kiosk = open_kiosk(settings=Patient())
    kiosk.begin("Pain today")
    hands = SwitchHands(kiosk)
    hands.begin()
    return hands


def lights(hands: SwitchHands, times: int) -> list[list[str]]:
    """What is lit now, and after each of so many moves of the light."""
    found = [hands.lit()]
    for _ in range(times):
        hands.kiosk.window.ways.scan.advance()
        rest(0)
        found.append(hands.lit())
    return found


def test_the_light_goes_by_the_answers_to_continue_before_what_stands_on_every_page(
    switch: SwitchHands,
) -> None:
    lit = lights(switch, 15)
    assert lit[0][0].startswith("0 ")
    assert lit[11:13] == [["Continue"], ["I'd rather not say"]]
    assert lit[13] == ["Back", "Display", "Language"]
    assert "Was this question OK?" in lit[14]
    assert lit[15] == lit[0]


def test_a_row_is_entered_and_left_again_when_nothing_in_it_is_taken(switch: SwitchHands) -> None:
    lights(switch, 13)
    switch.key(KEY.Key_Space)
    assert switch.walk.inside
    lights(switch, 3 * (ROUNDS - 1) + 1)
    assert switch.walk.at_row


def test_the_light_goes_out_after_some_rounds_and_the_switch_lights_it_again(
    switch: SwitchHands,
) -> None:
    scan = switch.kiosk.window.ways.scan
    lights(switch, 15 * ROUNDS + 1)
    assert not scan.on
    assert switch.focused().role == "Heading"
    switch.key(KEY.Key_Space)
    assert scan.on
    assert switch.kiosk.patient.asking.entry["chosen"] == []


def test_a_touch_puts_it_out(switch: SwitchHands) -> None:
    switch.kiosk.finger.touch("5")
    assert not switch.kiosk.window.ways.scan.on
    assert switch.kiosk.patient.asking.entry["chosen"] == [5]


def test_how_fast_it_moves_is_the_patients_choice_and_forgotten_with_the_patient(
    switch: SwitchHands,
) -> None:
    display = switch.kiosk.patient.shown_display
    switch.press("Display")
    switch.press("5 s")
    switch.press("Done")
    assert display.scan_s == 5
    assert switch.kiosk.window.ways.scan._tick.interval() == 5000
    switch.kiosk.patient.leave(delete=True)
    switch.kiosk.settle()
    assert display.scan_s == 2


def test_the_space_bar_still_presses_what_the_keyboard_is_on(
    open_kiosk: Callable[..., Any], keys_of: Callable[[Any], Any]
) -> None:
    kiosk = open_kiosk(settings=Patient())
    kiosk.begin("Pain today")
    keys = keys_of(kiosk)
    keys.key(KEY.Key_Down, KEY.Key_Down, KEY.Key_Space)
    assert kiosk.patient.asking.entry["chosen"] == [1]
    assert not kiosk.window.ways.scan.on
