#!/usr/bin/env python3
"""Puts the drawings of `resources/pictures/easy/` into our forms: `python packaging/pictures.py`.

A form shows no SVG, so an attachment in it whose `id` is the name of a drawing ("talk") gets that
drawing as a small PNG: on white, so that its dark lines are seen in dark themes too, and in the
colours it has most of. Nothing else of a form is changed. To be run with the project installed.
"""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from kiosk.demo.pictures import few_colours

SIDE: Final = 320
"""Pixels; more than 50 mm on any panel, and still clear on a page of its own."""
COLOURS: Final = 40

_RESOURCES: Final = Path(__file__).resolve().parents[1] / "resources"
DRAWINGS: Final = _RESOURCES / "pictures" / "easy"
FORMS: Final = _RESOURCES / "forms"


def png(drawing: Path) -> bytes:
    """A drawing as PNG."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    flat = few_colours(image, COLOURS)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    flat.save(buffer, "PNG", 0)
    return buffer.data().data()


def attachments(element: Any) -> Iterator[dict[str, Any]]:
    """The attachments in a form that are told by the name of a drawing."""
    parts = element.values() if isinstance(element, dict) else element
    if isinstance(element, dict) and "contentType" in element and "id" in element:
        yield element
    elif isinstance(element, dict | list):
        for part in parts:
            yield from attachments(part)


def write(file: Path) -> None:
    """Put the drawings into one form."""
    form = json.loads(file.read_text("utf-8"))
    for attachment in attachments(form):
        content = png(DRAWINGS / f"{attachment['id']}.svg")
        attachment["data"] = base64.b64encode(content).decode()
    file.write_text(json.dumps(form, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    application = QGuiApplication(["pictures", "-platform", "offscreen"])
    for one in sorted(FORMS.glob("*.json")):
        write(one)
