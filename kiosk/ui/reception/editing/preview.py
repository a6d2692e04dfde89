"""The real page of the patient beside the editor, in the same window.

Its QML has an engine of its own, for colours and sizes are singletons of an engine: the patient's
text may be at its largest in the dark while the desk's is small on white. What that engine makes is
an item like any other, and lies in the desk's window.
"""

from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import shiboken6
from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

from kiosk.forms.questionnaire import Questionnaire
from kiosk.resources import resource
from kiosk.ui.keyboard_choice import KeyboardChoice
from kiosk.ui.patient.display import THEMES
from kiosk.ui.pictures import FormPictures
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.editing.preview_screen import PreviewScreen
from kiosk.ui.window import Engine

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_PAGE: Final = Path(__file__).resolve().parent / "PreviewPage.qml"
PANEL: Final = (800, 1280)
"""Pixels of a 10.1" panel upright."""
PX_PER_MM: Final = 5.88
SIZES: Final = ("usual", "large", "largest")


@QmlElement
class Preview(QObject):
    """One question as patients see it.

    Args:
        desk: what the editor works with.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._screen: PreviewScreen | None = None
        self._engine: Engine | None = None
        self._root: QQuickItem | None = None
        self._asked: tuple[Questionnaire, str, str] | None = None
        self._size, self._theme = SIZES[0], THEMES[0]

    def show(self, form: Questionnaire, link_id: str, language: str) -> None:
        """Show that question in that language."""
        self._asked = (form, link_id, language)
        if self._screen is not None:
            self._screen.ask(form, link_id, language)
            self._draw()

    @Slot()
    def again(self) -> None:
        """Back to the question, whatever was touched."""
        if self._asked is not None:
            self.show(*self._asked)

    @Slot(QQuickItem)
    def attach(self, stage: QQuickItem) -> None:
        """Lie in that item from now on, as large as it lets it be."""
        if self._root is None:
            self._make()
        if self._root is not None:
            self._root.setParentItem(stage)
        self.again()

    @Slot(str)
    def useSize(self, size: str) -> None:  # noqa: N802 - called by QML
        """Text of one of `SIZES`."""
        if size in SIZES:
            self._size = size
            self._draw()
            self.changed.emit()

    @Slot(str)
    def useTheme(self, theme: str) -> None:  # noqa: N802 - called by QML
        """One of the patients' themes."""
        if theme in THEMES:
            self._theme = theme
            self._draw()
            self.changed.emit()

    def close(self) -> None:
        """Nothing of it is left; what lies in the window goes before what it is bound to."""
        self._asked = None
        engine, self._root, self._engine = self._engine, None, None
        if engine is not None:
            shiboken6.delete(engine)

    def _make(self) -> None:
        # The screen stays from one form to the next: a lane may still have something for it.
        screen = self._screen or self._make_screen()
        engine = Engine()
        for pictures in screen.pictures:
            engine.addImageProvider(pictures.provider, FormPictures(pictures))
        theme: Any = engine.singletonInstance("kiosk.ui", "Theme")
        for name, value in zip(("width", "height"), PANEL, strict=True):
            theme.setProperty(name, value)
        theme.setProperty("pxPerMm", PX_PER_MM)
        keyboards = KeyboardChoice(resource("keyboards"), screen)
        engine.setInitialProperties({"patient": screen, "keyboards": keyboards})
        engine.load(QUrl.fromLocalFile(str(_PAGE)))
        roots = engine.rootObjects()
        if not roots or not isinstance(roots[0], QQuickItem):
            raise RuntimeError(f"{_PAGE.name} does not load")
        root = roots[0]
        self._screen, self._engine, self._root = screen, engine, root

    def _make_screen(self) -> PreviewScreen:
        desk = self._desk
        name = desk.settings.clinic.name
        screen = PreviewScreen(name, desk.words, desk.value_sets, desk.jobs, desk.now)
        screen.setParent(self)
        return screen

    def _draw(self) -> None:
        if self._screen is not None:
            display = self._screen.shown_display
            display.setText(SIZES.index(self._size))
            display.setTheme(self._theme)

    _read_size = attrgetter("_size")
    _read_theme = attrgetter("_theme")
    size = Property(str, _read_size, notify=changed)
    theme = Property(str, _read_theme, notify=changed)
