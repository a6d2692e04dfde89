"""The program's own fonts: it looks the same on a PC that has none."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFont, QGuiApplication, QRawFont

from kiosk.papers.fonts import FIRST_FAMILY, load_fonts, paper_application

WEIGHTS: Final = ("Regular", "Bold")
"""What the screen writes in; a font's file ends with its weight."""
_ANY_SIZE: Final = 20


def use_fonts(directory: Path) -> None:
    """Draw everything with the program's own fonts, once an application is there."""
    if FIRST_FAMILY in QGuiApplication.font().families():
        return
    # Each time a script is drawn Qt tells, of every font before its own, that it can't draw it.
    QLoggingCategory.setFilterRules("qt.text.font.db.info=false")
    font = QFont(list(load_fonts(directory)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    QGuiApplication.setFont(font)


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
