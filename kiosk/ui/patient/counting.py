"""Follows a visit through its forms for the counters; who leaves adds to them as who sends does."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from kiosk.coproduction.passage import CHECK_PAGE, Passage
from kiosk.ui.guard import only_logged
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.shelf import Shelf
from kiosk.ui.patient.visit import Part, Visit

_OF_A_FORM: Final = frozenset({"question", "another", "review"})


class Counting:
    """Which questions of a visit were shown, and where it ended; no answer is looked at.

    Args:
        shelf: where it is counted; touched on the disk lane only.
        disk: the disk lane.
        now: the clock, aware, UTC.
    """

    def __init__(self, shelf: Shelf, disk: Lane, now: Callable[[], datetime]) -> None:
        self._shelf, self._disk, self._now = shelf, disk, now

    def look(self, visit: Visit, page: str) -> None:
        """What the visit shows now."""
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
            part.passage = self._passage(part, sent=whole)

    def leave(self, visit: Visit) -> None:
        """Its person is gone and sent nothing more; the counters lack it if that can't be kept."""
        ended = (self._passage(part, gave_up=True) for part in visit.every_part)
        if left := [one for one in ended if one is not None]:
            self._disk.run(lambda: self._shelf.count_left(left), only_logged("counting who left"))

    def _passage(self, part: Part, *, sent: bool = False, gave_up: bool = False) -> Passage | None:
        form = part.sitting.questionnaire.canonical
        return part.way.passage(form, self._now(), sent=sent, gave_up=gave_up)
