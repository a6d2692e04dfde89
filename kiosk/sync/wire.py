"""HTTP to the central service: one exchange at a time. Errors of the HTTP library end here."""

import gzip
import ipaddress
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from types import MappingProxyType

import httpx2

from kiosk import __version__
from kiosk.errors import CentralError, SettingsInvalid, Unreachable
from kiosk.sync.encryption import new_line
from kiosk.sync.interruptible import Interrupted, Interruptible
from kiosk.sync.reply import Reply, seconds_ahead
from kiosk.sync.tls_errors import tls_error
from kiosk.sync.verdict import Outcome

REPLY_MAX_BYTES = 4 * 1024 * 1024
WORTH_PACKING_BYTES = 1024
REQUEST_TAKES_MOST = 6
"""A request, from its first byte to the last of its reply, takes so many times the limit of one
step at most: a head that comes byte by byte keeps each of them."""

FHIR_JSON = "application/fhir+json"
_HEADERS = MappingProxyType(
    {
        "Accept": FHIR_JSON,
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


@dataclass(frozen=True)
class Access:
    """How the service lets this kiosk in.

    Attributes:
        auth: puts what proves it on each request; `None`: nothing is asked for.
        tls: trusts and certificates of the line; `None`: those of the operating system.
    """

    auth: httpx2.Auth | None = None
    tls: ssl.SSLContext | None = None


class Wire:
    """Requests to one service. Not for two threads at once, but `close` is for any.

    Redirects are never followed. The system's proxy and trust store are used, but no proxy for a
    service on this PC.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout_s: float,
        access: Access | None = None,
        transport: httpx2.BaseTransport | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Opens nothing yet.

        Raises:
            SettingsInvalid: `base_url` is no address of a service, or one that others on the way
                could read along with; or this PC's proxy or certificates can't be used.
        """
        url = _service_url(base_url)
        self._timeout_s, self._clock = timeout_s, clock
        self.ahead_s: float | None = None
        self.encryption: tuple[str, bytes | None] = ("", None)
        """Of the last reply's line: the version of TLS, and the certificate (DER) that was shown"""
        self._certified = access is not None and access.tls is not None
        self.base = str(url).rstrip("/")
        self._connect: Callable[[], httpx2.Client] = partial(
            _http_client, url, timeout_s, access or Access(), transport
        )
        self._turn, self._closed = Lock(), False
        self._http, self._requests = self._connected()

    def exchange(
        self,
        method: str,
        path: str = "",
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        packed: bool = False,
    ) -> Reply:
        """One request, and the whole reply.

        Args:
            method: of HTTP.
            path: below the base address; "" is the base itself.
            content: FHIR JSON.
            headers: besides those that every request has.
            packed: the content goes in gzip.

        Raises:
            Unreachable: nothing came back, or not all of it; what was sent may have arrived
                (`sent`).
            NotAuthorised: the service does not let this kiosk in.
        """
        sent = dict(headers or {})
        if content is not None:
            sent.setdefault("Content-Type", FHIR_JSON)
            if packed:
                sent["Content-Encoding"] = "gzip"
                content = gzip.compress(content, compresslevel=5, mtime=0)
        # A next page may be the base itself with a query (HAPI: /fhir?_getpages=…).
        url = self.base + (path if not path or path.startswith("?") else f"/{path}")
        try:
            return self._requests.call(
                lambda: self._request(method, url, content, sent),
                limit_s=self._timeout_s * REQUEST_TAKES_MOST,
            )
        except TimeoutError as cause:
            self._begin_anew()
            raise _too_slow() from cause
        except Interrupted as cause:
            raise Unreachable(
                "The program closed before the central service answered.",
                advice="Nothing is lost; it is tried again by itself.",
                outcome=Outcome.BROKE_OFF,
                sent=True,
            ) from cause
        except _FAILURES as cause:
            raise _unreachable(cause, certified=self._certified) from cause

    def close(self) -> None:
        """Lets go of the connection, from any thread.

        A request under way, whatever it waits for, and every later one fails at once as
        Unreachable: the service may have taken what was sent.
        """
        with self._turn:
            self._closed = True
            self._requests.close()

    def _connected(self) -> tuple[httpx2.Client, Interruptible]:
        http = self._connect()
        return http, Interruptible(http.close)

    def _begin_anew(self) -> None:
        """What still trickles in is left to itself; the next request has a line of its own."""
        with self._turn:
            self._requests.close()
            self._http, self._requests = self._connected()
            if self._closed:
                self._requests.close()

    def _request(
        self, method: str, url: str, content: bytes | None, headers: Mapping[str, str]
    ) -> Reply:
        asked = self._clock()
        with self._http.stream(method, url, content=content, headers=dict(headers)) as response:
            answered = self._clock()
            self.encryption = _encryption_of(response)
            reply = Reply(response.status_code, response.headers, self._read(response))
        ahead_s = seconds_ahead(reply, asked, answered)
        self.ahead_s = self.ahead_s if ahead_s is None else ahead_s
        return reply

    def _read(self, response: httpx2.Response) -> bytes:
        """The body, bounded in size and time: the centre is not trusted either."""
        end = time.monotonic() + self._timeout_s
        content = bytearray()
        for part in response.iter_bytes():
            content += part
            if len(content) > REPLY_MAX_BYTES or time.monotonic() > end:
                raise _too_slow()
        return bytes(content)


def _encryption_of(response: httpx2.Response) -> tuple[str, bytes | None]:
    line = response.extensions.get("network_stream")
    shown = None if line is None else line.get_extra_info("ssl_object")
    if shown is None:
        return "", None
    certificate: bytes | None = shown.getpeercert(True)  # noqa: FBT003 - C takes no keyword
    return shown.version() or "", certificate


def _too_slow() -> Unreachable:
    return Unreachable(
        "The central service's reply is too long or too slow.",
        advice="Nothing is lost; it is tried again by itself.",
        outcome=Outcome.TOO_SLOW,
        sent=True,
        everything=False,
    )


def _service_url(text: str) -> httpx2.URL:
    try:
        url = httpx2.URL(text)
    except httpx2.InvalidURL as cause:
        raise _no_address() from cause
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise _no_address()
    if url.userinfo:
        raise SettingsInvalid(
            "central.url has a name or a password in it: settings are no place for secrets.",
            advice="Take it out, change that password, and give it with: kiosk enrol --basic NAME.",
        )
    if url.scheme == "http" and not is_loopback(url.host):
        raise SettingsInvalid(
            "central.url begins with http://: the answers would travel readable.",
            advice="Use https. Plain http is for a service on this PC alone.",
        )
    return url


def _http_client(
    url: httpx2.URL, timeout_s: float, access: Access, transport: httpx2.BaseTransport | None
) -> httpx2.Client:
    trust_env = not is_loopback(url.host)
    try:
        return httpx2.Client(
            headers=dict(_HEADERS),
            auth=access.auth,
            verify=access.tls if access.tls is not None else new_line(trust_env=trust_env),
            timeout=timeout_s,
            transport=transport,
            trust_env=trust_env,
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


def is_loopback(host: str) -> bool:
    """Whether what is sent there never leaves this PC."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _unreachable(cause: Exception, *, certified: bool) -> CentralError:
    if (untrusted := tls_error(cause)) is not None:
        return untrusted
    if isinstance(cause, _NEVER_SENT):
        return Unreachable(
            "The central service can't be reached.",
            advice="Nothing is lost; it is tried again by itself.",
            outcome=Outcome.OFFLINE,
        )
    # Half a request, or a reply that broke off: the service may have stored it. The same id is
    # sent again. It counts against the resource, for it may be what the service stumbles over.
    return Unreachable(
        "The line to the central service broke off.",
        # Some end a line without a word whose certificate they don't accept.
        advice="Nothing is lost; it is tried again by itself."
        + " If it stays, look at this kiosk's certificate: kiosk enrol --show." * certified,
        outcome=Outcome.BROKE_OFF,
        sent=True,
        everything=False,
    )
