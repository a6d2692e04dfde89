"""Draws a signature as a small PNG: the strokes of a finger, or a name."""

from collections.abc import Sequence
from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QPainter, QPen, QPolygonF

WIDTH: Final = 600
HEIGHT: Final = 200
_PEN: Final = 4
_MARGIN: Final = 20
_LARGEST: Final = 56
_LEAST: Final = 14


def signature_png(strokes: Sequence[Sequence[float]], words: str) -> bytes:
    """A PNG of 600 by 200 pixels, black on white; a QGuiApplication must exist.

    Args:
        strokes: of each x, y, x, y, … as parts of the field's width.
        words: are written instead where there are no strokes.
    """
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ends = QtCore.Qt.PenCapStyle.RoundCap, QtCore.Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(QColor("black"), _PEN, QtCore.Qt.PenStyle.SolidLine, *ends))
    for stroke in strokes:
        painter.drawPolyline(_line(stroke))
    if words:
        _write(painter, words)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _line(stroke: Sequence[float]) -> QPolygonF:
    places = zip(stroke[::2], stroke[1::2], strict=False)
    points = [QPointF(x * WIDTH, y * WIDTH) for x, y in places]
    # A line needs a length to be drawn, also where it is a dot.
    return QPolygonF([*points, points[-1] + QPointF(0.5, 0)])


def _write(painter: QPainter, words: str) -> None:
    font = QFont(painter.font())
    font.setItalic(True)
    font.setPixelSize(_LARGEST)
    painter.setFont(font)
    room = painter.viewport().adjusted(_MARGIN, 0, -_MARGIN, 0)
    while font.pixelSize() > _LEAST and _width(painter, words) > room.width():
        font.setPixelSize(font.pixelSize() - 2)
        painter.setFont(font)
    painter.drawText(room, QtCore.Qt.AlignmentFlag.AlignCenter, words)


def _width(painter: QPainter, words: str) -> int:
    return painter.fontMetrics().horizontalAdvance(words)
