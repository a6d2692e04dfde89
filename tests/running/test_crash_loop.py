"""`kiosk run` on a real X server, crashing: the page comes, and it goes on once it is mended."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.running.starts import FILE, LIMIT
from tests.commands.pc import PC, set_up

PATIENCE_S = 60.0
ENDED = (0, 128 + signal.SIGTERM)
"""In order, with the window up or before."""

pytestmark = pytest.mark.skipif(
    shutil.which("Xvfb") is None, reason="not installed: Xvfb (apt: xvfb)"
)


@pytest.fixture
def display() -> Iterator[str]:
    """A screen nobody sees."""
    told, tell = os.pipe()
    command = ["Xvfb", "-displayfd", str(tell), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(tell,), stderr=subprocess.DEVNULL) as server:
        os.close(tell)
        with os.fdopen(told) as stream:
            yield f":{stream.readline().strip()}"
        server.terminate()


class Screen:
    """A kiosk's PC with a screen; who looks after it starts the kiosk again."""

    def __init__(self, pc: PC, display: str) -> None:
        self.pc, self.state = pc, pc.place / "state"
        self.env = {
            k: v for k, v in pc.env.items() if k not in {"QT_QPA_PLATFORM", "STATE_DIRECTORY"}
        }
        self.env |= {"DISPLAY": display, "XDG_STATE_HOME": str(self.state)}
        self.settings = pc.place / "kiosk.toml"

    def start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "kiosk", "run", "--config", str(self.settings)]
        return subprocess.Popen(command, env=self.env, stderr=subprocess.DEVNULL)

    def told(self) -> dict[str, Any]:
        files = list(self.state.rglob(FILE))
        return json.loads(files[0].read_bytes()) if files else {}

    def wait_for(self, seen: Callable[[dict[str, Any]], Any]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not seen(self.told()):
            assert time.monotonic() < end, self.told()
            time.sleep(0.05)

    def runs(self) -> bool:
        """Whether a kiosk has the store."""
        return (self.pc.store / "run.lock").read_bytes().strip(b"\0 ").endswith(b"run")


@pytest.fixture
def screen(secret_service: dict[str, str], tmp_path: Path, display: str) -> Screen:
    pc = set_up(secret_service, tmp_path)
    pc.add_setting("[panel]\npx_per_mm = 3.6\n")
    return Screen(pc, display)


@pytest.mark.long
def test_a_kiosk_that_crashes_shows_the_page_and_goes_on_once_it_is_mended(screen: Screen) -> None:
    for n in range(LIMIT):
        crashing = screen.start()
        screen.wait_for(lambda told, n=n: told.get("begun") and len(told["failed"]) == n)
        crashing.send_signal(signal.SIGSEGV)
        assert crashing.wait(PATIENCE_S) == -signal.SIGSEGV
    kiosk = screen.start()
    screen.wait_for(lambda told: told["page"])
    assert [one["code"] for one in screen.told()["failed"]] == ["P2"] * LIMIT
    assert not screen.runs()

    screen.settings.write_text(screen.settings.read_text() + "# mended\n")
    screen.wait_for(lambda told: told["begun"] and screen.runs())
    assert screen.told()["out_of_order"]  # until it has lasted
    kiosk.terminate()
    assert kiosk.wait(PATIENCE_S) in ENDED
    assert screen.told()["begun"] is None


@pytest.mark.long
def test_settings_that_are_wrong_end_with_their_code_and_then_on_the_page(screen: Screen) -> None:
    right = screen.settings.read_text()
    screen.settings.write_text(f'{right}naam = "x"\n')
    for _ in range(LIMIT):
        assert screen.start().wait(PATIENCE_S) == 3
    kiosk = screen.start()
    screen.wait_for(lambda told: told["page"])
    assert screen.told()["failed"][-1]["code"] == "S1"
    screen.settings.write_text(right)
    screen.wait_for(lambda told: told["begun"] and screen.runs())
    kiosk.terminate()
    assert kiosk.wait(PATIENCE_S) in ENDED
