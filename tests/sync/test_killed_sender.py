"""kill -9 between the service's commit and our mark: still one resource, in one version."""

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

SENDER = """
import random, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.store.database import open_store
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import send_due

directory, base = sys.argv[1:]
store = open_store(Path(directory), bytes.fromhex(sys.stdin.read()))
client = FhirClient(base, timeout_s=60.0)
later = datetime(2026, 3, 2, 10, 5, tzinfo=UTC)
send_due(store, client, now=lambda: later, jitter=random.Random(1))
"""


class SwallowingProxy:
    """Forwards to the service; keeps the answer to the first write to itself, line open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.answer = b""
        self.answered = threading.Event()
        threading.Thread(target=self._forward, daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.getsockname()[1]}/fhir"

    def _forward(self) -> None:
        line, _ = self._server.accept()
        with line, socket.create_connection(("127.0.0.1", self._port)) as service:
            while (request := _whole_message(line)).startswith(b"GET"):
                service.sendall(request)
                line.sendall(_whole_message(service))
            service.sendall(request)
            self.answer = _whole_message(service)
            self.answered.set()
            line.recv(1)  # until the sender's end

    def close(self) -> None:
        self._server.close()


def _whole_message(line: socket.socket) -> bytes:
    """One HTTP message; without a Content-Length it has no body."""
    received = b""
    while True:
        received += line.recv(65536)
        head, blank, body = received.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].split()
        if blank and len(body) >= int(length[0] if length else 0):
            return received


@pytest.fixture
def proxy(running_central: Any) -> Iterator[SwallowingProxy]:
    between = SwallowingProxy(running_central.port)
    yield between
    between.close()


def test_a_sender_killed_before_it_hears_the_answer_leaves_one_resource(
    kiosk: Any, running_central: Any, proxy: SwallowingProxy
) -> None:
    ids = [kiosk.finish() for _ in range(3)]
    child = subprocess.Popen(
        [sys.executable, "-c", SENDER, str(kiosk.store.directory), proxy.base],
        stdin=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdin is not None
    child.stdin.write(kiosk.key.hex())
    child.stdin.close()

    assert proxy.answered.wait(20)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL

    assert proxy.answer.startswith(b"HTTP/1.1 200")
    assert b"transaction-response" in proxy.answer
    assert set(kiosk.states().values()) == {"waiting"}
    assert kiosk.send(base=running_central.base).sent == 3
    assert [running_central.versions(one) for one in ids] == [1, 1, 1]
