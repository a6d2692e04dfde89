"""What an HTTP reply means for one resource: the status table, and nothing about networks.

    200, 201 with FHIR JSON of the same type and id      stored; nothing else is an acknowledgement
    2xx with anything else, 3xx, 511                     something between us answered: offline
    401, 403, 407                                        other credentials are wanted
    400, 413, 422                                        the resource is refused, for good
    412                                                  refused: others changed it there, or it is
                                                         there more than once
    408, 425, 5xx                                        this one later; others may pass meanwhile
    409                                                  the same: another writer was at it
    429, 503, and any of these with Retry-After          all of them later
    404, 405, 410                                        not this way: see `kiosk.sync.delivery`
    the other 4xx                                        this address does not take responses

These are no verdict on a resource: a wrong `central.url` would refuse every one of them. They are
one on a change of what the service had: it was deleted there.
An HTML page is never a FHIR server's word, so a refusal in HTML counts as "later".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from kiosk.errors import CentralError, NotAuthorised, Refused, Unreachable
from kiosk.sync.issues import issue_text
from kiosk.sync.reply import Reply, identifiers_of, retry_after_s, sendable, version_tag


class Outcome(StrEnum):
    """What one try came to, as it is kept beside the resource; each has its words for staff."""

    STORED = "stored"
    OFFLINE = "offline"
    CERTIFICATE = "certificate"
    WRONG_CLOCK = "wrong-clock"
    BROKE_OFF = "broke-off"
    TOO_SLOW = "too-slow"
    PORTAL = "portal"
    REDIRECTED = "redirected"
    STRANGE = "strange-reply"
    ANOTHER = "another-resource"
    UNAUTHORISED = "unauthorised"
    FORBIDDEN = "forbidden"
    PROXY = "proxy-asks"
    NOT_TAKEN = "not-taken"
    MISDIRECTED = "misdirected"
    BUSY = "busy"
    UNAVAILABLE = "unavailable"
    TROUBLE = "in-trouble"
    CONFLICT = "conflict"
    CHANGED = "changed-there"
    DUPLICATES = "there-twice"
    REFUSED = "refused"
    TOO_LARGE = "too-large"


_OK = range(200, 300)
_REDIRECT = range(300, 400)
_PAUSING: Mapping[int, Outcome] = MappingProxyType(
    {
        HTTPStatus.TOO_MANY_REQUESTS: Outcome.BUSY,
        HTTPStatus.SERVICE_UNAVAILABLE: Outcome.UNAVAILABLE,
    }
)
_ASKING: Mapping[int, Outcome] = MappingProxyType(
    {
        HTTPStatus.UNAUTHORIZED: Outcome.UNAUTHORISED,
        HTTPStatus.FORBIDDEN: Outcome.FORBIDDEN,
        HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: Outcome.PROXY,
    }
)


@dataclass(frozen=True)
class Acknowledged:
    """The service has the resource, durably.

    Attributes:
        etag: names the version it has.
        server_id: its logical id there, which may be another than it has here.
    """

    etag: str | None
    server_id: str


@dataclass(frozen=True)
class Asked:
    """What was asked of the service, by which its reply is judged.

    Attributes:
        resource_type: of the resource that was sent.
        resource_id: its logical id at the service; `None` where the service chooses it.
        identifier: `system|value`, by which the resource is known where the service chooses.
        payload: its bytes, so that no answer in it is repeated in an error.
        if_match: the version that it follows had to be the newest there.
        now: for a Retry-After date where the reply has no Date of its own.
    """

    resource_type: str
    resource_id: str | None
    payload: bytes
    now: datetime
    identifier: str | None = None
    if_match: bool = False


def acknowledgement(reply: Reply, asked: Asked) -> Acknowledged:
    """The proof that a resource was stored.

    Raises:
        Unreachable, NotAuthorised, Refused: by the table above.
    """
    if reply.status not in _OK:
        raise failure(reply, asked)
    resource = reply.resource()
    if resource is None:
        raise _stranger(reply)
    if not _is_it(resource, asked):
        raise _between("The reply is about another resource than the one sent.", Outcome.ANOTHER)
    etag = sendable(reply.headers.get("etag")) or version_tag(resource)
    return Acknowledged(etag, str(resource["id"]))


def located(reply: Reply, asked: Asked) -> str | None:
    """The id that a Location header of the right type names; None where none does."""
    parts = reply.headers.get("location", "").partition("?")[0].rstrip("/").split("/")
    if "_history" in parts:
        parts = parts[: parts.index("_history")]
    if parts[-2:-1] != [asked.resource_type] or asked.resource_id not in (None, parts[-1]):
        return None
    return parts[-1]


def _is_it(resource: Mapping[str, Any], asked: Asked) -> bool:
    known = resource.get("id")
    if resource.get("resourceType") != asked.resource_type or not isinstance(known, str):
        return False
    if asked.resource_id is not None:
        return known == asked.resource_id
    return asked.identifier in identifiers_of(resource)


def failure(reply: Reply, asked: Asked) -> CentralError:
    """The error that a reply stands for which is none of what was asked for."""
    strange = reply.status in _OK or reply.status in _REDIRECT
    if strange or reply.status == HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
        return _stranger(reply)
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _later(reply, asked)
    return _BY_STATUS.get(reply.status, _misdirected)(reply, asked)


def _refused(reply: Reply, asked: Asked) -> CentralError:
    large = reply.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if reply.is_html and not large:
        return _later(reply, asked)
    return Refused(
        f"The central service refused one resource ({reply.status}){_said(reply, asked)}",
        advice="It is kept here and set aside; the others go on. It can be exported instead.",
        outcome=Outcome.TOO_LARGE if large else Outcome.REFUSED,
    )


def _precondition(reply: Reply, asked: Asked) -> CentralError:
    """R4, http: 412 is about If-Match, or more than one matches If-None-Exist."""
    if reply.is_html:
        return _later(reply, asked)
    if asked.if_match:
        return Refused(
            f"Others changed this at the central service meanwhile (412){_said(reply, asked)}",
            advice="It is kept here. A person must look at both.",
            outcome=Outcome.CHANGED,
        )
    if asked.resource_id is None:
        return Refused(
            f"The central service has this more than once already (412){_said(reply, asked)}",
            advice="It is kept here and not sent again. Those who run the service must clear it.",
            outcome=Outcome.DUPLICATES,
        )
    return _refused(reply, asked)


def _later(reply: Reply, asked: Asked) -> CentralError:
    wait, outcome = retry_after_s(reply.headers, asked.now), _PAUSING.get(reply.status)
    state = "busy" if outcome == Outcome.BUSY else "in trouble"
    return Unreachable(
        f"The central service is {state} ({reply.status}); it is tried again later.",
        advice="Nothing is lost. If this lasts, tell the people who run the service.",
        outcome=outcome or Outcome.TROUBLE,
        retry_after_s=wait,
        sent=True,
        everything=wait is not None or outcome is not None,
    )


def _in_conflict(reply: Reply, asked: Asked) -> CentralError:
    """Another writer was at it, or the service never takes it: only a person can tell which."""
    wait = retry_after_s(reply.headers, asked.now)
    return Unreachable(
        f"The central service sees a conflict at one resource (409){_said(reply, asked)}",
        advice="Nothing is lost; it is tried again by itself. If it stays, tell those who run it.",
        outcome=Outcome.CONFLICT,
        retry_after_s=wait,
        sent=True,
        everything=wait is not None,
    )


def _unauthorised(reply: Reply, _asked: Asked) -> CentralError:
    who = "proxy" if _ASKING[reply.status] == Outcome.PROXY else "central service"
    return NotAuthorised(
        f"The {who} does not accept this kiosk's credentials ({reply.status}).",
        advice="Nothing is lost. IT must check the kiosk's access to the service.",
        outcome=_ASKING[reply.status],
    )


def _not_taken(reply: Reply, asked: Asked) -> CentralError:
    error = _misdirected(reply, asked)
    if (reply.resource() or {}).get("resourceType") == "OperationOutcome":
        error.outcome = Outcome.NOT_TAKEN  # the service itself says so
    return error


def _misdirected(reply: Reply, _asked: Asked) -> CentralError:
    return Unreachable(
        f"The address of the central service does not take responses ({reply.status}).",
        advice="Nothing is lost. IT must check central.url in the settings.",
        outcome=Outcome.MISDIRECTED,
        sent=True,
    )


def gone_there() -> Refused:
    """What the service has no longer can't be changed there."""
    return Refused(
        "The central service no longer has this, or takes no change of it.",
        advice="It is kept here. Those who run the service can say why.",
        outcome=Outcome.CHANGED,
    )


def _said(reply: Reply, asked: Asked) -> str:
    said = issue_text(reply.resource(), payload=asked.payload)
    return f": {said}" if said else "."


_BY_STATUS: Mapping[int, Callable[[Reply, Asked], CentralError]] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: _refused,
        **dict.fromkeys(_ASKING, _unauthorised),
        HTTPStatus.NOT_FOUND: _not_taken,
        HTTPStatus.METHOD_NOT_ALLOWED: _not_taken,
        HTTPStatus.CONFLICT: _in_conflict,
        HTTPStatus.GONE: _not_taken,
        HTTPStatus.PRECONDITION_FAILED: _precondition,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _refused,
        HTTPStatus.UNPROCESSABLE_ENTITY: _refused,
        **dict.fromkeys((HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, *_PAUSING), _later),
    }
)


def not_told(error: CentralError) -> Unreachable:
    """A question was turned away: no verdict on the resource that it was about."""
    return Unreachable(
        f"The central service does not say what it has. {error}",
        advice="Nothing is lost; it is tried again by itself. If it stays, tell those who run it.",
        outcome=Outcome.STRANGE,
        sent=True,
        everything=False,
    )


def _stranger(reply: Reply) -> Unreachable:
    if reply.is_html or reply.status in _REDIRECT:
        return _between(
            "Something else than the central service answered: perhaps a login page.",
            Outcome.REDIRECTED if reply.status in _REDIRECT else Outcome.PORTAL,
        )
    return _between(f"The reply ({reply.status}) is no FHIR resource.", Outcome.STRANGE)


def _between(text: str, outcome: Outcome) -> Unreachable:
    return Unreachable(
        text,
        advice="Nothing is lost. Is this PC's network signed in? Is central.url right?",
        outcome=outcome,
        sent=True,
    )
