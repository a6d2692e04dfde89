"""Who is at the screen, as the clinic chose to ask: a visit code, or a birth date and letters.

There is never a list to choose from. After five tries the screen sends one to the desk, and says
nothing of what was right or wrong.
"""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.bands import UNKNOWN
from kiosk.desk.slip import CLOCK as CLOCK_BEHIND
from kiosk.desk.slip import SlipRefused, is_slip
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.shelf import Shelf, Slip
from kiosk.ui.patient.tries import Tries
from kiosk.ui.patient.typed import BIRTH, CODE, LETTERS, Typed
from kiosk.ui.wording.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

CONFIRM, SORRY = "confirm", "sorry"
MISSED, TYPED, SLIP, CLOCK = "missed", "typed", "slip", "clock"
"""What is wrong: nobody was found; what was typed is not whole; a slip opens nothing here, or can't
be checked for this PC's clock is behind."""
_SAID: Final = {MISSED: "identity_missed", SLIP: "slip_refused", CLOCK: "slip_clock"}
_BEFORE: Final = {LETTERS: BIRTH, CONFIRM: BIRTH}


@QmlElement
class Identity(QObject):
    """Finds the one visit of whoever is at the screen.

    `step` is "code", "birthdate", "letters", "confirm", "sorry", or "" while nobody is asked.

    Args:
        shelf: finds visits; touched on the disk lane only.
        disk: that lane.
        speaking: the language.
        now: the clock, aware, UTC.
        let_go: takes the id of a visit that was taken up for somebody who is gone.

    Attributes:
        age_band: one of `bands.AGES`, where somebody was found by their birth date; else unknown.

    Signals:
        found: the `Slip` of a visit, confirmed and taken up.
        refused: it was not found; the page that says so should be shown.
        walkedUp: the person has no visit, and the clinic takes walk-ups.
    """

    changed = Signal()
    found = Signal(object)
    refused = Signal()
    walkedUp = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        shelf: Shelf,
        disk: Lane,
        speaking: Speaking,
        now: Callable[[], datetime],
        let_go: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf, self._disk, self._let_go = shelf, disk, let_go
        self._tries, self._walk_ups, self._now = Tries(now), False, now
        self.age_band = UNKNOWN
        self._step, self._wrong = "", ""
        self._typed, self._speaking = Typed(speaking), speaking
        self._slip: Slip | None = None
        self._scanned = ""
        # The search that is awaited; a result that comes later than that is for somebody else.
        self._asked: object = None
        speaking.changed.connect(self.changed)

    def begin(self, step: str, *, walk_ups: bool) -> None:
        """Ask for a "code" or the "birthdate"; `walk_ups`: one may go on without."""
        self._walk_ups = walk_ups
        self._tries.begin()
        self._go(SORRY if self._tries.over else step)

    def forget(self) -> None:
        """For the next person; how often was tried is remembered for a minute."""
        self._asked, self._slip, self._scanned = None, None, ""
        self.age_band = UNKNOWN
        self._typed.clear()
        self._go("")

    def refuse(self) -> None:
        """What was found can't be used here: ask at the desk."""
        self._go(SORRY)
        self.refused.emit()

    def knows(self, code: str) -> bool:
        """Whether that code was scanned just now: many a scanner reads a slip twice."""
        return bool(code) and code == self._scanned

    def scan(self, code: str) -> None:
        """A code was read from a slip."""
        if self._asked is None and not self._tries.over:
            self._typed.clear()
            self._scanned = code
            if is_slip(code):
                self._find(lambda: self._shelf.find_by_slip(code), confirm=False)
            else:
                self.tryCode(code)

    @Slot(str)
    def press(self, sign: str) -> None:
        """One more sign of the code or of the letters; what can't be one is not taken."""
        if self._asked is None and self._typed.press(self._step, sign):
            self._go(self._step)

    @Slot()
    def erase(self) -> None:
        """Take the last sign back."""
        if self._asked is None:
            self._typed.erase(self._step)
            self._go(self._step)

    @Slot("QVariantMap")
    def enter(self, entry: dict[str, Any]) -> None:
        """Take what the fields of the date of birth hold now."""
        if self._asked is None:
            self._typed.entry = entry
            self._go(self._step)

    @Slot()
    def goOn(self) -> None:  # noqa: N802 - called by QML
        """The one clear action of the page."""
        if self._asked is not None:
            return
        if self._typed.problem(self._step)[0]:
            self._say(TYPED)
        elif self._step == CODE:
            self.tryCode(self._typed.code)
        elif self._step == BIRTH:
            self._go(LETTERS)
        elif self._step == LETTERS:
            self._try_birth()
        elif self._step == CONFIRM:
            self.yes()

    def back(self) -> bool:
        """One page back among those that ask; False where there is none."""
        if before := _BEFORE.get(self._step):
            self._slip, self._asked = None, None
            self._go(before)
        return bool(before)

    @Slot(str)
    def tryCode(self, code: str) -> None:  # noqa: N802 - called by QML and the scanner
        """The code as typed or scanned."""
        self._find(lambda: self._shelf.find_by_code(code), confirm=False)

    @Slot()
    def yes(self) -> None:
        """Initials and time are mine."""
        if self._slip is not None and self._asked is None:
            self._take_up(self._slip)

    @Slot()
    def no(self) -> None:
        """They are not: that was a wrong try."""
        if self._asked is None:
            self._missed()

    @Slot()
    def walkUp(self) -> None:  # noqa: N802 - called by QML
        """Go on without a visit, where the clinic takes walk-ups."""
        if self._walk_ups:
            self.forget()
            self.walkedUp.emit()

    def _try_birth(self) -> None:
        birth, letters = date.fromisoformat(self._typed.birth), self._typed.letters
        self._find(lambda: self._shelf.find_by_birth(birth, letters), confirm=True)

    def _find(self, look: Callable[[], Slip | None], *, confirm: bool) -> None:
        if self._tries.over or self._asked is not None:
            return
        asked = self._asked = object()
        self._disk.run(look, lambda future: self._looked(asked, future, confirm=confirm))

    def _looked(self, asked: object, future: Future[Slip | None], *, confirm: bool) -> None:
        failure = future.exception()
        if asked is self._asked:
            self._asked = None
            if isinstance(failure, SlipRefused):
                self._refuse_slip(failure)
            elif failure is not None:
                self.refuse()
            elif (slip := future.result()) is None:
                self._missed()
            elif confirm and slip.initials:
                self._slip = slip
                self._go(CONFIRM)
            else:
                self._take_up(slip)
        raise_bug(failure)

    def _take_up(self, slip: Slip) -> None:
        asked = self._asked = object()
        self._disk.run(
            lambda: self._shelf.take_up(slip.id), lambda future: self._taken(asked, slip, future)
        )

    def _taken(self, asked: object, slip: Slip, future: Future[None]) -> None:
        failure = future.exception()
        if asked is not self._asked:
            if failure is None:
                self._let_go(slip.id)
        elif failure is not None:
            self._asked = None
            self.refuse()
        else:
            scanned, band = self._scanned, self._typed.age_band(self._now().astimezone().date())
            self.forget()
            self._scanned, self.age_band = scanned, band
            self._tries.found()
            self.found.emit(slip)
        raise_bug(failure)

    def _refuse_slip(self, refused: SlipRefused) -> None:
        if refused.why == CLOCK_BEHIND:  # nobody's guess
            self._scanned = ""
            self._say(CLOCK)
            self.refused.emit()
        else:
            self._missed(SLIP)

    def _missed(self, wrong: str = MISSED) -> None:
        self._tries.miss()
        self._slip, self._scanned = None, ""
        if self._tries.over:
            self._typed.clear()
            self._go(SORRY)
        else:
            self._go(_BEFORE.get(self._step, self._step))
            self._say(wrong)
        self.refused.emit()

    def _say(self, wrong: str) -> None:
        self._wrong = wrong
        self.changed.emit()

    def _go(self, step: str) -> None:
        self._step = step
        self._say("")

    def _problem_text(self) -> str:
        if self._wrong in _SAID:
            return self._speaking.say(_SAID[self._wrong])
        return self._typed.problem(self._step)[0] if self._wrong == TYPED else ""

    def _wrong_field(self) -> str:
        return self._typed.problem(self._step)[1] if self._wrong == TYPED else ""

    def _shown_initials(self) -> str:
        return ". ".join([*(self._slip.initials if self._slip else ""), ""]).strip()

    def _shown_time(self) -> str:
        return self._typed.time(self._slip.appointment if self._slip else None)

    def _signs(self) -> list[str]:
        return self._typed.signs(self._step)

    def _shown(self) -> list[str]:
        return self._typed.shown(self._step)

    def _question(self) -> dict[str, Any]:
        return self._typed.question()

    def _entry(self) -> dict[str, Any]:
        return dict(self._typed.entry)

    _read_step = attrgetter("_step")
    _read_walk_ups = attrgetter("_walk_ups")
    step = Property(str, _read_step, notify=changed)
    problem = Property(str, _problem_text, notify=changed)
    field = Property(str, _wrong_field, notify=changed)
    walkUps = Property(bool, _read_walk_ups, notify=changed)  # noqa: N815 - read by QML
    initials = Property(str, _shown_initials, notify=changed)
    time = Property(str, _shown_time, notify=changed)
    signs = Property(list, _signs, notify=changed)
    shown = Property(list, _shown, notify=changed)
    question = Property(dict, _question, notify=changed)
    entry = Property(dict, _entry, notify=changed)
