"""The HTTP side: FHIR R4's RESTful interactions as a Starlette application."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.central.checks import check_id, check_resource, check_type
from kiosk.central.interaction import (
    MEDIA_TYPE,
    InteractionError,
    answer,
    decode,
    encode,
    outcome,
    version_of,
    weak_etag,
)
from kiosk.central.repository import Repository, Stored
from kiosk.central.searching import Search, parse_search
from kiosk.central.statement import capability_statement

BASE = "/fhir"
MAX_BYTES = 2 * 1024 * 1024

_MEDIA_TYPES = ("application/fhir+json", "application/json")
_TYPE, _ID = "/{type:str}", "/{id:str}"


def create_app(
    repository: Repository, clock: Callable[[], datetime], *, max_bytes: int = MAX_BYTES
) -> Starlette:
    """The application; `clock` dates the CapabilityStatement, `max_bytes` bounds a body."""
    endpoint = _Endpoint(repository, clock, max_bytes)
    one = f"{BASE}{_TYPE}{_ID}"
    return Starlette(
        routes=[
            _route(f"{BASE}/metadata", GET=endpoint.metadata),
            _route(f"{BASE}{_TYPE}", GET=endpoint.search, POST=endpoint.create),
            _route(one, GET=endpoint.read, PUT=endpoint.update),
            _route(f"{one}/_history", GET=endpoint.history),
            _route(f"{one}/_history/{{version:str}}", GET=endpoint.version_read),
        ],
        exception_handlers={
            InteractionError: _declined,
            HTTPException: _no_route,
            RecursionError: _too_deep,
            OperationalError: _out_of_order,
            500: _out_of_order,
        },
    )


def _route(path: str, **by_method: Callable[[Request], Awaitable[Response]]) -> Route:
    """One route a path, so that the Allow header of a 405 names every method of it."""

    async def dispatch(request: Request) -> Response:
        return await by_method["GET" if request.method == "HEAD" else request.method](request)

    return Route(path, dispatch, methods=list(by_method))


class _Endpoint:
    """One method for each interaction; the database is never touched on the event loop."""

    def __init__(
        self, repository: Repository, clock: Callable[[], datetime], max_bytes: int
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._max_bytes = max_bytes

    async def metadata(self, request: Request) -> Response:
        statement = capability_statement(
            base=_base(request), now=self._clock().astimezone(UTC), max_bytes=self._max_bytes
        )
        return answer(encode(statement))

    async def update(self, request: Request) -> Response:
        resource_type, resource_id = _key(request)
        resource = check_resource(
            await self._body(request), resource_type=resource_type, resource_id=resource_id
        )
        etag = request.headers.get("if-match")
        if_match = None if etag is None else version_of(etag)
        stored, new = await run_in_threadpool(self._repository.put, resource, if_match=if_match)
        return _written(request, stored, new=new)

    async def create(self, request: Request) -> Response:
        resource_type = _type(request)
        resource = check_resource(
            await self._body(request), resource_type=resource_type, resource_id=None
        )
        search = _if_none_exist(request)
        stored, new = await run_in_threadpool(
            self._repository.create, resource, if_none_exist=search
        )
        return _written(request, stored, new=new)

    async def read(self, request: Request) -> Response:
        stored = await run_in_threadpool(self._repository.read, *_key(request))
        if stored is None:
            raise _unknown()
        if request.headers.get("if-none-match") == weak_etag(stored.version):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_headers(stored))
        return answer(stored.content, headers=_headers(stored))

    async def version_read(self, request: Request) -> Response:
        wanted = request.path_params["version"]
        for stored in await run_in_threadpool(self._repository.history, *_key(request)):
            if str(stored.version) == wanted:
                return answer(stored.content, headers=_headers(stored))
        raise _unknown()

    async def history(self, request: Request) -> Response:
        versions = await run_in_threadpool(self._repository.history, *_key(request))
        if not versions:
            raise _unknown()
        entries = [_history_entry(request, stored) for stored in versions]
        return answer(encode(_bundle("history", len(entries), entries)))

    async def search(self, request: Request) -> Response:
        search = parse_search(request.query_params.multi_items())
        found = await run_in_threadpool(self._repository.search, _type(request), search)
        entries = [_search_entry(request, stored) for stored in found.page]
        links = [{"relation": "self", "url": str(request.url)}]
        if search.count and search.offset + len(found.page) < found.total:
            links.append({"relation": "next", "url": _next(request, search)})
        return answer(encode(_bundle("searchset", found.total, entries) | {"link": links}))

    async def _body(self, request: Request) -> Any:
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in _MEDIA_TYPES:
            raise InteractionError(415, "not-supported", f"A body is {MEDIA_TYPE}.")
        return decode(await self._bounded(request))

    async def _bounded(self, request: Request) -> bytes:
        """Reads on for a while beyond the limit: a client that is still sending sees no answer."""
        parts, size = [], 0
        async for part in request.stream():
            size += len(part)
            if size <= self._max_bytes:
                parts.append(part)
            elif size > 8 * self._max_bytes:
                break
        if size > self._max_bytes:
            raise InteractionError(
                413, "too-long", f"A body may have {self._max_bytes} bytes, no more."
            )
        return b"".join(parts)


def _type(request: Request) -> str:
    resource_type: str = request.path_params["type"]
    check_type(resource_type)
    return resource_type


def _key(request: Request) -> tuple[str, str]:
    resource_id: str = request.path_params["id"]
    resource_type = _type(request)
    check_id(resource_id)
    return resource_type, resource_id


def _if_none_exist(request: Request) -> Search | None:
    condition = request.headers.get("if-none-exist")
    if condition is None:
        return None
    search = parse_search(parse_qsl(condition.lstrip("?"), keep_blank_values=True))
    if not search.identifiers:
        raise InteractionError(400, "not-supported", "If-None-Exist names an identifier here.")
    return search


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{BASE}"


def _url(request: Request, stored: Stored) -> str:
    return f"{_base(request)}/{stored.resource_type}/{stored.id}"


def _headers(stored: Stored) -> dict[str, str]:
    return {
        "ETag": weak_etag(stored.version),
        "Last-Modified": format_datetime(stored.last_updated, usegmt=True),
    }


def _written(request: Request, stored: Stored, *, new: bool) -> Response:
    location = f"{_url(request, stored)}/_history/{stored.version}"
    return answer(
        stored.content,
        status=HTTPStatus.CREATED if new else HTTPStatus.OK,
        headers=_headers(stored) | {"Location": location},
    )


def _bundle(kind: str, total: int, entries: list[dict[str, Any]]) -> dict[str, Any]:
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": kind, "total": total}
    return bundle | ({"entry": entries} if entries else {})  # FHIR knows no empty list


def _search_entry(request: Request, stored: Stored) -> dict[str, Any]:
    return {
        "fullUrl": _url(request, stored),
        "resource": decode(stored.content),
        "search": {"mode": "match"},
    }


def _history_entry(request: Request, stored: Stored) -> dict[str, Any]:
    return {
        "fullUrl": _url(request, stored),
        "resource": decode(stored.content),
        "request": {"method": "PUT", "url": f"{stored.resource_type}/{stored.id}"},
        "response": {"status": "201" if stored.version == 1 else "200",
                     "etag": weak_etag(stored.version)},
    }  # fmt: skip


def _next(request: Request, search: Search) -> str:
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in ("_count", "_offset")
    ]
    page = [("_count", str(search.count)), ("_offset", str(search.offset + search.count))]
    return f"{_base(request)}/{request.path_params['type']}?{urlencode(kept + page)}"


def _unknown() -> InteractionError:
    return InteractionError(404, "not-found", "There is no such resource or version here.")


async def _declined(_request: Request, error: Exception) -> Response:
    assert isinstance(error, InteractionError)  # noqa: S101 - as registered
    return answer(encode(outcome(error)), status=error.status)


async def _no_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as registered
    text = f"{request.method} is not offered at this address."
    code = "not-supported" if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else "not-found"
    body = outcome(InteractionError(error.status_code, code, text))
    return answer(encode(body), status=error.status_code, headers=error.headers)


async def _too_deep(_request: Request, _error: Exception) -> Response:
    error = InteractionError(400, "structure", "The body is nested beyond reason.")
    return answer(encode(outcome(error)), status=error.status)


async def _out_of_order(_request: Request, _error: Exception) -> Response:
    error = InteractionError(500, "exception", "The trial service failed; nothing was stored.")
    return answer(encode(outcome(error)), status=error.status)
