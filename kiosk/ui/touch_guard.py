"""One guard before every touch: a trembling or resting hand must not answer.

A second finger is ignored, and so is a repeat at the same place within half a second, also when
the page changed in between (EN 301 549 5.8, 5.9). A different place is not a repeat.
"""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Property, QCoreApplication, QEvent, QObject, QPointF, Signal
from PySide6.QtGui import QEventPoint, QMouseEvent, QTouchEvent
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

REPEAT_S: Final = 0.5
TYPING_REPEAT_S: Final = 0.15
"""On the keyboard a double letter is meant; only the bounce of one touch is not."""
SAME_PLACE_MM: Final = 12.0
_TOUCHES: Final = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd)
_PRESSES: Final = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


@QmlElement
class TouchGuard(QObject):
    """Event filter of a window.

    Args:
        px_per_mm: scale of the panel.
        clock: seconds that only grow.

    Signals:
        touched: a touch, a mouse press or a key arrived.
    """

    touched = Signal()
    typingChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(self, px_per_mm: float, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._reach = SAME_PLACE_MM * px_per_mm
        self._clock = clock
        self._finger = -1
        self._typing = False
        self._swallowing = False
        self._resending = False
        self._last_place = QPointF(-1e6, -1e6)
        self._last_time = -1e6

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """True where the event must not reach the window."""
        if self._resending:
            return False
        kind = event.type()
        if isinstance(event, QTouchEvent) and kind in _TOUCHES:
            return self._touch(watched, event)
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if kind == QEvent.Type.KeyPress:
            self.touched.emit()
        return False

    def _touch(self, watched: QObject, event: QTouchEvent) -> bool:
        points = event.points()
        if event.type() == QEvent.Type.TouchBegin:
            self._finger = points[0].id()
            self._swallowing = self._repeats(points[0].position())
            self.touched.emit()
        if event.type() == QEvent.Type.TouchEnd:
            self._released(points[0].position())
        if self._swallowing:
            event.accept()
            return True
        return len(points) > 1 and self._only_first(watched, event, points)

    def _only_first(self, watched: QObject, event: QTouchEvent, points: list[QEventPoint]) -> bool:
        mine = [point for point in points if point.id() == self._finger]
        event.accept()
        if not mine:
            return True
        ended = mine[0].state() == QEventPoint.State.Released
        kind = QEvent.Type.TouchEnd if ended else QEvent.Type.TouchUpdate
        alone = QTouchEvent(kind, event.pointingDevice(), event.modifiers(), mine)
        self._resending = True
        QCoreApplication.sendEvent(watched, alone)
        self._resending = False
        return True

    def _mouse(self, event: QMouseEvent) -> bool:
        if event.type() in _PRESSES:
            self._swallowing = self._repeats(event.position())
            self.touched.emit()
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._released(event.position())
        return self._swallowing

    def _repeats(self, place: QPointF) -> bool:
        limit = TYPING_REPEAT_S if self._typing else REPEAT_S
        soon = self._clock() - self._last_time < limit
        away = place - self._last_place
        return soon and away.manhattanLength() < self._reach

    def _released(self, place: QPointF) -> None:
        self._last_place, self._last_time = place, self._clock()

    def _is_typing(self) -> bool:
        return self._typing

    def _set_typing(self, typing: bool) -> None:  # noqa: FBT001 - Qt's setter
        self._typing = typing

    typing = Property(bool, _is_typing, _set_typing, notify=typingChanged)
