"""The centre learns how a kiosk stands: every hour, and soon when somebody should look."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from kiosk.commands.doctor.centre import CENTRE
from kiosk.commands.doctor.subject import Subject
from kiosk.settings import Settings, StorePlace
from kiosk.store import audit, checks
from kiosk.sync.device import from_fhir, to_fhir
from kiosk.sync.heartbeat import About, told_of

BASE = "https://fhir.example.org/fhir"
FORMS = ["http://clinic-kiosk.example/fhir/Questionnaire/pain-today|1.0.0"]


class Service(httpx2.BaseTransport):
    """Keeps Devices in memory, each version; by our ids or by its own. Its clock can be set."""

    takes_anchors = True

    def __init__(self, kiosk: Any, *, our_ids: bool = True) -> None:
        self.kiosk, self.our_ids = kiosk, our_ids
        self.apart = timedelta()
        self.devices: dict[str, list[dict[str, Any]]] = {}
        self.asked: list[str] = []
        self.refuses: int | None = None
        self.types = ("QuestionnaireResponse", "Device")
        self.line = True

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if not self.line:
            raise httpx2.ConnectError("as it happens")
        status, content = self._answer(request)
        date = format_datetime((self.kiosk.now + self.apart).astimezone(UTC), usegmt=True)
        return httpx2.Response(status, json=content, headers={"Date": date})

    def _answer(self, request: httpx2.Request) -> tuple[int, dict[str, Any]]:
        kind, _, rest = request.url.path.removeprefix("/fhir/").partition("/")
        outcome = {"resourceType": "OperationOutcome", "issue": [{"code": "not-found"}]}
        if kind == "metadata":
            return 200, self._statement()
        if kind == "Device":
            self.asked.append(f"{request.method} {rest}".strip())
            if self.refuses is not None:
                return self.refuses, outcome
        if request.method == "GET":
            there = self.devices.get(rest)
            return (200, there[-1]) if there else (404, outcome)
        if kind == "AuditEvent":
            return 404, outcome
        content = request.read()
        if request.headers.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        resource = json.loads(content)
        if kind != "Device":
            return 201, resource
        return self._keep(resource, rest, request.headers)

    def _keep(self, resource: dict[str, Any], key: str, headers: Any) -> tuple[int, dict[str, Any]]:
        if not key:
            assert "identifier" in headers["If-None-Exist"]
            there = next(iter(self.devices.values()), None)
            if there is not None:
                return 200, there[-1]
            key = f"theirs-{uuid4()}"
        elif not self.our_ids and key not in self.devices:
            return 404, {"resourceType": "OperationOutcome", "issue": [{"code": "not-found"}]}
        resource["id"] = key
        self.devices.setdefault(key, []).append(resource)
        return 201, resource

    def _statement(self) -> dict[str, Any]:
        resources = [
            {"type": kind, "updateCreate": self.our_ids, "conditionalCreate": not self.our_ids}
            for kind in self.types
        ]
        rest = [{"mode": "server", "resource": resources}]
        return {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "rest": rest}

    @property
    def told(self) -> list[Any]:
        """How each Device said that its kiosk stands, in the order it came."""
        return [from_fhir(one) for versions in self.devices.values() for one in versions]


@pytest.fixture
def service(kiosk: Any) -> Service:
    return Service(kiosk)


def about(name: str = "Front desk left", **changes: Any) -> About:
    known = {"clinic": "Hill Street", "every": timedelta(hours=1), "room": StorePlace()}
    return About(name=name, **(known | {"forms": lambda: FORMS} | changes))


def send(kiosk: Any, service: Service, **changes: Any) -> Any:
    return kiosk.send(service, kiosk=about(**changes))


def test_how_it_stands_is_told_at_the_end_of_a_run(kiosk: Any, service: Service) -> None:
    kiosk.finish()
    assert send(kiosk, service).sent == 1
    (state,) = service.told
    with kiosk.store.reading() as c:
        end = audit.head(c)
    assert (state.kiosk, state.name, state.clinic) == (
        kiosk.store.kiosk_id, "Front desk left", "Hill Street",
    )  # fmt: skip
    assert (state.waiting, state.refused, state.oldest_s, state.paused) == (0, 0, None, 0)
    assert (state.events, state.head, state.whole) == (end.number, end.mac.hex(), True)
    assert state.told == state.last_sent == kiosk.now
    assert (state.drift_s, state.checked, state.sound) == (0, None, None)
    assert state.forms == tuple(FORMS)
    assert state.versions["program"]
    assert state.free_mb > 0
    assert list(service.devices) == [kiosk.store.kiosk_id]


def test_nothing_of_a_patient_is_in_it(kiosk: Any, service: Service) -> None:
    kiosk.finish(answer="canary-of-the-mine")
    response = kiosk.finish()
    send(kiosk, service)
    text = json.dumps(service.devices)
    assert "canary-of-the-mine" not in text
    assert response not in text
    assert kiosk.key.hex() not in text


def test_when_all_is_quiet_it_is_told_once_an_hour(kiosk: Any, service: Service) -> None:
    for _ in range(3 * 12):
        send(kiosk, service)
        kiosk.later(minutes=5)
    assert len(service.told) == 3


def test_what_somebody_should_look_at_is_told_soon_but_not_with_every_run(
    kiosk: Any, service: Service
) -> None:
    send(kiosk, service)
    checks.mark_damaged(kiosk.store.directory)
    send(kiosk, service)
    assert [one.sound for one in service.told] == [None]
    kiosk.later(minutes=5)
    send(kiosk, service)
    assert [one.sound for one in service.told] == [None, False]
    kiosk.later(minutes=5)
    send(kiosk, service, name="Front desk right")
    assert service.told[-1].name == "Front desk right"


@pytest.mark.parametrize(("apart", "drift"), [
    (timedelta(minutes=14), -840),
    (-timedelta(minutes=14), 840),
    (timedelta(seconds=-1), 0),
    (timedelta(days=20_000), -1_728_000_000),
])  # fmt: skip
def test_a_clock_that_is_wrong_says_so_by_itself(
    kiosk: Any, service: Service, apart: timedelta, drift: int
) -> None:
    service.apart = apart
    send(kiosk, service)
    assert service.told[0].drift_s == pytest.approx(drift, abs=1)


def test_a_clock_in_1970_is_told_and_set_right_again(kiosk: Any, service: Service) -> None:
    right = kiosk.now
    kiosk.now = datetime(1970, 1, 1, tzinfo=UTC)
    service.apart = right - kiosk.now
    send(kiosk, service)
    kiosk.now, service.apart = right, timedelta()
    send(kiosk, service)
    kiosk.later(minutes=1)
    send(kiosk, service)
    assert [one.drift_s < -1_000_000 for one in service.told] == [True, False]


def test_without_a_line_nothing_leaves_and_nothing_is_wrong(kiosk: Any, service: Service) -> None:
    service.line = False
    assert send(kiosk, service).error is None
    kiosk.finish()
    assert send(kiosk, service).error is not None
    assert service.asked == []
    service.line = True
    send(kiosk, service)
    assert len(service.told) == 1


def test_a_line_that_fails_the_responses_is_not_used(kiosk: Any, service: Service) -> None:
    class Down(httpx2.BaseTransport):
        takes_anchors = True

        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            if "/QuestionnaireResponse" in request.url.path:
                return httpx2.Response(503)
            return service.handle_request(request)

    kiosk.finish()
    kiosk.send(Down(), kiosk=about())
    assert service.asked == []


def test_where_the_service_gives_ids_there_is_one_device_and_the_newest_counts(
    kiosk: Any,
) -> None:
    service = Service(kiosk, our_ids=False)
    for _ in range(3):
        send(kiosk, service)
        kiosk.later(hours=1)
    assert len(service.devices) == 1
    (theirs,) = service.devices
    assert theirs != kiosk.store.kiosk_id
    assert [one.told for one in service.told][-1] == kiosk.now - timedelta(hours=1)
    assert service.asked.count("POST") == 1


def test_a_device_that_was_there_already_is_brought_up_to_date(kiosk: Any) -> None:
    service = Service(kiosk, our_ids=False)
    send(kiosk, service)
    with kiosk.store.transaction() as c:
        c.exec_driver_sql("DELETE FROM kiosk WHERE name = 'device_told'")  # an old copy put back
    kiosk.later(hours=1)
    send(kiosk, service)
    assert len(service.devices) == 1
    assert service.told[-1].told == kiosk.now


def test_a_device_that_was_deleted_there_is_made_anew(kiosk: Any) -> None:
    service = Service(kiosk, our_ids=False)
    send(kiosk, service)
    service.devices.clear()
    for _ in range(3):
        kiosk.later(hours=1)
        send(kiosk, service)
    assert service.told[-1].told == kiosk.now


@pytest.mark.parametrize("status", [400, 403, 404, 405, 422])
def test_a_service_that_takes_no_device_is_asked_once_a_day_and_holds_nothing_up(
    kiosk: Any, service: Service, status: int
) -> None:
    service.refuses = status
    send(kiosk, service)
    asked = len(service.asked)
    assert asked
    trouble = told_of(kiosk.store, BASE).trouble
    for _ in range(7):
        kiosk.later(hours=3)
        kiosk.finish()
        report = send(kiosk, service)
        assert (report.sent, report.error) == (1, None)
    assert len(service.asked) == asked
    assert trouble
    subject = Subject(Settings())
    subject.store = lambda: kiosk.store
    (fleet,) = (check for check in CENTRE.checks if check.name == "fleet")
    assert list(fleet.look(subject)) == [trouble]
    kiosk.later(hours=3)
    service.refuses = None
    send(kiosk, service)
    assert len(service.told) == 1
    assert told_of(kiosk.store, BASE).trouble == ""


def test_a_service_that_says_it_keeps_no_devices_is_sent_none(kiosk: Any, service: Service) -> None:
    service.types = ("QuestionnaireResponse",)
    assert send(kiosk, service).error is None
    assert service.asked == []
    assert "Device" in told_of(kiosk.store, BASE).trouble


def test_a_service_in_trouble_is_left_alone_for_a_while(kiosk: Any, service: Service) -> None:
    service.refuses = 500
    for _ in range(5):
        send(kiosk, service)
        kiosk.later(minutes=1)
    first = len(service.asked)
    assert first <= 2
    service.refuses = None
    send(kiosk, service)
    assert len(service.told) == 1


def test_a_state_comes_back_as_it_was_written(kiosk: Any, service: Service) -> None:
    send(kiosk, service)
    (state,) = service.told
    assert from_fhir(to_fhir(state)) == state
