"""One signed request for an access token (SMART Backend Services), and what comes of it."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

import jwt
import msgspec

from kiosk.errors import CentralError, NotAuthorised, Unreachable
from kiosk.sync.access.discovery import JSON, refuse_trouble
from kiosk.sync.access.keys import ALGORITHM, private_key, thumbprint
from kiosk.sync.access.presenting import SAFE, not_let_in
from kiosk.sync.access.reach import Reach
from kiosk.sync.reply import Reply
from kiosk.sync.verdict import Outcome

BACKDATED: Final = timedelta(seconds=60)
"""A service whose clock is a little slow does not take us for somebody from the future."""

LASTS: Final = timedelta(minutes=4)
"""From now; five minutes in all, the most that SMART allows."""

SHORT: Final = timedelta(minutes=5)
"""So long a token is taken to last whose service does not say; SMART advises no more."""

_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_VISIBLE: Final = re.compile(r"[\x21-\x7e]{1,16000}")
_SAID: Final = re.compile(r"[^\x20-\x7e]")
_SAID_MAX: Final = 200
_ECHO: Final = re.compile(r"[\w.~+/=-]{24,}")
_CODE: Final = re.compile(r"[a-z_]{1,40}")
_CLOCK_MATTERS: Final = ("invalid_client", "invalid_grant", "invalid_request")


class Signer(NamedTuple):
    """Who asks, and with which key (PKCS #8, DER)."""

    client_id: str
    key: bytes

    def __repr__(self) -> str:
        return f"<Signer {self.client_id}>"


class Asking(NamedTuple):
    """One request for a token.

    Attributes:
        url: where; whom it is signed for, too.
        scope: what the token shall allow.
        at: the time it is signed with, which is the service's as far as known.
    """

    url: str
    scope: str
    at: datetime


class Granted(NamedTuple):
    """An access token, how long it lasts, and what it allows; "" where the service does not say."""

    token: str
    lasts: timedelta
    scope: str = ""

    def __repr__(self) -> str:
        return f"<Granted for {self.lasts}>"


class _Reply(msgspec.Struct):
    access_token: str = ""
    token_type: str = ""
    expires_in: Any = None
    scope: Any = None
    error: str = ""
    error_description: str = ""


def ask(reach: Reach, signer: Signer, asking: Asking) -> Reply:
    """Sends one signed request; it can't be used a second time.

    Raises:
        Unreachable: no answer came; nothing but the request was sent.
    """
    form = {
        "grant_type": "client_credentials",
        "scope": asking.scope,
        "client_assertion_type": _ASSERTION,
        "client_assertion": signed(signer, asking),
    }
    try:
        return reach.ask(asking.url, content=urlencode(form).encode(), headers={**JSON, **_FORM})
    except Unreachable as error:
        raise Unreachable(
            str(error).replace("central service", "service that gives out tokens"),
            advice=error.advice,
            outcome=error.outcome,
        ) from error


def signed(signer: Signer, asking: Asking) -> str:
    """The JWT that says who asks (RFC 7523; SMART App Launch 2.2, client-confidential-asymmetric).

    `iat` lies a minute back, `exp` four minutes ahead, `jti` is never the same.
    """
    claims = {
        "iss": signer.client_id,
        "sub": signer.client_id,
        "aud": asking.url,
        "iat": int((asking.at - BACKDATED).timestamp()),
        "exp": int((asking.at + LASTS).timestamp()),
        "jti": secrets.token_urlsafe(32),
    }
    headers = {"kid": thumbprint(signer.key)}
    return jwt.encode(claims, private_key(signer.key), algorithm=ALGORITHM, headers=headers)


def granted(
    reply: Reply, signer: Signer, asking: Asking, *, ahead: timedelta | None, now: datetime
) -> Granted:
    """The token in a reply.

    Args:
        reply: of the token address.
        signer: who asked.
        asking: what was asked.
        ahead: how far the service's clock is before this PC's.
        now: by this PC's clock.

    Raises:
        NotAuthorised: it gives none to this kiosk, and says why.
        Unreachable: it is in trouble, or something else answered.
    """
    refuse_trouble(reply, now, "The service that gives out tokens")
    said = _read(reply)
    if said is None or (reply.status != HTTPStatus.OK and not said.error):
        raise _no_token_place(reply)
    if said.error:
        raise _refused(said, signer, asking, ahead)
    if not _VISIBLE.fullmatch(said.access_token) or said.token_type.lower() != "bearer":
        raise _no_token_place(reply)
    scope = said.scope if isinstance(said.scope, str) else ""
    return Granted(said.access_token, _lasting(said.expires_in), scope)


def is_about_time(reply: Reply) -> bool:
    """Whether a wrong time may be why no token came."""
    said = _read(reply)
    return reply.status != HTTPStatus.OK and said is not None and said.error in _CLOCK_MATTERS


def _read(reply: Reply) -> _Reply | None:
    try:
        return msgspec.json.decode(reply.content, type=_Reply)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _lasting(expires_in: Any) -> timedelta:
    try:
        return timedelta(seconds=min(max(float(expires_in), 0.0), 24 * 3600.0))
    except (TypeError, ValueError, OverflowError):
        return SHORT


def _no_token_place(reply: Reply) -> CentralError:
    return NotAuthorised(
        f"No token came from the address where tokens are given out ({reply.status}).",
        advice=f"{SAFE} IT must check that address: kiosk enrol --show names it.",
        outcome=Outcome.MISDIRECTED,
    )


def _refused(
    said: _Reply, signer: Signer, asking: Asking, ahead: timedelta | None
) -> NotAuthorised:
    code = said.error if _CODE.fullmatch(said.error) else "an unknown error"
    words = _REFUSALS.get(code, _ANOTHER)
    facts = {"client": signer.client_id, "key": thumbprint(signer.key), "scope": asking.scope}
    advice = f"{SAFE} {words.advice.format(**facts)}"
    told = f"{words.what.format(**facts)} ({code}{_described(said.error_description)})."
    if code == "invalid_scope":
        return NotAuthorised(told, advice=advice, outcome=Outcome.FORBIDDEN)
    return not_let_in(told, advice, ahead)


def _described(text: str) -> str:
    """What the service says itself; nothing in it that could be a piece of what was sent."""
    plain = _ECHO.sub("…", _SAID.sub("", text))[:_SAID_MAX].strip().rstrip(".")
    return f": {plain}" if plain else ""


class _Words(NamedTuple):
    """What is said of a refusal, and what to do."""

    what: str
    advice: str


_ANOTHER: Final = _Words(
    "The service gave no token to this kiosk",
    "Tell the people who run the service; the client is {client}.",
)
_REFUSALS: Final[Mapping[str, _Words]] = MappingProxyType(
    {
        "invalid_client": _Words(
            what="The service does not know this kiosk as client “{client}”, or not the key it "
            "signs with",
            advice="Is that client registered there, and not withdrawn, with the key {key}? "
            "kiosk enrol --show prints that key.",
        ),
        "unauthorized_client": _Words(
            what="The service knows the client “{client}”, but gives it no token of this kind",
            advice="Those who run the service must allow it client_credentials (SMART Backend "
            "Services).",
        ),
        "invalid_scope": _Words(
            what="The service does not allow this kiosk all that it asks for",
            advice="Those who run the service must allow the client {client}: {scope}. "
            "Or ask for less: kiosk enrol --smart --scope.",
        ),
    }
)
