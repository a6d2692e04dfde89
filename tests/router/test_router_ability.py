"""The FHIR engine of others can do what it says of itself, no more and no less, in each setting."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.faults.service import transport
from tests.router.running import running_router, why_not

FHIR_JSON = "application/fhir+json"
RESPONSE = "QuestionnaireResponse"
WITHOUT = {
    "everything": "nothing",
    "no update as create": "update-create",
    "no transaction": "transaction",
    "no condition, no bundle": "conditional-create,batch,transaction",
}


@dataclass
class Router:
    """A running router and what it says it can do."""

    http: httpx2.Client

    def statement(self) -> dict[str, Any]:
        said: dict[str, Any] = self.http.get("/metadata").json()
        return said

    def says(self, ability: str) -> bool:
        (rest,) = self.statement()["rest"]
        kinds = {one["type"]: one for one in rest["resource"]}
        return bool(kinds[RESPONSE][ability])

    def interactions(self) -> set[str]:
        (rest,) = self.statement()["rest"]
        return {one["code"] for one in rest.get("interaction", ())}

    def put(self, resource: dict[str, Any]) -> httpx2.Response:
        path = f"/{resource['resourceType']}/{resource['id']}"
        return self.http.put(path, json=resource)

    def post(self, resource: dict[str, Any], *, once: bool = True) -> httpx2.Response:
        headers = {"If-None-Exist": condition(resource)} if once else {}
        return self.http.post(f"/{resource['resourceType']}", json=resource, headers=headers)

    def bundle(self, kind: str, *entries: dict[str, Any]) -> httpx2.Response:
        bundle = {"resourceType": "Bundle", "type": kind, "entry": entries}
        return self.http.post("", json=bundle)

    def found(self, resource: dict[str, Any]) -> int:
        said = self.http.get(f"/{resource['resourceType']}?{condition(resource)}").json()
        return len(said.get("entry", ()))


@pytest.fixture(scope="module")
def bases() -> Iterator[dict[str, str]]:
    if reason := why_not():
        pytest.skip(reason)
    with running_router(*WITHOUT.values()) as addresses:
        yield dict(zip(WITHOUT, addresses, strict=True))


@pytest.fixture(params=WITHOUT)
def router(bases: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Router]:
    with httpx2.Client(
        base_url=bases[request.param], transport=transport(), timeout=20.0,
        headers={"Content-Type": FHIR_JSON},
    ) as http:  # fmt: skip
        yield Router(http)


def response(**changes: Any) -> dict[str, Any]:
    return {
        "resourceType": RESPONSE,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid4()}"},
        "status": "completed",
    } | changes


def condition(resource: dict[str, Any]) -> str:
    identifier = resource["identifier"]
    return f"identifier={identifier['system']}|{identifier['value']}"


def create(resource: dict[str, Any], *, full_url: str | None = None) -> dict[str, Any]:
    request = {"method": "POST", "url": RESPONSE, "ifNoneExist": condition(resource)}
    return {
        "fullUrl": full_url or f"urn:uuid:{uuid4()}",
        "resource": resource,
        "request": request,
    }


def statuses(reply: httpx2.Response) -> list[str]:
    return [entry["response"]["status"] for entry in reply.json()["entry"]]


def test_an_unknown_id_may_be_put_where_it_says_so(router: Router) -> None:
    one = response(id=str(uuid4()))

    first, second = router.put(one), router.put(one)

    if router.says("updateCreate"):
        assert (first.status_code, second.status_code) == (200, 200)
        assert router.found(one) == 1
    else:
        assert (first.status_code, second.status_code) == (404, 404)
        assert first.json()["resourceType"] == "OperationOutcome"
        assert router.found(one) == 0


def test_what_it_has_may_be_put_again_everywhere(router: Router) -> None:
    stored = router.post(response()).json()

    changed = router.put(stored | {"status": "amended"})

    assert changed.status_code == 200
    assert changed.headers["etag"] != f'W/"{stored["meta"]["versionId"]}"'


def test_a_new_resource_gets_its_id_from_the_server(router: Router) -> None:
    one = response(id="mine")

    stored = router.post(one)

    assert stored.status_code == 201
    assert stored.json()["id"] != "mine"
    assert f"/{RESPONSE}/{stored.json()['id']}/_history/" in stored.headers["location"]


def test_a_condition_is_heeded_where_it_says_so(router: Router) -> None:
    one = response()

    said = [router.post(one).status_code for _ in range(2)]

    if router.says("conditionalCreate"):
        assert (said, router.found(one)) == ([201, 200], 1)
    else:
        assert (said, router.found(one)) == ([201, 201], 2)


def test_a_repeated_create_with_an_id_of_its_own_is_400_so_a_sender_leaves_the_id_out(
    router: Router,
) -> None:
    if not router.says("conditionalCreate"):
        pytest.skip("this router was started without conditional create")
    one = response(id=str(uuid4()))

    assert [router.post(one).status_code for _ in range(2)] == [201, 400]


def test_two_that_fit_a_condition_are_412(router: Router) -> None:
    if not router.says("conditionalCreate"):
        pytest.skip("this router was started without conditional create")
    one = response()
    for _ in range(2):
        router.post(one, once=False)

    assert router.post(one).status_code == 412


def test_a_batch_answers_for_each_entry_where_it_says_so(router: Router) -> None:
    one, broken = response(), response(status="done")

    reply = router.bundle("batch", create(one), create(broken), create(response()))

    if "batch" in router.interactions():
        assert statuses(reply) == ["201", "422", "201"]
        assert statuses(router.bundle("batch", create(one))) == ["200"]
        assert router.found(one) == 1
    else:
        assert reply.status_code == 404


def test_a_transaction_is_all_or_nothing_where_it_says_so(router: Router) -> None:
    one, broken = response(), response(status="done")

    reply = router.bundle("transaction", create(one), create(broken))

    able = router.interactions()
    assert reply.status_code == (422 if "transaction" in able else 400 if able else 404)
    assert router.found(one) == 0


def test_a_changed_resource_is_as_it_was_after_a_transaction_that_failed(router: Router) -> None:
    if "transaction" not in router.interactions():
        pytest.skip("this router was started without transactions or conditional create")
    stored = router.post(response()).json()
    change = {"method": "PUT", "url": f"{RESPONSE}/{stored['id']}"}
    broken = response(status="done")

    router.bundle(
        "transaction",
        {"resource": stored | {"status": "amended"}, "request": change},
        {"resource": broken, "request": {"method": "PUT", "url": f"{RESPONSE}/{uuid4()}"}},
    )

    assert router.http.get(f"/{RESPONSE}/{stored['id']}").json() == stored


def test_an_identifier_that_is_the_full_url_is_rewritten(router: Router) -> None:
    """Why a sender never uses its response's identifier as the entry's fullUrl."""
    if "transaction" not in router.interactions() or not router.says("conditionalCreate"):
        pytest.skip("this router was started without transactions or conditional create")
    one = response()

    router.bundle("transaction", create(one, full_url=one["identifier"]["value"]))

    assert router.found(one) == 0


def test_what_is_no_r4_is_422_on_every_way(router: Router) -> None:
    broken = response(id=str(uuid4()), status="done")
    stored = router.post(response()).json()

    assert router.post(broken).status_code == 422
    assert router.put(stored | {"status": "done"}).status_code == 422


def test_a_body_may_be_gzip_and_nothing_else(router: Router) -> None:
    body = gzip.compress(json.dumps(response()).encode())

    taken = router.http.post(f"/{RESPONSE}", content=body, headers={"Content-Encoding": "gzip"})
    refused = router.http.post(f"/{RESPONSE}", content=body, headers={"Content-Encoding": "br"})

    assert (taken.status_code, refused.status_code) == (201, 415)
