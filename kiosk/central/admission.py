"""Whom the trial endpoint lets in, where it is closed: kiosks that came with an invitation.

    invitation    a token that so many kiosks may register with, for some hours
    client        a kiosk that did, with its public key
    access        a token that a kiosk got for a signed request; in memory, for five minutes

Of tokens a hash is kept, and never the token. (RFC 7591, 7592; SMART Backend Services)
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import uuid4

import jwt
from jwt import PyJWK
from sqlalchemy import Connection, Engine, select

from kiosk.central.database import client, invitation

LASTS: Final = timedelta(minutes=5)
"""So long an access token lasts, and an assertion at the most."""

_ALGORITHMS: Final = ("ES384", "RS384")
_TOKEN_BYTES: Final = 24
_MEMBERS: Final = {"EC": ("crv", "kty", "x", "y"), "RSA": ("e", "kty", "n")}


class NotAdmitted(Exception):
    """No, with the code that OAuth has for it.

    Attributes:
        code: e.g. `invalid_token`, `invalid_client`.
        status: of HTTP.
    """

    def __init__(self, code: str, status: int = 401) -> None:
        super().__init__(code)
        self.code, self.status = code, status


class Admitted(NamedTuple):
    """A client that is registered, and the token that changes its registration."""

    client_id: str
    manage: str


class Admission:
    """The book of who may come in.

    Args:
        engine: of central.db.
        clock: aware.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock
        self._access: dict[str, datetime] = {}
        self._used: dict[str, datetime] = {}

    def invite(self, *, times: int, lasts: timedelta) -> str:
        """A new token that so many kiosks may register with."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        ends = (self._clock() + lasts).isoformat()
        with self._engine.begin() as c:
            c.execute(invitation.insert().values(sign=_sign(token), ends=ends, times=times))
        return token

    def register(self, token: str, metadata: Mapping[str, Any]) -> Admitted:
        """A new client, or the same once more: a kiosk that was cut off asks again with its key.

        Raises:
            NotAdmitted: the token is unknown, used up or over; or the client is of no use.
        """
        jwk, sign, manage = _key_in(metadata), _sign(token), secrets.token_urlsafe(_TOKEN_BYTES)
        with self._engine.begin() as c:
            asked = c.execute(select(invitation).where(invitation.c.sign == sign)).one_or_none()
            if asked is None or datetime.fromisoformat(asked.ends) <= self._clock():
                raise NotAdmitted("invalid_token")
            mine = (client.c.invitation == sign, client.c.thumbprint == jwk["kid"])
            known = c.scalar(select(client.c.id).where(*mine, client.c.withdrawn == 0))
            if known is None:
                known = self._new(c, sign, jwk, left=asked.times)
            c.execute(client.update().where(client.c.id == known).values(manage=_sign(manage)))
        return Admitted(str(known), manage)

    def _new(self, c: Connection, sign: str, jwk: Mapping[str, Any], *, left: int) -> str:
        if left < 1:
            raise NotAdmitted("invalid_token")
        used = invitation.update().where(invitation.c.sign == sign)
        c.execute(used.values(times=left - 1))
        name = f"kiosk-{uuid4()}"
        values = {"id": name, "invitation": sign, "thumbprint": jwk["kid"], "manage": ""}
        c.execute(client.insert().values(**values, jwk=json.dumps(jwk), withdrawn=0))
        return name

    def change_key(self, client_id: str, manage: str, metadata: Mapping[str, Any]) -> None:
        """Another key in the place of the one before, which signs nothing any more.

        Raises:
            NotAdmitted: the token is not that client's; or the key is of no use.
        """
        jwk = _key_in(metadata)
        with self._engine.begin() as c:
            self._managed(c, client_id, manage)
            values = {"jwk": json.dumps(jwk), "thumbprint": jwk["kid"]}
            c.execute(client.update().where(client.c.id == client_id).values(**values))

    def withdraw(self, client_id: str, manage: str) -> None:
        """That client comes in no more.

        Raises:
            NotAdmitted: the token is not that client's.
        """
        with self._engine.begin() as c:
            self._managed(c, client_id, manage)
            c.execute(client.update().where(client.c.id == client_id).values(withdrawn=1))

    def _managed(self, c: Connection, client_id: str, manage: str) -> None:
        which = (client.c.id == client_id, client.c.manage == _sign(manage))
        if c.scalar(select(client.c.id).where(*which, client.c.withdrawn == 0)) is None:
            raise NotAdmitted("invalid_token")

    def grant(self, assertion: str, audience: str) -> str:
        """An access token for a signed request (RFC 7523).

        Raises:
            NotAdmitted: nobody who is known signed it, or not for here and now.
        """
        try:
            named = jwt.decode(assertion, options={"verify_signature": False})["iss"]
            with self._engine.begin() as c:
                known = select(client.c.jwk).where(client.c.id == str(named))
                jwk = c.scalar(known.where(client.c.withdrawn == 0))
            if jwk is None:
                raise NotAdmitted("invalid_client")
            claims = jwt.decode(
                assertion, PyJWK(json.loads(jwk)), list(_ALGORITHMS), audience=audience,
                issuer=str(named), subject=str(named), leeway=30,
                options={"require": ["exp", "iss", "sub", "aud", "jti"]},
            )  # fmt: skip
        except (jwt.PyJWTError, KeyError) as cause:
            raise NotAdmitted("invalid_client") from cause
        self._refuse_replay(str(claims["jti"]))
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._access[_sign(token)] = self._clock() + LASTS
        return token

    def _refuse_replay(self, jti: str) -> None:
        now = self._clock()
        for kept in (self._used, self._access):
            for one in [name for name, ends in kept.items() if ends < now]:
                del kept[one]
        if jti in self._used:
            raise NotAdmitted("invalid_client")
        self._used[jti] = now + 2 * LASTS

    def is_open_to(self, token: str) -> bool:
        """Whether a request with that access token may come in."""
        ends = self._access.get(_sign(token))
        return ends is not None and ends > self._clock()


def _key_in(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """The one public key of a client, with its thumbprint (RFC 7638) as `kid`."""
    try:
        (given,) = metadata["jwks"]["keys"]
        jwk = {name: str(given[name]) for name in _MEMBERS[given["kty"]]}
        PyJWK(jwk | {"alg": _ALGORITHMS[0] if given["kty"] == "EC" else _ALGORITHMS[1]})
    except (KeyError, TypeError, ValueError, jwt.PyJWTError) as cause:
        raise NotAdmitted("invalid_client_metadata", 400) from cause
    if metadata.get("token_endpoint_auth_method") != "private_key_jwt":
        raise NotAdmitted("invalid_client_metadata", 400)
    plain = json.dumps(jwk, sort_keys=True, separators=(",", ":"))
    return jwk | {"kid": hashlib.sha256(plain.encode()).hexdigest()}


def _sign(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
