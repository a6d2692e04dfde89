"""Puts the desk's window together; on the store of this PC a kiosk may run beside it."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime

from PySide6.QtGui import QGuiApplication

from kiosk.desk.alerts import AlertBook, LocalAlerts
from kiosk.desk.central_alerts import CentralAlerts
from kiosk.machine.starting import started
from kiosk.running.app import parts, utc_now
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.store.keeping import holder_for
from kiosk.store.passing import clear_passing
from kiosk.store.unlocking import unlock
from kiosk.sync.connect import client_for
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.sync.fetch.clinic import with_clinic_settings
from kiosk.ui.application import application_with_window
from kiosk.ui.guard import Guard
from kiosk.ui.jobs import Jobs
from kiosk.ui.reception.made_of import MadeOf
from kiosk.ui.reception.making import made_desk
from kiosk.ui.reception.reception import Reception
from kiosk.ui.reception.window import USUAL_SIZE, DeskWindow
from kiosk.ui.signals import live_until_ended


class FrontDesk:
    """The open desk; a QGuiApplication must exist.

    Args:
        store: the open store; whoever opened it closes it, after this.
        made_of: what the settings name.
        size, place: of its window, in pixels; None: as usual.
        now: the clock, aware, UTC; of a story that goes through weeks it is another one.

    Attributes:
        jobs: its lanes.
        speaking: its language.
        reception: what the window is bound to.
        window: the open window.
    """

    def __init__(
        self,
        store: Store,
        made_of: MadeOf,
        *,
        size: tuple[int, int] = USUAL_SIZE,
        place: tuple[int, int] | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.jobs, self._guard = Jobs(), Guard()
        self._guard.install()
        desk = made_desk(store, made_of, self.jobs, now)
        self._desk = replace(desk, alerts=alert_books(store, made_of.settings, now))
        self.speaking = self._desk.speaking
        self.reception = Reception(self._desk)
        self.window = DeskWindow(self.reception, size, place)

    def close(self) -> None:
        """Closes the window and lets what was begun end; the store stays open."""
        self._guard.remove()
        self.reception.close()
        self.window.close()
        self._desk.close()
        self.jobs.close()


def alert_books(
    store: Store, settings: Settings, now: Callable[[], datetime]
) -> tuple[AlertBook, ...]:
    """Where alerts are found: on this PC, and at the central service where one is named."""
    here = LocalAlerts(store, settings, now)
    if settings.central.url is None:
        return (here,)
    client = client_for(settings.central, store, clock=now)
    return here, CentralAlerts(store, client, settings, now)


def run_reception(settings: Settings) -> None:
    """Runs the desk's window on this PC's store until it is closed.

    Raises:
        SettingsInvalid, NotSetUp, StoreUnavailable: it can't open.
        RefusedError: there is no display.
    """
    parts(settings)
    with closing(unlock(settings.store_directory, holder_for(settings))) as store:
        clear_passing(store.directory)
        in_force = with_clinic_settings(store, settings).settings
        found = at_hand(store, in_force)
        application = application_with_window()
        desk = FrontDesk(store, MadeOf(in_force, found.forms, found.value_sets, settings))
        started()
        show_until_closed(desk, application)


def show_until_closed(desk: FrontDesk, application: QGuiApplication) -> None:
    """Runs the event loop until the window is closed or the process is told to end."""
    live_until_ended(application, desk.close)
