"""What staff do on the kiosk itself, behind a PIN: paused forms, visits, cleaning, measuring."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QScreen
from PySide6.QtQml import QmlElement

from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.settings import Central, Patient
from kiosk.store.database import Store
from kiosk.ui.idle import IdleWatch
from kiosk.ui.jobs import Jobs
from kiosk.ui.meanwhile.sending import Sender
from kiosk.ui.patient.withholding import Screened
from kiosk.ui.staff.calls import Asked, Calls
from kiosk.ui.staff.cleaning import Cleaning
from kiosk.ui.staff.giving import Giving
from kiosk.ui.staff.measuring import Measuring
from kiosk.ui.staff.menu import Found as Seen
from kiosk.ui.staff.menu import Menu
from kiosk.ui.staff.outbox import Found as Unsent
from kiosk.ui.staff.outbox import Outbox
from kiosk.ui.staff.pages import PAGES, Page, texts_of
from kiosk.ui.staff.parts import Desk, made_parts
from kiosk.ui.staff.paused import Found, Paused
from kiosk.ui.staff.pin import Opened, PinEntry
from kiosk.ui.touch_guard import TouchGuard
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Counted, Words

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

QUIET_S: Final = 45.0


@QmlElement
class StaffScreen(QObject):
    """What the staff pages bind to: `page` is "" or a name of `pages.PAGES`; `actor` opened it.

    Signals:
        resumed: that draft is to go on, says that member of staff, who handed the screen back.
        scaled: the screen was measured; pixels per millimetre from now on.
        helped: that member of staff stands with the person who asked for help.
    """

    changed = Signal()
    resumed = Signal(str, str)
    scaled = Signal(float)
    helped = Signal(str)

    def __init__(  # noqa: PLR0913 - keyword-only: all a staff window is made of
        self, *, store: Store, forms: tuple[Questionnaire, ...], words: Words, jobs: Jobs,
        settings: Patient, value_sets: ValueSets, now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._repeat_s, self._seconds = settings.repeat_ms / 1000, Counted(settings.cleaning_s)
        self._page, self._problem, self.actor = "", "", ""
        self._idle = IdleWatch(QUIET_S, 1.0, self)
        self._speaking = Speaking(words, settings, self)
        screened = Screened(forms, value_sets)
        desk = Desk(store, jobs.disk, forms, screened, settings, self._speaking, now)
        parts = made_parts(desk, self._find, self)
        self._menu, self._pin, self._paused, self._giving = parts[:4]
        self._cleaning, self._calls, self._measuring, self._outbox = parts[4:]
        self._connect()

    def leave_out(self, doomed: Callable[[], frozenset[str]]) -> None:
        """Never list these drafts; asked on the disk lane."""
        self._paused.leave_out(doomed)

    def use_guard(self, guard: TouchGuard) -> None:
        """The guard of the window: as patient as the settings say, shut while it is cleaned."""
        guard.repeat_s = self._repeat_s
        self._cleaning.use_guard(guard)

    def measure_on(self, screen: QScreen, px_per_mm: float) -> None:
        """Offer to measure that screen, which goes by `px_per_mm` so far."""
        self._measuring.use(screen, px_per_mm)
        self._menu.can_measure()

    def measure_first(self) -> None:
        """Measure that screen now, without a PIN: no patient sits at one that nobody measured."""
        self._measuring.start_first()
        self._go("measure")

    def send_by(self, sender: Sender, central: Central) -> None:
        """Show how sending stands, and let staff ask for it."""
        self._outbox.use(sender, central)

    @Slot()
    def touched(self) -> None:
        """Somebody is there."""
        self._idle.touched()

    @Slot()
    def open(self) -> None:
        """Ask for the PIN."""
        self._begin("pin")

    @Slot()
    def answer(self) -> None:
        """Ask for the PIN that opens the answers of whoever asked for help; nothing else."""
        self._begin("answer")

    @Slot()
    def close(self) -> None:
        """Back to the patients' first page; forget the PIN, the list and the code."""
        self._begin("")

    @Slot(str)
    def choose(self, entry: str) -> None:
        """One entry of the menu."""
        if entry == "measure":
            self._measuring.start(self.actor)
        elif entry == "forms":
            self._giving.begin()
        self._go(entry)

    @Slot(str)
    def resume(self, draft_id: str) -> None:
        """Hand the screen back to the patient of that draft, unless nobody would see an alert."""
        actor = self.actor
        if problem := self._paused.held_back(draft_id, actor):
            self._refuse(problem)
        else:
            self.close()
            self.resumed.emit(draft_id, actor)

    @Slot(str)
    def discard(self, draft_id: str) -> None:
        """Ask once more before that draft is deleted."""
        self._paused.choose(draft_id)
        self._go("discard")

    @Slot(int)
    def look(self, row: int) -> None:
        """Look at one that the central service did not take."""
        self._outbox.choose(row)
        self._go("refusal")

    @Slot(str)
    def edit(self, field: str) -> None:
        """Enter one field of the visit."""
        self._giving.enter(field)
        self._go("field")

    @Slot()
    def goOn(self) -> None:  # noqa: N802 - called by QML
        """The one clear action of the page."""
        does: dict[str, Callable[[], None]] = {
            "discard": lambda: self._paused.discard(self.actor),
            "calls": lambda: self._calls.answer(self.actor),
            "details": lambda: self._giving.make(self.actor),
            "outbox": self._outbox.send_now,
            "refusal": lambda: self._outbox.retry(self.actor),
            "clean": self._clean,
            "code": lambda: self.choose("forms"),
        }
        if problem := self._giving.problem(self._page):
            self._refuse(problem)
        elif self._page in does:
            does[self._page]()
        elif after := self._shown_page().after:
            self._go(after)

    @Slot()
    def goBack(self) -> None:  # noqa: N802 - called by QML
        """The way out of the page."""
        before = self._shown_page().before
        self._go(before) if before else self.close()

    def _connect(self) -> None:
        self._idle.expired.connect(self.close)
        self._pin.changed.connect(self._pin_changed)
        self._pin.opened.connect(self._opened)
        self._pin.refused.connect(lambda key, s: self._refuse(key, seconds=Counted(s)))
        self._paused.changed.connect(lambda: self._menu.count_paused(self._paused.count()))
        self._paused.discarded.connect(partial(self._tried, "drafts"))
        self._calls.changed.connect(lambda: self._menu.tell_called(self._calls.line()))
        self._calls.answered.connect(partial(self._tried, "menu"))
        self._outbox.changed.connect(self._outbox_changed)
        self._outbox.tried.connect(partial(self._tried, "outbox"))
        self._giving.made.connect(lambda: self._go("code"))
        self._giving.failed.connect(self._refuse)
        self._cleaning.ended.connect(self._cleaned)
        self._measuring.scaled.connect(self._scaled)
        self._measuring.left.connect(self.goBack)
        self._measuring.failed.connect(self._refuse)

    def _find(self) -> tuple[Found, Seen, Asked, Unsent]:
        """What the menu tells; runs on the disk lane."""
        return self._paused.find(), self._menu.find(), self._calls.find(), self._outbox.find()

    def _begin(self, page: str) -> None:
        """That page, and nothing left of whoever stood here before."""
        self.actor = ""
        self._idle.start() if page else self._idle.stop()
        self._pin.begin()
        self._paused.clear()
        self._calls.show(())
        self._outbox.clear()
        self._giving.begin()
        self._go(page)

    @Slot()
    def _pin_changed(self) -> None:
        if self._pin.digits:
            self._problem = ""
        self.changed.emit()

    @Slot()
    def _outbox_changed(self) -> None:
        self._menu.tell_sending(self._outbox.line(), due=self._outbox.is_due())
        self.changed.emit()

    @Slot(object)
    def _opened(self, opened: Opened) -> None:
        if self._page == "answer":
            self.close()
            self.helped.emit(opened.actor)
            return
        found, seen, asked, unsent = opened.found
        self.actor = opened.actor
        self._menu.show(seen)
        self._paused.show(found)
        self._calls.show(asked)
        self._outbox.show(unsent)
        self._go("menu")

    def _tried(self, page: str, problem: str) -> None:
        self._go(page)
        if problem:
            self._refuse(problem)

    def _clean(self) -> None:
        actor = self.actor
        self._begin("cleaning")
        self._idle.hold()
        self._cleaning.start(actor)

    @Slot(float)
    def _scaled(self, px_per_mm: float) -> None:
        self.close()
        self.scaled.emit(px_per_mm)

    @Slot()
    def _cleaned(self) -> None:
        self._idle.release()
        self.close()

    @Slot(str)
    def _refuse(self, key: str, **values: object) -> None:
        self._problem = self._speaking.say(key, **values)
        self.changed.emit()

    def _go(self, page: str) -> None:
        self._page, self._problem = page, ""
        self.changed.emit()

    def _shown_page(self) -> Page:
        return PAGES.get(self._page, PAGES["pin"])

    def _texts(self) -> dict[str, str]:
        page = self._shown_page()
        if self._page == "drafts" and not self._paused.count():
            page = page._replace(hint="drafts_none")
        titles, say = self._giving.titles(self._page), self._speaking.say
        return texts_of(page, titles, say, seconds=self._seconds) | self._outbox.texts(self._page)

    _read_page = attrgetter("_page")
    _read_problem = attrgetter("_problem")
    _read_speaking = attrgetter("_speaking")
    _read_pin = attrgetter("_pin")
    _read_menu = attrgetter("_menu")
    _read_paused = attrgetter("_paused")
    _read_calls = attrgetter("_calls")
    _read_giving = attrgetter("_giving")
    _read_cleaning = attrgetter("_cleaning")
    _read_measuring = attrgetter("_measuring")
    _read_outbox = attrgetter("_outbox")
    page = Property(str, _read_page, notify=changed)
    problem = Property(str, _read_problem, notify=changed)
    texts = Property(dict, _texts, notify=changed)
    speaking = Property(Speaking, _read_speaking, constant=True)
    pin = Property(PinEntry, _read_pin, constant=True)
    menu = Property(Menu, _read_menu, constant=True)
    paused = Property(Paused, _read_paused, constant=True)
    calls = Property(Calls, _read_calls, constant=True)
    giving = Property(Giving, _read_giving, constant=True)
    cleaning = Property(Cleaning, _read_cleaning, constant=True)
    measuring = Property(Measuring, _read_measuring, constant=True)
    outbox = Property(Outbox, _read_outbox, constant=True)
