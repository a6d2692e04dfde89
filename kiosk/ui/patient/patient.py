"""The patient's journey: attract, choose a form, questions, check, send, thanks, attract."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QmlElement

from kiosk.forms.questionnaire import Questionnaire
from kiosk.settings import Patient
from kiosk.store.database import Store
from kiosk.ui.idle import IdleWatch
from kiosk.ui.jobs import Jobs
from kiosk.ui.patient.asking import Asking
from kiosk.ui.patient.display import Display
from kiosk.ui.patient.keeping import Keeper
from kiosk.ui.patient.offer import Offer
from kiosk.ui.patient.remarks import Remarks
from kiosk.ui.patient.resuming import Resumed, load_paused
from kiosk.ui.patient.saving import Saving
from kiosk.ui.patient.sitting import Sitting
from kiosk.ui.speaking import Speaking
from kiosk.ui.words import Words

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

THANKS_MS: Final = 20_000
ATTRACT: Final = "attract"


@QmlElement
class PatientScreen(QObject):
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
        ended: a sitting ended by whatever way; nothing of it is left.
    """

    pageChanged = Signal()  # noqa: N815 - Qt's way to name signals
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
        super().__init__(parent)
        self._store, self._disk, self._now = store, jobs.disk, now
        self._device_id, self._forms = device_id, forms
        self._page, self._sheet, self._busy = ATTRACT, "", False
        self._sitting: Sitting | None = None
        self._saving = Saving(jobs.disk, self)
        self._speaking = Speaking(words, settings, self)
        self._offer = Offer(forms, settings, clinic, self._speaking, self)
        self._asking, self._display = Asking(self), Display(self)
        self._remarks = Remarks(store, jobs.disk, now, self)
        self._idle = IdleWatch(settings.idle_warning_s, settings.idle_countdown_s, self)
        self._thanks = QTimer(self, interval=THANKS_MS, singleShot=True)
        self._connect()

    def show_board(self, lines: Sequence[Mapping[str, str]]) -> None:
        """Show "We said, we did" lines: `question`, `outcome` (did, not-yet, no) and `text`."""
        self._offer.show_board(lines)

    def resume(self, draft_id: str) -> None:
        """Go on with a paused draft; the caller has made sure that staff asked for it."""
        self._leave_nothing()
        self._disk.run(lambda: load_paused(self._store, draft_id, self._forms), self._resumed)

    def fail(self) -> None:
        """A bug surfaced: a calm page; what was answered stays paused for the staff."""
        self._leave_nothing()
        self._go("broken")

    def touched(self) -> None:
        """Somebody is there."""
        self._idle.touched()

    @Slot(str)
    def speak(self, code: str) -> None:
        """Change the language; on the first page this begins the visit."""
        self._speaking.speak(code)
        if self._sitting:
            self._sitting.speak(code)
            self._saving.move(self._sitting, self._speaking.language)
            self._asking.show(self._sitting, self._speaking.say)
        self._go("forms" if self._page == ATTRACT else self._page)

    @Slot(int)
    def choose(self, index: int) -> None:
        """Begin with the form of that card, or go on with it."""
        form = self._offer.forms[index]
        if self._sitting is None or self._sitting.questionnaire is not form:
            self._sitting = Sitting(form, self._speaking.language)
            self._saving.begin(Keeper(self._store, form, self._now))
        self._show()

    @Slot()
    def goOn(self) -> None:  # noqa: N802 - called by QML
        """Continue, unless the answer on this page still wants something."""
        if not self._asking.refuse(self._speaking.say):
            self._forward()

    @Slot()
    def goBack(self) -> None:  # noqa: N802 - called by QML
        """One page back: to the question before, the forms, the start."""
        if self._page == "question" and self._sitting and self._sitting.changing:
            self._sitting.forward()
            self._show()
        elif self._sitting and self._sitting.filler.back():
            self._show()
        elif self._page == "question":
            self._go("forms")
        elif self._page == "forms":
            self.leave(delete=False)

    @Slot(str)
    def change(self, path: str) -> None:
        """From the check page to one question, and straight back after it."""
        if self._sitting:
            self._sitting.filler.go_to(path)
            self._sitting.changing = True
            self._show()

    @Slot()
    def send(self) -> None:
        """Turn the answers into a response on its way, or go to the first that wants something."""
        sitting = self._sitting
        if sitting is None or self._busy:
            return
        if problem := next(iter(sitting.filler.all_problems()), None):
            self.change(problem.path)
            self._asking.refuse(self._speaking.say)
            return
        payload = sitting.response(device_id=self._device_id, now=self._now())
        self._busy = True
        self.pageChanged.emit()
        self._saving.submit(sitting.response_id, payload)

    @Slot(bool)
    def leave(self, delete: bool) -> None:  # noqa: FBT001 - called by QML
        """End the sitting: delete its answers, or leave them paused for the staff."""
        if delete:
            self._saving.discard()
        self._leave_nothing()

    @Slot(str)
    def openSheet(self, sheet: str) -> None:  # noqa: N802 - called by QML
        """Lay a sheet over the page; "remark" asks about its question."""
        if sheet != "remark":
            self._sheet = sheet
            self.pageChanged.emit()
        elif self._sitting and self._sitting.page:
            link_id = self._sitting.page.item.link_id
            language = self._sitting.filler.language
            self._remarks.begin(self._sitting.questionnaire.canonical, link_id, language)

    @Slot()
    def closeSheet(self) -> None:  # noqa: N802 - called by QML
        """Back to the page; after trouble, what was not kept is tried again."""
        trouble, self._sheet = self._sheet == "trouble", ""
        self.pageChanged.emit()
        if trouble and self._sitting and self._sitting.unsaved:
            self._keep()

    def _connect(self) -> None:
        self._asking.given.connect(self._keep)
        self._asking.passed.connect(self._forward)
        self._remarks.failed.connect(self._failed)
        self._saving.failed.connect(self._failed)
        self._saving.submitted.connect(self._submitted)
        self._remarks.changed.connect(self.pageChanged)
        self._idle.expired.connect(lambda: self.leave(delete=False))
        self._idle.changed.connect(self.pageChanged)
        self._display.left.connect(self._tidy)
        self._thanks.timeout.connect(lambda: self.leave(delete=False))
        self._speaking.changed.connect(self.pageChanged)

    def _tidy(self) -> None:
        if self._page == ATTRACT:
            self._display.reset()

    def _forward(self) -> None:
        if self._sitting:
            self._sitting.forward()
            self._saving.move(self._sitting, self._speaking.language)
            self._show()

    def _show(self) -> None:
        """Show where the sitting is: a question, or the check page."""
        if self._sitting is None:
            return
        self._asking.show(self._sitting, self._speaking.say)
        self._go("question" if self._sitting.page else "review")

    def _go(self, page: str) -> None:
        self._page, self._sheet = page, ""
        if page == ATTRACT:
            self._idle.stop()
        else:
            self._idle.start()
        self.pageChanged.emit()

    def _keep(self) -> None:
        if self._sitting:
            self._saving.keep(self._sitting, self._speaking.language)

    def _failed(self) -> None:
        self._busy = False
        self.openSheet("trouble" if self._sitting else "")

    def _submitted(self) -> None:
        self._forget()
        self._go("thanks")
        self._thanks.start()
        self.sent.emit()

    def _resumed(self, future: Future[Resumed]) -> None:
        if future.exception() is not None:
            self._go("broken")
            return
        resumed = future.result()
        self._sitting = resumed.sitting
        form = resumed.sitting.questionnaire
        self._saving.begin(Keeper(self._store, form, self._now, resumed.draft_id))
        self._speaking.speak(resumed.language)
        self._show()

    def _leave_nothing(self) -> None:
        """The attract page as every patient finds it."""
        self._forget()
        self._display.reset()
        self._speaking.reset()
        self._go(ATTRACT)

    def _forget(self) -> None:
        """Let go of everything that held an answer."""
        self._thanks.stop()
        self._sitting, self._busy = None, False
        self._saving.forget()
        self._asking.clear()
        self._remarks.close()
        QGuiApplication.clipboard().clear()
        self.ended.emit()

    def _sheet_now(self) -> str:
        if self._idle.warning:
            return "idle"
        return self._sheet or ("remark" if self._remarks.step else "")

    def _begun(self) -> bool:
        return self._sitting is not None

    def _remark_offered(self) -> bool:
        return bool(self._sitting and not self._sitting.questionnaire.sensitive)

    _read_page = attrgetter("_page")
    _read_busy = attrgetter("_busy")
    _read_offer = attrgetter("_offer")
    _read_speaking = attrgetter("_speaking")
    _read_asking = attrgetter("_asking")
    _read_display = attrgetter("_display")
    _read_remarks = attrgetter("_remarks")
    _read_idle = attrgetter("_idle")
    page = Property(str, _read_page, notify=pageChanged)
    sheet = Property(str, _sheet_now, notify=pageChanged)
    busy = Property(bool, _read_busy, notify=pageChanged)
    offer = Property(Offer, _read_offer, constant=True)
    begun = Property(bool, _begun, notify=pageChanged)
    remarkOffered = Property(bool, _remark_offered, notify=pageChanged)  # noqa: N815
    speaking = Property(Speaking, _read_speaking, constant=True)
    asking = Property(Asking, _read_asking, constant=True)
    display = Property(Display, _read_display, constant=True)
    remarks = Property(Remarks, _read_remarks, constant=True)
    idle = Property(IdleWatch, _read_idle, constant=True)
