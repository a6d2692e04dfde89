"""Services unlike any that was tried: each response still arrives once, and holds up no other."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import httpx2
import pytest

from kiosk.store import anchors
from kiosk.store.feedback import unsent
from kiosk.store.outbox import queue
from tests.sync.fhir_model import BASE, FhirModel
from tests.sync.test_delivery import (
    WHOLE,
    Between,
    Listening,
    able,
    amend,
    body,
    finish,
    there,
)

OUTCOME = {"resourceType": "OperationOutcome", "issue": []}
Answer = Callable[[httpx2.Request], httpx2.Response | None]


def but(line: Listening, answer: Answer) -> Between:
    """The service, but for what `answer` answers."""
    return Between(lambda request: answer(request) or line.handle_request(request))


def no(status: int, **more: Any) -> httpx2.Response:
    return httpx2.Response(status, json=OUTCOME, **more)


def is_bundle(request: httpx2.Request) -> bool:
    return request.method == "POST" and request.url.path.rstrip("/") == "/fhir"


BUNDLE_REPLIES = {
    "forbidden": lambda: no(403),
    "moved": lambda: httpx2.Response(301, headers={"Location": f"{BASE}/"}),
    "not made yet": lambda: no(501),
    "breaks": lambda: no(500),
    "says nothing": lambda: httpx2.Response(200),
    "another kind": lambda: httpx2.Response(
        200, json={"resourceType": "Bundle", "type": "collection", "entry": []}
    ),
}


@pytest.mark.parametrize("reply", BUNDLE_REPLIES)
def test_a_service_that_can_bear_no_bundle_gets_each_alone(kiosk: Any, reply: str) -> None:
    line = Listening(FhirModel(bundles=("transaction",)))
    texts = finish(kiosk, 5)
    whole = but(line, lambda asked: BUNDLE_REPLIES[reply]() if is_bundle(asked) else None)

    report = kiosk.send(whole, base=BASE)

    assert (report.sent, report.waiting) == (5, 0)
    assert there(line.service) == texts
    assert able(kiosk).bundle == ""


def test_where_provenance_alone_is_forbidden_bundles_go_on_without_it(kiosk: Any) -> None:
    """As for a kiosk whose scope is for responses only."""
    line = Listening(FhirModel(bundles=("transaction",)))
    texts = finish(kiosk, 60)
    scoped = but(line, lambda asked: no(403) if "Provenance" in str(_sent(asked)) else None)

    report = kiosk.send(scoped, base=BASE)

    assert (report.sent, report.waiting) == (60, 0)
    assert there(line.service) == texts
    assert (able(kiosk).bundle, able(kiosk).without) == ("transaction", ("Provenance",))


def test_a_kiosk_that_may_nothing_stops_after_the_first(kiosk: Any) -> None:
    line = Listening(FhirModel(bundles=("transaction",)))
    finish(kiosk, 5)
    shut = but(line, lambda asked: None if asked.method == "GET" else no(403))
    report = kiosk.send(shut, base=BASE)
    assert (report.sent, report.waiting, report.refused) == (0, 5, 0)
    assert able(kiosk).bundle == "transaction"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_statement_behind_a_login_or_without_a_word_keeps_nobody_from_sending(
    kiosk: Any, status: int
) -> None:
    line = Listening(FhirModel())
    texts = finish(kiosk, 3)
    metadata = httpx2.Response(status, json={"detail": "no"})
    closed = but(line, lambda asked: metadata if asked.url.path.endswith("/metadata") else None)
    assert kiosk.send(closed, base=BASE).sent == 3
    assert there(line.service) == texts


def test_one_that_lists_create_and_no_update_is_sent_no_put(kiosk: Any) -> None:
    line = Listening(FhirModel(update_create=False, conditional_create=False))
    texts = finish(kiosk, 3)
    codes = [{"code": one} for one in ("create", "read", "search-type")]
    statement = {
        "resourceType": "CapabilityStatement",
        "rest": [
            {
                "mode": "server",
                "resource": [{"type": "QuestionnaireResponse", "interaction": codes}],
            }
        ],
    }

    def without_put(asked: httpx2.Request) -> httpx2.Response | None:
        if asked.url.path.endswith("/metadata"):
            return httpx2.Response(200, json=statement)
        return httpx2.Response(405, json={"detail": "no"}) if asked.method == "PUT" else None

    assert kiosk.send(but(line, without_put), base=BASE).sent == 3
    assert there(line.service) == texts


@pytest.mark.parametrize("able_to", [{}, {"conditional_create": False}, {"bundles": ("batch",)}])
def test_amended_before_the_reply_came_the_change_goes_where_ids_are_given(
    kiosk: Any, able_to: dict[str, Any]
) -> None:
    line = Listening(FhirModel(update_create=False, **able_to))
    kept = kiosk.finish("before", **WHOLE)

    def lost(request: httpx2.Request) -> httpx2.Response | None:
        if request.method != "POST":
            return None
        line.handle_request(request)
        raise httpx2.ReadError("reply lost")

    while there(line.service) != ["before"]:  # some turn our id away a few times first
        kiosk.send(but(line, lost), base=BASE)
        kiosk.later(hours=1)
    amend(kiosk, kept, "after", identifier=True)

    kiosk.send(line, base=BASE)

    assert kiosk.states() == {kept: "sent"}
    assert there(line.service) == ["after"]


def test_one_sent_under_its_own_id_is_amended_after_the_service_lost_that_habit(
    kiosk: Any,
) -> None:
    line = Listening(FhirModel())
    kept = kiosk.finish("before", **WHOLE)
    kiosk.send(line, base=BASE)
    line.service.update_create = False
    kiosk.later(hours=25)
    amend(kiosk, kept, "after", identifier=True)

    kiosk.send(line, base=BASE)

    assert kiosk.states() == {kept: "sent"}
    assert there(line.service) == ["after"]


@pytest.mark.parametrize("status", [404, 410])
def test_what_was_deleted_there_waits_for_a_person_and_holds_up_nobody(
    kiosk: Any, status: int
) -> None:
    line = Listening(FhirModel(update_create=False))
    gone = kiosk.finish("before", **WHOLE)
    kiosk.send(line, base=BASE)
    amend(kiosk, gone, "after", identifier=True)
    other = kiosk.finish("another", **WHOLE)

    report = kiosk.send(
        but(line, lambda asked: no(status) if asked.method == "PUT" else None), base=BASE
    )

    assert kiosk.states() == {gone: "refused", other: "sent"}
    assert report.refused == 1


def test_a_kind_that_this_kiosk_may_not_write_holds_up_no_response(kiosk: Any) -> None:
    line = Listening(FhirModel())
    with kiosk.store.transaction() as c:
        task = json.dumps({"resourceType": "Task", "id": "t"}).encode()
        queue(c, resource_type="Task", resource_id="t", payload=task, now=kiosk.now)
    texts = finish(kiosk, 3)
    scoped = but(line, lambda asked: no(403) if "/Task/" in asked.url.path else None)
    assert kiosk.send(scoped, base=BASE).sent == 3
    assert there(line.service) == texts


@pytest.mark.parametrize(
    "page",
    [
        {"entry": 5},
        {"entry": {"resource": 3}},
        {"entry": [{"resource": [1]}]},
        {"entry": [{"resource": "text"}, None]},
    ],
)
def test_a_search_of_any_shape_breaks_nothing(kiosk: Any, page: dict[str, Any]) -> None:
    line = Listening(FhirModel(update_create=False, conditional_create=False, states_it=False))
    finish(kiosk, 1)
    strange = {"resourceType": "Bundle", "type": "searchset"} | page

    def answer(asked: httpx2.Request) -> httpx2.Response | None:
        is_search = asked.method == "GET" and asked.url.path.endswith("/QuestionnaireResponse")
        return httpx2.Response(200, json=strange) if is_search else None

    for _ in range(5):
        kiosk.send(but(line, answer), base=BASE)
        kiosk.later(hours=1)
    assert there(line.service) == []
    assert set(kiosk.states().values()) == {"waiting"}


def test_found_without_an_id_it_is_not_known_to_be_there(kiosk: Any) -> None:
    line = Listening(FhirModel(update_create=False, conditional_create=False))
    kept = kiosk.finish("mine", **WHOLE)
    amend(kiosk, kept, "mine", identifier=True)

    def answer(asked: httpx2.Request) -> httpx2.Response | None:
        if asked.method == "GET" and asked.url.path.endswith("/QuestionnaireResponse"):
            wanted = asked.url.params["identifier"].partition("|")
            one = {"resourceType": "QuestionnaireResponse",
                   "identifier": {"system": wanted[0], "value": wanted[2]}}  # fmt: skip
            page = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one}]}
            return httpx2.Response(200, json=page)
        return None

    kiosk.later(hours=25)
    able_line = but(line, answer)
    for _ in range(4):
        kiosk.send(able_line, base=BASE)
        kiosk.later(hours=1)
    assert set(kiosk.states().values()) == {"waiting"}


def test_an_amendment_is_sent_plain_where_packed_is_not_read(kiosk: Any) -> None:
    line = Listening(FhirModel(update_create=False))
    kept = kiosk.finish("before", **WHOLE)
    kiosk.send(line, base=BASE)
    kiosk.later(hours=25)  # what was found out is asked anew
    amend(kiosk, kept, "after " * 400, identifier=True)

    def plain(asked: httpx2.Request) -> httpx2.Response | None:
        return no(400) if asked.headers.get("content-encoding") == "gzip" else None

    assert kiosk.send(but(line, plain), base=BASE).sent == 1


def test_while_the_service_asked_to_be_left_alone_nothing_new_goes_either(kiosk: Any) -> None:
    line = Listening(FhirModel())
    finish(kiosk, 2)
    busy = but(
        line,
        lambda asked: no(429, headers={"Retry-After": "600"}) if asked.method == "PUT" else None,
    )
    kiosk.send(busy, base=BASE)
    kiosk.later(minutes=5)
    kiosk.finish("new", **WHOLE)
    line.asked.clear()
    kiosk.send(line, base=BASE)
    assert line.asked == []
    kiosk.later(minutes=5, seconds=1)
    assert kiosk.send(line, base=BASE).sent == 3


def test_remarks_go_where_the_service_gives_the_ids_each_once(kiosk: Any) -> None:
    line = Listening(FhirModel(update_create=False))
    for _ in range(5):
        kiosk.remark(date(2026, 2, 23))
    kiosk.later(days=30)
    line.faults.extend(["", "reply lost"])

    kiosk.send(line, base=BASE)
    kiosk.later(hours=2)
    report = kiosk.send(line, base=BASE)

    assert report.error is None
    with kiosk.store.reading() as c:
        assert not unsent(c)
    assert len([one for one in line.service.stored if one.startswith("Questionnaire")]) == 5


@pytest.mark.parametrize("status", [403, 404, 405])
def test_a_service_that_takes_no_anchor_is_not_asked_with_every_run(
    kiosk: Any, status: int
) -> None:
    line = Listening(FhirModel())
    asked = []

    def answer(request: httpx2.Request) -> httpx2.Response | None:
        if "/AuditEvent/" not in request.url.path:
            return None
        asked.append(request.method)
        return no(404 if request.method == "GET" and status != 403 else status)

    for _ in range(3):
        kiosk.finish("text", **WHOLE)
        kiosk.send(but(line, answer), base=BASE)
    assert len(asked) <= 2
    with kiosk.store.reading() as c:
        assert anchors.trouble(c) is not None


def _sent(request: httpx2.Request) -> Any:
    return body(request) if request.content else None
