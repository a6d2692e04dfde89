"""The central service of the program itself, in a process of its own on this PC."""

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from kiosk.central.serving import serve
from tests.faults.forked import Say, forked
from tests.faults.patients import plain
from tests.faults.tally import Arrival

_KIND = "QuestionnaireResponse"


@dataclass(frozen=True)
class Service:
    """A service at `base`."""

    base: str

    def arrivals(self) -> tuple[Arrival, ...]:
        """Every response it keeps."""
        with httpx2.Client(transport=transport(), timeout=30.0) as client:
            return tuple(self._pages(client))

    def _pages(self, client: httpx2.Client) -> Iterator[Arrival]:
        url: str | None = f"{self.base}/{_KIND}?_count=500"
        while url is not None:
            reply = client.get(url)
            reply.raise_for_status()
            bundle = reply.json()
            yield from (_arrival(entry["resource"]) for entry in bundle.get("entry", ()))
            url = next((one["url"] for one in bundle["link"] if one["relation"] == "next"), None)


def transport() -> httpx2.HTTPTransport:
    """The line on this PC: as the library makes it, but for the certificates it would load."""
    return httpx2.HTTPTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@contextmanager
def service(directory: Path) -> Iterator[Service]:
    """A service that keeps what it gets in `directory`; it ends with the block."""

    def run(_: Say) -> None:  # its one line on standard output is heard
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        serve("127.0.0.1", 0, directory)

    with forked(run) as child:
        yield Service(child.lines.readline().split()[-1])


def _arrival(resource: dict[str, Any]) -> Arrival:
    draft, content = plain(resource)
    return Arrival(resource["id"], draft, content, int(resource["meta"]["versionId"]))
