"""Figures as files: a picture, pages to print, a table."""

import csv
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter

from kiosk.desk.pictures.figure import Figure
from kiosk.export.csv_wide import guarded
from kiosk.export.files import whole_file
from kiosk.papers.chart_text import block, font
from kiosk.papers.charts import height_of, paint
from kiosk.papers.look import Look

KINDS: Final = (".png", ".pdf", ".csv")
"""What the name of a file may end with."""

_PICTURE_EMS: Final = 56
_MARGIN_EMS: Final = 2.0
_APART_EMS: Final = 2.4
_TITLE: Final = 1.5
_DPI: Final = 300
_POINT: Final = 11
_PAGE_MARGIN_MM: Final = 15
_BOM: Final = "\ufeff"


class Sheet(NamedTuple):
    """What stands above the figures: what they are of, and below it which clinic's, from when."""

    title: str
    line: str


def save_figures(
    figures: Sequence[Figure],
    sheet: Sheet,
    file: Path,
    look_for: Callable[[float], Look],
    record: Callable[[], None] = lambda: None,
) -> None:
    """Write them in the way that the name of the file asks for (`KINDS`), whole or not at all.

    Args:
        figures: in the order in which they stand.
        sheet: what stands above them.
        file: is replaced where it is there.
        look_for: the look with a text of so many pixels.
        record: done once all is written, before the file is there to be read.

    Raises:
        RefusedError: it can't be written there.
    """
    kind = file.suffix.lower()
    if kind == ".csv":
        content = table_bytes(figures)
    elif kind == ".pdf":
        content = pdf_bytes(figures, sheet, look_for(_POINT * _DPI / 72))
    else:
        content = png_bytes(figures, sheet, look_for(32))
    with whole_file(file, record=record) as out:
        out.write(content)


def table_bytes(figures: Sequence[Figure]) -> bytes:
    """Every figure as a table for a spreadsheet, under its title, with an empty row between."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    for place, figure in enumerate(figures):
        if place:
            writer.writerow([])
        for row in ((figure.title,), figure.heading, *figure.rows):
            writer.writerow([guarded(cell) for cell in row])
    return (_BOM + text.getvalue()).encode()


def png_bytes(figures: Sequence[Figure], sheet: Sheet, look: Look) -> bytes:
    """One picture with all figures below one another; its description tells them in words."""
    margin, width = look.text * _MARGIN_EMS, look.text * _PICTURE_EMS
    inner = width - 2 * margin
    heights = [height_of(figure, inner, look) for figure in figures]
    head = _draw_sheet(None, sheet, QRectF(margin, margin, inner, 0), look)
    height = 2 * margin + head + sum(heights) + len(figures) * look.text * _APART_EMS
    image = QImage(round(width), round(height), QImage.Format.Format_RGB32)
    image.fill(look.ground)
    image.setText("Title", sheet.title)
    image.setText("Description", in_words(figures))
    painter = QPainter(image)
    y = margin + _draw_sheet(painter, sheet, QRectF(margin, margin, inner, 0), look)
    for figure, high in zip(figures, heights, strict=True):
        y += look.text * _APART_EMS
        paint(painter, figure, QRectF(margin, y, inner, high), look)
        y += high
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return bytes(held.data())


def pdf_bytes(figures: Sequence[Figure], sheet: Sheet, look: Look) -> bytes:
    """Pages of A4; no figure is cut by the end of a page, one too high for any is made smaller."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(sheet.title)
    writer.setResolution(_DPI)
    margin = QMarginsF(*[_PAGE_MARGIN_MM] * 4)
    page = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margin,
        QPageLayout.Unit.Millimeter,
    )  # fmt: skip
    writer.setPageLayout(page)
    width, height = writer.width(), writer.height()
    painter = QPainter(writer)
    y = _draw_sheet(painter, sheet, QRectF(0, 0, width, 0), look)
    for figure in figures:
        high = height_of(figure, width, look)
        y += look.text * _APART_EMS
        if y + high > height:
            writer.newPage()
            y = 0.0
        painter.save()
        if high > height:
            painter.scale(height / high, height / high)
        paint(painter, figure, QRectF(0, y, width, high), look)
        painter.restore()
        y += high
    painter.end()
    buffer.close()
    return bytes(held.data())


def in_words(figures: Sequence[Figure]) -> str:
    """What the figures show, for who can't see them."""
    lines: list[str] = []
    for figure in figures:
        lines += [figure.title, *([figure.note] if figure.note else [])]
        lines += [", ".join(row) for row in figure.rows]
    return "\n".join(lines)


def _draw_sheet(painter: QPainter | None, sheet: Sheet, room: QRectF, look: Look) -> float:
    """The head of it all; how high it is. Without a painter nothing is drawn."""
    large, usual = font(look.text * _TITLE, bold=True), font(look.text)
    mirrored = look.right_to_left
    title = block(sheet.title, large, room.width(), right_to_left=mirrored)
    line = block(sheet.line, usual, room.width(), right_to_left=mirrored)
    if painter is not None:
        title.draw(painter, room.x(), room.y(), room.width(), look.ink)
        line.draw(painter, room.x(), room.y() + title.height, room.width(), look.muted)
    return title.height + line.height
