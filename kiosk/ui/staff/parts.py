"""What the staff window is made of, put together."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from PySide6.QtCore import QObject

from kiosk.forms.questionnaire import Questionnaire
from kiosk.settings import Patient
from kiosk.store.database import Store
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.withholding import Screened
from kiosk.ui.staff.calls import Calls
from kiosk.ui.staff.cleaning import Cleaning
from kiosk.ui.staff.giving import Giving
from kiosk.ui.staff.measuring import Measuring
from kiosk.ui.staff.menu import Menu
from kiosk.ui.staff.outbox import Outbox
from kiosk.ui.staff.paused import Paused
from kiosk.ui.staff.pin import PinEntry
from kiosk.ui.wording.speaking import Speaking


class Desk(NamedTuple):
    """What all parts share.

    Attributes:
        store: the open store, worked on in `disk`.
        forms: those of the clinic; `screened` knows which patients see.
        speaking: the language of the desk.
        now: the clock.
    """

    store: Store
    disk: Lane
    forms: tuple[Questionnaire, ...]
    screened: Screened
    settings: Patient
    speaking: Speaking
    now: Callable[[], datetime]


class Parts(NamedTuple):
    """One for each thing that staff do."""

    menu: Menu
    pin: PinEntry
    paused: Paused
    giving: Giving
    cleaning: Cleaning
    calls: Calls
    measuring: Measuring
    outbox: Outbox


def made_parts(desk: Desk, find: Callable[[], object], parent: QObject) -> Parts:
    """All of them; `find` is what a right PIN finds, on the disk lane."""
    settings, screened = desk.settings, desk.screened
    stored: dict[str, Any] = {"store": desk.store, "now": desk.now, "parent": parent}
    lane = stored | {"disk": desk.disk}
    spoken = lane | {"speaking": desk.speaking}
    return Parts(
        menu=Menu(**stored, settings=settings, speaking=desk.speaking, forms=screened),
        pin=PinEntry(**spoken, find=find),
        paused=Paused(**spoken, forms=desk.forms),
        giving=Giving(**spoken, forms=screened, birthdate=settings.identity == "birthdate"),
        cleaning=Cleaning(**lane, seconds=settings.cleaning_s),
        calls=Calls(**spoken),
        measuring=Measuring(**lane),
        outbox=Outbox(**spoken, forms=desk.forms),
    )
