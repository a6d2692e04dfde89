"""No key, drop or window button leads out of the window; writing on a keyboard goes on."""

from collections.abc import Callable
from functools import reduce
from itertools import chain, combinations
from operator import or_
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest

from kiosk.trial.touch import rest
from kiosk.ui.window import WindowPlace

MIND = "What would you most like to talk about today?"
KEY, HELD = Qt.Key, Qt.KeyboardModifier
CTRL, ALT, SHIFT = HELD.ControlModifier, HELD.AltModifier, HELD.ShiftModifier


@pytest.fixture
def writing(kiosk: Any) -> Any:
    """A kiosk on the writing page, with a word written."""
    kiosk.begin("What matters to you today")
    kiosk.finger.touch(MIND, "EditableText")
    kiosk.finger.wait_for("Done")
    press(kiosk, KEY.Key_A)
    press(kiosk, KEY.Key_B)
    return kiosk


def press(kiosk: Any, key: Qt.Key, held: Any = HELD.NoModifier, text: str | None = None) -> None:
    said = chr(key.value).lower() if text is None and key.value < 128 else (text or "")
    QTest.sendKeyEvent(QTest.KeyAction.Click, kiosk.window.root, key, said, held)
    rest(0)


def written(kiosk: Any) -> str:
    edit = kiosk.window.root.activeFocusItem()
    return str(edit.property("text"))


def selected(kiosk: Any) -> str:
    return str(kiosk.window.root.activeFocusItem().property("selectedText"))


def test_letters_of_a_keyboard_are_written(writing: Any) -> None:
    press(writing, KEY.Key_AE, text="ä")
    press(writing, KEY.Key_E, CTRL | ALT, text="€")
    press(writing, KEY.Key_C, SHIFT, text="C")
    press(writing, KEY.Key_7, HELD.KeypadModifier)
    press(writing, KEY.Key_Backspace)
    assert written(writing) == "abä€C"


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (KEY.Key_A, CTRL), (KEY.Key_Left, SHIFT), (KEY.Key_Home, SHIFT), (KEY.Key_Up, SHIFT),
        (KEY.Key_Left, CTRL | SHIFT), (KEY.Key_PageUp, SHIFT),
    ],
)  # fmt: skip
def test_no_key_selects(writing: Any, key: Qt.Key, held: Any) -> None:
    press(writing, key, held, text="")
    assert selected(writing) == ""
    assert written(writing) == "ab"


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (KEY.Key_C, CTRL), (KEY.Key_X, CTRL), (KEY.Key_Insert, CTRL), (KEY.Key_Delete, SHIFT),
        (KEY.Key_Copy, HELD.NoModifier), (KEY.Key_Cut, HELD.NoModifier),
    ],
)  # fmt: skip
def test_no_key_copies_even_what_is_selected(writing: Any, key: Qt.Key, held: Any) -> None:
    edit = writing.window.root.activeFocusItem()
    edit.selectAll()
    press(writing, key, held, text="")
    assert QGuiApplication.clipboard().text() == ""
    assert written(writing) == "ab"


@pytest.mark.parametrize(
    ("key", "held"),
    [(KEY.Key_V, CTRL), (KEY.Key_Insert, SHIFT), (KEY.Key_Paste, HELD.NoModifier)],
)
def test_no_key_pastes(writing: Any, key: Qt.Key, held: Any) -> None:
    QGuiApplication.clipboard().setText("from elsewhere")
    press(writing, key, held, text="")
    QTest.mouseClick(writing.window.root, Qt.MouseButton.MiddleButton)
    assert written(writing) == "ab"
    QGuiApplication.clipboard().clear()


def test_nothing_can_be_dropped(writing: Any) -> None:
    root, dropped = writing.window.root, QMimeData()
    dropped.setText("from elsewhere")
    place, copy = QPoint(300, 300), Qt.DropAction.CopyAction
    button = Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(place, copy, dropped, button, HELD.NoModifier)
    drop = QDropEvent(QPointF(place), copy, dropped, button, HELD.NoModifier)
    for one in (enter, drop):
        QCoreApplication.sendEvent(root, one)
        assert not one.isAccepted()
    assert written(writing) == "ab"


def test_no_menu_opens(writing: Any) -> None:
    before = writing.finger.names()
    for reason in QContextMenuEvent.Reason:
        event = QContextMenuEvent(reason, QPoint(500, 300), QPoint(500, 300))
        QCoreApplication.sendEvent(writing.window.root, event)
    QTest.mouseClick(
        writing.window.root, Qt.MouseButton.RightButton, HELD.NoModifier, QPoint(500, 300)
    )
    press(writing, KEY.Key_Menu, text="")
    press(writing, KEY.Key_F10, SHIFT, text="")
    rest(0.05)
    assert writing.finger.names() == before
    assert [one for one in QGuiApplication.topLevelWindows() if one.isVisible()] == [
        writing.window.root
    ]


@pytest.mark.parametrize(
    "state",
    [
        Qt.WindowState.WindowMinimized, Qt.WindowState.WindowMaximized,
        Qt.WindowState.WindowNoState,
    ],
)  # fmt: skip
def test_a_window_that_was_made_smaller_covers_the_screen_again(
    open_kiosk: Callable[..., Any], state: Any
) -> None:
    kiosk = open_kiosk()
    kiosk.window.show(WindowPlace(px_per_mm=3.6, fullscreen=True, may_close=False))
    rest(0.05)
    kiosk.window.root.setWindowStates(state)
    rest(0.1)
    assert kiosk.window.root.windowStates() == Qt.WindowState.WindowFullScreen


def test_what_a_compositor_calls_maximized_too_is_full_screen_and_left_as_it_is(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk()
    kiosk.window.show(WindowPlace(px_per_mm=3.6, fullscreen=True, may_close=False))
    rest(0.05)
    both = Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMaximized
    kiosk.window.root.setWindowStates(both)
    rest(0.1)
    assert kiosk.window.root.windowStates() == both


def test_a_window_that_is_not_full_screen_is_left_as_it_is(kiosk: Any) -> None:
    kiosk.window.root.setWindowStates(Qt.WindowState.WindowMaximized)
    rest(0.05)
    assert kiosk.window.root.windowStates() == Qt.WindowState.WindowMaximized


HOLDS = (CTRL, ALT, SHIFT, HELD.MetaModifier, HELD.GroupSwitchModifier)
EVERY_SET = tuple(
    reduce(or_, held, HELD.NoModifier)
    for held in chain.from_iterable(combinations(HOLDS, size) for size in range(len(HOLDS) + 1))
)


def ways_out(kiosk: Any) -> list[str]:
    """Which ways out of a full screen stand open."""
    root, states = kiosk.window.root, kiosk.window.root.windowStates()
    others = [one for one in QGuiApplication.topLevelWindows() if one != root]
    wrong = {
        "closed": not root.isVisible(),
        "not full screen": states != Qt.WindowState.WindowFullScreen,
        "another window": any(one.isVisible() for one in others),
        "copied": QGuiApplication.clipboard().text() != "",
        "staff": kiosk.staff.page not in {"", "pin"},
    }
    return [way for way, is_open in wrong.items() if is_open]


@pytest.mark.filterwarnings("ignore:Enum value")  # one of them has two names
@pytest.mark.parametrize("page", ["first", "writing", "pin"])
def test_no_key_that_qt_knows_leads_out_whatever_is_held(
    open_kiosk: Callable[..., Any], page: str
) -> None:
    kiosk = open_kiosk()
    kiosk.window.show(WindowPlace(px_per_mm=3.6, fullscreen=True, may_close=False))
    kiosk.window.root.setProperty("mayClose", 0)
    if page == "writing":
        kiosk.begin("What matters to you today")
        kiosk.finger.touch(MIND, "EditableText")
        kiosk.finger.wait_for("Done")
    if page == "pin":
        kiosk.finger.touch("Staff")
    for held in EVERY_SET:
        for key in KEY:
            QTest.sendKeyEvent(QTest.KeyAction.Click, kiosk.window.root, key, "", held)
        rest(0)
        assert ways_out(kiosk) == [], held
    kiosk.settle()
    assert ways_out(kiosk) == []


def test_a_long_touch_opens_no_menu_and_selects_nothing(writing: Any) -> None:
    before = writing.finger.names()
    edit = writing.window.root.activeFocusItem()
    place = next(n.rect.center() for n in writing.finger.nodes() if n.role == "EditableText")
    writing.finger.await_turn(place)
    writing.finger.press(place)
    rest(QGuiApplication.styleHints().mousePressAndHoldInterval() / 1000 + 0.2)
    device, root = writing.finger._device, writing.window.root
    QTest.touchEvent(root, device).move(0, place + QPoint(120, 0)).commit()
    writing.finger.release(place + QPoint(120, 0))
    rest(0.05)
    assert edit.property("selectedText") == ""
    assert writing.finger.names() == before
    assert [one for one in QGuiApplication.topLevelWindows() if one.isVisible()] == [root]
