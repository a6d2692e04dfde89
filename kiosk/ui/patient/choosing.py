"""Which of two wordings is easier to understand: one choice a visit, of who had a say in it.

It is offered after the thanks, and only to who touched "Was this question OK?" in this visit.
Whoever ignores that button meets nothing of it: each control of a page is one more stop for who
scans with a switch, and one more name for who listens; so it can't stand on everybody's page. And
it comes after the form, for the words of a question shown twice would colour its answer.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from operator import attrgetter
from random import SystemRandom

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.balloting import is_asked_of
from kiosk.coproduction.ballots import Ballot, next_pair
from kiosk.ui.guard import only_logged, raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.shelf import OpenBallot, Shelf
from kiosk.ui.patient.visit import Part

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

ASK, THANKS = "ask", "thanks"


@QmlElement
class Choosing(QObject):
    """The choice of one visit.

    `step` is "ask", "thanks", or "" while nothing is asked.

    Args:
        shelf: where choices are counted; touched on the disk lane only.
        disk: that lane.
    """

    changed = Signal()

    def __init__(self, shelf: Shelf, disk: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._disk, self._random = shelf, disk, SystemRandom()
        self._open: list[OpenBallot] | None = None
        self._ballot: Ballot | None = None
        self._pair, self._has_chosen = ("", ""), False
        self._step = self._who = ""

    @Slot()
    def look(self) -> None:
        """Somebody has a say of a question: see what there is to choose from, once a visit."""
        if self._open is None:
            self._open = visit = list[OpenBallot]()
            self._disk.run(self._shelf.ballots, lambda future: self._looked(visit, future))

    def offer(self, parts: Iterable[Part], language: str) -> None:
        """These forms were sent, by who speaks that language: offer a choice about one of them."""
        self._ballot, self._who, self._step = None, "", ""
        if not self._has_chosen:
            for part in parts:
                self._consider(part, language)
        self.changed.emit()

    def ask(self) -> None:
        """Show the two wordings."""
        if self._ballot is not None:
            self._go(ASK)

    def choose(self, place: int, bands: Sequence[str]) -> None:
        """The wording at that place is the easier one; nothing is kept of who says so."""
        ballot, shelf = self._ballot, self._shelf
        if self._step != ASK or ballot is None or place not in {0, 1}:
            return
        winner, loser = self._pair[place], self._pair[1 - place]
        self._disk.run(
            lambda: shelf.choose(ballot.id, winner, loser, bands), only_logged("counting a choice")
        )
        self._ballot, self._has_chosen = None, True
        self._go(THANKS)

    def close(self) -> None:
        """Back to the page below."""
        self._go("")

    def forget(self) -> None:
        """The next person finds nothing of it, late results included."""
        self._clear()
        self.changed.emit()

    @property
    def who(self) -> str:
        """Who answered the form that it is about, one of `proxies.WHO`."""
        return self._who

    def _clear(self) -> None:
        self._open, self._ballot, self._has_chosen = None, None, False
        self._pair, self._step, self._who = ("", ""), "", ""

    def _looked(self, visit: list[OpenBallot], future: Future[Sequence[OpenBallot]]) -> None:
        failure = future.exception()
        if failure is None:
            visit.extend(future.result())
        raise_bug(failure)

    def _consider(self, part: Part, language: str) -> None:
        for ballot, choices in self._open or ():
            if self._ballot is None and is_asked_of(ballot, part.sitting.questionnaire, language):
                self._ballot, self._who = ballot, part.who
                self._pair = next_pair(ballot, choices, self._random)

    def _go(self, step: str) -> None:
        self._step = step
        self.changed.emit()

    def _is_offered(self) -> bool:
        return self._ballot is not None

    def _wordings(self) -> list[str]:
        return [self._ballot.wordings[one] for one in self._pair] if self._ballot else []

    _read_step = attrgetter("_step")
    step = Property(str, _read_step, notify=changed)
    offered = Property(bool, _is_offered, notify=changed)
    wordings = Property(list, _wordings, notify=changed)
