"""HTTP/1.1 messages as a proxy sees them: whole requests in, whole replies back."""

import asyncio
import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

import h11

Headers = tuple[tuple[bytes, bytes], ...]

_PIECE = 65536


class LineGone(ConnectionError):
    """The other end closed in the middle of a message, or before one."""


@dataclass(frozen=True)
class Request:
    """A request with its whole body; header names are lower-case."""

    method: bytes
    target: bytes
    headers: Headers
    body: bytes

    def resource(self) -> dict[str, Any] | None:
        """The FHIR resource it carries, gzip or not; None where it carries none."""
        if not self.body:
            return None
        packed = (b"content-encoding", b"gzip") in self.headers
        found = json.loads(gzip.decompress(self.body) if packed else self.body)
        return found if isinstance(found, dict) and "resourceType" in found else None

    def carrying(self, resource: dict[str, Any]) -> "Request":
        """The same with another resource."""
        headers = without(self.headers, b"content-encoding")
        return replace(self, headers=headers, body=json.dumps(resource).encode())

    def encoded(self) -> bytes:
        """Its bytes, with a body of known length on a line for it alone."""
        line = h11.Connection(h11.CLIENT)
        kept = without(self.headers, b"transfer-encoding", b"content-length", b"connection")
        headers = [*kept, (b"content-length", b"%d" % len(self.body)), (b"connection", b"close")]
        events = (
            h11.Request(method=self.method, target=self.target, headers=headers),
            h11.Data(self.body),
            h11.EndOfMessage(),
        )
        return b"".join(line.send(event) or b"" for event in events)


@dataclass(frozen=True)
class Reply:
    """A reply with its whole body; header names are lower-case."""

    status: int
    headers: Headers
    body: bytes

    def with_body(self, body: bytes) -> "Reply":
        """The same with another body."""
        return replace(self, body=body)

    def events(self) -> Iterable[h11.Event]:
        """What h11 is to send."""
        hop_by_hop = (b"transfer-encoding", b"content-length", b"connection", b"keep-alive")
        headers = [*without(self.headers, *hop_by_hop), (b"content-length", b"%d" % len(self.body))]
        reason = HTTPStatus(self.status).phrase.encode()
        yield h11.Response(status_code=self.status, headers=headers, reason=reason)
        yield h11.Data(self.body)
        yield h11.EndOfMessage()


def without(headers: Headers, *names: bytes) -> Headers:
    """Those with other names."""
    return tuple((name, value) for name, value in headers if name not in names)


async def receive(line: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    """The next request of a client; None where it closed between two.

    Raises:
        LineGone: it closed in the middle of one.
        h11.RemoteProtocolError: it speaks no HTTP.
    """
    head = await _event(line, reader)
    if not isinstance(head, h11.Request):
        return None
    body = await _body(line, reader)
    return Request(head.method, head.target, tuple(head.headers), body)


async def exchange(host: str, port: int, request: Request) -> Reply:
    """Sends a request to a server, on a line of its own; what it answers.

    Raises:
        OSError: there is no server, or it closed before it answered.
    """
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(request.encoded())
        await writer.drain()
        return await _answer(reader, request)
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader, request: Request) -> Reply:
    line = h11.Connection(h11.CLIENT)
    line.send(h11.Request(method=request.method, target=b"/", headers=[(b"host", b"x")]))
    line.send(h11.EndOfMessage())
    head = await _event(line, reader)
    while isinstance(head, h11.InformationalResponse):
        head = await _event(line, reader)
    if not isinstance(head, h11.Response):
        raise LineGone("closed before it answered")
    return Reply(head.status_code, tuple(head.headers), await _body(line, reader))


async def _body(line: h11.Connection, reader: asyncio.StreamReader) -> bytes:
    parts = bytearray()
    while True:
        event = await _event(line, reader)
        if isinstance(event, h11.Data):
            parts += event.data
        elif isinstance(event, h11.EndOfMessage):
            return bytes(parts)
        else:
            raise LineGone("closed in the middle of a body")


async def _event(
    line: h11.Connection, reader: asyncio.StreamReader
) -> h11.Event | type[h11.PAUSED]:
    while True:
        event = line.next_event()
        if event is not h11.NEED_DATA:
            return event
        received = await reader.read(_PIECE)
        if not received and line.their_state is h11.SEND_BODY:
            raise LineGone("closed in the middle of a message")
        line.receive_data(received)
