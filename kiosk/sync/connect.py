"""The client of a real kiosk: the service that its settings name, by the access that it has."""

from collections.abc import Callable
from datetime import datetime

import httpx2
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from kiosk.errors import SettingsInvalid
from kiosk.settings import Central
from kiosk.store.database import Store
from kiosk.sync.access.certificates import line_with
from kiosk.sync.access.enrolment import (
    Certificate,
    Enrolment,
    Password,
    Smart,
    Token,
    kept_enrolment,
    kept_key,
)
from kiosk.sync.access.keys import private_key
from kiosk.sync.access.presenting import (
    Elsewhere,
    by_certificate,
    by_password,
    by_token,
    not_enrolled,
)
from kiosk.sync.access.reach import Reach
from kiosk.sync.access.smart import SmartBackend
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.wire import Access, Wire

Clock = Callable[[], datetime]


def check_address(central: Central) -> str | None:
    """The base address of the service, without a slash at its end; None where none is named.

    Raises:
        SettingsInvalid: it can't be used, or this PC's proxy or certificates can't.
    """
    if central.url is None:
        return None
    wire = Wire(central.url, timeout_s=central.timeout_s)
    wire.close()
    return wire.base


def service_in(central: Central) -> str:
    """Likewise, where there must be one.

    Raises:
        SettingsInvalid: none is named, too.
    """
    base = check_address(central)
    if base is None:
        raise SettingsInvalid(
            "No central service is named in the settings.",
            advice='Add its address: [central] url = "https://…/fhir"',
        )
    return base


def client_for(
    central: Central,
    store: Store,
    *,
    clock: Clock,
    transport: httpx2.BaseTransport | None = None,
) -> FhirClient:
    """A client of the central service, let in as this kiosk was enrolled.

    What it was enrolled with is read now: who enrols it anew makes another client.

    Args:
        central: names the service.
        store: keeps what lets this kiosk in.
        clock: this PC's, aware.
        transport: another way than this PC's network.

    Raises:
        SettingsInvalid: no service is named, its address can't be used, or the kiosk's certificate
            can't.
    """
    return client_by(
        kept_enrolment(store), kept_key(store), central, clock=clock, transport=transport
    )


def client_by(
    enrolment: Enrolment | None,
    key: bytes | None,
    central: Central,
    *,
    clock: Clock,
    transport: httpx2.BaseTransport | None = None,
) -> FhirClient:
    """Likewise with an enrolment in hand; `key` is the one made on this PC."""
    base = service_in(central)
    reach = Reach(central.timeout_s, transport)
    return FhirClient(
        base,
        timeout_s=central.timeout_s,
        access=_access(enrolment, key, base, reach, clock),
        transport=transport,
        clock=clock,
    )


def _access(
    enrolment: Enrolment | None, key: bytes | None, base: str, reach: Reach, clock: Clock
) -> Access:
    if enrolment is None:
        return Access(not_enrolled())
    if enrolment.base != base:
        return Access(Elsewhere(enrolment.base))
    way = enrolment.way
    if isinstance(way, Token):
        return Access(by_token(way.token))
    if isinstance(way, Password):
        return Access(by_password(way.user, way.password))
    if isinstance(way, Smart):
        return Access(SmartBackend(base, way, _there(key), reach=reach, now=clock))
    return Access(by_certificate(clock), line_with(way.chain, _key_of(way, key)))


def _key_of(way: Certificate, key: bytes | None) -> PrivateKeyTypes:
    if way.key is not None:
        return load_pem_private_key(way.key.encode(), None)
    return private_key(_there(key))


def _there(key: bytes | None) -> bytes:
    if key is None:  # a store that was damaged may have lost it alone
        raise SettingsInvalid(
            "The key that this kiosk was enrolled with is gone.",
            advice="Make another and register it: kiosk enrol --make-key.",
        )
    return key
