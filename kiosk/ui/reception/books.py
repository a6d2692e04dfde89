"""What the pages of the desk work on: the store of this PC, or the central service."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from kiosk.desk.central_exports import CentralExports
from kiosk.desk.central_responses import CentralResponses
from kiosk.desk.central_visits import CentralVisits
from kiosk.desk.exports import ExportBook, LocalExports
from kiosk.desk.forms import CentralForms, FormBook, LocalForms
from kiosk.desk.forms_there import FormsThere
from kiosk.desk.local_responses import LocalResponses
from kiosk.desk.packets import desk_packets
from kiosk.desk.pictures.book import LocalPictures, PictureBook
from kiosk.desk.pictures.central import CentralPictures
from kiosk.desk.responses import ResponseBook
from kiosk.desk.visits import LocalVisits, VisitBook
from kiosk.errors import SettingsInvalid
from kiosk.export.formats import Format
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import bundled_locks
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.responses_there import ResponsesThere
from kiosk.ui.patient.withholding import Screened
from kiosk.ui.reception.made_of import MadeOf

Clock = Callable[[], datetime]


class Books(NamedTuple):
    """Where the visits of the day are, the responses, and what is made of them."""

    visits: VisitBook
    responses: ResponseBook
    exports: ExportBook
    pictures: PictureBook
    forms: FormBook


def books_of(
    store: Store,
    made_of: MadeOf,
    client: Callable[[], FhirClient],
    now: Clock,
    *,
    formats: Mapping[str, Format],
) -> Books:
    """Those that a desk works on.

    Args:
        store: of this PC.
        made_of: what the settings name.
        client: makes a client of the central service.
        now: the clock.
        formats: of an export.

    Raises:
        SettingsInvalid: it works on a central service that is not named, or not whose visits.
    """
    if made_of.settings.reception.alone:
        return central_books(store, made_of, client, now, formats=formats)
    settings, forms, value_sets = made_of.settings, made_of.forms, made_of.value_sets
    visits = visit_book(store, settings, forms, value_sets, now)
    exports = LocalExports(store, settings, formats, now)
    responses, pictures = LocalResponses(store, value_sets, now), LocalPictures(store, now)
    return Books(visits, responses, exports, pictures, LocalForms(store, value_sets, now))


def visit_book(
    store: Store,
    settings: Settings,
    forms: Iterable[Questionnaire],
    value_sets: ValueSets,
    now: Clock,
) -> LocalVisits:
    """The visits of this PC; what its screen can't show is not given out."""
    forms = tuple(forms)
    screened = Screened(forms, value_sets)
    # The screen asks those that may raise an alert only while one would be seen.
    alerting = screened.alerting if settings.reception.responders else ()
    shown = tuple(form for form in forms if form in screened.shown or form in alerting)
    return LocalVisits(
        store,
        packets=desk_packets(settings.reception.packets, shown),
        questions={form.canonical: len(form.asked) for form in forms},
        now=now,
        place=settings.clinic.kiosk,
        walk_ups=settings.patient.walk_ups,
    )


def central_books(
    store: Store,
    made_of: MadeOf,
    make: Callable[[], FhirClient],
    now: Clock,
    *,
    formats: Mapping[str, Format],
) -> Books:
    """Those of the central service; `store` is the small one of this PC.

    Raises:
        SettingsInvalid: see `books_of`.
    """
    settings, forms, value_sets = made_of.settings, tuple(made_of.forms), made_of.value_sets
    owner, client = owner_of_visits(settings), make()
    shown = Screened(forms, value_sets).shown
    visits = CentralVisits(
        store, client, owner=owner, now=now,
        packets=desk_packets(settings.reception.packets, shown),
    )  # fmt: skip
    locks = bundled_locks()

    def forms_by(client: FhirClient) -> FormsThere:
        return FormsThere(store, client, forms=forms, value_sets=value_sets, locks=locks, now=now)

    responses = CentralResponses(store, ResponsesThere(client), forms_by(client), now)
    exports = CentralExports(
        store, make, find=forms_by, offered=tuple(form.canonical for form in forms),
        formats=formats, clinic=settings.clinic.name, now=now,
    )  # fmt: skip
    pictures = CentralPictures(store, make, find=forms_by, forms=forms, now=now)
    known = CentralForms(store, value_sets, now, make)
    return Books(visits, responses, exports, pictures, known)


def owner_of_visits(settings: Settings) -> str:
    """Whose visits a desk makes at the central service.

    Raises:
        SettingsInvalid: the settings do not say.
    """
    if settings.central.tasks == "none":
        raise SettingsInvalid(
            "This desk works on the central service, and it is not said whose visits it makes.",
            advice='Name it as the kiosks of the clinic do: [central] tasks = "Organization/…"',
        )
    return settings.central.tasks
