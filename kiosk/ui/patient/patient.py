"""The patient's screen: a journey, what ends it, and the sheets that lie over it."""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QmlElement

from kiosk.coproduction.board_lines import Board
from kiosk.ui.jobs import Jobs
from kiosk.ui.patient.clinic import Clinic
from kiosk.ui.patient.clipboard import empty
from kiosk.ui.patient.discards import Discards
from kiosk.ui.patient.remarks import Remarks
from kiosk.ui.patient.resuming import Resuming
from kiosk.ui.patient.shelf import Resumed, Shelf
from kiosk.ui.patient.stage import ATTRACT
from kiosk.ui.patient.thanking import Thanking
from kiosk.ui.patient.visit import Visit

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class PatientScreen(Thanking):
    """What the patient window binds to: the journey's `page`, and the `sheet` that hides it.

    Args:
        clinic: what the screen is told of its clinic.
        shelf: where answers are kept and visits found; touched on the disk lane only.
        jobs, now: the lanes; the clock, aware, UTC.
        device_id: the kiosk's UUID, the author of its responses.

    Signals:
        sent: responses were stored and wait for the centre.
        ended: a visit ended by whatever way; nothing of it is left.
    """

    remarkChanged = Signal()  # noqa: N815 - Qt's way to name signals
    sent = Signal()
    ended = Signal()

    def __init__(  # noqa: PLR0913 - keyword-only: all a patient window is made of
        self,
        *,
        clinic: Clinic,
        shelf: Shelf,
        jobs: Jobs,
        now: Callable[[], datetime],
        device_id: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(clinic, shelf, jobs, now, parent)
        self._device_id, self._unsent = device_id, ""
        self._discards = Discards(jobs.disk, self)
        self._resuming = Resuming(shelf, jobs.disk, self._discards, self)
        self._remarks = Remarks(shelf, jobs.disk, now, self._speaking, self)
        self._connect()

    def show_board(self, board: Board) -> None:
        """Show "We said, we did"; its first line is read."""
        self._offer.show_board(board)

    @Slot(str, str)
    def resume(self, draft_id: str, actor: str) -> None:
        """Go on with a paused visit; `actor` is the member of staff who asked for it."""
        self.leave(delete=False)
        self._resuming.begin(draft_id, actor)
        self._lay("resuming")

    def doomed(self) -> frozenset[str]:
        """The drafts that patients deleted and the store still has; asked on the disk lane."""
        return self._discards.doomed()

    def at_screen(self) -> frozenset[str]:
        """The drafts of the visit at the screen, which must not expire under it."""
        ids = (part.keeper.draft_id for part in self._visit.every_part)
        return frozenset(draft_id for draft_id in ids if draft_id)

    @Slot()
    def fail(self) -> None:
        """A bug surfaced: a calm page; what was answered stays paused for the staff."""
        # Dropped first: where keeping is what breaks, it must not be tried again and again.
        visit, self._visit = self._visit, Visit()
        self._keep(visit)
        self._ends.leave(visit, deleted=False)
        self._leave_nothing()
        self._go("broken")

    @Slot()
    def send(self) -> None:
        """Turn the answers into responses on their way, or go to the first that wants something."""
        if not self._visit.parts or self._busy:
            return
        for index, part in enumerate(self._visit.parts):
            if problem := next(iter(part.sitting.filler.all_problems()), None):
                self.change(index, problem.path)
                self._asking.refuse(problem)
                return
        self._submit("completed")

    @Slot()
    def sendSoFar(self) -> None:  # noqa: N802 - called by QML
        """Called in: send what there is, and say that it was stopped."""
        if self._visit.answered and not self._busy:
            self._submit("stopped")

    @Slot()
    def pause(self) -> None:
        """Called in: leave the answers paused; staff can go on with them."""
        self._counting.rest(self._visit)
        self.leave(delete=False)

    @Slot(bool)
    def leave(self, delete: bool) -> None:  # noqa: FBT001 - called by QML
        """End the visit: delete its answers, or leave them paused for the staff."""
        if delete and self._visit.begun:
            if not self._busy:  # else they are on their way already
                self._delete()
        else:
            self._keep()
            self._ends.leave(self._visit, deleted=False)
            self._leave_nothing()

    @Slot(str)
    def openSheet(self, sheet: str) -> None:  # noqa: N802 - called by QML
        """Lay a sheet over the page; "remark" asks about its question, "help" calls for it."""
        if sheet == "help":
            self._help.call()
        elif sheet == "remark":
            self._remarks.begin(self._visit.sitting)
        elif not self._help.shut and (sheet not in {"stop", "leave"} or not self._busy):
            self._lay(sheet)

    @Slot()
    def closeSheet(self) -> None:  # noqa: N802 - called by QML
        """Back to what lies under it; after trouble, what was not kept is tried again."""
        closed = self._laid()
        self._lay("")
        if closed == "undeleted":
            self._as_found()
        elif closed == "help":
            self._help.goBack()
        elif closed == "remark":
            self._remarks.close()
        elif closed == "trouble":
            self._keep()
            self._remarks.again()
            unsent, self._unsent = self._unsent, ""
            self._lay(unsent)

    def _connect(self) -> None:
        self.pageChanged.connect(self.visitChanged)
        self.pageChanged.connect(self.remarkChanged)
        self.pageChanged.connect(lambda: self._remarks.looking.follow(self._sheet))
        self.pageChanged.connect(lambda: self._counting.look(self._visit, *self._showing()))
        self._remarks.begun.connect(self._choosing.look)
        self._remarks.kept.connect(self._counting.speak)
        self._remarks.failed.connect(self._failed)
        self._saving.failed.connect(self._failed)
        self._saving.submitted.connect(self._submitted)
        self._saving.unsubmitted.connect(self._unsubmitted)
        self._saving.stored.connect(self.sent)
        self._ends.fired.connect(self.sent)
        self._resuming.resumed.connect(self._resumed)
        self._resuming.failed.connect(lambda: self._go("broken"))
        self._remarks.changed.connect(self.pageChanged)
        self._idle.expired.connect(lambda: self.leave(delete=False))

    def _submit(self, status: str) -> None:
        # Where sending fails, the sheet it was asked for on comes back.
        self._unsent = "leave" if status == "stopped" else ""
        subject = self._visit.slip.subject if self._visit.slip else None
        parts = self._visit.parts if status == "completed" else self._visit.answered
        payloads = {
            part: part.sitting.response(
                device_id=self._device_id, now=self._now(), who=part.who,
                subject=subject, status=status,
            )
            for part in parts
        }  # fmt: skip
        self._busy = True
        self.pageChanged.emit()
        self._counting.send(parts, whole=status == "completed")
        needs = self._needs_said() if status == "completed" else None
        self._saving.submit(payloads, needs, stopped=status == "stopped")

    @Slot()
    def _failed(self) -> None:
        self._lay("trouble")

    @Slot()
    def _unsubmitted(self) -> None:
        self._busy = False
        self._failed()

    @Slot()
    def _submitted(self) -> None:
        """Thanks; forms that were left for this packet can still be gone on with."""
        sent, self._visit = self._visit, Visit(aside=self._visit.aside, known=self._needs)
        self._saving.begin(self._visit)
        self._forget_page()
        if self._settings.own_summary:
            self._checking.show(sent, self._speaking)
        self._choosing.offer(sent.parts, self._speaking.language)
        self._thank()

    @Slot(object)
    def _resumed(self, resumed: Resumed) -> None:
        about, visit = resumed.about, self._visit
        forms = tuple(part.sitting.questionnaire for part in resumed.parts)
        visit.packet, visit.who = forms + resumed.rest, about.who
        visit.slip, visit.id = resumed.slip, about.sitting_id or visit.id
        for sitting, draft_id, who in resumed.parts:
            part = self._saving.part(sitting, draft_id)
            part.who, part.way.resumed = who, True
            visit.parts.append(part)
        self._counting.take_up(visit)
        visit.at = resumed.at
        self._speaking.speak(resumed.language)
        self._remember(resumed.slip)
        for at in range(len(visit.parts)):
            self._carry(at)
        self._enter_part()

    def _delete(self) -> None:
        """Forget at once, and say that it is deleted only when it is."""
        keepers = [part.keeper for part in self._visit.every_part]
        self._ends.leave(self._visit, deleted=True)
        self._forget()
        visit = self._visit
        self._go(ATTRACT)
        self._lay("deleting")
        self._discards.add(keepers, lambda done: self._deleted(visit, done=done))

    def _deleted(self, visit: Visit, *, done: bool) -> None:
        if visit is not self._visit or self._sheet != "deleting":
            return  # that person is gone
        self._as_found() if done else self._lay("undeleted")

    def _go_home(self) -> None:
        self._thank() if self._page == "summary" else self.leave(delete=False)

    def _leave_nothing(self) -> None:
        """The attract page as every patient finds it."""
        self._forget()
        self._as_found()

    def _forget(self) -> None:
        """Let go of everything that held an answer."""
        self._counting.leave(self._visit)
        self._visit = Visit()
        self._saving.begin(self._visit)
        self._resuming.cancel()
        self._forget_page()
        ahead, who, said = self._ahead, self._identity, self._remarks
        for held in (ahead, who, said, self._choosing, self._help, self._counting):
            held.forget()
        self.ended.emit()

    def _forget_page(self) -> None:
        self._thanks.stop()
        self._busy, self._unsent = False, ""
        for shown in (self._asking, self._checking, self._repeats):
            shown.clear()
        self._remarks.close()
        empty(QGuiApplication.clipboard())

    def _laid(self) -> str:
        return super()._laid() or ("remark" if self._remarks.step else "")

    def _remark_offered(self) -> bool:
        return self._page == "question" and self._remarks.offers(self._visit.sitting)

    _read_remarks = attrgetter("_remarks")
    remarkOffered = Property(bool, _remark_offered, notify=remarkChanged)  # noqa: N815
    remarks = Property(Remarks, _read_remarks, constant=True)
