"""The sender: what it does with each response, and with the others when one goes wrong."""

import errno
import json
import sys
import threading
from datetime import datetime
from typing import Any

import httpx2
import pytest

from kiosk.errors import NotAuthorised, Refused, StoreUnavailable, Unreachable
from kiosk.store.outbox import counts
from kiosk.sync.ability import ability_in
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.turn import FILE, sender_turn


class Service:
    """Stores what it is sent, and fails for chosen ids with a chosen reply or error."""

    def __init__(self) -> None:
        self.stored: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.faults: dict[str, Any] = {}
        self.always: Any = None

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        resource_id = request.url.path.rpartition("/")[2]
        self.asked.append(resource_id)
        fault = self.always or self.faults.get(resource_id)
        if isinstance(fault, type):
            raise fault("as it happens")
        if fault is not None:
            status, headers = fault
            return httpx2.Response(status, headers=headers)
        self.stored[resource_id] = request.content
        return httpx2.Response(200, json=json.loads(request.content))

    @property
    def transport(self) -> httpx2.MockTransport:
        return httpx2.MockTransport(self)


@pytest.fixture
def service() -> Service:
    return Service()


def test_what_waits_is_sent_oldest_first(kiosk: Any, service: Service) -> None:
    ids = [kiosk.finish() for _ in range(60)]

    report = kiosk.send(service.transport)

    assert (report.sent, report.refused, report.waiting, report.error) == (60, 0, 0, None)
    assert service.asked == ids
    assert set(kiosk.states().values()) == {"sent"}


def test_the_bytes_that_arrive_are_those_that_were_kept(kiosk: Any, service: Service) -> None:
    resource_id = kiosk.finish("Grüße, سلام")

    kiosk.send(service.transport)

    assert json.loads(service.stored[resource_id])["item"][0]["answer"][0]["valueString"] == (
        "Grüße, سلام"
    )


def test_what_was_sent_is_not_sent_again(kiosk: Any, service: Service) -> None:
    kiosk.finish()
    kiosk.send(service.transport)

    report = kiosk.send(service.transport)

    assert (report.sent, len(service.asked)) == (0, 1)


def test_offline_one_is_tried_and_none_is_counted_against(kiosk: Any, service: Service) -> None:
    ids = [kiosk.finish() for _ in range(3)]
    service.always = httpx2.ConnectError

    for _ in range(5):
        kiosk.later(minutes=1)
        report = kiosk.send(service.transport)
        assert (report.sent, report.waiting) == (0, 3)
        assert isinstance(report.error, Unreachable)
    with kiosk.store.reading() as c:
        assert counts(c).last_error == "The central service can't be reached."

    assert service.asked == [ids[0]] * 5
    service.always = None
    assert kiosk.send(service.transport).sent == 3


def test_a_refused_response_is_set_aside_and_the_others_go(kiosk: Any, service: Service) -> None:
    ids = [kiosk.finish() for _ in range(5)]
    service.faults[ids[1]] = (422, {})

    report = kiosk.send(service.transport)

    assert (report.sent, report.refused, report.waiting) == (4, 1, 0)
    assert isinstance(report.error, Refused)
    assert kiosk.states() == dict.fromkeys(ids, "sent") | {ids[1]: "refused"}
    kiosk.later(days=1)
    assert kiosk.send(service.transport).refused == 0


def test_trouble_with_one_response_does_not_hold_up_the_others(
    kiosk: Any, service: Service
) -> None:
    ids = [kiosk.finish() for _ in range(5)]
    service.faults = {ids[0]: (500, {}), ids[3]: httpx2.ReadTimeout}

    report = kiosk.send(service.transport)

    assert (report.sent, report.waiting) == (3, 2)
    assert isinstance(report.error, Unreachable)
    service.faults.clear()
    kiosk.later(minutes=1)
    assert kiosk.send(service.transport).sent == 2


def test_three_failures_in_a_row_end_the_run(kiosk: Any, service: Service) -> None:
    ids = [kiosk.finish() for _ in range(10)]
    service.always = (500, {})

    report = kiosk.send(service.transport)

    assert report.waiting == 10
    assert service.asked == ids[:3]


def test_responses_that_always_fail_never_block_those_behind(kiosk: Any, service: Service) -> None:
    stuck = [kiosk.finish() for _ in range(4)]
    service.faults = dict.fromkeys(stuck, (500, {}))
    good = [kiosk.finish() for _ in range(4)]

    for _ in range(3):
        kiosk.send(service.transport)
        kiosk.later(hours=1)

    assert {one for one, state in kiosk.states().items() if state == "sent"} == set(good)


def test_one_that_a_firewall_answers_with_a_page_never_blocks_those_behind(
    kiosk: Any, service: Service
) -> None:
    stuck = kiosk.finish()
    service.faults[stuck] = (200, {"Content-Type": "text/html"})
    good = [kiosk.finish() for _ in range(3)]

    assert kiosk.send(service.transport).sent == 0
    assert kiosk.send(service.transport).sent == 3

    assert kiosk.states() == dict.fromkeys(good, "sent") | {stuck: "waiting"}


def test_the_wait_grows_with_each_failure_and_never_beyond_half_an_hour(
    kiosk: Any, service: Service
) -> None:
    kiosk.finish()
    service.always = (500, {})
    for _ in range(30):
        kiosk.send(service.transport)
        kiosk.later(minutes=30)

    assert len(service.asked) == 30  # each half hour brings its turn again, for ever


def test_retry_after_holds_all_of_them_until_then(kiosk: Any, service: Service) -> None:
    for _ in range(3):
        kiosk.finish()
    service.always = (503, {"Retry-After": "120"})
    kiosk.send(service.transport)
    service.always = None

    kiosk.later(seconds=119)
    assert kiosk.send(service.transport).sent == 0
    assert len(service.asked) == 1
    kiosk.later(seconds=2)
    assert kiosk.send(service.transport).sent == 3


def test_wrong_credentials_end_the_run_and_lose_nothing(kiosk: Any, service: Service) -> None:
    for _ in range(3):
        kiosk.finish()
    service.always = (401, {})

    report = kiosk.send(service.transport)

    assert isinstance(report.error, NotAuthorised)
    assert (len(service.asked), report.waiting) == (1, 3)
    service.always = None
    assert kiosk.send(service.transport).sent == 3


def test_a_wrong_address_sets_nothing_aside(kiosk: Any, service: Service) -> None:
    for _ in range(3):
        kiosk.finish()
    service.always = (404, {})

    report = kiosk.send(service.transport)

    assert (report.refused, report.waiting) == (0, 3)


def test_a_closing_program_ends_the_run_between_two_responses(kiosk: Any, service: Service) -> None:
    for _ in range(5):
        kiosk.finish()

    report = kiosk.send(service.transport, go_on=lambda: len(service.asked) < 2)

    assert (report.sent, report.waiting) == (2, 3)


def test_a_conflict_says_so_where_staff_can_read_it(kiosk: Any, service: Service) -> None:
    kiosk.finish()
    service.always = (409, {})
    for _ in range(4):
        kiosk.send(service.transport)
        kiosk.later(minutes=30)

    with kiosk.store.reading() as c:
        assert "conflict at one resource (409)" in str(counts(c).last_error)
    service.always = None
    assert kiosk.send(service.transport).sent == 1


def test_more_than_a_day_is_granted_to_nobody(kiosk: Any, service: Service) -> None:
    kiosk.finish()
    service.always = (503, {"Retry-After": "999999999"})
    kiosk.send(service.transport)
    service.always = None

    kiosk.later(hours=23, minutes=59)
    assert kiosk.send(service.transport).sent == 0
    kiosk.later(minutes=1)
    assert kiosk.send(service.transport).sent == 1


def test_a_lock_file_that_cant_be_opened_is_the_stores_error(kiosk: Any, service: Service) -> None:
    kiosk.finish()
    (kiosk.store.directory / FILE).mkdir()

    with pytest.raises(StoreUnavailable, match="lock file"):
        kiosk.send(service.transport)

    assert service.asked == []


@pytest.mark.skipif(sys.platform == "win32", reason="flock is for the others")
def test_a_disk_without_locks_is_the_stores_error(
    kiosk: Any, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with pytest.raises(StoreUnavailable, match="No locks"):
        kiosk.send(service.transport)


def test_two_senders_never_send_at_the_same_time(kiosk: Any, service: Service) -> None:
    kiosk.finish()

    with sender_turn(kiosk.store.directory) as ours:
        report = kiosk.send(service.transport)

    assert ours
    assert (report.busy, report.sent, report.waiting) == (True, 0, 1)
    assert service.asked == []
    assert kiosk.send(service.transport).sent == 1


def test_a_patient_can_finish_while_the_service_takes_its_time(kiosk: Any) -> None:
    kiosk.finish()
    asked, answered = threading.Event(), threading.Event()

    def slow(request: httpx2.Request) -> httpx2.Response:
        asked.set()
        assert answered.wait(10)
        return httpx2.Response(200, json=json.loads(request.content))

    sender = threading.Thread(target=kiosk.send, args=(httpx2.MockTransport(slow),))
    sender.start()
    assert asked.wait(10)
    kiosk.finish()
    answered.set()
    sender.join()

    assert set(kiosk.states().values()) == {"sent"}


def test_a_down_service_gets_one_resource_in_one_version_when_it_is_up(
    kiosk: Any, central: Any
) -> None:
    resource_id = kiosk.finish()
    down = kiosk.send(base=central.base)
    central.start()

    up = kiosk.send(base=central.base)

    assert (down.sent, down.waiting, up.sent, up.waiting) == (0, 1, 1, 0)
    assert (central.total(), central.versions(resource_id)) == (1, 1)


def test_a_service_that_goes_away_in_the_middle_gets_the_rest_later(
    kiosk: Any, central: Any
) -> None:
    ids = [kiosk.finish() for _ in range(30)]
    central.start()
    kiosk.send(base=central.base, go_on=iter([True, False, False]).__next__)
    central.stop()
    assert kiosk.send(base=central.base).waiting == 5
    central.start()

    kiosk.send(base=central.base)

    assert central.total() == 30
    assert [central.versions(one) for one in ids] == [1] * 30


def test_what_the_real_endpoint_refuses_is_set_aside_with_its_reason(
    kiosk: Any, running_central: Any
) -> None:
    bad = kiosk.finish(status="finished")
    good = kiosk.finish()

    report = kiosk.send(base=running_central.base)

    assert "QuestionnaireResponse.status" in str(report.error)
    assert kiosk.states() == {good: "sent", bad: "refused"}
    assert (running_central.versions(good), running_central.versions(bad)) == (1, 0)


def test_the_endpoint_says_that_it_creates_by_put(running_central: Any, now: datetime) -> None:
    client = FhirClient(running_central.base, timeout_s=5.0)

    can = ability_in(client.capability(), base=running_central.base, now=now)
    client.close()

    assert (can.fhir_version, can.takes_our_ids, can.creates_once) == ("4.0.1", True, True)
