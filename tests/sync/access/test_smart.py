"""SMART Backend Services against a real OAuth2 server, whatever this PC's clock says."""

import ssl
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qs

import httpx2
import jwt
import pytest
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion

from kiosk.errors import NotAuthorised, Unreachable
from kiosk.settings import Central
from kiosk.store.database import Store
from kiosk.sync.access.enrolment import Enrolment, Smart, make_key
from kiosk.sync.access.keys import new_key, private_key, public_jwk, thumbprint
from kiosk.sync.access.smart import needed_scope
from kiosk.sync.access.tokens import Asking, Granted, Signer, granted, signed
from kiosk.sync.connect import client_by
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.reply import Reply
from tests.sync.access.certificates import Authority
from tests.sync.access.service import Service, TokenLock

RESPONSE = (
    b'{"resourceType":"QuestionnaireResponse","id":"r-1","status":"completed",'
    b'"questionnaire":"http://f|1"}'
)
WAY = Smart("kiosk-7")


@pytest.fixture
def key(store: Store) -> bytes:
    return make_key(store, now=datetime.now(UTC))[0]


@pytest.fixture
def service(served: Callable[..., Service], key: bytes) -> Service:
    lock = TokenLock()
    lock.register("kiosk-7", public_jwk(key))
    return served(lock)


def put(client: FhirClient) -> None:
    client.put("QuestionnaireResponse", "r-1", RESPONSE)


def refused(client: FhirClient) -> NotAuthorised:
    with pytest.raises(NotAuthorised) as caught:
        put(client)
    return caught.value


def count(service: Service, path: str) -> int:
    return sum(one.endswith(path) for one in service.asked)


@pytest.mark.parametrize("minutes", [0, 6, -6])
def test_this_service_means_it(
    service: Service, authority: Authority, key: bytes, minutes: float
) -> None:
    """Else none of what follows would show anything."""
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    assertion = signed(Signer("kiosk-7", key), Asking(service.lock.token_url, "s", moment))
    form = {
        "grant_type": "client_credentials", "scope": "s", "client_assertion": assertion,
        "client_assertion_type": JWTBearerClientAssertion.CLIENT_ASSERTION_TYPE,
    }  # fmt: skip
    trusting = ssl.create_default_context(cafile=authority.file)
    ask = partial(httpx2.post, service.lock.token_url, data=form, verify=trusting, trust_env=False)
    assert ask().status_code == (400 if minutes else 200)
    again = ask()
    assert again.status_code == 400
    assert minutes or "used before" in again.json()["error_description"]


@pytest.mark.parametrize("minutes", [0, 10, -10, 1000, -1000])
def test_it_lets_itself_in_whatever_the_clock_of_this_pc_says(
    service: Service, enrolled: Callable[..., FhirClient], minutes: float
) -> None:
    client = enrolled(service, WAY, minutes=minutes)
    put(client)
    put(client)
    assert count(service, "/token") == 1
    assert count(service, "/smart-configuration") == 1


@pytest.mark.parametrize("minutes", [10, -10])
def test_the_token_address_alone_says_the_time_where_the_service_is_not_asked(
    service: Service, enrolled: Callable[..., FhirClient], minutes: float
) -> None:
    put(enrolled(service, Smart("kiosk-7", service.lock.token_url), minutes=minutes))
    assert count(service, "/token") == 2
    assert count(service, "/smart-configuration") == 0


def test_a_token_that_the_service_forgot_is_renewed_once(
    service: Service, enrolled: Callable[..., FhirClient]
) -> None:
    client = enrolled(service, WAY)
    put(client)
    service.lock.tokens.clear()
    put(client)
    assert count(service, "/token") == 2
    assert count(service, "/r-1") == 3


def test_a_token_is_renewed_shortly_before_it_ends(
    service: Service, enrolled: Callable[..., FhirClient]
) -> None:
    service.lock.lasts_s = 1
    client = enrolled(service, WAY)
    put(client)
    time.sleep(0.85)
    put(client)
    assert count(service, "/token") == 2
    assert count(service, "/r-1") == 2


def test_a_client_that_was_withdrawn_hears_why_and_asks_no_more(
    service: Service, enrolled: Callable[..., FhirClient], key: bytes
) -> None:
    client = enrolled(service, WAY)
    put(client)
    service.lock.tokens.clear()
    service.lock.clients.clear()
    before = len(service.asked)
    error = refused(client)
    for _ in range(20):
        assert refused(client) is error
    assert service.asked[before:] == ["PUT /fhir/QuestionnaireResponse/r-1", "POST /token"]
    assert "“kiosk-7”" in str(error)
    assert "invalid_client: The client does not exist on this server)" in str(error)
    assert thumbprint(key) in error.advice
    assert error.outcome == "unauthorised"


def test_a_service_that_takes_no_token_at_all_is_asked_twice(
    service: Service, enrolled: Callable[..., FhirClient]
) -> None:
    service.lock.opens = lambda _request: False
    client = enrolled(service, WAY)
    error = refused(client)
    assert refused(client) is error
    assert count(service, "/r-1") == count(service, "/token") == 2
    assert "neither a new one" in str(error)


@pytest.mark.parametrize(("minutes", "told"), [(14, "14 minutes fast"), (-14, "14 minutes slow")])
def test_a_wrong_clock_is_named_where_it_may_be_why(
    service: Service, enrolled: Callable[..., FhirClient], minutes: float, told: str
) -> None:
    service.lock.clients.clear()
    error = refused(enrolled(service, WAY, minutes=minutes))
    assert f"This PC's clock is {told}." in str(error)
    assert error.outcome == "wrong-clock"
    assert "registered there" in error.advice


def test_another_key_than_the_registered_one_is_named_by_its_thumbprint(
    served: Callable[..., Service], enrolled: Callable[..., FhirClient], key: bytes
) -> None:
    lock = TokenLock()
    lock.register("kiosk-7", public_jwk(new_key()))
    error = refused(enrolled(served(lock), WAY))
    assert "not the key it signs with" in str(error)
    assert thumbprint(key) in error.advice


def test_what_is_not_allowed_is_named(
    service: Service, enrolled: Callable[..., FhirClient], key: bytes
) -> None:
    service.lock.register("kiosk-7", public_jwk(key), may=lambda scope: "AuditEvent" not in scope)
    error = refused(enrolled(service, WAY))
    assert "invalid_scope" in str(error)
    assert "system/AuditEvent.crus" in error.advice
    assert error.outcome == "forbidden"
    put(enrolled(service, Smart("kiosk-7", scope="system/QuestionnaireResponse.crus")))


@pytest.mark.parametrize(
    ("capabilities", "old"),
    [([], False), (["permission-v1"], True), (["permission-v1", "permission-v2"], False)],
)
def test_the_scopes_are_in_the_words_that_the_service_knows(
    service: Service, enrolled: Callable[..., FhirClient], key: bytes,
    capabilities: list[str], *, old: bool,
) -> None:  # fmt: skip
    asked: list[str] = []
    service.lock.said = {"capabilities": capabilities}
    service.lock.register("kiosk-7", public_jwk(key), may=lambda scope: not asked.append(scope))
    put(enrolled(service, WAY))
    assert " ".join(asked) == needed_scope(old=old)


def test_patients_are_asked_for_only_where_visits_are_made_of_tasks() -> None:
    for old, right in ((False, "system/Patient.r"), (True, "system/Patient.read")):
        assert "Patient" not in needed_scope(old=old)
        assert right in needed_scope(old=old, visits=True).split()


def test_what_the_settings_want_is_asked_for(
    service: Service, authority: Authority, key: bytes
) -> None:
    asked: list[str] = []
    service.lock.register("kiosk-7", public_jwk(key), may=lambda scope: not asked.append(scope))
    trusting = httpx2.HTTPTransport(verify=ssl.create_default_context(cafile=authority.file))
    client = client_by(
        Enrolment(service.fhir, WAY), key, Central(url=service.fhir, tasks="all"),
        clock=lambda: datetime.now(UTC), transport=trusting,
    )  # fmt: skip
    with closing(client):
        put(client)
    assert " ".join(asked) == needed_scope(visits=True)


def test_the_signed_request_is_short_lived_and_never_the_same(key: bytes, now: datetime) -> None:
    signer = Signer("kiosk-7", key)
    tokens = [signed(signer, Asking("https://t.example/token", "s", now)) for _ in range(2)]
    read: list[dict[str, Any]] = [
        jwt.decode(
            one, private_key(key).public_key(), algorithms=["ES384"],
            audience="https://t.example/token", options={"verify_exp": False, "verify_iat": False},
        )
        for one in tokens
    ]  # fmt: skip
    moment = int(now.timestamp())
    assert read[0]["iss"] == read[0]["sub"] == "kiosk-7"
    assert (read[0]["iat"], read[0]["exp"]) == (moment - 60, moment + 240)
    assert read[0]["jti"] != read[1]["jti"]
    assert jwt.get_unverified_header(tokens[0])["kid"] == thumbprint(key)


@pytest.mark.parametrize("url", ["http://t.example/token", "ftp://t.example", "", "https://u@t"])
def test_nothing_is_signed_for_an_address_that_others_can_read_along(
    service: Service, enrolled: Callable[..., FhirClient], url: str
) -> None:
    service.lock.said = {"token_endpoint": url}
    error = refused(enrolled(service, WAY))
    assert "not https" in str(error)
    assert count(service, "/token") == 0


class Answers(httpx2.MockTransport):
    """One answer to discovery, another at the token address."""

    def __init__(self, token: Callable[[], httpx2.Response]) -> None:
        self.asked = 0

        def answer(request: httpx2.Request) -> httpx2.Response:
            if request.url.path.endswith("smart-configuration"):
                return httpx2.Response(200, json={"token_endpoint": "https://t.example/o/token/"})
            if request.url.host == "t.example":
                self.asked += 1
                assert request.url.path == "/o/token/"
                return token()
            return httpx2.Response(401)

        super().__init__(answer)


@pytest.mark.parametrize(
    ("reply", "error", "outcome"),
    [
        (httpx2.Response(503, headers={"Retry-After": "7"}), Unreachable, "unavailable"),
        (httpx2.Response(500), Unreachable, "in-trouble"),
        (httpx2.Response(302, headers={"Location": "https://x"}), Unreachable, "portal"),
        (httpx2.Response(200, html="<html>log in</html>"), Unreachable, "portal"),
        (httpx2.Response(404), NotAuthorised, "misdirected"),
        (httpx2.Response(200, json={"access_token": "a\r\nb", "token_type": "Bearer"}),
         NotAuthorised, "misdirected"),
        (httpx2.Response(200, json={"access_token": "a", "token_type": "mac"}),
         NotAuthorised, "misdirected"),
        (httpx2.Response(200, json=["x"]), NotAuthorised, "misdirected"),
        (httpx2.Response(200, content=b"x" * 5_000_000), Unreachable, "too-slow"),
        (httpx2.Response(400, json={"error": "server_on_fire"}), NotAuthorised, "unauthorised"),
        (httpx2.Response(400, json={"error": "<b>"}), NotAuthorised, "unauthorised"),
    ],
)  # fmt: skip
def test_whatever_comes_from_the_token_address_is_told_and_never_believed(
    key: bytes, reply: httpx2.Response, error: type[Exception], outcome: str
) -> None:
    transport = Answers(lambda: reply)
    base = "https://fhir.example.org/fhir"
    client = client_by(
        Enrolment(base, WAY), key, Central(url=base), clock=lambda: datetime.now(UTC),
        transport=transport,
    )  # fmt: skip
    with pytest.raises(error) as caught:
        put(client)
    assert caught.value.outcome == outcome
    assert transport.asked == 1
    assert not getattr(caught.value, "sent", False)


def test_a_token_that_lasts_for_ever_is_renewed_all_the_same() -> None:
    signer, asking = Signer("k", new_key()), Asking("https://t.example", "s", datetime.now(UTC))
    content = b'{"access_token":"a","token_type":"Bearer","expires_in":1' + b"0" * 400 + b"}"
    given = granted(Reply(200, {}, content), signer, asking, ahead=None, now=datetime.now(UTC))
    assert given.lasts <= timedelta(days=1)


@pytest.mark.parametrize("date", ["Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 04 Mar 2120 10:00:00 GMT"])
def test_a_date_that_makes_no_sense_is_told_and_nothing_is_signed_for_years_ahead(
    key: bytes, date: str
) -> None:
    signed_until: list[float] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("smart-configuration"):
            said: dict[str, str] = {"token_endpoint": "https://t.example/token"}
            return httpx2.Response(200, json=said, headers={"Date": date})
        assertion = parse_qs(request.content.decode())["client_assertion"][0]
        claims = jwt.decode(assertion, options={"verify_signature": False})
        signed_until.append(claims["exp"])
        return httpx2.Response(400, json={"error": "invalid_client"}, headers={"Date": date})

    base = "https://fhir.example.org/fhir"
    client = client_by(
        Enrolment(base, WAY), key, Central(url=base), clock=lambda: datetime.now(UTC),
        transport=httpx2.MockTransport(answer),
    )  # fmt: skip
    error = refused(client)
    assert error.outcome == "wrong-clock"
    assert "days slow" in str(error)
    assert max(signed_until) < time.time() + 300


def test_a_service_elsewhere_sends_nobody_to_a_program_on_this_pc(key: bytes) -> None:
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.host)
        return httpx2.Response(200, json={"token_endpoint": "http://127.0.0.1:631/token"})

    base = "https://fhir.example.org/fhir"
    client = client_by(
        Enrolment(base, WAY), key, Central(url=base), clock=lambda: datetime.now(UTC),
        transport=httpx2.MockTransport(answer),
    )  # fmt: skip
    assert "not https" in str(refused(client))
    assert asked == ["fhir.example.org"]


def test_what_the_service_says_never_repeats_what_was_sent(key: bytes) -> None:
    signer, asking = Signer("k", key), Asking("https://t.example", "s", datetime.now(UTC))
    assertion = signed(signer, asking)
    said = {"error": "invalid_client", "error_description": f"bad \u2028 {assertion}\n no"}
    reply = Reply(400, {}, httpx2.Response(400, json=said).content)
    with pytest.raises(NotAuthorised) as caught:
        granted(reply, signer, asking, ahead=None, now=datetime.now(UTC))
    assert "(invalid_client: bad " in str(caught.value)
    assert not any(part in str(caught.value) for part in assertion.split("."))


def test_no_repr_holds_a_secret(key: bytes) -> None:
    shown = f"{Signer('k', key)!r}{Granted('geheim', timedelta(minutes=5))!r}"
    assert "geheim" not in shown
    assert repr(key)[2:40] not in shown
