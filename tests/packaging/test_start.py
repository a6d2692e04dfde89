"""Where the frozen programs begin."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "packaging" / "windows"
START = FOLDER / "start.py"


def _without_console(log: Path) -> None:
    """A child, as Windows starts a program that has no console."""
    code = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(FOLDER)!r})
import start
sys.stdin = sys.stdout = sys.stderr = None
start.have_streams(Path({str(log)!r}))
sys.stdout.write("nowhere")
sys.stderr.write("told\\n")
raise SystemExit(sys.stdin.read() != "")
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout + told.stderr == ""


def test_without_a_console_the_log_goes_to_its_file_and_the_rest_nowhere(tmp_path: Path) -> None:
    log = tmp_path / "kiosk.log"
    log.write_text("before\n")
    _without_console(log)
    assert log.read_text("utf-8") == "before\ntold\n"


def test_a_long_log_is_put_aside_once(tmp_path: Path) -> None:
    log, aside = tmp_path / "kiosk.log", tmp_path / "kiosk.1.log"
    log.write_text("x" * 1_000_001)
    aside.write_text("the one before")
    _without_console(log)
    assert log.read_text() == "told\n"
    assert len(aside.read_text()) == 1_000_001


def test_a_log_that_can_not_be_written_stops_nothing(tmp_path: Path) -> None:
    _without_console(tmp_path / "not there" / "nor this" / "kiosk.log")


def _told(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, START, *words], capture_output=True, text=True, check=False
    )


def test_it_is_the_command_line() -> None:
    assert _told("--version").stdout.startswith("kiosk ")
    assert _told("nonsense").returncode == 2


def test_it_runs_a_module_of_ours_and_no_other() -> None:
    assert _told("-m", "kiosk", "--version").stdout.startswith("kiosk ")
    assert _told("-m", "http.server", "--help").returncode == 2
    assert _told("-m", "kiosks", "--help").returncode == 2
