"""Batch and transaction: several resources in one request, as FHIR R4 has them."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from kiosk.central.bundle_entries import requests_in
from kiosk.central.bundle_processing import batch, transaction
from kiosk.central.database import open_database
from kiosk.central.repository import Repository
from kiosk.sync.bundles import Entry, bundle_of

FORM = "http://clinic-kiosk.example/fhir/Questionnaire/pain-today|1.0.0"
MINIMAL = {"Prefer": "return=minimal"}


def response(**changes: Any) -> dict[str, Any]:
    resource_id = str(uuid4())
    return {
        "resourceType": "QuestionnaireResponse",
        "id": resource_id,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{resource_id}"},
        "questionnaire": FORM,
        "status": "completed",
    } | changes


def provenance(target: str) -> dict[str, Any]:
    return {
        "resourceType": "Provenance",
        "target": [{"reference": target}],
        "recorded": "2026-03-02T09:00:00Z",
        "agent": [{"who": {"identifier": {"value": target}}}],
    }


def put(resource: dict[str, Any], **request: Any) -> dict[str, Any]:
    url = f"{resource['resourceType']}/{resource['id']}"
    return {"resource": resource, "request": {"method": "PUT", "url": url} | request}


def post(resource: dict[str, Any], **request: Any) -> dict[str, Any]:
    url = resource["resourceType"]
    return {"resource": resource, "request": {"method": "POST", "url": url} | request}


def get(url: str) -> dict[str, Any]:
    return {"request": {"method": "GET", "url": url}}


def once(resource: dict[str, Any]) -> str:
    return f"identifier=urn:ietf:rfc:3986|{resource['identifier']['value']}"


def send(endpoint: Any, kind: str, *entries: Any, **headers: str) -> Any:
    bundle = {"resourceType": "Bundle", "type": kind, "entry": list(entries)}
    return endpoint.http.post(str(endpoint.http.base_url).rstrip("/"), json=bundle, headers=headers)


def statuses(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [entry["response"]["status"][:3] for entry in answer.json()["entry"]]


def there(endpoint: Any, resource: dict[str, Any]) -> bool:
    found = endpoint.http.get(f"/{resource['resourceType']}/{resource['id']}")
    return bool(found.status_code == 200)


def test_a_batch_stores_each_and_says_so_of_each(endpoint: Any) -> None:
    one, two = response(), response()

    answer = send(endpoint, "batch", put(one), post(two, ifNoneExist=once(two)))

    assert statuses(answer) == ["201", "201"]
    assert answer.json()["type"] == "batch-response"
    first, second = answer.json()["entry"]
    assert first["response"]["etag"] == 'W/"1"'
    assert first["response"]["location"].endswith(f"/{one['id']}/_history/1")
    stored = endpoint.http.get(first["response"]["location"]).json()
    assert first["response"]["lastModified"] == stored["meta"]["lastUpdated"]
    assert first["resource"] == stored
    assert second["resource"]["identifier"] == two["identifier"]
    assert second["resource"]["id"] != two["id"]


def test_a_refused_entry_of_a_batch_leaves_the_others(endpoint: Any) -> None:
    good, bad, late = response(), response(status="nonsense"), response()

    answer = send(endpoint, "batch", put(good), put(bad), "?", put(late), get("Patient/1"))

    assert statuses(answer) == ["201", "422", "400", "201", "404"]
    issue = answer.json()["entry"][1]["response"]["outcome"]["issue"][0]
    assert issue["expression"] == ["Bundle.entry[1].resource.status"]
    assert [there(endpoint, each) for each in (good, bad, late)] == [True, False, True]


def test_the_same_batch_again_changes_nothing(endpoint: Any) -> None:
    one, two = response(), response()
    entries = put(one), post(two, ifNoneExist=once(two))
    first = send(endpoint, "batch", *entries)

    again = send(endpoint, "batch", *entries)

    assert statuses(again) == ["200", "200"]
    assert [e["resource"] for e in again.json()["entry"]] == [
        e["resource"] for e in first.json()["entry"]
    ]


def test_what_was_sent_is_not_repeated_to_who_does_not_want_it(endpoint: Any) -> None:
    sent = response()

    several = send(endpoint, "batch", put(sent), get(f"QuestionnaireResponse/{sent['id']}"),
                   **MINIMAL)  # fmt: skip
    alone = endpoint.put(sent | {"status": "amended"}, **MINIMAL)

    assert "resource" not in several.json()["entry"][0]
    assert several.json()["entry"][1]["resource"]["id"] == sent["id"]
    assert (alone.status_code, alone.content, alone.headers["etag"]) == (200, b"", 'W/"2"')


def test_an_entry_follows_the_version_it_names(endpoint: Any) -> None:
    sent = response()
    amended = sent | {"status": "amended"}
    endpoint.put(sent)

    stale = send(endpoint, "batch", put(amended, ifMatch='W/"7"'))
    right = send(endpoint, "batch", put(amended, ifMatch='W/"1"'))

    assert statuses(stale) == ["412"]
    assert statuses(right) == ["200"]
    assert right.json()["entry"][0]["response"]["etag"] == 'W/"2"'


def test_a_transaction_refers_within_itself(endpoint: Any) -> None:
    one = response()
    made = post(one, ifNoneExist=once(one)) | {"fullUrl": "urn:uuid:of-the-response"}

    answer = send(endpoint, "transaction", post(provenance("urn:uuid:of-the-response")), made)

    assert statuses(answer) == ["201", "201"]
    trail, stored = [entry["resource"] for entry in answer.json()["entry"]]
    assert trail["target"] == [{"reference": f"QuestionnaireResponse/{stored['id']}"}]
    # what only looks like the fullUrl is no reference
    assert trail["agent"][0]["who"]["identifier"]["value"] == "urn:uuid:of-the-response"
    assert stored["identifier"] == one["identifier"]


def test_a_transaction_again_refers_to_what_was_there(endpoint: Any) -> None:
    one = response()
    entry = post(one, ifNoneExist=once(one)) | {"fullUrl": "urn:uuid:again"}
    first = send(endpoint, "transaction", entry).json()["entry"][0]["resource"]["id"]

    answer = send(endpoint, "transaction", entry, post(provenance("urn:uuid:again")))

    assert statuses(answer) == ["200", "201"]
    trail = answer.json()["entry"][1]["resource"]
    assert trail["target"] == [{"reference": f"QuestionnaireResponse/{first}"}]


@pytest.mark.parametrize(
    ("bad", "status"),
    [
        (put(response(status="nonsense")), 422),
        (put(response(), ifMatch='W/"1"'), 412),
        ({"request": {"method": "DELETE", "url": "QuestionnaireResponse/1"}}, 405),
        (get("QuestionnaireResponse/nobody"), 404),
    ],
)
def test_a_transaction_is_all_or_nothing(endpoint: Any, bad: Any, status: int) -> None:
    first, last = response(), response()

    answer = send(endpoint, "transaction", put(first), bad, put(last))

    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")
    assert answer.json()["issue"][0]["expression"][0].startswith("Bundle.entry[1]")
    assert not there(endpoint, first)
    assert not there(endpoint, last)


def test_two_entries_of_a_transaction_can_not_write_the_same(endpoint: Any) -> None:
    one = response()

    answer = send(endpoint, "transaction", put(one), put(one | {"status": "amended"}))

    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (400, "duplicate")
    assert not there(endpoint, one)


def test_reads_come_last_in_a_transaction_and_answer_in_their_place(endpoint: Any) -> None:
    one = response()

    answer = send(
        endpoint,
        "transaction",
        get(f"QuestionnaireResponse?identifier={one['identifier']['value']}"),
        put(one),
    )

    found = answer.json()["entry"][0]["resource"]
    assert (found["type"], found["total"]) == ("searchset", 1)


def test_eight_transactions_at_once_make_one_resource(endpoint: Any) -> None:
    one = response()
    entry = post(one, ifNoneExist=once(one))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: send(endpoint, "transaction", entry), range(8)))

    assert sorted(statuses(answer)[0] for answer in answers) == ["200"] * 7 + ["201"]


def test_the_kiosk_s_own_bundle_is_understood(endpoint: Any) -> None:
    one, two = response(), response()
    entries = (
        Entry("QuestionnaireResponse", one["id"], _bytes(one)),
        Entry("QuestionnaireResponse", None, _bytes(two), condition=once(two)),
    )

    answer = endpoint.http.post(
        str(endpoint.http.base_url).rstrip("/"), content=bundle_of("transaction", entries)
    )

    assert statuses(answer) == ["201", "201"]


@pytest.mark.parametrize(
    ("bundle", "status"),
    [
        ({"resourceType": "Bundle", "type": "collection"}, 400),
        ({"resourceType": "Bundle", "type": "batch", "entry": {}}, 400),
        (response(), 400),
        ([], 400),
        ({"resourceType": "Bundle", "type": "batch", "entry": [{}] * 501}, 413),
    ],
)
def test_what_is_no_batch_is_refused(endpoint: Any, bundle: Any, status: int) -> None:
    answer = endpoint.http.post(str(endpoint.http.base_url), json=bundle)

    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")


@pytest.mark.parametrize("kind", ["batch", "transaction"])
def test_an_empty_bundle_has_an_empty_answer(endpoint: Any, kind: str) -> None:
    answer = send(endpoint, kind)

    assert answer.json() == {"resourceType": "Bundle", "type": f"{kind}-response"}


@pytest.mark.parametrize("carry_out", [batch, transaction])
def test_a_full_disk_stores_none_of_a_bundle(carry_out: Any, tmp_path: Any) -> None:
    engine = open_database(tmp_path)
    event.listen(engine, "checkout", _no_room_for_more)
    repository = Repository(engine, lambda: datetime(2026, 3, 2, tzinfo=UTC))
    sent = [response(item=[{"linkId": "1", "text": "x" * 9000}]) for _ in range(20)]
    bundle = {"resourceType": "Bundle", "type": "batch", "entry": [put(each) for each in sent]}
    _, requests = requests_in(bundle, max_entries=99)

    with pytest.raises(OperationalError, match="full"):
        carry_out(repository, requests, base="", minimal=True)

    assert [repository.read("QuestionnaireResponse", each["id"]) for each in sent] == [None] * 20
    engine.dispose()


def _no_room_for_more(connection: sqlite3.Connection, *_: Any) -> None:
    connection.execute("PRAGMA max_page_count=30")


def test_the_statement_says_what_bundles_it_takes(endpoint: Any) -> None:
    rest = endpoint.http.get("/metadata").json()["rest"][0]

    assert [each["code"] for each in rest["interaction"]] == ["batch", "transaction"]
    assert "500 entries" in rest["documentation"]


def _bytes(resource: dict[str, Any]) -> bytes:
    return json.dumps(resource).encode()
