"""A batch or a transaction, carried out in one database transaction, and the reply to it.

The entries of a batch stand alone: one that is refused leaves the others. Those of a transaction
are stored together or not at all, and may refer to one another by fullUrl.
"""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from kiosk.central.bundle_entries import (
    BATCH,
    TRANSACTION,
    EntryRequest,
    Get,
    Post,
    Put,
    at_entry,
)
from kiosk.central.interaction import InteractionError, decode, outcome, weak_etag
from kiosk.central.replies import bundle_of, location_of, match_entry, unknown
from kiosk.central.repository import Repository, Stored, Transaction

_Action = Put | Post | Get


def batch(
    repository: Repository, requests: Sequence[EntryRequest], *, base: str, minimal: bool
) -> dict[str, Any]:
    """The batch-response.

    All of it reaches the disk at once: where this process dies before, none of it is answered.
    """
    with repository.transaction() as kept:
        entries = []
        for index, request in enumerate(requests):
            try:
                entries.append(_alone(kept, request, base=base, minimal=minimal))
            except InteractionError as error:
                entries.append(_refused(at_entry(error, index)))
    return _response(BATCH, entries)


def transaction(
    repository: Repository, requests: Sequence[EntryRequest], *, base: str, minimal: bool
) -> dict[str, Any]:
    """The transaction-response.

    Raises:
        InteractionError: an entry is refused; nothing of the whole was stored.
    """
    actions = [_possible(request) for request in requests]
    with repository.transaction() as kept:
        keys = [_key(kept, action, index) for index, action in enumerate(actions)]
        _check_overlap(actions)
        known = _by_full_url(requests, keys)
        entries: dict[int, dict[str, Any]] = {}
        for index in sorted(range(len(actions)), key=lambda each: _rank(actions[each])):
            try:
                action = _resolved(actions[index], known)
                entries[index] = _entry(
                    kept, action, base=base, minimal=minimal, new_id=keys[index][1]
                )
            except InteractionError as error:
                raise at_entry(error, index) from error
    return _response(TRANSACTION, [entries[index] for index in range(len(actions))])


def _response(kind: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": f"{kind}-response"}
    return bundle | ({"entry": entries} if entries else {})


def _alone(kept: Transaction, request: EntryRequest, *, base: str, minimal: bool) -> dict[str, Any]:
    if isinstance(request.action, InteractionError):
        return _refused(request.action)
    return _entry(kept, request.action, base=base, minimal=minimal)


def _entry(
    kept: Transaction, action: _Action, *, base: str, minimal: bool, new_id: str | None = None
) -> dict[str, Any]:
    if isinstance(action, Get):
        return _got(kept, action, base)
    if isinstance(action, Put):
        stored, new = kept.put(action.resource, if_match=action.if_match)
    else:
        stored, new = kept.create(
            action.resource, if_none_exist=action.if_none_exist, new_id=new_id
        )
    entry = {"response": _said(stored, HTTPStatus.CREATED if new else HTTPStatus.OK)}
    entry["response"]["location"] = location_of(base, stored)
    return entry if minimal else {"resource": decode(stored.content)} | entry


def _got(kept: Transaction, action: Get, base: str) -> dict[str, Any]:
    """What is asked for is answered, whatever the caller prefers of what it sent itself."""
    if action.resource_id is not None:
        stored = kept.read(action.resource_type, action.resource_id)
        if stored is None:
            raise unknown()
        return {"resource": decode(stored.content), "response": _said(stored, HTTPStatus.OK)}
    found = kept.search(action.resource_type, action.search)
    entries = [match_entry(base, stored) for stored in found.page]
    return {
        "resource": bundle_of("searchset", found.total, entries),
        "response": {"status": _status(HTTPStatus.OK)},
    }


def _said(stored: Stored, status: HTTPStatus) -> dict[str, Any]:
    return {
        "status": _status(status),
        "etag": weak_etag(stored.version),
        "lastModified": stored.last_updated.isoformat(timespec="milliseconds"),
    }


def _refused(error: InteractionError) -> dict[str, Any]:
    return {"response": {"status": _status(error.status), "outcome": outcome(error)}}


def _status(status: int) -> str:
    return f"{int(status)} {HTTPStatus(status).phrase}"


def _possible(request: EntryRequest) -> _Action:
    if isinstance(request.action, InteractionError):
        raise request.action
    return request.action


def _rank(action: _Action) -> int:
    """Creates before updates before reads, wherever they stand (R4, http, transaction rules)."""
    return (Post, Put, Get).index(type(action))


def _key(kept: Transaction, action: _Action, index: int) -> tuple[str, str | None]:
    """The type and id that an entry will have: known before anything is written."""
    if isinstance(action, Get):
        return action.resource_type, action.resource_id
    resource_type = action.resource["resourceType"]
    if isinstance(action, Put):
        return resource_type, action.resource["id"]
    try:
        found = kept.matching(resource_type, action.if_none_exist)
    except InteractionError as error:
        raise at_entry(error, index) from error
    return resource_type, str(uuid4()) if found is None else found.id


def _check_overlap(actions: Sequence[_Action]) -> None:
    """Two entries that write the same resource have no order (R4, http, transaction rules)."""
    seen = set()
    for index, action in enumerate(actions):
        identity = _identity(action)
        if identity is not None and identity in seen:
            raise at_entry(
                InteractionError(400, "duplicate", "Two entries write the same resource."), index
            )
        seen.add(identity)


def _identity(action: _Action) -> Any:
    if isinstance(action, Put):
        return action.resource["resourceType"], action.resource["id"]
    if isinstance(action, Post) and action.if_none_exist is not None:
        return action.resource["resourceType"], action.if_none_exist
    return None


def _by_full_url(
    requests: Sequence[EntryRequest], keys: Sequence[tuple[str, str | None]]
) -> dict[str, str]:
    known: dict[str, str] = {}
    for index, (request, (resource_type, resource_id)) in enumerate(
        zip(requests, keys, strict=True)
    ):
        if request.full_url is None or resource_id is None:
            continue
        if request.full_url in known:
            raise at_entry(
                InteractionError(400, "duplicate", "Two entries have the same fullUrl."), index
            )
        known[request.full_url] = f"{resource_type}/{resource_id}"
    return known


def _resolved(action: _Action, known: dict[str, str]) -> _Action:
    if isinstance(action, Put):
        return Put(_with_references(action.resource, known), action.if_match)
    if isinstance(action, Post):
        return Post(_with_references(action.resource, known), action.if_none_exist)
    return action


def _with_references(value: Any, known: dict[str, str]) -> Any:
    """References alone are rewritten: an identifier may well have the value of a fullUrl."""
    if isinstance(value, list):
        return [_with_references(each, known) for each in value]
    if isinstance(value, dict):
        return dict(_members(value, known))
    return value


def _members(value: dict[str, Any], known: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for name, each in value.items():
        if name == "reference" and isinstance(each, str):
            yield name, known.get(each, each)
        else:
            yield name, _with_references(each, known)
