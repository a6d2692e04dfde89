"""One process that sends: the kiosk's sender, or a bare HTTP client with the same requests.

    sync_child.py kiosk STORE BASE [RECORD]     drains the store; RECORD is where requests are kept
    sync_child.py bare RECORD BASE              sends what was recorded

It says what it took in one line of JSON.
"""

import json
import os
import pickle
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import httpx2

from kiosk.store.database import open_store
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import Progress, send_due
from tests.benchmarks.stored import BEGIN

KEY = bytes(range(32))
TIMEOUT_S = 60.0
PAGE = os.sysconf("SC_PAGE_SIZE")
Recorded = tuple[str, str, dict[str, str], bytes]


class Recording(httpx2.BaseTransport):
    """Keeps each request in a file, and passes it on."""

    def __init__(self, file: BinaryIO, base: str) -> None:
        self._file, self._base = file, base
        self._real = httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        path = str(request.url).removeprefix(self._base)
        headers = {name: text for name, text in request.headers.items() if name != "host"}
        kept: Recorded = (request.method, path, headers, request.read())
        pickle.dump(kept, self._file)
        return self._real.handle_request(request)


class Memory:
    """The resident memory of this process when a tenth was sent, and when all was, in MB."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.tenth = self.end = 0.0

    def hears(self, progress: Progress) -> None:
        self.end = resident_mb()
        if not self.tenth and progress.sent >= self._count / 10:
            self.tenth = self.end


def resident_mb() -> float:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * PAGE / 1e6


def drain(directory: str, base: str, record: str = "") -> dict[str, Any]:
    """What the kiosk's sender takes for all that waits."""
    store = open_store(Path(directory), KEY)
    with store.reading() as c:
        memory = Memory(c.exec_driver_sql("SELECT count(*) FROM outbox").scalar_one())
    with Path(record or os.devnull).open("wb") as file:
        transport = Recording(file, base) if record else None
        client = FhirClient(base, timeout_s=TIMEOUT_S, transport=transport)
        later = BEGIN + timedelta(days=3650)
        report, seconds = timed(
            lambda: send_due(
                store, client, now=lambda: later, told=memory.hears,
                jitter=random.Random(1),  # noqa: S311 - spreads load, guards nothing
            )
        )  # fmt: skip
    client.close()
    store.close()
    return {
        "seconds": seconds, "sent": report.sent, "waiting": report.waiting,
        "error": str(report.error or ""), "tenth": memory.tenth, "end": memory.end,
    }  # fmt: skip


def replay(record: str, base: str) -> dict[str, Any]:
    """What a bare client takes for the same requests."""
    with Path(record).open("rb") as file:
        recorded = list(_all(file))

    def send() -> None:
        with httpx2.Client(timeout=TIMEOUT_S, trust_env=False) as client:
            for method, path, headers, content in recorded:
                client.request(method, base + path, headers=headers, content=content).read()

    _, seconds = timed(send)
    return {"seconds": seconds, "requests": len(recorded)}


def _all(file: BinaryIO) -> Any:
    while True:
        try:
            yield pickle.load(file)  # noqa: S301 - written by the run before
        except EOFError:
            return


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begin


if __name__ == "__main__":
    what, *asked = sys.argv[1:]
    print(json.dumps({"kiosk": drain, "bare": replay}[what](*asked)))
