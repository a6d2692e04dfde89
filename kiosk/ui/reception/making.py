"""Puts together what the pages of the desk work with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk.desk.alerts import LocalAlerts
from kiosk.desk.clinic import LocalClinic
from kiosk.desk.kiosks import LocalKiosks
from kiosk.desk.typing_in import LocalPapers
from kiosk.resources import resource
from kiosk.store.database import Store
from kiosk.sync.alerts import here_of
from kiosk.sync.connect import client_for
from kiosk.sync.fhir_client import FhirClient
from kiosk.ui.jobs import Jobs
from kiosk.ui.printing.pdf_format import all_formats
from kiosk.ui.reception.books import books_of
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.made_of import MadeOf
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import load_desk_words, load_words


def made_desk(
    store: Store,
    made_of: MadeOf,
    jobs: Jobs,
    now: Callable[[], datetime],
    client: Callable[[], FhirClient] | None = None,
) -> Desk:
    """A desk on the store of this PC, or on the central service, as the settings say.

    Args:
        store: the open store.
        made_of: what the settings name.
        jobs: the lanes.
        now: the clock.
        client: makes what speaks with the central service; None: as the settings say.

    Raises:
        SettingsInvalid: the words of the desk can't be read; or it works on a central service
            that is not named, or not whose visits it makes.
    """
    settings, forms, value_sets = made_of.settings, tuple(made_of.forms), made_of.value_sets
    folder = resource("translations")
    make = client or (lambda: client_for(settings.central, store, clock=now))
    words = load_words(folder, also="paper.toml")
    speaking = Speaking(load_desk_words(folder), settings.patient)
    formats = all_formats(
        words, speaking.language, kiosk=settings.clinic.kiosk, value_sets=value_sets
    )
    books = books_of(store, made_of, make, now, formats=formats)
    # Nobody sits at the screen whose paper is typed in: whoever goes must not look for them there.
    at_desk = replace(here_of(settings, store.kiosk_id), place=speaking.say("papers_alert_place"))
    return Desk(
        store=store, settings=settings, forms=forms, value_sets=value_sets,
        clinic=LocalClinic(store, made_of.own, now),
        papers=LocalPapers(store, at_desk, now),
        form_book=books.forms,
        kiosks=LocalKiosks(store, settings, lambda: forms, now, client),
        visits=books.visits, responses=books.responses,
        alerts=(LocalAlerts(store, settings, now),),
        exports=books.exports, pictures=books.pictures,
        words=words, jobs=jobs, speaking=speaking, now=now,
    )  # fmt: skip
