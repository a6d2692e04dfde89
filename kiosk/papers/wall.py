"""The poster for the wall and the card for the desk, made from the clinic's settings."""

from dataclasses import dataclass
from typing import BinaryIO, Final

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer

from kiosk.forms.bidi import Direction
from kiosk.forms.onpaper.conditions import Say
from kiosk.papers.colours import (
    INK,
    LINE,
    MUTED,
    PINE,
    PINE_INK,
    PINE_SOFT,
    WARM,
)
from kiosk.papers.logo import Logo
from kiosk.papers.shapes import box
from kiosk.papers.sheet import SIZES, Sheet, sheet_on
from kiosk.papers.text import Setter, Style
from kiosk.resources import resource

POSTERS: Final = ("a4", "a3", "letter")
CARDS: Final = ("a5", "a4", "letter")
_POINTS: Final = (
    ("hand", "poster_what"),
    ("right", "poster_skip"),
    ("pause", "poster_stop"),
    ("lock", "poster_private"),
    ("language", "poster_look"),
    ("help", "poster_help"),
    ("remark", "poster_remark"),
    ("write", "poster_paper"),
)
_PICTURES: Final = ("pain", "first-page")
_USUAL: Final = SIZES["a4"]
_CARD_WIDTH: Final = 148.0
_MARGIN: Final = 18.0
_HEAD_AIR: Final = 28.0
_NAME_AIR: Final = 7.0
_FOOT: Final = 28.0
_INDENT: Final = 21.0
_DISC: Final = 7.5
_SCREEN: Final = 58.0
_BESIDE: Final = 7.0
_NAME_HIGH: Final = 14.0
_NAME_SIZES: Final = (15, 12, 9.5)
_PARTS: Final = (("card_asked", 0.6), ("card_unasked", 0.025))


@dataclass(frozen=True)
class Wall:
    """What a poster and a card are made from.

    Attributes:
        clinic: its name.
        languages: what the screen's languages call themselves, where there are several.
        direction: which way the language of the paper runs.
        say: the words of paper in that language.
        logo: of the clinic; None where it has none.
    """

    clinic: str
    languages: tuple[str, ...]
    direction: Direction
    say: Say
    logo: Logo | None = None


def write_poster(wall: Wall, out: BinaryIO, *, paper: str = "a4") -> None:
    """The poster as PDF; `paper` is one of `POSTERS`. Needs `paper_application`.

    Raises:
        OSError: it can't be written.
    """
    with sheet_on(out, SIZES[paper], title=wall.clinic) as sheet:
        sheet.page()
        draw_poster(wall, sheet, paper=paper)


def draw_poster(wall: Wall, sheet: Sheet, *, paper: str) -> None:
    """The poster on the present page of a sheet of that paper."""
    wide, high = SIZES[paper]
    _Poster(sheet, wall, min(wide / _USUAL[0], high / _USUAL[1])).draw()


def write_desk_card(wall: Wall, out: BinaryIO, *, paper: str = "a5") -> None:
    """The card for the desk as PDF; `paper` is one of `CARDS`. Needs `paper_application`.

    Raises:
        OSError: it can't be written.
    """
    with sheet_on(out, SIZES[paper], title=wall.clinic) as sheet:
        sheet.page()
        _Card(sheet, wall, SIZES[paper][0] / _CARD_WIDTH).draw()


class Drawn:
    """A page drawn in units that grow with the paper.

    Args:
        sheet: to draw on.
        wall: whose it is, and in which language.
        scale: of the paper: 1 for A4 of a poster.
    """

    margin = _MARGIN

    def __init__(self, sheet: Sheet, wall: Wall, scale: float) -> None:
        self._sheet, self._wall, self._scale = sheet, wall, scale
        self._setter = Setter(sheet, wall.direction)
        self._left = self._mm(self.margin)
        self._width = sheet.width - 2 * self._left

    def _mm(self, millimetres: float) -> float:
        return self._sheet.mm(millimetres) * self._scale

    def _style(self, size: float, colour: str = INK, *, bold: bool = False) -> Style:
        return Style(size * self._scale, bold=bold, colour=colour)

    def _text(self, text: str, style: Style, y: float, start: float = 0, end: float = 0) -> float:
        """Text so far from where reading begins, and from where it ends; the height it took."""
        width = self._width - start - end
        left = self._left + self._setter.place(start, width, self._width)
        return self._setter.draw(text, style, left, y, width)

    def _ground(self, colour: str, rect: QRectF) -> None:
        self._sheet.painter.fillRect(rect, QColor(colour))

    def _whose(self, y: float, colour: str) -> float:
        """The clinic's logo and name; the height they took."""
        start, high = 0.0, self._mm(_NAME_HIGH)
        if self._wall.logo is not None:
            wide = min(high * self._wall.logo.ratio, self._width / 3)
            pad = self._mm(2)
            at = self._left + self._setter.place(0, wide + 2 * pad, self._width)
            card = QRectF(at, y - pad, wide + 2 * pad, high + 2 * pad)
            self._rounded(card, "#ffffff")
            self._wall.logo.draw(self._sheet.painter, card.adjusted(pad, pad, -pad, -pad))
            start = wide + self._mm(9)
        style = self._name_style(colour, self._width - start)
        height = self._setter.height(self._wall.clinic, style, self._width - start)
        self._text(self._wall.clinic, style, y + max(0.0, (high - height) / 2), start)
        return max(high, height)

    def _name_style(self, colour: str, width: float) -> Style:
        """As large as the clinic's name has room in; the smallest where it has in none."""
        styles = [self._style(size, colour, bold=True) for size in _NAME_SIZES]
        heights = [self._setter.height(self._wall.clinic, style, width) for style in styles]
        fitting = (
            s for s, high in zip(styles, heights, strict=True) if high <= self._mm(_NAME_HIGH)
        )
        return next(fitting, styles[-1])

    def _rounded(self, rect: QRectF, colour: str) -> None:
        painter = self._sheet.painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(rect, self._mm(4), self._mm(4))

    def _disc(self, middle: QPointF, radius: float, colour: str) -> None:
        painter = self._sheet.painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(middle, radius, radius)


class _Poster(Drawn):
    def draw(self) -> None:
        """The whole page."""
        say = self._wall.say
        self._ground(WARM, QRectF(0, 0, self._sheet.width, self._sheet.height))
        end = self._sheet.height - self._mm(_FOOT)
        points = [(icon, say(key), say(f"{key}_more")) for icon, key in _POINTS]
        high = sum(self._point_height(*words) for _, *words in points)
        band = self._head()
        gap = min(self._mm(24), (end - band - high) / (len(points) + 1))
        y = band + gap
        self._screens(y, end - gap - y)
        for icon, first, more in points:
            self._point(icon, first, more, y)
            y += self._point_height(first, more) + gap
        self._foot(end)

    def _head(self) -> float:
        say = self._wall.say
        title = self._style(40, PINE_INK, bold=True)
        about = self._style(19, PINE_INK)
        named = bool(self._wall.clinic or self._wall.logo)
        high = self._setter.height(say("poster_title"), title, self._width)
        high += self._setter.height(say("poster_about"), about, self._width)
        band = high + self._mm(_HEAD_AIR + (_NAME_HIGH + _NAME_AIR if named else 0))
        self._ground(PINE, QRectF(0, 0, self._sheet.width, band))
        y = self._mm(_HEAD_AIR / 2)
        if named:
            y += self._whose(y, PINE_INK) + self._mm(_NAME_AIR)
        y += self._text(say("poster_title"), title, y) + self._mm(3)
        self._text(say("poster_about"), about, y)
        return band

    def _screens(self, y: float, room: float) -> None:
        """What the screen looks like, so that it is known again: beside the points."""
        painter, between = self._sheet.painter, self._mm(6)
        images = [QImage(str(resource("pictures", "guide", f"{name}.png"))) for name in _PICTURES]
        high = sum(image.height() / image.width() for image in images)
        wide = min(self._mm(_SCREEN), (room - between * (len(images) - 1)) / high)
        x = self._left + self._setter.place(self._width - wide, wide, self._width)
        for image in images:
            rect = QRectF(x, y, wide, wide * image.height() / image.width())
            painter.drawImage(rect, image)
            box(painter, rect, self._sheet.per_mm, LINE)
            y += rect.height() + between

    def _point_height(self, first: str, more: str) -> float:
        width = self._width - self._mm(_INDENT + _SCREEN + _BESIDE)
        texts = ((first, self._point_title()), (more, self._point_more()))
        high = sum(self._setter.height(text, style, width) for text, style in texts)
        return max(high + self._mm(0.5), self._mm(2 * _DISC))

    def _point_title(self) -> Style:
        return self._style(17, bold=True)

    def _point_more(self) -> Style:
        return self._style(13.5, MUTED)

    def _point(self, icon: str, first: str, more: str, y: float) -> None:
        start, end, radius = (self._mm(one) for one in (_INDENT, _SCREEN + _BESIDE, _DISC))
        at = self._left + self._setter.place(0, 2 * radius, self._width)
        self._disc(QPointF(at + radius, y + radius), radius, PINE_SOFT)
        pad = self._mm(3.4)
        room = QRectF(at, y, 2 * radius, 2 * radius).adjusted(pad, pad, -pad, -pad)
        drawing = resource("icons", f"{icon}.svg").read_bytes()
        drawing = drawing.replace(b"currentColor", PINE.encode())
        QSvgRenderer(QByteArray(drawing)).render(self._sheet.painter, room)
        y += self._text(first, self._point_title(), y, start, end) + self._mm(0.5)
        self._text(more, self._point_more(), y, start, end)

    def _foot(self, y: float) -> None:
        free = self._style(17, PINE, bold=True)
        self._ground(LINE, QRectF(self._left, y, self._width, self._mm(0.25)))
        y += self._mm(5)
        y += self._text(self._wall.say("poster_free"), free, y) + self._mm(2)
        if len(self._wall.languages) > 1:
            names = "   ·   ".join(self._wall.languages)
            self._text(names, self._style(13, MUTED), y)


class _Card(Drawn):
    margin = 14.0

    def draw(self) -> None:
        """The whole page."""
        say = self._wall.say
        y = self._mm(14)
        y += self._whose(y, PINE) + self._mm(8)
        y += self._text(say("card_title"), self._style(25, PINE, bold=True), y) + self._mm(6)
        y += self._said(say("card_sentence"), y) + self._mm(8)
        for key in ("card_help", "card_paper", "card_no"):
            y += self._line(say(key), y) + self._mm(3.5)
        self._why()

    def _said(self, sentence: str, y: float) -> float:
        """The sentence to say, so large that it is read at a glance."""
        pad, style = self._mm(7), self._style(20, bold=True)
        high = self._setter.height(sentence, style, self._width - 2 * pad) + 2 * pad
        self._rounded(QRectF(self._left, y, self._width, high), PINE_SOFT)
        self._setter.draw(sentence, style, self._left + pad, y + pad, self._width - 2 * pad)
        return high

    def _line(self, text: str, y: float) -> float:
        radius, style = self._mm(1.3), self._style(14)
        at = self._left + self._setter.place(0, 2 * radius, self._width)
        self._disc(QPointF(at + radius, y + self._mm(2.9)), radius, PINE)
        return self._text(text, style, y, self._mm(7))

    def _why(self) -> None:
        """How many take part when they are asked, and when they are not, as bars with words."""
        style, bar, gap = self._style(12, MUTED), self._mm(4), self._mm(3.2)
        texts = [(self._wall.say(key), part) for key, part in _PARTS]
        heights = [self._setter.height(text, style, self._width) for text, _ in texts]
        y = self._sheet.height - self._mm(13) - sum(heights) - len(texts) * (bar + gap)
        for (text, part), high in zip(texts, heights, strict=True):
            self._text(text, style, y)
            y += high + self._mm(0.8)
            wide = self._width * part
            self._ground(PINE_SOFT, QRectF(self._left, y, self._width, bar))
            at = self._left + self._setter.place(0, wide, self._width)
            self._ground(PINE, QRectF(at, y, wide, bar))
            y += bar + gap - self._mm(0.8)
