"""Every row of the status table: what counts as stored, and what each other answer means."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx2
import pytest

from kiosk.errors import CentralError, NotAuthorised, Refused, Unreachable
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.issues import TEXT_MAX
from kiosk.sync.wire import REPLY_MAX_BYTES

PAYLOAD = (
    b'{"resourceType":"QuestionnaireResponse","id":"r-1","item":[{"linkId":"1",'
    b'"answer":[{"valueString":"my secret sorrow"}]}]}'
)
STORED = {"resourceType": "QuestionnaireResponse", "id": "r-1", "meta": {"versionId": "3"}}
PORTAL = {"html": "<!DOCTYPE html><title>Sign in to the guest network</title>"}
Handler = Callable[[httpx2.Request], httpx2.Response]


@contextmanager
def client(handler: Handler, now: datetime | None = None) -> Iterator[FhirClient]:
    clock = {} if now is None else {"clock": lambda: now}
    one = FhirClient(
        "https://fhir.example.org/fhir/",
        timeout_s=5.0, transport=httpx2.MockTransport(handler), **clock,
    )  # fmt: skip
    yield one
    one.close()


def put(handler: Handler, now: datetime | None = None) -> Any:
    with client(handler, now) as one:
        return one.put("QuestionnaireResponse", "r-1", PAYLOAD)


def failing(status: int, now: datetime | None = None, **reply: Any) -> CentralError:
    with pytest.raises(CentralError) as caught:
        put(lambda _: httpx2.Response(status, **reply), now)
    return caught.value


def outcome(text: str, **issue: Any) -> dict[str, Any]:
    return {
        "resourceType": "OperationOutcome",
        "issue": [
            {"severity": "information", "code": "informational", "diagnostics": "all well"},
            {"severity": "error", "code": "invalid", "diagnostics": text} | issue,
        ],
    }


@pytest.mark.parametrize("status", [200, 201])
def test_the_resource_itself_is_the_acknowledgement(status: int) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        assert request.method == "PUT"
        assert str(request.url) == "https://fhir.example.org/fhir/QuestionnaireResponse/r-1"
        assert request.headers["content-type"] == "application/fhir+json"
        assert request.content == PAYLOAD
        return httpx2.Response(status, json=STORED, headers={"ETag": 'W/"3"'})

    assert put(answer).etag == 'W/"3"'


def test_without_an_etag_the_version_in_meta_names_it() -> None:
    assert put(lambda _: httpx2.Response(200, json=STORED)).etag == 'W/"3"'


@pytest.mark.parametrize(
    ("status", "reply"), [(201, {}), (204, {}), (200, {"json": outcome("stored")})]
)
def test_a_service_that_repeats_nothing_is_asked_for_what_it_has(
    status: int, reply: dict[str, Any]
) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            return httpx2.Response(200, json=STORED)
        return httpx2.Response(status, **reply)

    assert put(answer).etag == 'W/"3"'


NO_PROOF = {
    "a portal's page": (200, PORTAL),
    "a page said to be JSON": (
        200,
        {"content": b"<html>", "headers": {"Content-Type": "application/json"}},
    ),
    "JSON said to be a page": (
        200,
        {"content": PAYLOAD, "headers": {"Content-Type": "text/html"}},
    ),
    "nothing": (200, {}),
    "half a resource": (
        200,
        {"content": PAYLOAD[:40], "headers": {"Content-Type": "application/fhir+json"}},
    ),
    "JSON that is no resource": (200, {"json": {"ok": True}}),
    "a list": (200, {"json": [STORED]}),
    "another resource": (200, {"json": STORED | {"id": "r-2"}}),
    "another type": (200, {"json": STORED | {"resourceType": "Patient"}}),
    "no resource, but created": (201, {"text": "ok"}),
    "accepted for later": (202, {"text": "queued"}),
    "a redirect": (302, {"headers": {"Location": "https://portal.example/"}}),
    "a redirect that keeps the method": (307, {"headers": {"Location": "https://b.example/"}}),
    "network sign-in": (511, PORTAL),
}


@pytest.mark.parametrize(("status", "reply"), NO_PROOF.values(), ids=NO_PROOF.keys())
def test_anything_else_is_no_acknowledgement_and_counts_as_offline(
    status: int, reply: dict[str, Any]
) -> None:
    error = failing(status, **reply)

    assert isinstance(error, Unreachable)
    assert (error.sent, error.everything) == (True, True)


def test_a_redirect_is_never_followed() -> None:
    seen = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.url.host)
        return httpx2.Response(308, headers={"Location": "https://elsewhere.example/"})

    with pytest.raises(Unreachable):
        put(answer)

    assert seen == ["fhir.example.org"]


@pytest.mark.parametrize("status", [401, 403, 407])
def test_other_credentials_are_asked_for(status: int) -> None:
    assert isinstance(failing(status), NotAuthorised)


@pytest.mark.parametrize("status", [400, 412, 413, 422])
def test_a_refusal_carries_what_the_service_said(status: int) -> None:
    said = outcome("status is missing", expression=["QuestionnaireResponse.status"])

    error = failing(status, json=said)

    assert isinstance(error, Refused)
    assert "QuestionnaireResponse.status: status is missing" in str(error)


def test_a_refusal_never_repeats_an_answer() -> None:
    error = failing(422, json=outcome("Invalid value 'my secret sorrow' at item 1"))

    assert "secret" not in str(error)
    assert "Invalid value '…' at item 1" in str(error)


def test_a_long_refusal_is_trimmed_to_one_line() -> None:
    error = failing(400, json=outcome("wrong\n\x1b[31m" + "x" * 5000))

    assert str(error).isprintable()
    assert len(str(error)) < TEXT_MAX + 60


@pytest.mark.parametrize("body", [{}, {"json": {"issue": 3}}, {"text": "my secret sorrow"}])
def test_a_refusal_without_an_outcome_says_the_status_alone(body: dict[str, Any]) -> None:
    error = failing(422, **body)

    assert isinstance(error, Refused)
    assert str(error) == "The central service refused one resource (422)."


@pytest.mark.parametrize("status", [400, 422])
def test_a_refusal_that_a_browser_would_show_is_not_the_services_word(status: int) -> None:
    error = failing(status, **PORTAL)

    assert isinstance(error, Unreachable)
    assert (error.sent, error.everything) == (True, False)


@pytest.mark.parametrize("status", [408, 409, 425, 500, 502, 504, 599])
def test_trouble_with_one_resource_lets_the_others_try(status: int) -> None:
    error = failing(status)

    assert isinstance(error, Unreachable)
    assert (error.sent, error.everything, error.retry_after_s) == (True, False, None)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_pauses_them_all(status: int) -> None:
    error = failing(status)

    assert isinstance(error, Unreachable)
    assert error.everything


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_retry_after_in_seconds_is_understood(status: int) -> None:
    error = failing(status, headers={"Retry-After": "120"})

    assert isinstance(error, Unreachable)
    assert (error.retry_after_s, error.everything) == (120.0, True)


def test_retry_after_as_a_date_is_measured_against_the_services_own_clock(now: datetime) -> None:
    wrong = now + timedelta(minutes=14)
    headers = {
        "Date": format_datetime(wrong, usegmt=True),
        "Retry-After": format_datetime(wrong + timedelta(seconds=90), usegmt=True),
    }

    error = failing(503, now, headers=headers)
    assert isinstance(error, Unreachable)
    assert error.retry_after_s == 90.0

    headers.pop("Date")
    error = failing(503, wrong, headers=headers)
    assert isinstance(error, Unreachable)
    assert error.retry_after_s == 90.0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("soon", None), ("-5", None), ("9" * 400, 86400.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)],
)
def test_retry_after_without_sense_silences_nobody(text: str, seconds: float | None) -> None:
    error = failing(503, headers={"Retry-After": text})

    assert isinstance(error, Unreachable)
    assert error.retry_after_s == seconds


@pytest.mark.parametrize("status", [404, 405, 410, 415])
def test_a_wrong_address_refuses_no_response(status: int) -> None:
    error = failing(status, json=outcome("not here"))

    assert isinstance(error, Unreachable)
    assert "central.url" in error.advice


BROKEN_LINES = {
    "no name": (httpx2.ConnectError, False, True),
    "no connection in time": (httpx2.ConnectTimeout, False, True),
    "a proxy that fails": (httpx2.ProxyError, False, True),
    "no answer in time": (httpx2.ReadTimeout, True, False),
    "reset after sending": (httpx2.ReadError, True, False),
    "broken off while sending": (httpx2.WriteError, True, False),
    "nonsense for an answer": (httpx2.RemoteProtocolError, True, False),
}


@pytest.mark.parametrize(
    ("kind", "sent", "everything"), BROKEN_LINES.values(), ids=BROKEN_LINES.keys()
)
def test_a_broken_line_says_whether_the_request_may_have_arrived(
    kind: type[httpx2.TransportError], *, sent: bool, everything: bool
) -> None:
    def answer(_request: httpx2.Request) -> httpx2.Response:
        raise kind("as it happens")

    with pytest.raises(Unreachable) as caught:
        put(answer)

    assert (caught.value.sent, caught.value.everything) == (sent, everything)


def test_a_bad_certificate_points_at_the_clock() -> None:
    def answer(_request: httpx2.Request) -> httpx2.Response:
        cause = ssl.SSLCertVerificationError(1, "certificate verify failed")
        cause.verify_message = "certificate is not yet valid"
        raise httpx2.ConnectError("TLS") from cause

    with pytest.raises(Unreachable, match="not yet valid") as caught:
        put(answer)

    assert "date and time" in caught.value.advice


def test_a_reply_without_end_is_cut_off() -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(REPLY_MAX_BYTES // 65536 + 2):
            yield b" " * 65536

    with pytest.raises(Unreachable, match="too long"):
        put(lambda _: httpx2.Response(200, content=endless()))


@pytest.mark.parametrize(
    ("status", "reply", "error"),
    [(200, PORTAL, Unreachable), (200, {"json": STORED}, Unreachable), (401, {}, NotAuthorised),
     (503, {}, Unreachable), (404, {}, Unreachable)],
)  # fmt: skip
def test_what_is_no_fhir_service_has_no_capabilities(
    status: int, reply: dict[str, Any], error: type[CentralError]
) -> None:
    with client(lambda _: httpx2.Response(status, **reply)) as one, pytest.raises(error):
        one.capability()


@pytest.mark.parametrize(
    "location", ["http://[::1", "https://x:99999999/", "http://\udcff.example/"]
)
def test_a_redirect_to_no_address_is_a_stranger_like_any_other(location: str) -> None:
    headers = [(b"Location", location.encode("utf-8", "surrogatepass"))]
    with pytest.raises(Unreachable):
        put(lambda _: httpx2.Response(302, headers=headers))


@pytest.mark.parametrize(
    "failure",
    [
        httpx2.InvalidURL("no address"),
        httpx2.StreamClosed(),
        OSError(24, "Too many open files"),
        UnicodeError("label too long"),
        httpx2.RemoteProtocolError("half a line"),
    ],
)
def test_whatever_the_http_library_lets_through_is_a_broken_line(failure: Exception) -> None:
    def fail(_: httpx2.Request) -> httpx2.Response:
        raise failure

    with pytest.raises(Unreachable) as broken:
        put(fail)
    assert broken.value.__cause__ is failure
