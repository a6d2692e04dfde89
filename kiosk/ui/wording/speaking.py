"""The language of the screen: its words, its direction, the languages on offer."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QQmlPropertyMap

from kiosk.forms.bidi import Direction
from kiosk.forms.languages import alternative, is_meant_for, sign_language, written
from kiosk.forms.needs import TOLD_OTHERWISE
from kiosk.settings import Patient
from kiosk.ui.wording.words import ENGLISH, Words

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
        self._named = self._offered = offered or (words.language(ENGLISH),)
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
    def large(self) -> bool:
        """Whether its text is large from the start."""
        return self._all.language(self._code).large

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

    def offer_signs(self, watchable: Callable[[], AbstractSet[str]]) -> None:
        """Offer a language of signs only where there is something to watch in it.

        Args:
            watchable: those that there are films in; asked only where one is on offer.
        """
        signed = [one for one in self._named if sign_language(one.code)]
        known = watchable() if signed else frozenset()
        unseen = [one for one in signed if sign_language(one.code) not in known]
        left = tuple(one for one in self._named if one not in unseen)
        self._offered = left or (self._all.language(ENGLISH),)
        self.reset()

    def otherwise(self, told: str) -> str:
        """The code of the language spoken now told otherwise, "easy"; "" where not on offer."""
        wanted = "" if alternative(self._code) else f"{self._code}-x-{told}"
        return next((one.code for one in self._offered if is_meant_for(one.code, wanted)), "")

    def meeting(self, new: AbstractSet[str], gone: AbstractSet[str]) -> str:
        """The language to speak from now on for needs that came or were taken back; "" for none.

        Easy Read or signs at once for who needs them, where the clinic offers them.
        """
        for need, told in TOLD_OTHERWISE.items():
            if need in new and (code := self.otherwise(told)):
                return code
            if need in gone and alternative(self._code) == told:
                return written(self._code)
        return ""

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
        return [{"code": one.code, "name": one.name, "icon": one.icon} for one in self._offered]

    _read_code = attrgetter("_code")
    _read_map = attrgetter("_map")
    words = Property(QObject, _read_map, constant=True)
    rtl = Property(bool, _rtl, notify=changed)
    notice = Property(str, _notice, notify=changed)
    code = Property(str, _read_code, notify=changed)
    languages = Property(list, _languages, notify=changed)
