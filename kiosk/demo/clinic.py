"""A sample clinic in a temporary folder: a store with a throw-away key, a few earlier visits."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal, NamedTuple

from kiosk.coproduction.feedback import Remark
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.response import encode
from kiosk.forms.robot.robot import fill
from kiosk.resources import resource
from kiosk.settings import (
    Central,
    Clinic,
    Packet,
    Panel,
    Patient,
    Reception,
    Responder,
    Settings,
    StorePlace,
)
from kiosk.store import feedback, staff, submissions, visits
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key
from kiosk.store.visits import Whose

NAME = "Riverside Practice"
PIN = "246810"
EARLIER_VISITS = 12
EARLIER_REMARKS = 5
LAST_EARLIER = timedelta(days=8)
"""In a week that is over: what everybody may read is a week's."""

LAST_REMARK = timedelta(days=12)
FORMS = ("what-matters", "pain-today", "gad-7", "phq-9")
"""The last may raise an alert: it is offered while somebody is signed in at the desk."""
NURSE: Final = Responder(
    name="Duty nurse", how="extension 21", ask="Would you come with me for a moment, please?"
)
PACKETS: Final = (
    Packet(name="First visit", forms=("what-matters", "gad-7"), key="1"),
    Packet(name="Pain clinic", forms=("pain-today",), key="2"),
    Packet(name="Low mood", forms=("what-matters", "phq-9"), key="3"),
)
VISITS: Final = (
    ("K.A.", -50, (0, 2), visits.DONE),
    ("R.T.", -35, (1,), visits.LEFT),
    ("M.O.", -20, (0, 1), visits.PAUSED),
    ("S.B.", -5, (2,), visits.WAITING),
    ("E.W.", 5, (1,), visits.WAITING),
    ("J.P.", 15, (0, 1, 3), visits.WAITING),
    ("A.N.", 25, (0,), visits.WAITING),
)
"""Of today: initials, minutes from now, which forms, how far. Nobody is at the screen when a kiosk
starts; that is for the person to try."""
REMARKED = ("pain-where", "no-fitting-answer")


class SampleClinic(NamedTuple):
    """Where the sample clinic lives, and its key, which is forgotten at the end."""

    directory: Path
    key: bytes

    def settings(
        self, *, central: str | None, px_per_mm: float = 0.0, visits: bool = False
    ) -> Settings:
        """The settings of its kiosk; with `visits` patients may come with a code of the desk."""
        identity: Literal["code", "anonymous"] = "code" if visits else "anonymous"
        return Settings(
            clinic=Clinic(name=NAME, kiosk="Waiting room"),
            store=StorePlace(directory=str(self.directory / "store")),
            central=Central(url=central, every_s=1.0),
            patient=Patient(
                languages=("en", "ar"),
                draft_translations=("ar",),
                identity=identity,
                forms=FORMS if visits else FORMS[:-1],
            ),
            reception=Reception(packets=PACKETS, responders=(NURSE,)),
            panel=Panel(px_per_mm=px_per_mm),
        )


@contextmanager
def sample_clinic(seed: int) -> Iterator[SampleClinic]:
    """A new sample clinic with earlier visits; all of it is deleted at the end."""
    with TemporaryDirectory(prefix="kiosk-demo-") as name:
        clinic = SampleClinic(Path(name), new_key())
        store = create_store(clinic.directory / "store", clinic.key)
        try:
            _seed(store, random.Random(seed))  # noqa: S311 - sample data, the same for the same seed
        finally:
            store.close()
        yield clinic


def _seed(store: Store, chance: random.Random) -> None:
    form = read_questionnaire(resource("forms", "pain-today.json").read_bytes())
    now = datetime.now(UTC)
    with store.transaction() as connection:
        staff.add_staff(connection, name="Reception", role="reception", pin=PIN, now=now)
        for number in range(EARLIER_REMARKS):
            remark = _remark(form, now - LAST_REMARK - timedelta(days=number))
            feedback.keep_remark(connection, remark, first=True)
        feedback.release_remarks(connection, today=(now - LAST_REMARK).date())
    for number in range(EARLIER_VISITS):
        _earlier_visit(store, form, chance, now - LAST_EARLIER - timedelta(days=number))


def _remark(form: Questionnaire, when: datetime) -> Remark:
    link_id, reason = REMARKED
    return Remark(str(uuid.uuid4()), when.date(), form.canonical, link_id, reason, "", "en")


def _earlier_visit(
    store: Store, form: Questionnaire, chance: random.Random, when: datetime
) -> None:
    response_id = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    filler = fill(form, seed=chance.getrandbits(32))
    response = filler.response(
        status="completed", authored=when, response_id=response_id, device_id=store.kiosk_id
    )
    with store.transaction() as connection:
        submissions.submit(
            connection,
            draft_id=None,
            response_id=response_id,
            questionnaire=form.canonical,
            payload=encode(response),
            now=when,
        )


def seed_today(store: Store, now: datetime) -> None:
    """The visits of today; the sittings behind them are nobody's."""
    forms = [read_questionnaire(resource("forms", f"{one}.json").read_bytes()) for one in FORMS]
    with store.transaction() as c:
        for initials, minutes, packet, state in VISITS:
            visit = visits.create_visit(
                c,
                packet=tuple(forms[place].canonical for place in packet),
                by="Reception",
                now=now,
                whose=Whose(initials=initials, appointment=now + timedelta(minutes=minutes)),
            )
            if state != visits.WAITING:
                visits.take_up(c, visit.id, now=now)
            if state == visits.PAUSED:
                visits.pause_visit(c, visit.id, now=now)
            elif state == visits.DONE:
                visits.finish_visit(c, visit.id, now=now)
            elif state == visits.LEFT:
                visits.leave_visit(c, visit.id, now=now)
