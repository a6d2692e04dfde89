"""Keeps a patient inside the window: no key, drop or window button leads out of it.

What is allowed is listed and everything else is refused, for nobody knows every key of every
keyboard. Shortcuts that the system itself takes (Ctrl+Alt+Del, a switch of the console) never come
here; the session that the kiosk runs in has to refuse those.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
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
_MOVES: Final = frozenset({
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
    Qt.Key.Key_Delete, Qt.Key.Key_Escape,
})  # fmt: skip
"""Never with Shift: that selects, and on some systems what is selected is copied; or it cuts."""

_ACTS: Final = frozenset({
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter,
    Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_Shift,
})  # fmt: skip
_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.GroupSwitchModifier
_ALT_GR: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
"""How one system tells the key that writes the third letter of a key."""


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
            return event.button() != Qt.MouseButton.LeftButton and _refused(event)
        if kind in _NEVER:
            return _refused(event)
        if kind == QEvent.Type.WindowStateChange and self.fullscreen:
            self._cover.start()
        return False

    def _cover_again(self) -> None:
        if self._window.windowStates() != Qt.WindowState.WindowFullScreen:
            self._window.showFullScreen()


def _is_allowed(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent):
        return False
    key, held = event.key(), event.modifiers() & ~_KEYPAD
    if key in _MOVES:
        return held == Qt.KeyboardModifier.NoModifier
    if key in _ACTS:
        return not held & ~_SHIFT
    return _writes(event) and (not held & ~_SHIFT or held & ~_SHIFT == _ALT_GR)


def _writes(event: QKeyEvent) -> bool:
    """Whether a key stands for a letter, figure or sign; letting it go often says none."""
    if event.text():
        return event.text().isprintable()
    return event.type() == QEvent.Type.KeyRelease and event.key() < Qt.Key.Key_Escape.value


def _refused(event: QEvent) -> bool:
    # An accepted drag would be welcome; an ignored key would be offered to the next who listens.
    event.setAccepted(event.type() not in _DRAGS)
    return True
