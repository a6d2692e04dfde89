"""The real trial endpoint as a process of its own, for whoever speaks to it over loopback."""

import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx2


@dataclass
class Central:
    """The trial endpoint, which can be cut off and started again on the same port and data."""

    directory: Path
    port: int
    process: subprocess.Popen[str] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/fhir"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk.central", "--port", str(self.port),
             "--data", str(self.directory)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        assert "ready" in self.process.stdout.readline()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None

    def versions(self, resource_id: str) -> int:
        """How many versions of a response it keeps; 0 where it has none."""
        path = f"{self.base}/QuestionnaireResponse/{resource_id}/_history"
        total = httpx2.get(path, trust_env=False).json().get("total", 0)
        return int(total)

    def total(self) -> int:
        """How many responses it keeps in all."""
        path = f"{self.base}/QuestionnaireResponse?_count=0"
        return int(httpx2.get(path, trust_env=False).json()["total"])


def free_port() -> int:
    """One that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
