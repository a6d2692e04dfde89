"""Lets systemd see that the screen is alive, from the thread that draws it."""

from typing import Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QGuiApplication

from kiosk.machine.compositor import Compositor
from kiosk.machine.notify import READY, alive, notify, watchdog_s

LOOK_MS: Final = 100
"""So often it is asked whether the first page can be seen."""

SHARE: Final = 3
"""The service manager is told so many times in the time after which it would lose patience."""


class Watchdog(QTimer):
    """Says when the first page stands, and from then on that this thread still turns.

    A timer of this thread and no other: where the page is frozen, it is silent too, and the
    service is started anew. So it is where the compositor, which alone puts pages on the glass,
    answers no more. Every page counts, also one that says “closed”. It outlasts the event loop:
    after the page “out of order”, or that of setting up, the patients' comes in the same process.

    Args:
        application: the one application object, whose child this is.
    """

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._application, self._is_ready = application, False
        self._patience_s = watchdog_s()
        self._compositor = Compositor() if application.platformName() == "wayland" else None
        self.timeout.connect(self._look)
        self.start(LOOK_MS)

    @Slot()
    def _look(self) -> None:
        if self._is_ready:
            if self._compositor is None or self._compositor.has_answered():
                notify(*alive(self._patience_s))
        elif any(window.isExposed() for window in self._application.topLevelWindows()):
            self._is_ready = True
            if self._patience_s:
                notify(READY, *alive(self._patience_s))
                self.setInterval(int(self._patience_s * 1000 / SHARE))
            else:
                notify(READY)
                self.stop()
