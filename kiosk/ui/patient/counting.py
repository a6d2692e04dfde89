"""Follows a visit through its forms for the counters; who leaves adds to them as who sends does."""

from collections.abc import Callable, Iterable
from datetime import datetime
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.bands import Bands
from kiosk.coproduction.passage import Held, Passage, Stop, held_at
from kiosk.ui.guard import only_logged
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.manners import Manners
from kiosk.ui.patient.shelf import Shelf
from kiosk.ui.patient.visit import Part, Visit

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_OF_A_FORM: Final = frozenset({"question", "another", "review"})
_OVER_ALL: Final = frozenset({"help", "hidden", "idle", "remark"})
"""Sheets under which nobody reads the question; how long a remark took would tell of it."""


@QmlElement
class Counting(QObject):
    """Which questions of a visit were shown, what befell there, and where it ended.

    Of an answer it is known whether there is one, whether it is another one than before, and
    whether it says "not sure". Whoever is at the screen can turn it off, from then on until they
    are gone; a visit of theirs that is paused goes on without it, unless the kiosk was started
    anew.

    Args:
        shelf: where it is counted; touched on the disk lane only.
        disk: the disk lane.
        now: the clock, aware, UTC.
        offered: whether this clinic counts; else nothing is, whatever is turned on.
        manners: how the screen is used.
        age: the age band of whoever is at the screen, where the kiosk was told.
    """

    changed = Signal()

    def __init__(  # noqa: PLR0913 - keyword-only beyond the three
        self, shelf: Shelf, disk: Lane, now: Callable[[], datetime],
        *, offered: bool, manners: Manners, age: Callable[[], str], parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._shelf, self._disk, self._now = shelf, disk, now
        self._offered, self._wanted = offered, True
        self._manners, self._age = manners, age
        self._unwanted_in: set[str] = set()
        self._forget_person()

    @Slot(bool)
    def turn(self, on: bool) -> None:  # noqa: FBT001 - called by QML
        """Count this sitting, or nothing of it."""
        self._wanted = on
        self.changed.emit()

    def look(self, visit: Visit, page: str, sheet: str = "") -> None:
        """What the visit shows now, and the sheet that lies over it."""
        if not self._counts():
            self._unwanted_in.add(visit.id)
            return
        self._unwanted_in.discard(visit.id)
        now, here = self._now(), visit.part if page in _OF_A_FORM else None
        for part in visit.every_part:
            if part is not here:
                self._rest(part, now)
        if here is not None:
            self._follow(here, page, sheet, now)

    def give(self, visit: Visit) -> None:
        """The answer of the question on the screen is another one."""
        part = visit.part
        if part is not None and self._counts() and part.way.here and part.way.here.picked:
            part.way.give(_held(part))

    @Slot()
    def speak(self) -> None:
        """Something was said of a question, and is kept; of which one is not counted."""
        self._spoke = True

    def rest(self, visit: Visit) -> None:
        """Its person is called in: they do not leave because of a question."""
        self.look(visit, "")

    def send(self, parts: Iterable[Part], *, whole: bool) -> None:
        """These are on their way to the store, and are counted when they are there."""
        for part in parts:
            part.passage = self._passage(part, sent=whole) if self._counts() else None

    def leave(self, visit: Visit) -> None:
        """Its person is gone and sent nothing more; the counters lack it if that can't be kept."""
        if not self._counts():
            return
        ended = (self._passage(part, gave_up=True) for part in visit.every_part)
        left = [one for one in ended if one is not None]
        bands = self._bands() if self._seen else None
        if left or bands:
            ended_so = only_logged("counting who left")
            self._disk.run(lambda: self._shelf.count_left(left, bands), ended_so)

    def take_up(self, visit: Visit) -> None:
        """A paused visit goes on as its person wanted it."""
        self.turn(visit.id not in self._unwanted_in)

    def forget(self) -> None:
        """The next person is counted, unless they turn it off."""
        self._forget_person()
        self.turn(on=True)

    def _forget_person(self) -> None:
        self._manners.forget()
        # As it was when something was counted first: a sitting has one mode.
        self._mode = ""
        self._seen = self._spoke = False

    def _follow(self, part: Part, page: str, sheet: str, now: datetime) -> None:
        way, filler = part.way, part.sitting.filler
        stop = Stop.of(part.sitting.page, filler.index)
        if page == "another":
            way.pause(now)
        elif way.here is None or way.here.path != stop.path:
            if way.here is not None:
                self._manners.question_left()
            way.arrive(stop, now, _held(part), held_at(filler, stop))
            self._seen = self._seen or not part.sitting.questionnaire.sensitive
        elif sheet not in _OVER_ALL:
            way.go_on(now)
        if sheet in _OVER_ALL:
            way.pause(now)
        if sheet == "help":
            way.call()

    def _rest(self, part: Part, now: datetime) -> None:
        if part.way.here is not None:
            self._manners.question_left()
            part.way.rest(now, _held(part), onward=part.sitting.filler.at_review)

    def _counts(self) -> bool:
        return self._offered and self._wanted

    def _passage(self, part: Part, *, sent: bool = False, gave_up: bool = False) -> Passage | None:
        form, way = part.sitting.questionnaire, part.way
        if way.here is not None:
            self._manners.question_left()
        self._mode = self._mode or self._manners.mode
        passage = way.passage(
            form.canonical, self._now(), left=_held(part), sent=sent, gave_up=gave_up,
            mode=self._mode,
        )  # fmt: skip
        return passage.bare() if passage is not None and form.sensitive else passage

    def _bands(self) -> Bands:
        mode = self._mode or self._manners.mode
        return Bands(self._age(), self._manners.language, mode, self._spoke)

    _read_offered = attrgetter("_offered")
    offered = Property(bool, _read_offered, constant=True)
    on = Property(bool, _counts, notify=changed)


def _held(part: Part) -> Held:
    """What the question holds that was shown last."""
    return held_at(part.sitting.filler, part.way.here)
