"""The proxy does to a request what a fault's name says, and nothing to the others."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.faults.service import service, transport
from tests.network.certificates import make_certificate
from tests.network.faults import ON_A_BATCH, ON_A_REQUEST
from tests.network.proxy import BAD_CERTIFICATE, FOLLOWED, Plan, RunningProxy, running_proxy
from tests.network.servers import Server

KIND = "QuestionnaireResponse"
STATUS = {
    "portal": 200, "redirect": 302, "another resource": 200,
    "empty 200": 200, "429 in seconds": 429, "429 by date": 429, "503": 503, "500": 500, "401": 401,
    "403": 403, "404": 404, "405": 405, "409": 409, "412": 412, "413": 413, "415": 415, "422": 422,
}  # fmt: skip
BREAKING = (
    "dropped before", "dropped after", "delivered late", "cut in the request", "cut in the reply",
    "reset",
)  # fmt: skip
STORED = ("dropped after", "delivered twice", "cut in the reply", "reply truncated", "delayed")
NOT_STORED = (
    "dropped before", "cut in the request", "portal", "redirect", "429 in seconds", "429 by date",
    "401", "403", "404", "405", "409", "412", "413", "415", "422",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with service(tmp_path_factory.mktemp("central")) as central:
        yield Server("endpoint", central.base)


@pytest.fixture
def behind(server: Server) -> Iterator[Callable[..., RunningProxy]]:
    """Makes proxies before the service that hit every request."""
    with ExitStack() as running:

        def proxy(*faults: str, **more: Any) -> RunningProxy:
            plan = Plan(server.base, faults, share=1.0, patience_s=0.2, seed="1", **more)
            return running.enter_context(running_proxy(plan))

        yield proxy


def response() -> dict[str, Any]:
    id_ = str(uuid4())
    return {
        "resourceType": KIND, "id": id_, "identifier": {"value": f"urn:uuid:{id_}"},
        "questionnaire": f"http://x.example/{id_}|1", "status": "completed",
    }  # fmt: skip


def put(base: str, resource: dict[str, Any], **options: Any) -> httpx2.Response:
    options.setdefault("transport", transport())
    with httpx2.Client(timeout=5.0, **options) as http:
        return http.put(f"{base}/{KIND}/{resource['id']}", json=resource)


def bundle(base: str, *resources: dict[str, Any]) -> list[dict[str, Any]]:
    entries = [
        {"resource": one, "request": {"method": "PUT", "url": f"{KIND}/{one['id']}"}}
        for one in resources
    ]
    sent = {"resourceType": "Bundle", "type": "batch", "entry": entries}
    with httpx2.Client(transport=transport(), timeout=5.0) as http:
        said: list[dict[str, Any]] = http.post(base, json=sent).json()["entry"]
    return said


@pytest.mark.parametrize("fault", STATUS)
def test_the_client_sees_the_status(behind: Callable[..., RunningProxy], fault: str) -> None:
    assert put(behind(fault).base, response()).status_code == STATUS[fault]


def test_of_two_deliveries_the_client_sees_one_reply(behind: Callable[..., RunningProxy]) -> None:
    # at the same time: either of them may be the first, and that one's reply is chosen or not
    assert put(behind("delivered twice").base, response()).status_code in (200, 201)


@pytest.mark.parametrize("fault", BREAKING)
def test_the_line_breaks(behind: Callable[..., RunningProxy], fault: str) -> None:
    with pytest.raises(httpx2.TransportError):
        put(behind(fault).base, response())


@pytest.mark.parametrize("fault", STORED)
def test_the_service_has_it_all_the_same(
    behind: Callable[..., RunningProxy], server: Server, fault: str
) -> None:
    sent = response()
    with suppress(httpx2.TransportError):
        put(behind(fault).base, sent)

    assert len(server.arrivals(sent["questionnaire"])) == 1


@pytest.mark.parametrize("fault", NOT_STORED)
def test_the_service_never_had_it(
    behind: Callable[..., RunningProxy], server: Server, fault: str
) -> None:
    sent = response()
    with suppress(httpx2.TransportError):
        put(behind(fault).base, sent)

    assert server.arrivals(sent["questionnaire"]) == ()


def test_what_is_late_has_arrived_before_anybody_counts(
    behind: Callable[..., RunningProxy], server: Server
) -> None:
    proxy, sent = behind("delivered late"), response()
    with pytest.raises(httpx2.TransportError):
        put(proxy.base, sent)

    assert proxy.counts()["delivered late"] == 1
    assert len(server.arrivals(sent["questionnaire"])) == 1


def test_a_truncated_reply_is_whole_for_http_and_broken_for_json(
    behind: Callable[..., RunningProxy],
) -> None:
    reply = put(behind("reply truncated").base, response())

    assert reply.is_success
    with pytest.raises(json.JSONDecodeError):
        reply.json()


def test_a_slow_reply_comes_byte_by_byte(behind: Callable[..., RunningProxy]) -> None:
    with (
        httpx2.Client(transport=transport(), timeout=5.0) as http,
        http.stream("GET", f"{behind('slow loris').base}/metadata") as reply,
    ):
        pieces = reply.iter_raw()
        assert max(len(next(pieces)) for _ in range(3)) < 20


def test_another_resource_is_another_one(behind: Callable[..., RunningProxy]) -> None:
    sent = response()
    said = put(behind("another resource").base, sent).json()

    assert said["id"] != sent["id"]
    assert said["identifier"] != sent["identifier"]


def test_two_forms_of_retry_after(behind: Callable[..., RunningProxy]) -> None:
    seconds = put(behind("429 in seconds").base, response())
    date = put(behind("429 by date").base, response())

    assert seconds.headers["retry-after"] == "120"
    assert date.headers["retry-after"].endswith("GMT")
    assert date.headers["date"].endswith("GMT")


def test_who_follows_a_redirect_is_seen(behind: Callable[..., RunningProxy]) -> None:
    proxy = behind("redirect")

    with pytest.raises(httpx2.TooManyRedirects):
        put(proxy.base, response(), follow_redirects=True, max_redirects=2)

    assert proxy.counts()[FOLLOWED] >= 1


@pytest.mark.parametrize("fault", ON_A_BATCH)
def test_one_entry_of_a_batch_is_hit(
    behind: Callable[..., RunningProxy], server: Server, fault: str
) -> None:
    sent = [response() for _ in range(4)]
    said = bundle(behind(fault).base, *sent)

    there = sum(len(server.arrivals(one["questionnaire"])) for one in sent)
    if fault == "entry missing":
        assert (len(said), there) == (3, 4)
    elif fault == "entry elsewhere":
        ids = {one["id"] for one in sent}
        places = [entry["response"]["location"] for entry in said]
        assert sum(not any(one in place for one in ids) for place in places) == 1
        assert there == 4
    else:
        statuses = [entry["response"]["status"][:3] for entry in said]
        assert statuses.count(fault.removeprefix("entry ")) == 1
        assert there >= 3


def test_a_fault_of_an_entry_does_nothing_to_what_is_no_batch(
    behind: Callable[..., RunningProxy],
) -> None:
    assert put(behind("entry 422").base, response()).status_code == 201


def test_a_bad_certificate_is_one_that_only_others_trust(
    behind: Callable[..., RunningProxy], tmp_path: Path
) -> None:
    trusted = make_certificate(tmp_path / "trusted.pem")
    strange = make_certificate(tmp_path / "strange.pem")
    good = behind(BAD_CERTIFICATE, trusted=trusted)
    bad = behind(BAD_CERTIFICATE, trusted=trusted, strange=strange)

    def line() -> httpx2.HTTPTransport:
        return httpx2.HTTPTransport(verify=trusted.for_a_client())

    assert put(good.base, response(), transport=line()).status_code == 201
    with pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        put(bad.base, response(), transport=line())


def test_after_peace_was_made_all_is_passed_on_and_counted(
    behind: Callable[..., RunningProxy],
) -> None:
    proxy = behind(*ON_A_REQUEST)
    proxy.make_peace()

    assert [put(proxy.base, response()).status_code for _ in range(10)] == [201] * 10
    assert proxy.requests() == 10
    assert proxy.counts() == {"requests": 10}


def test_half_of_the_requests_are_hit_where_that_is_the_share(server: Server) -> None:
    with running_proxy(Plan(server.base, ("503",), share=0.5, seed="1")) as proxy:
        for _ in range(60):
            put(proxy.base, response())
        counts = proxy.counts()

    assert counts["requests"] == 60
    assert 15 <= counts["503"] <= 45
