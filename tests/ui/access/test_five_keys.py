"""Five keys are enough: up, down, OK, back and help."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from kiosk.errors import SettingsInvalid
from kiosk.settings import Keypad, Patient
from kiosk.ui.access.five_keys import keys_of

KEY = Qt.Key
SMALL = ((1280, 800), 5.9)


@pytest.fixture
def asked(open_kiosk: Callable[..., Any], keys_of: Callable[[Any], Any]) -> Any:
    """Five keys before the first question of a form."""
    kiosk = open_kiosk(settings=Patient())
    kiosk.begin("Pain today")
    return keys_of(kiosk)


def names(keys: Any, moves: int) -> list[str]:
    """What the keys come to, going down so often."""
    found = []
    for _ in range(moves):
        keys.key(KEY.Key_Down)
        found.append(keys.focused().name)
    return found


def test_down_goes_from_the_question_by_its_answers_to_continue_and_round(asked: Any) -> None:
    assert asked.focused().role == "Heading"
    came = names(asked, 21)
    assert came[0].startswith("0 ")
    assert came[1:4] == ["1", "2", "3"]
    assert came[11:15] == ["Continue", "I'd rather not say", "Back", "Display"]
    assert came[20] == "How bad is your pain right now?"


@pytest.mark.parametrize("panel", [SMALL, ((1920, 1080), 3.6), ((1080, 1920), 3.6)])
def test_what_stands_on_every_page_comes_after_continue_wherever_it_is_drawn(
    open_kiosk: Callable[..., Any], keys_of: Callable[[Any], Any], panel: Any
) -> None:
    kiosk = open_kiosk(settings=Patient(), panel=panel)
    kiosk.begin("Pain today")
    came = names(keys_of(kiosk), 21)
    assert came.index("Continue") < came.index("I'd rather not say")
    assert came.index("I'd rather not say") < came.index("Was this question OK?")
    assert came[: came.index("Continue")] == [name for name in came if name[0].isdigit()]


def test_back_goes_away_with_a_sheet_then_one_page_back(asked: Any) -> None:
    asked.kiosk.patient.openSheet("display")
    asked.kiosk.finger.wait_for("Make this screen right for you")
    asked.key(KEY.Key_Escape)
    asked.kiosk.finger.wait_for("How bad is your pain right now?")
    asked.key(KEY.Key_Escape)
    asked.kiosk.finger.wait_for("Who is answering?")


def test_help_is_one_key_away_from_everywhere(asked: Any) -> None:
    asked.key(KEY.Key_F1)
    asked.kiosk.finger.wait_until(lambda: asked.kiosk.patient.property("sheet") == "help")


def test_an_error_has_the_keyboard_and_down_leads_on_to_the_answers(
    open_kiosk: Callable[..., Any], keys_of: Callable[[Any], Any]
) -> None:
    kiosk = open_kiosk(settings=Patient(identity="birthdate"))
    kiosk.finger.touch("English")
    keys = keys_of(kiosk)
    keys.press("Continue")
    kiosk.finger.wait_until(lambda: keys.focused().role == "AlertMessage")
    assert names(keys, 2) == ["Day", "Month"]


def test_a_key_that_is_held_down_is_pressed_once(asked: Any) -> None:
    window, press = asked.kiosk.window.root, QEvent.Type.KeyPress
    for repeats in (False, True, True, True):
        event = QKeyEvent(press, KEY.Key_Down.value, Qt.KeyboardModifier.NoModifier, "", repeats)
        QCoreApplication.sendEvent(window, event)
    assert asked.focused().name.startswith("0 ")


def test_the_same_key_too_soon_is_a_tremor_where_the_clinic_says_so(
    open_kiosk: Callable[..., Any], keys_of: Callable[[Any], Any]
) -> None:
    kiosk = open_kiosk(settings=Patient(key_repeat_ms=2000))
    kiosk.begin("Pain today")
    keys = keys_of(kiosk)
    keys.key(KEY.Key_Down, KEY.Key_Down, KEY.Key_Down)
    assert keys.focused().name.startswith("0 ")


def test_a_row_of_keys_is_entered_gone_through_and_left(asked: Any) -> None:
    asked.press("3")
    asked.press("Continue")
    asked.press("Others")
    asked.press("Show more (3)")
    asked.press("Somewhere else")
    asked.press("Continue")
    asked.kiosk.finger.wait_for("Where is that?")
    asked.key(KEY.Key_Down, KEY.Key_Return)
    asked.kiosk.finger.wait_for("Done")
    while "q" not in [name.lower() for name in asked.lit()]:
        asked.key(KEY.Key_Down)
    assert asked.walk.at_row
    asked.key(KEY.Key_Return, KEY.Key_Down, KEY.Key_Return)
    assert asked.walk.inside
    asked.key(KEY.Key_Escape)
    assert asked.walk.at_row
    assert "W" in asked.lit() or "w" in asked.lit()
    asked.key(KEY.Key_Escape)
    asked.kiosk.finger.wait_for("Continue")
    assert asked.kiosk.patient.asking.entry["text"] in {"W", "w"}


def test_a_touch_takes_the_frame_away(asked: Any) -> None:
    asked.key(KEY.Key_Up, KEY.Key_Down)
    assert asked.kiosk.window.root.property("framed").width() > 0
    asked.kiosk.finger.touch("4")
    assert asked.kiosk.window.root.property("framed").width() == 0


def test_arrows_lead_through_the_pages_of_staff(
    open_kiosk: Callable[..., Any], keys_of: Any
) -> None:
    kiosk = open_kiosk(settings=Patient())
    kiosk.finger.touch("Staff")
    kiosk.finger.wait_for("Enter your staff PIN")
    keys = keys_of(kiosk)
    keys.key(KEY.Key_Down)
    assert keys.lit() == ["1", "2", "3"]


@pytest.mark.parametrize("name", ["Upp", "F99x", "Ctrl+"])
def test_a_key_that_is_none_is_told(name: str) -> None:
    with pytest.raises(SettingsInvalid, match="no key"):
        keys_of(name)


def test_other_keys_can_be_the_five() -> None:
    assert keys_of("F13, Return") == {KEY.Key_F13.value, KEY.Key_Return.value}
    assert keys_of(Keypad().headset_in) == frozenset()


@pytest.mark.parametrize("sheet", ["remark", "help"])
def test_back_goes_away_with_a_sheet_of_its_own(asked: Any, sheet: str) -> None:
    asked.kiosk.patient.openSheet(sheet)
    asked.kiosk.finger.wait_until(lambda: asked.kiosk.patient.property("sheet") == sheet)
    asked.key(KEY.Key_Escape)
    asked.kiosk.finger.wait_for("How bad is your pain right now?")


def test_no_key_does_anything_while_the_screen_is_cleaned(asked: Any) -> None:
    asked.kiosk.window.guard.shut()
    asked.key(KEY.Key_Down, KEY.Key_F1, KEY.Key_Escape)
    assert asked.focused().role == "Heading"
    assert asked.kiosk.patient.property("sheet") == ""
    asked.kiosk.window.guard.open()
    asked.key(KEY.Key_Down)
    assert asked.focused().name.startswith("0 ")


def test_a_double_letter_is_no_tremor(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(settings=Patient(key_repeat_ms=2000))
    kiosk.begin("What matters to you today")
    kiosk.finger.touch("What would you most like to talk about today?")
    for key in (KEY.Key_S, KEY.Key_E, KEY.Key_E):
        QTest.keyClick(kiosk.window.root, key)
    kiosk.finger.wait_until(lambda: kiosk.patient.asking.entry["text"] == "see")
