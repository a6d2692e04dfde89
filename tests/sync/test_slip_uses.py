"""Slips and kiosks: one that is used at a second screen is found once there is a line, and told."""

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kiosk.settings import Clinic, Settings
from kiosk.store import visits
from kiosk.store.database import create_store
from kiosk.store.key import new_key
from kiosk.store.outbox import counts
from kiosk.store.tables import outbox
from kiosk.store.visits import Visit, Whose
from kiosk.sync.heartbeat import about
from kiosk.sync.slip_uses import read_use, to_fhir, use_id
from tests.sync.conftest import Kiosk

FORM = "http://clinic-kiosk.example/fhir/Questionnaire/pain-today|1.0.0"


@pytest.fixture
def other(tmp_path: Path, kiosk: Kiosk) -> Iterator[Kiosk]:
    """Another kiosk of the clinic."""
    key = new_key()
    made = Kiosk(create_store(tmp_path / "other", key), key, kiosk.now)
    yield made
    made.store.close()


def make(kiosk: Kiosk, whose: Whose | None = None) -> Visit:
    with kiosk.store.transaction() as c:
        return visits.create_visit(c, packet=(FORM,), by="Sam", now=kiosk.now, whose=whose)


def take_slip(kiosk: Kiosk, visit: Visit) -> None:
    """The slip is scanned at a kiosk that has not seen the visit."""
    with kiosk.store.transaction() as c:
        if visits.load_visit(c, visit.id) is None:
            visits.create_visit(
                c, packet=(FORM,), by="slip", now=kiosk.now, expires=visit.expires,
                visit_id=visit.id,
            )  # fmt: skip
        visits.take_up(c, visit.id, now=kiosk.now)


def finish(kiosk: Kiosk, visit: Visit) -> str:
    response = kiosk.finish()
    with kiosk.store.transaction() as c:
        visits.finish_visit(c, visit.id, now=kiosk.now, responses=[response])
    return response


def sync(kiosk: Kiosk, central: Any, name: str = "") -> None:
    told = about(Settings(clinic=Clinic(kiosk=name)), list)
    assert kiosk.send(base=central.base, kiosk=told).error is None


def found(kiosk: Kiosk, visit: Visit) -> Visit:
    with kiosk.store.reading() as c:
        loaded = visits.load_visit(c, visit.id)
    assert loaded is not None
    return loaded


def uses(central: Any, visit: Visit) -> list[dict[str, Any]]:
    asked = {"group-identifier": f"urn:ietf:rfc:3986|urn:uuid:{visit.id}"}
    bundle = httpx2.get(f"{central.base}/Task", params=asked, trust_env=False).json()
    return [entry["resource"] for entry in bundle.get("entry", [])]


def test_a_visit_begun_at_another_screen_is_seen_at_the_desk_that_made_it(
    kiosk: Kiosk, other: Kiosk, running_central: Any
) -> None:
    visit = make(kiosk)
    sync(kiosk, running_central)
    take_slip(other, visit)
    sync(other, running_central, "Right")
    sync(kiosk, running_central)
    there = found(kiosk, visit)
    assert (there.state, there.elsewhere, there.also_used) == ("at-the-screen", "Right", None)

    finish(other, visit)
    sync(other, running_central, "Right")
    sync(kiosk, running_central)
    assert found(kiosk, visit).state == "done"
    assert found(kiosk, visit).also_used is None


def test_a_slip_used_at_two_screens_is_told_at_both_and_nothing_is_lost(
    kiosk: Kiosk, other: Kiosk, running_central: Any
) -> None:
    visit = make(kiosk)
    for one in (kiosk, other):
        take_slip(one, visit)
    sent = {finish(one, visit) for one in (kiosk, other)}
    for one in (kiosk, other, kiosk):
        sync(one, running_central)

    assert found(kiosk, visit).also_used == kiosk.now
    assert found(other, visit).also_used == other.now
    assert [found(one, visit).state for one in (kiosk, other)] == ["done", "done"]
    outputs = {
        one["valueReference"]["identifier"]["value"].removeprefix("urn:uuid:")
        for use in uses(running_central, visit)
        for one in use["output"]
    }
    assert outputs == sent


def test_used_at_two_other_screens_it_is_told_at_the_desk(
    kiosk: Kiosk, other: Kiosk, running_central: Any, tmp_path: Path
) -> None:
    key = new_key()
    third = Kiosk(create_store(tmp_path / "third", key), key, kiosk.now)
    visit = make(kiosk)
    for one in (other, third):
        take_slip(one, visit)
        sync(one, running_central)
    sync(kiosk, running_central)
    third.store.close()

    assert found(kiosk, visit).also_used is not None


def test_who_left_before_answering_has_not_used_it(
    kiosk: Kiosk, other: Kiosk, running_central: Any
) -> None:
    visit = make(kiosk)
    take_slip(other, visit)
    sync(other, running_central)
    with other.store.transaction() as c:
        visits.put_back(c, visit.id, now=other.now)
    sync(other, running_central)
    assert [use["status"] for use in uses(running_central, visit)] == ["entered-in-error"]

    take_slip(kiosk, visit)
    sync(kiosk, running_central)
    assert found(kiosk, visit).also_used is None


def test_the_centre_hears_nothing_of_the_patient(kiosk: Kiosk, running_central: Any) -> None:
    visit = make(kiosk, Whose(system="urn:clinic", value="4711", initials="AB"))
    take_slip(kiosk, visit)
    sync(kiosk, running_central)

    (use,) = uses(running_central, visit)
    assert "4711" not in json.dumps(use)
    assert "AB" not in json.dumps(use)
    assert use["owner"]["identifier"]["value"] == f"urn:uuid:{kiosk.store.kiosk_id}"


def test_what_is_told_goes_once_and_is_forgotten_with_its_visit(
    kiosk: Kiosk, running_central: Any
) -> None:
    visit = make(kiosk)
    take_slip(kiosk, visit)
    for _ in range(3):
        sync(kiosk, running_central)
    (use,) = uses(running_central, visit)
    assert use["meta"]["versionId"] == "1"

    kiosk.later(days=1)
    sync(kiosk, running_central)
    with kiosk.store.reading() as c:
        left = c.execute(outbox.select().where(outbox.c.resource_type == "Task")).all()
    assert left == []


class NoTasks(httpx2.BaseTransport):
    """A service that takes everything and refuses each Task, and each search for one."""

    takes_anchors = True

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        path, content = request.url.path.removeprefix("/fhir/"), request.read()
        if path.startswith("Task"):
            return httpx2.Response(403, json={"resourceType": "OperationOutcome", "issue": []})
        if request.method == "PUT":
            packed = request.headers.get("content-encoding") == "gzip"
            self.kept[path] = gzip.decompress(content) if packed else content
        if path not in self.kept:
            return httpx2.Response(404, json={"resourceType": "OperationOutcome", "issue": []})
        headers = {"ETag": 'W/"1"', "Content-Type": "application/fhir+json"}
        return httpx2.Response(200, content=self.kept[path], headers=headers)


def test_a_service_that_takes_no_task_stands_in_no_response_s_way(kiosk: Kiosk) -> None:
    service = NoTasks()
    responses = []
    for _ in range(5):
        visit = make(kiosk)
        take_slip(kiosk, visit)
        kiosk.send(service)
        responses.append(finish(kiosk, visit))
        kiosk.later(minutes=1)
        kiosk.send(service)

    assert {kiosk.states()[one] for one in responses} == {"sent"}
    with kiosk.store.reading() as c:
        assert (counts(c).waiting, counts(c).others_waiting) == (0, 1)


@pytest.mark.parametrize(
    "broken",
    [
        {}, {"code": 3}, {"groupIdentifier": "x"}, {"owner": {"identifier": []}},
        {"status": "requested"}, {"code": {"coding": [{"code": "visit-at-screen"}]}},
    ],
)  # fmt: skip
def test_what_is_no_use_of_ours_is_none(kiosk: Kiosk, broken: dict[str, Any]) -> None:
    whole = to_fhir(kiosk.store.kiosk_id, "Left", make(kiosk))
    assert read_use({**whole, "status": "completed"}) is not None
    assert read_use({**whole, "status": "completed", **broken} if broken else {}) is None


def test_a_use_has_an_id_that_no_other_kiosk_gives(kiosk: Kiosk, other: Kiosk) -> None:
    visit = make(kiosk)
    ids = {use_id(one.store.kiosk_id, visit.id) for one in (kiosk, other)}
    assert len(ids) == 2
    assert visit.id not in ids
    assert visit.expires - kiosk.now < timedelta(days=1, hours=2)
