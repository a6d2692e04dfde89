"""All screens on one picture: a row for each, a column for each panel and look.

    .venv/bin/python tests/benchmarks/contact_sheet.py --out FILE
        --panels 1080x1920 1920 10"   only panels whose name has one of these in it
        --looks default largest       only these looks
        --screens attract question    only screens whose name begins with one of these
        --scale 0.2                   of the real size

For the eye: what is crowded, empty or cold is seen here sooner than on any one screen.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

from kiosk.demo.clinic import SampleClinic, sample_clinic
from kiosk.trial.touch import NotOnScreen
from tests.benchmarks.screens import PANELS, WALKS, Opened, opened

NOT_REACHED = (AttributeError, LookupError, NotOnScreen, RuntimeError, TypeError, ValueError)
NAMES_PX, GAP_PX, LETTERS_PX = 260, 14, 20
GROUND, INK = QColor("#8b8f90"), QColor("#000000")


class Look(NamedTuple):
    """How a screen is shown: its language, theme and size of text."""

    language: str
    theme: str
    size: int


LOOKS = {
    "default": Look("en", "light", 0),
    "largest": Look("en", "light", 2),
    "contrast": Look("en", "contrast", 0),
    "dark": Look("en", "dark", 0),
    "arabic": Look("ar", "light", 0),
}
Pictures = dict[tuple[str, str, str], QImage]
"""By screen, panel and look."""


def pictures(clinic: SampleClinic, asked: argparse.Namespace) -> Pictures:
    """Every screen that is wanted, on every panel, in every look."""
    found: Pictures = {}
    for panel in (one for one in PANELS if any(part in one for part in asked.panels)):
        for language in ("en", "ar"):
            looks = [name for name in asked.looks if LOOKS[name].language == language]
            for identity in WALKS if looks else ():
                with opened(clinic, panel, language, identity) as open_one:
                    for screen, look, image in walk(open_one, identity, looks, asked):
                        found[screen, panel, look] = image
    return found


def walk(
    open_one: Opened, identity: str, looks: list[str], asked: argparse.Namespace
) -> Iterator[tuple[str, str, QImage]]:
    """The pictures of one walk: screen, look and picture."""
    for screen, step in WALKS[identity]:
        try:
            step(open_one)
            open_one.finger.wait_for_stillness()
        except NOT_REACHED as cause:
            print(f"not reached: {screen}: {str(cause)[:100]}", file=sys.stderr)
            continue
        if screen.startswith(tuple(asked.screens)):
            for look in looks:
                yield screen, look, seen(open_one, LOOKS[look], asked.scale)


def seen(open_one: Opened, look: Look, scale: float) -> QImage:
    """What the window shows in such a look, smaller."""
    display = open_one.patient.display
    display.setTheme(look.theme)
    display.setText(look.size)
    open_one.finger.wait_for_stillness()
    image = open_one.kiosk.window.root.grabWindow()
    display.normal()
    open_one.finger.wait_for_stillness()
    return image.scaledToWidth(
        round(image.width() * scale), Qt.TransformationMode.SmoothTransformation
    )


def sheet(found: Pictures) -> QImage:
    """All pictures in rows and columns, with their names."""
    rows = list(dict.fromkeys(screen for screen, _, _ in found))
    columns = list(dict.fromkeys((panel, look) for _, panel, look in found))
    wide = [most(i.width() for key, i in found.items() if key[1:] == one) for one in columns]
    high = most(image.height() for image in found.values())
    size = (NAMES_PX + sum(wide) + GAP_PX * len(wide), (high + GAP_PX) * len(rows) + 3 * LETTERS_PX)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(GROUND)
    with QPainter(image) as painter:
        font = QFont(painter.font())
        font.setPixelSize(LETTERS_PX)
        painter.setFont(font)
        painter.setPen(INK)
        for line, screen in enumerate(rows):
            top, left = 3 * LETTERS_PX + line * (high + GAP_PX), NAMES_PX
            named(painter, QRect(0, top, NAMES_PX - GAP_PX, high), screen)
            for (panel, look), width in zip(columns, wide, strict=True):
                named(painter, QRect(left, 0, width, 3 * LETTERS_PX), f"{panel}\n{look}")
                if (screen, panel, look) in found:
                    painter.drawImage(left, top, found[screen, panel, look])
                left += width + GAP_PX
    return image


def named(painter: QPainter, box: QRect, words: str) -> None:
    painter.drawText(box, int(Qt.TextFlag.TextWordWrap), words)


def most(numbers: Iterable[int]) -> int:
    """The largest; 0 of none."""
    return max(numbers, default=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--panels", nargs="*", default=[""])
    parser.add_argument("--looks", nargs="*", default=list(LOOKS), choices=LOOKS)
    parser.add_argument("--screens", nargs="*", default=[""])
    parser.add_argument("--scale", type=float, default=0.2)
    asked = parser.parse_args()
    application = QGuiApplication(["contact sheet"])
    with sample_clinic(seed=1) as clinic:
        done = sheet(pictures(clinic, asked)).save(str(asked.out))
    application.quit()
    return int(not done)


if __name__ == "__main__":
    raise SystemExit(main())
