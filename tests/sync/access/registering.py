"""A real OAuth2 server's registration of new clients (Authlib: RFC 7591 and 7592) as a lock."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749.requests import JsonPayload, JsonRequest
from authlib.oauth2.rfc7591 import ClientRegistrationEndpoint
from authlib.oauth2.rfc7592 import ClientConfigurationEndpoint
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.sync.access.service import Client, TokenLock

METADATA = {
    "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    "grant_types_supported": ["client_credentials"],
    "response_types_supported": ["code"],
}


class _Payload(JsonPayload):
    def __init__(self, data: Any) -> None:
        self._data = data

    @property
    def data(self) -> Any:
        return self._data


class _Asked(JsonRequest):
    def __init__(self, method: str, uri: str, data: Any, headers: Any) -> None:
        super().__init__(method, uri, headers=headers)
        self.payload = _Payload(data)


@dataclass(frozen=True)
class _Manages:
    client_id: str

    def check_client(self, client: Client) -> bool:
        return client.client_id == self.client_id


@dataclass
class RegisterLock(TokenLock):
    """Lets in who registered by a token that is good once.

    `metadata` is what each client said of itself; `lost` requests are answered by a broken line
    after they were carried out.
    """

    tokens_left: set[str] = field(default_factory=set)
    manages: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, dict[str, Any]] = field(default_factory=dict)
    lost: int = 0

    async def answers(self, request: Request) -> Response | None:
        path = request.url.path
        if path.endswith("/smart-configuration"):
            self.said = {"registration_endpoint": f"{self.base}/clients"}
        if not path.startswith("/clients"):
            return await super().answers(request)
        body = await request.body()
        asked = _Asked(request.method, str(request.url), json.loads(body or b"{}"), request.headers)
        kind = _Registration if path == "/clients" else _Configuration
        try:
            status, said, headers = kind(self)(asked)
        except OAuth2Error as error:
            status, said, headers = error()
        if self.lost:
            self.lost -= 1
            return Response("gone", 502)
        if not said:
            return Response(status_code=status)
        return JSONResponse(said, status, dict(headers))


class _Registration(ClientRegistrationEndpoint):
    def __init__(self, lock: RegisterLock) -> None:
        super().__init__(None)
        self._lock = lock

    def authenticate_token(self, request: Any) -> Any:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self._lock.tokens_left:
            return None
        self._lock.tokens_left.remove(token)
        return token

    def get_server_metadata(self) -> Any:
        return METADATA

    def save_client(self, info: Any, metadata: Any, _request: Any) -> Client:
        self._lock.metadata[info["client_id"]] = metadata
        return _kept(self._lock, info["client_id"], metadata)

    def generate_client_registration_info(self, client: Client, _request: Any) -> Any:
        token = secrets.token_urlsafe()
        self._lock.manages[token] = client.client_id
        return {
            "registration_client_uri": f"{self._lock.base}/clients/{client.client_id}",
            "registration_access_token": token,
        }


class _Configuration(ClientConfigurationEndpoint):
    def __init__(self, lock: RegisterLock) -> None:
        super().__init__(None)
        self._lock = lock

    def authenticate_token(self, request: Any) -> Any:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        known = self._lock.manages.get(token)
        return None if known is None else _Manages(known)

    def authenticate_client(self, request: Any) -> Any:
        return self._lock.clients.get(request.uri.rpartition("/")[2])

    def revoke_access_token(self, _request: Any, _token: Any) -> None:
        pass

    def check_permission(self, _client: Any, _request: Any) -> bool:
        return True

    def delete_client(self, client: Client, _request: Any) -> None:
        del self._lock.clients[client.client_id]

    def update_client(self, client: Client, metadata: Any, _request: Any) -> Client:
        return _kept(self._lock, client.client_id, metadata)

    def generate_client_registration_info(self, _client: Any, _request: Any) -> Any:
        return {}

    def get_server_metadata(self) -> Any:
        return METADATA


def _kept(lock: RegisterLock, client_id: str, metadata: Any) -> Client:
    made = RegisteredClient(client_id, metadata["jwks"])
    lock.clients[client_id] = made
    return made


@dataclass
class RegisteredClient(Client):
    """With what Authlib tells again of a client."""

    @property
    def client_info(self) -> dict[str, Any]:
        return {"client_id": self.client_id}

    @property
    def client_metadata(self) -> dict[str, Any]:
        return {"jwks": self.jwks}

    def get_client_id(self) -> str:
        return self.client_id

    def check_client_secret(self, _secret: str) -> bool:
        return False
