"""A new client of the service, by a token that was given out for that (RFC 7591), and its end.

    POST   registration_endpoint     initial access token, key: a client id, and how it is managed
    PUT    registration_client_uri   another key in the place of the first (RFC 7592)
    DELETE registration_client_uri   the service knows this kiosk no more (RFC 7592)

SMART Backend Services leave open how a client is registered, and name the first as the standard way
(SMART App Launch 2.2, registration_endpoint). Only the public half of the key is ever sent.
"""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import msgspec

from kiosk import __version__
from kiosk.errors import CentralError, NotAuthorised
from kiosk.sync.access.discovery import JSON, refuse_trouble
from kiosk.sync.access.enrolment import Registration
from kiosk.sync.access.keys import ALGORITHM, public_jwk
from kiosk.sync.access.presenting import SAFE
from kiosk.sync.access.reach import Reach, is_safe
from kiosk.sync.reply import Reply
from kiosk.sync.verdict import Outcome

_SENT: Final = {"Content-Type": "application/json"}
_KEPT: Final = (HTTPStatus.OK, HTTPStatus.CREATED)
_GONE: Final = (HTTPStatus.NO_CONTENT, HTTPStatus.OK, HTTPStatus.NOT_FOUND, HTTPStatus.UNAUTHORIZED)
_WHO: Final = "The service that takes new kiosks"
_TEXT_MAX: Final = 200


class Registering(NamedTuple):
    """Who registers, and how.

    Attributes:
        key: made on this PC, PKCS #8 (DER); its public half is sent.
        name: what people call this kiosk, or the name of its PC.
        kiosk: its id.
        scope: what it needs to be allowed.
    """

    key: bytes
    name: str
    kiosk: str
    scope: str

    def __repr__(self) -> str:
        return f"<Registering {self.kiosk}>"


class _Said(msgspec.Struct):
    client_id: str = ""
    registration_client_uri: str | None = None
    registration_access_token: str | None = None
    error: str = ""


def register(
    reach: Reach, url: str, token: str, new: Registering, *, now: datetime
) -> Registration:
    """Registers this kiosk with its key.

    Args:
        reach: how the address is asked.
        url: the registration endpoint.
        token: the initial access token.
        new: who registers.
        now: by this PC's clock.

    Raises:
        NotAuthorised: the token is not accepted, or the service takes no such client.
        Unreachable: no answer came; the service may have registered it (`sent`).
    """
    reply = reach.ask(
        url,
        content=msgspec.json.encode(_metadata(new)),
        headers={**JSON, **_SENT, **_bearer(token)},
    )
    refuse_trouble(reply, now, _WHO)
    said = _read(reply)
    if reply.status not in _KEPT or not _is_plain(said.client_id):
        raise _refused(reply, said)
    return _registration(said, url)


def replace_key(
    reach: Reach, known: Registration, new: Registering, *, now: datetime
) -> Registration:
    """Puts another key in the place of the one that the service knows; doing it again is harmless.

    Raises:
        NotAuthorised: the service does not let this kiosk do that.
        Unreachable: no answer came.
    """
    if known.url is None or known.token is None:
        raise NotAuthorised(
            "The service gave this kiosk no way to change its key.",
            advice=f"{SAFE} Ask its people for a new token: kiosk enrol --again --token-file FILE.",
            outcome=Outcome.UNAUTHORISED,
        )
    content = msgspec.json.encode(_metadata(new) | {"client_id": known.client_id})
    headers = {**JSON, **_SENT, **_bearer(known.token)}
    reply = reach.ask(known.url, content=content, headers=headers, method="PUT")
    refuse_trouble(reply, now, _WHO)
    said = _read(reply)
    if reply.status not in _KEPT or said.client_id != known.client_id:
        raise _refused(reply, said)
    changed = _registration(said, known.url)
    return msgspec.structs.replace(
        changed, url=changed.url or known.url, token=changed.token or known.token
    )


def withdraw(reach: Reach, known: Registration) -> bool:
    """The service shall know this kiosk no more; whether it said so, or knows it not already.

    Never raises for the service.
    """
    if known.url is None or known.token is None:
        return False
    try:
        reply = reach.ask(known.url, headers={**JSON, **_bearer(known.token)}, method="DELETE")
    except CentralError:
        return False
    return reply.status in _GONE and not reply.is_html


def _metadata(new: Registering) -> dict[str, Any]:
    """What a client says of itself (RFC 7591, 2; the algorithm is of OpenID Connect's list)."""
    return {
        "client_name": f"Clinic kiosk {new.name}".strip(),
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": ALGORITHM,
        "grant_types": ["client_credentials"],
        "response_types": [],
        "scope": new.scope,
        "jwks": {"keys": [public_jwk(new.key)]},
        "software_id": f"urn:uuid:{new.kiosk}",
        "software_version": __version__,
    }


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _registration(said: _Said, url: str) -> Registration:
    manage, token = said.registration_client_uri, said.registration_access_token
    managed = bool(
        manage
        and token
        and _is_plain(token)
        and is_safe(manage, to_this_pc=url.startswith("http:"))
    )
    return Registration(said.client_id, *((manage, token) if managed else (None, None)))


def _is_plain(text: str) -> bool:
    return 0 < len(text) <= 16 * _TEXT_MAX and text.isascii() and text.isprintable()


def _read(reply: Reply) -> _Said:
    try:
        return msgspec.json.decode(reply.content, type=_Said)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _Said()


def _refused(reply: Reply, said: _Said) -> NotAuthorised:
    known = said.error if said.error in _REFUSALS else str(reply.status)
    what = _REFUSALS.get(known)
    if what is None:
        code = reply.status
        return NotAuthorised(
            f"The central service did not take this kiosk as a new one ({code}).",
            advice=f"{SAFE} Tell the people who run the service.",
            outcome=Outcome.MISDIRECTED,
        )
    return NotAuthorised(f"{what} ({known}).", advice=NEW_TOKEN, outcome=Outcome.UNAUTHORISED)


NEW_TOKEN: Final = (
    f"{SAFE} Ask the people who run the service for a new token, then: "
    "kiosk enrol --token-file FILE."
)
_NOT_ACCEPTED: Final = (
    "The central service does not accept the token for enrolment: it is wrong, it has ended, or it "
    "was used already"
)
_REFUSALS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "401": _NOT_ACCEPTED,
        "invalid_token": _NOT_ACCEPTED,
        "access_denied": _NOT_ACCEPTED,
        "403": "The central service does not let this token enrol a kiosk",
        "invalid_client_metadata": "The central service takes no client that signs as this kiosk "
        "does",
        "unapproved_software_statement": "The central service takes no kiosk of this program",
    }
)
