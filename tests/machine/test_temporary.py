"""Temporary files lie in a private folder, which is gone however its process ended."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.machine.temporary import PREFIX, clear_left_overs, temporary_folder

# What `kiosk demo` does at its end and at its beginning, without a minute in between.
HOLDS = """
import signal, sys, tempfile
from kiosk import cli
from kiosk.commands.outcome import Outcome

def wait(arguments):
    tempfile.NamedTemporaryFile(delete=False).write(b"nerwqz"[::-1])
    print(tempfile.gettempdir(), flush=True)
    sys.stdin.read()
    return Outcome(0, {}, "")

cli._call = wait
# Whoever runs the tests in the background has these two ignored, and a child inherits that.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
raise SystemExit(cli.main(["status"]))
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders would be made."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def holding(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A command of ours that left something temporary and goes on."""
    env = {k: v for k, v in os.environ.items() if k != "XDG_RUNTIME_DIR"} | {
        "TMPDIR": str(tmp_path)
    }
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS], env=env, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout
        assert Path(process.stdout.readline().strip()).parent == tmp_path
        yield process
        process.kill()


def test_it_is_for_this_user_alone_and_gone_at_the_end(place: Path) -> None:
    with temporary_folder() as folder:
        assert folder.parent == place
        assert folder.stat().st_mode & 0o777 == 0o700
        with tempfile.NamedTemporaryFile(delete=False) as left:
            assert Path(left.name).parent == folder
        assert os.environ["TMPDIR"] == str(folder)
    assert list(place.iterdir()) == []
    assert tempfile.gettempdir() == str(place)


def test_it_is_gone_after_a_bug_too(place: Path) -> None:
    def fail() -> None:
        with temporary_folder() as folder:
            (folder / "left").touch()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_it_is_gone_when_the_process_is_told_to_end(
    holding: "subprocess.Popen[str]", tmp_path: Path, number: signal.Signals
) -> None:
    assert len(list(tmp_path.iterdir())) == 1
    holding.send_signal(number)
    assert holding.wait(timeout=20) == 128 + number
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_gone_with_the_next_start(
    holding: "subprocess.Popen[str]", place: Path
) -> None:
    (left,) = place.iterdir()
    clear_left_overs(place)
    assert any(left.iterdir())  # its process lives
    holding.kill()
    holding.wait()
    with temporary_folder() as folder:
        assert list(place.iterdir()) == [folder]


def test_nothing_of_others_is_removed(
    place: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "kept").touch()
    (place / f"{PREFIX}link").symlink_to(elsewhere)
    (place / f"{PREFIX}file").touch()
    (place / "other").mkdir()
    clear_left_overs(place)
    assert len(list(place.iterdir())) == 3
    assert (elsewhere / "kept").exists()


def test_many_that_start_at_once_take_nothing_from_one_another(tmp_path: Path) -> None:
    code = (
        "import time\nfrom kiosk.machine.temporary import temporary_folder\n"
        "for _ in range(40):\n"
        "    with temporary_folder() as folder:\n"
        "        (folder / 'here').touch(); time.sleep(0.001); assert (folder / 'here').exists()\n"
    )
    env = {k: v for k, v in os.environ.items() if k != "XDG_RUNTIME_DIR"} | {
        "TMPDIR": str(tmp_path)
    }
    all_ = [
        subprocess.Popen([sys.executable, "-c", code], env=env, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    assert [(one.communicate()[1], one.returncode) for one in all_] == [(b"", 0)] * 6
    assert list(tmp_path.iterdir()) == []


def test_where_none_can_be_made_nothing_temporary_is_written_at_all(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place / "gone"))
    with temporary_folder(), pytest.raises(OSError, match="none"):
        tempfile.mkstemp()
    assert list(place.iterdir()) == []


def test_the_sessions_own_folder_is_taken_only_where_it_is_private(
    place: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = tmp_path_factory.mktemp("session")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(session))
    session.chmod(0o700)
    with temporary_folder() as folder:
        assert folder.parent == session
    session.chmod(0o755)
    with temporary_folder() as folder:
        assert folder.parent == place
