"""Whether the program's own fonts have every letter that is written with them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtGui import QRawFont

from kiosk.papers.fonts import paper_application

WEIGHTS: Final = ("Regular", "Bold")
"""What the screen writes in; a font's file ends with its weight."""
_ANY_SIZE: Final = 20


def missing_glyphs(directory: Path, texts: Iterable[str]) -> dict[str, str]:
    """The letters of the texts that no font below `directory` has, by weight; {} where none lack.

    Needs no window and no screen.
    """
    _application = paper_application()
    needed = {letter for text in texts for letter in text if letter > " "}
    missing = {}
    for weight in WEIGHTS:
        files = directory.glob(f"*/*-{weight}.ttf")
        fonts = [QRawFont(str(file), _ANY_SIZE) for file in files]
        lack = {one for one in needed if not any(f.supportsCharacter(ord(one)) for f in fonts)}
        missing[weight] = "".join(sorted(lack))
    return {weight: letters for weight, letters in missing.items() if letters}
