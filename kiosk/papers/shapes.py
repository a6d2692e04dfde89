"""What is drawn beside words on paper: boxes to tick, lines to write on, tables."""

from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from kiosk.papers.colours import HAIR, INK, LINE
from kiosk.papers.flow import Drawer

_EDGE: Final = 0.35


def pen(colour: str, width: float) -> QPen:
    """A pen of a width in the painter's unit, with square corners."""
    drawn = QPen(QColor(colour), width)
    drawn.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return drawn


def box(painter: QPainter, rect: QRectF, per_mm: float, colour: str = INK) -> None:
    """An empty box with a dark edge."""
    painter.setPen(pen(colour, _EDGE * per_mm))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)


def filled(painter: QPainter, rect: QRectF, colour: str) -> None:
    """A ground without an edge."""
    painter.fillRect(rect, QColor(colour))


def rule(width: float, below: float, per_mm: float, colour: str = HAIR) -> Drawer:
    """A line across a width, so far below the top."""

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.setPen(pen(colour, 0.2 * per_mm))
        painter.drawLine(QLineF(x, y + below, x + width, y + below))

    return draw


def writing_line(start: float, width: float, below: float, per_mm: float) -> Drawer:
    """A line to write on."""
    drawn = rule(width, below, per_mm, LINE)
    return lambda painter, x, y: drawn(painter, x + start, y)
