"""A PDF file that is drawn page by page, in millimetres.

Qt writes each page as it ends, so that a file of ten thousand pages takes no more memory than one
of ten but for a few numbers a page.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from io import UnsupportedOperation
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, Final

from PySide6.QtCore import QFile, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from kiosk.errors import RefusedError
from kiosk.papers.fonts import paper_families

MM_PER_INCH: Final = 25.4
_RESOLUTION: Final = 1200

SIZES: Final = {
    "a3": (297.0, 420.0),
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "a6": (105.0, 148.0),
    "letter": (215.9, 279.4),
}
"""Width and height in mm, upright."""


class Cancelled(RefusedError):
    """Whoever wanted the file wants it no more; nothing of it is left."""

    def __init__(self) -> None:
        super().__init__("The printing was cancelled.", advice="No file was written.")


class Sheet:
    """The pages of one file, while they are drawn.

    Attributes:
        painter: draws on the present page; its unit is `per_mm` to the millimetre.
        width, height: of the page, in the painter's unit.
        families: the fonts to print with.
    """

    def __init__(
        self, writer: QPagedPaintDevice, painter: QPainter, size: tuple[float, float],
        resolution: int = _RESOLUTION,
    ) -> None:  # fmt: skip
        self.writer, self.painter = writer, painter
        self.per_mm = resolution / MM_PER_INCH
        self.width, self.height = (side * self.per_mm for side in size)
        self.families = paper_families()
        self._begun = False

    def mm(self, millimetres: float) -> float:
        """A length in the painter's unit."""
        return millimetres * self.per_mm

    def rect(self, x: float, y: float, width: float, height: float) -> QRectF:
        """A rectangle given in millimetres."""
        return QRectF(self.mm(x), self.mm(y), self.mm(width), self.mm(height))

    def page(self) -> None:
        """Begin the next page; the first is there from the beginning."""
        if self._begun:
            self.writer.newPage()
        self._begun = True


@contextmanager
def sheet_on(out: BinaryIO, size: tuple[float, float], *, title: str) -> Iterator[Sheet]:
    """A PDF written to an open file; the pages are drawn inside the block.

    Args:
        out: opened for writing.
        size: of a page in mm.
        title: of the document, as a reader shows it; never a name.

    Raises:
        OSError: it can't be written, the disk is full for instance.
    """
    device = QFile()
    with _descriptor_of(out) as descriptor:
        if not device.open(descriptor, QIODevice.OpenModeFlag.WriteOnly):
            raise OSError(errno.EIO, device.errorString())
        writer = QPdfWriter(device)
        writer.setResolution(_RESOLUTION)
        writer.setTitle(title)
        writer.setCreator("Clinic kiosk")
        writer.setPageLayout(page_of(size))
        painter = QPainter(writer)
        try:
            yield Sheet(writer, painter, size)
        finally:
            painter.end()
        _whole(device)


def page_of(size: tuple[float, float]) -> QPageLayout:
    """An upright page of that width and height in mm, to its edges."""
    page = QPageSize(
        QSizeF(*size), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch
    )
    return QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF())


@contextmanager
def _descriptor_of(out: BinaryIO) -> Iterator[int]:
    """What Qt may write to; of a file in an archive, which has none, a file without a name.

    That one lies in the private folder of the program, never on the drive of the archive.

    Raises:
        OSError: there is no room for it, or the archive could not take it.
    """
    try:
        descriptor = out.fileno()
    except UnsupportedOperation:
        pass
    else:
        yield descriptor
        return
    with TemporaryFile() as between:
        yield between.fileno()
        between.seek(0)
        copyfileobj(between, out)


def _whole(device: QFile) -> None:
    """Qt's writer keeps quiet where the disk was full; its device does not.

    Raises:
        OSError: something could not be written.
    """
    device.flush()
    if device.error() != QFile.FileError.NoError:
        raise OSError(errno.ENOSPC, device.errorString())
