"""Draws a figure: flat, in the colours of a theme, every bar with its number in words beside it.

The same painter draws in the desk's window, into a PNG and onto a page of a PDF. Sizes follow from
the size of the text alone, so that nothing is clipped where text is twice as large.
"""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from kiosk.desk.pictures.figure import Figure
from kiosk.papers.chart_bars import BarRows
from kiosk.papers.chart_columns import Columns
from kiosk.papers.chart_text import Block, block, font
from kiosk.papers.look import Look

_TITLE = 1.25
_GAP = 0.6


def height_of(figure: Figure, width: float, look: Look, *, headed: bool = True) -> float:
    """How high the figure is in a room so wide, in pixels."""
    head = _head(figure, width, look) if headed else []
    high = sum(one.height for one in head)
    if not figure.bars:
        return high
    gap = look.text * _GAP if head else 0.0
    return high + gap + _body(figure, width, look).height


def paint(
    painter: QPainter, figure: Figure, room: QRectF, look: Look, *, headed: bool = True
) -> None:
    """Draw the figure from the top of the room; it is `height_of` high.

    Without its head it is the bars alone, where title and note stand beside it.
    """
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    y = room.y()
    for one in _head(figure, room.width(), look) if headed else ():
        ink = look.ink if one.of.bold() else look.muted
        one.draw(painter, room.x(), y, room.width(), ink)
        y += one.height
    if figure.bars:
        y += look.text * _GAP if headed else 0.0
        _body(figure, room.width(), look).draw(painter, room.x(), y)


def _body(figure: Figure, width: float, look: Look) -> BarRows | Columns:
    kind = Columns if figure.upright else BarRows
    return kind(figure, width, look)


def _head(figure: Figure, width: float, look: Look) -> list[Block]:
    """The title, and the note where there is one."""
    mirrored, bold = look.right_to_left, font(look.text * _TITLE, bold=True)
    head = [block(figure.title, bold, width, right_to_left=mirrored)]
    if figure.note:
        head.append(block(figure.note, font(look.text), width, right_to_left=mirrored))
    return head
