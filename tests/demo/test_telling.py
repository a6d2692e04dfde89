"""A story replaces what an earlier one left, and nothing else; what ends early says so."""

from pathlib import Path

import pytest

from kiosk.demo.child import RobotKiosk
from kiosk.demo.clinic import SampleClinic
from kiosk.demo.telling import cleared, write_json
from kiosk.errors import RefusedError
from kiosk.store.key import new_key

OURS = ("[0-9][0-9]-*.png", "answers *.xlsx", "report.json")


def test_what_an_earlier_story_left_is_replaced(tmp_path: Path) -> None:
    cleared(tmp_path, OURS)
    (tmp_path / "01-first-page.png").touch()
    (tmp_path / "notes.txt").touch()

    assert cleared(tmp_path, OURS) == tmp_path
    assert {file.name for file in tmp_path.iterdir()} == {"report.json", "notes.txt"}


def test_a_file_of_somebody_else_is_never_replaced(tmp_path: Path) -> None:
    theirs = tmp_path / "answers 2026-03-02.xlsx"
    theirs.write_text("the clinic's own")

    with pytest.raises(RefusedError, match="answers 2026-03-02"):
        cleared(tmp_path, OURS)

    assert theirs.read_text() == "the clinic's own"


def test_a_report_of_something_else_is_no_story(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("[1]")

    with pytest.raises(RefusedError, match=r"report\.json"):
        cleared(tmp_path, OURS)


def test_a_folder_that_can_not_be_written_is_said_at_once(tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.touch()

    with pytest.raises(RefusedError, match="can't be written"):
        cleared(file / "in", OURS)
    with pytest.raises(RefusedError, match="can't be written"):
        write_json(file / "in.json", {})


def test_a_robot_that_ended_is_told_of_with_its_last_words(tmp_path: Path) -> None:
    clinic = SampleClinic(tmp_path, new_key())

    with RobotKiosk("kiosk.nothing", clinic=clinic, central="", out=tmp_path) as robot:
        robot._process.wait()
        robot.tell("the line is cut")
        with pytest.raises(RefusedError, match="No module named"):
            robot.expect("the end")
