"""The kiosks of a clinic come from the centre, which is not trusted; the last known are kept."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from kiosk.errors import CentralError, Unreachable
from kiosk.forms.foreign import NAME_MAX
from kiosk.settings import StorePlace
from kiosk.store.database import create_store
from kiosk.store.key import new_key
from kiosk.sync.device import State, from_fhir, to_fhir
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.fleet import LIMITS, Fleet, fetch_fleet, kept_fleet
from kiosk.sync.heartbeat import About

BASE = "https://fhir.example.org/fhir"
CLINIC = "Hill Street, 4|5 $ & co"


def device(**changes: Any) -> dict[str, Any]:
    state = State(**({"kiosk": str(uuid4()), "clinic": CLINIC, "name": "Hall"} | changes))
    return to_fhir(state)


def page(*resources: Any, following: str | None = None) -> dict[str, Any]:
    link = [] if following is None else [{"relation": "next", "url": following}]
    entries = [{"resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "searchset", "link": link, "entry": entries}


def client(kiosk: Any, answer: Any, *, apart: timedelta = timedelta()) -> FhirClient:
    """Of a service whose clock may be another."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        content = answer(request) if callable(answer) else answer
        date = format_datetime((kiosk.now + apart).astimezone(UTC), usegmt=True)
        return httpx2.Response(200, json=content, headers={"Date": date})

    return FhirClient(
        BASE, timeout_s=5.0, transport=httpx2.MockTransport(handle), clock=lambda: kiosk.now
    )


def fleet_of(kiosk: Any, answer: Any, **options: Any) -> Fleet:
    one = client(kiosk, answer, **options)
    try:
        return fetch_fleet(kiosk.store, one, CLINIC, now=kiosk.now)
    finally:
        one.close()


def test_the_kiosks_of_this_clinic_are_found_and_no_others(
    kiosk: Any, running_central: Any, tmp_path: Path
) -> None:
    other = type(kiosk)(create_store(tmp_path / "other", key := new_key()), key, kiosk.now)
    strange = type(kiosk)(create_store(tmp_path / "strange", key), key, kiosk.now)
    clinics = (kiosk, CLINIC), (other, CLINIC), (strange, "Mill Lane")
    for number, (one, clinic) in enumerate(clinics):
        every, forms = timedelta(hours=1), tuple
        about = About(f"Kiosk {number}", clinic, every, StorePlace(), forms)
        one.send(base=running_central.base, kiosk=about)
    asking = FhirClient(running_central.base, timeout_s=5.0)

    fleet = fetch_fleet(kiosk.store, asking, CLINIC, now=datetime.now(UTC))

    asking.close()
    assert sorted(one.state.name for one in fleet.kiosks) == ["Kiosk 0", "Kiosk 1"]
    assert {one.state.kiosk for one in fleet.kiosks} == {kiosk.store.kiosk_id, other.store.kiosk_id}
    assert fleet.whole
    for one in fleet.kiosks:
        assert one.at is not None
        assert abs(datetime.now(UTC) - one.at) < timedelta(minutes=5)
    assert kept_fleet(kiosk.store, running_central.base, CLINIC) == fleet
    assert kept_fleet(kiosk.store, running_central.base, "Mill Lane") is None
    other.store.close()
    strange.store.close()


def test_what_is_kept_stays_when_the_centre_is_away(kiosk: Any) -> None:
    fleet = fleet_of(kiosk, page(device()))
    kiosk.later(days=2)
    for odd in ({"resourceType": "Patient"}, page(device(), following="https://else.example/fhir")):
        with pytest.raises(Unreachable):
            fleet_of(kiosk, odd)
    assert kept_fleet(kiosk.store, BASE, CLINIC) == fleet
    assert fleet.asked == kiosk.now - timedelta(days=2)


def test_when_it_was_seen_is_reckoned_by_the_clock_of_the_centre(kiosk: Any) -> None:
    apart = timedelta(minutes=20)
    heard = kiosk.now + apart - timedelta(minutes=3)
    stored = device(told=datetime(1970, 1, 1, tzinfo=UTC))
    stored["meta"]["lastUpdated"] = heard.isoformat()

    (seen,) = fleet_of(kiosk, page(stored), apart=apart).kiosks

    assert seen.at is not None
    assert kiosk.now - seen.at == pytest.approx(timedelta(minutes=3), abs=timedelta(seconds=2))


def test_a_centre_that_does_not_say_when_is_helped_by_the_kiosk(kiosk: Any) -> None:
    told = kiosk.now - timedelta(hours=2)
    (seen,) = fleet_of(kiosk, page(device(told=told + timedelta(days=1), drift_s=86_400))).kiosks
    assert seen.at == told


def test_an_audit_that_became_shorter_is_remembered(kiosk: Any) -> None:
    one = str(uuid4())
    for events, most in ((10, 10), (4, 10), (5, 10), (11, 11)):
        (seen,) = fleet_of(kiosk, page(device(kiosk=one, events=events))).kiosks
        assert (seen.state.events, seen.most_events) == (events, most)


def test_ten_thousand_devices_are_cut_short_and_told(kiosk: Any) -> None:
    asked = []

    def answer(request: httpx2.Request) -> dict[str, Any]:
        asked.append(request.url)
        many = (device() for _ in range(100))
        return page(*many, following=f"{BASE}/Device?page={len(asked)}")

    fleet = fleet_of(kiosk, answer)

    assert len(fleet.kiosks) == LIMITS.resources
    assert not fleet.whole
    assert len(asked) == LIMITS.resources // 100
    assert str(asked[0].params["_tag"]).endswith(r"|Hill Street\, 4\|5 \$ & co")


def test_of_two_devices_with_one_name_the_newest_counts(kiosk: Any) -> None:
    one = str(uuid4())
    twins = [
        device(kiosk=one, name=name, told=kiosk.now - timedelta(hours=hours))
        for name, hours in (("old", 9), ("new", 1), ("older", 20))
    ]
    (seen,) = fleet_of(kiosk, page(*twins)).kiosks
    assert seen.state.name == "new"


@pytest.mark.parametrize("odd", [
    None, 5, [], "Device", {}, {"resourceType": "Device"},
    {"resourceType": "Device", "type": {"coding": "x"}},
    {"resourceType": "Patient", "name": [{"family": "canary"}]},
    {k: v for k, v in device().items() if k != "identifier"},
    device() | {"identifier": [{"system": "urn:ietf:rfc:3986", "value": 7}]},
    device(clinic="Another"),
    {k: v for k, v in device().items() if k != "owner"},
])  # fmt: skip
def test_what_is_no_kiosk_of_this_clinic_is_left_out(kiosk: Any, odd: Any) -> None:
    fleet = fleet_of(kiosk, page(odd, device(name="mine")))
    assert [one.state.name for one in fleet.kiosks] == ["mine"]


@pytest.mark.parametrize(("name", "shown"), [
    ("\x1b[31mred\x1b[0m", "[31mred [0m"),
    ("two\nlines\r\n", "two lines"),
    ("turned\u202eround\u2066", "turned round"),
    ("x" * 5000, "x" * (NAME_MAX - 1) + "…"),
    (["a", "list"], ""),
    (17, ""),
    ("Empfang größer", "Empfang größer"),
])  # fmt: skip
def test_a_name_can_do_nothing_to_a_terminal(name: Any, shown: str) -> None:
    resource = device()
    resource["deviceName"] = [{"name": name}]
    state = from_fhir(resource)
    assert state is not None
    assert state.name == shown


def with_property(code: str, **value: Any) -> dict[str, Any]:
    resource = device()
    system = "http://clinic-kiosk.example/fhir/CodeSystem/kiosk-state"
    resource["property"] = [{"type": {"coding": [{"system": system, "code": code}]}, **value}]
    return resource


@pytest.mark.parametrize(("code", "value"), [
    ("waiting", {"valueQuantity": [{"value": -3}]}),
    ("waiting", {"valueQuantity": [{"value": True}]}),
    ("waiting", {"valueQuantity": [{"value": "3"}]}),
    ("waiting", {"valueQuantity": {"value": 3}}),
    ("refused", {"valueQuantity": [{"value": 1e300}]}),
    ("oldest-waiting", {"valueQuantity": [{"value": -1}]}),
    ("clock-ahead", {"valueQuantity": [{"value": -1e40}]}),
    ("told-at", {"valueCode": [{"text": "yesterday"}]}),
    ("told-at", {"valueCode": [{"text": "2026-01-01T00:00:00"}]}),
    ("store", {"valueCode": [{"text": "sound"}]}),
    ("form", {"valueCode": 5}),
])  # fmt: skip
def test_what_makes_no_sense_counts_as_not_told(code: str, value: dict[str, Any]) -> None:
    resource = with_property(code, **value)
    state = from_fhir(resource)
    assert state is not None
    assert state == from_fhir(resource | {"property": []})


def test_a_moment_at_the_end_of_the_calendar_harms_nothing(kiosk: Any) -> None:
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"):
        resource = with_property("told-at", valueCode=[{"text": moment}])
        fleet = fleet_of(kiosk, page(resource), apart=timedelta(days=-400))
        assert len(fleet.kiosks) == 1
        assert kept_fleet(kiosk.store, BASE, CLINIC) == fleet


def test_a_service_that_does_not_answer_such_a_search_is_an_error(kiosk: Any) -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": [{"code": "not-supported"}]}
    refusing = httpx2.MockTransport(lambda _request: httpx2.Response(400, json=outcome))
    asking = FhirClient(BASE, timeout_s=5.0, transport=refusing)
    with pytest.raises(CentralError):
        fetch_fleet(kiosk.store, asking, CLINIC, now=kiosk.now)
    asking.close()
