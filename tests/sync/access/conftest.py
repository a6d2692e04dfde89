"""A kiosk's store, and a service behind a lock on loopback TLS."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kiosk.settings import Central
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key
from kiosk.sync.access.enrolment import Enrolment, Way, keep_enrolment
from kiosk.sync.connect import client_for
from kiosk.sync.fhir_client import FhirClient
from tests.sync.access.certificates import Authority, files_of, new_authority
from tests.sync.access.service import Service, serving


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "kiosk", new_key())
    yield made
    made.close()


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return new_authority(tmp_path)


@pytest.fixture
def served(tmp_path: Path, authority: Authority) -> Iterator[Callable[..., Service]]:
    """Runs a service behind a lock, with a certificate of `authority`, until the test ends."""
    certificate, key = files_of(authority, tmp_path, "service")
    with ExitStack() as running:

        def serve(lock: Any = None, **tls: Any) -> Service:
            tls = {"ssl_certfile": str(certificate), "ssl_keyfile": str(key), **tls}
            return running.enter_context(serving(tmp_path / "central", lock, **tls))

        yield serve


@pytest.fixture
def enrolled(store: Store, authority: Authority) -> Iterator[Callable[..., FhirClient]]:
    """A client of a service by some way; this PC's clock may be wrong by some minutes."""
    with ExitStack() as open_clients:

        def client(service: Service, way: Way | None, *, minutes: float = 0) -> FhirClient:
            def clock() -> datetime:
                return datetime.now(UTC) + timedelta(minutes=minutes)

            if way is not None:
                keep_enrolment(store, Enrolment(service.fhir, way), now=clock())
            trusting = ssl.create_default_context(cafile=authority.file)
            made = client_for(
                Central(url=service.fhir), store, clock=clock,
                transport=httpx2.HTTPTransport(verify=trusting),
            )  # fmt: skip
            open_clients.callback(made.close)
            return made

        yield client
