"""“I need help”: the answers are covered, the desk is told, and it is said honestly whether it was.

For half a minute whoever asked takes it back by a touch: it was a mistake, or they still stand
here. After that they may have walked to the desk, and the answers come back only by the PIN of
somebody on the staff. Before anything is begun there is nothing to cover, and no PIN.

Reference patient-experience AC 23.
"""

from collections.abc import Callable
from concurrent.futures import Future
from operator import attrgetter
from typing import Final
from uuid import uuid4

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.guard import only_logged, raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.shelf import Shelf

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

GRACE_MS: Final = 30_000
AGAIN_MS: Final = 5_000
RING_MS: Final = 20_000
PATIENT: Final = "patient"


@QmlElement
class Help(QObject):
    """One call for help at a time.

    Args:
        shelf: where a call is noted for the desk; touched on the disk lane only.
        disk: that lane.
        covers: whether there are answers to cover.
        sounds: whether a call rings, and again until somebody came.

    Signals:
        rang: a soft sound is due.
        staffAsked: somebody on the staff wants to open the answers again.
    """

    changed = Signal()
    rang = Signal()
    staffAsked = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(
        self,
        shelf: Shelf,
        disk: Lane,
        *,
        covers: Callable[[], bool],
        sounds: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf, self._disk = shelf, disk
        self._covers, self._sounds = covers, sounds
        self._call, self._told, self._late = "", "", False
        self._grace = QTimer(self, interval=GRACE_MS, singleShot=True)
        self._grace.timeout.connect(self._grow_late)
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._tell)
        self._bell = QTimer(self, interval=RING_MS)
        self._bell.timeout.connect(self.rang)

    @property
    def on(self) -> bool:
        """Whether somebody asked, and nobody came yet."""
        return bool(self._call)

    @property
    def shut(self) -> bool:
        """Whether only the staff can open the answers again."""
        return self._late and self._covers()

    def call(self) -> None:
        """Somebody asks for help; asking again is the same call."""
        if self._call:
            return
        self._call, self._late = str(uuid4()), False
        self._grace.start()
        if self._sounds:
            self.rang.emit()
            self._bell.start()
        self._tell()

    @Slot(str)
    def answer(self, actor: str) -> None:
        """Somebody came: `actor` is the member of staff, whose PIN was right."""
        call = self._call
        self.forget()
        if call:
            # Where that fails the desk sees the call a while longer, and can mark it itself.
            self._disk.run(
                lambda: self._shelf.answer_help(call, actor), only_logged("noting that help came")
            )

    def forget(self) -> None:
        """Whoever asked is not at this screen any more; the desk still finds their call."""
        for timer in (self._grace, self._again, self._bell):
            timer.stop()
        self._call, self._told, self._late = "", "", False
        self.changed.emit()

    @Slot()
    def goBack(self) -> None:  # noqa: N802 - called by QML
        """The patient goes on without help, as long as that may be."""
        if not self.shut:
            self.answer(PATIENT)

    @Slot()
    def askStaff(self) -> None:  # noqa: N802 - called by QML
        """Somebody on the staff stands here."""
        if self._call:
            self.staffAsked.emit()

    @Slot()
    def _tell(self) -> None:
        call, self._told = self._call, self._told or "calling"
        self._disk.run(lambda: self._shelf.ask_help(call), lambda future: self._heard(call, future))
        self.changed.emit()

    def _heard(self, call: str, future: Future[None]) -> None:
        failure = future.exception()
        if call == self._call:
            self._told = "told" if failure is None else "untold"
            if failure is not None:
                self._again.start()
            self.changed.emit()
        raise_bug(failure)

    @Slot()
    def _grow_late(self) -> None:
        self._late = True
        self.changed.emit()

    def _is_covering(self) -> bool:
        return self._covers()

    _read_told = attrgetter("_told")
    _read_shut = attrgetter("shut")
    told = Property(str, _read_told, notify=changed)
    locked = Property(bool, _read_shut, notify=changed)
    covering = Property(bool, _is_covering, notify=changed)
