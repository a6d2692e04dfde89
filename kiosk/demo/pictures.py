"""The contact sheet of a walk: every screenshot with its name, on one picture."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

_CELL = QSize(430, 430)
_CAPTION = 40
_GAP = 24
_COLUMNS = 6


def contact_sheet(pictures: Sequence[Path], file: Path) -> None:
    """Draws all pictures, in order, on one sheet; needs a running QGuiApplication for its text."""
    columns = min(_COLUMNS, len(pictures))
    rows = -(-len(pictures) // columns)
    size = QSize(
        _GAP + columns * (_CELL.width() + _GAP),
        _GAP + rows * (_CELL.height() + _CAPTION + _GAP),
    )
    sheet = QImage(size, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#d9d6cf"))
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setFont(QFont("Atkinson Hyperlegible Next", 15))
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        corner_x = _GAP + column * (_CELL.width() + _GAP)
        corner_y = _GAP + row * (_CELL.height() + _CAPTION + _GAP)
        _draw(painter, picture, QRect(corner_x, corner_y, _CELL.width(), _CELL.height()))
    painter.end()
    sheet.save(str(file))


def _draw(painter: QPainter, picture: Path, place: QRect) -> None:
    image = QImage(str(picture)).scaled(
        place.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    painter.drawImage(place.x() + (place.width() - image.width()) // 2, place.y(), image)
    caption = QRect(place.x(), place.y() + place.height(), place.width(), _CAPTION)
    painter.drawText(caption, Qt.AlignmentFlag.AlignHCenter, picture.stem)
