"""Remarks about questions leave in groups, apart from responses, and tell nothing by themselves."""

import json
from datetime import date
from typing import Any

import httpx2
import pytest

from kiosk.errors import Refused
from kiosk.store.feedback import released, unsent

MONDAY, FRIDAY = date(2026, 2, 23), date(2026, 2, 27)


class Service:
    """Stores what it is sent, in the order it came; refuses from a certain number on."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.room = 1000
        self.status = 500
        self.asked = 0

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        if len(self.received) >= self.room:
            return httpx2.Response(self.status)
        resource = json.loads(request.content)
        assert request.url.path.endswith(f"/QuestionnaireResponse/{resource['id']}")
        self.received.append(resource)
        return httpx2.Response(201, json=resource)

    @property
    def transport(self) -> httpx2.MockTransport:
        return httpx2.MockTransport(self)


@pytest.fixture
def service() -> Service:
    return Service()


def unsent_count(kiosk: Any) -> int:
    with kiosk.store.reading() as c:
        waiting = c.exec_driver_sql("SELECT count(*) FROM remark WHERE NOT released").scalar_one()
        return len(unsent(c)) + int(waiting)


def test_four_remarks_stay_here(kiosk: Any, service: Service) -> None:
    for _ in range(4):
        kiosk.remark(MONDAY)

    for _ in range(3):
        kiosk.send(service.transport)
        kiosk.later(days=30)

    assert service.received == []
    assert unsent_count(kiosk) == 4


def test_five_leave_together_each_under_its_own_id(kiosk: Any, service: Service) -> None:
    kept = {kiosk.remark(MONDAY).id for _ in range(5)}

    report = kiosk.send(service.transport)

    assert (report.remarks_sent, report.sent, report.error) == (5, 0, None)
    assert {one["id"] for one in service.received} == kept
    assert kiosk.send(service.transport).remarks_sent == 0


def test_never_in_a_run_that_sends_a_response(kiosk: Any, service: Service) -> None:
    for _ in range(5):
        kiosk.remark(MONDAY)
    response = kiosk.finish()

    first = kiosk.send(service.transport)
    kiosk.later(hours=1)
    second = kiosk.send(service.transport)

    assert (first.sent, first.remarks_sent) == (1, 0)
    assert (second.sent, second.remarks_sent) == (0, 5)
    assert service.received[0]["id"] == response


def test_not_within_an_hour_after_a_response_was_sent(kiosk: Any, service: Service) -> None:
    """The service notes when each came: right behind a sitting, they would be that sitting's."""
    kiosk.finish()
    kiosk.later(hours=3)  # the line was down
    kiosk.send(service.transport)
    for _ in range(5):
        kiosk.remark(MONDAY)

    kiosk.later(minutes=59)
    assert kiosk.send(service.transport).remarks_sent == 0
    kiosk.later(minutes=1)
    assert kiosk.send(service.transport).remarks_sent == 5


def test_not_within_an_hour_after_a_response_was_finished(kiosk: Any, service: Service) -> None:
    kiosk.finish()
    service.room, service.status = 0, 422
    kiosk.send(service.transport)
    service.room = 1000
    for _ in range(5):
        kiosk.remark(MONDAY)

    kiosk.later(minutes=59)
    assert kiosk.send(service.transport).remarks_sent == 0
    kiosk.later(minutes=1)
    assert kiosk.send(service.transport).remarks_sent == 5


def test_not_on_the_day_they_were_made_nor_in_the_first_hour_after(
    kiosk: Any, service: Service
) -> None:
    """The fifth may be made on the first page of a sitting that is finished minutes later."""
    for day in (MONDAY, MONDAY, MONDAY, MONDAY, kiosk.now.date()):
        kiosk.remark(day)

    for hours in (0, 13, 1):  # 10:00, 23:00, 0:00
        kiosk.later(hours=hours)
        assert kiosk.send(service.transport).remarks_sent == 0
    kiosk.later(hours=1)
    assert kiosk.send(service.transport).remarks_sent == 5


def test_a_clock_that_was_years_ahead_does_not_keep_them_here(kiosk: Any, service: Service) -> None:
    today = kiosk.now.date()
    kiosk.later(days=4000)
    kiosk.finish()
    kiosk.send(service.transport)
    for _ in range(5):
        kiosk.remark(kiosk.now.date())
    kiosk.later(days=-4000)

    assert kiosk.send(service.transport).remarks_sent == 5
    assert {one["authored"] for one in service.received[1:]} == {today.isoformat()}


def test_one_person_alone_is_no_group(kiosk: Any, service: Service) -> None:
    for n in range(9):
        kiosk.remark(MONDAY, first=n < 4)

    assert kiosk.send(service.transport).remarks_sent == 0
    kiosk.remark(MONDAY)
    assert kiosk.send(service.transport).remarks_sent == 10


def test_only_words_go_with_a_language(kiosk: Any, service: Service) -> None:
    for n in range(5):
        kiosk.remark(MONDAY, words="why?" if n else "")

    kiosk.send(service.transport)

    languages = sorted(one.get("language", "none") for one in service.received)
    assert languages == ["en", "en", "en", "en", "none"]


def test_never_while_a_response_waits_for_its_turn(kiosk: Any, service: Service) -> None:
    for _ in range(5):
        kiosk.remark(MONDAY)
    kiosk.finish()
    service.room = 0
    kiosk.send(service.transport)
    service.room = 1000
    kiosk.later(seconds=-1)  # the wait is not over

    report = kiosk.send(service.transport)

    assert (report.waiting, report.remarks_sent, service.received) == (1, 0, [])


def test_never_in_a_run_that_had_a_response_refused(kiosk: Any, service: Service) -> None:
    for _ in range(5):
        kiosk.remark(MONDAY)
    kiosk.finish()
    service.room, service.status = 0, 422

    report = kiosk.send(service.transport)

    assert (report.refused, report.remarks_sent) == (1, 0)
    assert unsent_count(kiosk) == 5


def test_all_carry_the_day_of_the_newest_and_no_time(kiosk: Any, service: Service) -> None:
    for day in (MONDAY, MONDAY, FRIDAY, MONDAY, MONDAY):
        kiosk.remark(day)

    kiosk.send(service.transport)

    assert {one["authored"] for one in service.received} == {"2026-02-27"}
    assert all("subject" not in one and "source" not in one for one in service.received)


def test_their_order_is_not_the_order_in_which_they_were_made_or_kept(
    kiosk: Any, service: Service
) -> None:
    made = [kiosk.remark(MONDAY).id for _ in range(8)]

    kiosk.send(service.transport)

    arrived = [one["id"] for one in service.received]
    assert sorted(arrived) == sorted(made)
    assert arrived not in (made, sorted(made))


def test_a_group_that_the_line_cuts_in_half_goes_on_with_the_same_day(
    kiosk: Any, service: Service
) -> None:
    for day in (MONDAY, FRIDAY, MONDAY, MONDAY, MONDAY):
        kiosk.remark(day)
    service.room = 3
    cut = kiosk.send(service.transport)
    service.room = 1000
    kiosk.restart()

    rest = kiosk.send(service.transport)

    assert (cut.remarks_sent, rest.remarks_sent) == (3, 2)
    assert cut.error is not None
    assert {one["authored"] for one in service.received} == {"2026-02-27"}
    assert len({one["id"] for one in service.received}) == 5


def test_a_service_that_is_in_trouble_is_asked_once_a_run(kiosk: Any, service: Service) -> None:
    for _ in range(5):
        kiosk.remark(MONDAY)
    service.room, service.status = 0, 500

    report = kiosk.send(service.transport)

    assert (service.asked, report.remarks_sent) == (1, 0)
    assert report.error is not None


def test_a_remark_that_is_refused_is_asked_once_and_the_others_go(
    kiosk: Any, service: Service
) -> None:
    for _ in range(5):
        kiosk.remark(MONDAY)
    service.room, service.status = 3, 422

    first, second = kiosk.send(service.transport), kiosk.send(service.transport)

    assert (service.asked, first.remarks_sent, first.refused) == (5, 3, 0)
    assert isinstance(first.error, Refused)
    assert (second.remarks_sent, second.error) == (0, None)
    with kiosk.store.reading() as c:
        assert len(released(c)) == 5


def test_the_real_endpoint_takes_them(kiosk: Any, running_central: Any) -> None:
    kept = [kiosk.remark(MONDAY).id for _ in range(5)]

    assert kiosk.send(base=running_central.base).remarks_sent == 5

    assert [running_central.versions(one) for one in kept] == [1] * 5


def test_where_the_service_gives_ids_each_remark_is_created_once(kiosk: Any) -> None:
    """A reply is lost: what was created is found by its identifier, not made again."""
    kept: dict[str, dict[str, Any]] = {}
    lost = []

    def service(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/metadata"):
            kinds = {"type": "QuestionnaireResponse", "updateCreate": False}
            rest = {"mode": "server", "resource": [kinds | {"conditionalCreate": True}]}
            statement = {"resourceType": "CapabilityStatement", "rest": [rest]}
            return httpx2.Response(200, json=statement)
        if "/AuditEvent/" in request.url.path:
            return httpx2.Response(404, json={"resourceType": "OperationOutcome", "issue": []})
        assert (request.method, request.url.path) == ("POST", "/fhir/QuestionnaireResponse")
        resource = json.loads(request.content)
        assert "id" not in resource
        stored = kept.setdefault(request.headers["If-None-Exist"], resource)
        if len(kept) == 3 and not lost:
            lost.append(stored)
            raise httpx2.ReadError("the line breaks")
        return httpx2.Response(201, json=stored | {"id": f"theirs-{len(kept)}"})

    transport = httpx2.MockTransport(service)
    transport.takes_anchors = True  # type: ignore[attr-defined]
    for _ in range(5):
        kiosk.remark(MONDAY)
    kiosk.later(days=30)
    for _ in range(3):
        kiosk.send(transport)
        kiosk.later(hours=1)

    assert lost
    assert len(kept) == 5
    assert unsent_count(kiosk) == 0
