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
from kiosk.forms.alert_rules import Fired
from kiosk.store import alerts
from kiosk.store.alert_list import Alert, load_alert, open_alerts
from kiosk.store.alerts import SENT, Firing, Here
from kiosk.store.carried import departing, departing_alerts
from kiosk.store.database import create_store
from kiosk.store.key import new_key
from kiosk.store.outbox import RESPONSE, requeue
from kiosk.store.submissions import submissions
from kiosk.sync.alerts import read_alert, settle_alerts, take_on
from kiosk.sync.fhir_client import FhirClient
from tests.sync.conftest import FORM


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
            asked = departing_alerts(c, [each.id for each in leaving])
        origin = Origin("Hill", one.store.kiosk_id, one.now)
        sealed, code = sealed_of(leaving, origin=origin, forms=[], tasks=asked)
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

    def fire(self, response_id: str) -> str:
        """What that response says asks for a person; the id of the alert."""
        with self.kiosk.store.transaction() as c:
            firing = Firing(response_id, FORM, (Fired("item9"),), SENT, response_id)
            alerts.fire(c, self.here, firing, now=self.kiosk.now)
        [one] = self.open(self.kiosk)
        return one.id

    @property
    def here(self) -> Here:
        return Here(self.kiosk.store.kiosk_id, "Kiosk 2", "Hill")

    def open(self, one: Any) -> tuple[Alert, ...]:
        with one.store.reading() as c:
            return open_alerts(c)

    def task(self, alert_id: str) -> dict[str, Any]:
        """As the service has it, where it has it once; {} where it does not."""
        page = self.http.get(f"{self.base}/Task?identifier=urn:uuid:{alert_id}").json()
        assert page["total"] <= 1
        return page["entry"][0]["resource"] if page["total"] else {}

    def goes(self, alert_id: str, by: str) -> None:
        """A desk elsewhere says at the service that somebody goes."""
        client = FhirClient(self.base, timeout_s=5.0)
        there = read_alert(client, self.task(alert_id)["id"])
        assert there is not None
        assert take_on(client, there, by=by, clinic="Hill", now=self.kiosk.now)
        client.close()

    def settle(self, one: Any) -> int:
        client = FhirClient(self.base, timeout_s=5.0)
        changed = settle_alerts(one.store, client, self.here, now=one.now)
        client.close()
        return changed

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


@pytest.mark.parametrize("own_ids", [True, False], ids=["put", "if-none-exist"])
@pytest.mark.parametrize("first", ["kiosk", "other"])
@pytest.mark.parametrize("killed", ["", "before", "after"])
def test_an_alert_goes_with_its_response_and_is_there_once(
    clinic: Clinic, *, own_ids: bool, first: str, killed: str
) -> None:
    alert_id = clinic.fire(clinic.kiosk.finish())
    assert clinic.carry()["alerts"] == 1
    assert [one.id for one in clinic.open(clinic.other)] == [alert_id]
    one, two = (clinic.kiosk, clinic.other)[:: 1 if first == "kiosk" else -1]

    clinic.send(one, own_ids=own_ids, killed=killed)
    clinic.send(two, own_ids=own_ids)
    one.restart()
    one.later(hours=1)
    clinic.send(one, own_ids=own_ids)

    task = clinic.task(alert_id)
    assert (task["status"], task["meta"]["versionId"]) == ("requested", "1")
    assert task["requester"]["display"] == "Kiosk 2"


@pytest.mark.parametrize("own_ids", [True, False], ids=["put", "if-none-exist"])
def test_who_goes_is_not_undone_by_the_kiosk_that_raised_it(
    clinic: Clinic, *, own_ids: bool
) -> None:
    alert_id = clinic.fire(clinic.kiosk.finish())
    clinic.carry()
    clinic.send(clinic.other, own_ids=own_ids)
    clinic.goes(alert_id, "Kim")

    clinic.send(clinic.kiosk, own_ids=own_ids)

    assert clinic.task(alert_id)["owner"]["display"] == "Kim"
    assert [clinic.settle(one) for one in (clinic.kiosk, clinic.other)] == [1, 1]
    assert clinic.open(clinic.kiosk) == clinic.open(clinic.other) == ()


def test_two_who_go_are_settled_for_the_first_at_the_service(clinic: Clinic) -> None:
    alert_id = clinic.fire(clinic.kiosk.finish())
    clinic.carry()
    with clinic.kiosk.store.transaction() as c:
        alerts.acknowledge(c, clinic.here, alert_id, by="Sam", now=clinic.kiosk.now)
    clinic.send(clinic.other)
    clinic.goes(alert_id, "Kim")

    clinic.send(clinic.kiosk)
    clinic.settle(clinic.kiosk)

    assert clinic.task(alert_id)["owner"]["display"] == "Kim"
    with clinic.kiosk.store.reading() as c:
        assert load_alert(c, alert_id).by == "Kim"  # type: ignore[union-attr]


def test_who_goes_reaches_the_service_whoever_told_of_the_alert_first(clinic: Clinic) -> None:
    alert_id = clinic.fire(clinic.kiosk.finish())
    clinic.carry()
    clinic.send(clinic.other)
    with clinic.kiosk.store.transaction() as c:
        alerts.acknowledge(c, clinic.here, alert_id, by="Sam", now=clinic.kiosk.now)
    again = clinic.carry()
    clinic.send(clinic.other)
    clinic.send(clinic.kiosk)

    assert again["alerts"] == 0
    task = clinic.task(alert_id)
    assert (task["owner"]["display"], task["meta"]["versionId"]) == ("Sam", "2")
    assert task["requester"]["identifier"]["value"].endswith(clinic.kiosk.store.kiosk_id)
    assert clinic.open(clinic.other) == ()


def test_what_was_told_of_an_alert_is_not_carried(clinic: Clinic) -> None:
    clinic.fire(clinic.kiosk.finish())
    clinic.send(clinic.kiosk)
    clinic.kiosk.finish()
    assert clinic.carry()["alerts"] == 0
