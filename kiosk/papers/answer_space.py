"""Draws where an answer goes: boxes to tick, a row of numbers, lines, boxes for figures."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from kiosk.forms.onpaper.conditions import Say
from kiosk.forms.onpaper.pieces import (
    END,
    Box,
    Boxes,
    Desk,
    Figures,
    Lines,
    Scale,
    Signature,
    Space,
)
from kiosk.papers.colours import LINE, MUTED, PINE
from kiosk.papers.flow import Strip, beside, space, stacked, together
from kiosk.papers.shapes import box, writing_line
from kiosk.papers.text import Setter, Style

OPTION: Final = Style(11.5)
SMALL: Final = Style(8.5, colour=MUTED)
GO: Final = Style(10.5, bold=True, colour=PINE)
NUMBER: Final = Style(12, centred=True)
CAPTION: Final = Style(8.5, colour=MUTED, centred=True)
_SIDE: Final = 4.6
_GAP: Final = 2.6
_BETWEEN: Final = 6.0
_ROW_AIR: Final = 2.2
_LINE: Final = 9.0
_FIGURE: Final = (7.2, 8.4)
_MOST_COLUMNS: Final = 4
_KEPT_ROWS: Final = 14
_FIGURES: Final = {"day": 2, "month": 2, "year": 4, "hour": 2, "minute": 2}


class AnswerSpace:
    """Draws the room for answers in a width."""

    def __init__(self, setter: Setter, say: Say, width: float) -> None:
        self._setter, self._say, self._width = setter, say, width
        self._mm = setter.sheet.mm
        self._per_mm = setter.sheet.per_mm

    def strips(self, room: Space) -> list[Strip]:
        """The room for one answer."""
        drawers: dict[type, Any] = {
            Boxes: self._boxes,
            Scale: self._scale,
            Lines: self._lines,
            Figures: self._figures,
            Signature: self._signature,
            Desk: self._desk,
        }
        return list(drawers[type(room)](room))

    def _boxes(self, room: Boxes) -> Iterator[Strip]:
        columns = self._columns(room.boxes)
        if columns == 1:
            rows = [strip for one in room.boxes for strip in self._line(one)]
        else:
            rows = [self._row(row, columns) for row in _dealt(room.boxes, columns)]
        if len(room.boxes) <= _KEPT_ROWS * columns:
            rows = together(rows, keep=bool(room.own))
        yield from rows
        if room.own:
            yield self._own(room.own)

    def _line(self, one: Box) -> list[Strip]:
        """A box with words of any length, which may go on over pages."""
        return [*self._cell(one, self._width), space(self._mm(_ROW_AIR))]

    def _columns(self, boxes: Sequence[Box]) -> int:
        if any(one.go for one in boxes):
            return 1
        longest = max(self._setter.natural(one.label, OPTION) for one in boxes)
        wide = longest + self._mm(_SIDE + _GAP + _BETWEEN)
        return max(1, min(_MOST_COLUMNS, int(self._width / wide), len(boxes)))

    def _row(self, boxes: Sequence[Box], columns: int) -> Strip:
        wide = self._width / columns
        cells = [stacked(self._cell(one, wide)) for one in boxes]
        places = [self._setter.place(n * wide, wide, self._width) for n in range(len(cells))]

        def draw(painter: QPainter, x: float, y: float) -> None:
            for cell, place in zip(cells, places, strict=True):
                cell.draw(painter, x + place, y)

        return Strip(max(cell.height for cell in cells) + self._mm(_ROW_AIR), draw)

    def _cell(self, one: Box, wide: float) -> list[Strip]:
        """A box with its words, and where to go on."""
        setter, start = self._setter, self._mm(_SIDE + _GAP)
        lines = setter.inset(one.label, OPTION, wide, start=start, end=self._mm(_GAP))
        if one.go:
            lines = self._with_going(lines, one, wide)
        return beside(lines, self._tick(wide))

    def _with_going(self, lines: list[Strip], one: Box, wide: float) -> list[Strip]:
        """Where to go on: behind the words where there is room, else below them."""
        setter, go = self._setter, self._going(one.go)
        start = self._mm(_SIDE + _GAP)
        behind = start + setter.natural(one.label, OPTION) + self._mm(_BETWEEN)
        if len(lines) > 1 or behind + setter.natural(go, GO) > wide:
            return [*lines, *setter.inset(go, GO, wide, start=start)]
        return beside(lines, stacked(setter.inset(go, GO, wide, start=behind)).draw)

    def _tick(self, wide: float) -> Any:
        side = self._mm(_SIDE)
        at = self._setter.place(0, side, wide)

        def draw(painter: QPainter, x: float, y: float) -> None:
            box(painter, QRectF(x + at, y + self._mm(0.35), side, side), self._per_mm)

        return draw

    def _going(self, go: str) -> str:
        arrow = "\N{LEFTWARDS ARROW}" if self._setter.rtl else "\N{RIGHTWARDS ARROW}"
        words = self._say("paper_go_end") if go == END else self._say("paper_go", number=go)
        return f"{arrow} {words}"

    def _own(self, label: str) -> Strip:
        """A box for words of one's own, with a line to write them on."""
        cell = stacked(self._cell(Box(label), self._width))
        begin = self._mm(_SIDE + 2 * _GAP) + self._setter.natural(label, OPTION)
        begin = min(begin, self._width / 2)
        length = self._width - begin
        below = max(cell.height, self._mm(5.5))
        line = writing_line(
            self._setter.place(begin, length, self._width), length, below, self._per_mm
        )

        def draw(painter: QPainter, x: float, y: float) -> None:
            cell.draw(painter, x, y)
            line(painter, x, y)

        return Strip(below + self._mm(_ROW_AIR), draw)

    def _scale(self, room: Scale) -> Iterator[Strip]:
        setter, high = self._setter, self._mm(9.5)
        wide = min(self._mm(13), self._width / len(room.numbers))
        length = wide * len(room.numbers)

        def draw(painter: QPainter, x: float, y: float) -> None:
            for n, number in enumerate(room.numbers):
                left = x + setter.place(n * wide, wide, self._width)
                box(painter, QRectF(left, y, wide, high), self._per_mm)
                setter.draw(number, NUMBER, left, y + self._mm(1.9), wide)

        yield Strip(high + self._mm(1), draw, keep=bool(room.low or room.high))
        if room.low or room.high:
            yield self._ends(room, length)

    def _ends(self, room: Scale, length: float) -> Strip:
        half, setter = length / 2 - self._mm(2), self._setter
        low = stacked(setter.lines(room.low, OPTION, half))
        natural = min(half, setter.natural(room.high, OPTION) + self._mm(0.5))
        high = stacked(setter.lines(room.high, OPTION, natural))
        places = (
            setter.place(0, half, self._width),
            setter.place(length - natural, natural, self._width),
        )

        def draw(painter: QPainter, x: float, y: float) -> None:
            low.draw(painter, x + places[0], y)
            high.draw(painter, x + places[1], y)

        return Strip(max(low.height, high.height) + self._mm(1), draw)

    def _lines(self, room: Lines) -> Iterator[Strip]:
        length = self._width * room.width
        at = self._setter.place(0, length, self._width)
        line = writing_line(at, length, self._mm(_LINE - 1), self._per_mm)
        strips = together([Strip(self._mm(_LINE), line) for _ in range(room.lines)])
        if len(room.units) == 1:
            strips = beside(strips, self._after(room.units[0], length))
        yield from strips[:-1]
        yield strips[-1]._replace(keep=len(room.units) > 1)
        if len(room.units) > 1:
            yield space(self._mm(1.5), keep=True)
            yield from self._boxes(Boxes(tuple(map(Box, room.units)), many=False))

    def _after(self, unit: str, length: float) -> Any:
        """The unit behind the line."""
        begin = length + self._mm(_GAP)
        wide = self._width - begin
        words = stacked(self._setter.lines(unit, OPTION, wide))
        at = self._setter.place(begin, wide, self._width)
        top = self._mm(_LINE - 5.5)
        return lambda painter, x, y: words.draw(painter, x + at, y + top)

    def _figures(self, room: Figures) -> Iterator[Strip]:
        order = [name for name in self._say("date_order").split() if name in room.parts]
        parts = [*order, *(name for name in room.parts if name not in order)]
        yield from together([self._row_of_figures(parts) for _ in range(room.rows)])

    def _row_of_figures(self, parts: Sequence[str]) -> Strip:
        wide, high = map(self._mm, _FIGURE)
        groups, begin = [], 0.0
        for name in parts:
            length = wide * _FIGURES[name]
            groups.append((name, self._setter.place(begin, length, self._width), length))
            begin += length + self._mm(4)

        def draw(painter: QPainter, x: float, y: float) -> None:
            for name, at, length in groups:
                for n in range(_FIGURES[name]):
                    rect = QRectF(x + at + n * wide, y, wide, high)
                    box(painter, rect, self._per_mm, LINE)
                words = self._say(f"{'time' if name in {'hour', 'minute'} else 'date'}_{name}")
                self._setter.draw(words, CAPTION, x + at, y + high + self._mm(0.6), length)

        return Strip(high + self._mm(5.4), draw)

    def _signature(self, _room: Signature) -> Iterator[Strip]:
        length, high = self._width * 0.6, self._mm(18)
        at = self._setter.place(0, length, self._width)
        line = writing_line(at, length, high - self._mm(5), self._per_mm)
        caption = stacked(self._setter.lines(self._say("paper_sign"), SMALL, length))

        def draw(painter: QPainter, x: float, y: float) -> None:
            line(painter, x, y)
            caption.draw(painter, x + at, y + high - self._mm(4.4))

        yield Strip(high, draw)

    def _desk(self, room: Desk) -> Iterator[Strip]:
        yield from self._setter.lines(self._say(f"paper_desk_{room.kind}"), OPTION, self._width)


def _dealt(boxes: Sequence[Box], columns: int) -> list[Sequence[Box]]:
    """The boxes in rows of so many."""
    return [boxes[start : start + columns] for start in range(0, len(boxes), columns)]
