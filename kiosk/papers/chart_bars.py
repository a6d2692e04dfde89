"""Bars below one another: what each stands for, the bar, and its number in words."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from kiosk.desk.pictures.figure import Bar, Figure
from kiosk.papers.chart_text import Block, block, font, width_of
from kiosk.papers.look import Look

_LABEL_SHARE: Final = 0.42
_LEAST_BAR: Final = 6.0
"""The longest bar is at least so many heights of the text long, or stands below its label."""
_MOST_LINES: Final = 3
_GAP: Final = 0.75


class BarRows:
    """The bars of a figure, laid out in a room.

    Args:
        figure: with at least one bar.
        width: of the room, in pixels.
        look: colours and text.
    """

    def __init__(self, figure: Figure, width: float, look: Look) -> None:
        self._figure, self._width, self._look = figure, width, look
        self._gap = look.text * _GAP
        said = max(self._said(bar).width for bar in figure.bars)
        usual = font(look.text)
        widest = max(width_of(" ".join(bar.label.split()), usual) for bar in figure.bars)
        self._label = min(widest + 1, width * _LABEL_SHARE)
        self._bar = width - self._label - said - 2 * self._gap
        self._stacked = self._bar < _LEAST_BAR * look.text
        if self._stacked:
            self._label = width
            self._bar = max(look.text, width - said - self._gap)

    @property
    def height(self) -> float:
        """Of all bars, in pixels."""
        return sum(self._height(self._words(bar)) for bar in self._figure.bars)

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw them from there."""
        for bar in self._figure.bars:
            label = self._words(bar)
            self._draw_label(painter, label, x, y)
            self._draw_bar(painter, bar, self._bar_room(label, x, y))
            y += self._height(label)

    def _draw_label(self, painter: QPainter, label: Block, x: float, y: float) -> None:
        if self._look.right_to_left:
            x += self._width - self._label
        down = 0.0 if self._stacked else max(0.0, (self._line - label.height) / 2)
        label.draw(painter, x, y + down, self._label, self._look.ink)

    def _draw_bar(self, painter: QPainter, bar: Bar, room: QRectF) -> None:
        """The bar, and its number behind its end; of what is not told only the words."""
        mirrored, length, before = self._look.right_to_left, 0.0, 0.0
        if bar.length is not None:
            # One of nought is a thin line, so that one sees that it was counted.
            length = max(self._look.text / 8, room.width() * bar.length / self._figure.full)
            x = room.right() - length if mirrored else room.x()
            thick = self._look.text
            y = room.center().y() - thick / 2
            painter.fillRect(QRectF(x, y, length, thick), self._look.bar)
            before = length + self._gap / 2
        said = self._said(bar)
        x = room.right() - before - said.width if mirrored else room.x() + before
        ink = self._look.muted if bar.length is None else self._look.ink
        said.draw(painter, x, room.center().y() - said.line / 2, said.width, ink)

    def _bar_room(self, label: Block, x: float, y: float) -> QRectF:
        """Where the longest bar would be."""
        if self._stacked:
            before, y = 0.0, y + label.height
            height = self._line
        else:
            before, height = self._label + self._gap, max(self._line, label.height)
        if self._look.right_to_left:
            x += self._width - before - self._bar
        else:
            x += before
        return QRectF(x, y, self._bar, height)

    @property
    def _line(self) -> float:
        return self._look.text * 1.3

    def _height(self, label: Block) -> float:
        if self._stacked:
            return label.height + self._line + self._gap
        return max(label.height, self._line) + self._gap

    def _words(self, bar: Bar) -> Block:
        mirrored, usual = self._look.right_to_left, font(self._look.text)
        return block(bar.label, usual, self._label, lines=_MOST_LINES, right_to_left=mirrored)

    def _said(self, bar: Bar) -> Block:
        heavy = font(self._look.text, bold=bar.length is not None)
        return Block((bar.said,), heavy, self._look.right_to_left)
