"""Whatever is wrong is refused with an OperationOutcome, and nothing of it is stored."""

import json
from typing import Any
from uuid import uuid4

import pytest

GOOD = {
    "resourceType": "QuestionnaireResponse",
    "id": "refused-1",
    "questionnaire": "http://x.example/q|1",
    "status": "completed",
}


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in GOOD.items() if name != key}


def nested(depth: int) -> dict[str, Any]:
    item: dict[str, Any] = {"linkId": "0"}
    for _ in range(depth):
        item = {"linkId": "0", "item": [item]}
    return GOOD | {"item": [item]}


BROKEN = {
    "no JSON": (b"{", 400),
    "nothing": (b"", 400),
    "bytes that are no text": (b'{"resourceType":"\xff"}', 400),
    "a list": (b"[]", 400),
    "nested beyond reason": (b"[" * 100_000, 400),
    "another type": (GOOD | {"resourceType": "Patient"}, 400),
    "no type": (without("resourceType"), 400),
    "another id": (GOOD | {"id": "other"}, 400),
    "no id": (without("id"), 400),
    "meta is a text": (GOOD | {"meta": "x"}, 400),
    "no status": (without("status"), 422),
    "an unknown status": (GOOD | {"status": "done"}, 422),
    "a status that is a list": (GOOD | {"status": ["completed"]}, 422),
    "no questionnaire": (without("questionnaire"), 422),
    "a questionnaire that is no canonical": (GOOD | {"questionnaire": "not one"}, 422),
    "item is an object": (GOOD | {"item": {}}, 422),
    "an item without linkId": (GOOD | {"item": [{"text": "?"}]}, 422),
    "an answer with two values": (
        GOOD | {"item": [{"linkId": "1", "answer": [{"valueInteger": 1, "valueString": "1"}]}]},
        422,
    ),
    "an answer that is a text": (GOOD | {"item": [{"linkId": "1", "answer": ["1"]}]}, 422),
    "items nested beyond reason": (nested(150), 422),
}


@pytest.mark.parametrize(("body", "status"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_resource_is_refused_and_not_stored(
    endpoint: Any, body: bytes | dict[str, Any], status: int
) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    answer = endpoint.http.put("/QuestionnaireResponse/refused-1", content=content)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/fhir+json"
    assert answer.json()["issue"][0]["severity"] == "error"
    assert endpoint.http.get("/QuestionnaireResponse/refused-1").status_code == 404


def test_the_place_of_a_mistake_is_named(endpoint: Any) -> None:
    resource = GOOD | {"item": [{"linkId": "1"}, {"linkId": "2", "item": [{}]}]}

    issue = endpoint.put(resource).json()["issue"][0]

    assert issue["expression"] == ["QuestionnaireResponse.item[1].item[0].linkId"]


@pytest.mark.parametrize("resource_id", ["a_b", "x" * 65, "ümlaut", "a%20b"])
def test_an_id_that_fhir_does_not_allow_is_refused(endpoint: Any, resource_id: str) -> None:
    answer = endpoint.http.put(f"/QuestionnaireResponse/{resource_id}", json=GOOD)

    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (400, "value")


def test_a_body_above_the_stated_size_is_refused(endpoint: Any) -> None:
    resource = GOOD | {"item": [{"linkId": "1", "text": "x" * (2 * 1024 * 1024)}]}

    answer = endpoint.put(resource)

    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (413, "too-long")
    assert "2097152 bytes" in endpoint.http.get("/metadata").text


def test_a_body_that_is_not_said_to_be_fhir_is_refused(endpoint: Any) -> None:
    answer = endpoint.http.put(
        "/QuestionnaireResponse/refused-1", content=b"x", headers={"Content-Type": "text/plain"}
    )

    assert (answer.status_code, answer.json()["resourceType"]) == (415, "OperationOutcome")


def test_nothing_can_be_deleted(endpoint: Any) -> None:
    resource = GOOD | {"id": str(uuid4())}
    endpoint.put(resource)

    answer = endpoint.http.delete(f"/QuestionnaireResponse/{resource['id']}")

    assert (answer.status_code, answer.json()["resourceType"]) == (405, "OperationOutcome")
    assert {"GET", "PUT"} <= set(answer.headers["allow"].split(", "))
    assert endpoint.http.get(f"/QuestionnaireResponse/{resource['id']}").status_code == 200


@pytest.mark.parametrize("path", ["/Patient/1", "/QuestionnaireResponse/nobody", "/a/b/c/d/e"])
def test_what_is_not_there_is_said_in_fhir(endpoint: Any, path: str) -> None:
    answer = endpoint.http.get(path)

    assert (answer.status_code, answer.json()["resourceType"]) == (404, "OperationOutcome")


def test_if_none_exist_without_an_identifier_is_refused(endpoint: Any) -> None:
    assert endpoint.post(GOOD, If_None_Exist="_id=1").status_code == 400
