"""A notice for a wall or a table: a title, as of when it is, and one card for each thing.

The board "We said, we did" and the page for the forms huddle are printed so.
"""

from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from PySide6.QtCore import QRectF

from kiosk.papers.colours import INK, MUTED, PINE, PINE_INK, PINE_SOFT, WARM
from kiosk.papers.flow import Placed, Strip, paginate, space, stacked
from kiosk.papers.sheet import SIZES, Sheet, sheet_on
from kiosk.papers.text import Style
from kiosk.papers.wall import Drawn, Wall

NOTICES: Final = ("a4", "a3", "letter")
_USUAL_WIDTH: Final = 210.0
_PAD: Final = 6.0
_GAP: Final = 5.0


@dataclass(frozen=True)
class Card:
    """One thing.

    Attributes:
        about: what it is about, small; "" for nothing.
        title: what is to be read from afar; "" for nothing.
        lines: what else belongs to it.
    """

    about: str
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """What is printed.

    Attributes:
        wall: whose it is, and in which language.
        title: of the page.
        line: beneath it: as of when it is.
        cards: one for each thing.
        empty: what stands there instead where there is none.
        foot: at the end of each page.
        sizes: of everything on it, 1 for a wall: the first with which one page is enough, or else
            the last.
    """

    wall: Wall
    title: str
    line: str
    cards: tuple[Card, ...]
    empty: str
    foot: str
    sizes: tuple[float, ...] = (1.0,)


def write_notice(notice: Notice, out: BinaryIO, *, paper: str = "a4") -> int:
    """The notice as PDF; how many pages. `paper` is one of `NOTICES`. Needs `paper_application`.

    Raises:
        OSError: it can't be written.
    """
    with sheet_on(out, SIZES[paper], title=notice.title) as sheet:
        usual = SIZES[paper][0] / _USUAL_WIDTH
        drawn = [_Drawn(sheet, notice, usual * size) for size in notice.sizes]
        return next((one for one in drawn if len(one.pages) == 1), drawn[-1]).draw()


class _Drawn(Drawn):
    def __init__(self, sheet: Sheet, notice: Notice, scale: float) -> None:
        super().__init__(sheet, notice.wall, scale)
        self._notice = notice
        foot = self._setter.height(notice.foot, self._foot_style(), self._width)
        self._end = sheet.height - foot - self._mm(16)
        room = self._end - self._head_height() - 2 * self._mm(_GAP)
        cards = notice.cards or (Card("", notice.empty),)
        self.pages = paginate((one for card in cards for one in self._card(card, room)), room)

    def draw(self) -> int:
        """All pages."""
        for page in self.pages:
            self._page(page)
        return len(self.pages)

    def _page(self, placed: list[Placed]) -> None:
        self._sheet.page()
        self._ground(WARM, QRectF(0, 0, self._sheet.width, self._sheet.height))
        top = self._head() + 2 * self._mm(_GAP)
        for one in placed:
            one.strip.draw(self._sheet.painter, self._left, top + one.y)
        self._text(self._notice.foot, self._foot_style(), self._end + self._mm(6))

    def _head_height(self) -> float:
        high = self._setter.height(self._notice.title, self._title_style(), self._width)
        high += self._setter.height(self._notice.line, self._line_style(), self._width)
        return high + self._mm(14 + 14 + 8 + 2 + 12)

    def _head(self) -> float:
        band = self._head_height()
        self._ground(PINE, QRectF(0, 0, self._sheet.width, band))
        y = self._mm(14)
        y += max(self._whose(y, PINE_INK), self._mm(14)) + self._mm(8)
        y += self._text(self._notice.title, self._title_style(), y) + self._mm(2)
        self._text(self._notice.line, self._line_style(), y)
        return band

    def _card(self, card: Card, room: float) -> list[Strip]:
        """A card on its ground; of one that is higher than a page the lines alone."""
        pad, gap = self._mm(_PAD), self._mm(_GAP)
        told = [
            (card.about, self._style(14, MUTED)),
            (card.title, self._style(21, PINE, bold=True)),
        ]
        told += [(line, self._style(15, INK)) for line in card.lines]
        strips: list[Strip] = []
        for text, style in (one for one in told if one[0]):
            strips += self._setter.lines(text, style, self._width - 2 * pad, keep=True)
            strips.append(space(self._mm(1.6), keep=True))
        inside = stacked(strips[:-1])
        high = inside.height + 2 * pad
        if high > room:
            return [*(one._replace(keep=False) for one in strips), space(gap)]

        def draw(painter: Any, x: float, y: float) -> None:
            self._rounded(QRectF(x, y, self._width, high), PINE_SOFT)
            inside.draw(painter, x + pad, y + pad)

        return [Strip(high, draw), space(gap)]

    def _title_style(self) -> Style:
        return self._style(40, PINE_INK, bold=True)

    def _line_style(self) -> Style:
        return self._style(16, PINE_INK)

    def _foot_style(self) -> Style:
        return self._style(14, INK)
