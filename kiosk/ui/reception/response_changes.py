"""What is done to a response: asked for a reason first, done on a lane, told, taken back."""

from collections.abc import Callable
from concurrent.futures import Future
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.nhs_number import SYSTEM
from kiosk.desk.references import WrongReference, checked_reference
from kiosk.desk.responses import Change, OpenedResponse
from kiosk.errors import KioskError
from kiosk.ui.guard import raise_bug
from kiosk.ui.reception.correcting import Correcting
from kiosk.ui.reception.page import DeskPage

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

AMEND, MISTAKEN, TAKE_BACK, MOVE, WITHDRAW = "amend", "mistake", "take-back", "move", "withdraw"
REASONS: Final = {
    AMEND: ("told", "slip", "paper"),
    MISTAKEN: ("somebody", "twice", "try"),
    TAKE_BACK: ("no-error", "told"),
    MOVE: ("picked", "swapped", "told"),
    WITHDRAW: ("asked",),
}
"""By what is asked: the reasons offered; beside each of them words of one's own."""
_DONE: Final = {
    AMEND: "response_amended_told", MISTAKEN: "response_marked", TAKE_BACK: "response_unmarked",
    MOVE: "response_moved_told", WITHDRAW: "response_withdrawn_told",
}  # fmt: skip


@QmlElement
class ResponseChanges(QObject):
    """What is asked about the open response.

    Args:
        page: on which it is.
        correcting: its answers, where they are being corrected.
        opened: the response; None where none is open.

    Signals:
        done: something was changed.
    """

    changed = Signal()
    done = Signal()

    def __init__(
        self, page: DeskPage, correcting: Correcting, opened: Callable[[], OpenedResponse | None]
    ) -> None:
        super().__init__(page)
        self._page, self._correcting, self._opened = page, correcting, opened
        self._asking, self._problem, self._busy = "", "", False
        self._turn = object()

    def forget(self) -> None:
        """Another response, or none, is open; what is still being done says nothing here."""
        self._turn, self._busy = object(), False
        self.dismiss()

    @Slot(str)
    def ask(self, what: str) -> None:
        """Ask why, before that is done: "amend", "mistake", "take-back", "move", "withdraw"."""
        self._asking, self._problem = what, ""
        self.changed.emit()

    @Slot()
    def dismiss(self) -> None:
        """It is not done."""
        self._asking, self._problem = "", ""
        self.changed.emit()

    @Slot(str, str)
    def confirm(self, reason: str, more: str) -> None:
        """Do what is asked about, for that reason: one of those offered, or "other"."""
        editing, book = self._correcting.editing, self._page.desk.responses
        ways: dict[str, Callable[[Change], None]] = {
            MISTAKEN: book.mark_mistake, TAKE_BACK: book.take_back, WITHDRAW: book.withdraw
        }  # fmt: skip
        if self._asking == AMEND and editing is not None:
            content = editing.content()
            self._change(reason, more, lambda change: book.amend(change, content))
        elif self._asking in ways:
            self._change(reason, more, ways[self._asking])

    @Slot(str, str, str, str, str)
    def move(self, kind: str, first: str, again: str, reason: str, more: str) -> None:
        """To the patient with that number; `kind` is "nhs" or "own"."""
        try:
            to = checked_reference(first, again, SYSTEM if kind == "nhs" else self._own_system())
        except WrongReference as wrong:
            self._wrong(f"move_{wrong.reason}")
            return
        self._change(reason, more, lambda change: self._page.desk.responses.move(change, to))

    def _change(self, reason: str, more: str, work: Callable[[Change], None]) -> None:
        opened, member, turn = self._opened(), self._page.member, self._turn
        if opened is None or member is None or self._busy:
            return
        if not reason:
            self._wrong("reason_choose")
            return
        why, asked = self._why(reason, more), self._asking
        change = Change(opened.row.id, opened.version, member, why)
        self._busy, self._problem = True, ""
        self.changed.emit()

        def changed(future: Future[None]) -> None:
            if turn is self._turn:
                self._changed(asked, future.exception())
            raise_bug(future.exception())

        self._page.lane.run(lambda: work(change), changed)

    def _changed(self, asked: str, failure: BaseException | None) -> None:
        self._busy = False
        if isinstance(failure, KioskError):
            self._problem = f"{failure} {failure.advice}".strip()
        elif failure is not None:
            self._wrong("response_trouble")
        else:
            self._asking = ""
            self._correcting.leave()
            self._page.tell(_DONE[asked], undo=self._way_back(asked))
            self.done.emit()
        self.changed.emit()

    def _way_back(self, asked: str) -> Callable[[], None] | None:
        """What was marked or withdrawn can be taken back; the others are changes of their own."""
        if asked not in {MISTAKEN, WITHDRAW}:
            return None
        turn = self._turn

        def undo() -> None:
            if turn is self._turn:
                self._asking = TAKE_BACK
                self.confirm(REASONS[TAKE_BACK][0], "")

        return undo

    def _why(self, reason: str, more: str) -> str:
        known = "" if reason == "other" else self._page.say(f"reason_why_{reason}")
        return ": ".join(part for part in (known, more.strip()) if part)

    def _wrong(self, key: str) -> None:
        self._problem = self._page.say(key)
        self.changed.emit()

    def _own_system(self) -> str:
        """Of the number that the clinic gives: as the response has it now."""
        opened = self._opened()
        patient = opened.row.patient if opened else None
        return patient.system if patient and patient.system != SYSTEM else ""

    def _reasons(self) -> list[dict[str, str]]:
        offered = REASONS.get(self._asking, ())
        known = [{"id": one, "label": self._page.say(f"reason_why_{one}")} for one in offered]
        return [*known, {"id": "other", "label": self._page.say("reason_other")}]

    def _lines(self) -> list[str]:
        return self._correcting.lines() if self._asking == AMEND else []

    _read_asking = attrgetter("_asking")
    _read_problem = attrgetter("_problem")
    _read_busy = attrgetter("_busy")
    asking = Property(str, _read_asking, notify=changed)
    problem = Property(str, _read_problem, notify=changed)
    busy = Property(bool, _read_busy, notify=changed)
    reasons = Property(list, _reasons, notify=changed)
    lines = Property(list, _lines, notify=changed)
