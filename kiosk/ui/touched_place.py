"""What lies under a finger: the target it hits, and the page it is on."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtQuick import QQuickItem


class Place(NamedTuple):
    """Where a window was touched.

    Attributes:
        point: in the window.
        target: rectangle of what takes the touch there, in the window; empty where nothing does,
            or where one draws: a stroke after a stroke is no repeat.
        page: heading of the page; another heading is another page.
    """

    point: QPointF
    target: QRectF
    page: str


def place_at(content: QQuickItem, point: QPointF) -> Place:
    """What lies at a point of a window's content now."""
    found = Place(point, QRectF(), "")
    for item in _shown(content):
        if item.property("about"):
            found = found._replace(page=str(item.property("about")))
        if _takes_touch(item) and item.contains(item.mapFromScene(point)):
            # What is drawn later lies on top.
            rect = QRectF() if item.property("drawnIn") else item.boundingRect()
            found = found._replace(target=item.mapRectToScene(rect))
    return found


def _shown(item: QQuickItem) -> Iterator[QQuickItem]:
    """Every visible item, in the order in which they are drawn."""
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from _shown(child)


def _takes_touch(item: QQuickItem) -> bool:
    return item.isEnabled() and item.acceptedMouseButtons() != QtCore.Qt.MouseButton.NoButton
