"""The end of the audit is known to the central service, and a log that was cut is found by it."""

import json
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from kiosk.store import anchors, audit
from kiosk.sync.anchor import anchor_id
from tests.sync.conftest import PLAIN_STATEMENT


def anchor_at(central: Any, kiosk: Any) -> dict[str, Any]:
    path = f"{central.base}/AuditEvent/{anchor_id(kiosk.store.kiosk_id)}"
    found: dict[str, Any] = httpx2.get(path, trust_env=False).json()
    return found


def details(anchor: dict[str, Any]) -> dict[str, str]:
    return {one["type"]: one["valueString"] for one in anchor["entity"][0]["detail"]}


def missing(kiosk: Any) -> int | None:
    with kiosk.store.reading() as c:
        return anchors.missing(c)


def cut(kiosk: Any, beyond: int) -> None:
    """Somebody with the key takes the last events away, and what this PC knows of the anchor."""
    with kiosk.store.transaction() as c:
        c.execute(text("DROP TRIGGER audit_event_no_delete"))
        c.execute(text("DELETE FROM audit_event WHERE id > :n"), {"n": beyond})
        c.execute(text("DELETE FROM kiosk WHERE name = 'audit_anchor'"))


def test_with_each_sync_the_centre_learns_where_the_log_ends(
    kiosk: Any, running_central: Any
) -> None:
    kiosk.finish()
    assert kiosk.send(base=running_central.base).sent == 1
    with kiosk.store.reading() as c:
        end = audit.head(c)
        known = anchors.anchored(c)
    assert known == anchors.Anchor(end, kiosk.now)
    anchor = anchor_at(running_central, kiosk)
    assert details(anchor) == {"events": str(end.number), "head": end.mac.hex()}
    assert anchor["meta"]["versionId"] == "1"
    kiosk.send(base=running_central.base)  # nothing happened since
    assert anchor_at(running_central, kiosk)["meta"]["versionId"] == "1"
    kiosk.finish()
    kiosk.send(base=running_central.base)
    assert anchor_at(running_central, kiosk)["meta"]["versionId"] == "2"
    assert missing(kiosk) is None


def test_a_log_that_was_cut_short_is_told_and_the_centre_keeps_what_it_knows(
    kiosk: Any, running_central: Any
) -> None:
    for _ in range(3):
        kiosk.finish()
    kiosk.send(base=running_central.base)
    before = anchor_at(running_central, kiosk)
    cut(kiosk, beyond=1)
    assert missing(kiosk) is None  # nothing here tells it
    kiosk.finish()
    assert kiosk.send(base=running_central.base).error is None
    assert missing(kiosk) == 3
    assert anchor_at(running_central, kiosk) == before
    with kiosk.store.transaction() as c:
        anchors.accept_breaks(c, reason="an old copy was put back", now=kiosk.now)
    kiosk.send(base=running_central.base)
    assert missing(kiosk) is None
    assert anchor_at(running_central, kiosk) != before


def test_a_log_that_was_written_anew_is_told(kiosk: Any, running_central: Any) -> None:
    kiosk.finish()
    kiosk.send(base=running_central.base)
    cut(kiosk, beyond=0)
    kiosk.finish()
    kiosk.finish()
    kiosk.send(base=running_central.base)
    assert missing(kiosk) == 1


def test_a_service_that_takes_no_audit_events_is_asked_once_a_day(kiosk: Any) -> None:
    asked = []

    def refuse(request: httpx2.Request) -> httpx2.Response:
        if "/AuditEvent/" in request.url.path:
            asked.append(request.method)
            issue = [{"severity": "error", "code": "not-supported", "diagnostics": "no"}]
            return httpx2.Response(422, json={"resourceType": "OperationOutcome", "issue": issue})
        if request.url.path.endswith("/metadata"):
            return httpx2.Response(200, json=PLAIN_STATEMENT)
        return httpx2.Response(201, json=json.loads(request.content))

    for _ in range(3):
        kiosk.finish()
        report = kiosk.send(Anchoring(refuse))
        assert (report.sent, report.error) == (1, None)
        kiosk.later(hours=8)
    assert asked == ["GET"]
    kiosk.later(hours=1)
    kiosk.send(Anchoring(refuse))
    assert asked == ["GET", "GET"]
    with kiosk.store.reading() as c:
        told = anchors.trouble(c)
    assert told is not None
    assert "refused" in told[0]


@pytest.mark.parametrize("reply", [
    {"resourceType": "AuditEvent"},
    {"resourceType": "AuditEvent", "entity": "x"},
    {"resourceType": "AuditEvent", "entity": [{"detail": [{"type": "events"}]}]},
    {"resourceType": "AuditEvent",
     "entity": [{"detail": [{"type": "events", "valueString": "x"}]}]},
])  # fmt: skip
def test_an_anchor_that_says_nothing_is_written_over(kiosk: Any, reply: dict[str, Any]) -> None:
    def odd(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/metadata"):
            return httpx2.Response(200, json=PLAIN_STATEMENT)
        if request.method == "GET":
            return httpx2.Response(200, json=reply)
        return httpx2.Response(201, json=json.loads(request.content))

    kiosk.finish()
    kiosk.send(Anchoring(odd))
    with kiosk.store.reading() as c:
        known = anchors.anchored(c)
        assert known is not None
        assert known.head == audit.head(c)


def test_without_a_line_nothing_is_anchored_and_nothing_is_wrong(kiosk: Any) -> None:
    def cut_off(_request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("as it happens")

    with kiosk.store.transaction() as c:
        audit.record(c, actor="IT", action="store.opened", subject="x", now=kiosk.now)
    assert kiosk.send(Anchoring(cut_off)).error is None
    kiosk.later(seconds=timedelta(days=1).total_seconds())
    assert missing(kiosk) is None


class Anchoring(httpx2.MockTransport):
    """A service whose answers to anchors are the test's, too."""

    takes_anchors = True
