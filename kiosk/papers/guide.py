"""A guide as pages: its words in one column, its pictures as wide as they can be read."""

import errno
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from kiosk.guides import Guide, Part
from kiosk.papers.colours import LINE, MUTED, PINE, PINE_SOFT
from kiosk.papers.flow import Placed, Strip, paginate, space, stacked, together
from kiosk.papers.richtext import RichSetter
from kiosk.papers.shapes import box, filled, rule
from kiosk.papers.sheet import SIZES, Sheet, sheet_on
from kiosk.papers.text import Setter, Style

PAPERS: Final = ("a4", "letter")
Cover = Callable[[Sheet], None]
"""Draws the first page of a guide, in place of what is written before its first `---`."""
Piece = Strip | list[QImage]
"""Of a page: a strip, or pictures that stand beside one another."""

_SIZE: Final = 10.0
_MARGIN: Final = 17.0
_TOP: Final = 13.0
_FOOT: Final = 15.0
_GAP: Final = 2.0
_BEFORE_HEAD: Final = 4.2
_AFTER_HEAD: Final = 1.0
_LINE: Final = 0.9
_PAD: Final = 2.2
_BESIDE: Final = 4.0
_LOWEST: Final = 36
_HEIGHTS: Final = range(120, _LOWEST - 1, -1)
"""Of a picture, in mm."""
_FOOTER: Final = Style(8.5, colour=MUTED)


def write_guide(
    guide: Guide, out: BinaryIO, *, paper: str = "a4", cover: Cover | None = None
) -> int:
    """The guide as PDF; how many pages it has. Needs `paper_application`.

    Args:
        guide: to be printed.
        out: opened for writing.
        paper: one of `PAPERS`.
        cover: its first page, where that is drawn by itself.

    Raises:
        OSError: a picture can't be read, or the file can't be written.
    """
    with sheet_on(out, SIZES[paper], title=guide.title) as sheet:
        return _Printed(sheet, guide).draw(cover)


class _Printed:
    def __init__(self, sheet: Sheet, guide: Guide) -> None:
        self._sheet, self._guide = sheet, guide
        self._rich, self._setter = RichSetter(sheet, _SIZE), Setter(sheet, "ltr")
        self._left = sheet.mm(_MARGIN)
        self._width = sheet.width - 2 * self._left

    def draw(self, cover: Cover | None) -> int:
        """All pages."""
        sections = list(_sections(self._guide.parts()))
        if cover:
            self._sheet.page()
            cover(self._sheet)
            del sections[0]
        before = 1 if cover else 0
        pages = self._pages([list(self._pieces(section)) for section in sections])
        for number, page in enumerate(pages, before + 1):
            self._sheet.page()
            for placed in page:
                y = self._sheet.mm(_TOP) + placed.y
                placed.strip.draw(self._sheet.painter, self._left, y)
            self._foot(number, before + len(pages))
        return before + len(pages)

    def _pages(self, sections: Sequence[Sequence[Piece]]) -> list[list[Placed]]:
        """The pages, their pictures as large as they may be without one more page."""
        room = self._sheet.height - self._sheet.mm(_TOP + _FOOT)

        def laid(high: float) -> list[list[Placed]]:
            strips = (self._with_pictures(pieces, high) for pieces in sections)
            return [page for one in strips for page in paginate(one, room)]

        fewest = len(laid(_LOWEST))
        return next(pages for high in _HEIGHTS if len(pages := laid(high)) == fewest)

    def _with_pictures(self, pieces: Iterable[Piece], high: float) -> Iterator[Strip]:
        for piece in pieces:
            if isinstance(piece, Strip):
                yield piece
            else:
                yield self._pictures(piece, self._sheet.mm(high))
                yield space(self._sheet.mm(_GAP))

    def _pieces(self, parts: Iterable[Part]) -> Iterator[Piece]:
        for kind, several in groupby(parts, key=lambda one: one.kind):
            if kind == "picture":
                yield [_read(one.picture) for one in several if one.picture]
            else:
                for one in several:
                    yield from self._part(one)

    def _part(self, part: Part) -> list[Strip]:
        if part.kind == "heading":
            return self._heading(part)
        gap = space(self._sheet.mm(_GAP))
        if part.kind == "code":
            return [self._code(part), gap]
        strips = self._rich.strips(part.html, self._width)
        if part.kind == "table":
            return [strips[0]._replace(keep=True), *strips[1:], gap]  # heads with the first row
        if part.html.rstrip().endswith(":</p>"):
            return together([*strips, gap], keep=True)  # with what it announces
        return [*strips, gap]

    def _heading(self, part: Part) -> list[Strip]:
        words = self._rich.strips(part.html, self._width)
        if part.level == 1:
            return [*words, self._line(), space(self._sheet.mm(_GAP))]
        gaps = (space(self._sheet.mm(high)) for high in (_BEFORE_HEAD, _AFTER_HEAD))
        return together([next(gaps), *words, next(gaps)], keep=True)

    def _line(self) -> Strip:
        """The thick line below the title."""
        thick, width = self._sheet.mm(_LINE), self._width

        def draw(painter: QPainter, x: float, y: float) -> None:
            filled(painter, QRectF(x, y + thick, width, thick), PINE)

        return Strip(3 * thick, draw)

    def _code(self, part: Part) -> Strip:
        """What is typed, on a ground of its own."""
        pad, width = self._sheet.mm(_PAD), self._width
        words = stacked(self._rich.strips(part.html, width - 2 * pad))
        height = words.height + 2 * pad

        def draw(painter: QPainter, x: float, y: float) -> None:
            filled(painter, QRectF(x, y, width, height), PINE_SOFT)
            words.draw(painter, x + pad, y + pad)

        return Strip(height, draw)

    def _pictures(self, images: Sequence[QImage], highest: float) -> Strip:
        """Pictures beside one another, all as high as there is room for."""
        ratios = [image.width() / image.height() for image in images]
        beside = self._sheet.mm(_BESIDE)
        room = self._width - beside * (len(images) - 1)
        high = min(room / sum(ratios), highest)

        def draw(painter: QPainter, x: float, y: float) -> None:
            for image, ratio in zip(images, ratios, strict=True):
                rect = QRectF(x, y, high * ratio, high)
                painter.drawImage(rect, image)
                box(painter, rect, self._sheet.per_mm, LINE)
                x += rect.width() + beside

        return Strip(high, draw)

    def _foot(self, number: int, count: int) -> None:
        painter, y = self._sheet.painter, self._sheet.height - self._sheet.mm(_FOOT - 4)
        rule(self._width, 0, self._sheet.per_mm)(painter, self._left, y)
        y += self._sheet.mm(1.6)
        self._setter.draw(self._guide.title, _FOOTER, self._left, y, self._width)
        page = f"{number} / {count}"
        wide = self._setter.natural(page, _FOOTER)
        self._setter.draw(page, _FOOTER, self._left + self._width - wide, y, wide * 1.1)


def _sections(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """What stands between the ends of pages."""
    section: list[Part] = []
    for part in parts:
        if part.kind == "end":
            yield section
            section = []
        else:
            section.append(part)
    yield section


def _read(file: Path) -> QImage:
    image = QImage(str(file))
    if image.isNull():
        raise FileNotFoundError(errno.ENOENT, "No such picture", str(file))
    return image
