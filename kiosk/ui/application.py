"""The one application object, and how much of the screen a window may take."""

from typing import Final

from PySide6.QtGui import QGuiApplication

from kiosk.errors import RefusedError
from kiosk.machine.display import has_display
from kiosk.ui.guard import withhold_qt_messages
from kiosk.ui.meanwhile.watchdog import Watchdog
from kiosk.ui.window import prepare_qt

WINDOWED: Final = 0.85
"""How much of the screen a window takes that is not full screen."""


def application_with_window() -> QGuiApplication:
    """The one application object; under systemd it says that its first page stands, and lives.

    Raises:
        RefusedError: this session has no display to open a window on.
    """
    if not has_display():
        raise RefusedError(
            "There is no display to open the window on.",
            advice="Start it in a graphical session. The other commands need no display.",
        )
    prepare_qt()
    withhold_qt_messages()
    instance = QGuiApplication.instance()
    if isinstance(instance, QGuiApplication):
        return instance
    application = QGuiApplication(["kiosk"])
    Watchdog(application)
    return application


def unseen_application() -> QGuiApplication:
    """The application object of a command that draws without a window; needs no display."""
    instance = QGuiApplication.instance()
    if isinstance(instance, QGuiApplication):
        return instance
    return QGuiApplication(["kiosk", "-platform", "offscreen"])


def part_of_screen(application: QGuiApplication) -> tuple[int, int]:
    """The size of a window that leaves something of the screen free, in pixels."""
    available = application.primaryScreen().availableGeometry()
    return (int(available.width() * WINDOWED), int(available.height() * WINDOWED))
