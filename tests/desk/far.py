"""Desks without a kiosk, kiosks with stores of their own, and what they say to one service."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2

from kiosk.desk.central_responses import CentralResponses
from kiosk.desk.central_visits import CentralVisits
from kiosk.desk.forms_there import FormsThere
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import bundled_locks
from kiosk.settings import Central as CentralSettings
from kiosk.settings import Patient, Settings
from kiosk.store import visits
from kiosk.store.database import Store, create_store
from kiosk.store.visits import Visit
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.responses_there import ResponsesThere
from kiosk.sync.send import SyncReport, send_due
from kiosk.sync.tasks import TasksReport, fetch_tasks
from kiosk.sync.tasks_wanted import tasks_wanted
from tests.store.finished import keep, pain_form


@dataclass
class Far:
    """One PC: its store, its client, the clock of all."""

    store: Store
    client: FhirClient
    owner: str
    clock: Callable[[], datetime]

    def send(self) -> SyncReport:
        """One run of the sender."""
        return send_due(
            self.store,
            self.client,
            now=self.clock,
            jitter=random.Random(7),  # noqa: S311
        )


@dataclass
class FarDesk(Far):
    """A desk's PC without a kiosk."""

    forms: tuple[Questionnaire, ...] = ()
    visits: CentralVisits = field(init=False)
    responses: CentralResponses = field(init=False)

    def __post_init__(self) -> None:
        self.visits = CentralVisits(
            self.store, self.client, owner=self.owner, packets=(), now=self.clock
        )
        found = FormsThere(
            self.store, self.client, forms=self.forms, value_sets=ValueSets(),
            locks=bundled_locks(), now=self.clock,
        )  # fmt: skip
        there = ResponsesThere(self.client)
        self.responses = CentralResponses(self.store, there, found, self.clock)


@dataclass
class FarKiosk(Far):
    """A kiosk without a desk."""

    def fetch(self) -> TasksReport:
        """Look for visits once."""
        form = pain_form()
        wanted = tasks_wanted(
            Settings(
                central=CentralSettings(url=self.client.base, tasks=self.owner),
                patient=Patient(identity="code"),
            ),
            (form,),
        )
        assert wanted is not None
        return fetch_tasks(self.store, self.client, wanted, now=self.clock)

    def by_code(self, code: str) -> Visit | None:
        """What a person at its screen finds."""
        with self.store.reading() as c:
            return visits.visit_by_code(c, code, now=self.clock())

    def sit_down(self, visit_id: str) -> None:
        with self.store.transaction() as c:
            visits.take_up(c, visit_id, now=self.clock())

    def finish(self, visit_id: str, response: dict[str, Any]) -> None:
        """All that visit asked for is answered, by that response."""
        keep(self.store, response, self.clock())
        with self.store.transaction() as c:
            visits.finish_visit(c, visit_id, now=self.clock(), responses=[response["id"]])


class Clinic:
    """PCs of one clinic at one service."""

    def __init__(self, folder: Path, base: str, now: datetime) -> None:
        self.folder, self.base, self.now = folder, base, now
        self.owner = f"Organization/{uuid4()}"
        self._opened: list[Far] = []

    def desk(self, transport: httpx2.BaseTransport | None = None, **more: Any) -> FarDesk:
        """One more desk."""
        made = FarDesk(*self._parts(transport), **more)
        self._opened.append(made)
        return made

    def kiosk(self) -> FarKiosk:
        """One more kiosk."""
        made = FarKiosk(*self._parts(None))
        self._opened.append(made)
        return made

    def close(self) -> None:
        for one in self._opened:
            one.client.close()
            one.store.close()

    def _parts(
        self, transport: httpx2.BaseTransport | None
    ) -> tuple[Store, FhirClient, str, Callable[[], datetime]]:
        store = create_store(self.folder / str(uuid4()), os.urandom(32))
        client = FhirClient(self.base, timeout_s=5.0, transport=transport, clock=lambda: self.now)
        return store, client, self.owner, lambda: self.now


@contextmanager
def clinic_at(folder: Path, base: str, now: datetime) -> Iterator[Clinic]:
    """A clinic for the length of a block."""
    made = Clinic(folder, base, now)
    yield made
    made.close()
