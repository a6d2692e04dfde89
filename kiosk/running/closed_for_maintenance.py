"""Closed for maintenance: what `kiosk run` shows while the flag stands, and how it goes on.

    a kiosk that runs       lets the patient finish, sends, shows the page, lets its store go
    a kiosk that starts     shows the page; it opens no store
    the flag goes, or its end comes   ends with 0, and whoever looks after it starts the new version

On Windows a program's files can't be replaced while it runs: there it ends with 10 at once, upon
which Shell Launcher does nothing.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.machine.notify import notify
from kiosk.running.app import Kiosk
from kiosk.running.draining import forget_step, tell_step
from kiosk.running.maintenance import Flag, flag_in_force, lower_if_over
from kiosk.running.maintenance_watch import LOOK_MS, MaintenanceWatch
from kiosk.running.parts import utc_now
from kiosk.settings import Settings
from kiosk.ui.application import application_with_window, part_of_screen
from kiosk.ui.calm import MAINTENANCE, open_calm_page, said_to_patients
from kiosk.ui.signals import live_until_ended
from kiosk.ui.window import KioskWindow, WindowPlace

CLOSED: Final = 10
"""The exit code that says so (`kiosk guide commands`)."""

ICON: Final = "clock"


class Standing(QObject):
    """The page of maintenance, from when it is shown until the process ends.

    Args:
        application: is ended, once the flag is gone.
        file: the flag.
        settings: whose languages it speaks; None: they can't be read.
        windowed: in a window, not over the whole screen.
    """

    def __init__(
        self, application: QGuiApplication, file: Path, settings: Settings | None, *, windowed: bool
    ) -> None:
        super().__init__(application)
        self._application, self._file = application, file
        self._settings, self._windowed = settings, windowed
        self._window: KioskWindow | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def shown(self) -> bool:
        """Whether the page stands."""
        return self._window is not None

    def flag(self) -> Flag | None:
        """The flag, while it closes."""
        return flag_in_force(self._file, utc_now())

    def show(self, flag: Flag) -> None:
        """Show the page."""
        said = said_to_patients(MAINTENANCE, self._settings, back=flag.until, now=utc_now())
        size = part_of_screen(self._application) if self._windowed else None
        place = WindowPlace(
            size=size, fullscreen=not self._windowed,
            px_per_mm=self._settings.panel.px_per_mm if self._settings else 0.0,
        )  # fmt: skip
        self._window = open_calm_page(said, icon=ICON, place=place)
        notify("STATUS=Closed for maintenance")
        sys.stderr.write("kiosk: closed for maintenance\n")
        sys.stderr.flush()

    def wait(self) -> None:
        """From now on the end of the flag is the end of the process; on Windows it is over now."""
        if sys.platform == "win32":
            self._application.exit(CLOSED)
        else:
            self._timer.start()
            self._look()

    def close(self) -> None:
        """Close the page."""
        if self._window is not None:
            self._timer.stop()
            self._window.close()
            self._window = None

    def _look(self) -> None:
        if self.flag() is None:
            lower_if_over(self._file, utc_now())
            self._application.exit(0)


def closes_for_maintenance(
    kiosk: Kiosk, standing: Standing, directory: Path, *, let_go: Callable[[], None]
) -> MaintenanceWatch:
    """Let a running kiosk see the flag.

    Args:
        kiosk: the one that runs.
        standing: the page.
        directory: of its store.
        let_go: closes the kiosk and the store, and gives its lock back.
    """
    forget_step(directory)

    def close(flag: Flag) -> None:
        standing.show(flag)
        tell_step(directory, "sending")

    def drained() -> None:
        tell_step(directory, "closing")
        let_go()
        forget_step(directory)
        standing.wait()

    watch = MaintenanceWatch(
        look=standing.flag,
        patient=kiosk.patient, staff=kiosk.staff, sender=kiosk.sender, parent=standing,
    )  # fmt: skip
    watch.occupied.connect(partial(tell_step, directory, "occupied"))
    watch.closing.connect(close)
    watch.drained.connect(drained)
    watch.start()
    return watch


def stay_closed(file: Path, flag: Flag, settings: Settings | None, *, windowed: bool) -> int:
    """The page, until the flag is gone or its end has come; the exit code of the process.

    Raises:
        RefusedError: there is no display.
    """
    application = application_with_window()
    standing = Standing(application, file, settings, windowed=windowed)
    standing.show(flag)
    QTimer.singleShot(0, standing, standing.wait)
    return live_until_ended(application, standing.close)
