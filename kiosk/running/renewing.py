"""New forms of the centre in one running kiosk: fetched, and offered from the next patient on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import AtHand
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.sync.fetch.at_hand import at_hand, mark
from kiosk.sync.fetch.clinic import with_clinic_settings
from kiosk.sync.fhir_client import FhirClient
from kiosk.ui.jobs import Jobs
from kiosk.ui.meanwhile.fetching import Fetcher
from kiosk.ui.meanwhile.network_watch import NetworkWatch
from kiosk.ui.meanwhile.renewal import Renewal
from kiosk.ui.meanwhile.sending import Sender
from kiosk.ui.patient.patient import PatientScreen
from kiosk.ui.patient.store_shelf import StoreShelf
from kiosk.ui.staff.staff import StaffScreen

EVERY_MS: Final = 5_000
"""So often it is looked whether the desk changed a form."""


class Renewing(QObject):
    """Follows the sender of a kiosk.

    Args:
        store: what is fetched into.
        settings: of this PC, without what the centre says.
        jobs: its lanes.
        forms: what is offered so far.
        screens: what patients and staff do, and the shelf of their forms.
        now: the clock.

    Attributes:
        forms: what is offered now.

    Signals:
        offered: other forms are offered from now on.
        fetched: something may have come.
    """

    offered = Signal()
    fetched = Signal()

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        store: Store,
        settings: Settings,
        jobs: Jobs,
        forms: tuple[Questionnaire, ...],
        screens: tuple[PatientScreen, StaffScreen, StoreShelf],
        now: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.forms = forms
        self._store, self._settings, self._lane, self._now = store, settings, jobs.network, now
        self._patient, self._staff, self._shelf = screens
        self._fetcher: Fetcher | None = None
        self._renewal = Renewal(
            disk=jobs.disk, mark=lambda: mark(store), read=self._read, use=self.use,
            is_free=self._is_nobody_there, parent=self,
        )  # fmt: skip
        # Queued: whatever page comes, it is there by then.
        for changed in (self._patient.pageChanged, self._staff.changed):
            changed.connect(self._renewal.settle, Qt.ConnectionType.QueuedConnection)
        # The desk changes forms, too, on this PC: from its own window or over this one.
        self._often = QTimer(self, interval=EVERY_MS)
        self._often.timeout.connect(self._renewal.look)
        self._often.start()

    def follow(self, sender: Sender, client: FhirClient) -> None:
        """Have that sender woken by patients and by the network; fetch after it, by its client."""
        fetcher = Fetcher(self._store, self._lane, client, self._settings, self._now)
        self._patient.sent.connect(sender.wake)
        self._network = NetworkWatch(sender)
        self._network.back.connect(sender.wake)
        self._network.start()
        sender.reported.connect(fetcher.sent)
        self._patient.sent.connect(fetcher.give_way)
        fetcher.fetched.connect(self.look)
        self._fetcher = fetcher

    @Slot()
    def look(self) -> None:
        """Something may be new in the store."""
        self._renewal.look()
        self.fetched.emit()

    def close(self) -> None:
        """Fetch nothing more, and look no more."""
        self._often.stop()
        if self._fetcher is not None:
            self._fetcher.close()

    def _read(self) -> AtHand:
        """Which forms, is for the next patient; the other clinic settings for the next start."""
        return at_hand(self._store, with_clinic_settings(self._store, self._settings).settings)

    def _is_nobody_there(self) -> bool:
        return self._patient.is_free() and not self._staff.property("page")

    def use(self, found: AtHand) -> None:
        """Offer these from now on; only while nobody is at the screen."""
        forms, value_sets = found.forms, found.value_sets
        every_form = (*forms, *(one.form for one in found.tried))
        menu: Any = self._staff.menu
        paused: Any = self._staff.paused
        outbox: Any = self._staff.outbox
        self._shelf.use_forms(found)
        self._patient.use_forms(found)
        menu.use_forms(forms, value_sets)
        paused.use_forms(every_form)
        outbox.use_forms(every_form)
        self.forms = forms
        self.offered.emit()
