"""The benchmark and the table of criteria must go on working; their figures are for people."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.resources import resource
from tests.benchmarks.criteria import CRITERIA, TESTS

HERE = Path(__file__).parent


def told(script: str, *arguments: str) -> str:
    command = [sys.executable, str(HERE / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


@pytest.mark.long
def test_the_window_is_measured_beside_an_empty_one() -> None:
    form = str(resource("forms", "phq-9.json"))
    table = told("bench_window.py", "--runs", "1", "--pages", "3", "--visits", "1", form)

    (empty,) = [line.split() for line in table.splitlines() if line.startswith("empty Qt")]
    (row,) = [line.split() for line in table.splitlines() if line.startswith("phq-9 ")]
    first, question, _, begin, touch, _, touches, page, _, pages, pss, _ = map(float, row[1:])
    assert 0 < float(empty[4]) < first < question
    assert min(begin, touch, page) > 0
    assert (touches, pages) == (3, 3)
    assert pss > float(empty[-2])


def test_every_file_that_proves_a_criterion_is_there() -> None:
    named = {(one.number, glob) for one in CRITERIA for glob in one.tests}
    assert [one for one in sorted(named) if not any(TESTS.glob(one[1]))] == []


@pytest.mark.long
def test_every_criterion_has_a_row_and_every_screen_is_looked_at() -> None:
    asked = ("--panels", "1280x", "--languages", "en", "--themes", "light", "--sizes", "0")
    table = told("criteria.py", *asked, "--screens", "attract", "forms", "sheet: help")

    rows = {line.split()[0]: line for line in table.splitlines() if line[:3].strip().isdigit()}
    assert {"1", "5", "15", "29", "30"} <= rows.keys()
    assert " 3 " in rows["5"]
    assert table.splitlines()[-1].startswith("3 looks in ")
