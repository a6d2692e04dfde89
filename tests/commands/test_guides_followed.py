"""The guides are followed to the letter, each in the home of somebody who begins.

What stands there to be typed is typed, one process after another, where one is; what a command asks
for (a PIN, the code of the recovery page) is given as its help says a program gives it.
"""

import re
import shlex
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

import openpyxl
import pytest

from kiosk.arguments.command_line import command_line
from kiosk.guides import guides
from tests.alive import BOOTSTRAP, ROOT, fenced
from tests.store.session import MISSING, NOT_INSTALLED, lasting_log_in

LEFT_OUT: Final = {
    "kiosk demo": "a window for people; tests/demo has it with a robot",
    "kiosk run --windowed": "a window that stays; tests/running opens it",
    f"{BOOTSTRAP} test tests/forms/test_filler.py": "fetches Python packages first",
    f"{BOOTSTRAP} demo": "likewise",
    f"{BOOTSTRAP} test": "all tests, this one among them",
}
ENDS: Final = {"kiosk doctor": (0, 1), "kiosk form check": (0, 1)}
"""Where a guide says that it ends with 1, where something is to be mended."""

pytestmark = pytest.mark.skipif(bool(MISSING), reason=NOT_INSTALLED)


class Newcomer:
    """Somebody with an empty home and a keyring, in front of whom a guide lies."""

    def __init__(self, env: dict[str, str], home: Path) -> None:
        self._env, self._home = env, home
        self._pins = (f"{271828 + 11 * number}" for number in count())
        self._lead = ""

    def follow(self, name: str) -> list[str]:
        """Types what a guide says, and returns what was left out."""
        left_out = []
        for line in fenced(guides()[name].text):
            if line in LEFT_OUT:
                left_out.append(line)
            else:
                self._type(line)
        return left_out

    def sets_up(self) -> None:
        """As `kiosk guide it` says."""
        self._type("kiosk setup --sheet recovery.html")

    def _type(self, line: str) -> None:
        typed = shlex.split(line)[1:]
        asked = command_line().parse_args(typed)
        if hasattr(asked, "pin_stdin"):
            typed.append("--pin-stdin")
        if getattr(asked, "robot", None) is False:
            typed.append("--robot")  # in the place of a hand
        self._end(line, [sys.executable, "-m", "kiosk", *typed], self._answer(asked))

    def _answer(self, asked: Namespace) -> str:
        """What somebody types when a command asks."""
        if getattr(asked, "prove", False):
            groups = re.search(r'<ol class="groups">(.*?)</ol>', self._file("recovery.html"))
            assert groups
            return "-".join(re.findall(r"<li>(.*?)</li>", groups[1])) + "\n"
        if asked.command.startswith("kiosk.commands.setup"):
            self._lead = next(self._pins)
            return f"{self._lead}\n"
        is_staff = asked.command.startswith("kiosk.commands.staff")
        return f"{next(self._pins) if is_staff else self._lead}\n"

    def _file(self, name: str) -> str:
        return (self._home / name).read_text("utf-8")

    def _end(self, line: str, command: list[str], text: str) -> None:
        ended = subprocess.run(
            command, cwd=self._home, env=self._env, input=text, capture_output=True, text=True,
            check=False, timeout=100,
        )  # fmt: skip
        usual = next((codes for start, codes in ENDS.items() if line.startswith(start)), (0,))
        assert ended.returncode in usual, f"{line}\n{ended.stdout}{ended.stderr}"
        if ended.returncode:
            assert ended.stdout  # and says what


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Newcomer]:
    """In a home of their own."""
    with lasting_log_in(tmp_path) as env:
        yield Newcomer(env | {"PYTHONPATH": str(ROOT)}, tmp_path)


@pytest.mark.timeout(300)
def test_it_sets_a_pc_up(newcomer: Newcomer, tmp_path: Path) -> None:
    assert newcomer.follow("it") == ["kiosk demo", "kiosk run --windowed"]

    for made in ("recovery.html", "kiosk.toml", "clinic.backup", "support.zip"):
        assert (tmp_path / made).stat().st_size, made


@pytest.mark.timeout(300)
def test_somebody_makes_a_form_and_puts_it_before_patients(
    newcomer: Newcomer, tmp_path: Path
) -> None:
    newcomer.sets_up()
    _survey(tmp_path / "survey.xlsx")
    assert newcomer.follow("form-author") == []

    for made in ("before-your-visit.json", "survey.json", "survey-2.json", "survey.pdf"):
        assert (tmp_path / made).stat().st_size, made


def test_a_contributor_looks_at_what_they_changed(newcomer: Newcomer, tmp_path: Path) -> None:
    (tmp_path / "resources").symlink_to(ROOT / "resources")
    left_out = newcomer.follow("contributor")

    assert left_out == [line for line in LEFT_OUT if line.startswith(BOOTSTRAP)]
    assert list((tmp_path / "shots").glob("*.png"))


@pytest.mark.timeout(300)
def test_the_poster_is_made_with_the_clinics_name(newcomer: Newcomer, tmp_path: Path) -> None:
    assert newcomer.follow("poster") == []

    assert {file.name for file in tmp_path.glob("*.pdf")} == {"poster.pdf", "card.pdf"}


def _survey(file: Path) -> None:
    """A form as somebody has it in a spreadsheet."""
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (("type", "name", "label"), ("select_one yn", "slept", "Did you sleep well?"),
                ("text", "more", "What would you like to tell us?")):  # fmt: skip
        book.active.append(row)
    choices = book.create_sheet("choices")
    for row in (("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "no", "No")):
        choices.append(row)
    book.save(file)
