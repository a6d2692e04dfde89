"""Opens the desk's window on a PC with mouse and keyboard."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtGui import QAccessible

from kiosk.papers.fonts import use_fonts
from kiosk.resources import resource
from kiosk.ui.reception.reception import Reception
from kiosk.ui.window import Engine

if TYPE_CHECKING:
    from PySide6.QtQuick import QQuickWindow

_HERE: Final = Path(__file__).resolve().parent
USUAL_SIZE: Final = (1280, 800)


class DeskWindow:
    """An open desk window with its engine, which goes before what it is bound to.

    Attributes:
        root: the window itself.
    """

    def __init__(self, reception: Reception, size: tuple[int, int] = USUAL_SIZE) -> None:
        use_fonts(resource("fonts"))
        QAccessible.setActive(True)
        self._engine = Engine()
        properties = {"reception": reception, "width": size[0], "height": size[1]}
        self.root: QQuickWindow = self._engine.open(_HERE / "ReceptionWindow.qml", properties)
        self.root.show()

    def close(self) -> None:
        """Close it."""
        self.root.close()
        del self.root
        shiboken6.delete(self._engine)
