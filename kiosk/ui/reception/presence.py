"""Whether somebody is at the desk's window: keys, clicks, and a mouse that really moves.

Heard at the window itself, for over a dialog its pages hear nothing. What Qt makes up by itself,
hovering over what is drawn anew under a mouse that rests, is nobody.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, Signal
from PySide6.QtGui import QMouseEvent

_DONE: Final = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate,
})  # fmt: skip


class Presence(QObject):
    """Event filter of a window; lets everything through.

    Signals:
        touched: somebody is there.
    """

    touched = Signal()

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._mouse = QPointF()
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """False: nothing is kept from the window."""
        if event.type() in _DONE or self._is_move(event):
            self.touched.emit()
        return False

    def _is_move(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.MouseMove or not isinstance(event, QMouseEvent):
            return False
        before, self._mouse = self._mouse, event.globalPosition()
        return before != self._mouse
