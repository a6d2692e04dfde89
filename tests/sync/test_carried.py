"""Carried on a stick to another kiosk, and sent from both: on the real service once.

By each way that a service takes, in each order, and killed at each place on the way.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kiosk.commands.import_bundle import _take
from kiosk.export.bundle import Origin, sealed_of
from kiosk.export.unpacking import opened
from kiosk.store.carried import departing
from kiosk.store.database import create_store
from kiosk.store.key import new_key
from kiosk.store.outbox import RESPONSE, requeue
from kiosk.store.submissions import submissions


class Killed(BaseException):
    """The process ends here."""


class Line(httpx2.BaseTransport):
    """The line to the real service, which may choose ids itself, and where a process may die."""

    takes_anchors = True

    def __init__(self, http: httpx2.Client, *, own_ids: bool, killed: str) -> None:
        self._http, self._own_ids, self._killed = http, own_ids, killed

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        writes = request.method in ("PUT", "POST") and "AuditEvent" not in request.url.path
        kill = self._killed if writes else ""
        if kill == "before":
            raise Killed
        if request.method == "PUT" and writes and not self._has(request.url):
            return httpx2.Response(405, json={"resourceType": "OperationOutcome", "issue": []})
        response = self._http.request(
            request.method, request.url, content=request.read(), headers=request.headers
        )
        if kill == "after":
            raise Killed
        content = response.content
        if request.url.path.endswith("/metadata"):
            content = self._statement(content)
        headers = {"Content-Type": "application/fhir+json"}
        headers |= {n: v for n, v in response.headers.items() if n in ("etag", "location")}
        return httpx2.Response(response.status_code, content=content, headers=headers)

    def _has(self, url: httpx2.URL) -> bool:
        """Whether it takes that id: any, or what it gave itself."""
        return self._own_ids or self._http.get(url).status_code == httpx2.codes.OK

    def _statement(self, content: bytes) -> bytes:
        statement = json.loads(content)
        for one in statement["rest"][0]["resource"]:
            one["updateCreate"] = self._own_ids
        return json.dumps(statement).encode()


class WriteOnly(Line):
    """A service that lets this kiosk write and not read."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET" and "/QuestionnaireResponse/" in request.url.path:
            return httpx2.Response(403, json={"resourceType": "OperationOutcome", "issue": []})
        return super().handle_request(request)


@dataclass(frozen=True)
class There:
    """What the service has of one response, under its id or its identifier."""

    count: int
    versions: int
    status: str


@dataclass
class Clinic:
    """Two kiosks, the service of both, and a stick that goes between them."""

    kiosk: Any
    other: Any
    base: str
    http: httpx2.Client
    stick: Path

    def carry(self, *, back: bool = False) -> dict[str, Any]:
        """What waits at the one is exported and imported at the other."""
        one, other = (self.other, self.kiosk) if back else (self.kiosk, self.other)
        with one.store.reading() as c:
            leaving, _ = departing(c, submissions(c, unsynced=True))
        origin = Origin("Hill", one.store.kiosk_id, one.now)
        sealed, code = sealed_of(leaving, origin=origin, forms=[])
        self.stick.write_bytes(sealed)
        return _take(other.store, opened(self.stick.read_bytes(), code), other.now)

    def send(self, one: Any, *, own_ids: bool = True, killed: str = "") -> None:
        """One run of a kiosk's sender; the process may die at its first write."""
        with suppress(Killed):
            one.send(Line(self.http, own_ids=own_ids, killed=killed), base=self.base)

    def amend(self, response_id: str) -> None:
        """Staff correct a response at the kiosk that took it."""
        with self.kiosk.store.transaction() as c:
            (found,) = [one for one in submissions(c) if one.id == response_id]
            payload = json.dumps(json.loads(found.payload) | {"status": "amended"}).encode()
            requeue(
                c, resource_type=RESPONSE, resource_id=response_id, payload=payload,
                now=self.kiosk.now,
            )  # fmt: skip

    def there(self, response_id: str) -> There:
        for query in (f"identifier=urn:uuid:{response_id}", f"_id={response_id}"):
            page = self.http.get(f"{self.base}/QuestionnaireResponse?{query}").json()
            if page["total"]:
                found = page["entry"][0]["resource"]
                return There(page["total"], int(found["meta"]["versionId"]), found["status"])
        return There(0, 0, "")


@pytest.fixture(scope="module")
def http() -> Iterator[httpx2.Client]:
    with httpx2.Client(trust_env=False) as client:
        yield client


@pytest.fixture
def clinic(
    kiosk: Any, running_central: Any, http: httpx2.Client, tmp_path: Path
) -> Iterator[Clinic]:
    key = new_key()
    other = type(kiosk)(create_store(tmp_path / "other", key), key, kiosk.now)
    yield Clinic(kiosk, other, running_central.base, http, tmp_path / "stick")
    other.store.close()


@pytest.mark.parametrize("own_ids", [True, False], ids=["put", "if-none-exist"])
@pytest.mark.parametrize("first", ["kiosk", "other"])
@pytest.mark.parametrize("killed", ["", "before", "after"])
def test_sent_from_both_it_is_there_once(
    clinic: Clinic, *, own_ids: bool, first: str, killed: str
) -> None:
    ids = [clinic.kiosk.finish(f"answer {number}") for number in range(5)]
    assert clinic.carry()["new"] == 5
    one, two = (clinic.kiosk, clinic.other)[:: 1 if first == "kiosk" else -1]

    clinic.send(one, own_ids=own_ids, killed=killed)
    clinic.send(two, own_ids=own_ids)
    one.restart()
    one.later(hours=1)
    clinic.send(one, own_ids=own_ids)

    assert [clinic.there(each) for each in ids] == [There(1, 1, "completed")] * 5
    assert set(one.states().values()) == set(two.states().values()) == {"sent"}


def test_a_second_import_and_the_way_back_bring_nothing(clinic: Clinic) -> None:
    clinic.kiosk.finish()
    clinic.carry()

    again, back = clinic.carry(), clinic.carry(back=True)

    assert (again["new"], again["known"], back["new"], back["known"]) == (0, 1, 0, 1)


def test_what_was_carried_never_undoes_a_correction(clinic: Clinic) -> None:
    response_id = clinic.kiosk.finish()
    clinic.carry()
    clinic.amend(response_id)

    for each in (clinic.kiosk, clinic.other):
        clinic.send(each)

    assert clinic.there(response_id) == There(1, 1, "amended")
    assert clinic.other.states() == {response_id: "sent"}


def test_a_correction_that_was_carried_arrives(clinic: Clinic) -> None:
    response_id = clinic.kiosk.finish()
    clinic.send(clinic.kiosk)
    clinic.amend(response_id)
    clinic.carry()

    for each in (clinic.other, clinic.kiosk):
        clinic.send(each)

    assert clinic.there(response_id) == There(1, 2, "amended")
    assert clinic.kiosk.states() == clinic.other.states() == {response_id: "sent"}


@pytest.mark.parametrize("own_ids", [True, False], ids=["put", "if-none-exist"])
def test_a_correction_follows_a_version_whose_reply_was_lost(
    clinic: Clinic, *, own_ids: bool
) -> None:
    response_id = clinic.kiosk.finish()
    clinic.send(clinic.kiosk, own_ids=own_ids, killed="after")
    clinic.amend(response_id)
    clinic.carry()

    clinic.send(clinic.other, own_ids=own_ids)

    assert clinic.there(response_id) == There(1, 2, "amended")
    assert clinic.other.states() == {response_id: "sent"}


def test_a_kiosk_that_may_not_read_sends_what_was_carried_all_the_same(clinic: Clinic) -> None:
    response_id = clinic.kiosk.finish()
    clinic.carry()

    clinic.other.send(WriteOnly(clinic.http, own_ids=True, killed=""), base=clinic.base)

    assert clinic.there(response_id) == There(1, 1, "completed")
    assert clinic.other.states() == {response_id: "sent"}
