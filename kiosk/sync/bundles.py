"""Several resources in one request, and the reply to each (R4, bundle and http, transaction)."""

from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from kiosk.errors import Unreachable
from kiosk.sync.reply import Reply
from kiosk.sync.verdict import Outcome


@dataclass(frozen=True)
class Entry:
    """One resource of a Bundle.

    Attributes:
        resource_type: its type.
        resource_id: its logical id at the service; `None` where the service chooses it.
        payload: the resource as UTF-8 JSON.
        identifier: `system|value`, by which it is created once where the service chooses the id.
        condition: the search that finds it then.
        if_match: ETag of the version it follows.
    """

    resource_type: str
    resource_id: str | None
    payload: bytes
    identifier: str | None = None
    condition: str | None = None
    if_match: str | None = None


def bundle_of(kind: str, entries: tuple[Entry, ...]) -> bytes:
    """The Bundle as UTF-8 JSON; each payload stands in it byte for byte."""
    bundle = {
        "resourceType": "Bundle",
        "type": kind,
        "entry": [
            {
                "fullUrl": _full_url(entry),
                "resource": msgspec.Raw(entry.payload),
                "request": _request(entry),
            }
            for entry in entries
        ],
    }
    return msgspec.json.encode(bundle)


def replies_in(reply: Reply, kind: str, count: int) -> list[Reply]:
    """What the service said to each entry, in their order, as if each had been sent alone.

    Raises:
        Unreachable: this is no reply to such a Bundle; nothing is known of any entry.
    """
    bundle = reply.resource() or {}
    entries = bundle.get("entry")
    right = bundle.get("resourceType") == "Bundle" and bundle.get("type") == f"{kind}-response"
    if not right or not isinstance(entries, list) or len(entries) != count:
        raise Unreachable(
            f"The reply ({reply.status}) does not answer the Bundle that was sent.",
            advice="Nothing is lost. Is this PC's network signed in? Is central.url right?",
            outcome=Outcome.PORTAL if reply.is_html else Outcome.STRANGE,
            sent=True,
            everything=reply.is_html,
        )
    return [_alone(entry) for entry in entries]


def _request(entry: Entry) -> dict[str, Any]:
    if entry.resource_id is None:
        return {
            "method": "POST", "url": entry.resource_type, "ifNoneExist": entry.condition
        }  # fmt: skip
    request = {"method": "PUT", "url": f"{entry.resource_type}/{entry.resource_id}"}
    return request | ({"ifMatch": entry.if_match} if entry.if_match is not None else {})


def _full_url(entry: Entry) -> str:
    """Not the identifier's own UUID: some services write the new id wherever that stands."""
    named = entry.resource_id or entry.identifier
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{entry.resource_type}/{named}')}"


def _alone(entry: Any) -> Reply:
    said = entry.get("response") if isinstance(entry, dict) else None
    said = said if isinstance(said, dict) else {}
    number = str(said.get("status", "")).strip()[:3]
    resource = entry.get("resource") if isinstance(entry, dict) else None
    content = resource if isinstance(resource, dict) else said.get("outcome")
    headers = {
        name: said[key]
        for name, key in (("etag", "etag"), ("location", "location"))
        if isinstance(said.get(key), str)
    }
    return Reply(
        int(number) if number.isascii() and number.isdigit() else 0,
        headers | {"content-type": "application/fhir+json"},
        msgspec.json.encode(content) if isinstance(content, dict) else b"",
    )
