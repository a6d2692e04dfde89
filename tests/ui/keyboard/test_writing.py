"""Writing by real touch: what is touched is written, mended, kept, and nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.trial.touch import rest

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
