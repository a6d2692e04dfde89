"""Follows a visit through its forms for the counters; who leaves adds to them as who sends does."""

from collections.abc import Callable, Iterable
from datetime import datetime
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.passage import CHECK_PAGE, Passage
from kiosk.ui.guard import only_logged
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.shelf import Shelf
from kiosk.ui.patient.visit import Part, Visit

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_OF_A_FORM: Final = frozenset({"question", "another", "review"})


@QmlElement
class Counting(QObject):
    """Which questions of a visit were shown, and where it ended; no answer is looked at.

    Whoever is at the screen can turn it off, from then on until they are gone; a visit of theirs
    that is paused goes on without it, unless the kiosk was started anew.

    Args:
        shelf: where it is counted; touched on the disk lane only.
        disk: the disk lane.
        now: the clock, aware, UTC.
        offered: whether this clinic counts; else nothing is, whatever is turned on.
    """

    changed = Signal()

    def __init__(
        self, shelf: Shelf, disk: Lane, now: Callable[[], datetime],
        *, offered: bool, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._shelf, self._disk, self._now = shelf, disk, now
        self._offered, self._wanted = offered, True
        self._unwanted_in: set[str] = set()

    @Slot(bool)
    def turn(self, on: bool) -> None:  # noqa: FBT001 - called by QML
        """Count this sitting, or nothing of it."""
        self._wanted = on
        self.changed.emit()

    def look(self, visit: Visit, page: str) -> None:
        """What the visit shows now."""
        if not self._counts():
            self._unwanted_in.add(visit.id)
            return
        self._unwanted_in.discard(visit.id)
        now, here = self._now(), visit.part if page in _OF_A_FORM else None
        for part in visit.every_part:
            if part is not here:
                part.way.rest(now)
        if here is not None and page != "another":
            shown = here.sitting.page
            here.way.arrive(shown.item.link_id if shown else CHECK_PAGE, now)

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
        if left := [one for one in ended if one is not None]:
            self._disk.run(lambda: self._shelf.count_left(left), only_logged("counting who left"))

    def take_up(self, visit: Visit) -> None:
        """A paused visit goes on as its person wanted it."""
        self.turn(visit.id not in self._unwanted_in)

    def forget(self) -> None:
        """The next person is counted, unless they turn it off."""
        self.turn(on=True)

    def _counts(self) -> bool:
        return self._offered and self._wanted

    def _passage(self, part: Part, *, sent: bool = False, gave_up: bool = False) -> Passage | None:
        form = part.sitting.questionnaire.canonical
        return part.way.passage(form, self._now(), sent=sent, gave_up=gave_up)

    _read_offered = attrgetter("_offered")
    offered = Property(bool, _read_offered, constant=True)
    on = Property(bool, _counts, notify=changed)
