"""Pages by a printer of this PC, without a dialog: the one that is its default."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from kiosk.papers.sheet import Sheet, page_of
from kiosk.papers.slip import Slip, draw_slip, slip_size


def default_printer() -> QPrinter | None:
    """The printer that this PC prints by where nobody chose one; None where there is none."""
    known = QPrinterInfo.defaultPrinter()
    return None if known.isNull() else QPrinter(known, QPrinter.PrinterMode.HighResolution)


def print_slip(slip: Slip, printer: QPrinter, *, paper: str = "receipt") -> None:
    """A slip by a printer; `paper` is one of `kiosk.papers.slip.PAPERS`. Needs `paper_application`.

    Raises:
        OSError: the printer takes nothing.
    """
    with sheet_by(printer, slip_size(paper), title=slip.clinic) as sheet:
        draw_slip(slip, sheet, paper)


@contextmanager
def sheet_by(printer: QPrinter, size: tuple[float, float], *, title: str) -> Iterator[Sheet]:
    """Pages by that printer; they are drawn inside the block.

    Args:
        printer: of this PC.
        size: of a page in mm; a printer with other paper prints it in a corner of that.
        title: as the queue of the printer shows it; never a name.

    Raises:
        OSError: the printer takes nothing.
    """
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setPageLayout(page_of(size))
    painter = QPainter()
    if not painter.begin(printer):
        raise OSError(errno.EIO, printer.printerName())
    try:
        yield Sheet(printer, painter, size, printer.resolution())
    finally:
        painter.end()
