"""The bar of a trial above the desk: that nothing is real, the PIN, and the network to unplug."""

from collections.abc import Callable
from concurrent.futures import Future
from operator import attrgetter

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.wording.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Trial(QObject):
    """One trial.

    Args:
        speaking: the language of the desk.
        pin: by which who tries it signs in; it is shown.
        cut, connect: take the central service away and bring it back, on `lane`.
        lane: where that takes its time.

    Signals:
        connected: the central service is there again.
    """

    changed = Signal()
    connected = Signal()

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        speaking: Speaking,
        pin: str,
        cut: Callable[[], None],
        connect: Callable[[], None],
        lane: Lane,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._speaking, self._pin, self._lane = speaking, pin, lane
        self._cut, self._connect = cut, connect
        self._unplugged, self._busy = False, False

    @Slot()
    def toggle(self) -> None:
        """Unplug the network, or plug it in again."""
        if not self._busy:
            self._busy = True
            self._lane.run(self._connect if self._unplugged else self._cut, self._done)
            self.changed.emit()

    def _done(self, future: Future[None]) -> None:
        self._busy = False
        if future.exception() is None:
            self._unplugged = not self._unplugged
            if not self._unplugged:
                self.connected.emit()
        self.changed.emit()
        raise_bug(future.exception())

    def _line(self) -> str:
        say = self._speaking.say
        return say("trial_unplugged") if self._unplugged else say("trial_line")

    def _pin_line(self) -> str:
        return self._speaking.say("trial_pin", pin=self._pin)

    def _action(self) -> str:
        return self._speaking.say("trial_plug" if self._unplugged else "trial_unplug")

    _read_unplugged = attrgetter("_unplugged")
    _read_busy = attrgetter("_busy")
    line = Property(str, _line, notify=changed)
    pinLine = Property(str, _pin_line, constant=True)  # noqa: N815 - read by QML
    action = Property(str, _action, notify=changed)
    unplugged = Property(bool, _read_unplugged, notify=changed)
    busy = Property(bool, _read_busy, notify=changed)
