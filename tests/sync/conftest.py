"""A store in a temporary folder, a clock that is turned by hand, and the real trial endpoint."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from kiosk.coproduction.feedback import Remark
from kiosk.store.database import Store, create_store, open_store
from kiosk.store.feedback import keep_remark
from kiosk.store.key import new_key
from kiosk.store.submissions import submissions, submit
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import SyncReport, send_due
from tests.endpoint import Central, free_port

FORM = "http://clinic-kiosk.example/fhir/Questionnaire/pain-today|1.0.0"


PLAIN_STATEMENT = {
    "resourceType": "CapabilityStatement",
    "fhirVersion": "4.0.1",
    "rest": [
        {"mode": "server", "resource": [{"type": "QuestionnaireResponse", "updateCreate": True}]}
    ],
}
"""Of a service that can little: each response goes by itself, under the id it has."""


class AnchorsAside(httpx2.BaseTransport):
    """Takes the audit's anchors itself, and says little of what the service can.

    All else goes to the service in a test's hands.
    """

    def __init__(self, service: httpx2.BaseTransport) -> None:
        self._service = service

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/metadata"):
            return httpx2.Response(200, json=PLAIN_STATEMENT)
        if "/AuditEvent/" not in request.url.path:
            return self._service.handle_request(request)
        if request.method == "PUT":
            return httpx2.Response(201, json=json.loads(request.read()))
        return httpx2.Response(404, json={"resourceType": "OperationOutcome", "issue": []})


@dataclass
class Kiosk:
    """One kiosk's store, its clock and its sender."""

    store: Store
    key: bytes
    now: datetime

    def finish(self, answer: str = "none to speak of", **changes: Any) -> str:
        """A patient finishes a form; returns the id of the response."""
        response_id = str(uuid4())
        response = {
            "resourceType": "QuestionnaireResponse",
            "id": response_id,
            "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{response_id}"},
            "questionnaire": FORM,
            "status": "completed",
            "item": [{"linkId": "pain", "answer": [{"valueString": answer}]}],
        }
        payload = json.dumps(response | changes).encode()
        with self.store.transaction() as c:
            submit(
                c, draft_id=None, response_id=response_id, questionnaire=FORM,
                payload=payload, now=self.now,
            )  # fmt: skip
        return response_id

    def remark(self, day: date, *, first: bool = True, words: str = "which pain?") -> Remark:
        """Somebody remarks on a question."""
        kept = Remark(str(uuid4()), day, FORM, "pain", "not-understood", words, "en")
        with self.store.transaction() as c:
            keep_remark(c, kept, first=first)
        return kept

    def send(self, transport: httpx2.BaseTransport | None = None, **options: Any) -> SyncReport:
        """One run of the sender, by a new client as after a restart."""
        base = options.pop("base", "https://fhir.example.org/fhir")
        if transport is not None and not getattr(transport, "takes_anchors", False):
            transport = AnchorsAside(transport)
        client = FhirClient(base, timeout_s=5.0, transport=transport, clock=lambda: self.now)
        try:
            return send_due(
                self.store,
                client,
                now=lambda: self.now,
                jitter=random.Random(7),  # noqa: S311 - the same waits in each run
                **options,
            )
        finally:
            client.close()

    def states(self) -> dict[str, str]:
        """Every response's state by its id."""
        with self.store.reading() as c:
            return {one.id: one.state for one in submissions(c)}

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def restart(self) -> None:
        """The program ends and begins again on the same store."""
        self.store.close()
        self.store = open_store(self.store.directory, self.key)


@pytest.fixture
def kiosk(tmp_path: Path, now: datetime) -> Iterator[Kiosk]:
    """A kiosk of its own for one test."""
    key = new_key()
    kiosk = Kiosk(create_store(tmp_path / "kiosk", key), key, now)
    yield kiosk
    kiosk.store.close()


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    """An endpoint of its own for one test, not started yet."""
    endpoint = Central(tmp_path / "central", free_port())
    yield endpoint
    endpoint.stop()


@pytest.fixture(scope="session")
def running_central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    """One endpoint for all tests that neither stop it nor count what it keeps."""
    endpoint = Central(tmp_path_factory.mktemp("central"), free_port())
    endpoint.start()
    yield endpoint
    endpoint.stop()
