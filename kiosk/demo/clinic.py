"""A sample clinic in a temporary folder: a store with a throw-away key, a few earlier visits."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from kiosk.coproduction.feedback import Remark
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.response import encode
from kiosk.forms.robot.robot import fill
from kiosk.resources import resource
from kiosk.settings import Central, Clinic, Panel, Patient, Settings, StorePlace
from kiosk.store import feedback, staff, submissions
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key

NAME = "Riverside Practice"
PIN = "246810"
EARLIER_VISITS = 12
EARLIER_REMARKS = 4
REMARKED = ("pain-where", "no-fitting-answer")


class SampleClinic(NamedTuple):
    """Where the sample clinic lives, and its key, which is forgotten at the end."""

    directory: Path
    key: bytes

    def settings(self, *, central: str, px_per_mm: float = 0.0) -> Settings:
        """The settings of its kiosk."""
        return Settings(
            clinic=Clinic(name=NAME),
            store=StorePlace(directory=str(self.directory / "store")),
            central=Central(url=central, every_s=1.0),
            patient=Patient(languages=("en", "ar"), draft_translations=("ar",)),
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
            remark = _remark(form, now - timedelta(days=number + 2))
            feedback.keep_remark(connection, remark, first=True)
    for number in range(EARLIER_VISITS):
        _earlier_visit(store, form, chance, now - timedelta(days=number + 1))


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
