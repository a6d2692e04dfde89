"""The bar of a trial above the desk: nothing is real, the PIN, the network, what to try."""

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

_UNPLUG, _ANSWER, _LOOK, _PLUG, _ALL = range(5)
"""How far somebody is: the step that is next. Only the window knows when the desk was looked at."""


@QmlElement
class Trial(QObject):
    """One trial.

    Args:
        speaking: the language of the desk.
        pin: by which who tries it signs in; it is shown.
        cut, connect: take the central service away and bring it back, on `lane`.
        lane: where that takes its time.

    What to try first stands in the bar, too, and how far who tries it is.

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
        self._at = _UNPLUG

    @Slot()
    def toggle(self) -> None:
        """Unplug the network, or plug it in again."""
        if not self._busy:
            self._busy = True
            self._lane.run(self._connect if self._unplugged else self._cut, self._done)
            self.changed.emit()

    @Slot()
    def answered(self) -> None:
        """A patient sent a form."""
        if self._unplugged and self._at == _ANSWER:
            self._at = _LOOK
            self.changed.emit()

    def _done(self, future: Future[None]) -> None:
        self._busy = False
        if future.exception() is None:
            self._unplugged = not self._unplugged
            self._go_on()
            if not self._unplugged:
                self.connected.emit()
        self.changed.emit()
        raise_bug(future.exception())

    def _go_on(self) -> None:
        """The next step to try, now that the network is unplugged or plugged in again."""
        if self._at in {_UNPLUG, _ANSWER}:
            self._at = _ANSWER if self._unplugged else _UNPLUG
        elif not self._unplugged:
            self._at = _ALL

    def _line(self) -> str:
        say = self._speaking.say
        if self._unplugged:
            return say("trial_unplugged")
        return f"{say('trial_line')} {say('trial_done')}" if self._at == _ALL else say("trial_line")

    def _steps(self) -> list[str]:
        """What to try, in order; nothing once it was tried."""
        say = self._speaking.say
        return [] if self._at == _ALL else [say(f"trial_step_{one + 1}") for one in range(_ALL)]

    def _pin_line(self) -> str:
        return self._speaking.say("trial_pin", pin=self._pin)

    def _action(self) -> str:
        return self._speaking.say("trial_plug" if self._unplugged else "trial_unplug")

    _read_unplugged = attrgetter("_unplugged")
    _read_busy = attrgetter("_busy")
    _read_at = attrgetter("_at")
    line = Property(str, _line, notify=changed)
    pinLine = Property(str, _pin_line, constant=True)  # noqa: N815 - read by QML
    action = Property(str, _action, notify=changed)
    unplugged = Property(bool, _read_unplugged, notify=changed)
    busy = Property(bool, _read_busy, notify=changed)
    steps = Property(list, _steps, notify=changed)
    at = Property(int, _read_at, notify=changed)
