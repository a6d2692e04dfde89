"""The language of the screen: its words, its direction, the languages on offer."""

from operator import attrgetter
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QQmlPropertyMap

from kiosk.forms.bidi import Direction
from kiosk.settings import Patient
from kiosk.ui.words import ENGLISH, Words

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Speaking(QObject):
    """All texts in the language chosen now; every binding follows when it changes."""

    changed = Signal()

    def __init__(self, words: Words, settings: Patient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = words
        offered = words.offered(settings.languages, settings.draft_translations)
        self._offered = offered or (words.language(ENGLISH),)
        self._code = self._offered[0].code
        # A map that QML looks into: a dict would be handed over whole each time a page reads it.
        self._map = QQmlPropertyMap.create(self)
        self._tell()

    @property
    def language(self) -> str:
        """The code of the language spoken now."""
        return self._code

    @property
    def direction(self) -> Direction:
        """Which way that language runs."""
        return self._all.language(self._code).direction

    @property
    def first(self) -> str:
        """The code of the clinic's first language."""
        return self._offered[0].code

    @property
    def all_words(self) -> Words:
        """Every text in every language."""
        return self._all

    def say(self, key: str, **values: object) -> str:
        """One text in the language spoken now."""
        return self._all.say(self._code, key, **values)

    @Slot(str, int, str, result=str)
    def count(self, key: str, number: int, place: str) -> str:
        """A text with the one number that it counts, in the language spoken now."""
        return self._all.count(self._code, key, number, place)

    def figures(self, number: object) -> str:
        """A number as the language spoken now writes it."""
        return self._all.figures(self._code, number)

    def speak(self, code: str) -> None:
        """Change to another language on offer; anything else changes nothing."""
        if any(one.code == code for one in self._offered):
            self._code = code
            self._tell()
            self.changed.emit()

    def reset(self) -> None:
        """Back to the clinic's first language."""
        self.speak(self.first)

    def _tell(self) -> None:
        self._map.insert(self._all.table(self._code))

    def _rtl(self) -> bool:
        return self.direction == "rtl"

    def _notice(self) -> str:
        return self.say("draft_notice") if self._all.language(self._code).is_draft else ""

    def _languages(self) -> list[dict[str, Any]]:
        return [{"code": one.code, "name": one.name} for one in self._offered]

    _read_code = attrgetter("_code")
    _read_map = attrgetter("_map")
    words = Property(QObject, _read_map, constant=True)
    rtl = Property(bool, _rtl, notify=changed)
    notice = Property(str, _notice, notify=changed)
    code = Property(str, _read_code, notify=changed)
    languages = Property(list, _languages, constant=True)
