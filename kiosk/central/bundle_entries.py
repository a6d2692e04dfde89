"""What a batch or a transaction asks for, entry by entry (R4, http, transaction)."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from kiosk.central.checks import check_id, check_resource, check_type
from kiosk.central.interaction import InteractionError, version_of
from kiosk.central.searching import Search, parse_condition, parse_search

BATCH: Final = "batch"
TRANSACTION: Final = "transaction"


@dataclass(frozen=True)
class Put:
    """An update: stored under the resource's own id."""

    resource: dict[str, Any]
    if_match: int | None


@dataclass(frozen=True)
class Post:
    """A create: stored under an id of the service's choice, once where there is a condition."""

    resource: dict[str, Any]
    if_none_exist: Search | None


@dataclass(frozen=True)
class Get:
    """A read of one resource (`resource_id`), or a search."""

    resource_type: str
    resource_id: str | None
    search: Search


@dataclass(frozen=True)
class EntryRequest:
    """One entry; `action` is why not, where it can't even be tried."""

    full_url: str | None
    action: Put | Post | Get | InteractionError


def requests_in(bundle: Any, *, max_entries: int) -> tuple[str, tuple[EntryRequest, ...]]:
    """The kind of a Bundle, batch or transaction, and its entries in order.

    Raises:
        InteractionError: 400, it is no such Bundle; 413, it has too many entries.
    """
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise InteractionError(400, "invalid", "What is sent to the base address is a Bundle.")
    kind = bundle.get("type")
    if kind not in (BATCH, TRANSACTION):
        raise InteractionError(
            400, "value", f"A Bundle sent here is a {BATCH} or a {TRANSACTION}.",
            expression="Bundle.type",
        )  # fmt: skip
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        raise InteractionError(400, "structure", "entry is a list.", expression="Bundle.entry")
    if len(entries) > max_entries:
        raise InteractionError(
            413, "too-costly", f"A Bundle may have {max_entries} entries, no more.",
            expression="Bundle.entry",
        )  # fmt: skip
    return kind, tuple(_request(entry, index) for index, entry in enumerate(entries))


def at_entry(error: InteractionError, index: int) -> InteractionError:
    """The same no, with the place in the Bundle that it is about."""
    _, dot, inner = error.expression.partition(".")
    place = f"Bundle.entry[{index}]" + (f".resource.{inner}" if dot else "")
    return InteractionError(error.status, error.code, str(error), expression=place)


def _request(entry: Any, index: int) -> EntryRequest:
    full_url = entry.get("fullUrl") if isinstance(entry, dict) else None
    try:
        return EntryRequest(full_url if isinstance(full_url, str) else None, _action(entry))
    except InteractionError as error:
        return EntryRequest(None, at_entry(error, index))


def _action(entry: Any) -> Put | Post | Get:
    request = entry.get("request") if isinstance(entry, dict) else None
    if not isinstance(request, dict):
        raise InteractionError(400, "required", "An entry has a request.")
    method, url = request.get("method"), request.get("url")
    if not isinstance(url, str) or not url:
        raise InteractionError(400, "required", "A request has a url.")
    if method == "PUT":
        return _put(entry, url, request.get("ifMatch"))
    if method == "POST":
        return _post(entry, url, request.get("ifNoneExist"))
    if method == "GET":
        return _get(url)
    raise InteractionError(405, "not-supported", "An entry is a PUT, a POST or a GET here.")


def _put(entry: dict[str, Any], url: str, etag: Any) -> Put:
    if "?" in url:
        raise InteractionError(400, "not-supported", "No conditional updates here.")
    resource_type, _, resource_id = url.partition("/")
    check_type(resource_type)
    check_id(resource_id)
    resource = check_resource(
        entry.get("resource"), resource_type=resource_type, resource_id=resource_id
    )
    return Put(resource, None if etag is None else version_of(_text(etag, "ifMatch")))


def _post(entry: dict[str, Any], url: str, condition: Any) -> Post:
    check_type(url)
    resource = check_resource(entry.get("resource"), resource_type=url, resource_id=None)
    if condition is None:
        return Post(resource, None)
    return Post(resource, parse_condition(_text(condition, "ifNoneExist"), url))


def _get(url: str) -> Get:
    path, _, query = url.partition("?")
    resource_type, slash, resource_id = path.partition("/")
    check_type(resource_type)
    if slash:
        check_id(resource_id)
    search = parse_search(parse_qsl(query, keep_blank_values=True), resource_type)
    return Get(resource_type, resource_id if slash else None, search)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise InteractionError(400, "structure", f"{name} is a text.")
    return value
