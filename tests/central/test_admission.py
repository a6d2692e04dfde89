"""The closed trial endpoint: who has no invitation and no key stays outside."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm
from starlette.testclient import TestClient

from kiosk.central.admission import Admission
from kiosk.central.database import open_database
from kiosk.central.endpoint import create_app
from kiosk.central.gate import Gate
from kiosk.central.repository import Repository

ROOT = "http://testserver"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def admission(tmp_path: Path, clock: Clock) -> Admission:
    return Admission(open_database(tmp_path), clock)


@pytest.fixture
def http(tmp_path: Path, clock: Clock, admission: Admission) -> TestClient:
    repository = Repository(open_database(tmp_path), clock)
    return TestClient(Gate(create_app(repository, clock), admission), base_url=ROOT)


def metadata(key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    jwk = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": [jwk]}}


def assertion(key: Any, client_id: str, **more: Any) -> str:
    claims = {
        "iss": client_id, "sub": client_id, "aud": f"{ROOT}/token", "jti": str(more),
        "exp": int(datetime.now(UTC).timestamp()) + 200,
    }  # fmt: skip
    return jwt.encode(claims | more, key, algorithm="ES384")


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


Registered = tuple[ec.EllipticCurvePrivateKey, dict[str, Any]]


@pytest.fixture
def registered(http: TestClient, admission: Admission) -> Registered:
    key = ec.generate_private_key(ec.SECP384R1())
    token = admission.invite(times=1, lasts=timedelta(hours=1))
    said = http.post("/register", json=metadata(key), headers=bearer(token))
    assert said.status_code == 201
    return key, said.json()


def asked(http: TestClient, signed: str) -> Any:
    form = {
        "grant_type": "client_credentials", "client_assertion_type": ASSERTION,
        "client_assertion": signed,
    }  # fmt: skip
    return http.post("/token", data=form)


def test_without_a_token_only_the_statement_is_shown(http: TestClient) -> None:
    assert http.get("/fhir/metadata").status_code == 200
    assert http.get("/fhir/.well-known/smart-configuration").json()["registration_endpoint"]
    for headers in ({}, bearer("guess"), {"Authorization": "Basic eDp5"}):
        refused = http.get("/fhir/Questionnaire", headers=headers)
        assert refused.status_code == 401
        assert refused.json()["resourceType"] == "OperationOutcome"


def test_who_registered_gets_a_token_that_ends(
    http: TestClient, registered: Registered, clock: Clock
) -> None:
    key, said = registered
    token = asked(http, assertion(key, said["client_id"])).json()["access_token"]
    assert http.get("/fhir/Questionnaire", headers=bearer(token)).status_code == 200
    clock.now += timedelta(minutes=6)
    assert http.get("/fhir/Questionnaire", headers=bearer(token)).status_code == 401


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _key, name: assertion(ec.generate_private_key(ec.SECP384R1()), name),
        lambda key, _name: assertion(key, "another"),
        lambda key, name: assertion(key, name, aud="https://other.example/token"),
        lambda key, name: assertion(key, name, exp=1),
        lambda key, name: assertion(key, name, sub="another"),
        lambda _key, _name: "no.jwt.at-all",
        lambda _key, _name: "",
        lambda _key, name: jwt.encode({"iss": name}, "", algorithm="none"),
    ],
)
def test_what_is_not_signed_for_here_and_now_gets_none(
    http: TestClient, registered: Registered, spoil: Callable[[Any, str], str]
) -> None:
    key, said = registered
    refused = asked(http, spoil(key, said["client_id"]))
    assert (refused.status_code, refused.json()) == (401, {"error": "invalid_client"})


def test_a_signed_request_is_good_once(http: TestClient, registered: Registered) -> None:
    key, said = registered
    signed = assertion(key, said["client_id"])
    assert asked(http, signed).status_code == 200
    assert asked(http, signed).status_code == 401


def test_an_invitation_is_for_so_many_and_for_so_long(
    http: TestClient, admission: Admission, clock: Clock
) -> None:
    token = admission.invite(times=2, lasts=timedelta(hours=1))
    keys = [ec.generate_private_key(ec.SECP384R1()) for _ in range(3)]

    def register(key: ec.EllipticCurvePrivateKey) -> Any:
        return http.post("/register", json=metadata(key), headers=bearer(token))

    first = register(keys[0]).json()["client_id"]
    assert register(keys[0]).json()["client_id"] == first  # it was cut off, and asks again
    assert register(keys[1]).json()["client_id"] != first
    assert register(keys[2]).json() == {"error": "invalid_token"}
    clock.now += timedelta(hours=2)
    assert register(keys[0]).status_code == 401


@pytest.mark.parametrize(
    "said",
    [
        {}, [], {"jwks": {"keys": []}}, {"jwks": {"keys": [{"kty": "oct", "k": "x"}]}},
        {"jwks": {"keys": [{"kty": "EC", "crv": "P-384", "x": "!", "y": "!"}]}},
    ],
)  # fmt: skip
def test_a_client_without_a_public_key_is_refused(
    http: TestClient, admission: Admission, said: Any
) -> None:
    token = admission.invite(times=1, lasts=timedelta(hours=1))
    refused = http.post("/register", json=said, headers=bearer(token))
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_client_metadata")


def test_a_registration_is_changed_and_withdrawn_by_its_own_token_alone(
    http: TestClient, registered: Registered
) -> None:
    key, said = registered
    place, manage = said["registration_client_uri"], bearer(said["registration_access_token"])
    other = ec.generate_private_key(ec.SECP384R1())
    assert http.put(place, json=metadata(other), headers=bearer("guess")).status_code == 401
    assert http.put(place, json=metadata(other), headers=manage).status_code == 200
    assert asked(http, assertion(key, said["client_id"])).status_code == 401
    assert asked(http, assertion(other, said["client_id"])).status_code == 200
    assert http.delete(f"{ROOT}/register/another", headers=manage).status_code == 401
    assert http.delete(place, headers=manage).status_code == 204
    assert asked(http, assertion(other, said["client_id"], n=2)).status_code == 401
    assert http.delete(place, headers=manage).status_code == 401
