"""Icons of `resources/icons/` in the colour of the theme, without a shader.

`image://icon/back/0b4f4a`: the file `back.svg`, its `currentColor` replaced.
"""

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

_ID: Final = re.compile(r"([a-z]+)/([0-9a-f]{6})")
_SIDE: Final = 48


class Icons(QQuickImageProvider):
    """Draws the icon a page asks for, at the size it asks for."""

    def __init__(self, directory: Path) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._directory = directory

    def requestImage(self, id: str, _size: QSize, requested: QSize) -> QImage:  # noqa: A002, N802
        """Qt calls this with what stands after `image://icon/`."""
        image = QImage(
            QSize(_SIDE, _SIDE) if requested.isEmpty() else requested,
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.eraseRect(image.rect())
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        asked = _ID.fullmatch(id)
        if asked and (self._directory / f"{asked[1]}.svg").is_file():
            QSvgRenderer(self._coloured(asked[1], asked[2])).render(painter)
        painter.end()
        return image

    def _coloured(self, name: str, colour: str) -> QByteArray:
        drawing = (self._directory / f"{name}.svg").read_text("utf-8")
        return QByteArray(drawing.replace("currentColor", f"#{colour}").encode())
