"""The guides: listed, shown and printed; what they say of the central service holds."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.commands.guide import guide
from kiosk.errors import RefusedError, UsageError
from kiosk.resources import resource
from kiosk.sync.access.smart import needed_scope

GUIDES = sorted(resource("guides").glob("*.md"))
SETTING = re.compile(r"`central\.(\w+)`")


@pytest.mark.parametrize("file", GUIDES, ids=lambda file: file.stem)
def test_every_setting_of_a_guide_is_in_the_sample(file: Path) -> None:
    sample = resource("kiosk.toml").read_text("utf-8")

    for name in SETTING.findall(file.read_text("utf-8")):
        assert re.search(rf"^#? ?{name} =", sample, re.MULTILINE), name


def test_a_guide_is_listed_shown_and_made_a_page_without_any_configuration(tmp_path: Path) -> None:
    nobody = os.environ | {"HOME": "/none", "XDG_CONFIG_HOME": "/none"}

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "kiosk", "guide", *words], cwd=tmp_path, env=nobody,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    listed = json.loads(run("--json").stdout)
    shown = run("central-service")
    written = run("central-service", "--html", "page.html")
    drawn = run("poster", "--pdf", "poster.pdf", "--paper", "letter")

    assert set(listed["guides"]) == {file.stem for file in GUIDES}
    assert shown.stdout == (resource("guides", "central-service.md")).read_text("utf-8")
    assert written.returncode == 0, written.stderr
    assert drawn.stdout == "poster.pdf is written. 2 pages, to print on both sides.\n"
    assert (tmp_path / "poster.pdf").read_bytes().startswith(b"%PDF")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert page.count("<table>") == page.count("</table>") == 3
    assert "<h1>A real central service" in page


@pytest.mark.parametrize("options", [("--pdf", "a", "--html", "b"), ("--paper", "letter")])
def test_what_does_not_go_together_is_said(options: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "guide", "desk", *options],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2


def test_a_guide_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as told:
        guide("nothing", None)
    assert "central-service" in told.value.advice
    with pytest.raises(RefusedError):
        guide("central-service", tmp_path)
    with pytest.raises(RefusedError):
        guide("central-service", pdf=tmp_path / "none" / "page.pdf")
    with pytest.raises(UsageError):
        guide(None, pdf=tmp_path / "page.pdf")


def test_what_was_not_tried_is_said_so() -> None:
    text = resource("guides", "central-service.md").read_text("utf-8")

    assert "None of the servers" in text
    assert text.index("None of the servers") < text.index("HAPI")


def test_the_rights_in_the_guide_are_those_that_a_kiosk_asks_for() -> None:
    text = resource("guides", "central-service.md").read_text("utf-8")
    rights = text.partition("**Rights.**")[2].partition("In SMART's words")[0]

    asked = re.findall(r"system/(\w+)\.", needed_scope(visits=True))
    assert set(re.findall(r"[A-Z]\w+", rights)) - {"Create", "No", "In"} == set(asked)
