"""The recovery code on paper, for the safe; and a test page that says that printing works."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtPrintSupport import QPrinter

from kiosk.papers.colours import INK, MUTED, PINE
from kiosk.papers.flow import Strip, paginate, space
from kiosk.papers.printer import sheet_by
from kiosk.papers.sheet import SIZES, Sheet
from kiosk.papers.text import Setter, Style

_PAPER: Final = "a4"
_SIDE: Final = 22.0


@dataclass(frozen=True)
class RecoveryPaper:
    """What stands on it.

    Attributes:
        clinic, kiosk: their names.
        groups: of the code; () on a test page.
        title, body: what it is, and what to do with it.
        command: what IT types on the day.
    """

    clinic: str
    kiosk: str
    groups: Sequence[str]
    title: str
    body: str
    command: str = ""


def print_recovery(paper: RecoveryPaper, printer: QPrinter) -> None:
    """On one page of a printer of this PC.

    Raises:
        OSError: the printer takes nothing.
    """
    with sheet_by(printer, SIZES[_PAPER], title="Clinic kiosk") as sheet:
        _draw(paper, sheet)


def _draw(paper: RecoveryPaper, sheet: Sheet) -> None:
    side = sheet.mm(_SIDE)
    for page in paginate(_strips(paper, sheet, sheet.width - 2 * side), sheet.height - 2 * side):
        sheet.page()
        for y, strip in page:
            strip.draw(sheet.painter, side, side + y)


def _strips(paper: RecoveryPaper, sheet: Sheet, width: float) -> Iterator[Strip]:
    setter = Setter(sheet, "ltr")
    whose = " · ".join(filter(None, [paper.clinic, paper.kiosk]))
    yield from setter.lines(whose, Style(12, colour=PINE, bold=True), width)
    yield space(sheet.mm(4))
    yield from setter.lines(paper.title, Style(24, colour=INK, bold=True), width)
    yield space(sheet.mm(4))
    yield from setter.lines(paper.body, Style(12, colour=INK, leading=1.2), width)
    yield space(sheet.mm(8))
    for number, group in enumerate(paper.groups, start=1):
        yield from setter.lines(f"{number}   {group}", Style(26, colour=INK, bold=True), width)
        yield space(sheet.mm(2))
    yield space(sheet.mm(6))
    yield from setter.lines(paper.command, Style(12, colour=MUTED), width)
