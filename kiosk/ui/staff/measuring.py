"""Staff measure the screen; what they found is kept for this screen at this size."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QScreen
from PySide6.QtQml import QmlElement

from kiosk.store import panels
from kiosk.store.database import Store
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.setup.measure import Measure

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

FIRST: Final = "setup"
"""Who measured before there was anybody to ask for a PIN."""


def screen_key(screen: QScreen) -> str:
    """The name under which a measurement of that screen is kept."""
    size = screen.size()
    return panels.screen_name(screen.name(), size.width(), size.height())


def kept_px_per_mm(store: Store, screen: QScreen) -> float:
    """What staff measured on that screen; 0 where nobody did."""
    with store.reading() as connection:
        return panels.measured_px_per_mm(connection, screen_key(screen)) or 0.0


@QmlElement
class Measuring(QObject):
    """The measurement of one screen.

    Signals:
        scaled: it is kept; pixels per millimetre from now on.
        left: nothing was measured.
        failed: it could not be kept; the word for it.
    """

    changed = Signal()
    scaled = Signal(float)
    left = Signal()
    failed = Signal(str)

    def __init__(
        self,
        *,
        store: Store,
        disk: Lane,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._disk, self._now = store, disk, now
        self._screen, self._actor, self._first = "", "", False
        self._measure = Measure(0.0, self)

    def use(self, screen: QScreen, px_per_mm: float) -> None:
        """That screen is the one to be measured; it goes by `px_per_mm` so far."""
        self._screen = screen_key(screen)
        self._measure = Measure(px_per_mm, self)
        self._measure.measured.connect(self._measured)
        self._measure.left.connect(self._leave)

    def start(self, actor: str) -> None:
        """The member of staff of that name measures."""
        self._actor = actor

    def start_first(self) -> None:
        """Whoever sets the kiosk up measures: there is no way on but a measured screen."""
        self._actor, self._first = FIRST, True
        self.changed.emit()

    @Slot()
    def _leave(self) -> None:
        if not self._first:
            self.left.emit()

    @Slot(float)
    def _measured(self, px_per_mm: float) -> None:
        actor = self._actor
        self._disk.run(
            lambda: self._keep(px_per_mm, actor), lambda future: self._kept(px_per_mm, future)
        )

    def _keep(self, px_per_mm: float, actor: str) -> None:
        with self._store.transaction() as connection:
            panels.keep_px_per_mm(connection, self._screen, px_per_mm, by=actor, now=self._now())

    def _kept(self, px_per_mm: float, future: Future[None]) -> None:
        failure = future.exception()
        if failure is None:
            self._first = False
            self.changed.emit()
            self.scaled.emit(px_per_mm)
        else:
            self.failed.emit("measure_trouble")
        raise_bug(failure)

    def _may_leave(self) -> bool:
        return not self._first

    _read_measure = attrgetter("_measure")
    measure = Property(Measure, _read_measure, constant=True)
    mayLeave = Property(bool, _may_leave, notify=changed)  # noqa: N815 - read by QML
