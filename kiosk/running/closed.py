"""The page of a kiosk that can't open: patients see why, and no desktop, until it goes on."""

from typing import Final

from PySide6.QtCore import QTimer

from kiosk.errors import KioskError
from kiosk.ui.application import application_with_window, part_of_screen
from kiosk.ui.opening import open_closed_page
from kiosk.ui.signals import EndedBySignal
from kiosk.ui.window import WindowPlace

UNSEEN: Final = ("offscreen", "minimal")
"""Qt's platforms that draw where nobody looks."""

CLOSED_PAGE_MS: Final = 20_000
"""How long the page of a closed kiosk stands before the program ends with its exit code."""


def show_closed(closed: KioskError, *, windowed: bool) -> None:
    """The page that says why the kiosk is closed, for a while.

    Nothing that a patient does ends it sooner: what starts the kiosk again decides what comes after
    it. In a window of its own it can be closed.
    """
    application = application_with_window()
    if application.platformName() in UNSEEN:
        return
    window = open_closed_page(
        clinic="", body=str(closed).partition("\n")[0], advice=closed.advice,
        place=WindowPlace(
            size=part_of_screen(application) if windowed else None, fullscreen=not windowed,
            may_close=windowed,
        ),
    )  # fmt: skip
    # Not `quit`, which asks the window, and that refuses.
    QTimer.singleShot(CLOSED_PAGE_MS, lambda: application.exit(0))
    ended = EndedBySignal(application)
    application.exec()
    ended.restore()
    window.close()
