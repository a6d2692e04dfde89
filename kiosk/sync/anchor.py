"""Tells the central service where the audit ends, and asks it where it ended before.

One AuditEvent (R4) for each kiosk, under an id that is made of the kiosk's: the service keeps its
history. What it knows is read first. Where this log does not have that event any more, it was cut
or written anew; that is kept and shown, and what the service knows stays as it is.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from kiosk.errors import CentralError, Refused
from kiosk.forms.response import encode
from kiosk.store import anchors, audit
from kiosk.store.database import Store
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.verdict import Outcome

ASK_AGAIN: Final = timedelta(hours=24)
"""A service that takes no AuditEvent is not asked with every run."""

_AUDIT_LOG_USED: Final = {
    "system": "http://dicom.nema.org/resources/ontology/DCM",
    "code": "110101",
    "display": "Audit Log Used",
}
_TAKES_NONE: Final = (Outcome.NOT_TAKEN, Outcome.FORBIDDEN)
_NUMBER, _MAC = "events", "head"


def anchor_audit(store: Store, client: FhirClient, *, now: datetime) -> None:
    """Anchor the end of the log, where it moved on since the last time.

    Never raises for the service: no line is no trouble here, and that it takes no anchor is kept
    for whoever looks at the audit. Errors of the store are raised.
    """
    with store.reading() as c:
        end, known, refused = audit.head(c), anchors.anchored(c), anchors.trouble(c)
        if known is not None and known.head == end:
            return
        if refused is not None and timedelta() <= now - refused[1] < ASK_AGAIN:
            return
    try:
        if _contradicts(store, client.read("AuditEvent", anchor_id(store.kiosk_id))):
            return
        _tell(store, client, end, now)
    except CentralError as error:
        if not isinstance(error, Refused) and error.outcome not in _TAKES_NONE:
            return  # the next run tries again, and says why where a response waits
        with store.transaction() as c:
            anchors.keep_trouble(c, str(error), now=now)


def anchor_id(kiosk_id: str) -> str:
    """The id of a kiosk's anchor at the central service: always the same UUID."""
    return str(uuid5(UUID(kiosk_id), "audit"))


def to_fhir(kiosk_id: str, end: audit.Head, *, now: datetime) -> dict[str, Any]:
    """The anchor as an AuditEvent (R4): which kiosk, how many events, the MAC of the last."""
    device = {
        "type": "Device",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{kiosk_id}"},
    }
    details = {_NUMBER: str(end.number), _MAC: end.mac.hex()}
    return {
        "resourceType": "AuditEvent",
        "id": anchor_id(kiosk_id),
        "type": _AUDIT_LOG_USED,
        "action": "R",
        "recorded": now.isoformat(timespec="seconds"),
        "outcome": "0",
        "agent": [{"who": device, "requestor": False}],
        "source": {"observer": device},
        "entity": [
            {"detail": [{"type": kind, "valueString": text} for kind, text in details.items()]}
        ],
    }


def _tell(store: Store, client: FhirClient, end: audit.Head, now: datetime) -> None:
    content = encode(to_fhir(store.kiosk_id, end, now=now))
    client.put("AuditEvent", anchor_id(store.kiosk_id), content)
    with store.transaction() as c:
        anchors.keep_anchor(c, end, now=now)


def _contradicts(store: Store, resource: Mapping[str, Any] | None) -> bool:
    """Whether the service knows an event that is not in this log, and nobody accepted that."""
    told = _head_in(resource or {})
    if told is None:
        return False
    with store.reading() as c:
        fits = audit.holds_at(c, told) or anchors.is_anchored_anew(c)
    if not fits:
        with store.transaction() as c:
            anchors.keep_missing(c, told.number)
    return not fits


def _head_in(resource: Mapping[str, Any]) -> audit.Head | None:
    """What an anchor says; None for anything that is none: the service is not trusted either."""
    try:
        details = resource["entity"][0]["detail"]
        said = {detail["type"]: detail["valueString"] for detail in details}
        return audit.Head(int(said[_NUMBER]), bytes.fromhex(said[_MAC]))
    except (KeyError, IndexError, TypeError, ValueError):
        return None
