"""Create, update, versions and conditions, as FHIR R4 has them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

FORM = "http://clinic-kiosk.example/fhir/Questionnaire/pain-today|1.0.0"


def response(**changes: Any) -> dict[str, Any]:
    resource_id = str(uuid4())
    return {
        "resourceType": "QuestionnaireResponse",
        "id": resource_id,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{resource_id}"},
        "questionnaire": FORM,
        "status": "completed",
        "item": [{"linkId": "pain", "answer": [{"valueInteger": 3}]}],
    } | changes


def but_for_meta(resource: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in resource.items() if key != "meta"}


def test_a_new_id_is_created_and_comes_back_as_it_was_sent(endpoint: Any) -> None:
    sent = response()

    answer = endpoint.put(sent)

    assert answer.status_code == 201
    assert answer.headers["etag"] == 'W/"1"'
    assert answer.headers["location"].endswith(f"/QuestionnaireResponse/{sent['id']}/_history/1")
    assert answer.json()["meta"]["versionId"] == "1"
    assert but_for_meta(answer.json()) == sent
    assert endpoint.http.get(f"/QuestionnaireResponse/{sent['id']}").json() == answer.json()


def test_the_same_content_again_is_one_resource_in_one_version(endpoint: Any) -> None:
    sent = response()
    first = endpoint.put(sent)

    again = endpoint.put(first.json())

    assert again.status_code == 200
    assert again.content == first.content
    assert endpoint.http.get(f"/QuestionnaireResponse/{sent['id']}/_history").json()["total"] == 1


def test_every_version_stays_readable(endpoint: Any) -> None:
    first = response()
    second = first | {"status": "amended"}
    endpoint.put(first)

    answer = endpoint.put(second)

    path = f"/QuestionnaireResponse/{first['id']}"
    history = endpoint.http.get(f"{path}/_history").json()
    assert (answer.status_code, answer.headers["etag"]) == (200, 'W/"2"')
    assert but_for_meta(endpoint.http.get(f"{path}/_history/1").json()) == first
    assert [e["resource"]["status"] for e in history["entry"]] == ["amended", "completed"]
    assert endpoint.http.get(f"{path}/_history/3").status_code == 404


def test_a_decimal_keeps_its_digits(endpoint: Any) -> None:
    sent = response()
    body = b'{"resourceType":"QuestionnaireResponse","id":"%s","status":"completed",' % (
        sent["id"].encode()
    )
    body += b'"questionnaire":"http://x.example/q","item":[{"linkId":"1","answer":['
    body += b'{"valueDecimal":1.10}]}]}'

    answer = endpoint.http.put(f"/QuestionnaireResponse/{sent['id']}", content=body)

    assert b'"valueDecimal":1.10}' in answer.content


def test_what_a_reader_has_already_is_not_sent_again(endpoint: Any) -> None:
    sent = response()
    etag = endpoint.put(sent).headers["etag"]

    answer = endpoint.http.get(
        f"/QuestionnaireResponse/{sent['id']}", headers={"If-None-Match": etag}
    )

    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(("etag", "status"), [('W/"1"', 200), ('W/"7"', 412), ("seven", 400)])
def test_a_conditional_update_needs_the_current_version(
    endpoint: Any, etag: str, status: int
) -> None:
    sent = response()
    endpoint.put(sent)

    answer = endpoint.put(sent | {"status": "amended"}, If_Match=etag)

    assert answer.status_code == status


def test_a_conditional_update_of_nothing_is_refused(endpoint: Any) -> None:
    assert endpoint.put(response(), If_Match='W/"1"').status_code == 412


def test_a_conditional_create_makes_one_and_then_finds_it(endpoint: Any) -> None:
    sent = response()
    condition = f"identifier=urn:ietf:rfc:3986|{sent['identifier']['value']}"

    first = endpoint.post(sent, If_None_Exist=condition)
    second = endpoint.post(sent, If_None_Exist=condition)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.json()["id"] != sent["id"]


def test_a_conditional_create_refuses_where_two_exist(endpoint: Any) -> None:
    one = response()
    endpoint.put(one)
    endpoint.put(one | {"id": str(uuid4())})

    answer = endpoint.post(one, If_None_Exist=f"identifier=|{one['identifier']['value']}")
    same = endpoint.post(one, If_None_Exist=f"identifier={one['identifier']['value']}")

    assert answer.status_code == 201  # none without a system
    assert same.status_code == 412
    assert same.json()["issue"][0]["code"] == "multiple-matches"


def test_eight_conditional_creates_at_once_make_one(endpoint: Any) -> None:
    sent = response()
    condition = f"identifier=urn:ietf:rfc:3986|{sent['identifier']['value']}"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: endpoint.post(sent, If_None_Exist=condition), range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_the_same_put_eight_times_at_once_makes_one_version(endpoint: Any) -> None:
    sent = response()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: endpoint.put(sent), range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert {answer.headers["etag"] for answer in answers} == {'W/"1"'}
