"""How staff call for the page that asks for their PIN, with no button that draws patients to it.

They touch the two upper corners of the glass in turn, four times: left, right, left, right. A hand
that trembles stays where it is, an arm that leans is one long touch, two hands at once are one
touch to Qt: none of them goes to and fro. Nothing is taken from whatever lies in a corner.
"""

import time
from collections.abc import Callable
from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QMouseEvent, QTouchEvent
from PySide6.QtQuick import QQuickWindow

TIMES: Final = 4
WITHIN_S: Final = 6.0
"""From the first touch to the last; who needs longer has the key, or the button."""

CORNER_MM: Final = 22.0
_MOST: Final = 0.25
"""Of the width and height: on a small panel a corner stays one."""

_LEFT, _RIGHT, _NONE = "left", "right", ""


class Corners(QObject):
    """Event filter of a window, which sees every touch and stops none.

    Args:
        window: which it stands before; its `pxPerMm` is the scale of the panel.
        done: called by the last touch.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        window: QQuickWindow,
        done: Callable[[], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._window, self._done, self._clock = window, done, clock
        self._count, self._last, self._began = 0, _NONE, 0.0
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Always False: the touch goes on."""
        if event.type() == QEvent.Type.TouchBegin and isinstance(event, QTouchEvent):
            self._touched(event.points()[0].position())
        elif (
            event.type() == QEvent.Type.MouseButtonPress
            and isinstance(event, QMouseEvent)
            and event.button() == QtCore.Qt.MouseButton.LeftButton
        ):
            self._touched(event.position())
        return False

    def _touched(self, point: QPointF) -> None:
        corner, now = self._corner(point), self._clock()
        if corner == _NONE or now - self._began > WITHIN_S:
            self._count, self._last = 0, _NONE
        if corner in {_NONE, self._last} or (not self._count and corner != _LEFT):
            return  # the same one again is how a hand trembles, and how Qt tells of a touch twice
        self._began = now if not self._count else self._began
        self._count, self._last = self._count + 1, corner
        if self._count == TIMES:
            self._count, self._last = 0, _NONE
            self._done()

    def _corner(self, point: QPointF) -> str:
        width, height = self._window.width(), self._window.height()
        side = CORNER_MM * float(self._window.property("pxPerMm"))
        if point.y() > min(side, height * _MOST):
            return _NONE
        across = min(side, width * _MOST)
        if point.x() <= across:
            return _LEFT
        return _RIGHT if point.x() >= width - across else _NONE
