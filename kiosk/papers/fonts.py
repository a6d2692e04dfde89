"""The program's own fonts, for screen and paper: both look the same on a PC that has none."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from kiosk.errors import SettingsInvalid
from kiosk.resources import resource

FIRST_FAMILY: Final = "Atkinson Hyperlegible Next"
UNSEEN: Final = ("-platform", "offscreen")
"""For Qt where there is no display, or none is wanted."""


def load_fonts(directory: Path) -> tuple[str, ...]:
    """Load every font below `directory`; the families, the one for Latin first.

    Raises:
        SettingsInvalid: there is none, or one can't be read.
    """
    families: dict[str, None] = {}
    for file in sorted(directory.glob("*/*.ttf")):
        number = QFontDatabase.addApplicationFont(str(file))
        if number < 0:
            raise SettingsInvalid(f"{file} is no font.", advice="Install the program again.")
        families.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(number)))
    if FIRST_FAMILY not in families:
        raise SettingsInvalid(f"No fonts in {directory}.", advice="Install the program again.")
    return (FIRST_FAMILY, *(family for family in families if family != FIRST_FAMILY))


def use_fonts(directory: Path) -> None:
    """Draw everything with the program's own fonts, once an application is there."""
    if FIRST_FAMILY in QGuiApplication.font().families():
        return
    # Each time a script is drawn Qt tells, of every font before its own, that it can't draw it.
    QLoggingCategory.setFilterRules("qt.text.font.db.info=false")
    font = QFont(list(load_fonts(directory)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    QGuiApplication.setFont(font)


def paper_application() -> QGuiApplication:
    """The Qt application that fonts need: the one there is, else one without a display.

    Whoever prints holds on to it until all is printed.
    """
    there = QGuiApplication.instance()
    if isinstance(there, QGuiApplication):
        return there
    return QGuiApplication(["kiosk", *UNSEEN])


def paper_families() -> tuple[str, ...]:
    """The families to print with; needs `paper_application`.

    Raises:
        SettingsInvalid: the program's fonts are not there.
    """
    use_fonts(resource("fonts"))
    return tuple(QGuiApplication.font().families())
