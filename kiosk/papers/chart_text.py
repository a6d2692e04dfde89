"""Words in a chart: plain text in lines, wrapped and shortened to its room, from either side."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QTextLayout
from PySide6.QtGui import QTextOption as Option

_BREAK = Option.WrapMode.WrapAtWordBoundaryOrAnywhere
_LINE = 1.3


def font(px: float, *, bold: bool = False) -> QFont:
    """The program's font, so many pixels high."""
    made = QFont(QGuiApplication.font())
    made.setPixelSize(max(1, round(px)))
    made.setBold(bold)
    return made


def width_of(text: str, of: QFont) -> float:
    """How wide a text is in one line."""
    return QFontMetricsF(of).horizontalAdvance(text)


@dataclass(frozen=True)
class Block:
    """Some lines of text.

    Attributes:
        lines: none longer than the room was wide.
        of: their font.
        right_to_left: whether the picture is read from the right.
    """

    lines: tuple[str, ...]
    of: QFont
    right_to_left: bool

    @property
    def height(self) -> float:
        """Of all lines."""
        return len(self.lines) * self.line

    @property
    def line(self) -> float:
        """From one line to the next."""
        return self.of.pixelSize() * _LINE

    @property
    def width(self) -> float:
        """Of the longest line."""
        return max((width_of(line, self.of) for line in self.lines), default=0.0)

    def draw(self, painter: QPainter, x: float, y: float, width: float, colour: QColor) -> None:
        """From the top; at the end of the room where one begins to read."""
        painter.setFont(self.of)
        painter.setPen(colour)
        metrics = QFontMetricsF(self.of)
        base = y + (self.line - metrics.height()) / 2 + metrics.ascent()
        direction = (
            Qt.LayoutDirection.RightToLeft if self.right_to_left else Qt.LayoutDirection.LeftToRight
        )
        painter.setLayoutDirection(direction)
        for number, line in enumerate(self.lines):
            left = x + width - width_of(line, self.of) if self.right_to_left else x
            painter.drawText(QPointF(left, base + number * self.line), line)


def block(
    text: str, of: QFont, width: float, *, lines: int = 100, right_to_left: bool = False
) -> Block:
    """A text in a room so wide; what does not fit into so many lines ends with “…”."""
    plain = " ".join(text.split())
    layout = QTextLayout(plain, of)
    option = Option()
    option.setWrapMode(_BREAK)
    layout.setTextOption(option)
    layout.beginLayout()
    found: list[tuple[int, int]] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        found.append((line.textStart(), line.textLength()))
    layout.endLayout()
    told = [plain[start : start + length].rstrip() for start, length in found[:lines]]
    if len(found) > lines:
        rest = plain[found[lines - 1][0] :]
        told[-1] = QFontMetricsF(of).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return Block(tuple(told), of, right_to_left)
