"""Puts a slip on paper: by this PC's printer, or else as a file to be printed."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QStandardPaths

from kiosk.desk.issuing import Issued
from kiosk.errors import RefusedError
from kiosk.export.files import whole_file
from kiosk.papers.printer import default_printer, print_slip
from kiosk.papers.slip import write_slip
from kiosk.settings import Settings
from kiosk.ui.printing import printing


class Printed(NamedTuple):
    """Where a slip went: to a printer, by its name; or into a file."""

    printer: str = ""
    file: Path | None = None


def documents_folder() -> Path:
    """Where people of this PC look for their files."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place))


def put_on_paper(issued: Issued, settings: Settings, folder: Path) -> Printed:
    """Print a slip by the printer that is the default here; without one, into `folder` as PDF.

    Raises:
        RefusedError: neither can be done.
    """
    slip = printing.slip(
        printing.paper_words(), settings.patient.languages[:2], clinic=settings.clinic.name,
        code=issued.code, payload=issued.payload, until=issued.expires,
    )  # fmt: skip
    printer = default_printer()
    try:
        if printer is not None:
            print_slip(slip, printer)
            return Printed(printer=printer.printerName())
        file = folder / f"slip-{issued.code}.pdf"
        folder.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as out:
            write_slip(slip, out)
    except (OSError, RefusedError) as cause:
        raise RefusedError(
            "The slip could not be printed.", advice="The code opens the visit as well."
        ) from cause
    return Printed(file=file)
