"""The sample clinic for the person in front of the screen: the patients' window and the desk's.

Both in one process, side by side, with a network to unplug.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Final, NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from kiosk.demo.clinic import PIN, SampleClinic, sample_clinic, seed_today
from kiosk.demo.endpoint import Endpoint
from kiosk.demo.voice import Voice
from kiosk.running.app import Kiosk, parts
from kiosk.running.reception import FrontDesk
from kiosk.store.database import Store, open_store
from kiosk.ui.application import application_with_window
from kiosk.ui.reception.made_of import MadeOf
from kiosk.ui.reception.trial import Trial
from kiosk.ui.signals import live_until_ended
from kiosk.ui.window import WindowPlace, screen_px_per_mm

TITLE_BAR: Final = 40
"""So much of the screen's height a window's frame may take, in pixels."""
PATIENTS: Final = 0.34
"""The share of the screen's width that is the patients'."""


class Places(NamedTuple):
    """Where the two windows lie on the screen, in pixels."""

    patients: QRect
    desk: QRect


class SideBySide:
    """The two windows of the demo, and the network between them and the centre.

    Attributes:
        kiosk: the patients' window, and what sends.
        desk: the desk's.
        trial: the bar above the desk.
    """

    def __init__(
        self, store: Store, clinic: SampleClinic, endpoint: Endpoint, screen: QRect
    ) -> None:
        settings = clinic.settings(central=endpoint.url, visits=True)
        made_of, places = parts(settings), places_on(screen)
        at = places.patients
        place = WindowPlace(size=(at.width(), at.height()), px_per_mm=screen_px_per_mm())
        self.kiosk = Kiosk(store, settings, made_of, place)
        self.kiosk.window.root.setPosition(at.x(), at.y())
        at = places.desk
        desk_of = MadeOf(settings, made_of.forms, made_of.value_sets, settings)
        self.desk = FrontDesk(
            store, desk_of, size=(at.width(), at.height()), place=(at.x(), at.y())
        )
        self.trial = Trial(
            speaking=self.desk.speaking, pin=PIN, cut=endpoint.cut, connect=endpoint.connect,
            lane=self.desk.jobs.ahead,
        )  # fmt: skip
        if self.kiosk.sender is not None:
            self.trial.connected.connect(self.kiosk.sender.hurry)
        self.kiosk.patient.sent.connect(self.trial.answered)
        self.desk.window.show_trial(self.trial)

    def close(self) -> None:
        """Closes both; what was begun ends."""
        self.desk.close()
        self.kiosk.close()


def places_on(screen: QRect) -> Places:
    """The patients' window at the left, upright where there is room; the desk's beside it."""
    height = screen.height() - TITLE_BAR
    width = min(round(screen.width() * PATIENTS), round(height * 0.62))
    width = max(width, min(480, screen.width() // 2))
    top = screen.top() + TITLE_BAR
    patients = QRect(screen.left(), top, width, height)
    return Places(patients, QRect(screen.left() + width, top, screen.width() - width, height))


@contextmanager
def opened(
    clinic: SampleClinic, endpoint: Endpoint, application: QGuiApplication
) -> Iterator[SideBySide]:
    """The two windows on the sample clinic of today; who opens them closes them."""
    with closing(open_store(clinic.directory / "store", clinic.key)) as store:
        seed_today(store, datetime.now(UTC))
        yield SideBySide(store, clinic, endpoint, application.primaryScreen().availableGeometry())


def show_to_person(*, seed: int, voice: Voice) -> None:
    """Opens both windows on sample data and leaves them to the person until they are closed."""
    application = application_with_window()
    with sample_clinic(seed) as clinic, Endpoint(clinic.directory / "central") as endpoint:
        voice.say(
            f"The clinic lives in {clinic.directory}, encrypted with a key that nobody keeps, and "
            "is deleted when both windows are closed."
        )
        voice.say(f"The PIN of the desk is {PIN}. The central service is at {endpoint.url}")
        voice.say("The desk's window says what to try. Close both windows to end.")
        with opened(clinic, endpoint, application) as windows:
            live_until_ended(application, windows.close)
