"""The keyboards as the writing page takes them, and the list to choose another one from."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import SettingsInvalid
from kiosk.logs import tell
from kiosk.ui.guard import LOG
from kiosk.ui.keyboards import Keyboards
from kiosk.ui.wording.words import ENGLISH

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class KeyboardChoice(QObject):
    """Every keyboard in `directory`; one that can't be used is left out, and the log says why.

    Raises:
        SettingsInvalid: that of English can't be used.
    """

    def __init__(self, directory: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keyboards = Keyboards(directory)

    @Slot(str, result="QVariantMap")
    def of(self, code: str) -> dict[str, Any]:
        """A language's keyboards (see `Keyboards.of`); those of English where it has none."""
        return self._usable(code) or self._keyboards.of(ENGLISH)

    @Slot("QVariantList", result="QVariantList")
    def names(self, offered: Iterable[str]) -> list[dict[str, str]]:
        """`[{"code": "cy", "name": "Cymraeg"}, …]`: those on offer, then the others by name."""
        named = {
            code: one["language"] for code in self._keyboards.codes if (one := self._usable(code))
        }
        first = [code for code in dict.fromkeys(offered) if code in named]
        rest = sorted(named.keys() - set(first), key=lambda code: named[code])
        return [{"code": code, "name": named[code]} for code in (*first, *rest)]

    def _usable(self, code: str) -> dict[str, Any] | None:
        if code not in self._keyboards.codes:
            return None
        try:
            return self._keyboards.of(code)
        except SettingsInvalid as cause:
            tell(LOG, logging.ERROR, "no keyboard:", error=cause)
            return None
