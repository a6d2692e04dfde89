"""The patient's journey: attract, choose a form, questions, check, send, thanks, attract."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QmlElement

from kiosk.forms.questionnaire import Questionnaire
from kiosk.settings import Patient
from kiosk.store.database import Store
from kiosk.ui.jobs import Jobs
from kiosk.ui.patient.asking import Asking
from kiosk.ui.patient.checking import Checking
from kiosk.ui.patient.clipboard import empty
from kiosk.ui.patient.discards import Discards
from kiosk.ui.patient.offer import Offer
from kiosk.ui.patient.remarks import Remarks
from kiosk.ui.patient.resuming import Resumed, Resuming
from kiosk.ui.patient.saving import Saving
from kiosk.ui.patient.sitting import Sitting
from kiosk.ui.patient.stage import ATTRACT, Stage
from kiosk.ui.patient.views import around
from kiosk.ui.patient.visit import Part, Visit
from kiosk.ui.words import Words

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

THANKS_MS: Final = 20_000


@QmlElement
class PatientScreen(Stage):
    """What the patient window binds to: the journey's `page`, and the `sheet` that hides it.

    Args:
        store: the open store; touched on the disk lane only.
        forms: the forms of this clinic; `Offer` says which are offered.
        words: every text of the screen.
        jobs: the two lanes.
        settings: languages and idle times.
        clinic: the clinic's name.
        now: the clock, aware, UTC.
        device_id: the kiosk's UUID, the author of its responses.

    Signals:
        sent: a response was stored and waits for the centre.
        ended: a visit ended by whatever way; nothing of it is left.
    """

    visitChanged = Signal()  # noqa: N815 - Qt's way to name signals
    sent = Signal()
    ended = Signal()

    def __init__(  # noqa: PLR0913 - keyword-only: all a patient window is made of
        self,
        *,
        store: Store,
        forms: tuple[Questionnaire, ...],
        words: Words,
        jobs: Jobs,
        settings: Patient,
        clinic: str,
        now: Callable[[], datetime],
        device_id: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(words, settings, parent)
        self._device_id, self._now = device_id, now
        self._visit = Visit()
        self._saving = Saving(store, jobs.disk, now, self)
        self._saving.begin(self._visit)
        self._discards = Discards(jobs.disk, self)
        self._resuming = Resuming(store, jobs.disk, now, forms, self._discards, self)
        self._offer = Offer(forms, settings, clinic, self._speaking, self)
        self._asking = Asking(self)
        self._checking = Checking(self)
        self._remarks = Remarks(store, jobs.disk, now, self)
        self._thanks = QTimer(self, interval=THANKS_MS, singleShot=True)
        self._connect()

    def show_board(self, lines: Sequence[Mapping[str, str]]) -> None:
        """Show "We said, we did" lines: `question`, `outcome` (did, not-yet, no) and `text`."""
        self._offer.show_board(lines)

    def resume(self, draft_id: str, actor: str) -> None:
        """Go on with a paused draft; `actor` is the member of staff who asked for it."""
        self._leave_nothing()
        self._resuming.begin(draft_id, actor)
        self._lay("resuming")

    def doomed(self) -> frozenset[str]:
        """The drafts that patients deleted and the store still has; asked on the disk lane."""
        return self._discards.doomed()

    def fail(self) -> None:
        """A bug surfaced: a calm page; what was answered stays paused for the staff."""
        # Dropped first: where keeping is what breaks, it must not be tried again and again.
        visit, self._visit = self._visit, Visit()
        self._keep(visit)
        self._leave_nothing()
        self._go("broken")

    @Slot(str)
    def speak(self, code: str) -> None:
        """Change the language; on the first page this begins the visit."""
        self._speaking.speak(code)
        if part := self._visit.part:
            part.sitting.speak(code)
            self._saving.move(part, self._speaking.language)
            self._ask(part.sitting)
        self._resuming.cancel()
        self._go("forms" if self._page == ATTRACT else self._page)

    @Slot(int)
    def choose(self, index: int) -> None:
        """Begin with the form of that card, or go on with it."""
        form = self._offer.forms[index]
        if not self._visit.go_on_with(form):
            sitting = Sitting(form, self._speaking.language, now=self._now())
            self._visit.begin(self._saving.part(sitting))
        self._show()

    @Slot()
    def goOn(self) -> None:  # noqa: N802 - called by QML
        """Continue, unless the answer on this page still wants something."""
        if not self._asking.wants():
            self._forward()

    @Slot()
    def goBack(self) -> None:  # noqa: N802 - called by QML
        """One page back: to the question before, the forms, the start."""
        sitting = self._visit.sitting
        if self._busy:
            return
        if self._page == "forms":
            self.leave(delete=False)
        elif self._page == "question" and sitting and sitting.changing:
            sitting.forward()
            self._show()
        elif sitting and sitting.filler.back():
            self._show()
        elif self._page == "question":
            self._go("forms")

    @Slot(str)
    def change(self, path: str) -> None:
        """From the check page to one question, and straight back after it."""
        sitting = self._visit.sitting
        if sitting and not self._busy:
            sitting.filler.go_to(path)
            sitting.changing = True
            self._show()

    @Slot()
    def send(self) -> None:
        """Turn the answers into a response on its way, or go to the first that wants something."""
        part = self._visit.part
        if part is None or self._busy:
            return
        if problem := next(iter(part.sitting.filler.all_problems()), None):
            self.change(problem.path)
            self._asking.refuse(problem)
            return
        payload = part.sitting.response(device_id=self._device_id, now=self._now())
        self._busy = True
        self.pageChanged.emit()
        self._saving.submit(part, payload)

    @Slot(bool)
    def leave(self, delete: bool) -> None:  # noqa: FBT001 - called by QML
        """End the visit: delete its answers, or leave them paused for the staff."""
        if delete and self._visit.parts:
            if not self._busy:  # else they are on their way already
                self._delete()
        else:
            self._keep()
            self._leave_nothing()

    @Slot(str)
    def openSheet(self, sheet: str) -> None:  # noqa: N802 - called by QML
        """Lay a sheet over the page; "remark" asks about its question."""
        if sheet == "remark":
            self._remarks.begin(self._visit.sitting)
        elif sheet != "stop" or not self._busy:
            self._lay(sheet)

    @Slot()
    def closeSheet(self) -> None:  # noqa: N802 - called by QML
        """Back to the page; after trouble, what was not kept is tried again."""
        closed = self._sheet
        self._lay("")
        if closed == "undeleted":
            self._as_found()
        elif closed == "trouble":
            self._keep()
            self._remarks.again()

    def _connect(self) -> None:
        self.pageChanged.connect(self.visitChanged)
        self._asking.given.connect(self._keep)
        self._asking.passed.connect(self._forward)
        self._remarks.failed.connect(self._failed)
        self._saving.failed.connect(self._failed)
        self._saving.submitted.connect(self._submitted)
        self._saving.unsubmitted.connect(self._unsubmitted)
        self._saving.stored.connect(self.sent)
        self._resuming.resumed.connect(self._resumed)
        self._resuming.failed.connect(lambda: self._go("broken"))
        self._remarks.changed.connect(self.pageChanged)
        self._idle.expired.connect(lambda: self.leave(delete=False))
        self._thanks.timeout.connect(lambda: self.leave(delete=False))

    def _forward(self) -> None:
        if part := self._visit.part:
            part.sitting.forward()
            self._saving.move(part, self._speaking.language)
            self._show()

    def _show(self) -> None:
        """Show where the sitting is: a question, or the check page."""
        if sitting := self._visit.sitting:
            self._go("question" if self._ask(sitting) else "review")

    def _ask(self, sitting: Sitting) -> bool:
        """Show the question where the sitting is, or its check page; whether there is one."""
        look = around(sitting, self._speaking.all_words, self._speaking.language)
        page = sitting.page
        if page is None:
            self._asking.clear()
            self._checking.show(sitting, look)
        else:
            self._checking.clear()
            self._asking.show(sitting, page, look)
        return page is not None

    def _keep(self, visit: Visit | None = None) -> None:
        """Keep what is not durably kept yet, of every form of the visit."""
        for part in (visit or self._visit).unsaved:
            self._saving.keep(part, self._speaking.language)

    def _failed(self) -> None:
        self._lay("trouble")

    def _unsubmitted(self) -> None:
        self._busy = False
        self._failed()

    def _submitted(self, part: Part) -> None:
        """Thanks; other forms of the visit stay begun, and paused when it ends."""
        self._visit.end(part)
        self._forget_page()
        self._go("thanks")
        self._thanks.start()

    def _resumed(self, resumed: Resumed) -> None:
        self._visit.begin(self._saving.part(resumed.sitting, resumed.draft_id))
        self._speaking.speak(resumed.language)
        self._show()

    def _delete(self) -> None:
        """Forget at once, and say that it is deleted only when it is."""
        keepers = [part.keeper for part in self._visit.parts]
        self._forget()
        visit = self._visit
        self._go(ATTRACT)
        self._lay("deleting")
        self._discards.add(keepers, lambda done: self._deleted(visit, done=done))

    def _deleted(self, visit: Visit, *, done: bool) -> None:
        if visit is not self._visit or self._sheet != "deleting":
            return  # that person is gone
        self._as_found() if done else self._lay("undeleted")

    def _leave_nothing(self) -> None:
        """The attract page as every patient finds it."""
        self._forget()
        self._as_found()

    def _forget(self) -> None:
        """Let go of everything that held an answer."""
        self._visit = Visit()
        self._saving.begin(self._visit)
        self._resuming.cancel()
        self._forget_page()
        self._remarks.forget()
        self.ended.emit()

    def _forget_page(self) -> None:
        self._thanks.stop()
        self._busy = False
        self._asking.clear()
        self._checking.clear()
        self._remarks.close()
        empty(QGuiApplication.clipboard())

    def _sheet_now(self) -> str:
        return super()._sheet_now() or ("remark" if self._remarks.step else "")

    def _remark_offered(self) -> bool:
        return self._remarks.offers(self._visit.sitting)

    _read_begun = attrgetter("_visit.begun")
    _read_offer = attrgetter("_offer")
    _read_asking = attrgetter("_asking")
    _read_checking = attrgetter("_checking")
    _read_remarks = attrgetter("_remarks")
    offer = Property(Offer, _read_offer, constant=True)
    begun = Property(bool, _read_begun, notify=visitChanged)
    remarkOffered = Property(bool, _remark_offered, notify=visitChanged)  # noqa: N815
    asking = Property(Asking, _read_asking, constant=True)
    checking = Property(Checking, _read_checking, constant=True)
    remarks = Property(Remarks, _read_remarks, constant=True)
