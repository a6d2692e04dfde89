"""The guides: what they tell one to type exists, and they print as they should."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.arguments.command_line import command_line
from kiosk.commands.guide import guide
from kiosk.errors import RefusedError, UsageError
from kiosk.resources import resource
from kiosk.sync.access.smart import needed_scope

ROOT = Path(__file__).parents[2]
GUIDES = sorted(resource("guides").glob("*.md"))
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(kiosk [^`]+)`")
SETTING = re.compile(r"`central\.(\w+)`")


def commands(text: str) -> list[str]:
    lines = "".join(BLOCK.findall(text)).splitlines()
    return [line for line in lines if line.startswith("kiosk ")] + INLINE.findall(text)


@pytest.mark.parametrize("file", GUIDES, ids=lambda file: file.stem)
def test_every_command_of_a_guide_exists(file: Path) -> None:
    found = commands(file.read_text("utf-8"))

    assert found
    for command in found:
        words = shlex.split(command)[1:]
        try:
            command_line().parse_args(words)
        except UsageError as error:
            if len(words) != 1 or not str(error).startswith("one of the arguments"):
                raise AssertionError(command) from error  # a name alone may lack its options


@pytest.mark.parametrize("file", GUIDES, ids=lambda file: file.stem)
def test_every_test_that_a_guide_names_exists(file: Path) -> None:
    for name in re.findall(r"`(tests/[\w./-]+)`", file.read_text("utf-8")):
        assert (ROOT / name).exists(), name


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

    assert set(listed["guides"]) == {file.stem for file in GUIDES}
    assert shown.stdout == (resource("guides", "central-service.md")).read_text("utf-8")
    assert written.returncode == 0, written.stderr
    page = (tmp_path / "page.html").read_text("utf-8")
    assert page.count("<table>") == page.count("</table>") == 3
    assert "<h1>A real central service" in page


def test_a_guide_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as told:
        guide("nothing", None)
    assert "central-service" in told.value.advice
    with pytest.raises(RefusedError):
        guide("central-service", tmp_path)


def test_what_was_not_tried_is_said_so() -> None:
    text = resource("guides", "central-service.md").read_text("utf-8")

    assert "None of the servers" in text
    assert text.index("None of the servers") < text.index("HAPI")


def test_the_rights_in_the_guide_are_those_that_a_kiosk_asks_for() -> None:
    text = resource("guides", "central-service.md").read_text("utf-8")
    rights = text.partition("**Rights.**")[2].partition("In SMART's words")[0]

    asked = re.findall(r"system/(\w+)\.", needed_scope(visits=True))
    assert set(re.findall(r"[A-Z]\w+", rights)) - {"Create", "No", "In"} == set(asked)
