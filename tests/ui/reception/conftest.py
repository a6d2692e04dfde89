"""A real desk window over a real store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication

from kiosk.desk.alerts import AlertBook
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import bundled_value_sets
from kiosk.settings import Clinic, Settings
from kiosk.store import staff
from kiosk.store.database import Store
from kiosk.sync.fhir_client import FhirClient
from kiosk.trial.desk import DeskHands
from kiosk.ui.jobs import Jobs
from kiosk.ui.reception.made_of import MadeOf
from kiosk.ui.reception.making import made_desk
from kiosk.ui.reception.reception import Reception
from kiosk.ui.reception.window import DeskWindow

PIN = "482913"
"""Of Sam, reception, who is in the store of `tests.ui.conftest`."""
PINS = {"lead": "739182", "clinical": "604938", "IT": "518274"}


@dataclass
class OpenDesk:
    """An open desk window, its store and hands before it."""

    reception: Reception
    store: Store
    window: DeskWindow
    hands: DeskHands
    jobs: Jobs
    forms: tuple[Questionnaire, ...] = ()

    def sign_in(self, role: str = "reception") -> None:
        """Somebody of that role types their PIN."""
        pin = PIN if role == "reception" else PINS[role]
        self.hands.wait_for("Sign in")
        self.hands.type(pin)
        self.hands.press("Return")
        self.hands.wait_for("Lock")
        self.settle()

    def settle(self) -> None:
        """Wait until the lanes are empty and the window has heard of it."""
        for lane in (self.jobs.disk, self.jobs.network):
            ended: list[object] = []
            lane.run(lambda: None, ended.append)
            self.hands.wait_until(lambda ended=ended: bool(ended))  # type: ignore[misc]
        self.hands.wait_for_stillness()


DeskOpener = Callable[..., OpenDesk]


@pytest.fixture
def open_desk(
    app: QGuiApplication,  # noqa: ARG001 - must be there first
    qt_warnings: list[str],  # noqa: ARG001 - must hear everything
    store: Store,
    forms: tuple[Questionnaire, ...],
    now: datetime,
) -> Iterator[DeskOpener]:
    """Opens a desk: `open_desk(settings=…, size=…, store=…, now=…, alerts=…)`; all have a PIN."""
    opened: list[OpenDesk] = []
    at = now

    def open_one(  # noqa: PLR0913 - keyword-only
        *,
        settings: Settings | None = None,
        size: tuple[int, int] = (1280, 800),
        store: Store = store,
        forms: tuple[Questionnaire, ...] = forms,
        now: Callable[[], datetime] | None = None,
        client: Callable[[], FhirClient] | None = None,
        alerts: tuple[AlertBook, ...] = (),
    ) -> OpenDesk:
        settings = settings or Settings(clinic=Clinic(name="Riverside Practice"))
        with store.transaction() as connection:
            known = {one.role for one in staff.list_staff(connection)}
            for role in PINS.keys() - known:
                staff.add_staff(connection, name=f"The {role}", role=role, pin=PINS[role], now=at)
        jobs, clock = Jobs(), now or (lambda: at)
        made_of = MadeOf(settings, forms, bundled_value_sets(), settings)
        desk = made_desk(store, made_of, jobs, clock, client)
        if alerts:
            desk = replace(desk, alerts=alerts)
        reception = Reception(desk)
        window = DeskWindow(reception, size)
        one = OpenDesk(reception, store, window, DeskHands(window.root), jobs, forms)
        opened.append(one)
        one.hands.wait_for_stillness()
        return one

    yield open_one
    for one in opened:
        one.settle()
        one.reception.close()
        one.window.close()
        one.jobs.close()
        for thing in (one.reception, one.jobs.disk, one.jobs.network):
            shiboken6.delete(thing)


@pytest.fixture
def desk(open_desk: DeskOpener) -> OpenDesk:
    """A desk on a 1280 by 800 screen; nobody is signed in."""
    return open_desk()
