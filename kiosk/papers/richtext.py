"""Our own texts with their marks (weight, code, lists, tables) as strips of a page.

For what is written in this project alone: a form's text is never markup (`kiosk.papers.text`).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter, QTextBlock, QTextDocument, QTextOption, QTextTable

from kiosk.papers.colours import HAIR, INK, PINE, PINE_SOFT
from kiosk.papers.flow import Strip
from kiosk.papers.fonts import FIRST_FAMILY
from kiosk.papers.sheet import Sheet

_CELL: Final = 3
"""Between the words of a table's cell and its edge, in Qt's own pixels of 1/96 inch."""
_PIXELS_AN_INCH: Final = 96
_LOOK: Final = f"""
body {{ color: {INK} }}
p, ul, ol, pre, h1, h2, h3 {{ margin: 0 }}
h1 {{ font-size: 21pt; color: {PINE} }}
h2 {{ font-size: 13pt; color: {PINE} }}
h3 {{ font-size: 11pt }}
pre {{ white-space: pre-wrap }}
pre, code {{ font-family: "{FIRST_FAMILY}"; font-weight: 600 }}
code {{ background-color: {PINE_SOFT} }}
pre code {{ background-color: transparent }}
th, td {{ padding: {_CELL}px; border-bottom: 1px solid {HAIR} }}
th {{ text-align: left }}
"""


class RichSetter:
    """Sets our own HTML for one sheet.

    Args:
        sheet: to draw on.
        size: of the letters, in points.
    """

    def __init__(self, sheet: Sheet, size: float) -> None:
        self._sheet, self._size = sheet, size

    def strips(self, html: str, width: float) -> list[Strip]:
        """A part in a width; a page may end between the items of a list and the rows of a table.

        Args:
            html: the part, from one edge to the other.
            width: in the painter's unit.
        """
        document = self._document(html, width)
        edges = [0.0, *sorted(_cuts(document, self._pixels(_CELL))), document.size().height()]
        return [
            _strip(document, top, bottom, width) for top, bottom in pairwise(edges) if bottom > top
        ]

    def _document(self, html: str, width: float) -> QTextDocument:
        document = QTextDocument()
        document.documentLayout().setPaintDevice(self._sheet.writer)
        font = QFont(list(self._sheet.families))
        font.setPointSizeF(self._size)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        document.setDefaultFont(font)
        document.setDocumentMargin(0)
        document.setIndentWidth(self._size * 2)
        document.setDefaultStyleSheet(_LOOK)
        document.setDefaultTextOption(_wrapping())
        whole = '<table width="100%" cellspacing="0" '
        document.setHtml(f"<body>{html.replace('<table', whole)}</body>")
        document.setTextWidth(width)
        return document

    def _pixels(self, count: float) -> float:
        """Qt's own pixels in the painter's unit."""
        return self._sheet.mm(count * 25.4 / _PIXELS_AN_INCH)


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _cuts(document: QTextDocument, pad: float) -> Iterator[float]:
    """Where a page may end: above each block but the first, or above each row of a table."""
    layout = document.documentLayout()
    tables = [one for one in document.rootFrame().childFrames() if isinstance(one, QTextTable)]
    if not tables:
        for block in _blocks(document):
            yield layout.blockBoundingRect(block).top()
    for table in tables:
        for row in range(table.rows()):
            cells = (table.cellAt(row, column) for column in range(table.columns()))
            blocks = (one.firstCursorPosition().block() for one in cells)
            yield min(layout.blockBoundingRect(block).top() for block in blocks) - pad


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _strip(document: QTextDocument, top: float, bottom: float, width: float) -> Strip:
    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.save()
        painter.translate(x, y - top)
        document.drawContents(painter, QRectF(0, top, width, bottom - top))
        painter.restore()

    return Strip(bottom - top, draw)
