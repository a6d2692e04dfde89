"""One response: read, copied for the record; what is changed in it is in `changes`."""

from concurrent.futures import Future
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.editing import Editing
from kiosk.desk.responses import Asked, OpenedResponse
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.store.amending import MISTAKE
from kiosk.store.staff import StaffMember
from kiosk.store.tables import REFUSED
from kiosk.ui.guard import raise_bug
from kiosk.ui.reception.correcting import Correcting
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.record_clipboard import RecordClipboard
from kiosk.ui.reception.response_changes import ResponseChanges
from kiosk.ui.reception.response_paper import ResponsePaper
from kiosk.ui.reception.response_reading import ResponseRead, ResponseReader
from kiosk.ui.reception.response_words import ResponseWords, told

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class OneResponse(QObject):
    """The response that is open.

    Signals:
        done: something was changed.
    """

    changed = Signal()
    done = Signal()

    def __init__(self, page: DeskPage, said: ResponseWords) -> None:
        super().__init__(page)
        self._page, self._desk, self._said = page, page.desk, said
        self._reader, self._clipboard = ResponseReader(page.desk), RecordClipboard(self)
        self._read: ResponseRead | None = None
        self._turn = self._unlocked = object()
        self._correcting = Correcting(page.desk.speaking, self._reader.telling, self)
        self._changes = ResponseChanges(page, self._correcting, self._opened)
        self._paper = ResponsePaper(page, self._reader, lambda: self._read)
        self._correcting.changed.connect(self.changed)
        self._paper.saved.connect(self._was_changed)
        self._changes.changed.connect(self.changed)
        self._changes.done.connect(self._was_changed)

    def read(self, response_id: str, member: StaffMember) -> None:
        """Open that response; who read it is noted."""
        self._turn = object()
        self._look(response_id, member, again=False)

    def refresh(self) -> None:
        """Look whether it went meanwhile; not while something is asked about it."""
        read, member, turn = self._read, self._page.member, self._turn
        if read is None or member is None or self._is_asking():
            return

        def look() -> ResponseRead | None:
            wanted = Asked(begin=read.opened.row.id)
            rows = self._desk.responses.page(wanted, by=member, size=1).rows
            if not rows or rows[0] == read.opened.row:
                return None
            return self._reader.find(read.opened.row.id, member, again=True)

        def looked(future: Future[ResponseRead | None]) -> None:
            failure = future.exception()
            found = future.result() if failure is None else None
            if found is not None and turn is self._turn and not self._is_asking():
                self._show(found)
            raise_bug(failure)

        self._page.lane.run(look, looked)

    @Slot()
    def close(self) -> None:
        """Back to the list."""
        self._turn, self._read = object(), None
        self._changes.forget()
        self._paper.dismiss()
        self._correcting.leave()
        self.changed.emit()

    def lock(self) -> None:
        """Nobody is signed in: nothing of it can be pasted, no question stands open."""
        self._unlocked = object()
        self._clipboard.clear()
        self._correcting.dismiss()
        self._changes.dismiss()
        self._paper.dismiss()

    def forget(self) -> None:
        """Somebody else is signed in."""
        self.lock()
        self.close()

    @Slot()
    def copy(self) -> None:
        """What the record needs, to the clipboard, for a minute."""
        read, member, unlocked = self._read, self._page.member, self._unlocked
        if read is None or member is None:
            return
        ids = [one.response_id for one in read.summaries]

        def note() -> None:
            for one in ids:
                self._desk.responses.note(one, "copied", by=member)

        def noted(_: None) -> None:
            if unlocked is self._unlocked and read is self._read:
                self._clipboard.copy(read.text)
                self._page.tell("response_copied")
                self._look(read.opened.row.id, member, again=True)

        self._page.work(note, noted)

    @Slot()
    def sendAgain(self) -> None:  # noqa: N802 - called by QML
        """What the service refused goes once more."""
        opened, member = self._opened(), self._page.member
        if opened is None or member is None:
            return
        name = opened.row.id

        def sent(_: None) -> None:
            self._page.tell("response_sent_again")
            self._was_changed()

        self._page.work(lambda: self._desk.responses.send_again(name, by=member), sent)

    @Slot()
    def amend(self) -> None:
        """Its answers can be changed now, one by one."""
        opened, turn = self._opened(), self._turn
        if opened is None or opened.form is None:
            return
        form, payload, value_sets = opened.form, opened.payload, self._desk.value_sets
        self._page.work(
            lambda: Editing(read_questionnaire(form), payload, value_sets),
            lambda made: self._correcting.begin(made) if turn is self._turn else None,
        )

    def _look(self, response_id: str, member: StaffMember, *, again: bool) -> None:
        turn = self._turn
        self._page.work(
            lambda: self._reader.find(response_id, member, again=again),
            lambda found: self._show(found) if turn is self._turn else None,
        )

    def _show(self, read: ResponseRead) -> None:
        if read is not self._read:
            self._read = read
            self.changed.emit()

    @Slot()
    def _was_changed(self) -> None:
        """Show it as it is now, without noting that it was read."""
        opened, member = self._opened(), self._page.member
        if opened is not None and member is not None:
            self._look(opened.row.id, member, again=True)
        self.done.emit()

    def _opened(self) -> OpenedResponse | None:
        return self._read.opened if self._read else None

    def _is_asking(self) -> bool:
        asking = (self._changes.property("asking"), self._paper.property("asking"))
        return any(asking) or self._correcting.editing is not None

    def _told(self) -> dict[str, Any]:
        """The response as QML shows it; {} while none is open."""
        read = self._read
        if read is None:
            return {}
        opened, row, now = read.opened, read.opened.row, self._desk.now()
        direction = self._reader.direction_of
        unsent = opened.unsent if row.state == REFUSED else None
        unkept = "" if opened.form else self._page.say("response_no_form")
        return {
            **told(read.own, direction(read.own)),
            "matters": [told(one, direction(one)) for one in read.summaries[:-1]],
            "patient": self._said.patient(row.patient),
            "state": self._said.state(row, now=now),
            "unsent": self._said.refusal(unsent) if unsent else [],
            "lines": [line for line in (self._said.going(opened), unkept) if line],
            "history": self._said.history(opened.history, now=now),
        }

    def _may(self) -> dict[str, bool]:
        """Which of its buttons are there."""
        opened = self._opened()
        if opened is None:
            return {}
        mistake = opened.row.status == MISTAKE
        return {
            "amend": not mistake and opened.form is not None,
            "move": not mistake,
            "mistake": not mistake,
            "takeBack": mistake,
            "withdraw": not opened.withdrawn,
            "send": opened.row.state == REFUSED,
        }

    def _is_open(self) -> bool:
        return self._read is not None

    _read_correcting = attrgetter("_correcting")
    _read_changes = attrgetter("_changes")
    _read_paper = attrgetter("_paper")
    open = Property(bool, _is_open, notify=changed)
    told = Property(dict, _told, notify=changed)
    may = Property(dict, _may, notify=changed)
    correcting = Property(Correcting, _read_correcting, constant=True)
    changes = Property(ResponseChanges, _read_changes, constant=True)
    paper = Property(ResponsePaper, _read_paper, constant=True)
