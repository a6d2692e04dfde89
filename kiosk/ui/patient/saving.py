"""Gives a visit's answers to the disk lane as they come, and tells when that failed."""

from collections.abc import Mapping
from concurrent.futures import Future

from PySide6.QtCore import QObject, Signal

from kiosk.forms.alerts import looked_at
from kiosk.forms.needs import Needs
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.shelf import Finished, Shelf
from kiosk.ui.patient.sitting import Sitting
from kiosk.ui.patient.visit import Part, Visit


class Saving(QObject):
    """The way of one visit's answers to the disk.

    Signals:
        failed: something of this visit could not be kept; nothing is lost from the screen yet.
        stored: finished responses are in the store, whoever is at the screen by now.
        submitted: the same, for this visit.
        unsubmitted: the responses of this visit could not be stored.
    """

    failed = Signal()
    stored = Signal()
    submitted = Signal()
    unsubmitted = Signal()

    def __init__(self, shelf: Shelf, disk: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._disk = shelf, disk
        self._visit = Visit()

    def part(self, sitting: Sitting, draft_id: str | None = None) -> Part:
        """A form of the visit, new or resumed from a draft."""
        about = self._visit.about
        keeper = self._shelf.keeper(sitting.questionnaire, about, draft_id)
        before = looked_at(sitting.filler) if draft_id else None
        return Part(sitting, keeper, about.who, before=before)

    def begin(self, visit: Visit) -> None:
        """Tell of this visit from now on; what an earlier one gave to the lane is still kept."""
        self._visit = visit

    def keep(self, part: Part, language: str) -> None:
        """Keep what is not durably kept yet."""
        sitting, keeper, visit = part.sitting, part.keeper, self._visit
        rows, place = dict(sitting.unsaved), sitting.place
        if not rows:
            return

        def kept(future: Future[None]) -> None:
            if future.exception() is None:
                sitting.unsaved = {p: r for p, r in sitting.unsaved.items() if rows.get(p) != r}
            self._told(visit, future)

        self._disk.run(lambda: keeper.keep(rows, place=place, language=language), kept)

    def move(self, part: Part, language: str) -> None:
        """Keep where the patient is."""
        keeper, place, visit = part.keeper, part.sitting.place, self._visit
        self._disk.run(
            lambda: keeper.move(place=place, language=language),
            lambda future: self._told(visit, future),
        )

    def say_who(self, part: Part) -> None:
        """Keep who answers."""
        keeper, who, visit = part.keeper, part.who, self._visit
        self._disk.run(
            lambda: keeper.say_who(who),
            lambda future: self._told(visit, future),
        )

    def submit(
        self, payloads: Mapping[Part, bytes], needs: Needs | None, *, stopped: bool = False
    ) -> None:
        """Turn the drafts of the visit into responses on their way, all or none.

        With them go the needs that were said, for the next visit; None where nobody asked.
        `stopped`: their patient was called in before the end.
        """
        visit = self._visit
        finished = [
            Finished(
                part.keeper, part.sitting.questionnaire, part.sitting.response_id, payload,
                part.passage, part.sitting.fired, stopped, part.is_changed,
            )
            for part, payload in payloads.items()
        ]  # fmt: skip

        def ended(future: Future[None]) -> None:
            failure = future.exception()
            if failure is None:
                self.stored.emit()
            if visit is self._visit:
                self.submitted.emit() if failure is None else self.unsubmitted.emit()
            raise_bug(failure)

        slip_id = visit.slip.id if visit.slip else None
        self._disk.run(lambda: self._shelf.submit(finished, slip_id, needs), ended)

    def _told(self, visit: Visit, future: Future[None]) -> None:
        failure = future.exception()
        if failure is not None and visit is self._visit:
            self.failed.emit()
        raise_bug(failure)
