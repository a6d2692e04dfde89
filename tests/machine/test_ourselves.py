"""How the program starts another process of itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.machine.ourselves import own_command


def _told(command: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_module_of_ours_is_run_with_what_it_is_told(tmp_path: Path) -> None:
    told = _told(own_command("kiosk", "--version"), tmp_path)
    assert told.stdout.startswith("kiosk ")
    assert told.returncode == 0


def test_it_finds_its_modules_where_this_process_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "told.py").write_text("import sys\nprint(sys.argv[1:])\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert _told(own_command("told", "a b", "-x"), Path("/")).stdout == "['a b', '-x']\n"


def test_nothing_in_the_folder_it_is_started_in_or_in_the_environment_comes_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("kiosk.py", "argparse.py", "sitecustomize.py"):
        (tmp_path / name).write_text("print('planted')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "kiosk.py"))
    assert "planted" not in _told(own_command("kiosk", "--version"), tmp_path).stdout


@pytest.mark.parametrize("program", ["kiosk", "kioskw"])
def test_frozen_it_is_the_program_with_a_console_that_is_started(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", f"/opt/ClinicKiosk/{program}")
    assert own_command("kiosk", "form") == ["/opt/ClinicKiosk/kiosk", "-m", "kiosk", "form"]
