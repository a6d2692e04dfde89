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


def height_of(figure: Figure, width: float, look: Look, *, titled: bool = True) -> float:
    """How high the figure is in a room so wide, in pixels."""
    head = sum(one.height for one in _head(figure, width, look, titled=titled))
    if not figure.bars:
        return head
    return head + look.text * _GAP + _body(figure, width, look).height


def paint(
    painter: QPainter, figure: Figure, room: QRectF, look: Look, *, titled: bool = True
) -> None:
    """Draw the figure from the top of the room; it is `height_of` high."""
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    y = room.y()
    for one in _head(figure, room.width(), look, titled=titled):
        ink = look.ink if one.of.bold() else look.muted
        one.draw(painter, room.x(), y, room.width(), ink)
        y += one.height
    if figure.bars:
        _body(figure, room.width(), look).draw(painter, room.x(), y + look.text * _GAP)


def _body(figure: Figure, width: float, look: Look) -> BarRows | Columns:
    kind = Columns if figure.upright else BarRows
    return kind(figure, width, look)


def _head(figure: Figure, width: float, look: Look, *, titled: bool) -> list[Block]:
    """The title, where it is wanted, and the note, where there is one."""
    mirrored, head = look.right_to_left, list[Block]()
    if titled:
        bold = font(look.text * _TITLE, bold=True)
        head.append(block(figure.title, bold, width, right_to_left=mirrored))
    if figure.note:
        head.append(block(figure.note, font(look.text), width, right_to_left=mirrored))
    return head
