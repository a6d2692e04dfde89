"""The closed trial endpoint: kiosks register by an invitation, and come in by tokens they get.

    /fhir/.well-known/smart-configuration   where the two others are
    /register, /register/ID                 RFC 7591 and 7592
    /token                                  SMART Backend Services

Whoever runs a real service has one of these from its makers; this one is for trials.
"""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.central.admission import LASTS, Admission, NotAdmitted
from kiosk.central.interaction import InteractionError, answer, decode, encode, outcome
from kiosk.central.replies import BASE

_OPEN: Final = f"{BASE}/metadata"
_CONFIGURATION: Final = f"{BASE}/.well-known/smart-configuration"
_REGISTERED: Final = "/register/"
_BYTES_MAX: Final = 64 * 1024
_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_NO_STORE: Final = {"Cache-Control": "no-store"}


class Gate:
    """An application that stands before the endpoint's own.

    Args:
        app: of the endpoint.
        admission: who may come in.
    """

    def __init__(self, app: ASGIApp, admission: Admission) -> None:
        self._app, self._admission = app, admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        request = Request(scope, receive)
        try:
            reply = await self._reply(request)
        except NotAdmitted as error:
            reply = JSONResponse({"error": error.code}, error.status, _NO_STORE)
        except InteractionError:  # the body is no JSON
            reply = JSONResponse({"error": "invalid_client_metadata"}, HTTPStatus.BAD_REQUEST)
        await (self._app if reply is None else reply)(scope, receive, send)

    async def _reply(self, request: Request) -> Response | None:
        """None where the endpoint itself answers."""
        path = request.url.path
        here = {
            ("GET", _CONFIGURATION): _configuration,
            ("POST", "/register"): self._register,
            ("POST", "/token"): self._grant,
            ("PUT", path if path.startswith(_REGISTERED) else ""): self._change,
            ("DELETE", path if path.startswith(_REGISTERED) else ""): self._withdraw,
        }
        if (answering := here.get((request.method, path))) is not None:
            return await answering(request)
        if path == _OPEN or self._admission.is_open_to(_token_of(request)):
            return None
        refused = InteractionError(HTTPStatus.UNAUTHORIZED, "login", "Who asks is not known here.")
        return answer(encode(outcome(refused)), status=refused.status)

    async def _register(self, request: Request) -> Response:
        metadata = decode(await _body(request))
        made = await run_in_threadpool(self._admission.register, _token_of(request), metadata)
        said = metadata | {
            "client_id": made.client_id,
            "registration_client_uri": f"{_root(request)}/register/{made.client_id}",
            "registration_access_token": made.manage,
        }
        return JSONResponse(said, HTTPStatus.CREATED, _NO_STORE)

    async def _withdraw(self, request: Request) -> Response:
        client_id = request.url.path.removeprefix(_REGISTERED)
        await run_in_threadpool(self._admission.withdraw, client_id, _token_of(request))
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def _change(self, request: Request) -> Response:
        client_id = request.url.path.removeprefix(_REGISTERED)
        metadata, token = decode(await _body(request)), _token_of(request)
        await run_in_threadpool(self._admission.change_key, client_id, token, metadata)
        said = metadata | {
            "client_id": client_id,
            "registration_client_uri": str(request.url),
            "registration_access_token": token,
        }
        return JSONResponse(said, headers=_NO_STORE)

    async def _grant(self, request: Request) -> Response:
        form = dict(parse_qsl((await _body(request)).decode("utf-8", "replace")))
        if form.get("grant_type") != "client_credentials":
            raise NotAdmitted("unsupported_grant_type", HTTPStatus.BAD_REQUEST)
        if form.get("client_assertion_type") != _ASSERTION:
            raise NotAdmitted("invalid_client")
        audience, assertion = f"{_root(request)}/token", form.get("client_assertion", "")
        token = await run_in_threadpool(self._admission.grant, assertion, audience)
        said = {"access_token": token, "token_type": "bearer", "scope": form.get("scope", "")}
        return JSONResponse(said | {"expires_in": int(LASTS.total_seconds())}, headers=_NO_STORE)


async def _configuration(request: Request) -> Response:
    root = _root(request)
    said: dict[str, Any] = {
        "token_endpoint": f"{root}/token",
        "registration_endpoint": f"{root}/register",
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["ES384", "RS384"],
        "capabilities": ["client-confidential-asymmetric", "permission-v2"],
    }
    return JSONResponse(said)


def _root(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


def _token_of(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


async def _body(request: Request) -> bytes:
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > _BYTES_MAX:
            raise NotAdmitted("invalid_request", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return content
