"""Opens the set-up window, which needs no store: there may be none yet."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QAccessible, QGuiApplication

from kiosk.papers.fonts import use_fonts
from kiosk.resources import resource
from kiosk.ui.keyboard_choice import KeyboardChoice
from kiosk.ui.setup.setting_up import SetUp
from kiosk.ui.touch_guard import TouchGuard
from kiosk.ui.window import KioskWindow, WindowPlace

_HERE: Final = Path(__file__).resolve().parent


class _Hands(QObject):
    """Whether fingers write or a keyboard: the keyboard on the screen is for fingers alone."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look, and let everything through."""
        kind = event.type()
        if kind in (QEvent.Type.TouchBegin, QEvent.Type.KeyPress):
            watched.setProperty("fingers", 1 if kind == QEvent.Type.TouchBegin else 0)
        return False


def open_set_up(setting_up: SetUp, place: WindowPlace) -> KioskWindow:
    """The window, shown at its place; a QGuiApplication must exist."""
    use_fonts(resource("fonts"))
    QAccessible.setActive(True)
    guard = TouchGuard(place.scale)
    keyboards = KeyboardChoice(resource("keyboards"))
    size = QSize(*place.size) if place.size else QGuiApplication.primaryScreen().size()
    properties = {
        "width": size.width(),
        "height": size.height(),
        "pxPerMm": place.scale,
        "mayClose": place.may_close,
        "setUp": setting_up,
        "keyboards": keyboards,
        "guard": guard,
    }
    window = KioskWindow(_HERE / "SetUpWindow.qml", properties, guard)
    keyboards.setParent(window.root)
    hands = _Hands(window.root)
    window.root.installEventFilter(hands)
    if place.may_close:  # on somebody's own desktop: a token can be pasted
        window.root.removeEventFilter(window.lockdown)
    setting_up.scaled.connect(window.rescale)
    window.show(place)
    return window
