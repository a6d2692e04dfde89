"""The slip a patient gets at the desk: a code to touch, and the same to hold before the scanner.

It holds no name and nothing of the answers. Printed on a receipt printer, a small sheet, or on A4
in large type for who sees poorly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import segno
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from kiosk.forms.bidi import Direction
from kiosk.papers.colours import INK, MUTED, PINE
from kiosk.papers.flow import Strip, paginate, space
from kiosk.papers.sheet import SIZES, Sheet, sheet_on
from kiosk.papers.text import Setter, Style

RECEIPT: Final = (80.0, 150.0)
_SCALES: Final = {"receipt": 1.0, "a6": 1.15, "a4": 1.9}
_SIDE: Final = {"receipt": 5.0, "a6": 8.0, "a4": 20.0}
_QR: Final = 36.0
_QUIET: Final = 4
_GROUP: Final = 3

PAPERS: Final = tuple(_SCALES)


@dataclass(frozen=True)
class SlipWords:
    """What a slip says in one language.

    Attributes:
        how: what to do, one plain sentence.
        until: until when it is valid, a whole sentence.
        direction: which way the language runs.
    """

    how: str
    until: str
    direction: Direction = "ltr"


@dataclass(frozen=True)
class Slip:
    """One slip.

    Attributes:
        clinic: its name.
        code: as it is touched at the screen, without spaces.
        payload: what the scanner reads; digits make the smallest picture.
        words: in one or two languages, the patient's first.
    """

    clinic: str
    code: str
    payload: str
    words: tuple[SlipWords, ...]


def write_slip(slip: Slip, out: BinaryIO, *, paper: str = "receipt") -> None:
    """The slip as PDF; `paper` is one of `PAPERS`. Needs `paper_application`.

    Raises:
        OSError: it can't be written.
    """
    with sheet_on(out, slip_size(paper), title=slip.clinic) as sheet:
        draw_slip(slip, sheet, paper)


def slip_size(paper: str) -> tuple[float, float]:
    """Width and height in mm."""
    return RECEIPT if paper == "receipt" else SIZES[paper]


def draw_slip(slip: Slip, sheet: Sheet, paper: str) -> None:
    """Draw it on the pages of a sheet of that paper."""
    side = sheet.mm(_SIDE[paper])
    drawn = _Drawing(sheet, slip, _SCALES[paper], sheet.width - 2 * side)
    for page in paginate(drawn.strips(), sheet.height - 2 * side):
        sheet.page()
        for y, strip in page:
            strip.draw(sheet.painter, side, side + y)


class _Drawing:
    def __init__(self, sheet: Sheet, slip: Slip, scale: float, width: float) -> None:
        self._sheet, self._slip = sheet, slip
        self._scale, self._width = scale, width

    def strips(self) -> Iterator[Strip]:
        """From top to bottom."""
        slip, middle = self._slip, Setter(self._sheet, "ltr")
        yield from middle.lines(slip.clinic, self._style(11, PINE, bold=True), self._width)
        yield self._air(3)
        yield from self._told(slip.words[0].how, slip.words[0])
        yield self._air(3)
        yield from middle.lines(grouped(slip.code), self._style(34, INK, bold=True), self._width)
        yield self._air(2)
        yield self._picture()
        yield self._air(2)
        yield from self._told(slip.words[0].until, slip.words[0])
        for words in slip.words[1:2]:
            yield self._air(4)
            yield from self._told(words.how, words)
            yield self._air(1.5)
            yield from self._told(words.until, words)

    def _told(self, text: str, words: SlipWords) -> list[Strip]:
        setter = Setter(self._sheet, words.direction)
        colour = INK if text == words.how else MUTED
        return setter.lines(text, self._style(11.5, colour), self._width)

    def _style(self, size: float, colour: str, *, bold: bool = False) -> Style:
        return Style(size * self._scale, bold=bold, colour=colour, centred=True)

    def _air(self, millimetres: float) -> Strip:
        return space(self._sheet.mm(millimetres * self._scale))

    def _picture(self) -> Strip:
        """The payload as QR code, the quiet zone around it."""
        code = segno.make(self._slip.payload, error="m", micro=False)
        rows = [bytes(row) for row in code.matrix]
        side = self._sheet.mm(_QR * self._scale)
        unit = side / (len(rows) + 2 * _QUIET)
        left = (self._width - side) / 2 + _QUIET * unit

        def draw(painter: QPainter, x: float, y: float) -> None:
            for number, row in enumerate(rows):
                for begin, length in _runs(row):
                    top = y + (number + _QUIET) * unit
                    # A hair higher than a row, or a seam shows between rows on some screens.
                    rect = QRectF(x + left + begin * unit, top, length * unit, unit * 1.02)
                    painter.fillRect(rect, QColor("#000000"))

        return Strip(side, draw)


def grouped(code: str) -> str:
    """A code in groups of three, as it is read out: "K7T 4MX"."""
    return " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _runs(row: bytes) -> Iterator[tuple[int, int]]:
    """Where the dark modules of a row begin, and how many follow one another."""
    begin = None
    for place, dark in enumerate((*row, 0)):
        if dark and begin is None:
            begin = place
        elif not dark and begin is not None:
            yield begin, place - begin
            begin = None
