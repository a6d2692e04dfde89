"""One guard before every touch: a trembling or resting hand must not answer.

A second finger is ignored, and so is a repeat at the same place within half a second, also when
the page changed in between (EN 301 549 5.8, 5.9). A different target is not a repeat, however near.
While the screen is cleaned nothing comes through at all.
"""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Property, QCoreApplication, QEvent, QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QEventPoint, QMouseEvent, QTouchEvent
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickWindow

from kiosk.ui.touched_place import Place, place_at

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

REPEAT_S: Final = 0.5
TYPING_REPEAT_S: Final = 0.15
"""On the keyboard a double letter is meant; only the bounce of one touch is not."""
SAME_PLACE_MM: Final = 12.0
_TOUCHES: Final = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd)
_PRESSES: Final = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_INPUT: Final = (
    *_TOUCHES, *_PRESSES, QEvent.Type.TouchCancel,
    QEvent.Type.MouseButtonRelease, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.NativeGesture, QEvent.Type.ContextMenu,
    QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease,
    QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.InputMethod,
    QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut,
)  # fmt: skip
_NOWHERE: Final = Place(QPointF(-1e6, -1e6), QRectF(), "")


@QmlElement
class TouchGuard(QObject):
    """Event filter of a window.

    Args:
        px_per_mm: scale of the panel.
        clock: seconds that only grow.
        repeat_s: how soon a touch at the same place is a repeat; up to 1 s.

    Attributes:
        repeat_s: may be changed at any time.

    Signals:
        touched: a touch, a mouse press or a key arrived.
        pressed: it was a touch or a mouse press.
    """

    touched = Signal()
    pressed = Signal()
    typingChanged = Signal()  # noqa: N815 - Qt's way to name signals
    shutChanged = Signal(bool)  # noqa: N815

    def __init__(
        self,
        px_per_mm: float,
        clock: Callable[[], float] = time.monotonic,
        repeat_s: float = REPEAT_S,
    ) -> None:
        super().__init__()
        self.repeat_s = repeat_s
        self.rescale(px_per_mm)
        self._clock = clock
        self._finger = -1
        self._typing, self._shut = False, False
        self._swallowing = False
        self._resending = False
        self._last = _NOWHERE
        self._last_time = -1e6

    def rescale(self, px_per_mm: float) -> None:
        """The panel was measured anew."""
        self._reach = SAME_PLACE_MM * px_per_mm

    def shut(self) -> None:
        """Let nothing through."""
        self._close(closed=True)

    def open(self) -> None:
        """Let touches through again; a finger that is down now must first be lifted."""
        self._close(closed=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """True where the event must not reach the window."""
        if self._resending:
            return False
        kind = event.type()
        if self._shut and kind in _INPUT:
            event.accept()
            return True
        if isinstance(event, QTouchEvent) and kind in _TOUCHES:
            return self._touch(watched, event)
        if isinstance(event, QMouseEvent):
            return self._mouse(watched, event)
        if kind == QEvent.Type.KeyPress:
            self.touched.emit()
        return False

    def _touch(self, watched: QObject, event: QTouchEvent) -> bool:
        points = event.points()
        if event.type() == QEvent.Type.TouchBegin:
            self._finger = points[0].id()
            self._pressed(watched, points[0].position())
        if event.type() == QEvent.Type.TouchEnd:
            self._last_time = self._clock()
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

    def _mouse(self, watched: QObject, event: QMouseEvent) -> bool:
        if event.type() in _PRESSES:
            self._pressed(watched, event.position())
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._last_time = self._clock()
        return self._swallowing and event.type() != QEvent.Type.MouseMove

    def _pressed(self, watched: QObject, point: QPointF) -> None:
        place = _looked_up(watched, point)
        self._swallowing = self._repeats(place)
        if not self._swallowing:  # else the first touch of a row of repeats says what was meant
            self._last = place
        self.touched.emit()
        self.pressed.emit()

    def _repeats(self, place: Place) -> bool:
        limit = TYPING_REPEAT_S if self._typing else self.repeat_s
        if self._clock() - self._last_time >= limit:
            return False
        if self._last.target.contains(place.point):
            return True
        away = place.point - self._last.point
        return place.page != self._last.page and away.manhattanLength() < self._reach

    def _close(self, *, closed: bool) -> None:
        self._shut, self._swallowing = closed, True
        self.shutChanged.emit(closed)

    def _is_typing(self) -> bool:
        return self._typing

    def _set_typing(self, typing: bool) -> None:  # noqa: FBT001 - Qt's setter
        self._typing = typing

    typing = Property(bool, _is_typing, _set_typing, notify=typingChanged)


def _looked_up(watched: QObject, point: QPointF) -> Place:
    if isinstance(watched, QQuickWindow):
        return place_at(watched.contentItem(), point)
    return Place(point, QRectF(), "")
