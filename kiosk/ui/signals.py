"""Ctrl-C, `systemctl stop`, a terminal that goes: they end the window like a closed one.

What was begun is finished.

Qt's event loop does not let Python look at signals; a socket that Python writes to on each
signal wakes it.
"""

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier
from PySide6.QtGui import QGuiApplication

_ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class EndedBySignal(QObject):
    """Quits the application on SIGINT, SIGTERM and SIGHUP while it lives; call `restore` after.

    Args:
        application: whose event loop is to end.
    """

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._application = application
        self._woken, self._waker = socket.socketpair()
        for end in (self._woken, self._waker):
            end.setblocking(False)  # noqa: FBT003 - the library's own signature
        notifier = QSocketNotifier(self._woken.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(lambda: self._woken.recv(64))
        self._before = [signal.signal(number, self._quit) for number in _ENDING]
        self._wakeup_before = signal.set_wakeup_fd(self._waker.fileno())

    def restore(self) -> None:
        """Gives both signals back to who had them."""
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in zip(_ENDING, self._before, strict=True):
            signal.signal(number, handler)
        self._waker.close()

    def _quit(self, _number: int, _frame: FrameType | None) -> None:
        # Not quit(): that asks the window, and a patient window refuses to close.
        self._application.exit(0)


def live_until_ended(application: QGuiApplication, close: Callable[[], None]) -> int:
    """Runs the event loop until the windows are closed or the process is told to end.

    Returns what it was ended with.

    Args:
        application: whose event loop.
        close: ends what was begun, whatever ended the loop.
    """
    ended = EndedBySignal(application)
    try:
        return application.exec()
    finally:
        ended.restore()
        close()
