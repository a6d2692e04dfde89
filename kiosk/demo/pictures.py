"""Screenshots put together and made small."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from kiosk.trial.picture import save_picture

_WIDTH: Final = 2400
_HEIGHT: Final = 620
_CAPTION: Final = 48
_GAP: Final = 28
_PAPER: Final = "#d9d6cf"
_INK: Final = "#17262e"


class _Placed(NamedTuple):
    name: str
    image: QImage
    x: int
    row: int


def contact_sheet(pictures: Sequence[Path], file: Path) -> None:
    """Every screenshot of a walk with its name, in rows of one height, in order.

    Needs a running QGuiApplication.
    """
    placed = list(_in_rows(pictures))
    rows = placed[-1].row + 1 if placed else 0
    sheet = QImage(QSize(_WIDTH, _GAP + rows * _row_height()), QImage.Format.Format_RGB32)
    sheet.fill(QColor(_PAPER))
    painter = QPainter(sheet)
    painter.setPen(QColor(_INK))
    font = QFont(painter.font())
    font.setPixelSize(_CAPTION // 2)
    painter.setFont(font)
    for one in placed:
        _draw(painter, one)
    painter.end()
    save_picture(sheet, file)


def few_colours(image: QImage, most: int) -> QImage:
    """The same in the colours it has most of, so many."""
    pixels = (image.pixel(x, y) for y in range(image.height()) for x in range(image.width()))
    colours = [colour for colour, _ in Counter(pixels).most_common(most)]
    return image.convertToFormat(
        QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.ThresholdDither
    )


def _row_height() -> int:
    return _HEIGHT + _CAPTION + _GAP


def _in_rows(pictures: Sequence[Path]) -> Iterator[_Placed]:
    x, row = _GAP, 0
    for picture in pictures:
        image = QImage(str(picture)).scaledToHeight(
            _HEIGHT, Qt.TransformationMode.SmoothTransformation
        )
        if x + image.width() + _GAP > _WIDTH and x > _GAP:
            x, row = _GAP, row + 1
        yield _Placed(picture.stem, image, x, row)
        x += image.width() + _GAP


def _draw(painter: QPainter, placed: _Placed) -> None:
    y = _GAP + placed.row * _row_height()
    painter.drawImage(placed.x, y, placed.image)
    caption = QRect(placed.x, y + _HEIGHT, placed.image.width(), _CAPTION)
    name = placed.name[3:].replace("-", " ")
    painter.drawText(caption, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
