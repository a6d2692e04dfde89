"""The demo's story, whole: what it leaves behind is what it says."""

import csv
import re
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from kiosk.demo.clinic import EARLIER_VISITS
from kiosk.demo.story import STEPS
from kiosk.demo.walk import GAD7_TOTAL, MARKER


def test_nothing_was_lost_and_nothing_doubled(told_demo: Any) -> None:
    counts = told_demo.read("report.json")["counts"]

    assert (counts["sent"], counts["lost"], counts["duplicated"]) == (3, 0, 0)


def test_there_is_a_picture_of_every_page(told_demo: Any) -> None:
    pictures = sorted(told_demo.out.glob("[0-9][0-9]-*.png"))

    assert len(pictures) >= 8
    assert len({picture.read_bytes() for picture in pictures}) >= 8
    assert (told_demo.out / "overview.png").stat().st_size > 0


def test_the_response_is_a_finished_gad7_with_its_total(told_demo: Any) -> None:
    response = told_demo.read("response.json")
    total = next(item for item in response["item"] if item["linkId"] == "gad7-total")

    assert response["status"] == "completed"
    assert total["answer"] == [{"valueInteger": GAD7_TOTAL}]


def test_the_export_holds_the_total_and_the_patients_words(told_demo: Any) -> None:
    with (told_demo.out / "export.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert [r["gad-7.gad7-total"] for r in rows if r["form"] == "gad-7"] == [str(GAD7_TOTAL)]
    assert MARKER in [row["what-matters.matters-1"] for row in rows]


def test_the_story_is_told_in_about_a_dozen_lines_and_ends_with_the_folder(told_demo: Any) -> None:
    lines = told_demo.said.strip().splitlines()

    assert 10 <= len(lines) <= 20
    assert lines[-1].endswith(str(told_demo.out))
    assert MARKER not in told_demo.said + told_demo.complained


def test_the_board_says_by_itself_that_the_question_is_asked_otherwise(told_demo: Any) -> None:
    steps = told_demo.read("report.json")["steps"]

    assert any("We said, we did" in step["told"] for step in steps)


def test_the_clinic_of_the_demo_is_gone_afterwards(told_demo: Any) -> None:
    folder = next(line for line in told_demo.said.splitlines() if "lives in" in line)

    assert not Path(folder.split("lives in ")[1].split(",")[0]).exists()


def test_the_robot_looks_at_every_page_of_the_desk(told_demo: Any) -> None:
    steps = told_demo.read("report.json")["steps"]
    pages = next(step["pages"] for step in steps if "pages" in step)

    assert {"Today", "Forms", "Kiosks"} <= set(pages)
    for page in pages:
        name = page.partition(",")[0].lower()
        assert len(list(told_demo.out.glob(f"[0-9][0-9]-desk-{name}.png"))) == 1


def test_the_robot_makes_a_visit_takes_a_drill_on_and_exports_at_the_desk(told_demo: Any) -> None:
    steps = told_demo.read("report.json")["steps"]
    code = next(step["code"] for step in steps if "code" in step)
    file = next(step["file"] for step in steps if "file" in step)

    assert re.fullmatch(r"[0-9A-Z]{3} [0-9A-Z]{3}", code)
    sheet = load_workbook(told_demo.out / file).worksheets[0]
    assert sheet.max_row == 1 + told_demo.read("report.json")["counts"]["sent"] + EARLIER_VISITS


def test_it_has_as_many_steps_as_its_progress_says(told_demo: Any) -> None:
    assert len(told_demo.read("report.json")["steps"]) == STEPS
