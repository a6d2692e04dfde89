"""Mutual TLS against a server that demands a certificate, and what each refusal says."""

import ssl
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from kiosk.errors import CentralError, NotAuthorised, RefusedError, Unreachable
from kiosk.settings import Central
from kiosk.store.database import Store
from kiosk.sync.access.certificates import line_with, read_chain, read_key
from kiosk.sync.access.enrolment import (
    Certificate,
    Enrolment,
    Smart,
    Token,
    ending,
    keep_enrolment,
    make_key,
)
from kiosk.sync.access.keys import private_key, signing_request
from kiosk.sync.connect import client_by, client_for
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.wire import Access
from tests.sync.access.certificates import Authority, files_of, key_pem, new_authority
from tests.sync.access.service import Service


@pytest.fixture
def service(served: Callable[..., Service], authority: Authority) -> Service:
    """It lets in who has a certificate of that authority."""
    return served(ssl_ca_certs=str(authority.file), ssl_cert_reqs=ssl.CERT_REQUIRED)


def now() -> datetime:
    return datetime.now(UTC)


def asked(service: Service, store: Store, way: Any) -> Any:
    if way is not None:
        keep_enrolment(store, Enrolment(service.fhir, way), now=now())
    client = client_for(Central(url=service.fhir), store, clock=now)
    try:
        return client.capability()["resourceType"]
    finally:
        client.close()


def of_files(files: tuple[Path, Path]) -> Certificate:
    return Certificate(files[0].read_text(), files[1].read_text())


def test_who_has_a_certificate_is_let_in(
    service: Service, store: Store, authority: Authority, tmp_path: Path
) -> None:
    before = set(tmp_path.rglob("*"))
    way = of_files(files_of(authority, tmp_path, "kiosk"))
    assert asked(service, store, way) == "CapabilityStatement"
    left = {one.name for one in set(tmp_path.rglob("*")) - before}
    assert left == {"kiosk.pem", "kiosk.key"}


def test_where_no_file_can_lie_in_memory_one_lies_on_the_disk_for_a_moment(
    service: Service, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    way = of_files(files_of(authority, tmp_path, "kiosk"))
    key = load_pem_private_key((way.key or "").encode(), None)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(sys, "platform", "darwin")
        line = line_with(way.chain, key)
    assert list(folder.iterdir()) == []
    client = FhirClient(service.fhir, timeout_s=5.0, access=Access(tls=line))
    assert client.capability()["resourceType"] == "CapabilityStatement"
    client.close()


def test_a_certificate_made_for_the_key_of_this_pc_does_too(
    service: Service, store: Store, authority: Authority
) -> None:
    key, _ = make_key(store, now=now())
    public = private_key(key).public_key()
    assert b"CERTIFICATE REQUEST" in signing_request(key, "kiosk")
    way = Certificate(authority.issue("kiosk", public).decode())
    assert asked(service, store, way) == "CapabilityStatement"


def refused(service: Service, store: Store, way: Any) -> CentralError:
    with pytest.raises(CentralError) as caught:
        asked(service, store, way)
    return caught.value


@pytest.fixture
def strict(authority: Authority, tmp_path: Path) -> Iterator[Service]:
    """A server that says in TLS's own words why it takes no certificate, as most do."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(authority.file))
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.load_cert_chain(*files_of(authority, tmp_path, "strict"))
    with ThreadingHTTPServer(("127.0.0.1", 0), Silent) as server:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Service(f"https://127.0.0.1:{server.server_port}", None, [])
        server.shutdown()


class Silent(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("days", [{"begins": -9, "ends": -1}, {"begins": 1, "ends": 9}])
def test_a_certificate_out_of_its_time_is_named(
    strict: Service, store: Store, authority: Authority, tmp_path: Path, days: dict[str, float]
) -> None:
    error = refused(strict, store, of_files(files_of(authority, tmp_path, "old", **days)))
    assert isinstance(error, NotAuthorised)
    assert "certificate" in str(error)
    assert "date and time" in error.advice
    assert error.outcome == "certificate"


def test_a_certificate_of_a_stranger_is_named(
    strict: Service, store: Store, tmp_path: Path
) -> None:
    stranger = new_authority(tmp_path, "stranger")
    error = refused(strict, store, of_files(files_of(stranger, tmp_path, "kiosk")))
    assert isinstance(error, NotAuthorised)
    assert "does not know who issued" in str(error)


def test_a_kiosk_without_a_certificate_hears_that_one_is_wanted(
    strict: Service, authority: Authority
) -> None:
    trusting = ssl.create_default_context(cafile=authority.file)
    client = FhirClient(strict.fhir, timeout_s=5.0, access=Access(tls=trusting))
    with pytest.raises(NotAuthorised, match="asks for a certificate"):
        client.capability()
    client.close()


def test_a_line_that_ends_without_a_word_points_at_the_certificate(
    service: Service, store: Store, tmp_path: Path
) -> None:
    stranger = new_authority(tmp_path, "stranger")
    error = refused(service, store, of_files(files_of(stranger, tmp_path, "kiosk")))
    assert "kiosk's certificate" in error.advice


def test_a_page_of_what_stands_before_the_service_is_about_the_certificate(
    authority: Authority, tmp_path: Path
) -> None:
    page = httpx2.Response(400, html="<title>400 The SSL certificate error</title>")
    base = "https://fhir.example.org/fhir"
    client = client_by(
        Enrolment(base, of_files(files_of(authority, tmp_path, "kiosk"))), None, Central(url=base),
        clock=now, transport=httpx2.MockTransport(lambda _: page),
    )  # fmt: skip
    with pytest.raises(NotAuthorised, match="does not accept this kiosk's certificate"):
        client.capability()
    with pytest.raises(Unreachable):
        client.put("QuestionnaireResponse", "r-1", b"{}")
    client.close()


def test_a_service_that_is_not_trusted_hears_nothing(
    service: Service, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = new_authority(tmp_path, "other")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.file))
    error = refused(service, store, of_files(files_of(other, tmp_path, "kiosk")))
    assert isinstance(error, Unreachable)
    assert error.outcome == "certificate"
    assert service.asked == []


@pytest.mark.parametrize(
    ("days", "outcome", "told"),
    [
        ({"begins": 1, "ends": 9}, "wrong-clock", "clock is probably slow"),
        ({"begins": -9, "ends": -1}, "certificate", "By this PC's clock it has ended"),
    ],
)
def test_a_certificate_of_the_service_out_of_its_time_points_at_the_clock(
    late: Callable[..., Service], store: Store, days: dict[str, float], outcome: str, told: str
) -> None:
    error = refused(late(**days), store, None)
    assert isinstance(error, Unreachable)
    assert error.outcome == outcome
    assert told in str(error)


@pytest.fixture
def late(
    served: Callable[..., Service], authority: Authority, tmp_path: Path, store: Store
) -> Callable[..., Service]:
    """A service whose own certificate is out of its time; the kiosk has a good one."""

    def serve(**days: float) -> Service:
        certificate, key = files_of(authority, tmp_path, "late", **days)
        service = served(ssl_certfile=str(certificate), ssl_keyfile=str(key))
        way = of_files(files_of(authority, tmp_path, "kiosk"))
        keep_enrolment(store, Enrolment(service.fhir, way), now=now())
        return service

    return serve


@pytest.fixture(autouse=True)
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """This PC trusts that authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))


def test_a_key_that_is_gone_is_told_before_anything_is_sent(
    service: Service, store: Store, authority: Authority
) -> None:
    public = ec.generate_private_key(ec.SECP384R1()).public_key()
    with pytest.raises(NotAuthorised, match="gone") as refused:
        asked(service, store, Certificate(authority.issue("kiosk", public).decode()))
    assert "--make-key" in refused.value.advice
    assert service.asked == []


def test_without_its_key_a_kiosk_starts_all_the_same(service: Service, store: Store) -> None:
    keep_enrolment(store, Enrolment(service.fhir, Smart("kiosk-7")), now=now())
    client_for(Central(url=service.fhir), store, clock=now).close()


def test_a_key_that_lies_beside_the_certificate_is_left_out(authority: Authority) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = authority.issue("kiosk", key.public_key())
    assert read_chain(key_pem(key) + certificate) == certificate.decode()


def test_a_key_with_a_password_is_read_by_it_alone() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"river"))
    assert read_key(locked, b"river") == key_pem(key).decode()
    for pem, password in (
        (locked, None),
        (locked, b"stone"),
        (key_pem(key), b"river"),
        (b"x", None),
    ):
        with pytest.raises(RefusedError):
            read_key(pem, password)


def test_only_a_certificate_has_an_end(authority: Authority) -> None:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    end = ending(Certificate(authority.issue("kiosk", public, ends=10).decode()))
    assert end is not None
    assert (end - now()).days == 9
    assert ending(Token("x")) is None
