"""A kiosk in one process, the desk's window in another, each with a store; the centre between."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import msgspec
import pytest

from kiosk.desk.alerts import LocalAlerts
from kiosk.desk.central_alerts import CentralAlerts
from kiosk.settings import Central, Clinic, Reception, Responder, Settings
from kiosk.store.database import create_store
from kiosk.store.key import new_key
from kiosk.sync.connect import client_for

NEW = "Please look at one response now"
GO = "I\u2019ll go"


def process(*words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[str]:
    """The trial endpoint in a process of its own; its address."""
    child = process("-m", "kiosk.central", "--port", "0", "--data", str(tmp_path / "centre"))
    assert child.stdout is not None
    ready = child.stdout.readline()
    address = next(word for word in ready.split() if word.startswith("http"))
    yield address.rstrip(".,")
    _end(child)


class FarKiosk:
    """A kiosk in a process of its own."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        key = new_key()
        create_store(folder, key).close()
        self._child = process(
            "-m", "tests.ui.reception.kiosk_side", str(folder),
            json.dumps(msgspec.to_builtins(settings)),
        )  # fmt: skip
        self.tell(key.hex())
        self.said: Queue[str] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def tell(self, words: str) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(f"{words}\n")
        self._child.stdin.flush()

    def wait_for(self, words: str, hands: Any) -> None:
        hands.wait_until(lambda: words in list(self.said.queue), words)

    def close(self) -> None:
        _end(self._child)

    def _listen(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            self.said.put(line.strip())


@pytest.fixture
def far(tmp_path: Path, centre: str) -> Iterator[tuple[FarKiosk, Settings]]:
    nurse = Responder(name="Duty nurse", how="extension 21")
    settings = Settings(
        clinic=Clinic(name="Riverside Practice", kiosk="Kiosk 2"),
        central=Central(url=centre),
        reception=Reception(responders=(nurse,)),
    )
    kiosk = FarKiosk(tmp_path / "far", settings)
    yield kiosk, settings
    kiosk.close()


def now() -> datetime:
    return datetime.now(UTC)


def test_an_alert_comes_to_the_desk_of_another_pc_and_who_goes_comes_back(
    open_desk: Callable[..., Any], store: Any, far: tuple[FarKiosk, Settings]
) -> None:
    kiosk, settings = far
    book = CentralAlerts(store, client_for(settings.central, store, clock=now), settings, now)
    desk = open_desk(settings=settings, now=now, alerts=(LocalAlerts(store, settings, now), book))
    desk.hands._patience_s = 30.0
    desk.sign_in()
    time.sleep(1.0)  # the desk tells the centre that somebody is signed in
    kiosk.tell("ask")
    kiosk.wait_for("path up", desk.hands)

    kiosk.tell("fire")
    kiosk.wait_for("fired", desk.hands)
    began = time.monotonic()
    desk.hands.wait_for(NEW)
    seconds = time.monotonic() - began
    desk.hands.click("Open")
    desk.hands.click(GO)
    taken = time.monotonic()
    kiosk.wait_for("goes Sam", desk.hands)
    back = time.monotonic() - taken
    print(f"\nthrough the centre: at the desk after {seconds:.1f} s, who goes back {back:.1f} s")
    assert not desk.hands.sees(NEW)

    desk.hands.press("Ctrl+L")
    desk.hands.wait_for("Sign in")
    time.sleep(1.0)  # the desk tells the centre that nobody is any more
    kiosk.tell("ask")
    kiosk.wait_for("path down", desk.hands)


def _end(child: "subprocess.Popen[str]") -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
