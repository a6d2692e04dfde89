"""What the pages of the desk work on, where that is the store of this PC."""

from collections.abc import Callable, Iterable
from datetime import datetime

from kiosk.desk.packets import desk_packets
from kiosk.desk.visits import LocalVisits
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.ui.patient.withholding import Screened


def visit_book(
    store: Store,
    settings: Settings,
    forms: Iterable[Questionnaire],
    value_sets: ValueSets,
    now: Callable[[], datetime],
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
