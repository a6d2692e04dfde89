"""Puts the desk's window together, on the store of this PC; the kiosk may run beside it."""

from contextlib import closing

from PySide6.QtGui import QGuiApplication

from kiosk.app import Parts, parts, utc_now
from kiosk.resources import resource
from kiosk.settings import Settings
from kiosk.starting import started
from kiosk.store.database import Store
from kiosk.store.keeping import holder_for
from kiosk.store.unlocking import unlock
from kiosk.sync.connect import client_for, service_in
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.sync.fetch.clinic import with_clinic_settings
from kiosk.sync.fhir_client import FhirClient
from kiosk.ui.application import application_with_window
from kiosk.ui.guard import Guard
from kiosk.ui.jobs import Jobs
from kiosk.ui.reception.books import Books, central_books, local_books, owner_of_visits
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.reception import Reception
from kiosk.ui.reception.window import DeskWindow
from kiosk.ui.signals import EndedBySignal
from kiosk.ui.speaking import Speaking
from kiosk.ui.words import load_desk_words, load_words


class FrontDesk:
    """The open desk; a QGuiApplication must exist.

    Args:
        store: the open store; whoever opened it closes it, after this.
        settings: of this PC, with what the clinic says.
        made_of: what the settings name.

    Attributes:
        reception: what the window is bound to.
        window: the open window.
    """

    def __init__(self, store: Store, settings: Settings, made_of: Parts) -> None:
        self._jobs, self._guard = Jobs(), Guard()
        self._guard.install()
        words = load_desk_words(resource("translations"))
        self._client = _client(store, settings)
        books = _books(store, settings, made_of, self._client)
        desk = Desk(
            store=store, settings=settings, forms=made_of.forms, value_sets=made_of.value_sets,
            jobs=self._jobs, speaking=Speaking(words, settings.patient), now=utc_now,
            visits=books.visits, responses=books.responses,
            words=load_words(resource("translations"), also="paper.toml"),
        )  # fmt: skip
        self.reception = Reception(desk)
        self.window = DeskWindow(self.reception)

    def close(self) -> None:
        """Closes the window and lets what was begun end; the store stays open."""
        self._guard.remove()
        self.window.close()
        if self._client is not None:
            self._client.close()  # a request that hangs is given up
        self._jobs.close()


def run_reception(settings: Settings) -> None:
    """Runs the desk's window on this PC's store until it is closed.

    Raises:
        SettingsInvalid, NotSetUp, StoreUnavailable: it can't open.
        RefusedError: there is no display.
    """
    parts(settings)
    if settings.reception.works_on == "central":
        service_in(settings.central)
        owner_of_visits(settings)
    with closing(unlock(settings.store_directory, holder_for(settings))) as store:
        in_force = with_clinic_settings(store, settings).settings
        found = at_hand(store, in_force)
        made_of = parts(in_force)._replace(forms=found.forms, value_sets=found.value_sets)
        application = application_with_window()
        desk = FrontDesk(store, in_force, made_of)
        started()
        show_until_closed(desk, application)


def _client(store: Store, settings: Settings) -> FhirClient | None:
    """Of a desk that works on the central service."""
    if settings.reception.works_on == "store":
        return None
    return client_for(settings.central, store, clock=utc_now)


def _books(store: Store, settings: Settings, made_of: Parts, client: FhirClient | None) -> Books:
    forms, value_sets = made_of.forms, made_of.value_sets
    if client is None:
        return local_books(store, settings, forms, value_sets, utc_now)
    return central_books(store, settings, client, forms=forms, value_sets=value_sets, now=utc_now)


def show_until_closed(desk: FrontDesk, application: QGuiApplication) -> None:
    """Runs the event loop until the window is closed or the process is told to end."""
    ended = EndedBySignal(application)
    try:
        application.exec()
    finally:
        ended.restore()
        desk.close()
