"""The trial endpoint behind a lock: by tokens of a real OAuth2 server (Authlib), or by TLS alone.

What the server checks is Authlib's: signature, issuer, audience, times. On top of it, as SMART
says: `jti` never twice, and no assertion that is good for more than five minutes.
"""

import contextlib
import json
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    ClientMixin,
    InvalidClientError,
    InvalidScopeError,
    JsonRequest,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kiosk.central.database import open_database
from kiosk.central.endpoint import create_app
from kiosk.central.repository import Repository

OPEN = ("/fhir/metadata", "/fhir/.well-known/smart-configuration", "/token")
METHOD = JWTBearerClientAssertion.CLIENT_AUTH_METHOD


@dataclass
class Client(ClientMixin):
    """A client that was registered, with its public keys."""

    client_id: str
    jwks: dict[str, Any]
    may: Callable[[str], bool] = lambda _scope: True

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        return method == METHOD

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "client_credentials"

    def get_allowed_scope(self, scope: str) -> str:
        if not all(self.may(one) for one in scope.split()):
            raise InvalidScopeError
        return scope


class _Form(OAuth2Request):
    def __init__(self, method: str, uri: str, form: dict[str, str], headers: Any) -> None:
        super().__init__(method, uri, headers=headers)
        self._fields = form
        self.payload = BasicOAuth2Payload(form)

    @property
    def form(self) -> dict[str, str]:
        return self._fields


class _Assertion(JWTBearerClientAssertion):
    def __init__(self, lock: "TokenLock") -> None:
        super().__init__(leeway=0)
        self._lock = lock

    def get_audiences(self) -> list[str]:
        return [self._lock.token_url]

    def resolve_client_public_key(self, client: Client) -> KeySet:
        return KeySet.import_key_set(client.jwks)

    def process_assertion_claims(self, assertion: str, key: Any) -> Any:
        """As Authlib's own, but for the algorithm: its default leaves ES384 out."""
        try:
            token = jwt.decode(assertion, key, algorithms=["ES384"])
        except JoseError as error:
            raise InvalidClientError(description=error.description) from error
        self.verify_claims(token.claims)
        return token.claims

    def verify_claims(self, claims: Any) -> None:
        super().verify_claims(claims)
        if claims["exp"] - time.time() > 300 or claims["exp"] - claims["iat"] > 300:
            raise InvalidClientError(description="The assertion lasts for more than 5 minutes.")

    def validate_jti(self, _claims: Any, jti: str) -> bool:
        new = jti not in self._lock.used
        self._lock.used.add(jti)
        return new


class _Grant(ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = (METHOD,)


class _Server(AuthorizationServer):
    def __init__(self, lock: "TokenLock") -> None:
        super().__init__()
        self._lock = lock
        self.register_grant(_Grant)
        self.register_client_auth_method(METHOD, _Assertion(lock))
        made = BearerTokenGenerator(lock.new_token, expires_generator=lambda *_: lock.lasts_s)
        self.register_token_generator("default", made)

    def query_client(self, client_id: str) -> Client | None:
        return self._lock.clients.get(client_id)

    def save_token(self, token: Any, _request: Any) -> None:
        self._lock.tokens[token["access_token"]] = time.time() + self._lock.lasts_s

    def create_oauth2_request(self, request: Any) -> OAuth2Request:
        return _Form(*request)

    def create_json_request(self, _request: Any) -> JsonRequest:
        raise NotImplementedError

    def send_signal(self, *_: Any, **__: Any) -> None:
        pass

    def handle_response(self, status: int, body: Any, headers: Any) -> Response:
        return JSONResponse(body, status, dict(headers))


@dataclass
class TokenLock:
    """Lets in whom a token of its own names."""

    base: str = ""
    clients: dict[str, Client] = field(default_factory=dict)
    tokens: dict[str, float] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    lasts_s: int = 300
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def token_url(self) -> str:
        return f"{self.base}/token"

    def register(self, client_id: str, jwk: dict[str, Any], **more: Any) -> None:
        self.clients[client_id] = Client(client_id, {"keys": [jwk]}, **more)

    def new_token(self, **_: Any) -> str:
        return secrets.token_urlsafe(32)

    def opens(self, request: Request) -> bool:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return self.tokens.get(token, 0.0) > time.time()

    async def answers(self, request: Request) -> Response | None:
        if request.url.path.endswith("/smart-configuration"):
            return JSONResponse({"token_endpoint": self.token_url, **self.said})
        if request.url.path != "/token":
            return None
        form = dict(parse_qsl((await request.body()).decode()))
        asked = (request.method, self.token_url, form, request.headers)
        return _Server(self).create_token_response(asked)


@dataclass
class HeaderLock:
    """Lets in who says the right word."""

    word: str
    base: str = ""

    def opens(self, request: Request) -> bool:
        return request.headers.get("authorization") == self.word

    async def answers(self, _request: Request) -> Response | None:
        return None


@dataclass
class Service:
    """A service that runs; `asked` is all that it was asked: method and path."""

    base: str
    lock: Any
    asked: list[str]

    @property
    def fhir(self) -> str:
        return f"{self.base}/fhir"


class _Guarded:
    """The endpoint's own application behind a lock."""

    def __init__(self, app: Any, lock: Any) -> None:
        self._app, self._lock, self.asked = app, lock, list[str]()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        self.asked.append(f"{request.method} {request.url.path}")
        if self._lock is None:
            await self._app(scope, receive, send)
        elif (answer := await self._lock.answers(request)) is not None:
            await answer(scope, receive, send)
        elif request.url.path in OPEN or self._lock.opens(request):
            await self._app(scope, receive, send)
        else:
            closed = {"resourceType": "OperationOutcome", "issue": []}
            await Response(json.dumps(closed), 401, media_type="application/fhir+json")(
                scope, receive, send
            )


@contextlib.contextmanager
def serving(data: Path, lock: Any, **tls: Any) -> Iterator[Service]:
    """Runs the endpoint on loopback for a while; `tls` as uvicorn takes it, or none."""
    engine = open_database(data)

    def clock() -> datetime:
        return datetime.now(UTC)

    app = _Guarded(create_app(Repository(engine, clock), clock), lock)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        base = f"http{'s' * bool(tls)}://127.0.0.1:{listening.getsockname()[1]}"
        if lock is not None:
            lock.base = base
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", ws="none", **tls
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield Service(base, lock, app.asked)
        finally:
            server.should_exit = True
            thread.join()
            engine.dispose()
