"""Any interleaving of finish, send, fault and crash: on the service once, or visibly refused."""

import json
from collections import Counter
from typing import Any

import httpx2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FAULTS = (
    "dropped before", "dropped after", "answer lost in time", "reset", "truncated",
    "500 before", "500 after", "503", "429 later", "409", "404", "401", "portal", "redirect",
    "another resource", "killed before", "killed after",
)  # fmt: skip
NEVER_ARRIVED = (
    "dropped before", "reset", "500 before", "503", "429 later", "409", "404", "401", "portal",
    "redirect", "killed before", "another resource",
)  # fmt: skip
HTML = {"html": "<!DOCTYPE html><title>Sign in</title>"}


class Killed(BaseException):
    """The process ends here: nothing after this line runs."""


class FaultyService:
    """A FHIR service that stores by id, behind a line and a proxy that do their worst."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.stored: dict[str, bytes] = {}
        self.writes: Counter[str] = Counter()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        resource_id = request.url.path.rpartition("/")[2]
        fault = self.faults.pop(0) if self.faults else ""
        if fault not in NEVER_ARRIVED:
            refusal = self._store(resource_id, request.content)
            if refusal is not None and fault == "":
                return refusal
        return self._answer(fault, request)

    def _store(self, resource_id: str, content: bytes) -> httpx2.Response | None:
        if b"poison" in content:
            return httpx2.Response(422, json={"resourceType": "OperationOutcome", "issue": []})
        if self.stored.get(resource_id) != content:
            self.writes[resource_id] += 1
        self.stored[resource_id] = content
        return None

    def _answer(self, fault: str, request: httpx2.Request) -> httpx2.Response:
        errors: dict[str, BaseException] = {
            "dropped before": httpx2.ConnectError("x"),
            "dropped after": httpx2.RemoteProtocolError("x"),
            "answer lost in time": httpx2.ReadTimeout("x"),
            "reset": httpx2.WriteError("x"),
            "killed before": Killed(),
            "killed after": Killed(),
        }
        if fault in errors:
            raise errors[fault]
        fhir = {"Content-Type": "application/fhir+json"}
        replies: dict[str, Any] = {
            "truncated": (200, {"content": request.content[:-9], "headers": fhir}),
            "500 before": (500, {}),
            "500 after": (500, {}),
            "503": (503, {}),
            "429 later": (429, {"headers": {"Retry-After": "600"}}),
            "409": (409, {}),
            "404": (404, {}),
            "401": (401, {}),
            "portal": (200, HTML),
            "redirect": (302, {"headers": {"Location": "https://portal.example/"}}),
            "another resource": (200, {"json": {"resourceType": "Patient", "id": "1"}}),
        }
        status, reply = replies.get(fault, (201, {"content": request.content, "headers": fhir}))
        return httpx2.Response(status, **reply)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("finish"), st.sampled_from(["good", "good", "good", "poison"])),
        st.tuples(st.just("send"), st.lists(st.sampled_from(FAULTS), max_size=4)),
        st.tuples(st.just("wait"), st.integers(1, 3600)),
        st.tuples(st.just("restart"), st.none()),
    ),
    max_size=12,
)


@settings(
    max_examples=60, database=None, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=STEPS)
def test_each_response_is_on_the_service_once_or_visibly_refused(
    kiosk: Any, steps: list[tuple[str, Any]]
) -> None:
    service = FaultyService()
    mine: dict[str, str] = {}
    for step, detail in steps:
        if step == "finish":
            mine[kiosk.finish(detail)] = detail
        elif step == "send":
            service.faults = list(detail)
            run_until_killed(kiosk, service)
        elif step == "wait":
            kiosk.later(seconds=detail)
        else:
            kiosk.restart()
        nothing_is_lost_or_believed_too_early(kiosk, service, mine)

    service.faults = []
    for _ in range(3):
        kiosk.later(hours=1)
        run_until_killed(kiosk, service)

    states = {one: state for one, state in kiosk.states().items() if one in mine}
    expected = {"good": "sent", "poison": "refused"}
    assert states == {one: expected[kind] for one, kind in mine.items()}
    assert service.stored.keys() & mine.keys() == {
        one for one, kind in mine.items() if kind == "good"
    }
    assert all(count == 1 for count in service.writes.values())


def run_until_killed(kiosk: Any, service: FaultyService) -> None:
    try:
        kiosk.send(httpx2.MockTransport(service))
    except Killed:
        kiosk.restart()


def nothing_is_lost_or_believed_too_early(
    kiosk: Any, service: FaultyService, mine: dict[str, str]
) -> None:
    states = kiosk.states()
    assert mine.keys() <= states.keys()
    sent = {one for one, state in states.items() if state == "sent" and one in mine}
    assert sent <= service.stored.keys()
    assert all(json.loads(service.stored[one])["id"] == one for one in sent)
    refused = {one for one, state in states.items() if state == "refused" and one in mine}
    assert all(mine[one] == "poison" for one in refused)
