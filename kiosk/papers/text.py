"""Text set in lines that can be told apart, so that a page may end between any two.

Plain text alone: what a form or a patient wrote is never markup here.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextLine, QTextOption

from kiosk.forms.bidi import Direction
from kiosk.papers.colours import INK
from kiosk.papers.flow import Drawer, Strip
from kiosk.papers.sheet import Sheet

_VOWELS: Final = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
)
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


@dataclass(frozen=True)
class Style:
    """How text looks.

    Attributes:
        size: in points.
        bold, italic: its face.
        colour: of the letters.
        leading: the height of a line as part of the font's own.
        centred: in the middle of its width; else at the side where the text begins.
    """

    size: float = 11
    bold: bool = False
    italic: bool = False
    colour: str = INK
    leading: float = 1.0
    centred: bool = False


class _Line(NamedTuple):
    layout: QTextLayout
    number: int
    x: float
    vowelled: bool


class Setter:
    """Sets text for one sheet and one direction of the page."""

    def __init__(self, sheet: Sheet, direction: Direction) -> None:
        self.sheet = sheet
        self.direction = direction
        self._fonts: dict[tuple[float, bool, bool], QFont] = {}

    @property
    def rtl(self) -> bool:
        """Whether the page begins at its right side."""
        return self.direction == "rtl"

    def lines(self, text: str, style: Style, width: float, *, keep: bool = False) -> list[Strip]:
        """The lines of a text in a width; `keep`: the last stays with what follows.

        A paragraph's first two lines stay together, and so do its last two.
        """
        strips: list[Strip] = []
        for paragraph in text.split("\n"):
            strips += self._paragraph(paragraph, style, width)
        return [*strips[:-1], strips[-1]._replace(keep=keep)] if strips else []

    def inset(  # noqa: PLR0913 - keyword-only: room at either side
        self,
        text: str,
        style: Style,
        width: float,
        *,
        start: float = 0,
        end: float = 0,
        keep: bool = False,
    ) -> list[Strip]:
        """The lines of a text with room left where reading begins and where it ends."""
        lines = self.lines(text, style, width - start - end, keep=keep)
        return [strip.moved(self.place(start, width - start - end, width)) for strip in lines]

    def place(self, start: float, wide: float, width: float) -> float:
        """From the left: a thing so wide that stands so far from where reading begins."""
        return width - start - wide if self.rtl else start

    def height(self, text: str, style: Style, width: float) -> float:
        """How high a text becomes in a width."""
        return sum(strip.height for strip in self.lines(text, style, width))

    def natural(self, text: str, style: Style) -> float:
        """How wide the longest of its lines would like to be."""
        wide = [
            self._layout(part, style, 1e9, Qt.LayoutDirection.LeftToRight)
            for part in text.split("\n")
        ]
        return max(
            (one.lineAt(0).naturalTextWidth() for one in wide if one.lineCount()), default=0.0
        )

    def draw(self, text: str, style: Style, x: float, y: float, width: float) -> float:
        """Draw a text at a place; its height."""
        top = y
        for strip in self.lines(text, style, width):
            strip.draw(self.sheet.painter, x, y)
            y += strip.height
        return y - top

    def _paragraph(self, text: str, style: Style, width: float) -> list[Strip]:
        runs = _direction(text) or self._usual()
        layout = self._layout(text, style, width, runs)
        count, vowelled = layout.lineCount(), _VOWELS.search(text) is not None
        strips = []
        for number in range(count):
            line = layout.lineAt(number)
            height = line.height() * style.leading
            x = self._indent(line.naturalTextWidth(), style, width)
            drawn = _Line(layout, number, x, vowelled)
            keep = count > 1 and (number == 0 or number == count - 2)
            strips.append(Strip(height, _drawer(drawn, style.colour), keep))
        return strips

    def _layout(
        self, text: str, style: Style, width: float, runs: Qt.LayoutDirection
    ) -> QTextLayout:
        layout = QTextLayout(text or " ", self._font(style), self.sheet.writer)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(runs)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        y = 0.0
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y))
            y += line.height()
        layout.endLayout()
        return layout

    def _indent(self, natural: float, style: Style, width: float) -> float:
        if style.centred:
            return (width - natural) / 2
        return width - natural if self.rtl else 0.0

    def _usual(self) -> Qt.LayoutDirection:
        return Qt.LayoutDirection.RightToLeft if self.rtl else Qt.LayoutDirection.LeftToRight

    def _font(self, style: Style) -> QFont:
        # Slanted letters are hard to read in scripts that have none.
        key = (style.size, style.bold, style.italic and not self.rtl)
        if key not in self._fonts:
            font = QFont(list(self.sheet.families))
            font.setPointSizeF(style.size)
            font.setBold(style.bold)
            font.setItalic(style.italic and not self.rtl)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            self._fonts[key] = font
        return self._fonts[key]


def _drawer(drawn: _Line, colour: str) -> Drawer:
    def draw(painter: QPainter, x: float, y: float) -> None:
        line = drawn.layout.lineAt(drawn.number)
        painter.setPen(QColor(colour))
        at = QPointF(x + drawn.x, y - line.y())
        if drawn.vowelled:
            _draw_vowelled(painter, line, at)
        else:
            line.draw(painter, at)

    return draw


def _draw_vowelled(painter: QPainter, line: QTextLine, at: QPointF) -> None:
    """Draws a line's Arabic vowel signs as shapes, all else as letters.

    A sign above a letter is a text of its own to who reads a PDF: as a letter it would tear its
    word apart there, and words could not be found or copied any more.
    """
    for run in line.glyphRuns():
        font, glyphs = run.rawFont(), run.glyphIndexes()
        widths = font.advancesForGlyphIndexes(glyphs)
        every = list(zip(glyphs, run.positions(), widths, strict=True))
        letters = [(glyph, place) for glyph, place, width in every if width.x()]
        for glyph, place, width in every:
            if not width.x():
                shape = font.pathForGlyph(glyph).translated(place + at)
                painter.fillPath(shape, painter.pen().color())
        if letters:
            run.setGlyphIndexes([glyph for glyph, _ in letters])
            run.setPositions([place for _, place in letters])
            painter.drawGlyphRun(at, run)


def _direction(text: str) -> Qt.LayoutDirection | None:
    """Which way the first letter with a direction runs; None where none has one."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in _RIGHT_TO_LEFT:
            return Qt.LayoutDirection.RightToLeft
        if kind == "L":
            return Qt.LayoutDirection.LeftToRight
    return None
