"""A monkey before the screen: whatever it does, it stays before the patient's screen.

What it does follows from a seed; a failure tells the seed, how many events there were, and the
last of them in words. Run the same seed again with fewer events to come near it.
"""

import random
from collections import deque
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest

from kiosk.trial.touch import REPEAT_S, rest

if TYPE_CHECKING:
    from collections.abc import Callable

KEY, HELD, LEFT = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
CTRL, ALT, META, SHIFT = (
    HELD.ControlModifier, HELD.AltModifier, HELD.MetaModifier, HELD.ShiftModifier,
)  # fmt: skip
LETTERS = "QWCVXAPONSZYTFRHIMUKBD"
CHORDS = (
    *((getattr(KEY, f"Key_{letter}"), CTRL) for letter in LETTERS),
    *((getattr(KEY, f"Key_{letter}"), CTRL | SHIFT) for letter in "ITNQPC"),
    *((getattr(KEY, f"Key_F{n}"), HELD.NoModifier) for n in range(1, 13)),
    *((getattr(KEY, f"Key_F{n}"), CTRL | ALT) for n in range(1, 13)),
    *((key, ALT) for key in (
        KEY.Key_F4, KEY.Key_Tab, KEY.Key_Space, KEY.Key_Escape, KEY.Key_Left, KEY.Key_D, KEY.Key_F,
        KEY.Key_Return,
    )),
    *((key, CTRL | ALT) for key in (KEY.Key_Delete, KEY.Key_Backspace, KEY.Key_T, KEY.Key_L)),
    *((key, META) for key in (
        KEY.Key_L, KEY.Key_R, KEY.Key_D, KEY.Key_E, KEY.Key_Q, KEY.Key_Up, KEY.Key_Down,
        KEY.Key_Left, KEY.Key_Tab,
    )),
    *((key, SHIFT) for key in (
        KEY.Key_Insert, KEY.Key_Delete, KEY.Key_Left, KEY.Key_Home, KEY.Key_End, KEY.Key_Up,
        KEY.Key_F10, KEY.Key_Tab,
    )),
    *((key, CTRL) for key in (
        KEY.Key_Escape, KEY.Key_Insert, KEY.Key_Home, KEY.Key_Left, KEY.Key_Plus, KEY.Key_Tab,
    )),
    *((key, HELD.NoModifier) for key in (
        KEY.Key_Escape, KEY.Key_Super_L, KEY.Key_Super_R, KEY.Key_Meta, KEY.Key_Menu, KEY.Key_Print,
        KEY.Key_SysReq, KEY.Key_Pause, KEY.Key_Insert, KEY.Key_Back, KEY.Key_Forward,
        KEY.Key_Refresh, KEY.Key_HomePage, KEY.Key_Search, KEY.Key_Favorites, KEY.Key_LaunchMail,
        KEY.Key_LaunchMedia, KEY.Key_Launch0, KEY.Key_Calculator, KEY.Key_Explorer, KEY.Key_WWW,
        KEY.Key_Stop, KEY.Key_MediaPlay, KEY.Key_MediaStop, KEY.Key_VolumeUp, KEY.Key_VolumeMute,
        KEY.Key_PowerOff, KEY.Key_Sleep, KEY.Key_Eject, KEY.Key_Close, KEY.Key_Copy, KEY.Key_Cut,
        KEY.Key_Paste, KEY.Key_Undo, KEY.Key_Open, KEY.Key_New, KEY.Key_Help, KEY.Key_Exit,
        KEY.Key_CapsLock, KEY.Key_NumLock, KEY.Key_Cancel, KEY.Key_Context1, KEY.Key_Select,
    )),
)  # fmt: skip
PLAIN_KEYS = (
    KEY.Key_Tab, KEY.Key_Backtab, KEY.Key_Return, KEY.Key_Enter, KEY.Key_Space, KEY.Key_Backspace,
    KEY.Key_Delete, KEY.Key_Left, KEY.Key_Right, KEY.Key_Up, KEY.Key_Down, KEY.Key_Home,
    KEY.Key_End, KEY.Key_PageUp, KEY.Key_PageDown, KEY.Key_A, KEY.Key_E, KEY.Key_1, KEY.Key_7,
)  # fmt: skip
STATES = (
    Qt.WindowState.WindowMinimized, Qt.WindowState.WindowMaximized, Qt.WindowState.WindowNoState,
)  # fmt: skip
TARGETS = {"Button", "RadioButton", "CheckBox", "EditableText", "Slider"}
EPISODE = 60
"""After so many events another form, somewhere in it."""


class Monkey:
    """Does things to an open kiosk, each by chance.

    Args:
        watched: the kiosk, and what goes wrong.
        forms: what it is put before in turn.
        seed: the same events for the same seed, on a machine that is as fast.
    """

    def __init__(self, watched: Any, forms: Any, seed: int) -> None:
        self._watched, self._forms, self._seed = watched, forms, seed
        self._window, self._finger = watched.kiosk.window.root, watched.finger
        self._chance = random.Random(seed)  # noqa: S311 - a monkey keeps no secrets
        self._last: deque[str] = deque(maxlen=30)
        self.met: set[str] = set()
        self._size = self._window.size()
        self._acts: dict[Callable[[], str], int] = {
            self._target: 44, self._somewhere: 8, self._two_fingers: 6, self._drag: 7,
            self._mouse: 7, self._chord: 14, self._key: 8, self._writes: 2, self._wheel: 1,
            self._menu: 1, self._drop: 1, self._close: 1, self._state: 1, self._quiet: 1,
        }  # fmt: skip

    def run(self, events: int) -> None:
        """So many events; fails at the first after which something is wrong."""
        acts, weights = list(self._acts), list(self._acts.values())
        for number in range(events):
            if number % EPISODE == 0:
                self._put_before(self._forms[number // EPISODE % len(self._forms)], number)
            act = self._chance.choices(acts, weights)[0]
            if self._chance.random() < 0.9:
                self._watched.clock.ahead += REPEAT_S
            self._last.append(act())
            self._watched.live()
            self._look(number)
        self._watched.settle()
        self._look(events)

    def _put_before(self, form: Any, number: int) -> None:
        patient = self._watched.kiosk.patient
        self._watched.settle()  # what is being sent can't be deleted any more
        self._watched.kiosk.staff.close()
        patient.leave(delete=self._chance.random() < 0.5)
        if self._window.size() != self._size:
            self._window.resize(self._size)
        self._watched.begin(form, self._chance.choice(("en", "ar")))
        pages = patient.sitting.filler.pages
        # In turn: by chance alone a kind of answer may never be met.
        turn = number // EPISODE // len(self._forms)
        patient.change(0, pages[turn % len(pages)].path)
        self._last.append(f"put before {form.name}, {patient.sitting.place}")

    def _look(self, number: int) -> None:
        page = str(self._watched.kiosk.patient.page)
        self.met.add(page)
        asked = self._watched.kiosk.patient.sitting
        if page == "question" and asked and (shown := asked.page):
            self.met.add(asked.kind(shown).name)
        if self._watched.has_left():
            rest(0.1)  # what made the window smaller is undone as soon as it was told
        wrong = [*self._watched.troubles, self._watched.has_left()]
        if any(wrong) or page == "broken":
            told = "\n".join([*filter(None, wrong), f"page {page}", *self._last])
            pytest.fail(f"seed {self._seed}, event {number}:\n{told}")

    def _point(self) -> QPoint:
        width, height = self._window.width(), self._window.height()
        return QPoint(self._chance.randrange(width), self._chance.randrange(height))

    def _places(self) -> list[Any]:
        # A page that is laid out anew may still tell of places beyond a window made smaller.
        glass = QRect(0, 0, self._window.width(), self._window.height())
        nodes = [node for node in self._finger.nodes() if node.role in TARGETS]
        return [node for node in nodes if glass.contains(node.rect.center())]

    def _target(self) -> str:
        nodes = self._places()
        if not nodes:
            return self._somewhere()
        node = self._chance.choice(nodes)
        place = node.rect.center()
        self._finger.press(place)
        self._finger.release(place)
        return f"touch {node.role} “{node.name}”"

    def _somewhere(self) -> str:
        place = self._point()
        self._finger.press(place)
        self._finger.release(place)
        return f"touch {place.toTuple()}"

    def _two_fingers(self) -> str:
        one, two = self._point(), self._point()
        device, window = self._finger._device, self._window
        QTest.touchEvent(window, device).press(0, one).commit()
        QTest.touchEvent(window, device).stationary(0).press(1, two).commit()
        QTest.touchEvent(window, device).move(0, two).move(1, one).commit()
        if self._chance.random() < 0.5:
            QTest.touchEvent(window, device).release(0, two).stationary(1).commit()
            QTest.touchEvent(window, device).release(1, one).commit()
        else:
            QTest.touchEvent(window, device).release(0, two).release(1, one).commit()
        return f"two fingers {one.toTuple()} {two.toTuple()}"

    def _drag(self) -> str:
        nodes = self._places()
        start = self._chance.choice(nodes).rect.center() if nodes else self._point()
        end = self._point()
        device, window = self._finger._device, self._window
        QTest.touchEvent(window, device).press(0, start).commit()
        for part in (0.2, 0.5, 1.0):
            between = QPointF(start) + part * QPointF(end - start)
            QTest.touchEvent(window, device).move(0, between.toPoint()).commit()
        QTest.touchEvent(window, device).release(0, end).commit()
        return f"drag {start.toTuple()} {end.toTuple()}"

    def _mouse(self) -> str:
        nodes = self._places()
        place = self._chance.choice(nodes).rect.center() if nodes else self._point()
        button = self._chance.choice((
            LEFT, LEFT, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton,
            Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton,
        ))  # fmt: skip
        press = self._chance.choice((QTest.mouseClick, QTest.mouseDClick))
        press(self._window, button, HELD.NoModifier, place)
        return f"mouse {button.name} {place.toTuple()}"

    def _chord(self) -> str:
        key, held = self._chance.choice(CHORDS)
        letter = KEY.Key_A.value <= key.value <= KEY.Key_Z.value
        text = chr(key.value & 0x1F) if letter and held & CTRL else ""  # as X11 tells it
        QTest.sendKeyEvent(QTest.KeyAction.Click, self._window, key, text, held)
        return f"{held.name} {key.name}"

    def _key(self) -> str:
        key = self._chance.choice(PLAIN_KEYS)
        QTest.keyClick(self._window, key)
        return key.name

    def _writes(self) -> str:
        text = self._chance.choice(("12", "é", "ع", "3,5", "🙂", "\u202e", "a" * 40, "\x16", "-"))
        for sign in text:
            press = QKeyEvent(QEvent.Type.KeyPress, 0, HELD.NoModifier, sign)
            QCoreApplication.sendEvent(self._window, press)
        return f"writes {text!r}"

    def _wheel(self) -> str:
        place, by = QPointF(self._point()), QPoint(0, self._chance.choice((-240, 240)))
        held = self._chance.choice((HELD.NoModifier, CTRL))
        event = QWheelEvent(
            place, place, QPoint(), by, Qt.MouseButton.NoButton, held,
            Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003 - the library's own
        )  # fmt: skip
        QCoreApplication.sendEvent(self._window, event)
        return f"wheel {by.toTuple()}"

    def _menu(self) -> str:
        place = self._point()
        reason = self._chance.choice(list(QContextMenuEvent.Reason))
        QCoreApplication.sendEvent(self._window, QContextMenuEvent(reason, place, place))
        return f"context menu {reason.name}"

    def _drop(self) -> str:
        dropped = QMimeData()
        dropped.setText("dropped words")
        copy, place = Qt.DropAction.CopyAction, self._point()
        enter = QDragEnterEvent(place, copy, dropped, LEFT, HELD.NoModifier)
        QCoreApplication.sendEvent(self._window, enter)
        drop = QDropEvent(QPointF(place), copy, dropped, LEFT, HELD.NoModifier)
        QCoreApplication.sendEvent(self._window, drop)
        return f"drop; taken: {enter.isAccepted() or drop.isAccepted()}"

    def _close(self) -> str:
        if self._chance.random() < 0.5:
            self._window.close()
            return "close"
        QGuiApplication.quit()
        return "quit"

    def _state(self) -> str:
        state = self._chance.choice(STATES)
        self._window.setWindowStates(state)
        return f"window {state.name}"

    def _quiet(self) -> str:
        self._watched.time_is_up()
        return "nobody is there"


PANELS = {
    "1080x1920": ((1080, 1920), 3.6),
    "1280x800": ((1280, 800), 5.9),
}


@pytest.mark.parametrize("panel", PANELS)
def test_a_monkey_never_gets_out(open_kiosk: Any, forms: Any, panel: str) -> None:
    monkey = Monkey(open_kiosk(*PANELS[panel]), forms, seed=len(panel))
    monkey.run(300)
    assert "question" in monkey.met


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_ten_thousand_events_of_a_monkey_lead_nowhere_out(
    open_kiosk: Any, forms: Any, every_kind: Any
) -> None:
    monkey = Monkey(open_kiosk(), (*forms, every_kind, every_kind), seed=2026)
    monkey.run(10_000)
    kinds = {"body", "date", "quantity", "repeated", "search", "signature", "slider", "text"}
    assert monkey.met >= kinds | {"attract", "forms", "question", "review", "start"}
