"""What an HTTP reply means for one resource: the status table, and nothing about networks.

    200, 201 with FHIR JSON of the same type and id      stored; nothing else is an acknowledgement
    2xx with anything else, 3xx, 511                     something between us answered: offline
    401, 403, 407                                        other credentials are wanted
    400, 412, 413, 422                                   the resource is refused, for good
    408, 409, 425, 5xx                                   this one later; others may pass meanwhile
    429, 503, and any of these with Retry-After          all of them later
    404, 405 and the other 4xx                           this address does not take responses

404 and 405 are no verdict on a resource: a wrong `central.url` would refuse every one of them.
An HTML page is never a FHIR server's word, so a refusal in HTML counts as "later".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import msgspec

from kiosk.errors import CentralError, NotAuthorised, Refused, Unreachable
from kiosk.store.outbox import LONGEST_WAIT
from kiosk.sync.issues import issue_text

# A service that asks for more is not believed: it would silence a kiosk by one wrong header.
RETRY_AFTER_MAX_S = LONGEST_WAIT.total_seconds()

_OK = range(200, 300)
_REDIRECT = range(300, 400)
_PAUSING = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


@dataclass(frozen=True)
class Acknowledged:
    """The service has the resource, durably; `etag` names the version it has."""

    etag: str | None


@dataclass(frozen=True)
class Reply:
    """One HTTP reply; `headers` is looked up by lower-case names."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def is_html(self) -> bool:
        """Whether a browser would show it: a portal, a proxy, a firewall."""
        declared = "html" in self.headers.get("content-type", "").lower()
        return declared or self.content.lstrip()[:1] == b"<"

    def resource(self) -> dict[str, Any] | None:
        """The FHIR resource it carries, or `None` where it carries none."""
        if self.is_html or "json" not in self.headers.get("content-type", "").lower():
            return None
        try:
            value = msgspec.json.decode(self.content)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) and "resourceType" in value else None


def acknowledgement(
    reply: Reply, *, resource_type: str, resource_id: str, payload: bytes, now: datetime
) -> Acknowledged:
    """The proof that a resource was stored.

    Args:
        reply: what came back.
        resource_type: type of the resource that was sent.
        resource_id: its logical id.
        payload: its bytes, so that no answer in it is repeated in an error.
        now: for a Retry-After date where the reply has no Date of its own.

    Raises:
        Unreachable, NotAuthorised, Refused: by the table above.
    """
    if reply.status not in _OK:
        raise failure(reply, payload=payload, now=now)
    resource = reply.resource()
    if resource is None:
        raise _stranger(reply)
    if (resource.get("resourceType"), resource.get("id")) != (resource_type, resource_id):
        raise _between("The reply is about another resource than the one sent.")
    return Acknowledged(reply.headers.get("etag") or _version_tag(resource))


def failure(reply: Reply, *, payload: bytes = b"", now: datetime) -> CentralError:
    """The error that a reply other than 2xx stands for."""
    if reply.status in _REDIRECT or reply.status == HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
        return _stranger(reply)
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _later(reply, payload, now)
    return _BY_STATUS.get(reply.status, _misdirected)(reply, payload, now)


def _refused(reply: Reply, payload: bytes, now: datetime) -> CentralError:
    if reply.is_html and reply.status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _later(reply, payload, now)
    said = issue_text(reply.resource(), payload=payload)
    return Refused(
        f"The central service refused one resource ({reply.status}){': ' if said else '.'}{said}",
        advice="It is kept here and set aside; the others go on. It can be exported instead.",
    )


def _later(reply: Reply, _payload: bytes, now: datetime) -> CentralError:
    wait = retry_after_s(reply.headers, now)
    return Unreachable(
        f"The central service is in trouble ({reply.status}); it is tried again later.",
        advice="Nothing is lost. If this lasts, tell the people who run the service.",
        retry_after_s=wait,
        sent=True,
        everything=wait is not None or reply.status in _PAUSING,
    )


def _in_conflict(reply: Reply, payload: bytes, now: datetime) -> CentralError:
    """Another writer was at it, or the service never takes it: only a person can tell which."""
    wait = retry_after_s(reply.headers, now)
    said = issue_text(reply.resource(), payload=payload)
    return Unreachable(
        f"The central service sees a conflict at one resource (409){': ' if said else '.'}{said}",
        advice="Nothing is lost; it is tried again by itself. If it stays, tell those who run it.",
        retry_after_s=wait,
        sent=True,
        everything=wait is not None,
    )


def _unauthorised(reply: Reply, _payload: bytes, _now: datetime) -> CentralError:
    who = "proxy" if reply.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED else "central service"
    return NotAuthorised(
        f"The {who} does not accept this kiosk's credentials ({reply.status}).",
        advice="Nothing is lost. IT must check the kiosk's access to the service.",
    )


def _misdirected(reply: Reply, _payload: bytes, _now: datetime) -> CentralError:
    return Unreachable(
        f"The address of the central service does not take responses ({reply.status}).",
        advice="Nothing is lost. IT must check central.url in the settings.",
        sent=True,
    )


_Verdict = Callable[[Reply, bytes, datetime], CentralError]
_BY_STATUS: Mapping[int, _Verdict] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: _refused,
        HTTPStatus.UNAUTHORIZED: _unauthorised,
        HTTPStatus.FORBIDDEN: _unauthorised,
        HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: _unauthorised,
        HTTPStatus.REQUEST_TIMEOUT: _later,
        HTTPStatus.CONFLICT: _in_conflict,
        HTTPStatus.PRECONDITION_FAILED: _refused,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _refused,
        HTTPStatus.UNPROCESSABLE_ENTITY: _refused,
        HTTPStatus.TOO_EARLY: _later,
        HTTPStatus.TOO_MANY_REQUESTS: _later,
    }
)


def _stranger(reply: Reply) -> Unreachable:
    if reply.is_html or reply.status in _REDIRECT:
        return _between("Something else than the central service answered: perhaps a login page.")
    return _between(f"The reply ({reply.status}) is no FHIR resource.")


def _between(text: str) -> Unreachable:
    return Unreachable(
        text,
        advice="Nothing is lost. Is this PC's network signed in? Is central.url right?",
        sent=True,
    )


def _version_tag(resource: Mapping[str, Any]) -> str | None:
    meta = resource.get("meta")
    version = meta.get("versionId") if isinstance(meta, dict) else None
    return f'W/"{version}"' if isinstance(version, str) else None


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that Retry-After asks for, at most a day; `None` where it is absent or no sense.

    A date is measured against the reply's own Date: a kiosk's clock may be wrong (RFC 9110 10.2.3).
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), RETRY_AFTER_MAX_S)
    until = _http_date(text)
    if until is None:
        return None
    since = _http_date(headers.get("date", "")) or now
    return min(max((until - since).total_seconds(), 0.0), RETRY_AFTER_MAX_S)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
