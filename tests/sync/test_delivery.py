"""By which way responses go at services that can this and can't that; each is there once."""

import gzip
import json
from typing import Any

import httpx2
import pytest

from kiosk.errors import Unreachable
from kiosk.store import outbox
from kiosk.sync.ability import ability_in, known_ability
from tests.sync.fhir_model import BASE, FhirModel, Line

DEVICE = {"type": "Device", "identifier": {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:k"}}
WHOLE = {"authored": "2026-03-02T10:00:00+00:00", "author": DEVICE}


class Listening(Line):
    """A line whose requests are written down."""

    takes_anchors = True

    def __init__(self, service: FhirModel) -> None:
        super().__init__(service)
        self.asked: list[httpx2.Request] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/metadata") or "AuditEvent" not in request.url.path:
            self.asked.append(request)
        return super().handle_request(request)

    def bundles(self) -> list[dict[str, Any]]:
        return [body(one) for one in self.asked if one.url.path == "/fhir"]


class Between(httpx2.MockTransport):
    """What stands between, and answers some requests itself."""

    takes_anchors = True


def body(request: httpx2.Request) -> Any:
    content = request.content
    if request.headers.get("content-encoding") == "gzip":
        content = gzip.decompress(content)
    return json.loads(content)


def there(service: FhirModel, kind: str = "QuestionnaireResponse") -> list[str]:
    return sorted(
        str(one["item"][0]["answer"][0]["valueString"]) if kind != "Provenance" else name
        for name, one in service.stored.items()
        if name.startswith(f"{kind}/")
    )


def finish(kiosk: Any, count: int, **changes: Any) -> list[str]:
    texts = [f"answer {number}" for number in range(count)]
    for text in texts:
        kiosk.finish(text, **(WHOLE | changes))
    return sorted(texts)


def able(kiosk: Any) -> Any:
    return known_ability(kiosk.store, BASE)


@pytest.mark.parametrize("kind", ["transaction", "batch"])
def test_many_go_in_few_requests_each_with_its_provenance(kiosk: Any, kind: str) -> None:
    line = Listening(FhirModel(bundles=(kind,)))
    texts = finish(kiosk, 60)

    report = kiosk.send(line, base=BASE)

    assert (report.sent, report.waiting, report.error) == (60, 0, None)
    assert [len(one["entry"]) for one in line.bundles()] == [50, 50, 20]
    assert {one["type"] for one in line.bundles()} == {kind}
    assert there(line.service) == texts
    assert len(there(line.service, "Provenance")) == 60


def test_a_transaction_is_preferred_to_a_batch(kiosk: Any) -> None:
    line = Listening(FhirModel(bundles=("batch", "transaction")))
    finish(kiosk, 2)
    kiosk.send(line, base=BASE)
    assert [one["type"] for one in line.bundles()] == ["transaction"]


def test_no_full_url_is_the_identifier_of_what_it_holds(kiosk: Any) -> None:
    line = Listening(FhirModel(bundles=("batch",), update_create=False))
    for _ in range(3):
        kiosk.finish(**WHOLE)
    kiosk.send(line, base=BASE)
    (bundle,) = line.bundles()
    named = {one["resource"]["identifier"]["value"] for one in bundle["entry"]}
    assert named.isdisjoint({one["fullUrl"] for one in bundle["entry"]})


def test_where_the_service_gives_the_ids_each_is_created_once(kiosk: Any) -> None:
    line = Listening(FhirModel(update_create=False))
    texts = finish(kiosk, 3)
    line.faults.extend(["", "reply lost", "", "", ""])

    kiosk.send(line, base=BASE)
    kiosk.later(minutes=1)
    kiosk.send(line, base=BASE)

    assert there(line.service) == texts
    assert set(kiosk.states().values()) == {"sent"}
    assert {one.method for one in line.asked} == {"GET", "POST"}
    assert able(kiosk).takes_our_ids is False


def test_bundles_create_once_too(kiosk: Any) -> None:
    line = Listening(FhirModel(update_create=False, bundles=("transaction",)))
    texts = finish(kiosk, 30)
    line.faults.extend(["", "reply lost"])

    for _ in range(4):
        kiosk.send(line, base=BASE)
        kiosk.later(minutes=30)

    assert there(line.service) == texts
    assert set(kiosk.states().values()) == {"sent"}


def test_a_service_that_says_nothing_and_takes_no_id_is_searched_before_it_creates(
    kiosk: Any,
) -> None:
    model = FhirModel(update_create=False, conditional_create=False, states_it=False)
    line = Listening(model)
    texts = finish(kiosk, 3)
    line.faults.extend([""] * 6 + ["reply lost"])

    for _ in range(8):
        kiosk.send(line, base=BASE)
        kiosk.later(minutes=30)

    assert there(model) == texts
    assert set(kiosk.states().values()) == {"sent"}


def test_a_doubt_about_creating_once_ends_with_the_next_run(kiosk: Any) -> None:
    line = Listening(FhirModel(update_create=False, bundles=("batch",)))
    finish(kiosk, 1)
    kiosk.send(line, base=BASE)
    line.faults.append("500")  # of its statement
    kiosk.later(minutes=1)
    kiosk.finish("long" * 2000, **WHOLE)  # and meanwhile it is learnt that it reads gzip
    kiosk.send(line, base=BASE)
    assert able(kiosk).packed

    kiosk.later(minutes=1)
    finish(kiosk, 3)
    kiosk.send(line, base=BASE)

    assert len(line.bundles()[-1]["entry"]) == 3


def test_a_question_that_is_refused_sets_no_response_aside(kiosk: Any) -> None:
    """Where a service turns out to give ids itself, it is asked once more what it can."""
    line = Listening(FhirModel(update_create=False, states_it=False))
    texts = finish(kiosk, 3)

    def mute(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/metadata"):
            return httpx2.Response(422, json={"resourceType": "OperationOutcome", "issue": []})
        return line.handle_request(request)

    for _ in range(4):
        report = kiosk.send(Between(mute), base=BASE)
        kiosk.later(hours=1)

    assert (report.refused, report.waiting) == (0, 0)
    assert there(line.service) == texts


@pytest.mark.parametrize("still_once", [True, False])
def test_a_service_that_loses_the_habit_of_taking_ids_gets_nothing_twice(
    kiosk: Any, *, still_once: bool
) -> None:
    """With a statement of before, and the reply to a PUT lost on the way."""
    line = Listening(FhirModel())
    finish(kiosk, 2)
    line.faults.extend(["", "reply lost", "reply lost"])
    kiosk.send(line, base=BASE)
    line.service.update_create, line.service.conditional_create = False, still_once
    more = kiosk.finish("more", **WHOLE)

    for _ in range(6):
        kiosk.later(minutes=30)
        kiosk.send(line, base=BASE)

    assert there(line.service) == ["answer 0", "answer 1", "more"]
    assert kiosk.states()[more] == "sent"


@pytest.mark.parametrize("minutes", [1, 2000])
@pytest.mark.parametrize("fault", ["", "500", "422"])
def test_one_that_creates_once_no_more_is_searched_for_what_was_never_acknowledged(
    kiosk: Any, fault: str, minutes: int
) -> None:
    line = Listening(FhirModel(update_create=False))
    texts = finish(kiosk, 3)
    line.faults.extend(["", "reply lost"])
    kiosk.send(line, base=BASE)
    assert there(line.service)
    line.service.conditional_create = False
    line.faults.append(fault)  # of its statement

    kiosk.later(minutes=minutes)
    kiosk.send(line, base=BASE)

    assert there(line.service) == texts


def test_one_that_calls_our_id_a_bad_request_gets_them_its_way(kiosk: Any) -> None:
    model = FhirModel(update_create=False, states_it=False)
    line = Listening(model)

    def refuse_puts(request: httpx2.Request) -> httpx2.Response:
        if request.method != "PUT":
            return line.handle_request(request)
        issue = {"severity": "error", "code": "invalid", "diagnostics": "client-assigned id"}
        return httpx2.Response(400, json={"resourceType": "OperationOutcome", "issue": [issue]})

    texts = finish(kiosk, 3)
    report = kiosk.send(Between(refuse_puts), base=BASE)

    assert (report.sent, report.refused) == (3, 0)
    assert there(model) == texts


@pytest.mark.parametrize("kind", ["transaction", "batch"])
@pytest.mark.parametrize("own", [True, False])
def test_one_bad_response_among_many_is_found_and_the_others_go_in_the_same_run(
    kiosk: Any, kind: str, *, own: bool
) -> None:
    line = Listening(FhirModel(bundles=(kind,), update_create=own))
    texts = finish(kiosk, 40)
    bad = kiosk.finish("this is poison", **WHOLE)
    texts += finish(kiosk, 40)

    report = kiosk.send(line, base=BASE)

    assert (report.sent, report.refused, report.waiting) == (80, 1, 0)
    assert there(line.service) == sorted(texts)
    with kiosk.store.reading() as c:
        (refusal,) = outbox.refusals(c)
    assert (refusal.resource_id, refusal.outcome) == (bad, "refused")
    assert "not valid" in refusal.error


def test_what_was_refused_can_be_sent_again(kiosk: Any) -> None:
    line = Listening(FhirModel())
    kiosk.finish("fine", **WHOLE)
    line.faults.extend(["", "422"])
    assert kiosk.send(line, base=BASE).refused == 1
    with kiosk.store.transaction() as c:
        assert outbox.retry(c) == 1
    assert kiosk.send(line, base=BASE).sent == 1


def test_a_bundle_that_breaks_the_service_is_taken_apart(kiosk: Any) -> None:
    """A firewall that resets the line at one text does not hold up the others."""
    line = Listening(FhirModel(bundles=("transaction",)))
    finish(kiosk, 20)
    stuck = kiosk.finish("DROP TABLE", **WHOLE)
    finish(kiosk, 20)

    def firewall(request: httpx2.Request) -> httpx2.Response:
        content = request.read()
        if content and "DROP TABLE" in json.dumps(body(request)):
            raise httpx2.ReadError("reset")
        return line.handle_request(request)

    for _ in range(3):
        kiosk.send(Between(firewall), base=BASE)
        kiosk.later(minutes=30)

    states = kiosk.states()
    assert states.pop(stuck) == "waiting"
    assert set(states.values()) == {"sent"}


def test_a_service_that_takes_few_at_once_is_sent_few_from_then_on(kiosk: Any) -> None:
    line = Listening(FhirModel(bundles=("transaction",), update_create=False))
    texts = finish(kiosk, 60)

    def eight(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/fhir" and len(body(request)["entry"]) > 8:
            return httpx2.Response(400, json={"resourceType": "OperationOutcome", "issue": []})
        return line.handle_request(request)

    assert kiosk.send(Between(eight), base=BASE).sent == 60
    assert there(line.service) == texts
    assert able(kiosk).together in (6, 7)
    assert len(line.bundles()) < 15


def test_a_service_that_takes_no_provenance_is_not_sent_another(kiosk: Any) -> None:
    line = Listening(FhirModel(bundles=("transaction",)))
    texts = finish(kiosk, 10)

    def without(request: httpx2.Request) -> httpx2.Response:
        if request.content and "Provenance" in json.dumps(body(request)):
            issue = {"severity": "error", "code": "not-supported"}
            return httpx2.Response(422, json={"resourceType": "OperationOutcome", "issue": [issue]})
        return line.handle_request(request)

    report = kiosk.send(Between(without), base=BASE)

    assert (report.sent, report.refused) == (10, 0)
    assert there(line.service) == texts
    assert able(kiosk).without == ("Provenance",)


def test_a_statement_that_promises_bundles_falsely_is_seen_through(kiosk: Any) -> None:
    line = Listening(FhirModel(bundles=("transaction",)))
    texts = finish(kiosk, 5)

    def no_bundles(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/fhir":
            return httpx2.Response(405, json={"resourceType": "OperationOutcome", "issue": []})
        return line.handle_request(request)

    report = kiosk.send(Between(no_bundles), base=BASE)

    assert (report.sent, report.error) == (5, None)
    assert there(line.service) == texts
    assert able(kiosk).bundle == ""


def test_what_is_long_goes_packed_and_plain_where_that_is_not_read(kiosk: Any) -> None:
    line = Listening(FhirModel(packed=False))
    texts = [f"{'long ' * 400}{number}" for number in range(3)]
    for text in texts:
        kiosk.finish(text, **WHOLE)
    report = kiosk.send(line, base=BASE)
    assert (report.sent, report.refused) == (3, 0)
    packed = [one.headers.get("content-encoding") for one in line.asked if one.content]
    assert packed.count("gzip") == 1
    assert able(kiosk).packed is False


def test_a_service_is_asked_what_it_can_once_a_day(kiosk: Any) -> None:
    line = Listening(FhirModel())
    for _ in range(4):
        finish(kiosk, 1)
        kiosk.send(line, base=BASE)
        kiosk.restart()
        kiosk.later(hours=7)
    asked = [one for one in line.asked if one.url.path.endswith("/metadata")]
    assert len(asked) == 1
    kiosk.later(hours=7)
    finish(kiosk, 1)
    kiosk.send(line, base=BASE)
    asked = [one for one in line.asked if one.url.path.endswith("/metadata")]
    assert len(asked) == 2


def test_an_amended_response_follows_the_version_there(kiosk: Any) -> None:
    line = Listening(FhirModel())
    response_id = kiosk.finish("before", **WHOLE)
    kiosk.send(line, base=BASE)
    amend(kiosk, response_id, "after")
    line.faults.append("reply lost")

    kiosk.send(line, base=BASE)
    kiosk.later(minutes=1)
    kiosk.send(line, base=BASE)

    assert there(line.service) == ["after"]
    assert kiosk.states() == {response_id: "sent"}
    kept = line.service.stored[f"QuestionnaireResponse/{response_id}"]
    assert kept["meta"]["versionId"] == "2"  # the repeated one was told from a change by others


def test_a_repeated_change_with_a_decimal_is_told_from_one_by_others(kiosk: Any) -> None:
    line = Listening(FhirModel())
    response_id = kiosk.finish("before", **WHOLE)
    kiosk.send(line, base=BASE)
    answers = [{"valueString": "after"}, {"valueDecimal": 7.1}]
    changed = {"resourceType": "QuestionnaireResponse", "id": response_id, "status": "amended",
               "item": [{"linkId": "pain", "answer": answers}]}  # fmt: skip
    with kiosk.store.transaction() as c:
        outbox.requeue(
            c, resource_type="QuestionnaireResponse", resource_id=response_id,
            payload=json.dumps(changed).encode(), now=kiosk.now,
        )  # fmt: skip
    line.faults.append("reply lost")

    kiosk.send(line, base=BASE)
    kiosk.later(minutes=1)
    kiosk.send(line, base=BASE)

    assert kiosk.states() == {response_id: "sent"}


def test_one_that_others_changed_waits_for_a_person(kiosk: Any) -> None:
    line = Listening(FhirModel())
    response_id = kiosk.finish("before", **WHOLE)
    kiosk.send(line, base=BASE)
    kept = line.service.stored[f"QuestionnaireResponse/{response_id}"]
    kept["meta"]["versionId"] = "9"
    amend(kiosk, response_id, "after")

    report = kiosk.send(line, base=BASE)

    assert report.refused == 1
    assert there(line.service) == ["before"]
    with kiosk.store.reading() as c:
        (refusal,) = outbox.refusals(c)
    assert refusal.outcome == "changed-there"

    with kiosk.store.transaction() as c:
        outbox.retry(c)
    assert kiosk.send(line, base=BASE).refused == 1  # they changed it, still
    with kiosk.store.transaction() as c:
        outbox.retry(c, [refusal.id], over_theirs=True)
    assert kiosk.send(line, base=BASE).sent == 1
    assert there(line.service) == ["after"]


def test_amended_where_the_service_gives_ids_it_goes_to_that_id(kiosk: Any) -> None:
    line = Listening(FhirModel(update_create=False))
    response_id = kiosk.finish("before", **WHOLE)
    kiosk.send(line, base=BASE)
    amend(kiosk, response_id, "after")
    assert kiosk.send(line, base=BASE).sent == 1
    assert there(line.service) == ["after"]


def test_one_amended_while_it_is_on_its_way_goes_once_more(kiosk: Any) -> None:
    line = Listening(FhirModel())
    response_id = kiosk.finish("before", **WHOLE)

    def slow(request: httpx2.Request) -> httpx2.Response:
        reply = line.handle_request(request)
        if "before" in request.content.decode():
            amend(kiosk, response_id, "after")
        return reply

    kiosk.send(Between(slow), base=BASE)
    assert kiosk.states() == {response_id: "waiting"}
    kiosk.send(line, base=BASE)
    assert there(line.service) == ["after"]


@pytest.mark.parametrize("bundles", [(), ("transaction",)])
@pytest.mark.parametrize("line_state", ["on its way", "reply lost"])
def test_a_correction_of_what_the_service_got_meanwhile_under_its_own_id_arrives(
    kiosk: Any, bundles: tuple[str, ...], line_state: str
) -> None:
    line = Listening(FhirModel(update_create=False, bundles=bundles))
    response_id = kiosk.finish("before", **WHOLE)

    def slow(request: httpx2.Request) -> httpx2.Response:
        reply = line.handle_request(request)
        if "before" in request.content.decode():
            amend(kiosk, response_id, "after")
            if line_state == "reply lost":
                raise httpx2.ReadError("lost")
        return reply

    kiosk.send(Between(slow), base=BASE)
    for _ in range(3):
        kiosk.later(hours=1)
        kiosk.send(line, base=BASE)

    assert there(line.service) == ["after"]
    assert kiosk.states() == {response_id: "sent"}


def amend(kiosk: Any, response_id: str, text: str, *, identifier: bool = False) -> None:
    with kiosk.store.transaction() as c:
        new = {"resourceType": "QuestionnaireResponse", "id": response_id, "status": "amended",
               "item": [{"linkId": "pain", "answer": [{"valueString": text}]}]}  # fmt: skip
        if identifier:
            value = f"urn:uuid:{response_id}"
            new["identifier"] = {"system": "urn:ietf:rfc:3986", "value": value}
        assert outbox.requeue(
            c, resource_type="QuestionnaireResponse", resource_id=response_id,
            payload=json.dumps(new).encode(), now=kiosk.now,
        )  # fmt: skip


@pytest.mark.parametrize("status", [404, 410, 422, 500])
def test_a_service_that_cant_say_what_it_can_is_tried_as_it_is(kiosk: Any, status: int) -> None:
    line = Listening(FhirModel())
    texts = finish(kiosk, 3)

    def mute(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/metadata"):
            return httpx2.Response(status, json={"resourceType": "OperationOutcome", "issue": []})
        return line.handle_request(request)

    assert kiosk.send(Between(mute), base=BASE).sent == 3
    assert there(line.service) == texts


@pytest.mark.parametrize(
    "statement",
    [{}, {"rest": 3}, {"rest": [3, {"mode": "server", "resource": "x"}]},
     {"rest": [{"mode": "server", "interaction": [3, {"code": 4}]}]}, {"software": "x"}],
)  # fmt: skip
def test_a_statement_of_any_shape_is_read(kiosk: Any, statement: dict[str, Any]) -> None:
    can = ability_in(statement, base=BASE, now=kiosk.now)
    assert (can.takes_our_ids, can.creates_once, can.bundle) == (None, False, "")


def test_a_search_that_finds_what_was_not_asked_for_creates_nothing(kiosk: Any) -> None:
    """Some services overlook a parameter that they don't know, and find everything."""
    model = FhirModel(update_create=False, conditional_create=False, states_it=False)
    line = Listening(model)
    kiosk.finish("mine", **WHOLE)
    other = {"resourceType": "QuestionnaireResponse", "id": "x", "meta": {"versionId": "1"},
             "item": [{"linkId": "pain", "answer": [{"valueString": "other"}]}]}  # fmt: skip

    def overlooks(request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET" and request.url.path.endswith("/QuestionnaireResponse"):
            page = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": other}]}
            return httpx2.Response(200, json=page)
        return line.handle_request(request)

    for _ in range(6):
        report = kiosk.send(Between(overlooks), base=BASE)
        kiosk.later(minutes=30)

    assert there(model) == []
    assert isinstance(report.error, Unreachable)
    assert "can't be asked" in str(report.error)
