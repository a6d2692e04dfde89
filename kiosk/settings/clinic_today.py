"""What the patients' screen shows of the clinic at a moment: open or closed, name, forms. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.machine.zone import MachineZone
from kiosk.settings import Settings
from kiosk.settings.form_days import hidden_forms
from kiosk.settings.opening_hours import clock_is_wrong, standing


@dataclass(frozen=True)
class Night:
    """The clinic is closed.

    Attributes:
        opens: when it opens again, on the clock on its wall; None where no hours say so.
        today: the day it is there.
        emergency: the numbers to call in an emergency; "" for none.
    """

    opens: datetime | None
    today: date
    emergency: str = ""


@dataclass(frozen=True)
class ClinicToday:
    """What counts now.

    Attributes:
        name: of the clinic.
        logo: a PNG by base64; "" for none.
        night: it is closed; None while it is open.
        hidden: the urls of forms that nobody is offered who comes by themselves.
    """

    name: str
    logo: str = ""
    night: Night | None = None
    hidden: frozenset[str] = frozenset()


def clinic_today(
    settings: Settings,
    now: datetime,
    *,
    kiosk: str,
    by_hand: datetime | None = None,
    known: datetime | None = None,
) -> ClinicToday:
    """What counts at that moment on the kiosk of that id.

    Args:
        settings: in force.
        now: aware.
        kiosk: its id.
        by_hand: until when the desk opened it, whatever the hours say.
        known: a moment that is certainly over.
    """
    zone, hours, wrong = MachineZone(), settings.hours, clock_is_wrong(now, known)
    stands, night = standing(hours, now, zone), None
    opened = wrong or (by_hand is not None and now < by_hand)
    if not stands.open and not opened:
        opens = stands.until.astimezone(zone) if stands.until else None
        night = Night(opens, now.astimezone(zone).date(), hours.emergency)
    # By a wrong clock no day can be told: every form is offered.
    day = now.astimezone(zone).date()
    hidden = frozenset[str]() if wrong else hidden_forms(settings.patient.days, kiosk, day)
    return ClinicToday(settings.clinic.name, settings.clinic.picture, night, hidden)
