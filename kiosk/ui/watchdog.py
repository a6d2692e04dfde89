"""Lets systemd see that the screen is alive, from the thread that draws it."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.notify import ALIVE, READY, STOPPING, notify, watchdog_s

LOOK_MS: Final = 100
"""So often it is asked whether the first page can be seen."""

SHARE: Final = 3
"""The service manager is told so many times in the time after which it would lose patience."""


class Watchdog(QTimer):
    """Says when the first page stands, and from then on that this thread still turns.

    A timer of this thread and no other: where the page is frozen, it is silent too, and the
    service is started anew. Every page counts, also one that says “closed”.

    Args:
        application: the one application object, whose child this is.
    """

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._application, self._is_ready = application, False
        self._patience_s = watchdog_s()
        self.timeout.connect(self._look)
        application.aboutToQuit.connect(self._stopping)
        self.start(LOOK_MS)

    def _look(self) -> None:
        if self._is_ready:
            notify(ALIVE)
        elif any(window.isExposed() for window in self._application.topLevelWindows()):
            self._is_ready = True
            notify(READY, ALIVE)
            if self._patience_s:
                self.setInterval(int(self._patience_s * 1000 / SHARE))
            else:
                self.stop()

    def _stopping(self) -> None:
        self.stop()
        notify(STOPPING)
