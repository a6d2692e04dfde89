"""A running kiosk that sees the flag of maintenance: nobody is disturbed, nothing is lost.

looks every 2 s ── flag ──▸ somebody sits there? ── no ──────────────▸ closes
                             │ yes: they finish; after 15 min they are paused ▴
closes: the page, then what waits is sent once more (30 s at most), then `drained`
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from kiosk.running.maintenance import Flag
from kiosk.ui.meanwhile.sending import Sender
from kiosk.ui.patient.patient import PatientScreen
from kiosk.ui.staff.staff import StaffScreen

LOOK_MS: Final = 2000
PATIENCE_MS: Final = 15 * 60_000
"""So long may whoever sits there go on; then it is as if they had gone away."""

SENDING_MS: Final = 30_000


class MaintenanceWatch(QObject):
    """Looks for the flag while the kiosk runs, and lets it end in order.

    Args:
        look: the flag, while it closes; None where there is none.
        patient: the patients' screen.
        staff: what staff do on it.
        sender: what sends; None where nothing is sent.
        patience_ms, sending_ms: see above.

    Signals:
        occupied: there is a flag, and somebody sits at the screen.
        closing: it closes now, by that flag; the page may come.
        drained: all is sent that could be; the kiosk may be let go.
    """

    occupied = Signal()
    closing = Signal(object)
    drained = Signal()

    def __init__(  # noqa: PLR0913 - keyword-only: what it watches, and how patiently
        self,
        *,
        look: Callable[[], Flag | None],
        patient: PatientScreen,
        staff: StaffScreen,
        sender: Sender | None,
        patience_ms: int = PATIENCE_MS,
        sending_ms: int = SENDING_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._read, self._patient, self._staff = look, patient, staff
        self._sender, self._told = sender, False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._patience = QTimer(self, interval=patience_ms, singleShot=True)
        self._patience.timeout.connect(self._pause)
        self._sending = QTimer(self, interval=sending_ms, singleShot=True)
        self._sending.timeout.connect(self._done)
        # Queued: the first page is there again by then, and no other patient has begun.
        patient.ended.connect(self.look, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Look at once, and from then on."""
        self._timer.start()
        QTimer.singleShot(0, self, self.look)

    @Slot()
    def look(self) -> None:
        """See whether there is a flag now."""
        if not self._timer.isActive():
            return
        flag = self._read()
        if flag is None:
            self._patience.stop()
            self._told = False
        elif self._is_free():
            self._close(flag)
        elif not self._patience.isActive():
            self._patience.start()
            if not self._told:
                self._told = True
                self.occupied.emit()

    def _is_free(self) -> bool:
        return self._patient.is_free() and not self._staff.actor

    @Slot()
    def _pause(self) -> None:
        """Their time is over: as when nobody touches the screen, answers wait for their patient."""
        self._staff.close()
        if not self._patient.is_free():
            self._patient.leave(delete=False)
        flag = self._read()
        if flag is not None and self._timer.isActive():
            self._close(flag)

    def _close(self, flag: Flag) -> None:
        self._timer.stop()
        self._patience.stop()
        self.closing.emit(flag)
        if self._sender is None:
            QTimer.singleShot(0, self, self._done)
            return
        self._sender.reported.connect(self._sent)
        self._sender.broke.connect(self._sent)
        self._sending.start()
        self._sender.wake()

    @Slot()
    def _sent(self) -> None:
        # What was stored while a run was at it is sent by the next one, which follows at once.
        if self._sender is None or not self._sender.goes_on:
            self._done()

    @Slot()
    def _done(self) -> None:
        self._sending.stop()
        if self._sender is not None:
            self._sender.reported.disconnect(self._sent)
            self._sender.broke.disconnect(self._sent)
            self._sender = None
        self.drained.emit()
