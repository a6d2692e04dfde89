"""`kiosk config check`: thirty files that somebody got wrong, each told as it should be."""

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kiosk.cli import main

LATIN_1 = '[clinic]\nname = "Praxis Müller"\n'.encode("cp1252")
NOTEPAD = "[clinic]\r\nnmae = 'x'\r\n".encode("utf-8-sig")


class Wrong(NamedTuple):
    """A wrong file: its text; line, key, words of what was expected, and the nearest right name."""

    content: str | bytes
    line: int | None
    key: str | None
    expected: str
    nearest: str | None = None
    advice: str = ""


WRONG = {
    # Names
    "key misspelt": Wrong('[clinic]\n\nnmae = "A"', 3, "clinic.nmae", "a key of [clinic]", "name"),
    "table misspelt": Wrong('[cinic]\nname = "A"', 1, "cinic", "clinic, hours, store", "clinic"),
    "key of another table": Wrong(
        "[patient]\n# seconds\ntimeout_s = 20", 3, "patient.timeout_s", "a key of [patient]",
        "central.timeout_s", "timeout_s belongs in [central].",
    ),
    "key above all tables": Wrong(
        'url = "https://x.example/fhir"\n', 1, "url", "a table", "central.url",
        "url belongs in [central].",
    ),
    "key nobody knows": Wrong("[panel]\nzzz = 1", 2, "panel.zzz", "px_per_mm", None, "Remove it."),
    "table as value": Wrong('central = "https://x.example"', 1, "central", "a table"),
    "key in a list of tables": Wrong(
        '[reception]\nresponders = [\n  {name = "A", how = "1"},\n  {name = "B", hwo = "2"},\n]\n',
        4, "reception.responders[2].hwo", "a key of reception.responders[2]", "how",
    ),
    "key missing in a table of a list": Wrong(
        '[[reception.responders]]\nname = "A"\n', 1, "reception.responders[1]", "how, text of 1"
    ),
    # Values
    "number too small": Wrong(
        "[patient]\nidle_warning_s = 3", 2, "patient.idle_warning_s", "a number, 60 to 600"
    ),
    "number too large": Wrong(
        "[central]\nalarm_hours = 1000", 2, "central.alarm_hours", "a whole number, 1 to 720"
    ),
    "number not above zero": Wrong(
        "[central]\ntimeout_s = 0", 2, "central.timeout_s", "a number, more than 0, up to 120"
    ),
    "number in quotes": Wrong(
        '[store]\nkeep_sent_days = "30"', 2, "store.keep_sent_days", "a whole number, 1 to 3650",
        None, "Write it without quotes.",
    ),
    "fraction of a whole number": Wrong(
        "[patient]\nrepeat_ms = 500.5", 2, "patient.repeat_ms", "a whole number, 500 to 1000"
    ),
    "no number at all": Wrong("[central]\nevery_s = nan", 2, "central.every_s", "1 to 3600"),
    "truth in quotes": Wrong(
        '[patient]\nwalk_ups = "true"', 2, "patient.walk_ups", "true or false", None,
        "Write it without quotes.",
    ),
    "truth as yes": Wrong(
        "[reception]\nsound = yes", 2, "reception.sound", "a value: text in quotes, a number, true"
    ),
    "word that is none of the choices": Wrong(
        '[patient]\nidentity = "birthday"', 2, "patient.identity",
        "one of “anonymous”, “code” or “birthdate”", "birthdate", "Did you mean “birthdate”?",
    ),
    "one text for a list": Wrong(
        '[patient]\nlanguages = "en"', 2, "patient.languages", "a list of at least 1 text", None,
        'Write it as a list: ["en"].',
    ),
    "text that is empty": Wrong('[clinic]\nname = ""', 2, "clinic.name", "text of 1 to 200"),
    "text that has no such form": Wrong(
        '[export]\nat = "6 am"', 2, "export.at", "a time of the day, such as 06:00"
    ),
    "date without quotes": Wrong(
        "[hours]\nclosed = [\n  2026-12-25,\n]", 3, "hours.closed[1]", "text", None,
        "Write it in quotes.",
    ),
    "hours that are none": Wrong('[hours]\nmonday = "8 to 12"', 2, "hours.monday", "08:30-18:00"),
    "two packets with one key": Wrong(
        '[reception]\npackets = [{name = "A", forms = ["gad-7"], key = "1"},\n'
        '{name = "B", forms = ["gad-7"], key = "1"}]', 2, "reception.packets", "the key 1",
    ),
    # Not TOML
    "heading not closed": Wrong("[clinic\nname = 'A'", 1, None, "“]” after the name of a table"),
    "text without quotes": Wrong("[clinic]\nname = Riverside", 2, "clinic.name", "text in quotes"),
    "quotes not closed": Wrong(
        '[clinic]\nname = "River\nkiosk = "x"', 2, "clinic.name", "quotes are not closed"
    ),
    "list not closed": Wrong(
        '[patient]\nlanguages = ["en",\nforms = ["gad-7"]\n[panel]\npx_per_mm = 3', 2,
        "patient.languages", "not closed with “]”",
    ),
    "colon for equals": Wrong("[central]\ntasks: all", 2, "central.tasks", "“=” after the name"),
    "path of Windows": Wrong(
        '[clinic]\nlogo = "C:\\Users\\x.png"', 2, "clinic.logo", "write a path with “\\\\”"
    ),
    "key twice": Wrong(
        '[clinic]\nname = "A"\n\nname = "B"', 4, "clinic.name", "it stands in line 2 already"
    ),
    "table twice": Wrong(
        '[clinic]\nname = "A"\n[panel]\n[clinic]\nkiosk = "B"', 4, "clinic", "in line 1 already"
    ),
    # Not text
    "saved as UTF-16": Wrong(
        '[clinic]\nname = "A"'.encode("utf-16"), None, None, "expected UTF-8; it is saved as UTF-16"
    ),
    "saved in the letters of Windows": Wrong(LATIN_1, 2, None, "expected UTF-8"),
    "with a mark and line ends of Windows": Wrong(NOTEPAD, 2, "clinic.nmae", "a key", "name"),
    # Right by itself
    "form that is not there": Wrong(
        '[patient]\nforms = [\n  "what-matters",\n  "gad7",\n]', 4, "patient.forms[2]",
        "a form that is not there: gad7", "gad-7",
    ),
    "language that is not there": Wrong(
        '[patient]\nlanguages = ["en", "en-x-eazy"]', 2, "patient.languages[2]", "ar, cy, en",
        "en-x-easy",
    ),
    "key of the keyboard that is not there": Wrong('[keypad]\nup = "Upp"', 2, "keypad.up", "“Upp”"),
    "address that can be listened to": Wrong(
        '[central]\nurl = "http://x.example/fhir"', 2, "central.url", "travel readable"
    ),
    "visits that nobody could find": Wrong(
        '[central]\ntasks = "all"', 2, "central.tasks", "patients are asked nothing"
    ),
    "desk without a service": Wrong(
        '[central]\ntasks = "all"\n[reception]\nworks_on = "central"', 4, "reception.works_on",
        "central.url is not set",
    ),
}  # fmt: skip


def check(capsys: pytest.CaptureFixture[str], *files: Path) -> tuple[int, Any]:
    code = main(["config", "check", "--json", *map(str, files)])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_is_told_by_line_key_expected_and_nearest_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: Wrong
) -> None:
    file = tmp_path / "kiosk.toml"
    content = wrong.content
    file.write_bytes(content.encode() if isinstance(content, str) else content)

    code, told = check(capsys, file)

    assert code == 3
    (problem,) = told["problems"]
    assert problem["source"] == str(file)
    assert (problem["line"], problem["key"]) == (wrong.line, wrong.key)
    assert wrong.expected in problem["message"]
    assert problem["nearest"] == wrong.nearest
    assert wrong.advice in problem["advice"]
    assert problem["advice"]


def test_all_problems_of_all_files_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for number, wrong in enumerate(WRONG.values()):
        file = tmp_path / f"{number}.toml"
        content = wrong.content
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        files.append(file)

    code = main(["config", "check", *map(str, files)])

    said = capsys.readouterr().out
    assert code == 3
    for file, wrong in zip(files, WRONG.values(), strict=True):
        assert f"{file}, line {wrong.line}:" in said if wrong.line else f"{file}: " in said
    assert f"{len(WRONG)} problems." in said


def test_all_problems_of_one_file_are_told_from_top_to_bottom(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(
        '[clinic]\nname = Riverside\nkiosk = 3\n[cinic]\n[central]\ntimeout_s = "x"\nevery_s = 60\n'
        '[hours]\ntuesday = 830\nmonday = "x"\n[central]\nevery_s = 9\nurl\n'
    )

    _code, told = check(capsys, file)

    lines = [problem["line"] for problem in told["problems"]]
    assert lines == [2, 3, 4, 6, 9, 10, 11, 12, 13]


@pytest.mark.parametrize("content", [b"", b"\n", b"# all as usual\r\n", b"\xef\xbb\xbf[panel]\r\n"])
def test_a_file_that_says_nothing_is_fine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(content)

    well = {"well": True, "looked": [str(file)], "problems": [], "remarks": []}
    assert check(capsys, file) == (0, well)


def test_a_folder_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = check(capsys, tmp_path)

    assert code == 3
    assert "it is a folder" in told["problems"][0]["message"]


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = tmp_path / "closed.toml"
    closed.write_text("")
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read everything: who is root can't be refused")

    code, told = check(capsys, closed)

    assert code == 3
    assert "Permission denied" in told["problems"][0]["message"]


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert main(["config", "check", str(tmp_path / "none.toml")]) == 2


def test_what_is_right_and_will_not_be_offered_is_a_remark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[patient]\nforms = ["phq-9"]\n')

    code, told = check(capsys, file)

    assert code == 0
    assert "responders" in told["remarks"][0]


def test_what_stands_in_a_file_does_nothing_to_the_screen_it_is_told_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[clinic]\n"na\\u001b[2Jme" = 1\nname = ["\\u001b[31m"]\nlogo = "\\u202e"\n')

    assert main(["config", "check", str(file)]) == 3

    assert capsys.readouterr().out.replace("\n", "").isprintable()


def test_commands_tell_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[clinic]\nnmae = "A"\n[patient]\nwalk_ups = 1\n')

    assert main(["status", "--config", str(file)]) == 3

    said = capsys.readouterr().err
    assert f"{file}, line 2: clinic.nmae" in said
    assert f"{file}, line 4: patient.walk_ups" in said
    assert "kiosk config check" in said
