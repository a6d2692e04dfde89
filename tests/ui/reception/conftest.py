"""A real desk window over a real store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication

from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import bundled_value_sets
from kiosk.resources import resource
from kiosk.settings import Clinic, Settings
from kiosk.store import staff
from kiosk.store.database import Store
from kiosk.ui.jobs import Jobs
from kiosk.ui.reception.books import Books, local_books
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.reception import Reception
from kiosk.ui.reception.window import DeskWindow
from kiosk.ui.speaking import Speaking
from kiosk.ui.words import load_desk_words, load_words
from tests.ui.reception.hands import Hands

PIN = "482913"
"""Of Sam, reception, who is in the store of `tests.ui.conftest`."""
PINS = {"lead": "739182", "clinical": "604938", "IT": "518274"}


@dataclass
class OpenDesk:
    """An open desk window, its store and hands before it."""

    reception: Reception
    store: Store
    window: DeskWindow
    hands: Hands
    jobs: Jobs

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
    """Opens a desk: `open_desk(settings=…, store=…, now=…, books=…)`; all roles have a PIN."""
    opened: list[OpenDesk] = []
    at = now

    def open_one(
        *,
        settings: Settings | None = None,
        size: tuple[int, int] = (1280, 800),
        store: Store = store,
        now: Callable[[], datetime] | None = None,
        books: Books | None = None,
    ) -> OpenDesk:
        settings = settings or Settings(clinic=Clinic(name="Riverside Practice"))
        with store.transaction() as connection:
            known = {one.role for one in staff.list_staff(connection)}
            for role in PINS.keys() - known:
                staff.add_staff(connection, name=f"The {role}", role=role, pin=PINS[role], now=at)
        jobs, words = Jobs(), load_desk_words(resource("translations"))
        clock, value_sets = now or (lambda: at), bundled_value_sets()
        found = books or local_books(store, settings, forms, value_sets, clock)
        desk = Desk(
            store=store, settings=settings, forms=forms, value_sets=value_sets,
            jobs=jobs, speaking=Speaking(words, settings.patient), now=clock,
            visits=found.visits, responses=found.responses,
            words=load_words(resource("translations"), also="paper.toml"),
        )  # fmt: skip
        reception = Reception(desk)
        window = DeskWindow(reception, size)
        one = OpenDesk(reception, store, window, Hands(window.root), jobs)
        opened.append(one)
        one.hands.wait_for_stillness()
        return one

    yield open_one
    for one in opened:
        one.settle()
        one.window.close()
        one.jobs.close()
        for thing in (one.reception, one.jobs.disk, one.jobs.network):
            shiboken6.delete(thing)


@pytest.fixture
def desk(open_desk: DeskOpener) -> OpenDesk:
    """A desk on a 1280 by 800 screen; nobody is signed in."""
    return open_desk()
