"""`kiosk form print` and `kiosk papers`: paper without a window, a store or a set-up."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli import main
from tests.papers.reading import plain, text_of

PAIN = "http://clinic-kiosk.example/fhir/Questionnaire/pain-today"


def run(*words: str | Path) -> int:
    return main([str(word) for word in words])


@pytest.mark.parametrize("named", ["pain-today", PAIN, f"{PAIN}|1.0.0"])
def test_a_bundled_form_is_printed_by_its_name_or_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    file = tmp_path / "pain.pdf"
    assert run("form", "print", named, "--out", file, "--clinic", "Riverside", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert told == {"file": str(file), "form": f"{PAIN}|1.0.0", "language": "en", "pages": 1}
    read = plain(text_of(file))
    assert "Riverside" in read
    assert "How bad is your pain right now?" in read
    assert file.stat().st_mode & 0o077 == 0


def test_a_form_in_a_file_is_printed_in_one_of_its_languages(tmp_path: Path) -> None:
    form = {
        "resourceType": "Questionnaire", "status": "active", "title": "Feet",
        "item": [{"linkId": "a", "text": "How are your feet?", "type": "string"}],
    }  # fmt: skip
    source, file = tmp_path / "feet.json", tmp_path / "feet.pdf"
    source.write_text(json.dumps(form), "utf-8")

    assert run("form", "print", source, "--out", file, "--paper", "letter") == 0
    assert "How are your feet?" in plain(text_of(file))


def test_a_language_the_form_is_not_in_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("form", "print", "phq-9", "--language", "pl", "--out", tmp_path / "x.pdf") == 1
    assert "It is in: en." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_form_that_is_not_there_names_those_that_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("form", "print", "phq-99", "--out", tmp_path / "x.pdf") == 2
    assert "phq-9" in capsys.readouterr().err
    assert run("form", "print", f"{PAIN}-not", "--out", tmp_path / "x.pdf") == 2
    assert run("form", "print", tmp_path / "no.json", "--out", tmp_path / "x.pdf") == 2


def test_a_place_that_can_not_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("form", "print", "phq-9", "--out", tmp_path / "no" / "x.pdf") == 1
    told = capsys.readouterr().err
    assert "can't be written" in told
    assert "responses" not in told


@pytest.mark.parametrize("what", ["poster", "desk-card"])
def test_what_hangs_and_stands_there_is_made_from_the_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    logo, settings, file = tmp_path / "logo.svg", tmp_path / "kiosk.toml", tmp_path / "x.pdf"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>', "utf-8")
    settings.write_text(f'[clinic]\nname = "Hill Surgery"\nlogo = "{logo.as_posix()}"\n', "utf-8")

    assert run("papers", what, "--config", settings, "--out", file, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "file": str(file), "clinic": "Hill Surgery", "language": "en",
    }  # fmt: skip
    assert "Hill Surgery" in plain(text_of(file))


def test_a_poster_in_a_language_that_nobody_wrote_it_in_says_that_it_is_english(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("papers", "poster", "--language", "ar", "--out", tmp_path / "x.pdf") == 0
    assert "It is in English: nobody has written it in “ar” yet." in capsys.readouterr().out


def test_a_logo_that_is_none_leaves_no_file(tmp_path: Path) -> None:
    settings, file = tmp_path / "kiosk.toml", tmp_path / "x.pdf"
    settings.write_text("[clinic]\n", "utf-8")
    assert run("papers", "poster", "--config", settings, "--logo", settings, "--out", file) == 1
    assert not file.exists()


def test_settings_that_can_not_be_used_are_told(tmp_path: Path) -> None:
    wrong, out = tmp_path / "wrong.toml", tmp_path / "x"
    wrong.write_text("[clinic]\nname = 3\n")

    assert run("papers", "poster", "--config", tmp_path / "no.toml", "--out", out) == 2
    assert run("papers", "poster", "--config", wrong, "--out", out) == 3


def test_it_prints_where_there_is_no_display(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    bare = {key: value for key, value in os.environ.items() if not key.startswith("QT_")}
    command = [sys.executable, "-m", "kiosk", "form", "print", "pain-today", "--out", str(file)]
    ended = subprocess.run(
        command,
        env=bare,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    assert file.stat().st_size > 0
