"""The demo's story, whole: what it leaves behind is what it says."""

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.demo.walk import GAD7_TOTAL, MARKER


@dataclass(frozen=True)
class Told:
    out: Path
    ended: subprocess.CompletedProcess[str]

    def read(self, name: str) -> Any:
        return json.loads((self.out / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    out = tmp_path_factory.mktemp("demo") / "out"
    command = [sys.executable, "-m", "kiosk", "demo", "--robot", "--out", str(out)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return Told(out, ended)


def test_nothing_was_lost_and_nothing_doubled(told: Told) -> None:
    counts = told.read("report.json")["counts"]

    assert (counts["sent"], counts["lost"], counts["duplicated"]) == (3, 0, 0)


def test_there_is_a_picture_of_every_page(told: Told) -> None:
    pictures = sorted(told.out.glob("[0-9][0-9]-*.png"))

    assert len(pictures) >= 8
    assert len({picture.read_bytes() for picture in pictures}) >= 8
    assert (told.out / "overview.png").stat().st_size > 0


def test_the_response_is_a_finished_gad7_with_its_total(told: Told) -> None:
    response = told.read("response.json")
    total = next(item for item in response["item"] if item["linkId"] == "gad7-total")

    assert response["status"] == "completed"
    assert total["answer"] == [{"valueInteger": GAD7_TOTAL}]


def test_the_export_holds_the_total_and_the_patients_words(told: Told) -> None:
    with (told.out / "export.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert [r["gad-7.gad7-total"] for r in rows if r["form"] == "gad-7"] == [str(GAD7_TOTAL)]
    assert MARKER in [row["what-matters.matters-1"] for row in rows]


def test_the_story_is_told_in_about_a_dozen_lines_and_ends_with_the_folder(told: Told) -> None:
    lines = told.ended.stdout.strip().splitlines()

    assert 10 <= len(lines) <= 20
    assert lines[-1].endswith(str(told.out))
    assert MARKER not in told.ended.stdout + told.ended.stderr


def test_the_board_line_is_the_desks_answer(told: Told) -> None:
    steps = told.read("report.json")["steps"]

    assert any("We said, we did" in step["told"] for step in steps)


def test_the_clinic_of_the_demo_is_gone_afterwards(told: Told) -> None:
    folder = next(line for line in told.ended.stdout.splitlines() if "lives in" in line)

    assert not Path(folder.split("lives in ")[1].split(",")[0]).exists()
