"""Notices that nobody is there: a warning first, then a countdown, then the end."""

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_SECOND_MS = 1000


@QmlElement
class IdleWatch(QObject):
    """Counts the time since the last touch or key.

    Args:
        warning_s: seconds of quiet until the warning.
        countdown_s: seconds from the warning to the end.

    Signals:
        expired: the countdown ran out; the watch has stopped itself.
    """

    changed = Signal()
    expired = Signal()

    def __init__(self, warning_s: float, countdown_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._countdown_s = countdown_s
        self._left = 0.0
        self._quiet = QTimer(self, interval=round(warning_s * _SECOND_MS), singleShot=True)
        self._quiet.timeout.connect(self._warn)
        step = min(_SECOND_MS, max(1, round(countdown_s * _SECOND_MS)))
        self._count = QTimer(self, interval=step)
        self._count.timeout.connect(self._tick)

    def touched(self) -> None:
        """Somebody is there. Once the warning shows, only `stay` counts."""
        if self._quiet.isActive():
            self._quiet.start()

    def start(self) -> None:
        """Begin to count anew."""
        self._end_countdown()
        self._quiet.start()

    def stop(self) -> None:
        """Do not count: nobody is expected."""
        self._quiet.stop()
        self._end_countdown()

    @Slot()
    def stay(self) -> None:
        """The person says they are still there; may be said any number of times."""
        self.start()

    def _warn(self) -> None:
        self._left = self._countdown_s
        self._count.start()
        self.changed.emit()

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

    def _warning(self) -> bool:
        return self._count.isActive()

    def _seconds_left(self) -> int:
        return max(0, round(self._left))

    warning = Property(bool, _warning, notify=changed)
    secondsLeft = Property(int, _seconds_left, notify=changed)  # noqa: N815 - read by QML
