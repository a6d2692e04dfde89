"""Notices that nobody is there: a warning first, then a countdown, then the end."""

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

MORE_TIME = 3
"""How many times longer everything lasts for who asked for more time."""

_SECOND_MS = 1000


@QmlElement
class IdleWatch(QObject):
    """Counts the time since the last touch or key.

    Args:
        warning_s: seconds of quiet until the warning.
        countdown_s: seconds from the warning to the end.

    Signals:
        warned: the warning shows from now on; a sound may say so, too.
        expired: the countdown ran out; the watch has stopped itself.
    """

    changed = Signal()
    warned = Signal()
    expired = Signal()

    def __init__(self, warning_s: float, countdown_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._warning_s, self._countdown_s = warning_s, countdown_s
        self._slower, self._running, self._holds = False, False, 0
        self._left = 0.0
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(self._warn)
        step = min(_SECOND_MS, max(1, round(countdown_s * _SECOND_MS)))
        self._count = QTimer(self, interval=step)
        self._count.timeout.connect(self._tick)
        self._set_times()

    def touched(self) -> None:
        """Somebody is there. Once the warning shows, only `stay` counts."""
        if self._quiet.isActive():
            self._quiet.start()

    def start(self) -> None:
        """Begin to count anew."""
        self._end_countdown()
        self._running = True
        self._go_on()

    def stop(self) -> None:
        """Do not count: nobody is expected."""
        self._running = False
        self._quiet.stop()
        self._end_countdown()

    def hold(self) -> None:
        """Something speaks, plays or wipes the screen: no time passes until as many releases."""
        self._holds += 1
        self._quiet.stop()
        self._count.stop()

    def release(self) -> None:
        """That is over: the time of quiet begins anew, a countdown goes on."""
        self._holds = max(0, self._holds - 1)
        if self._running:
            self._go_on()

    @Slot(bool)
    def hold_while(self, held: bool) -> None:  # noqa: FBT001 - takes a signal's value
        """Hold for as long as that is so."""
        self.hold() if held else self.release()

    @Slot()
    def stay(self) -> None:
        """The person says they are still there; may be said any number of times."""
        self.start()

    def _go_on(self) -> None:
        if not self._holds:
            (self._count if self._left else self._quiet).start()

    @Slot()
    def _warn(self) -> None:
        self._left = self._countdown_s * self._pace()
        self._count.start()
        self.changed.emit()
        self.warned.emit()

    @Slot()
    def _tick(self) -> None:
        self._left -= self._count.interval() / _SECOND_MS
        if self._left > 0:
            self.changed.emit()
            return
        self.stop()
        self.expired.emit()

    def _end_countdown(self) -> None:
        self._count.stop()
        if self._left:
            self._left = 0.0
            self.changed.emit()

    def _pace(self) -> int:
        return MORE_TIME if self._slower else 1

    def _set_times(self) -> None:
        # Of a timer that runs, Qt begins the new interval anew.
        self._quiet.setInterval(round(self._warning_s * self._pace() * _SECOND_MS))

    def _warning(self) -> bool:
        return self._left > 0

    def _seconds_left(self) -> int:
        return max(0, round(self._left))

    def _is_slower(self) -> bool:
        return self._slower

    def _set_slower(self, slower: bool) -> None:  # noqa: FBT001 - Qt's setter
        if slower != self._slower:
            self._slower = slower
            self._set_times()
            self.changed.emit()

    warning = Property(bool, _warning, notify=changed)
    secondsLeft = Property(int, _seconds_left, notify=changed)  # noqa: N815 - read by QML
    slower = Property(bool, _is_slower, _set_slower, notify=changed)
