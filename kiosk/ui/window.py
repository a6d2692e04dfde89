"""Opens the kiosk's window.

How to compose (what `kiosk/app.py`, the demo and the tests do):

    prepare_qt()                                  # before the application exists
    application = QGuiApplication(sys.argv)
    words = load_words(resource("translations"))
    jobs = Jobs()
    patient = PatientScreen(store=…, forms=…, words=words, jobs=jobs, settings=settings.patient,
                            clinic=settings.clinic.name, now=…, device_id=store.kiosk_id)
    staff = StaffScreen(store=…, forms=…, words=words, jobs=jobs, settings=settings.patient, now=…)
    window = open_window(patient, staff, size=(1080, 1920), px_per_mm=3.6)
    patient.sent.connect(…)                       # ask for a sync
    patient.show_board([…])                       # "We said, we did"
    guard = Guard(); guard.install(); guard.broke.connect(patient.fail)
    application.exec()
    window.close(); jobs.close()                  # the engine goes before the screens

`size=None` with `fullscreen=True` fills the screen; `px_per_mm=0` takes the scale the screen
tells of itself, which is a guess until the panel was measured.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import shiboken6
from PySide6.QtCore import QIODevice, QObject, QUrl
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from PySide6.QtQml import QQmlApplicationEngine, QQmlNetworkAccessManagerFactory
from PySide6.QtQuick import QQuickWindow

from kiosk.errors import SettingsInvalid
from kiosk.resources import resource
from kiosk.ui.chime import Chime
from kiosk.ui.fonts import use_fonts
from kiosk.ui.icons import Icons
from kiosk.ui.keyboards import load_keyboards
from kiosk.ui.patient.patient import PatientScreen
from kiosk.ui.pictures import PROVIDER, FormPictures, Pictures
from kiosk.ui.staff.staff import StaffScreen
from kiosk.ui.touch_guard import TouchGuard
from kiosk.ui.words import ENGLISH, load_words

_HERE: Final = Path(__file__).resolve().parent
_MM_PER_INCH: Final = 25.4
_LAST_WORDS: Final = {
    "closed_title": "This screen is closed. Please ask at the desk.",
    "closed_it": "For IT",
    "close": "Close",
}


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


class KioskWindow:
    """An open window with its engine.

    Attributes:
        root: the window itself, for `grabWindow` and touches.
        guard: the touch guard before it.
        chime: sounds when it asks whether somebody is still there.
    """

    def __init__(self, main: Path, properties: Mapping[str, Any], guard: TouchGuard) -> None:
        self.guard = guard
        self.chime = Chime(resource("sounds", "still-there.wav"))
        self._networks = _NoNetworks()
        self._engine = QQmlApplicationEngine()
        self._engine.setNetworkAccessManagerFactory(self._networks)
        self._engine.addImportPath(str(_HERE.parent.parent))
        self._engine.addImageProvider("icon", Icons(resource("icons")))
        self._engine.setInitialProperties(dict(properties))
        self._engine.load(QUrl.fromLocalFile(str(main)))
        roots = self._engine.rootObjects()
        if not roots or not isinstance(roots[0], QQuickWindow):
            raise RuntimeError(f"{main.name} does not load")
        self.root: QQuickWindow = roots[0]
        self.root.installEventFilter(guard)

    def show_pictures(self, pictures: Pictures) -> None:
        """Let pages show the pictures that forms carry."""
        self._engine.addImageProvider(PROVIDER, FormPictures(pictures))

    def show(self, size: tuple[int, int] | None, *, fullscreen: bool) -> None:
        """Show it: `size` in pixels, or the whole screen."""
        if size is not None:
            self.root.resize(*size)
        if fullscreen:
            # Said twice, for a bare X server has no window manager that would do it.
            self.root.setGeometry(self.root.screen().geometry())
            self.root.showFullScreen()
        else:
            self.root.show()

    def close(self) -> None:
        """Close it; the engine goes before the screens it is bound to."""
        self.chime.close()
        self.root.setProperty("mayClose", 1)
        self.root.removeEventFilter(self.guard)
        self.root.close()
        del self.root
        shiboken6.delete(self._engine)


def prepare_qt() -> None:
    """Choose the software renderer; call before the application is made."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")


def open_window(  # noqa: PLR0913 - keyword-only beyond the two
    patient: PatientScreen,
    staff: StaffScreen,
    *,
    size: tuple[int, int] | None = None,
    px_per_mm: float = 0.0,
    fullscreen: bool = False,
    may_close: bool = True,
) -> KioskWindow:
    """The patient window; a QGuiApplication must exist.

    Args:
        patient: what patients do.
        staff: what staff do.
        size: pixels; None leaves it to the screen.
        px_per_mm: measured scale of the panel; 0 asks the screen.
        fullscreen: cover the screen.
        may_close: False in `kiosk run`: closing the window is refused.
    """
    use_fonts(resource("fonts"))
    QAccessible.setActive(True)
    scale = px_per_mm or screen_px_per_mm()
    guard = TouchGuard(scale)
    properties = {
        "patient": patient,
        "staff": staff,
        "guard": guard,
        "keyboards": load_keyboards(resource("keyboards")),
        "pxPerMm": scale,
        "mayClose": may_close,
    }
    window = KioskWindow(_HERE / "Main.qml", properties, guard)
    window.show_pictures(patient.pictures)
    guard.touched.connect(patient.touched)
    guard.touched.connect(staff.touched)
    staff.resumed.connect(patient.resume)
    staff.leave_out(patient.doomed)
    staff.use_guard(guard)
    guard.shutChanged.connect(patient.watch.hold_while)
    patient.watch.warned.connect(window.chime.play)
    window.show(size, fullscreen=fullscreen)
    return window


def open_closed_page(  # noqa: PLR0913 - keyword-only: its texts and a place
    *,
    clinic: str,
    body: str,
    advice: str,
    heading: str = "",
    close_word: str = "",
    size: tuple[int, int] | None = None,
    px_per_mm: float = 0.0,
    fullscreen: bool = False,
) -> KioskWindow:
    """The calm page of a kiosk that can't open: for a patient first, then for IT.

    Args:
        clinic: the clinic's name.
        body: what happened, for IT.
        advice: what IT must do.
        heading: what a patient reads; "" for the usual words.
        close_word: what its one button says; "" for the usual word.
        size: pixels; None leaves it to the screen.
        px_per_mm: measured scale of the panel; 0 asks the screen.
        fullscreen: cover the screen.
    """
    use_fonts(resource("fonts"))
    scale = px_per_mm or screen_px_per_mm()
    words = closed_words()
    properties = {
        "clinic": clinic,
        "heading": heading or words["closed_title"],
        "forIt": words["closed_it"],
        "body": body,
        "advice": advice,
        "closeWord": close_word or words["close"],
        "pxPerMm": scale,
    }
    window = KioskWindow(_HERE / "setup" / "Closed.qml", properties, TouchGuard(scale))
    window.show(size, fullscreen=fullscreen)
    return window


def closed_words() -> dict[str, str]:
    """The English words; where they are what is broken, the few that the closed page needs."""
    try:
        return load_words(resource("translations")).table(ENGLISH)
    except SettingsInvalid:
        return dict(_LAST_WORDS)


def screen_px_per_mm() -> float:
    """What the first screen tells of its own scale."""
    return float(QGuiApplication.primaryScreen().physicalDotsPerInch()) / _MM_PER_INCH
