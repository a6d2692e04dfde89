"""The interactions of FHIR's RESTful API (R4) that the kiosk needs, each with its verdict."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

import httpx2

from kiosk.errors import CentralError, Refused, Unreachable
from kiosk.sync.bundles import Entry, bundle_of, replies_in
from kiosk.sync.exact import exact
from kiosk.sync.reply import Reply, sendable
from kiosk.sync.verdict import (
    Acknowledged,
    Asked,
    Outcome,
    acknowledgement,
    failure,
    located,
    not_told,
)
from kiosk.sync.wire import WORTH_PACKING_BYTES, Access, Wire

_MET = (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT)
_NOT_THERE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_REPEAT = {"Prefer": "return=representation"}


@dataclass(frozen=True)
class Found:
    """A resource, or that it is as it was: `content` is None then.

    Attributes:
        content: the resource.
        etag: names this version of it.
        raw: its bytes, for whoever must not lose the digits of a decimal.
        modified: the HTTP date of its last change, as the service says.
    """

    content: Mapping[str, Any] | None
    etag: str | None
    raw: bytes = b""
    modified: str | None = None


class FhirClient:
    """Speaks to one FHIR service. Not for two threads at once, but `close` is for any."""

    def __init__(
        self,
        base_url: str,
        *,
        timeout_s: float,
        access: Access | None = None,
        transport: httpx2.BaseTransport | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Opens nothing yet.

        Args:
            base_url: of the service.
            timeout_s: so long each step of a request may take.
            access: how the service lets this kiosk in.
            transport: another way than this PC's network.
            clock: this PC's, aware.

        Raises:
            SettingsInvalid: see `Wire`.
        """
        self._wire = Wire(
            base_url, timeout_s=timeout_s, access=access, transport=transport, clock=clock
        )
        self._clock = clock
        self.packed = False
        """Whether what is long goes compressed; a service that can't read it says 400 or 415."""
        self.went_packed = False
        """Whether what was sent last did."""

    @property
    def base(self) -> str:
        """The address of the service, without a slash at its end."""
        return self._wire.base

    def drift(self) -> float | None:
        """Seconds that this clock is ahead of the service's, by its last reply; below 0: behind.

        `None` where no reply told the time yet.
        """
        return self._wire.ahead_s

    def encryption(self) -> tuple[str, bytes | None]:
        """Of the last reply's line: the version of TLS, and the certificate (DER) that was shown.

        ("", None) where it was not encrypted, or no reply came.
        """
        return self._wire.encryption

    def put(
        self, resource_type: str, resource_id: str, payload: bytes, *, if_match: str | None = None
    ) -> Acknowledged:
        """Stores a resource under the id given to it here (R4, http, update).

        Sending the same again is harmless: it is the same resource.

        Args:
            resource_type: its type.
            resource_id: its logical id.
            payload: the resource as UTF-8 JSON, with that id.
            if_match: ETag of the version it follows; nothing is stored where that is not the
                newest.

        Raises:
            Unreachable: no proof that it was stored; it may have been (`sent`).
            NotAuthorised: the service wants other credentials.
            Refused: the service will never take this resource.
        """
        asked = self._asked(resource_type, resource_id, payload, if_match=if_match is not None)
        headers = _REPEAT | ({"If-Match": if_match} if if_match is not None else {})
        path = f"{resource_type}/{quote(resource_id, safe='')}"
        reply = self._send("PUT", path, payload, headers)
        return self._judged(reply, asked)

    def create(self, resource_type: str, payload: bytes, *, identifier: str) -> Acknowledged:
        """Stores a resource under an id of the service's choice, if it is not there yet.

        Args:
            resource_type: its type.
            payload: the resource as UTF-8 JSON, with that identifier.
            identifier: `system|value`; what has it already is taken for this resource (R4, http,
                conditional create).

        Raises:
            Unreachable, NotAuthorised, Refused: as `put`.
        """
        asked = self._asked(resource_type, None, payload, identifier=identifier)
        headers = _REPEAT | {"If-None-Exist": condition(identifier)}
        return self._judged(self._send("POST", resource_type, payload, headers), asked)

    def bundle(self, kind: str, entries: Iterable[Entry]) -> list[Acknowledged | CentralError]:
        """Sends several at once (R4, http, batch and transaction); a verdict for each, in order.

        Args:
            kind: "batch", or "transaction": all or nothing.
            entries: what is sent.

        Raises:
            Unreachable, NotAuthorised, Refused: of the whole; nothing is known of any entry.
        """
        sent = tuple(entries)
        content = bundle_of(kind, sent)
        asked = self._asked("Bundle", None, content)
        reply = self._send("POST", "", content, {"Prefer": "return=minimal"})
        if reply.status not in _MET:
            raise failure(reply, asked)
        return [
            self._verdict(each, self._asked_by(entry))
            for entry, each in zip(sent, replies_in(reply, kind, len(sent)), strict=True)
        ]

    def read(
        self, resource_type: str, resource_id: str, *, fresh: bool = False
    ) -> Mapping[str, Any] | None:
        """What the service has under that id (R4, http, read); None where it has nothing there.

        Decimals are `Decimal`: what is written back has every digit.

        Args:
            resource_type: its type.
            resource_id: its id at the service.
            fresh: no cache on the way may answer.

        Raises:
            Unreachable, NotAuthorised, Refused: it did not say.
        """
        headers = {"Cache-Control": "no-cache"} if fresh else {}
        path = f"{resource_type}/{quote(resource_id, safe='')}"
        reply = self._wire.exchange("GET", path, headers=headers)
        found = reply.resource()
        if reply.status == HTTPStatus.OK and (found or {}).get("resourceType") == resource_type:
            return exact(reply.content)
        if reply.status in _NOT_THERE and (found or {}).get("resourceType") == "OperationOutcome":
            return None
        raise failure(reply, self._asked(resource_type, resource_id, b""))

    def search(self, path: str, *, etag: str | None = None, since: str | None = None) -> Found:
        """One page of a search, or whatever else a GET brings (R4, http, search).

        Args:
            path: below the base address, e.g. `Task?status=requested`.
            etag: of what is known already; the service may say that it is the same.
            since: the same by date, as an HTTP date.

        Raises:
            Unreachable, NotAuthorised, Refused: no FHIR resource came.
        """
        headers = {"Cache-Control": "no-cache"}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": since} if since else {}
        reply = self._wire.exchange("GET", path, headers=headers)
        if reply.status == HTTPStatus.NOT_MODIFIED and (etag or since):
            return Found(None, etag, modified=since)
        resource = reply.resource()
        if reply.status != HTTPStatus.OK or resource is None:
            raise failure(reply, self._asked("Bundle", None, b""))
        told = reply.headers
        etag, modified = sendable(told.get("etag")), sendable(told.get("last-modified"))
        return Found(resource, etag, reply.content, modified)

    def capability(self) -> Mapping[str, Any]:
        """The CapabilityStatement; also the cheapest way to learn whether the service is there.

        Raises:
            Unreachable: no FHIR service answers there.
            NotAuthorised: it wants other credentials.
            Refused: it does not say.
        """
        reply = self._wire.exchange("GET", "metadata")
        if reply.status != HTTPStatus.OK:
            raise failure(reply, self._asked("CapabilityStatement", None, b""))
        statement = reply.resource() or {}
        if statement.get("resourceType") != "CapabilityStatement":
            raise Unreachable(
                "Something else than a FHIR service answered.",
                advice="Is this PC's network signed in? Is central.url right?",
                outcome=Outcome.PORTAL,
                sent=True,
            )
        return statement

    def close(self) -> None:
        """Lets go of the connection, from any thread; see `Wire.close`."""
        self._wire.close()

    def _send(self, method: str, path: str, content: bytes, headers: Mapping[str, str]) -> Reply:
        self.went_packed = self.packed and len(content) > WORTH_PACKING_BYTES
        return self._wire.exchange(
            method, path, content=content, headers=headers, packed=self.went_packed
        )

    def _judged(self, reply: Reply, asked: Asked) -> Acknowledged:
        """Some services don't repeat what they stored; they are asked for it."""
        if reply.status in _MET and _says_nothing(reply):
            known = asked.resource_id or located(reply, asked)
            if known is not None:
                return self._read_back(known, asked)
        return acknowledgement(reply, asked)

    def _read_back(self, known: str, asked: Asked) -> Acknowledged:
        """The proof, by asking for it. A no to the question is none to what was sent."""
        path = f"{asked.resource_type}/{quote(known, safe='')}"
        reply = self._wire.exchange("GET", path, headers={"Cache-Control": "no-cache"})
        try:
            return acknowledgement(reply, asked)
        except Refused as error:
            raise not_told(error) from error

    def _verdict(self, reply: Reply, asked: Asked) -> Acknowledged | CentralError:
        """Of one entry. Its place in the Bundle, and a Location of the right type and id, prove it.

        Where the service chose the id, only what carries the identifier does.
        """
        if reply.status in _MET and _says_nothing(reply) and asked.resource_id is not None:
            known = located(reply, asked)
            if known is not None:
                return Acknowledged(sendable(reply.headers.get("etag")), known)
        try:
            return self._judged(reply, asked)
        except CentralError as error:
            return error

    def _asked_by(self, entry: Entry) -> Asked:
        return self._asked(
            entry.resource_type, entry.resource_id, entry.payload,
            identifier=entry.identifier, if_match=entry.if_match is not None,
        )  # fmt: skip

    def _asked(
        self, resource_type: str, resource_id: str | None, payload: bytes, **more: Any
    ) -> Asked:
        return Asked(resource_type, resource_id, payload, self._clock(), **more)


def condition(identifier: str) -> str:
    """The search that finds what has this identifier, and nothing else."""
    return urlencode({"identifier": identifier})


def _says_nothing(reply: Reply) -> bool:
    return not reply.content or (reply.resource() or {}).get("resourceType") == "OperationOutcome"
