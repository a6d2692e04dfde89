"""The HTTP side of the central service. Errors of the HTTP library end here."""

import ipaddress
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import httpx2

from kiosk import __version__
from kiosk.errors import SettingsInvalid, Unreachable
from kiosk.sync.interruptible import Interrupted, Interruptible
from kiosk.sync.verdict import Acknowledged, Reply, acknowledgement, failure

REPLY_MAX_BYTES = 4 * 1024 * 1024

_FHIR_JSON = "application/fhir+json"
_HEADERS = MappingProxyType(
    {
        "Accept": _FHIR_JSON,
        "Accept-Encoding": "identity",  # replies are small, and a bomb needs a decoder
        "User-Agent": f"clinic-kiosk/{__version__}",
    }
)
_NEVER_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)
# What the library lets through, too: a broken Location, a proxy's odd answer, a socket's error.
_FAILURES = (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, UnicodeError)
_MET = (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT)
_NOT_THERE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


@dataclass(frozen=True)
class Capability:
    """What the service says of itself, as far as a sender needs it (CapabilityStatement, R4)."""

    fhir_version: str
    software: str
    update_create: bool
    conditional_create: bool


class FhirClient:
    """Speaks to one FHIR service. Not for two threads at once, but `close` is for any.

    Redirects are never followed. The system's proxy and trust store are used, but no proxy for a
    service on this PC.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout_s: float,
        transport: httpx2.BaseTransport | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Opens nothing yet.

        Raises:
            SettingsInvalid: `base_url` is no address of a service, or one that others on the way
                could read along with; or this PC's proxy or certificates can't be used.
        """
        url = _service_url(base_url)
        self._timeout_s = timeout_s
        self._clock = clock
        self._base = str(url).rstrip("/")
        self._http = _http_client(url, timeout_s=timeout_s, transport=transport)
        self._requests = Interruptible(self._http.close)

    def put(self, resource_type: str, resource_id: str, payload: bytes) -> Acknowledged:
        """Stores a resource under the id given to it here (R4, http, update).

        Sending the same again is harmless: it is the same resource.

        Raises:
            Unreachable: no proof that it was stored; it may have been (`sent`).
            NotAuthorised: the service wants other credentials.
            Refused: the service will never take this resource.
        """
        path = f"{resource_type}/{resource_id}"
        headers = {"Content-Type": _FHIR_JSON, "Prefer": "return=representation"}
        reply = self._exchange("PUT", path, content=payload, headers=headers)
        if reply.status in _MET and _says_nothing(reply):
            reply = self._exchange("GET", path)  # some services don't repeat what they stored
        return acknowledgement(
            reply,
            resource_type=resource_type,
            resource_id=resource_id,
            payload=payload,
            now=self._clock(),
        )

    def read(self, resource_type: str, resource_id: str) -> Mapping[str, Any] | None:
        """What the service has under that id (R4, http, read); None where it has nothing there.

        Raises:
            Unreachable, NotAuthorised, Refused: it did not say.
        """
        reply = self._exchange("GET", f"{resource_type}/{resource_id}")
        found = reply.resource()
        if reply.status == HTTPStatus.OK and (found or {}).get("resourceType") == resource_type:
            return found
        if reply.status in _NOT_THERE and (found or {}).get("resourceType") == "OperationOutcome":
            return None
        raise failure(reply, now=self._clock())

    def capability(self) -> Capability:
        """Asks what the service is and can; also the cheapest way to learn whether it is there.

        Raises:
            Unreachable: no FHIR service answers there.
            NotAuthorised: it wants other credentials.
        """
        reply = self._exchange("GET", "metadata")
        if reply.status != HTTPStatus.OK:
            raise failure(reply, now=self._clock())
        statement = reply.resource() or {}
        if statement.get("resourceType") != "CapabilityStatement":
            raise Unreachable(
                "Something else than a FHIR service answered.",
                advice="Is this PC's network signed in? Is central.url right?",
                sent=True,
            )
        return _capability(statement)

    def close(self) -> None:
        """Lets go of the connection, from any thread.

        A request under way, whatever it waits for, and every later one fails at once as
        Unreachable: the service may have taken what was sent.
        """
        self._requests.close()

    def _exchange(self, method: str, path: str, **options: Any) -> Reply:
        try:
            return self._requests.call(lambda: self._request(method, path, **options))
        except Interrupted as cause:
            raise Unreachable(
                "The program closed before the central service answered.",
                advice="Nothing is lost; it is tried again by itself.",
                sent=True,
            ) from cause
        except _FAILURES as cause:
            raise _unreachable(cause) from cause

    def _request(self, method: str, path: str, **options: Any) -> Reply:
        with self._http.stream(method, f"{self._base}/{path}", **options) as response:
            return Reply(response.status_code, response.headers, self._read(response))

    def _read(self, response: httpx2.Response) -> bytes:
        """The body, bounded in size and time: the centre is not trusted either."""
        end = time.monotonic() + self._timeout_s
        content = bytearray()
        for part in response.iter_bytes():
            content += part
            if len(content) > REPLY_MAX_BYTES or time.monotonic() > end:
                raise Unreachable(
                    "The central service's reply is too long or too slow.",
                    sent=True,
                    everything=False,
                )
        return bytes(content)


def _service_url(text: str) -> httpx2.URL:
    try:
        url = httpx2.URL(text)
    except httpx2.InvalidURL as cause:
        raise _no_address() from cause
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise _no_address()
    if url.scheme == "http" and not _is_loopback(url.host):
        raise SettingsInvalid(
            "central.url begins with http://: the answers would travel readable.",
            advice="Use https. Plain http is for a service on this PC alone.",
        )
    return url


def _http_client(
    url: httpx2.URL, *, timeout_s: float, transport: httpx2.BaseTransport | None
) -> httpx2.Client:
    try:
        return httpx2.Client(
            headers=dict(_HEADERS),
            timeout=timeout_s,
            transport=transport,
            trust_env=not _is_loopback(url.host),
            follow_redirects=False,
        )
    except OSError as cause:
        raise SettingsInvalid(
            "The certificates that this PC's environment names can't be read.",
            advice="Look at the environment variables SSL_CERT_FILE and SSL_CERT_DIR.",
        ) from cause
    except (ImportError, ValueError, httpx2.InvalidURL) as cause:
        raise SettingsInvalid(
            "The proxy that this PC's environment names can't be used.",
            advice="Look at the environment variables HTTPS_PROXY and ALL_PROXY. "
            "It must be an http:// proxy; socks is not supported.",
        ) from cause


def _no_address() -> SettingsInvalid:
    return SettingsInvalid(
        "central.url is no address of a FHIR service.",
        advice="It looks like https://fhir.example.org/fhir, without ? or # behind it.",
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _says_nothing(reply: Reply) -> bool:
    return not reply.content or (reply.resource() or {}).get("resourceType") == "OperationOutcome"


def _unreachable(cause: Exception) -> Unreachable:
    certificate = _certificate_error(cause)
    if certificate is not None:
        return Unreachable(
            f"The certificate of the central service is not accepted: {certificate}.",
            advice="Check this PC's date and time first, then the certificate.",
        )
    if isinstance(cause, _NEVER_SENT):
        return Unreachable(
            "The central service can't be reached.",
            advice="Nothing is lost; it is tried again by itself.",
        )
    # Half a request, or a reply that broke off: the service may have stored it. The same id is
    # sent again. It counts against the resource, for it may be what the service stumbles over.
    return Unreachable(
        "The line to the central service broke off.",
        advice="Nothing is lost; it is tried again by itself.",
        sent=True,
        everything=False,
    )


def _certificate_error(cause: BaseException) -> str | None:
    link: BaseException | None = cause
    while link is not None:
        if isinstance(link, ssl.SSLCertVerificationError):
            return link.verify_message
        link = link.__cause__ or link.__context__
    return None


def _capability(statement: Mapping[str, Any]) -> Capability:
    software = statement.get("software")
    rest = _of_type(_objects(statement.get("rest")), mode="server")
    resource = _of_type(_objects(rest.get("resource")), type="QuestionnaireResponse")
    return Capability(
        fhir_version=str(statement.get("fhirVersion", "")),
        software=str(software.get("name", "")) if isinstance(software, dict) else "",
        update_create=resource.get("updateCreate") is True,
        conditional_create=resource.get("conditionalCreate") is True,
    )


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _of_type(entries: list[Mapping[str, Any]], **wanted: str) -> Mapping[str, Any]:
    return next((one for one in entries if wanted.items() <= one.items()), {})
