"""The addresses beside the service itself: where it says who gives out tokens, and those."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx2

from kiosk.sync.reply import Reply
from kiosk.sync.wire import Wire, is_loopback


@dataclass(frozen=True)
class Reach:
    """Asks them as the service is asked: bounded, by the system's proxy and trust store.

    Attributes:
        timeout_s: so long each step may take.
        transport: another way than this PC's network.
    """

    timeout_s: float
    transport: httpx2.BaseTransport | None = None

    def ask(
        self,
        url: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str],
        method: str | None = None,
    ) -> Reply:
        """One request on a line of its own: a GET, or a POST where there is content.

        Args:
            url: the whole address.
            content: what is sent.
            headers: besides those that every request has.
            method: another one of HTTP.

        Raises:
            Unreachable: nothing came back, or not all of it.
        """
        address = httpx2.URL(url)
        wire = Wire(
            f"{address.scheme}://{address.netloc.decode()}",
            timeout_s=self.timeout_s,
            transport=self.transport,
        )
        path = address.raw_path.decode().removeprefix("/")
        try:
            named = method or ("GET" if content is None else "POST")
            return wire.exchange(named, path, content=content, headers=headers)
        finally:
            wire.close()


def is_safe(url: str, *, to_this_pc: bool = True) -> bool:
    """Whether a signed request may go to that address: https, or this PC.

    Args:
        url: the address.
        to_this_pc: plain http to this PC will do; a service elsewhere has no business there.
    """
    try:
        address = httpx2.URL(url)
    except httpx2.InvalidURL:
        return False
    if not address.host or address.userinfo or address.fragment:
        return False
    plain = to_this_pc and address.scheme == "http" and is_loopback(address.host)
    return plain or address.scheme == "https"
