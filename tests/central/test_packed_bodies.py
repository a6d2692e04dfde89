"""Bodies in gzip: read, and never unpacked beyond the stated size."""

import gzip
import json
from typing import Any
from uuid import uuid4

import pytest


def response() -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(uuid4()),
        "questionnaire": "http://clinic-kiosk.example/fhir/Questionnaire/pain-today|1.0.0",
        "status": "completed",
    }


def put(endpoint: Any, resource: dict[str, Any], content: bytes, encoding: str = "gzip") -> Any:
    return endpoint.http.put(
        f"/QuestionnaireResponse/{resource['id']}", content=content,
        headers={"Content-Encoding": encoding},
    )  # fmt: skip


def test_a_packed_body_is_read(endpoint: Any) -> None:
    sent = response()

    answer = put(endpoint, sent, gzip.compress(json.dumps(sent).encode()))

    assert answer.status_code == 201
    assert answer.json()["questionnaire"] == sent["questionnaire"]


def test_a_body_in_several_members_is_read(endpoint: Any) -> None:
    sent = response()
    plain = json.dumps(sent).encode()

    answer = put(endpoint, sent, gzip.compress(plain[:40]) + gzip.compress(plain[40:]))

    assert answer.status_code == 201


@pytest.mark.parametrize("members", [1, 3])
def test_a_bomb_is_refused_at_the_stated_size(endpoint: Any, members: int) -> None:
    bomb = gzip.compress(b" " * (256 * 1024 * 1024 // members), compresslevel=1) * members
    assert len(bomb) < 2 * 1024 * 1024

    answer = put(endpoint, response(), bomb)

    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (413, "too-long")


@pytest.mark.parametrize(
    ("content", "encoding", "status"),
    [
        (b"{}", "gzip", 400),
        (gzip.compress(b"{}" * 999, mtime=0)[:-9], "gzip", 400),
        (b"{}", "br", 415),
    ],
)
def test_what_can_not_be_unpacked_is_refused(
    endpoint: Any, content: bytes, encoding: str, status: int
) -> None:
    answer = put(endpoint, response(), content, encoding)

    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")
