"""Columns beside one another, as over days; labels are left out before they would touch."""

from math import ceil
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from kiosk.desk.pictures.figure import Figure
from kiosk.papers.chart_text import Block, font, width_of
from kiosk.papers.look import Look

_HIGH: Final = 9.0
"""Heights of the text that the highest column is high."""
_WIDEST: Final = 5.0
_FILLED: Final = 0.7
_LINE: Final = 1.3


class Columns:
    """The columns of a figure, laid out in a room.

    Where the numbers find no room above their columns, two thin lines say how high half and all
    of the scale is, and the highest column has its number.

    Args:
        figure: with at least one bar.
        width: of the room, in pixels.
        look: colours and text.
    """

    def __init__(self, figure: Figure, width: float, look: Look) -> None:
        self._bars, self._width, self._look = figure.bars, width, look
        usual, bold = font(look.text), font(look.text, bold=True)
        apart = look.text / 2
        said = max(width_of(bar.said, bold) for bar in figure.bars)
        self._scale = float(round_up(figure.full))
        step = self._step(0.0)
        self._numbered = said + apart <= step
        self._axis = 0.0 if self._numbered else width_of(_plain(self._scale), usual) + apart
        if self._numbered:
            self._scale = figure.full
        label = max(width_of(bar.label, usual) for bar in figure.bars)
        step = self._step(self._axis)
        # The last label ends with the room, and so is nearer to the one before.
        self._every = max(1, ceil((label + apart + max(0.0, (label - step) / 2)) / step))

    @property
    def height(self) -> float:
        """Of all of it, in pixels."""
        return self._look.text * (_HIGH + 2 * _LINE + 0.5)

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw them from there."""
        base = y + self._look.text * (_LINE + _HIGH)
        if not self._numbered:
            for share in (0.5, 1.0):
                self._draw_grid(painter, x, base, share)
        line = max(1.0, self._look.text / 16)
        wide = self._axis + self._step(self._axis) * len(self._bars)
        left = x + self._width - wide if self._look.right_to_left else x
        painter.fillRect(QRectF(left, base, wide, line), self._look.muted)
        lengths = [bar.length or 0.0 for bar in self._bars]
        highest = lengths.index(max(lengths))
        for place in range(len(self._bars)):
            self._draw_column(painter, place, x, base)
            if self._numbered or place == highest:
                self._draw_number(painter, place, x, base)
            if (place - len(self._bars) + 1) % self._every == 0:
                self._draw_label(painter, place, x, base)

    def _step(self, axis: float) -> float:
        """From one column to the next."""
        return min((self._width - axis) / len(self._bars), self._look.text * _WIDEST)

    def _middle(self, place: int, x: float) -> float:
        step = self._step(self._axis)
        along = self._axis + step * (place + 0.5)
        return x + self._width - along if self._look.right_to_left else x + along

    def _top(self, place: int, base: float) -> float:
        share = (self._bars[place].length or 0.0) / self._scale
        return base - share * self._look.text * _HIGH

    def _draw_column(self, painter: QPainter, place: int, x: float, base: float) -> None:
        wide = max(1.0, self._step(self._axis) * _FILLED)
        top = self._top(place, base)
        left = self._middle(place, x) - wide / 2
        painter.fillRect(QRectF(left, top, wide, base - top), self._look.bar)

    def _draw_number(self, painter: QPainter, place: int, x: float, base: float) -> None:
        top = self._top(place, base) - self._look.text * _LINE
        self._draw_words(painter, self._bars[place].said, place, (x, top), bold=True)

    def _draw_label(self, painter: QPainter, place: int, x: float, base: float) -> None:
        top = base + self._look.text * 0.3
        self._draw_words(painter, self._bars[place].label, place, (x, top))

    def _draw_grid(self, painter: QPainter, x: float, base: float, share: float) -> None:
        y = base - share * self._look.text * _HIGH
        text = Block((_plain(self._scale * share),), font(self._look.text), right_to_left=False)
        mirrored = self._look.right_to_left
        at = x + self._width - text.width if mirrored else x
        text.draw(painter, at, y - text.line / 2, text.width, self._look.muted)
        line = QRectF(x if mirrored else x + self._axis, y, self._width - self._axis, 1.0)
        painter.fillRect(line, QColor(self._look.hair))

    def _draw_words(
        self,
        painter: QPainter,
        text: str,
        place: int,
        at: tuple[float, float],
        *,
        bold: bool = False,
    ) -> None:
        """In the middle of a column, but never beyond the room; `at`: left of all, top of these."""
        (x, top), middle = at, self._middle(place, at[0])
        of = font(self._look.text, bold=bold)
        wide = width_of(text, of)
        middle = min(max(middle, x + wide / 2), x + self._width - wide / 2)
        told = Block((text,), of, right_to_left=False)
        told.draw(painter, middle - wide / 2, top, wide, self._look.ink)


def round_up(number: float) -> int:
    """The next even round number: 2, 4, 10, 20, 40, 100 …, so that its half is whole."""
    scale = 1
    while True:
        for step in (2, 4, 6, 8):
            if step * scale >= number:
                return step * scale
        scale *= 10


def _plain(number: float) -> str:
    return f"{number:.0f}"
