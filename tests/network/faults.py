"""What a network, a proxy, a portal and a server in trouble do to a request."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from tests.network.exchange import Exchange, Hit
from tests.network.http11 import Headers, Reply

FHIR_JSON = b"application/fhir+json"
ELSEWHERE = b"/elsewhere"
"""Where a redirect leads; nobody may ever ask for it."""

_HTML = b"<!DOCTYPE html><html><title>Welcome</title><p>Please sign in to the guest network</html>"
_WAIT_S = 120


async def dropped_before(x: Exchange) -> None:
    """The server never sees it."""
    x.hang_up()


async def dropped_after(x: Exchange) -> None:
    """The server has it, and nobody hears so."""
    await x.forward()
    x.hang_up()


async def delivered_late(x: Exchange) -> None:
    """The line closes, and the request reaches the server when the client may have sent another."""
    x.hang_up()
    await asyncio.sleep(x.chance.uniform(0.0, 0.3))
    await x.forward()


async def delivered_twice(x: Exchange) -> None:
    """Something on the way sends it again, after the first or at the same time."""
    if x.chance.random() < 0.5:
        await x.forward()
        await x.answer(await x.forward())
    else:
        replies = await asyncio.gather(x.forward(), x.forward())
        await x.answer(x.chance.choice(replies))


async def cut_request(x: Exchange) -> None:
    """The server gets half of it."""
    await x.forward_a_part()
    x.hang_up()


async def cut_reply(x: Exchange) -> None:
    """The client gets half of what the server said."""
    await x.answer_a_part(await x.forward())


async def truncated_reply(x: Exchange) -> None:
    """A reply that is whole for HTTP, but its JSON is not."""
    reply = await x.forward()
    await x.answer(reply.with_body(reply.body[: len(reply.body) * 2 // 3]))


async def reset(x: Exchange) -> None:
    """The line breaks, before the server has it or after."""
    if x.chance.random() < 0.5:
        await x.forward()
    x.reset()


async def delayed(x: Exchange) -> None:
    """The answer takes its time, often more than the client's."""
    reply = await x.forward()
    await asyncio.sleep(x.chance.uniform(0.2, 1.8) * x.patience_s)
    await x.answer(reply)


async def slow_reply(x: Exchange) -> None:
    """The whole answer, a byte every so often: no wait of it is ever too long."""
    await x.answer_slowly(await x.forward(), every_s=x.patience_s / 10)


async def portal(x: Exchange) -> None:
    """A page to sign in, with a status that says that all is well."""
    await x.answer(Reply(200, ((b"content-type", b"text/html; charset=utf-8"),), _HTML))


async def redirect(x: Exchange) -> None:
    """To another host, which would get the answers of a patient."""
    where = b"http://localhost:%d%s%s" % (x.own_port, ELSEWHERE, x.request.target)
    await x.answer(Reply(302, ((b"location", where), (b"content-type", b"text/html")), _HTML))


async def empty(x: Exchange) -> None:
    """200 and nothing else; the server may have it or not."""
    if x.chance.random() < 0.5:
        await x.forward()
    await x.answer(Reply(200, (), b""))


async def busy_seconds(x: Exchange) -> None:
    """429 that asks for so many seconds."""
    await x.answer(_outcome(429, (b"retry-after", b"%d" % _WAIT_S)))


async def busy_date(x: Exchange) -> None:
    """429 that asks for a wait until a moment."""
    now = datetime.now(UTC)
    until = format_datetime(now + timedelta(seconds=_WAIT_S), usegmt=True).encode()
    date = format_datetime(now, usegmt=True).encode()
    await x.answer(_outcome(429, (b"retry-after", until), (b"date", date)))


def troubled(status: int) -> Hit:
    """A server that fails, before it has stored it or after, in JSON, HTML or without a word."""

    async def hit(x: Exchange) -> None:
        if x.chance.random() < 0.5:
            await x.forward()
        html = Reply(status, ((b"content-type", b"text/html"),), _HTML)
        await x.answer(x.chance.choice((_outcome(status), html, Reply(status, (), b""))))

    return hit


def declined(status: int, *headers: tuple[bytes, bytes]) -> Hit:
    """A server that does not take it, and says so in FHIR."""

    async def hit(x: Exchange) -> None:
        await x.answer(_outcome(status, *headers))

    return hit


async def another_resource(x: Exchange) -> None:
    """FHIR of somebody else's: other ids, other identifiers; the server may have it or not."""
    sent = x.request.resource() or {"resourceType": "Basic"}
    if x.chance.random() < 0.5:
        await x.forward()
    said = _strange_bundle(sent) if sent["resourceType"] == "Bundle" else _strange(sent)
    where = f"http://127.0.0.1/fhir/{said['resourceType']}/{said.get('id')}/_history/1".encode()
    await x.answer(_fhir(200, said, (b"location", where), (b"etag", b'W/"1"')))


def in_an_entry(change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> Hit:
    """A batch whose answer for one entry is another one; None leaves it out.

    The server has that entry all the same.
    """

    async def hit(x: Exchange) -> None:
        reply = await x.forward()
        said = json.loads(reply.body)
        if reply.status == 200 and said.get("entry"):
            at = x.chance.randrange(len(said["entry"]))
            changed = change(said["entry"][at])
            said["entry"][at : at + 1] = [] if changed is None else [changed]
        await x.answer(reply.with_body(json.dumps(said).encode()))

    return hit


def failed_entry(status: str) -> Hit:
    """A batch in which one entry failed: the server never had it, or fell over it afterwards."""
    failure = {"response": {"status": status, "outcome": json.loads(_outcome(400).body)}}
    afterwards = in_an_entry(lambda _: failure)

    async def hit(x: Exchange) -> None:
        sent = x.request.resource() or {}
        at = x.chance.randrange(len(sent["entry"]))
        if len(sent["entry"]) == 1 or x.chance.random() < 0.5:
            await afterwards(x)
            return
        sent["entry"].pop(at)
        reply = await x.forward(x.request.carrying(sent))
        said = json.loads(reply.body)
        said.get("entry", []).insert(at, failure)
        await x.answer(reply.with_body(json.dumps(said).encode()))

    return hit


def elsewhere(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry that was stored, but as something else."""
    kept = {key: value for key, value in entry.items() if key != "resource"}
    where = {"location": f"QuestionnaireResponse/{uuid4()}/_history/1"}
    resource = {"resource": _strange(entry["resource"])} if "resource" in entry else {}
    return kept | resource | {"response": entry["response"] | where}


def missing(_: dict[str, Any]) -> None:
    """An entry that was not answered."""


def _fhir(status: int, resource: Mapping[str, Any], *headers: tuple[bytes, bytes]) -> Reply:
    kind = (b"content-type", FHIR_JSON)
    return Reply(status, (kind, *headers), json.dumps(resource).encode())


def _outcome(status: int, *headers: tuple[bytes, bytes]) -> Reply:
    issue = {"severity": "error", "code": "processing", "diagnostics": f"made up: {status}"}
    return _fhir(status, {"resourceType": "OperationOutcome", "issue": [issue]}, *headers)


def _strange(resource: Mapping[str, Any]) -> dict[str, Any]:
    identifier = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid4()}"}
    return {**resource, "id": str(uuid4()), "identifier": identifier}


def _strange_bundle(sent: Mapping[str, Any]) -> dict[str, Any]:
    stored = {"status": "201", "etag": 'W/"1"'}
    entries = [
        {"response": stored | {"location": f"{one['resourceType']}/{one['id']}/_history/1"},
         "resource": one}
        for one in (_strange(entry["resource"]) for entry in sent["entry"])
    ]  # fmt: skip
    return {"resourceType": "Bundle", "type": f"{sent['type']}-response", "entry": entries}


_SIGN_IN: Headers = ((b"www-authenticate", b'Bearer realm="fhir"'),)

ON_A_REQUEST: Mapping[str, Hit] = MappingProxyType(
    {
        "dropped before": dropped_before,
        "dropped after": dropped_after,
        "delivered late": delivered_late,
        "delivered twice": delivered_twice,
        "cut in the request": cut_request,
        "cut in the reply": cut_reply,
        "reply truncated": truncated_reply,
        "reset": reset,
        "delayed": delayed,
        "slow loris": slow_reply,
        "portal": portal,
        "redirect": redirect,
        "another resource": another_resource,
        "empty 200": empty,
        "429 in seconds": busy_seconds,
        "429 by date": busy_date,
        "503": troubled(503),
        "500": troubled(500),
        "401": declined(401, *_SIGN_IN),
        "403": declined(403),
        "404": declined(404),
        "405": declined(405, (b"allow", b"GET")),
        "409": declined(409),
        "412": declined(412),
        "413": declined(413),
        "415": declined(415),
        "422": declined(422),
    }
)
"""By name, what may happen to any request."""

ON_A_BATCH: Mapping[str, Hit] = MappingProxyType(
    {
        "entry 422": failed_entry("422 Unprocessable Entity"),
        "entry 503": failed_entry("503"),
        "entry 409": failed_entry("409 Conflict"),
        "entry 412": failed_entry("412"),
        "entry elsewhere": in_an_entry(elsewhere),
        "entry missing": in_an_entry(missing),
    }
)
"""By name, what may happen to one entry of a batch; a transaction has one answer for all."""
