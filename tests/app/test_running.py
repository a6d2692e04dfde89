"""`kiosk run` as a process: what it says, what it ends with, how it is told to end."""

import fcntl
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

Environment = dict[str, str]


def kiosk(env: Environment, *arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "kiosk", *map(str, arguments)]
    return subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=60, check=False, input=""
    )


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'[store]\ndirectory = "{tmp_path / "store"}"\n')
    return file


@pytest.fixture
def pc(secret_service: Environment, settings: Path, tmp_path: Path) -> Environment:
    """A PC on which the kiosk is set up, and a screen that nobody looks at."""
    env = secret_service | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    made = kiosk(env, "setup", "--config", settings, "--sheet", tmp_path / "sheet.html")
    assert made.returncode == 0, made.stderr
    return env


@pytest.fixture
def running(pc: Environment, settings: Path, tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "kiosk", "run", "--config", str(settings)]
    with subprocess.Popen(command, env=pc, stderr=subprocess.PIPE, text=True) as process:
        end = time.monotonic() + 30
        lock = tmp_path / "store" / "run.lock"
        while process.poll() is None and not is_held(lock) and time.monotonic() < end:
            time.sleep(0.05)
        yield process
        process.kill()


def is_held(lock: Path) -> bool:
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_ends_by_itself_and_in_order(
    running: "subprocess.Popen[str]", number: signal.Signals
) -> None:
    time.sleep(1.5)

    running.send_signal(number)

    assert running.wait(timeout=10) == 0, running.stderr.read()


def test_a_second_one_on_the_same_store_is_refused(
    running: "subprocess.Popen[str]", pc: Environment, settings: Path
) -> None:
    assert running.poll() is None

    second = kiosk(pc, "run", "--config", settings)

    assert second.returncode == 4
    assert "already" in second.stderr


def test_before_setup_it_ends_with_3_and_says_what_it_must_do(tmp_path: Path) -> None:
    nowhere = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    env = {**os.environ, **nowhere, "QT_QPA_PLATFORM": "offscreen"}

    ended = kiosk(env, "run")

    assert ended.returncode == 3
    assert "kiosk setup" in ended.stderr


def test_without_a_display_it_says_so(pc: Environment, settings: Path) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {name: value for name, value in pc.items() if name not in hidden}

    ended = kiosk(env, "run", "--config", settings)

    assert ended.returncode == 1
    assert "no display" in ended.stderr


def test_a_key_that_is_gone_ends_with_4_and_makes_no_new_store(
    pc: Environment, settings: Path, tmp_path: Path
) -> None:
    card = (tmp_path / "store" / "store.json").read_text()
    store_id = re.findall(r'"store_id": "([^"]+)"', card)[0]
    forget = f"import keyring; keyring.delete_password('clinic-kiosk', {store_id!r})"
    subprocess.run([sys.executable, "-c", forget], env=pc, check=True)

    ended = kiosk(pc, "run", "--config", settings)

    assert ended.returncode == 4
    assert "kiosk recover" in ended.stderr
    assert (tmp_path / "store" / "store.json").read_text() == card
