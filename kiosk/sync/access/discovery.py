"""Where the service says tokens are given out (SMART App Launch 2.2, 2.1: smart-configuration)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from kiosk.errors import NotAuthorised, Unreachable
from kiosk.sync.access.clocks import ahead
from kiosk.sync.access.reach import Reach, is_safe
from kiosk.sync.reply import Reply, retry_after_s
from kiosk.sync.verdict import Outcome

JSON: Final[Mapping[str, str]] = MappingProxyType({"Accept": "application/json"})

CONFIGURATION: Final = "/.well-known/smart-configuration"

_OLD_SCOPES, _NEW_SCOPES = "permission-v1", "permission-v2"
_PAUSING: Final[Mapping[int, Outcome]] = MappingProxyType(
    {
        HTTPStatus.TOO_MANY_REQUESTS: Outcome.BUSY,
        HTTPStatus.SERVICE_UNAVAILABLE: Outcome.UNAVAILABLE,
    }
)


class Place(NamedTuple):
    """Where tokens are given out, and how to ask there.

    Attributes:
        token_url: the address; also whom a signed request is for.
        old_scopes: it knows scopes like `.read` and `.write` alone.
        ahead: how far the service's clock is before this PC's, where it said so.
    """

    token_url: str
    old_scopes: bool = False
    ahead: timedelta | None = None


class _SmartConfiguration(msgspec.Struct):
    token_endpoint: str
    capabilities: list[str] = []
    registration_endpoint: str | None = None


def discover(reach: Reach, base: str, now: datetime) -> Place:
    """Asks the service where it gives out tokens.

    Raises:
        Unreachable: it can't be reached, or is in trouble.
        NotAuthorised: it does not say where, or names an address that others could read along.
    """
    reply = reach.ask(f"{base}{CONFIGURATION}", headers=JSON)
    refuse_trouble(reply, now, "The central service")
    said = _configuration(reply)
    if said is None:
        raise NotAuthorised(
            "The central service does not say where it gives out tokens "
            f"(smart-configuration, {reply.status}).",
            advice="Ask who runs it for the token address: kiosk enrol --smart --token-url URL.",
            outcome=Outcome.MISDIRECTED,
        )
    if not is_safe(said.token_endpoint, to_this_pc=base.startswith("http:")):
        raise NotAuthorised(
            "The central service names a token address that is not https.",
            advice="Tell the people who run the service. Nothing was sent there.",
            outcome=Outcome.STRANGE,
        )
    old = _OLD_SCOPES in said.capabilities and _NEW_SCOPES not in said.capabilities
    return Place(said.token_endpoint, old, ahead(reply.headers, now))


def registration_at(reach: Reach, base: str, now: datetime) -> str | None:
    """Where the service takes new clients (RFC 7591); None where it does not say so.

    Raises:
        Unreachable: it can't be reached, or is in trouble.
        NotAuthorised: it names an address that others could read along.
    """
    reply = reach.ask(f"{base}{CONFIGURATION}", headers=JSON)
    if HTTPStatus.BAD_REQUEST <= reply.status < HTTPStatus.INTERNAL_SERVER_ERROR and (
        reply.status not in _PAUSING
    ):
        return None  # a service without SMART; some say so in HTML
    refuse_trouble(reply, now, "The central service")
    said = _configuration(reply)
    if said is None or said.registration_endpoint is None:
        return None
    if not is_safe(said.registration_endpoint, to_this_pc=base.startswith("http:")):
        raise NotAuthorised(
            "The central service names an address for new kiosks that is not https.",
            advice="Tell the people who run the service. Nothing was sent there.",
            outcome=Outcome.STRANGE,
        )
    return said.registration_endpoint


def refuse_trouble(reply: Reply, now: datetime, who: str) -> None:
    """Raises Unreachable where a reply is no word of a service at all, or it is in trouble."""
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR or reply.status in _PAUSING:
        raise Unreachable(
            f"{who} is in trouble ({reply.status}); it is tried again later.",
            advice="Nothing is lost. If this lasts, tell the people who run the service.",
            outcome=_PAUSING.get(reply.status, Outcome.TROUBLE),
            retry_after_s=retry_after_s(reply.headers, now),
        )
    if reply.is_html or HTTPStatus.MULTIPLE_CHOICES <= reply.status < HTTPStatus.BAD_REQUEST:
        raise Unreachable(
            f"Something else than {who[0].lower()}{who[1:]} answered: perhaps a login page.",
            advice="Nothing is lost. Is this PC's network signed in? Is the address right?",
            outcome=Outcome.PORTAL,
        )


def _configuration(reply: Reply) -> _SmartConfiguration | None:
    if reply.status != HTTPStatus.OK:
        return None
    try:
        return msgspec.json.decode(reply.content, type=_SmartConfiguration)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
