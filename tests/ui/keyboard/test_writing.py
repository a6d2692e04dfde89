"""Writing by real touch: what is touched is written, mended, kept, and nothing is lost."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.resources import resource
from kiosk.trial.touch import rest
from kiosk.ui.keyboards import Keyboards

Show = Callable[..., Any]


def test_a_sentence_is_written_and_mended_in_its_middle(show: Show) -> None:
    shown = show("Writing")
    before, after = "My nurse Zoë Łuczak saif", ": “I'd wait 30 minutes”, & it (really) hurt!"
    shown.write(before + after)
    for _ in after:
        shown.finger.touch("Left")
    shown.finger.touch("Delete")
    shown.write("d")
    shown.finger.touch("Right")
    shown.touch("{enter}")
    assert shown.text() == before[:-1] + "d:\n" + after[1:]


def test_a_touch_in_the_text_moves_the_cursor_there(show: Show) -> None:
    shown = show("Writing", start="knee hurts")
    field = shown.item("WritingEdit")
    corner = field.mapToScene(QPoint(1, 20))
    shown.finger.touch_at(corner.toPoint())
    shown.write("My ")
    assert shown.text() == "My knee hurts"


def test_arabic_is_written_and_mended_from_the_right(show: Show) -> None:
    shown = show("Writing", language="ar")
    edit = shown.item("WritingEdit")
    assert edit.property("cursorRectangle").x() > edit.width() * 0.9
    shown.write("ركبتي تؤلمني، منذ بومين؟")
    for _ in range(5):
        shown.finger.touch("يمين")
    shown.finger.touch("حذف")
    shown.write("ي")
    shown.finger.touch("يسار")
    shown.finger.touch("حذف")
    shown.write("و")
    assert shown.text() == "ركبتي تؤلمني، منذ يومين؟"


@pytest.mark.parametrize("language", ["en", pytest.param("ar", marks=pytest.mark.long)])
def test_every_printable_sign_is_written_by_touch(show: Show, language: str) -> None:
    shown = show("Writing", language=language)
    text = "".join(map(chr, range(32, 127)))
    shown.write(text)
    assert shown.text() == text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "-12.5"),
        ("email", "jo.o'neil+gp_1@my-mail.co.uk"),
        ("phone", "+44*20#79-1"),
        ("url", "https://www.a-b.org/c?d=1&e=2"),
    ],
)
def test_each_keyboard_writes_what_it_is_for(show: Show, kind: str, text: str) -> None:
    shown = show("Writing", keyboard=kind, lines=1)
    shown.write(text, kind)
    assert shown.text() == text
    shown.finger.touch("Done")
    assert shown.told()[-1] == "done"


def test_a_whole_ending_is_one_key(show: Show) -> None:
    shown = show("Writing", keyboard="email", lines=1, start="a@b")
    shown.finger.touch(".co.uk")
    assert shown.text() == "a@b.co.uk"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_with_one_line_enter_is_done_else_a_new_line(show: Show, language: str) -> None:
    one = show("Writing", language=language, lines=1, start="a")
    one.press(Qt.Key.Key_Return)
    assert (one.text(), one.told()) == ("a", ["done"])
    more = show("Writing", language=language, start="a")
    more.press(Qt.Key.Key_Return)
    more.touch("{enter}")
    assert (more.text(), more.told()) == ("a\n\n", [])


@pytest.mark.parametrize("by_touch", [True, False])
def test_a_full_text_takes_no_more_and_keeps_its_end(show: Show, *, by_touch: bool) -> None:
    shown = show("Writing", start="abcd", maxLength=5)
    shown.finger.touch("Left")
    for letter in "xyz":
        shown.touch(letter) if by_touch else QTest.keyClick(shown.window.root, letter)
    rest(0)
    assert shown.text() == "abcxd"
    assert shown.finger.sees("There is no room for more letters")


def test_a_text_that_came_too_long_is_left_as_it_came(show: Show) -> None:
    shown = show("Writing", start="abcdef", maxLength=3)
    assert shown.text() == "abcdef"
    shown.touch("a") if shown.finger.sees("a") else None
    shown.finger.touch("Delete")
    assert shown.text() == "abcde"


def test_a_sign_of_two_halves_is_deleted_and_passed_as_one(show: Show) -> None:
    shown = show("Writing", start="a😀b")
    shown.finger.touch("Left")
    shown.finger.touch("Left")
    shown.touch("x")
    assert shown.text() == "ax😀b"
    shown.finger.touch("Right")
    shown.finger.touch("Delete")
    assert shown.text() == "axb"


def test_all_is_deleted_only_with_a_way_back(show: Show) -> None:
    shown = show("Writing", start="My knee hurts")
    shown.finger.touch("Delete all")
    assert shown.text() == ""
    shown.finger.touch("Bring it back")
    assert shown.text() == "My knee hurts"
    assert not shown.finger.sees("Bring it back")


def test_what_is_written_is_kept_at_a_pause_and_when_the_page_goes(show: Show) -> None:
    shown = show("Writing", start="a")
    shown.touch("b")
    shown.finger.wait_until(lambda: shown.told() == ["ab"])
    shown.touch("c")
    shown.window.root.setProperty("over", 1)
    rest(0.02)
    assert shown.told()[-1] == "abc"


def test_the_field_keeps_the_focus_and_tells_the_system_to_learn_nothing(show: Show) -> None:
    shown = show("Writing")
    shown.write("ab")
    edit = shown.item("WritingEdit")
    assert edit.hasActiveFocus()
    hints = Qt.InputMethodHint(edit.property("inputMethodHints"))
    assert Qt.InputMethodHint.ImhSensitiveData in hints
    assert Qt.InputMethodHint.ImhNoPredictiveText in hints
    assert not edit.property("selectByMouse")


def test_the_keys_are_reached_by_arrows_and_keep_the_focus_from_face_to_face(show: Show) -> None:
    shown = show("Writing", start="x")
    while shown.focused() != ["q"]:
        shown.press(Qt.Key.Key_Tab)
    for key in ("Right", "Down", "Down", "Left"):
        shown.press(getattr(Qt.Key, f"Key_{key}"))
    assert shown.focused() == ["Capitals"]
    shown.press(Qt.Key.Key_Return)
    assert shown.focused() == ["Letters"]
    shown.press(Qt.Key.Key_Right)
    shown.press(Qt.Key.Key_Space)
    assert shown.text() == "xZ"
    assert shown.focused() == ["z"]


def test_escape_ends_writing_from_any_key(show: Show) -> None:
    shown = show("Writing", start="x")
    for _ in range(3):
        shown.press(Qt.Key.Key_Tab)
    shown.press(Qt.Key.Key_Escape)
    assert shown.told() == ["done"]


@pytest.mark.parametrize(
    ("language", "written", "after"),
    [
        ("pl", "zażółć", "zażół"),
        ("bn", "হয়", "হ"),
        ("bn", "রক্ত", "রক্"),
        ("pa", "ਅੱਜ਼", "ਅੱ"),
        ("gu", "દુખે", "દુખ"),
    ],
)
def test_delete_takes_what_one_key_wrote(
    show: Show, language: str, written: str, after: str
) -> None:
    shown = show("Writing", language=language)
    shown.write(unicodedata.normalize("NFC", written))
    shown.touch("{erase}")
    assert shown.text() == after


@pytest.mark.parametrize("start", ["e\u0301x", "\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}x"])
def test_a_sign_of_several_parts_is_passed_and_deleted_as_one(show: Show, start: str) -> None:
    shown = show("Writing", start=start)
    shown.finger.touch("Left")
    shown.finger.touch("Delete")
    assert shown.text() == "x"


@pytest.mark.parametrize(
    ("screen", "keyboard", "start", "rightmost"),
    [
        ("en", "ur", "", True),
        ("en", "ur", "درد", True),
        ("en", "en", "درد", True),
        ("en", "ur", "12 pain", False),
        ("ar", "en", "", False),
        ("ar", "ar", "pain", False),
    ],
)
def test_a_text_begins_at_its_own_side(
    show: Show, screen: str, keyboard: str, start: str, *, rightmost: bool
) -> None:
    keys = Keyboards(resource("keyboards")).of(keyboard)
    shown = show("Writing", language=screen, keys=keys, start=start)
    edit = shown.item("WritingEdit")
    edit.setProperty("cursorPosition", 0)
    assert (edit.property("cursorRectangle").x() > edit.width() / 2) == rightmost


def test_a_capital_among_latin_letters_leads_back_to_them(show: Show) -> None:
    shown = show("Writing", language="bn", start="x")
    for key in ("{symbols}", "{latin}", "{latin_capitals}", "P"):
        shown.touch(key)
    assert shown.face() == "latin"


@pytest.mark.parametrize("panel", ['10" 1280x800', '24" 1080x1920'])
def test_every_part_of_the_page_is_reached_by_tab(show: Show, panel: str) -> None:
    shown = show("Writing", panel=panel, start="x")
    reached: list[str] = []
    while shown.focused()[0] not in reached:
        reached += shown.focused()
        shown.press(Qt.Key.Key_Tab)
    assert {"Keyboard: English", "Done", "q"} <= set(reached)


def test_another_keyboard_is_asked_for_where_words_are_written(show: Show) -> None:
    shown = show("Writing")
    shown.finger.touch("Keyboard: English")
    assert shown.told() == ["keyboards"]
    shown.item("Writing").setProperty("keyboard", "phone")
    rest(0.02)
    assert not shown.finger.sees("Keyboard: English")
