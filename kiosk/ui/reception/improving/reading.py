"""Patients' words, shown only to who asks for them, and the way out where somebody is in danger."""

from collections.abc import Callable
from operator import attrgetter

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.improving.heard import ReasonHeard
from kiosk.ui.reception.desk import Desk

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_READ, _SURE, _DONE = "read", "sure", "done"


@QmlElement
class Reading(QObject):
    """What the dialog of the words binds to.

    Args:
        desk: what pages work with.
        read: asks for the words of a group; they come by `show`.
        escalate: takes a group off every board and card.
        parent: of the page.
    """

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        read: Callable[[str], None],
        escalate: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._read, self._escalate = desk, read, escalate
        self._words: list[str] = []
        self._clear()

    def show(self, group: str, question: str, said: ReasonHeard) -> None:
        """These words."""
        self._group, self._question, self._state = group, question, _READ
        self._words = [*said.words, *said.said]
        self.changed.emit()

    def escalated(self) -> None:
        """It is done: what people have to do now is said."""
        self._state, self._words = _DONE, []
        self.changed.emit()

    @Slot(str)
    def ask(self, group: str) -> None:
        """Somebody wants to read them."""
        self._read(group)

    @Slot()
    def danger(self) -> None:
        """Somebody may be in danger; once more, and it is so."""
        if self._state == _READ:
            self._state = _SURE
            self.changed.emit()
        elif self._state == _SURE:
            self._escalate(self._group)

    @Slot()
    def close(self) -> None:
        """Nothing of it stays."""
        if self._state:
            self._clear()
            self.changed.emit()

    def _clear(self) -> None:
        self._group, self._question, self._state = "", "", ""
        self._words = []

    def _shown(self) -> bool:
        return bool(self._state)

    def _title(self) -> str:
        titles = {_SURE: "reading_sure_title", _DONE: "reading_done_title"}
        return self._desk.speaking.say(titles.get(self._state, "reading_title"))

    def _body(self) -> str:
        if self._state in {_SURE, _DONE}:
            return self._desk.speaking.say(f"reading_{self._state}_body")
        return self._question

    def _lines(self) -> list[str]:
        say = self._desk.speaking.say
        return [say("reading_words", words=one) for one in self._words]

    def _action(self) -> str:
        keys = {_READ: "reading_danger", _SURE: "reading_sure"}
        return self._desk.speaking.say(keys[self._state]) if self._state in keys else ""

    _read_state = attrgetter("_state")
    shown = Property(bool, _shown, notify=changed)
    state = Property(str, _read_state, notify=changed)
    title = Property(str, _title, notify=changed)
    body = Property(str, _body, notify=changed)
    lines = Property(list, _lines, notify=changed)
    action = Property(str, _action, notify=changed)
