"""Maintenance: who sits at the screen finishes, nothing is lost, the store is let go."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.running.app import Kiosk, parts
from kiosk.running.closed_for_maintenance import Standing, closes_for_maintenance
from kiosk.running.draining import told_step
from kiosk.running.maintenance import Flag, lower_flag, raise_flag
from kiosk.settings import Panel, Patient, Settings
from kiosk.store import drafts
from kiosk.store.database import create_store, hold_for_run, open_store
from kiosk.store.key import new_key
from kiosk.store.locks import is_held
from kiosk.trial.touch import Finger
from kiosk.ui.window import WindowPlace

CLOSED = "This screen is closed for a moment. Ask at the desk."
SETTINGS = Settings(
    panel=Panel(px_per_mm=3.6), patient=Patient(forms=("pain-today",), languages=("en",))
)


class Running:
    """A kiosk that runs in this process, as `kiosk run` puts it together."""

    def __init__(self, folder: Path) -> None:
        self.directory, self.flag, self.key = folder / "store", folder / "maintenance", new_key()
        self.held = ExitStack()
        application = QGuiApplication.instance() or QGuiApplication([])
        assert isinstance(application, QGuiApplication)
        store = create_store(self.directory, self.key)
        self.held.enter_context(hold_for_run(self.directory))
        self.held.callback(store.close)
        self.kiosk = Kiosk(store, SETTINGS, parts(SETTINGS), WindowPlace(size=(1080, 1920)))
        self.held.callback(self.kiosk.close)
        self.standing = Standing(application, self.flag, SETTINGS, windowed=True)
        self.watch = closes_for_maintenance(
            self.kiosk, self.standing, self.directory, let_go=self.held.close
        )
        self.finger = Finger(self.kiosk.window.root)

    def raise_flag(self, **more: Any) -> None:
        raise_flag(self.flag, Flag(datetime.now(UTC), **more))
        self.watch.look()

    def page(self) -> Finger:
        """What stands on the screen once the kiosk let its store go."""
        self.finger.wait_until(lambda: self.standing.shown, "the page")
        page = Finger(self.standing._window.root)
        page.wait_until(lambda: not is_held(self.directory), "that the store is let go")
        return page

    def paused(self) -> list[Any]:
        store = open_store(self.directory, self.key)
        with store.reading() as c:
            found = list(drafts.list_drafts(c))
        store.close()
        return found

    def begin_a_form(self) -> None:
        self.finger.touch("English")
        self.finger.touch("I answer myself")
        self.finger.touch("0 No pain")

    def close(self) -> None:
        self.held.close()
        self.standing.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path)
    yield made
    made.close()


def test_with_nobody_there_the_page_comes_at_once_and_the_store_is_let_go(running: Running) -> None:
    running.finger.wait_for("English")
    running.raise_flag()
    page = running.page()
    assert page.names() == [CLOSED]
    assert told_step(running.directory) is None
    assert running.paused() == []


def test_it_says_when_it_is_back(running: Running) -> None:
    until = datetime.now().astimezone() + timedelta(seconds=1)  # still today, but at midnight
    running.raise_flag(until=until.replace(hour=23, minute=59))
    assert running.page().names() == [CLOSED, "It will be back at 23:59."]


def test_who_sits_there_finishes_undisturbed(running: Running) -> None:
    running.begin_a_form()
    running.raise_flag()
    assert told_step(running.directory) == "occupied"
    running.finger.touch("Continue")
    running.finger.wait_for("Send my answers")
    assert not running.standing.shown
    running.finger.touch("Send my answers")
    running.finger.wait_for("I have finished")
    running.finger.touch("I have finished")
    assert running.page().names() == [CLOSED]
    assert running.paused() == []


def test_who_goes_on_for_too_long_is_paused_and_loses_nothing(running: Running) -> None:
    running.begin_a_form()
    running.watch._patience.setInterval(50)
    running.raise_flag()
    running.page()
    assert len(running.paused()) == 1


def test_a_flag_that_goes_before_they_finished_changes_nothing(running: Running) -> None:
    running.begin_a_form()
    running.raise_flag()
    lower_flag(running.flag)
    running.watch.look()
    assert not running.watch._patience.isActive()
    running.kiosk.patient.leave(delete=False)
    running.finger.wait_for("English")
    assert not running.standing.shown


RUN = """
import sys
from pathlib import Path
from kiosk.commands.settings_given import settings_over
from kiosk.running.on_this_pc import run
file, flag = map(Path, sys.argv[1:])
raise SystemExit(run(settings_over(file.read_bytes(), str(file)), windowed=False, flag_file=flag))
"""


@pytest.fixture
def pc(secret_service: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """A kiosk that was set up; runs its commands, and `kiosk run` with a flag of its own."""
    (tmp_path / "kiosk.toml").write_text(f'[store]\ndirectory = "{tmp_path / "store"}"\n')
    env = secret_service | {"QT_QPA_PLATFORM": "offscreen"}
    processes: list[subprocess.Popen[str]] = []

    def command(*words: object, run: bool = False) -> Any:
        tail = ["--config", str(tmp_path / "kiosk.toml")]
        if run:
            line = [sys.executable, "-c", RUN, tail[1], str(tmp_path / "maintenance")]
            processes.append(subprocess.Popen(line, env=env, text=True, stderr=subprocess.PIPE))
            return processes[-1]
        line = [sys.executable, "-m", "kiosk", *map(str, words), *tail]
        return subprocess.run(line, env=env, capture_output=True, text=True, check=False, input="")

    assert command("setup", "--sheet", tmp_path / "s.html").returncode == 0
    yield command
    for process in processes:
        process.kill()
        process.communicate()


def test_begin_waits_until_it_is_closed_and_the_end_ends_the_process(
    pc: Callable[..., Any], tmp_path: Path
) -> None:
    flag, store = tmp_path / "maintenance", tmp_path / "store"
    process = pc(run=True)
    await_that(lambda: is_held(store))

    began = pc("maintenance", "begin", "--wait", 30, "--reason", "upgrade", "--flag", flag)

    assert began.returncode == 0, began.stdout + began.stderr
    assert process.poll() is None
    assert not is_held(store)
    assert pc("status").returncode == 0  # another program may open it, and change its tables
    assert pc("maintenance", "end", "--flag", flag).returncode == 0
    assert process.wait(10) == 0


def test_a_kiosk_that_starts_under_the_flag_opens_no_store(
    pc: Callable[..., Any], tmp_path: Path
) -> None:
    flag, now = tmp_path / "maintenance", datetime.now(UTC)
    flag.write_bytes(b"")  # whoever made it by hand meant it, too

    process = pc(run=True)

    assert "closed for maintenance" in process.stderr.readline()
    assert not (tmp_path / "store" / "kiosk.db-wal").exists()
    assert not is_held(tmp_path / "store")
    raise_flag(flag, Flag(now - timedelta(hours=2), until=now - timedelta(hours=1)))
    assert process.wait(30) == 0, process.stderr.read()
    assert not flag.exists()  # its end has come, and this user may write there


def test_begin_says_how_far_it_is(pc: Callable[..., Any], tmp_path: Path) -> None:
    flag = tmp_path / "maintenance"
    with hold_for_run(tmp_path / "store"):
        (tmp_path / "store" / "draining.json").write_text('{"step": "occupied"}')
        began = pc("maintenance", "begin", "--wait", 0.6, "--flag", flag, "--json")

    assert began.returncode == 1
    assert json.loads(began.stdout)["step"] == "occupied"
    assert flag.exists()


def await_that(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
