"""The endpoint in its own process, spoken to over real HTTP."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

READY = "central service ready at "


@dataclass
class Endpoint:
    """A running endpoint; `http` speaks to its base address."""

    process: subprocess.Popen[str]
    directory: Path
    ready_line: str
    http: httpx2.Client

    def put(self, resource: dict[str, Any], **headers: str) -> httpx2.Response:
        path = f"/{resource['resourceType']}/{resource['id']}"
        return self.http.put(path, json=resource, headers=_names(headers))

    def post(self, resource: dict[str, Any], **headers: str) -> httpx2.Response:
        return self.http.post(
            f"/{resource['resourceType']}", json=resource, headers=_names(headers)
        )

    def stop(self, *, kill: bool = False) -> None:
        self.http.close()
        self.process.kill() if kill else self.process.terminate()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _start(directory: Path, *options: str) -> Endpoint:
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk.central", "--data", str(directory), *options],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    base = line.removeprefix(READY).strip()
    headers = {"Content-Type": "application/fhir+json"}
    http = httpx2.Client(base_url=base, headers=headers, trust_env=False)
    return Endpoint(process, directory, line, http)


@pytest.fixture
def start() -> Iterator[Callable[..., Endpoint]]:
    """Starts endpoints that end with the test."""
    with ExitStack() as stack:

        def started(directory: Path, *options: str) -> Endpoint:
            endpoint = _start(directory, *options)
            stack.callback(endpoint.stop)
            return endpoint

        yield started


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """One endpoint for all; each test uses ids of its own."""
    running = _start(tmp_path_factory.mktemp("central") / "kept")
    yield running
    running.stop()
