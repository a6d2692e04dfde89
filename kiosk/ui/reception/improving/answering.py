"""What the desk says to what was heard, while it is written."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.answering import NOT_NOW
from kiosk.coproduction.no_reasons import NO_REASONS
from kiosk.coproduction.outcomes import ANSWERED, NO, NOT_YET
from kiosk.coproduction.personal import looks_personal
from kiosk.desk.improving.heard_book import Answer
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.response_filter import NoDay, read_day

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_SAID: Final = (NOT_YET, NO, ANSWERED)
_SAFETY: Final = "safety"

Give = Callable[[tuple[str, ...], Answer], None]


@QmlElement
class Answering(QObject):
    """What the dialog of an answer binds to.

    That something was done can't be chosen: it follows from a changed question.

    Args:
        desk: what pages work with.
        give: says it.
        parent: of the page.
    """

    changed = Signal()
    opened = Signal()

    def __init__(self, desk: Desk, give: Give, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._give = desk, give
        self._warned = ""
        self._clear()

    def begin(self, question: str, groups: tuple[str, ...], *, vetoes: bool) -> None:
        """Ask what to say.

        Args:
            question: as patients read it.
            groups: of remarks.
            vetoes: for clinical safety it begins with the no that only safety has.
        """
        self._clear()
        self._question, self._groups = question, groups
        if vetoes:
            self._outcome, self._reason = NO, _SAFETY
        self.changed.emit()
        self.opened.emit()

    def refuse(self, text: str) -> None:
        """It was not kept: what was written stays."""
        self._problem = text
        self.changed.emit()

    @property
    def is_open(self) -> bool:
        """Whether one is written now."""
        return bool(self._groups)

    @Slot()
    def close(self) -> None:
        """Nothing of it stays."""
        if self.is_open:
            self._clear()
            self.changed.emit()

    @Slot(str)
    def choose(self, outcome: str) -> None:
        """What kind of answer."""
        self._outcome, self._problem = outcome, ""
        self.changed.emit()

    @Slot(str)
    def because(self, reason: str) -> None:
        """Why not."""
        self._reason, self._problem = reason, ""
        self.changed.emit()

    @Slot(str, str)
    def confirm(self, text: str, until: str) -> None:
        """Say it, if nothing is missing."""
        say = self._desk.speaking.say
        try:
            day = read_day(until) if self._has_day() else None
        except NoDay:
            self.refuse(say("answer_no_day"))
            return
        missing = self._missing(text)
        if missing:
            self.refuse(say(missing))
            return
        reason = self._reason if self._outcome == NO else ""
        self._give(self._groups, Answer(self._outcome, text, reason, day))

    def _missing(self, text: str) -> str:
        if not self._outcome:
            return "answer_no_outcome"
        if not text.strip():
            return "answer_no_text"
        if looks_personal(text) and text != self._warned:
            self._warned = text  # it may be no name at all: the same once more is said
            return "answer_personal"
        return ""

    def _clear(self) -> None:
        self._question, self._groups = "", tuple[str, ...]()
        self._outcome, self._reason, self._problem = "", "", ""
        self._warned = ""

    def _has_day(self) -> bool:
        return self._outcome == NOT_YET or (self._outcome == NO and self._reason == NOT_NOW)

    def _outcomes(self) -> list[dict[str, Any]]:
        say = self._desk.speaking.say
        return [
            {"id": one, "label": say(f"answer_{one}"), "chosen": one == self._outcome}
            for one in _SAID
        ]

    def _reasons(self) -> list[dict[str, Any]]:
        if self._outcome != NO:
            return []
        say = self._desk.speaking.say
        return [
            {"id": one, "label": say(f"because_{one}"), "chosen": one == self._reason}
            for one in NO_REASONS
        ]

    _read_question = attrgetter("_question")
    _read_problem = attrgetter("_problem")
    _read_is_open = attrgetter("is_open")
    shown = Property(bool, _read_is_open, notify=changed)
    question = Property(str, _read_question, notify=changed)
    problem = Property(str, _read_problem, notify=changed)
    outcomes = Property(list, _outcomes, notify=changed)
    reasons = Property(list, _reasons, notify=changed)
    hasDay = Property(bool, _has_day, notify=changed)  # noqa: N815 - read by QML
