"""The HTTP side: FHIR R4's RESTful interactions as a Starlette application."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.central.bodies import body_of
from kiosk.central.bundle_entries import BATCH, requests_in
from kiosk.central.bundle_processing import batch, transaction
from kiosk.central.checks import check_id, check_resource, check_type
from kiosk.central.interaction import InteractionError, answer, encode, version_of, weak_etag
from kiosk.central.replies import (
    BASE,
    base_of,
    bundle_of,
    declined,
    headers_of,
    history_entry,
    match_entry,
    no_route,
    out_of_order,
    too_deep,
    unknown,
    wants_minimal,
    written,
)
from kiosk.central.repository import Repository
from kiosk.central.searching import Search, parse_condition, parse_search
from kiosk.central.statement import capability_statement

_TYPE, _ID = "/{type:str}", "/{id:str}"


@dataclass(frozen=True)
class Limits:
    """What one request may bring; more is answered with 413.

    Attributes:
        bytes: of a body, as it comes and unpacked.
        entries: of a Bundle.
    """

    bytes: int = 2 * 1024 * 1024
    entries: int = 500


def create_app(
    repository: Repository, clock: Callable[[], datetime], *, limits: Limits | None = None
) -> Starlette:
    """The application; `clock` dates the CapabilityStatement."""
    endpoint = _Endpoint(repository, clock, limits or Limits())
    one = f"{BASE}{_TYPE}{_ID}"
    return Starlette(
        routes=[
            _route(BASE, POST=endpoint.bundle),
            _route(f"{BASE}/", POST=endpoint.bundle),
            _route(f"{BASE}/metadata", GET=endpoint.metadata),
            _route(f"{BASE}{_TYPE}", GET=endpoint.search, POST=endpoint.create),
            _route(one, GET=endpoint.read, PUT=endpoint.update),
            _route(f"{one}/_history", GET=endpoint.history),
            _route(f"{one}/_history/{{version:str}}", GET=endpoint.version_read),
        ],
        exception_handlers={
            InteractionError: declined,
            HTTPException: no_route,
            RecursionError: too_deep,
            OperationalError: out_of_order,
            500: out_of_order,
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
        self, repository: Repository, clock: Callable[[], datetime], limits: Limits
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._limits = limits

    async def metadata(self, request: Request) -> Response:
        statement = capability_statement(
            base=base_of(request),
            now=self._clock().astimezone(UTC),
            max_bytes=self._limits.bytes,
            max_entries=self._limits.entries,
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
        return written(request, stored, new=new)

    async def create(self, request: Request) -> Response:
        resource_type = _type(request)
        resource = check_resource(
            await self._body(request), resource_type=resource_type, resource_id=None
        )
        condition = request.headers.get("if-none-exist")
        search = None if condition is None else parse_condition(condition, resource_type)
        stored, new = await run_in_threadpool(
            self._repository.create, resource, if_none_exist=search
        )
        return written(request, stored, new=new)

    async def bundle(self, request: Request) -> Response:
        kind, requests = requests_in(
            await self._body(request), max_entries=self._limits.entries
        )  # fmt: skip
        reply = await run_in_threadpool(
            batch if kind == BATCH else transaction,
            self._repository, requests, base=base_of(request), minimal=wants_minimal(request),
        )  # fmt: skip
        return answer(encode(reply))

    async def read(self, request: Request) -> Response:
        stored = await run_in_threadpool(self._repository.read, *_key(request))
        if stored is None:
            raise unknown()
        if request.headers.get("if-none-match") == weak_etag(stored.version):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers_of(stored))
        return answer(stored.content, headers=headers_of(stored))

    async def version_read(self, request: Request) -> Response:
        wanted = request.path_params["version"]
        for stored in await run_in_threadpool(self._repository.history, *_key(request)):
            if str(stored.version) == wanted:
                return answer(stored.content, headers=headers_of(stored))
        raise unknown()

    async def history(self, request: Request) -> Response:
        versions = await run_in_threadpool(self._repository.history, *_key(request))
        if not versions:
            raise unknown()
        entries = [history_entry(base_of(request), stored) for stored in versions]
        return answer(encode(bundle_of("history", len(entries), entries)))

    async def search(self, request: Request) -> Response:
        search = parse_search(request.query_params.multi_items(), _type(request))
        found = await run_in_threadpool(self._repository.search, _type(request), search)
        entries = [match_entry(base_of(request), stored) for stored in found.page]
        links = [{"relation": "self", "url": str(request.url)}]
        if search.count and search.offset + len(found.page) < found.total:
            links.append({"relation": "next", "url": _next(request, search)})
        return answer(encode(bundle_of("searchset", found.total, entries) | {"link": links}))

    async def _body(self, request: Request) -> Any:
        return await body_of(request, max_bytes=self._limits.bytes)


def _type(request: Request) -> str:
    resource_type: str = request.path_params["type"]
    check_type(resource_type)
    return resource_type


def _key(request: Request) -> tuple[str, str]:
    resource_id: str = request.path_params["id"]
    resource_type = _type(request)
    check_id(resource_id)
    return resource_type, resource_id


def _next(request: Request, search: Search) -> str:
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in ("_count", "_offset")
    ]
    page = [("_count", str(search.count)), ("_offset", str(search.offset + search.count))]
    return f"{base_of(request)}/{request.path_params['type']}?{urlencode(kept + page)}"
