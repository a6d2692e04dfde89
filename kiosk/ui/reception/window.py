"""Opens the desk's window on a PC with mouse and keyboard."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtGui import QAccessible

from kiosk.papers.fonts import use_fonts
from kiosk.resources import resource
from kiosk.ui.pictures import FormPictures
from kiosk.ui.reception.presence import Presence
from kiosk.ui.reception.reception import Reception
from kiosk.ui.reception.trial import Trial
from kiosk.ui.window import Engine

if TYPE_CHECKING:
    from PySide6.QtQuick import QQuickWindow

_HERE: Final = Path(__file__).resolve().parent
USUAL_SIZE: Final = (1280, 800)


class DeskWindow:
    """An open desk window with its engine, which goes before what it is bound to.

    Args:
        reception: what it is bound to.
        size: in pixels.
        place: its upper left corner on the screen; None: where the system puts it.

    Attributes:
        root: the window itself.
    """

    def __init__(
        self,
        reception: Reception,
        size: tuple[int, int] = USUAL_SIZE,
        place: tuple[int, int] | None = None,
    ) -> None:
        use_fonts(resource("fonts"))
        QAccessible.setActive(True)
        self._engine = Engine()
        for page in reception.pages.values():
            if page.pictures is not None:
                pictures = page.pictures
                self._engine.addImageProvider(pictures.provider, FormPictures(pictures))
        properties = {"reception": reception, "width": size[0], "height": size[1]}
        self.root: QQuickWindow = self._engine.open(_HERE / "ReceptionWindow.qml", properties)
        Presence(self.root).touched.connect(reception.touched)
        if place is not None:
            self.root.setPosition(*place)
        self.root.show()

    def show_trial(self, trial: Trial) -> None:
        """Say above all pages that this is a trial."""
        self.root.setProperty("trial", trial)

    def close(self) -> None:
        """Close it."""
        self.root.close()
        del self.root
        shiboken6.delete(self._engine)
