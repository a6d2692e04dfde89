"""Keeps a patient inside the window: no key, drop or window button leads out of it.

What is allowed is listed and everything else is refused, for nobody knows every key of every
keyboard. Shortcuts that the system itself takes (Ctrl+Alt+Del, a switch of the console) never come
here; the session that the kiosk runs in has to refuse those.
"""

from functools import cache
from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtQuick import QQuickWindow

_KEYS: Final = (
    QEvent.Type.KeyPress, QEvent.Type.KeyRelease,
    QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut,
)  # fmt: skip
_MOUSE: Final = (
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
)  # fmt: skip
_DRAGS: Final = (
    QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.DragLeave, QEvent.Type.Drop,
)  # fmt: skip
_NEVER: Final = (
    *_DRAGS, QEvent.Type.ContextMenu, QEvent.Type.Wheel, QEvent.Type.NativeGesture,
)  # fmt: skip


class _Keys:
    """What may be pressed; made with the first key, for naming one of them makes all of Qt's enums.

    Attributes:
        moves: never with Shift: that selects, and on some systems what is selected is copied; or
            it cuts.
        alt_gr: how one system tells the key that writes the third letter of a key.
    """

    def __init__(self) -> None:
        key, held = QtCore.Qt.Key, QtCore.Qt.KeyboardModifier
        self.moves = frozenset({
            key.Key_Left, key.Key_Right, key.Key_Up, key.Key_Down,
            key.Key_Home, key.Key_End, key.Key_PageUp, key.Key_PageDown,
            key.Key_Delete, key.Key_Escape,
        })  # fmt: skip
        self.acts = frozenset({
            key.Key_Tab, key.Key_Backtab, key.Key_Return, key.Key_Enter,
            key.Key_Space, key.Key_Backspace, key.Key_Shift,
        })  # fmt: skip
        self.none, self.keypad = held.NoModifier, held.KeypadModifier
        self.shift = held.ShiftModifier | held.GroupSwitchModifier
        self.alt_gr = held.ControlModifier | held.AltModifier


class Lockdown(QObject):
    """Event filter of a window.

    Args:
        window: which it stands before.
        fullscreen: whether the window is to cover the screen again when something made it smaller.
    """

    def __init__(self, window: QQuickWindow, *, fullscreen: bool = False) -> None:
        super().__init__(window)
        self.fullscreen = fullscreen
        self._window = window
        self._cover = QTimer(self, interval=0, singleShot=True)
        self._cover.timeout.connect(self._cover_again)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """True where the event must not reach the window."""
        del watched
        kind = event.type()
        if kind in _KEYS:
            return not _is_allowed(event) and _refused(event)
        if kind in _MOUSE and isinstance(event, QMouseEvent):
            # The middle button pastes, the right one opens menus.
            return event.button() != QtCore.Qt.MouseButton.LeftButton and _refused(event)
        if kind in _NEVER:
            return _refused(event)
        if kind == QEvent.Type.WindowStateChange and self.fullscreen:
            self._cover.start()
        return False

    @Slot()
    def _cover_again(self) -> None:
        # A compositor may call what is full screen maximized, too: asked again, it says it again.
        states, state = self._window.windowStates(), QtCore.Qt.WindowState
        if state.WindowFullScreen not in states or state.WindowMinimized in states:
            self._window.showFullScreen()


@cache
def _keys() -> _Keys:
    return _Keys()


def _is_allowed(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent):
        return False
    keys = _keys()
    key, held = event.key(), event.modifiers() & ~keys.keypad
    if key in keys.moves:
        return held == keys.none
    if key in keys.acts:
        return not held & ~keys.shift
    return _writes(event) and (not held & ~keys.shift or held & ~keys.shift == keys.alt_gr)


def _writes(event: QKeyEvent) -> bool:
    """Whether a key stands for a letter, figure or sign; letting it go often says none."""
    if event.text():
        return event.text().isprintable()
    return event.type() == QEvent.Type.KeyRelease and event.key() < QtCore.Qt.Key.Key_Escape.value


def _refused(event: QEvent) -> bool:
    # An accepted drag would be welcome; an ignored key would be offered to the next who listens.
    event.setAccepted(event.type() not in _DRAGS)
    return True
