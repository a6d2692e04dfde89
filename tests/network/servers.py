"""The FHIR services that the faults are tried on, and what is to be found there."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import httpx2

from tests.faults.service import service, transport
from tests.network.census import Arrival, arrival_of
from tests.router import running
from tests.router.running import running_router

ENDPOINT = "endpoint"
ROUTERS: Mapping[str, str] = MappingProxyType(
    {
        "router-put": "nothing",
        "router-batch": "transaction",
        "router-post": "update-create",
        "router-post-batch": "update-create,transaction",
        "router-nobundle": "update-create,batch,transaction",
    }
)
"""Of the FHIR engine of others, what it goes without (tests/router/server.mjs)."""

NAMES = (ENDPOINT, *ROUTERS)

_KIND = "QuestionnaireResponse"


@dataclass(frozen=True)
class Server:
    """A service at `base`, which has a name in the table."""

    name: str
    base: str

    def arrivals(self, form: str) -> tuple[Arrival, ...]:
        """Every response to a form that it has; `form` is a canonical with its version."""
        url: str | None = f"{self.base}/{_KIND}?{urlencode({'questionnaire': form})}&_count=500"
        found: list[Arrival] = []
        with self._client() as client:
            while url is not None:
                bundle = _told(client.get(url))
                found += [arrival_of(entry["resource"]) for entry in bundle.get("entry", ())]
                links = {one["relation"]: one["url"] for one in bundle.get("link", ())}
                url = links.get("next")
        if bundle.get("total", len(found)) != len(found):
            raise RuntimeError(f"{self.name} has {bundle['total']} responses, but shows fewer.")
        return tuple(found)

    def interactions(self) -> set[str]:
        """What it does with a Bundle, as it says: "batch", "transaction"."""
        with self._client() as client:
            statement = _told(client.get(f"{self.base}/metadata"))
        (rest,) = statement["rest"]
        return {one["code"] for one in rest.get("interaction", ())}

    def _client(self) -> httpx2.Client:
        line = transport() if self.base.startswith("http://") else None
        return httpx2.Client(transport=line, timeout=60.0, headers={"Cache-Control": "no-cache"})


def why_not(name: str) -> str:
    """Why a service can't be tried on this PC; "" where it can."""
    return running.why_not() if name in ROUTERS else ""


@contextmanager
def running_servers(names: Iterable[str], folder: Path) -> Iterator[tuple[Server, ...]]:
    """Some of `NAMES` in processes of their own, for the length of a block."""
    wanted = tuple(names)
    routers = [name for name in wanted if name in ROUTERS]
    with ExitStack() as running:
        bases: dict[str, str] = {}
        if ENDPOINT in wanted:
            bases[ENDPOINT] = running.enter_context(service(folder / ENDPOINT)).base
        if routers:
            router = running_router(*(ROUTERS[name] for name in routers))
            bases |= zip(routers, running.enter_context(router), strict=True)
        yield tuple(Server(name, bases[name]) for name in wanted)


def _told(reply: httpx2.Response) -> dict[str, Any]:
    reply.raise_for_status()
    said: dict[str, Any] = reply.json()
    return said
