"""Keeps the first page as the clinic is: closed at its hours, with its name, logo and forms."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from kiosk.desk.today_reader import TodayReader
from kiosk.papers.logo import with_picture
from kiosk.settings import Settings
from kiosk.settings.clinic_today import ClinicToday
from kiosk.store.database import Store
from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.patient import PatientScreen

EVERY_MS: Final = 5_000


class ClinicWatch(QObject):
    """Looks again and again: the desk may change it from another window, and time goes on.

    Args:
        disk: the lane it is read on.
        read: what counts now.
        patient: the screen; whoever sits there is not disturbed by it.
    """

    def __init__(self, disk: Lane, read: Callable[[], ClinicToday], patient: PatientScreen) -> None:
        super().__init__(patient)
        self._disk, self._read, self._patient = disk, read, patient
        self._now: ClinicToday | None = None
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        # Queued: whatever page comes, it is there by then.
        patient.pageChanged.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin to watch."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Look now."""
        self._disk.run(self._read, self._told)

    def _told(self, future: Future[ClinicToday]) -> None:
        if (failure := future.exception()) is not None:
            log_failure("reading how the clinic stands", failure)  # it stays as it was
            return
        self._now = future.result()
        self._patient.close_for(self._now.night)
        self._settle()

    @Slot()
    def _settle(self) -> None:
        """What a patient would see change under the finger waits until nobody is there."""
        if self._now is not None and self._patient.is_free():
            self._patient.show_clinic(self._now)


def watch_clinic(
    patient: PatientScreen,
    store: Store,
    settings: Settings,
    disk: Lane,
    now: Callable[[], datetime],
) -> ClinicWatch:
    """The watch of a real kiosk, not begun; `settings` are those of this PC alone."""
    reader = TodayReader(store, with_picture(settings), now)
    return ClinicWatch(disk, reader, patient)
