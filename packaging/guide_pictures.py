#!/usr/bin/env python3
"""Makes the pictures of the guides and of the README anew: `python packaging/guide_pictures.py`.

Both demos are run, `kiosk demo --robot` and `kiosk demo --improve`, in about ten minutes; each
picture is a part of a screenshot of theirs. `--from DIR` takes those of a demo that was run
already, once for each. To be run with the project installed; `tests/demo/test_guide_pictures.py`
fails where a picture is not of the program as it is now.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.demo.pictures import few_colours

LARGEST: Final = QSize(1100, 1300)
"""Pixels: sharp on the width of a page of paper, or on a third of it upright, and on a screen."""
COLOURS: Final = 96


class Shown(NamedTuple):
    """What a picture shows.

    Attributes:
        shot: name of the demos' screenshot.
        left, top, right, bottom: the part of it that is shown, in hundredths of its sides: what a
            guide does not speak of would make the rest too small to be read on paper.
    """

    shot: str
    left: int = 0
    top: int = 0
    right: int = 100
    bottom: int = 100


PICTURES: Final = {
    "desk-today": Shown("desk-today", left=17, bottom=57),
    "desk-new-visit": Shown("desk-new-visit", left=25, top=20, right=75, bottom=80),
    "desk-code-and-slip": Shown("desk-code-and-slip", left=25, top=12, right=75, bottom=89),
    "desk-please-look": Shown("desk-please-look", left=17, bottom=58),
    "desk-kiosks": Shown("desk-kiosks", bottom=50),
    "desk-improve": Shown("desk-this-week", left=14, bottom=52),
    "desk-editor": Shown("desk-editor-preview"),
    "question": Shown("question"),
    "check-your-answers": Shown("check-your-answers"),
    "pain": Shown("pain"),
    "pain-in-arabic": Shown("pain-in-arabic"),
    "writing": Shown("writing"),
    "was-this-question-ok": Shown("was-this-question-ok"),
    "thank-you": Shown("thank-you", top=10, bottom=75),
    "first-page": Shown("first-page", top=50),
}
"""Name of a picture → what it shows."""

FRONT: Final = (
    ("first-page", "question-answered", "where-it-hurts", "pain-in-arabic"),
    ("desk-today", "desk-code-and-slip"),
)
"""The screenshots on the README's picture, row by row: what a patient sees, what the desk sees."""
FRONT_WIDTH: Final = 1680
GAP: Final = 24
PAPER, EDGE = QColor("#e9e4da"), QColor("#b9b2a5")

FOLDER: Final = Path(__file__).resolve().parents[1] / "resources" / "pictures" / "guide"
FRONT_FILE: Final = FOLDER.with_name("overview.png")


def shots(folder: Path) -> dict[str, Path]:
    """The screenshots of a demo by name, without their numbers."""
    return {file.stem[3:]: file for file in sorted(folder.glob("[0-9][0-9]-*.png"))}


def part(shown: Shown, file: Path) -> QImage:
    """Of a screenshot what stands in a guide."""
    image = QImage(str(file))
    wide, high = image.width() / 100, image.height() / 100
    left, top, right, bottom = shown[1:]
    rect = QRectF(left * wide, top * high, (right - left) * wide, (bottom - top) * high)
    image = image.copy(rect.toAlignedRect())
    if image.size().boundedTo(LARGEST) == image.size():
        return image
    aspect, how = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(LARGEST, aspect, how)


def front(found: Mapping[str, Path]) -> QImage:
    """The README's picture, of the screenshots by name: each row as wide as the other."""
    rows = [_in_a_row([QImage(str(found[name])) for name in names]) for names in FRONT]
    height = sum(row[0].height() + GAP for row in rows) + GAP
    sheet = QImage(QSize(FRONT_WIDTH, height), QImage.Format.Format_RGB32)
    sheet.fill(PAPER)
    painter = QPainter(sheet)
    painter.setPen(EDGE)
    y = GAP
    for row in rows:
        x = GAP
        for image in row:
            painter.drawImage(x, y, image)
            painter.drawRect(x, y, image.width() - 1, image.height() - 1)
            x += image.width() + GAP
        y += row[0].height() + GAP
    painter.end()
    return sheet


def _in_a_row(images: Sequence[QImage]) -> list[QImage]:
    """The same as high as they must be to fill the sheet's width."""
    room = FRONT_WIDTH - GAP * (len(images) + 1)
    height = round(room / sum(image.width() / image.height() for image in images))
    how = Qt.TransformationMode.SmoothTransformation
    return [image.scaledToHeight(height, how) for image in images]


def make(folders: Sequence[Path], out: Path) -> Iterator[str]:
    """Writes the pictures of these demos, of the first that has it; yields the name of each."""
    found = {name: file for folder in reversed(folders) for name, file in shots(folder).items()}
    for name, shown in PICTURES.items():
        if shown.shot in found:
            image = few_colours(part(shown, found[shown.shot]), COLOURS)
            _save(image, out / f"{name}.png")
            yield name
    if {name for row in FRONT for name in row} <= found.keys():
        _save(few_colours(front(found), COLOURS), out.with_name(FRONT_FILE.name))
        yield FRONT_FILE.stem


def _save(image: QImage, file: Path) -> None:
    if not image.save(str(file)):
        raise OSError(f"{file} can't be written")


def main() -> int:
    """Runs the demos, where no folders are named; 1 where a picture is missing."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--from", action="append", dest="folders", type=Path, metavar="DIR")
    folders = parser.parse_args().folders
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="kiosk-pictures-") as place:
        for demo in () if folders else ("robot", "improve"):
            command = [sys.executable, "-m", "kiosk", "demo", f"--{demo}", "--out"]
            subprocess.run([*command, str(Path(place) / demo)], check=True)  # noqa: S603 - ours
        made = set(make(folders or [Path(place) / "robot", Path(place) / "improve"], FOLDER))
    sys.stdout.writelines(f"{name}.png\n" for name in sorted(made))
    return len(made) <= len(PICTURES) and not folders


if __name__ == "__main__":
    raise SystemExit(main())
