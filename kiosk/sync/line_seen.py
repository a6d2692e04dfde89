"""How the line to the central service looks, for who mends it: asked once, and only questions.

Nothing is sent but questions without an answer of a patient in them. What goes wrong is told by
where it goes wrong: the name, the proxy, the other end, its certificate, a login page between, this
kiosk's access, what the service can.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.request import getproxies, proxy_bypass

import httpx2
import msgspec
from cryptography import x509

from kiosk.errors import CentralError
from kiosk.settings import Central
from kiosk.sync.ability import Ability, ability_in
from kiosk.sync.access.enrolment import Enrolment, Smart
from kiosk.sync.access.reach import Reach
from kiosk.sync.access.scopes import not_granted
from kiosk.sync.access.smart import SmartBackend
from kiosk.sync.connect import client_by, service_in
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.tls_errors import Untrusted, untrusted
from kiosk.sync.verdict import Outcome
from kiosk.sync.wire import Access, is_loopback

Clock = Callable[[], datetime]

_PATIENCE_S: Final = 8.0
"""So long each step may take here: somebody waits."""
_KNOCK_S: Final = 3.0


class Broken(StrEnum):
    """Where a line ends that reaches nobody."""

    NO_NAME = "no-name"
    PROXY = "proxy"
    CLOSED = "closed"
    SILENT = "silent"


@dataclass(frozen=True)
class Certified:
    """What the other end of an encrypted line showed.

    Attributes:
        version: of TLS, e.g. "TLSv1.3".
        ends: when its certificate ends, aware.
    """

    version: str
    ends: datetime


@dataclass(frozen=True)
class LineSeen:
    """How the line looks.

    Attributes:
        base: the address of the service.
        proxy: "host:port" of the proxy it goes through; "" for none.
        error: why the service did not say what it can; None where it did.
        broken: where the line ends, as far as that was found out.
        untrusted: what is wrong with the certificate of the other end.
        ability: what the service says it can.
        ahead_s: seconds that this PC's clock is ahead of the service's.
        certified: None where the line is not encrypted (this PC), or there is none.
        questions: why a question that each kiosk asks was turned away, by its type of resource.
        missing: what the token does not allow, of what was asked for ("system/Task.c").
    """

    base: str
    proxy: str = ""
    error: CentralError | None = None
    broken: Broken | None = None
    untrusted: Untrusted | None = None
    ability: Ability | None = None
    ahead_s: float | None = None
    certified: Certified | None = None
    questions: tuple[tuple[str, CentralError], ...] = ()
    missing: tuple[str, ...] = ()


def see_line(
    central: Central, enrolment: Enrolment | None, key: bytes | None, *, now: Clock
) -> LineSeen:
    """Ask the service that the settings name, let in as this kiosk was enrolled.

    Args:
        central: names the service.
        enrolment: what this kiosk was enrolled with; None: nothing.
        key: the key made on this PC.
        now: this PC's clock, aware.

    Raises:
        SettingsInvalid: no service is named, its address can't be used, or the proxy or the
            certificates that this PC names can't.
    """
    patience = min(central.timeout_s, _PATIENCE_S)
    central = msgspec.structs.replace(central, timeout_s=patience)
    base, proxy = service_in(central), _proxy_for(central)
    backend = _backend(central, enrolment, key, now)
    client = (
        client_by(enrolment, key, central, clock=now)
        if backend is None
        else FhirClient(base, timeout_s=patience, access=Access(backend), clock=now)
    )
    with closing(client):
        try:
            statement = client.capability()
        except CentralError as error:
            broken = _broken(error, base, proxy)
            return LineSeen(
                base, proxy, error, broken, untrusted(error), ahead_s=client.drift(),
                certified=_certified(client),
            )  # fmt: skip
        return LineSeen(
            base,
            proxy,
            ability=ability_in(statement, base=base, now=now()),
            ahead_s=client.drift(),
            certified=_certified(client),
            questions=tuple(_turned_away(client, central)),
            missing=() if backend is None else not_granted(backend.asked, backend.allowed),
        )


def _backend(
    central: Central, enrolment: Enrolment | None, key: bytes | None, now: Clock
) -> SmartBackend | None:
    """What gets tokens, where tokens are got; `client_by` says what is wrong in all other ways."""
    base = service_in(central)
    if enrolment is None or key is None or enrolment.base != base:
        return None
    if not isinstance(enrolment.way, Smart):
        return None
    visits, reach = central.tasks != "none", Reach(central.timeout_s)
    return SmartBackend(base, enrolment.way, key, reach=reach, now=now, visits=visits)


def _turned_away(client: FhirClient, central: Central) -> Iterator[tuple[str, CentralError]]:
    types = ["Questionnaire", *(["Task"] if central.tasks != "none" else [])]
    for kind in types:
        try:
            client.search(f"{kind}?_count=1")
        except CentralError as error:
            yield kind, error
            if error.outcome not in (Outcome.FORBIDDEN, Outcome.NOT_TAKEN, Outcome.REFUSED):
                return  # the line itself; the next question would wait as long


def _certified(client: FhirClient) -> Certified | None:
    version, certificate = client.encryption()
    if certificate is None:
        return None
    return Certified(version, x509.load_der_x509_certificate(certificate).not_valid_after_utc)


def _proxy_for(central: Central) -> str:
    """The proxy that the environment or the system names for that address."""
    url = httpx2.URL(service_in(central))
    if is_loopback(url.host) or proxy_bypass(url.host):
        return ""
    named = getproxies()
    proxy = named.get(url.scheme) or named.get("all") or ""
    try:
        at = httpx2.URL(proxy if "://" in proxy else f"http://{proxy}") if proxy else None
    except httpx2.InvalidURL:
        return ""
    return f"{at.host}:{at.port or 80}" if at is not None and at.host else ""


def _broken(error: CentralError, base: str, proxy: str) -> Broken | None:
    """Why nothing was reached, by knocking at it."""
    if error.outcome != Outcome.OFFLINE or untrusted(error) is not None:
        return None
    if proxy:
        host, _, port = proxy.rpartition(":")
        return Broken.PROXY if _knock(host, int(port)) else Broken.CLOSED
    url = httpx2.URL(base)
    return _knock(url.host, url.port or (443 if url.scheme == "https" else 80))


def _knock(host: str, port: int) -> Broken | None:
    """What a line to there meets; None: somebody opens."""
    try:
        with socket.create_connection((host, port), timeout=_KNOCK_S):
            return None
    except socket.gaierror:
        return Broken.NO_NAME
    except ConnectionRefusedError:
        return Broken.CLOSED
    except (OSError, ssl.SSLError):
        return Broken.SILENT
