"""The window of the patient's screen: its engine, what stands before it, and its place.

The QML engine goes before the screens it is bound to: close the window, then the lanes.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import shiboken6
from PySide6.QtCore import QIODevice, QObject, QPointF, QSize, QTimer, QUrl, Slot
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from PySide6.QtQml import QQmlApplicationEngine, QQmlNetworkAccessManagerFactory
from PySide6.QtQuick import QQuickWindow

from kiosk.papers.fonts import use_fonts
from kiosk.resources import resource
from kiosk.settings import Keypad
from kiosk.ui.access.ways import Ways
from kiosk.ui.chime import Chime
from kiosk.ui.icons import Icons
from kiosk.ui.keyboard_choice import KeyboardChoice
from kiosk.ui.lockdown import Lockdown
from kiosk.ui.patient.patient import PatientScreen
from kiosk.ui.pictures import FormPictures, Pictures
from kiosk.ui.scanner import Scanner
from kiosk.ui.touch_guard import TouchGuard
from kiosk.ui.touched_place import place_at

_HERE: Final = Path(__file__).resolve().parent
_MM_PER_INCH: Final = 25.4
_SIZES: Final = {"pxPerMm", "width", "height"}


class WindowPlace(NamedTuple):
    """How a window lies on the screen.

    Attributes:
        size: in pixels, or None for what the screen gives.
        px_per_mm: measured scale of the panel; 0 asks the screen, which guesses.
        fullscreen: cover the screen.
        may_close: False in `kiosk run`: closing the window is refused.
    """

    size: tuple[int, int] | None = None
    px_per_mm: float = 0.0
    fullscreen: bool = False
    may_close: bool = True

    @property
    def scale(self) -> float:
        """Pixels a millimetre; a QGuiApplication must exist."""
        return self.px_per_mm or screen_px_per_mm()


class NoNetwork(QNetworkAccessManager):
    """Refuses every request: no form text makes the screen fetch anything."""

    def createRequest(  # noqa: N802 - Qt's name
        self,
        op: QNetworkAccessManager.Operation,
        _request: QNetworkRequest,
        outgoingData: QIODevice | None = None,  # noqa: N803
    ) -> QNetworkReply:
        """A reply that failed: its address has a scheme that nothing serves."""
        return super().createRequest(op, QNetworkRequest(QUrl("refused:")), outgoingData)


class _NoNetworks(QQmlNetworkAccessManagerFactory):
    def create(self, parent: QObject) -> QNetworkAccessManager:
        return NoNetwork(parent)


class Engine(QQmlApplicationEngine):
    """What runs the pages of one window: it fetches nothing, and knows the icons."""

    def __init__(self) -> None:
        super().__init__()
        self._networks = _NoNetworks()
        self.setNetworkAccessManagerFactory(self._networks)
        self.addImportPath(str(_HERE.parent.parent))
        self.addImageProvider("icon", Icons(resource("icons")))

    def open(self, main: Path, properties: Mapping[str, Any]) -> QQuickWindow:
        """The window of that file, not shown yet.

        Raises:
            RuntimeError: it does not load.
        """
        self.setInitialProperties(dict(properties))
        self.load(QUrl.fromLocalFile(str(main)))
        roots = self.rootObjects()
        if not roots or not isinstance(roots[0], QQuickWindow):
            raise RuntimeError(f"{main.name} does not load")
        return roots[0]


class KioskWindow:
    """An open window with its engine.

    Attributes:
        root: the window itself, for `grabWindow` and touches.
        guard: the touch guard before it.
        scanner: hears a scanner that types.
        lockdown: refuses what leads out of it.
        ways: into it besides touch; None where it has no patient's screen.
        chime: sounds when it asks whether somebody is still there, or somebody wants help.
    """

    def __init__(self, main: Path, properties: Mapping[str, Any], guard: TouchGuard) -> None:
        self.guard = guard
        self.ways: Ways | None = None
        self.chime = Chime(resource("sounds", "still-there.wav"))
        self._engine = Engine()
        self._tell_theme(properties)
        self.root = self._engine.open(main, properties)
        self.scanner = Scanner()
        self.root.installEventFilter(self.scanner)  # before the guard, thus asked after it
        self.root.installEventFilter(guard)
        self.lockdown = Lockdown(self.root)  # after the guard, thus asked before it
        self._seen = QTimer(self.root, interval=0, singleShot=True)
        self._seen.timeout.connect(self._look_up_once)
        self.root.frameSwapped.connect(self._seen.start)

    def show_pictures(self, pictures: Pictures) -> None:
        """Let pages show the pictures that forms carry."""
        self._engine.addImageProvider(pictures.provider, FormPictures(pictures))

    def show(self, place: WindowPlace) -> None:
        """Show it at its place."""
        self.lockdown.fullscreen = place.fullscreen
        if place.size is not None:
            self.root.resize(*place.size)
        if place.fullscreen:
            # Said twice, for a bare X server has no window manager that would do it. Not the
            # window's screen(): PySide makes that the window's child, and collected with it the
            # screen itself is deleted (6.11.3).
            self.root.setGeometry(QGuiApplication.primaryScreen().geometry())
            self.root.showFullScreen()
        else:
            self.root.show()

    def rescale(self, px_per_mm: float) -> None:
        """Draw everything at a scale that was measured anew."""
        self.guard.rescale(px_per_mm)
        self.root.setProperty("pxPerMm", px_per_mm)

    def _tell_theme(self, properties: Mapping[str, Any]) -> None:
        """How large the window is, before anything is laid out: else all is laid out twice."""
        theme: Any = self._engine.singletonInstance("kiosk.ui", "Theme")
        for name in _SIZES & properties.keys():
            theme.setProperty(name, properties[name])

    @Slot()
    def _look_up_once(self) -> None:
        """What touches are looked up with is made after the first page is seen, before a touch."""
        self.root.frameSwapped.disconnect(self._seen.start)
        place_at(self.root.contentItem(), QPointF())

    def close(self) -> None:
        """Close it; the engine goes before the screens it is bound to."""
        self.chime.close()
        if self.ways is not None:
            self.ways.close()
        self.root.setProperty("mayClose", 1)
        self.lockdown.fullscreen = False
        self.root.removeEventFilter(self.guard)
        self.root.removeEventFilter(self.scanner)
        self.scanner.stop()
        self.root.close()
        del self.root
        shiboken6.delete(self._engine)


def prepare_qt() -> None:
    """Choose the software renderer; call before the application is made."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")


def open_patient_window(  # noqa: PLR0913 - keyword-only beyond the two
    patient: PatientScreen,
    guard: TouchGuard,
    *,
    main: Path = _HERE / "PatientWindow.qml",
    more: Mapping[str, Any] | None = None,
    place: WindowPlace,
    keypad: Keypad | None = None,
) -> KioskWindow:
    """The patient's window, not shown yet; a QGuiApplication must exist.

    Args:
        patient: what patients do.
        guard: stands before every touch.
        main: the QML of the window, a `PatientWindow`.
        more: properties of `main` beyond those of a `PatientWindow`.
        place: how it lies on the screen.
        keypad: which keys do what.
    """
    use_fonts(resource("fonts"))
    keyboards = KeyboardChoice(resource("keyboards"))
    QAccessible.setActive(True)
    size = QSize(*place.size) if place.size else QGuiApplication.primaryScreen().size()
    properties = {
        "width": size.width(),
        "height": size.height(),
        "patient": patient,
        "guard": guard,
        "keyboards": keyboards,
        "pxPerMm": place.scale,
        "mayClose": place.may_close,
        **(more or {}),
    }
    window = KioskWindow(main, properties, guard)
    keyboards.setParent(window.root)
    for pictures in patient.pictures:
        window.show_pictures(pictures)
    window.ways = Ways(window.root, patient, guard, keypad or Keypad(), patient.key_repeat_s)
    root = window.root  # not the window: it would be part of a ring, and freed on any thread
    window.scanner.listen_while(lambda: patient.takes_scans() and not root.property("covered"))
    window.scanner.scanned.connect(patient.scan)
    patient.ended.connect(window.scanner.forget)
    guard.touched.connect(patient.touched)
    guard.shutChanged.connect(patient.watch.hold_while)
    patient.watch.warned.connect(window.chime.play)
    patient.calling.rang.connect(window.chime.play)
    return window


def screen_px_per_mm() -> float:
    """What the first screen tells of its own scale."""
    return float(QGuiApplication.primaryScreen().physicalDotsPerInch()) / _MM_PER_INCH
