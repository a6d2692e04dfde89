"""What a client needs of its settings and of this PC before it asks anything."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiosk.errors import SettingsInvalid, Unreachable
from kiosk.sync.fhir_client import FhirClient

SERVICE = "https://fhir.example.org/fhir"


@pytest.mark.parametrize(
    "url", ["", "fhir.example.org", "ftp://x/fhir", "https://", "https://x/fhir?a=b", "http://[::1"]
)
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(SettingsInvalid, match=r"central\.url"):
        FhirClient(url, timeout_s=1.0)


@pytest.mark.parametrize("host", ["fhir.example.org", "192.168.1.5:8080", "[fe80::1]"])
def test_answers_never_travel_readable_to_another_machine(host: str) -> None:
    with pytest.raises(SettingsInvalid, match="travel readable") as refused:
        FhirClient(f"http://{host}/fhir", timeout_s=1.0)
    assert "https" in refused.value.advice


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingsInvalid, match="no place for secrets") as refused:
        FhirClient("https://kiosk:geheim@fhir.example.org/fhir", timeout_s=1.0)
    assert "geheim" not in f"{refused.value} {refused.value.advice}"


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:80", "kiosk.localhost"])
def test_on_this_pc_plain_http_will_do(host: str) -> None:
    FhirClient(f"http://{host}/fhir", timeout_s=1.0).close()


@pytest.mark.parametrize(
    "proxy", ["socks5://proxy.example:1080", "socks://proxy.example:1080", "http://[::1"]
)
def test_a_proxy_that_cant_be_used_is_a_matter_of_settings(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(SettingsInvalid, match="proxy") as refused:
        FhirClient(SERVICE, timeout_s=1.0)
    assert "ALL_PROXY" in refused.value.advice
    FhirClient("http://127.0.0.1/fhir", timeout_s=1.0).close()


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_certificates_that_cant_be_read_are_a_matter_of_settings(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "certificates.pem"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(SettingsInvalid, match="certificates") as refused:
        FhirClient(SERVICE, timeout_s=1.0)
    assert "SSL_CERT_FILE" in refused.value.advice


class _Proxy(BaseHTTPRequestHandler):
    """Notes whom it is asked for; lets nobody through, and answers for itself."""

    asked: list[str]

    def do_CONNECT(self) -> None:
        self.asked.append(self.path)
        self.send_error(502)

    def do_GET(self) -> None:
        body = json.dumps({"resourceType": "CapabilityStatement", "software": {"name": self.path}})
        self.send_response(200)
        self.send_header("Content-Type", "application/fhir+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadingHTTPServer]:
    """The system's proxy for everything."""
    _Proxy.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Proxy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{server.server_port}")
        yield server
        server.shutdown()


def asked_for(url: str) -> str:
    one = FhirClient(url, timeout_s=5.0)
    try:
        return str(one.capability()["software"]["name"])
    finally:
        one.close()


@pytest.mark.usefixtures("proxy")
def test_the_systems_proxy_is_used() -> None:
    with pytest.raises(Unreachable):
        asked_for(SERVICE)
    assert _Proxy.asked == ["fhir.example.org:443"]


def test_no_proxy_stands_before_a_service_on_this_pc(proxy: ThreadingHTTPServer) -> None:
    assert asked_for(f"http://127.0.0.1:{proxy.server_port}/fhir") == "/fhir/metadata"
