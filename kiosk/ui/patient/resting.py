"""No new form begins: the first page says so, and why, in whatever language it is asked."""

from datetime import timedelta
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, QTimer, Signal
from PySide6.QtQml import QmlElement

from kiosk.settings.clinic_today import Night
from kiosk.ui.patient.kinds.calendar_words import date_words, time_words
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.wording.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

READ_MS: Final = 30_000
_WEEK: Final = timedelta(days=7)


@QmlElement
class Resting(QObject):
    """Whether the screen rests: no room on its disk, no form on offer, or the clinic is closed.

    Attributes:
        active: no new form may begin.

    Signals:
        left: whoever read it in their language has had the time to.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, speaking: Speaking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speaking = speaking
        self._full = self._bare = False
        self._night: Night | None = None
        self._reading = QTimer(self, interval=READ_MS, singleShot=True)
        self._reading.timeout.connect(self.left)
        speaking.changed.connect(self.changed)

    @property
    def active(self) -> bool:
        """Whether no new form may begin."""
        return self._full or self._bare or self._night is not None

    def rest(self, on: bool) -> None:  # noqa: FBT001 - a signal's value
        """Rest for want of room from now on, or no more."""
        if on != self._full:
            self._full = on
            self.changed.emit()

    def offer_nothing(self, bare: bool) -> None:  # noqa: FBT001
        """No form is on offer today, or one is."""
        if bare != self._bare:
            self._bare = bare
            self.changed.emit()

    def close(self, night: Night | None) -> None:
        """The clinic is closed from now on; open for None."""
        if night != self._night:
            self._night = night
            self.changed.emit()

    def read(self) -> None:
        """Somebody reads it in another language."""
        self._reading.start()

    def _title(self) -> str:
        return self._speaking.say("night_title" if self._night else "resting_title")

    def _body(self) -> str:
        return self._speaking.say("night_body" if self._night else "resting_body")

    def _facts(self) -> list[dict[str, Any]]:
        if self._night is None:
            return []
        facts = [{"icon": "clock", "text": self._opens(self._night)}]
        if number := self._night.emergency:
            said = self._speaking.say("night_emergency", number=number)
            facts.append({"icon": "attention", "text": said})
        return [fact for fact in facts if fact["text"]]

    def _opens(self, night: Night) -> str:
        """When it opens again: by the clock today, by the day of the week, by its date."""
        if night.opens is None:
            return ""
        say, ahead = self._speaking.say, night.opens.date() - night.today
        around = Around(say, self._speaking.language)
        told: dict[str, object] = {
            "time": time_words(f"{night.opens:%H:%M}", around),
            "day": say(f"weekday_{night.opens.isoweekday()}"),
            "date": date_words(night.opens.date().isoformat(), around),
        }
        near = {0: "night_today", 1: "night_tomorrow"}.get(ahead.days, "night_day")
        return say(near if ahead < _WEEK else "night_date", **told)

    _read_active = attrgetter("active")
    shown = Property(bool, _read_active, notify=changed)
    title = Property(str, _title, notify=changed)
    body = Property(str, _body, notify=changed)
    facts = Property(list, _facts, notify=changed)
