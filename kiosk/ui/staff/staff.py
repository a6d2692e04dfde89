"""What staff do on the kiosk itself: with a PIN, take up a paused form for its patient."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, NamedTuple

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.forms.questionnaire import Questionnaire
from kiosk.settings import Patient
from kiosk.store import audit, drafts, staff
from kiosk.store.database import Store
from kiosk.ui.idle import IdleWatch
from kiosk.ui.jobs import Jobs
from kiosk.ui.speaking import Speaking
from kiosk.ui.words import Words

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

MAX_DIGITS: Final = 12
QUIET_S: Final = 45.0


class Opened(NamedTuple):
    """Whose PIN it was, and the drafts that may be resumed."""

    actor: str
    found: tuple[drafts.DraftSummary, ...]


@QmlElement
class StaffScreen(QObject):
    """What the staff pages bind to: `page` is "", "pin" or "drafts".

    Signals:
        resumed: the draft of that id is to go on, says the member of staff of that name, who has
            handed the screen back.
    """

    changed = Signal()
    resumed = Signal(str, str)

    def __init__(  # noqa: PLR0913 - keyword-only: all a staff window is made of
        self,
        *,
        store: Store,
        forms: tuple[Questionnaire, ...],
        words: Words,
        jobs: Jobs,
        settings: Patient,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._disk, self._now = store, jobs.disk, now
        self._titles = {form.canonical: form for form in forms}
        self._speaking = Speaking(words, settings, self)
        self._page, self._pin, self._problem, self._checking = "", "", "", False
        self._drafts: list[dict[str, Any]] = []
        self._actor = ""
        # Who stands here now; by it a result that comes late is told from theirs.
        self._opening: object = None
        self._doomed: Callable[[], frozenset[str]] = frozenset
        self._idle = IdleWatch(QUIET_S, 1.0, self)
        self._idle.expired.connect(self.close)

    def leave_out(self, doomed: Callable[[], frozenset[str]]) -> None:
        """Never list these drafts; asked on the disk lane."""
        self._doomed = doomed

    def touched(self) -> None:
        """Somebody is there."""
        self._idle.touched()

    @Slot()
    def open(self) -> None:
        """Ask for the PIN."""
        self._idle.start()
        self._begin()
        self._go("pin")

    @Slot()
    def close(self) -> None:
        """Back to the patients' first page; forget the PIN and the list."""
        self._idle.stop()
        self._begin()
        self._go("")

    @Slot(str)
    def press(self, digit: str) -> None:
        """One more digit of the PIN."""
        if len(self._pin) < MAX_DIGITS:
            self._pin, self._problem = self._pin + digit, ""
            self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """Take the last digit back."""
        self._pin = self._pin[:-1]
        self.changed.emit()

    @Slot()
    def enter(self) -> None:
        """Check the PIN; on the disk lane, for it takes a moment by design."""
        pin, self._pin = self._pin, ""
        if pin and not self._checking:
            self._checking, opening = True, self._opening
            self._disk.run(
                lambda: self._open_with(pin), lambda future: self._checked(opening, future)
            )
        self.changed.emit()

    @Slot(str)
    def resume(self, draft_id: str) -> None:
        """Hand the screen back to the patient of that draft."""
        actor = self._actor
        self.close()
        self.resumed.emit(draft_id, actor)

    def _begin(self) -> None:
        self._opening, self._checking = object(), False
        self._drafts, self._actor = [], ""

    def _open_with(self, pin: str) -> Opened | None:
        now = self._now()
        with self._store.transaction() as connection:
            # Commits by itself; what follows is one more transaction: no list without its event.
            member = staff.check_pin(connection, pin, now=now)
            action, actor = ("pin-wrong", "staff") if member is None else ("opened", member.name)
            audit.record(
                connection,
                actor=actor,
                action=f"staff.{action}",
                subject=self._store.kiosk_id,
                now=now,
            )
            found = drafts.list_drafts(connection) if member else ()
        doomed = self._doomed()
        listed = tuple(draft for draft in found if draft.id not in doomed)
        return Opened(actor, listed) if member else None

    def _checked(self, opening: object, future: Future[Opened | None]) -> None:
        failure = future.exception()
        if opening is self._opening:
            self._checking = False
            self._told(failure, future.result() if failure is None else None)
        if failure is not None and not isinstance(failure, KioskError):
            raise failure  # a bug: the guard tells it

    def _told(self, failure: BaseException | None, opened: Opened | None) -> None:
        if isinstance(failure, staff.PinLocked):
            self._refuse("pin_locked", seconds=failure.seconds)
        elif failure is not None:
            self._refuse("pin_trouble")
        elif opened is None:
            self._refuse("pin_wrong")
        else:
            self._actor = opened.actor
            self._list(opened.found)

    def _list(self, found: tuple[drafts.DraftSummary, ...]) -> None:
        self._drafts = [self._line(draft) for draft in found]
        self._go("drafts")

    def _refuse(self, key: str, **values: object) -> None:
        self._problem = self._speaking.say(key, **values)
        self.changed.emit()

    def _line(self, draft: drafts.DraftSummary) -> dict[str, Any]:
        say, when = self._speaking.say, self._when(draft.started)
        form = self._titles.get(draft.questionnaire)
        title = form.title(self._speaking.language) if form else draft.questionnaire
        return {
            "id": draft.id,
            "title": title,
            "line": say("draft_line", when=when, count=draft.answered),
            "resume": say("draft_resume_name", form=title, when=when),
        }

    def _when(self, moment: datetime) -> str:
        """In words, on this PC's clock: the order of day and month differs between countries."""
        say, local = self._speaking.say, moment.astimezone()
        time = f"{local:%H:%M}"
        if local.date() == self._now().astimezone().date():
            return say("draft_today", time=time)
        return say("draft_day", day=local.day, month=say(f"month_{local.month}"), time=time)

    def _go(self, page: str) -> None:
        self._page, self._pin, self._problem = page, "", ""
        self.changed.emit()

    def _digits(self) -> int:
        return len(self._pin)

    def _entered(self) -> str:
        words, code = self._speaking.all_words, self._speaking.language
        return words.count(code, "pin_entered", len(self._pin)) if self._pin else ""

    _read_page = attrgetter("_page")
    _read_problem = attrgetter("_problem")
    _read_checking = attrgetter("_checking")
    _read_drafts = attrgetter("_drafts")
    _read_speaking = attrgetter("_speaking")
    page = Property(str, _read_page, notify=changed)
    digits = Property(int, _digits, notify=changed)
    entered = Property(str, _entered, notify=changed)
    problem = Property(str, _read_problem, notify=changed)
    checking = Property(bool, _read_checking, notify=changed)
    paused = Property(list, _read_drafts, notify=changed)
    speaking = Property(Speaking, _read_speaking, constant=True)
