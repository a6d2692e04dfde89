"""Who is at the screen, as the clinic chose to ask: a visit code, or a birth date and letters.

There is never a list to choose from. After five tries the screen sends one to the desk, and says
nothing of what was right or wrong.
"""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.shelf import Shelf, Slip
from kiosk.ui.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

MOST_TRIES: Final = 5


@QmlElement
class Identity(QObject):
    """Finds the one visit of whoever is at the screen.

    Signals:
        found: the `Slip` of a visit, confirmed and taken up.
        walkedUp: the person has no visit, and the clinic takes walk-ups.
    """

    changed = Signal()
    found = Signal(object)
    walkedUp = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(
        self, shelf: Shelf, disk: Lane, speaking: Speaking, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shelf, self._disk, self._speaking = shelf, disk, speaking
        self._tries, self._asked = 0, object()
        self._step, self._walk_ups = "", False
        self._problem = ""
        self._slip: Slip | None = None

    def begin(self, step: str, *, walk_ups: bool) -> None:
        """Ask for a "code" or the "birthdate"; `walk_ups`: one may go on without."""
        self._walk_ups = walk_ups
        self._go(step)

    def forget(self) -> None:
        """For the next person, who has all tries again."""
        self._tries, self._asked = 0, object()
        self._slip = None
        self._go("")

    @Slot(str)
    def tryCode(self, code: str) -> None:  # noqa: N802 - called by QML and the scanner
        """The code as typed or scanned."""
        self._find(lambda: self._shelf.find_by_code(code), confirm=False)

    @Slot(int, int, int, str)
    def tryBirth(self, year: int, month: int, day: int, letters: str) -> None:  # noqa: N802
        """The date of birth and the first letters of both names."""
        birth = date(year, month, day)
        self._find(lambda: self._shelf.find_by_birth(birth, letters), confirm=True)

    @Slot()
    def yes(self) -> None:
        """Initials and time are mine."""
        if self._slip is not None:
            self._take_up(self._slip)

    @Slot()
    def no(self) -> None:
        """They are not: that was a wrong try."""
        self._missed()

    @Slot()
    def walkUp(self) -> None:  # noqa: N802 - called by QML
        """Go on without a visit, where the clinic takes walk-ups."""
        if self._walk_ups:
            self.walkedUp.emit()

    def _find(self, look: Callable[[], Slip | None], *, confirm: bool) -> None:
        if self._tries >= MOST_TRIES:
            return
        asked = self._asked = object()
        self._disk.run(look, lambda future: self._looked(asked, future, confirm=confirm))

    def _looked(self, asked: object, future: Future[Slip | None], *, confirm: bool) -> None:
        if asked is not self._asked:
            return
        if isinstance(future.exception(), KioskError):
            self._go("sorry")
            return
        slip = future.result()
        if slip is None:
            self._missed()
        elif confirm and slip.initials:
            self._slip = slip
            self._go("confirm")
        else:
            self._take_up(slip)

    def _take_up(self, slip: Slip) -> None:
        asked = self._asked = object()

        def taken(future: Future[None]) -> None:
            if asked is not self._asked:
                return
            if future.exception() is not None:
                self._go("sorry")
                return
            self.forget()
            self.found.emit(slip)

        self._disk.run(lambda: self._shelf.take_up(slip.id), taken)

    def _missed(self) -> None:
        self._tries += 1
        self._slip = None
        if self._tries >= MOST_TRIES:
            self._go("sorry")
            return
        step = "birthdate" if self._step == "confirm" else self._step
        self._go(step, self._speaking.say("identity_missed"))

    def _go(self, step: str, problem: str = "") -> None:
        self._step, self._problem = step, problem
        self.changed.emit()

    def _shown_initials(self) -> str:
        return self._slip.initials if self._slip else ""

    def _shown_time(self) -> str:
        time = self._slip.appointment if self._slip else None
        return f"{time.astimezone():%H:%M}" if time else ""

    _read_step = attrgetter("_step")
    _read_problem = attrgetter("_problem")
    _read_walk_ups = attrgetter("_walk_ups")
    step = Property(str, _read_step, notify=changed)
    problem = Property(str, _read_problem, notify=changed)
    walkUps = Property(bool, _read_walk_ups, notify=changed)  # noqa: N815 - read by QML
    initials = Property(str, _shown_initials, notify=changed)
    time = Property(str, _shown_time, notify=changed)
