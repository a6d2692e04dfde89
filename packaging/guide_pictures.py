#!/usr/bin/env python3
"""Makes the pictures of the guides and of the README anew: `python packaging/guide_pictures.py`.

Both demos are run, `kiosk demo --robot` and `kiosk demo --improve`, in about ten minutes; each
picture is a screenshot of theirs, made smaller. `--from DIR` takes those of a demo that was run
already, once for each. To be run with the project installed; `tests/demo/test_guide_pictures.py`
fails where a picture is not of the program as it is now.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from kiosk.demo.pictures import few_colours

WIDTH: Final = 960
"""Pixels: sharp on half a page of paper, and on a window of the desk."""
COLOURS: Final = 96

PICTURES: Final = {
    "desk-today": "desk-today",
    "desk-code-and-slip": "desk-code-and-slip",
    "desk-please-look": "desk-please-look",
    "desk-responses": "desk-responses",
    "desk-kiosks": "desk-kiosks",
    "question": "question",
    "desk-improve": "desk-this-week",
    "desk-editor": "desk-editor-preview",
}
"""Name of a picture → name of the demos' screenshot."""

FOLDER: Final = Path(__file__).resolve().parents[1] / "resources" / "pictures" / "guide"


def shots(folder: Path) -> dict[str, Path]:
    """The screenshots of a demo by name, without their numbers."""
    return {file.stem[3:]: file for file in sorted(folder.glob("[0-9][0-9]-*.png"))}


def smaller(shot: Path) -> QImage:
    """A screenshot as it stands in a guide."""
    image = QImage(str(shot)).scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    return few_colours(image, COLOURS)


def make(folders: Iterable[Path], out: Path) -> Iterator[str]:
    """Writes the pictures of these demos; yields the name of each."""
    found = {name: file for folder in folders for name, file in shots(folder).items()}
    for name, shot in PICTURES.items():
        if shot in found:
            smaller(found[shot]).save(str(out / f"{name}.png"))
            yield name


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
    return len(made) < len(PICTURES) and not folders


if __name__ == "__main__":
    raise SystemExit(main())
