"""Draws tables on paper: questions with the same answers, and groups that repeat."""

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from kiosk.forms.onpaper.pieces import Matrix, Row, Table
from kiosk.papers.colours import HAIR, LINE, PINE_SOFT
from kiosk.papers.flow import Strip, stacked, together
from kiosk.papers.shapes import box, filled, rule
from kiosk.papers.text import Setter, Style

HEAD: Final = Style(9.5, bold=True, centred=True)
CELL: Final = Style(11)
COLUMN: Final = Style(10, bold=True)
_PAD: Final = 2.0
_TICK: Final = 4.6
_NARROWEST: Final = 19.0
_WIDEST: Final = 27.0
_ANSWERS: Final = 0.55
_NUMBER: Final = 9.0
_EMPTY: Final = 12.0
_MOST_KEPT: Final = 12


class Tables:
    """Draws tables in a width."""

    def __init__(self, setter: Setter, width: float) -> None:
        self._setter, self._width = setter, width
        self._mm, self._per_mm = setter.sheet.mm, setter.sheet.per_mm

    def matrix(self, table: Matrix) -> Iterator[Strip]:
        """A row for each question, a box in it for each answer; its head again on every page."""
        wide = self._column_width(table.columns)
        for start in range(0, len(table.rows), _MOST_KEPT):
            rows = table.rows[start : start + _MOST_KEPT]
            head = self._head(table.columns, wide)
            yield from together([head, *(self._row(row, table, wide) for row in rows)])

    def repeated(self, table: Table) -> Iterator[Strip]:
        """A column for each question, empty rows to write in."""
        wide = self._width / len(table.columns)
        heads = [stacked(self._column_head(row, wide)) for row in table.columns]
        high = max(head.height for head in heads) + 2 * self._mm(_PAD)
        places = [self._setter.place(n * wide, wide, self._width) for n in range(len(heads))]

        def head(painter: QPainter, x: float, y: float) -> None:
            for cell, at in zip(heads, places, strict=True):
                rect = QRectF(x + at, y, wide, high)
                filled(painter, rect, PINE_SOFT)
                box(painter, rect, self._per_mm, LINE)
                cell.draw(painter, x + at, y + self._mm(_PAD))

        def empty(painter: QPainter, x: float, y: float) -> None:
            for at in places:
                box(painter, QRectF(x + at, y, wide, self._mm(_EMPTY)), self._per_mm, LINE)

        rows = [Strip(self._mm(_EMPTY), empty) for _ in range(table.rows)]
        yield from together([Strip(high, head), *rows])

    def _column_width(self, columns: Sequence[str]) -> float:
        """As wide as the longest word of a head wants, within bounds."""
        words = [word for head in columns for word in head.split()]
        longest = max((self._setter.natural(word, HEAD) for word in words), default=0.0)
        wanted = max(self._mm(_NARROWEST), longest + self._mm(2 * _PAD))
        return min(wanted, self._mm(_WIDEST), self._width * _ANSWERS / len(columns))

    def _column_head(self, row: Row, wide: float) -> list[Strip]:
        pad = self._mm(_PAD)
        return self._setter.inset(f"{row.number}  {row.text}", COLUMN, wide, start=pad, end=pad)

    def _head(self, columns: Sequence[str], wide: float) -> Strip:
        pad = self._mm(_PAD)
        cells = [stacked(self._setter.lines(head, HEAD, wide - pad)) for head in columns]
        high = max(cell.height for cell in cells) + 2 * pad
        places = self._places(len(columns), wide)

        def draw(painter: QPainter, x: float, y: float) -> None:
            filled(painter, QRectF(x, y, self._width, high), PINE_SOFT)
            for cell, at in zip(cells, places, strict=True):
                cell.draw(painter, x + at + pad / 2, y + high - pad - cell.height)

        return Strip(high, draw)

    def _row(self, row: Row, table: Matrix, wide: float) -> Strip:
        setter, pad, tick = self._setter, self._mm(_PAD), self._mm(_TICK)
        number = stacked(setter.lines(row.number, CELL, self._mm(_NUMBER)))
        room = self._width - wide * len(table.columns)
        words = stacked(setter.inset(row.text, CELL, room, start=self._mm(_NUMBER), end=pad))
        high = max(words.height, tick) + 2 * pad
        places = self._places(len(table.columns), wide)
        line = rule(self._width, high, self._per_mm, HAIR)
        at_number = setter.place(0, self._mm(_NUMBER), self._width)
        at_words = setter.place(0, room, self._width)

        def draw(painter: QPainter, x: float, y: float) -> None:
            number.draw(painter, x + at_number, y + pad)
            words.draw(painter, x + at_words, y + pad)
            for at in places:
                left, top = x + at + (wide - tick) / 2, y + (high - tick) / 2
                box(painter, QRectF(left, top, tick, tick), self._per_mm)
            line(painter, x, y)

        return Strip(high, draw)

    def _places(self, count: int, wide: float) -> list[float]:
        """Where the columns of answers stand, after the words."""
        first = self._width - wide * count
        return [self._setter.place(first + n * wide, wide, self._width) for n in range(count)]
