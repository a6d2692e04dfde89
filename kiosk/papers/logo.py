"""The clinic's logo: a PNG or SVG file, looked at before it is drawn. Nothing is fetched for it."""

import base64
import re
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from kiosk.errors import RefusedError
from kiosk.settings import PICTURE_MAX, Settings

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_PIXELS: Final = 16_000_000
KEPT_SIZE: Final = QSize(480, 160)
"""As large as a logo is kept: for a screen's first page, and a few centimetres of paper."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_REACHING: Final = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<script|<foreignObject|@import"
    rb"|href\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)
"""What in an SVG leads out of it, or runs."""


class Logo:
    """A logo that may be drawn. Its file was read once and is not kept open."""

    def __init__(self, picture: QImage | QSvgRenderer) -> None:
        self._picture = picture

    @property
    def ratio(self) -> float:
        """How much wider than high it is."""
        if isinstance(self._picture, QImage):
            size = QSizeF(self._picture.size())
        else:
            size = self._picture.viewBoxF().size()
        return size.width() / size.height()

    def draw(self, painter: QPainter, room: QRectF) -> None:
        """As large as the room lets it be, in its middle."""
        size = QSizeF(self.ratio, 1).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        if isinstance(self._picture, QImage):
            painter.drawImage(place, self._picture)
        else:
            self._picture.render(painter, place)


def read_logo(file: Path) -> Logo:
    """The logo in a file.

    Raises:
        RefusedError: it can't be read, is neither PNG nor SVG, too large, or leads elsewhere.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as cause:
        raise RefusedError(
            f"The logo {file} can't be read: {cause.strerror}.", advice="Name a PNG or SVG file."
        ) from cause
    if len(content) > MOST_BYTES:
        raise RefusedError(
            f"The logo {file} is larger than 2 MB.", advice="Save it smaller, as PNG or SVG."
        )
    return Logo(_png(content, file) if content.startswith(_PNG) else _svg(content, file))


def kept_logo(picture: str) -> Logo | None:
    """The logo that `picture_of` made; None where that is none, or not one any more."""
    try:
        return Logo(_png(base64.b64decode(picture, validate=True), Path())) if picture else None
    except (ValueError, RefusedError):
        return None


def picture_of(logo: Logo) -> str:
    """A logo as a small PNG by base64, as it is kept among the settings of the clinic."""
    pictures = (_drawn(logo, KEPT_SIZE / part) for part in (1, 2, 4))
    return next((one for one in pictures if len(one) <= PICTURE_MAX), "")


def with_picture(settings: Settings) -> Settings:
    """These settings, with the picture of their logo's file where they have no picture.

    A file that is no logo is passed over: no patient is to wait for it.
    """
    clinic = settings.clinic
    if clinic.picture or not clinic.logo:
        return settings
    try:
        picture = picture_of(read_logo(Path(clinic.logo)))
    except RefusedError:
        return settings
    return replace(settings, clinic=replace(clinic, picture=picture))


def _drawn(logo: Logo, most: QSize) -> str:
    size = QSizeF(logo.ratio, 1).scaled(QSizeF(most), Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size.toSize().expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    logo.draw(painter, QRectF(image.rect()))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return base64.b64encode(bytes(buffer.data().data())).decode()


def _png(content: bytes, file: Path) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"png"))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if not size.isValid() or not 0 < size.width() * size.height() <= MOST_PIXELS:
        raise _no_picture(file)
    picture = reader.read()
    if picture.isNull():
        raise _no_picture(file)
    return picture


def _svg(content: bytes, file: Path) -> QSvgRenderer:
    if b"<svg" not in content[:4096]:
        raise _no_picture(file)
    if _REACHING.search(content):
        raise RefusedError(
            f"The logo {file} leads to something outside of it, or holds a script.",
            advice="Save it as a plain SVG or as PNG.",
        )
    renderer = QSvgRenderer(QByteArray(content))
    if not renderer.isValid() or renderer.viewBoxF().isEmpty():
        raise _no_picture(file)
    return renderer


def _no_picture(file: Path) -> RefusedError:
    return RefusedError(
        f"The logo {file} is no picture that can be drawn.", advice="Save it as PNG or SVG."
    )
