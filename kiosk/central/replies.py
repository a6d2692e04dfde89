"""How the endpoint answers: the headers of a version, Bundles of several, and every kind of no."""

from email.utils import format_datetime
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.interaction import (
    InteractionError,
    answer,
    decode,
    encode,
    outcome,
    weak_etag,
)
from kiosk.central.repository import Stored

BASE = "/fhir"


def base_of(request: Request) -> str:
    """The base address at which the caller found this service."""
    return f"{request.url.scheme}://{request.url.netloc}{BASE}"


def wants_minimal(request: Request) -> bool:
    """Whether the caller does not want to see again what it sent (R4, http, Prefer)."""
    wishes = request.headers.get("prefer", "").replace(";", ",").split(",")
    return "return=minimal" in (wish.strip().lower() for wish in wishes)


def location_of(base: str, stored: Stored) -> str:
    """The address of that very version."""
    return f"{base}/{stored.resource_type}/{stored.id}/_history/{stored.version}"


def headers_of(stored: Stored) -> dict[str, str]:
    """The headers that say which version this is."""
    return {
        "ETag": weak_etag(stored.version),
        "Last-Modified": format_datetime(stored.last_updated, usegmt=True),
    }


def written(request: Request, stored: Stored, *, new: bool) -> Response:
    """The answer to an update or a create."""
    return answer(
        b"" if wants_minimal(request) else stored.content,
        status=HTTPStatus.CREATED if new else HTTPStatus.OK,
        headers=headers_of(stored) | {"Location": location_of(base_of(request), stored)},
    )


def bundle_of(kind: str, total: int, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """A Bundle that counts what it found."""
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": kind, "total": total}
    return bundle | ({"entry": entries} if entries else {})  # FHIR knows no empty list


def match_entry(base: str, stored: Stored) -> dict[str, Any]:
    """One resource of a searchset."""
    return {
        "fullUrl": f"{base}/{stored.resource_type}/{stored.id}",
        "resource": decode(stored.content),
        "search": {"mode": "match"},
    }


def history_entry(base: str, stored: Stored) -> dict[str, Any]:
    """One version of a history."""
    return {
        "fullUrl": f"{base}/{stored.resource_type}/{stored.id}",
        "resource": decode(stored.content),
        "request": {"method": "PUT", "url": f"{stored.resource_type}/{stored.id}"},
        "response": {"status": "201" if stored.version == 1 else "200",
                     "etag": weak_etag(stored.version)},
    }  # fmt: skip


def unknown() -> InteractionError:
    """Nothing is kept under that address."""
    return InteractionError(404, "not-found", "There is no such resource or version here.")


async def declined(_request: Request, error: Exception) -> Response:
    """Says no as an OperationOutcome."""
    assert isinstance(error, InteractionError)  # noqa: S101 - as registered
    return answer(encode(outcome(error)), status=error.status)


async def no_route(request: Request, error: Exception) -> Response:
    """No such address, or not by this method."""
    assert isinstance(error, HTTPException)  # noqa: S101 - as registered
    text = f"{request.method} is not offered at this address."
    code = "not-supported" if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else "not-found"
    body = outcome(InteractionError(error.status_code, code, text))
    return answer(encode(body), status=error.status_code, headers=error.headers)


async def too_deep(_request: Request, _error: Exception) -> Response:
    """JSON that nests until the stack ends."""
    error = InteractionError(400, "structure", "The body is nested beyond reason.")
    return answer(encode(outcome(error)), status=error.status)


async def out_of_order(_request: Request, _error: Exception) -> Response:
    """This service itself failed."""
    error = InteractionError(500, "exception", "The trial service failed; nothing was stored.")
    return answer(encode(outcome(error)), status=error.status)
