"""`kiosk run` as a process: what it says, what it ends with, how it is told to end."""

import fcntl
import json
import os
import re
import shutil
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


def settings_for(folder: Path) -> Path:
    file = folder / "kiosk.toml"
    file.write_text(f'[store]\ndirectory = "{folder / "store"}"\n')
    return file


@pytest.fixture(scope="module")
def set_up(secret_service: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a kiosk that was set up once; its key lies in the keyring."""
    folder = tmp_path_factory.mktemp("set-up")
    sheet = folder / "sheet.html"
    made = kiosk(secret_service, "setup", "--config", settings_for(folder), "--sheet", sheet)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return settings_for(tmp_path)


@pytest.fixture
def pc(secret_service: Environment, set_up: Path, tmp_path: Path) -> Environment:
    """A PC with a fresh copy of that store, and a screen that nobody looks at."""
    shutil.copytree(set_up / "store", tmp_path / "store")
    return secret_service | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


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


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.long)]
)
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
    card = tmp_path / "store" / "store.json"
    unknown = re.sub(r'"store_id": "[^"]+"', '"store_id": "no-key-for-this"', card.read_text())
    card.write_text(unknown)

    ended = kiosk(pc, "run", "--config", settings)

    assert ended.returncode == 4
    assert "kiosk recover" in ended.stderr
    assert card.read_text() == unknown


def damage_first_page(store: Path) -> None:
    database = store / "kiosk.db"
    content = bytearray(database.read_bytes())
    content[:4096] = bytes(4096)
    database.write_bytes(content)


def test_a_damaged_store_ends_with_4_and_is_put_right_by_recover(
    pc: Environment, settings: Path, tmp_path: Path
) -> None:
    damage_first_page(tmp_path / "store")

    status = kiosk(pc, "status", "--config", settings)
    doctor = kiosk(pc, "doctor", "--config", settings, "--json")
    recovered = kiosk(pc, "recover", "--salvage", "--config", settings)
    after = kiosk(pc, "status", "--config", settings)
    again = kiosk(pc, "recover", "--salvage", "--config", settings)

    assert status.returncode == 4
    assert "kiosk recover --salvage" in status.stderr
    assert {one["check"] for one in json.loads(doctor.stdout)["checks"] if one["mend"]} == {
        "store-opens"
    }
    assert recovered.returncode == 0, recovered.stderr
    assert "Nothing is lost." in recovered.stdout
    assert after.returncode == 0
    assert "Nothing is lost." in after.stdout
    assert "is sound" in again.stdout


def test_a_damaged_store_is_put_right_by_the_start_and_said(
    pc: Environment, settings: Path, tmp_path: Path
) -> None:
    damage_first_page(tmp_path / "store")
    command = [sys.executable, "-m", "kiosk", "run", "--config", str(settings)]
    with subprocess.Popen(command, env=pc, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        told = [process.stderr.readline() for _ in range(4)]
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)

    assert told[0] == "kiosk: The store's file was damaged (pages: 1).\n"
    assert told[3] == "kiosk: Nothing is lost.\n"
    doctor = kiosk(pc, "doctor", "--config", settings, "--json")
    checks = {one["check"]: one["found"] for one in json.loads(doctor.stdout)["checks"]}
    assert checks["store-salvaged"][3] == "Nothing is lost."
    assert (checks["store-opens"], checks["store-sound"]) == ([], [])
