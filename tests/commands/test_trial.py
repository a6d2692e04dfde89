"""`kiosk form try`, as an author calls it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.forms.fhir_json import format_json
from kiosk.resources import resource

KEYS = {
    "startMs", "touchMs", "pageMs", "pssMB", "pages", "inspected", "differences", "findings",
}  # fmt: skip
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_QUICK_BACKEND")


def try_out(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Without any screen."""
    environment = {name: value for name, value in os.environ.items() if name not in SCREENS}
    return subprocess.run(
        [sys.executable, "-m", "kiosk", "form", "try", *map(str, words)],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip


def write(folder: Path, *items: Any) -> Path:
    file = folder / "form.json"
    file.write_text(format_json({"resourceType": "Questionnaire", "item": list(items)}))
    return file


@pytest.mark.long
def test_a_clean_form_is_0_without_a_screen_and_without_a_word_from_qt(tmp_path: Path) -> None:
    report, pictures = tmp_path / "report.json", tmp_path / "shots" / "deep"
    done = try_out(
        resource("forms", "gad-7.json"), "--robot", "--seed", "3", "--json",
        "--report", report, "--screenshots", pictures,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document == json.loads(report.read_text())
    assert set(document) == KEYS
    for name in ("touchMs", "pageMs"):
        assert set(document[name]) == {"p50", "p95", "n"}
    assert document["startMs"] > 0
    assert document["pssMB"] > 10
    assert (document["differences"], document["findings"]) == ([], [])
    shots = sorted(file.name for file in pictures.iterdir())
    assert len(shots) >= document["pages"] >= 5
    assert shots[0] == "page-0001.png"


@pytest.mark.parametrize("form", [one.stem for one in resource("forms").glob("*.json")])
def test_nothing_is_found_on_a_form_of_ours(form: str) -> None:
    done = try_out(resource("forms", f"{form}.json"), "--robot")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.long
def test_a_finding_is_1_and_said_to_a_person_too(tmp_path: Path) -> None:
    file = {"linkId": "f", "type": "attachment", "text": "Your letter", "required": True}
    done = try_out(write(tmp_path, file), "--robot")
    assert done.returncode == 1
    assert "page 1, f: no-control: attachment" in done.stdout
    assert "Differences between screen and engine: 0" in done.stdout


@pytest.mark.long
def test_a_form_that_asks_nothing_is_walked(tmp_path: Path) -> None:
    asks_nothing = write(tmp_path, {"linkId": "d", "type": "display", "text": "Hello"})
    done = try_out(asks_nothing, "--robot", "--json")
    assert json.loads(done.stdout)["pages"] == 0
    assert (done.returncode, done.stderr) == (0, "")


def test_a_missing_file_is_2_and_one_that_is_no_form_1(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    for more in (["--robot"], []):
        assert try_out(tmp_path / "nowhere.json", *more).returncode == 2
        assert try_out(broken, *more).returncode == 1


def test_what_can_not_be_written_is_2(tmp_path: Path) -> None:
    pain = resource("forms", "pain-today.json")
    (tmp_path / "file").write_text("")
    done = try_out(pain, "--robot", "--screenshots", tmp_path / "file")
    assert done.returncode == 2
    assert "file" in done.stderr


def test_a_report_is_only_made_by_a_robot(tmp_path: Path) -> None:
    done = try_out(resource("forms", "pain-today.json"), "--report", tmp_path / "r.json")
    assert done.returncode == 2
    assert "--robot" in done.stderr


def test_without_a_screen_there_is_no_window_and_the_reason_is_said() -> None:
    done = try_out(resource("forms", "pain-today.json"))
    assert done.returncode == 1
    assert "display" in done.stderr
