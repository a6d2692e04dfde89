"""Forms that may raise an alert, while nobody would see one: not asked, and on record as such."""

from collections.abc import Iterable

from kiosk.forms.questionnaire import Questionnaire
from kiosk.ui.guard import only_logged
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.offer import Offer
from kiosk.ui.patient.shelf import Shelf
from kiosk.ui.patient.visit import Visit


class Unseen:
    """Looks at a packet when it is found, and again before each of its forms begins.

    Args:
        offer: knows whether an alert would be seen now.
        shelf: where the desk finds what was not asked.
        disk: its lane.
    """

    def __init__(self, offer: Offer, shelf: Shelf, disk: Lane) -> None:
        self._offer, self._shelf, self._disk = offer, shelf, disk

    def note(self, packet: Iterable[Questionnaire]) -> tuple[Questionnaire, ...]:
        """Which of these are not asked now; that is on record."""
        found = self._offer.not_today(packet)
        for form in found:
            self._note(form)
        return found

    def leave(self, visit: Visit) -> None:
        """The desk may have gone since the visit began; what is begun goes on."""
        if found := self.note(visit.packet[len(visit.parts) :]):
            visit.drop(found)

    def _note(self, form: Questionnaire) -> None:
        failed = only_logged("noting that a form is not asked today")
        self._disk.run(lambda: self._shelf.leave_out(form, "alert"), failed)
