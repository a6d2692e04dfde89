"""Watches the room on the disk while the kiosk runs."""

from concurrent.futures import Future
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.settings import StorePlace
from kiosk.store.space import Space, tend
from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane

EVERY_MS: Final = 20_000


class SpaceWatch(QObject):
    """Looks at the start, and again and again.

    Args:
        directory: of the store.
        disk: its lane.
        settings: what counts as short, and how much is held back.

    Signals:
        changed: room became short, or is there again.
    """

    changed = Signal(bool)

    def __init__(
        self, directory: Path, disk: Lane, settings: StorePlace, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._directory, self._disk, self._settings = directory, disk, settings
        self._low = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

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
        low = self._low
        self._disk.run(lambda: tend(self._directory, self._settings, was_low=low), self._told)

    def _told(self, future: Future[Space]) -> None:
        if (failure := future.exception()) is not None:
            log_failure("looking how much room the disk has", failure)
            return
        if (low := future.result().low) != self._low:
            self._low = low
            self.changed.emit(low)
