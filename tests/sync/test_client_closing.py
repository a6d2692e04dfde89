"""Closing a client ends what it waits for, at once and from another thread."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress

import httpx2
import pytest

from kiosk.errors import Unreachable
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.interruptible import Interrupted, Interruptible

PAYLOAD = b'{"resourceType":"QuestionnaireResponse","id":"r-1"}'


@contextmanager
def asking(client: FhirClient) -> Iterator["Future[object]"]:
    """A request under way in a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(client.put, "QuestionnaireResponse", "r-1", PAYLOAD)


def assert_fails_at_once(client: FhirClient, request: "Future[object]") -> None:
    begun = time.monotonic()
    client.close()
    with pytest.raises(Unreachable, match="closed") as ended:
        request.result(timeout=5)
    assert time.monotonic() - begun < 1.0
    assert ended.value.sent


@pytest.mark.parametrize("reply", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])
def test_a_server_that_never_answers_is_left_at_once(reply: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = FhirClient(f"http://127.0.0.1:{server.getsockname()[1]}/fhir", timeout_s=60.0)
        with asking(client) as request:
            line, _ = server.accept()
            with line:
                line.recv(65536)
                line.sendall(reply)
                assert_fails_at_once(client, request)


def test_a_reply_whose_head_comes_byte_by_byte_ends_at_last_and_the_next_request_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = FhirClient(f"http://127.0.0.1:{server.getsockname()[1]}/fhir", timeout_s=0.2)
        with asking(client) as request:
            line, _ = server.accept()
            line.recv(65536)
            line.sendall(b"HTTP/1.1 200 OK\r\nX-Endless: ")
            with suppress(OSError), line:
                while not request.done():
                    line.sendall(b"x")
                    time.sleep(0.02)
            with pytest.raises(Unreachable, match="too slow") as slow:
                request.result(timeout=5)
        assert slow.value.sent
        with asking(client) as request:
            line, _ = server.accept()
            with line:
                line.recv(65536)
                line.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
                with pytest.raises(Unreachable, match="503"):
                    request.result(timeout=5)
    client.close()


def test_a_connection_that_never_comes_about_is_left_at_once() -> None:
    asked, enough = threading.Event(), threading.Event()

    def hang(_: httpx2.Request) -> httpx2.Response:
        asked.set()
        enough.wait(10)
        raise httpx2.ConnectTimeout("at last")

    client = FhirClient(
        "https://fhir.example.org/fhir", timeout_s=60.0, transport=httpx2.MockTransport(hang)
    )
    with asking(client) as request:
        assert asked.wait(5)
        assert_fails_at_once(client, request)
    enough.set()


def test_a_closed_client_asks_nobody_and_may_be_closed_again() -> None:
    asked = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(200)

    client = FhirClient(
        "https://fhir.example.org/fhir", timeout_s=1.0, transport=httpx2.MockTransport(answer)
    )
    client.close()
    client.close()
    with pytest.raises(Unreachable, match="closed"):
        client.capability()
    assert asked == []


def test_what_the_work_uses_is_let_go_of_once_and_never_under_its_hands() -> None:
    begun, enough, ended = threading.Event(), threading.Event(), threading.Event()
    ends = []
    one = Interruptible(lambda: (ends.append(enough.is_set()), ended.set()))

    def work() -> None:
        begun.set()
        enough.wait(10)

    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(one.call, work)
        assert begun.wait(5)
        one.close()
        one.close()
        with pytest.raises(Interrupted):
            waiting.result(timeout=5)
        assert ends == []
        enough.set()
        assert ended.wait(5)
    assert ends == [True]
    with pytest.raises(Interrupted):
        one.call(work)


def test_work_gives_back_what_it_makes_and_raises() -> None:
    ends = []
    one = Interruptible(lambda: ends.append(1))
    assert one.call(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        one.call(lambda: 1 // 0)
    assert ends == []
    one.close()
    assert ends == [1]
