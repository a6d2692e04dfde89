"""The frozen folder of the Windows installer, built here from the same spec and started.

It takes minutes, so `--long`; needs uv, which brings PyInstaller as the lock file has it. A folder
that is built already is tested as it is: CLINIC_KIOSK_FROZEN=dist/ClinicKiosk.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FORM = next((ROOT / "resources" / "forms").rglob("*.json"))
ENDING = ".exe" if sys.platform == "win32" else ""

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]


def _uv() -> str | None:
    ours = Path.home() / ".cache" / "clinic-kiosk" / "bin"
    return shutil.which("uv", path=f"{os.environ.get('PATH', '')}{os.pathsep}{ours}")


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder."""
    if given := os.environ.get("CLINIC_KIOSK_FROZEN"):
        return Path(given).resolve()
    uv, place = _uv(), tmp_path_factory.mktemp("frozen")
    if uv is None:
        pytest.skip("not installed: uv")
    command = [
        uv, "run", "--frozen", "--no-default-groups", "--group", "package", "--extra", "speech",
        "pyinstaller", "--noconfirm", "--log-level", "ERROR", "--distpath", place / "dist",
        "--workpath", place / "build", ROOT / "packaging" / "windows" / "kiosk.spec",
    ]  # fmt: skip
    own = os.environ | {"UV_PROJECT_ENVIRONMENT": str(place / "venv")}
    subprocess.run(command, cwd=ROOT, env=own, check=True, timeout=1200)
    return place / "dist" / "ClinicKiosk"


def _run(frozen: Path, *words: object, cwd: Path, **variables: str) -> Any:
    return subprocess.run(
        [frozen / f"kiosk{ENDING}", *map(str, words)],
        cwd=cwd, env=os.environ | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_tells_its_version_and_looks_at_a_form(frozen: Path, tmp_path: Path) -> None:
    assert _run(frozen, "--version", cwd=tmp_path).stdout.startswith("kiosk ")
    told = _run(frozen, "form", "check", FORM, "--json", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)


@pytest.mark.parametrize("command", ["doctor", "status", "sync", "run"])
def test_what_was_never_set_up_is_told_as_unfrozen(
    frozen: Path, tmp_path: Path, command: str
) -> None:
    places = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "PROGRAMDATA")
    empty = dict.fromkeys(places, str(tmp_path))
    unfrozen = subprocess.run(
        [sys.executable, "-m", "kiosk", command, "--json"],
        cwd=ROOT, env=os.environ | empty, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = _run(frozen, command, "--json", cwd=tmp_path, **empty)
    assert told.returncode == unfrozen.returncode
    assert json.loads(told.stdout).keys() == json.loads(unfrozen.stdout).keys()


def test_the_whole_demo_is_walked(frozen: Path, tmp_path: Path) -> None:
    told = _run(frozen, "demo", "--robot", "--out", tmp_path / "out", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "3 sent, 0 lost, 0 doubled" in told.stdout
    assert json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))


def test_every_command_is_inside(frozen: Path, tmp_path: Path) -> None:
    told = _run(frozen, "form", "fill", FORM, "--json", cwd=tmp_path)
    assert json.loads(told.stdout)["resourceType"] == "QuestionnaireResponse"
    assert "# " in _run(frozen, "guide", "export", cwd=tmp_path).stdout


def test_what_speaks_is_a_process_of_its_own(frozen: Path, tmp_path: Path) -> None:
    told = _run(frozen, "-m", "kiosk.ui.access.speaker", "--voices", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "Traceback" not in told.stderr


def test_it_runs_no_module_that_is_not_ours(frozen: Path, tmp_path: Path) -> None:
    assert _run(frozen, "-m", "http.server", cwd=tmp_path).returncode == 2


def test_nothing_planted_beside_it_or_by_the_environment_is_loaded(
    frozen: Path, tmp_path: Path
) -> None:
    for name in ("sqlite3.py", "json.py", "sitecustomize.py", "kiosk.py", "argparse.py"):
        (tmp_path / name).write_text("raise SystemExit('planted')\n")
    told = _run(frozen, "--version", cwd=tmp_path, PYTHONPATH=str(tmp_path), PYTHONHOME="/")
    assert told.returncode == 0, told.stderr
    assert "planted" not in told.stdout + told.stderr


def test_both_programs_are_there_and_nothing_to_misuse(frozen: Path) -> None:
    names = {file.name.lower() for file in frozen.rglob("*")}
    assert {f"kiosk{ENDING}", f"kioskw{ENDING}"} <= names
    for part in ("webengine", "virtualkeyboard", "quickdialogs", "qmldbg", "opengl32sw", "qvnc"):
        assert not [name for name in names if part in name], part
