"""The benchmark itself must go on working; its figures are for people."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.resources import resource

BENCHMARK = Path(__file__).parent / "bench_forms.py"


def told(*arguments: str) -> str:
    command = [sys.executable, str(BENCHMARK), "--sizes", "--answers", "20", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.long
def test_the_table_has_a_row_for_each_form() -> None:
    table = told("--runs", "1", "--most", "30", str(resource("forms", "phq-9.json")))

    (row,) = [line.split() for line in table.splitlines() if line.startswith("phq-9")]
    assert int(row[6]) >= 20
    assert float(row[8]) > 0


@pytest.mark.long
def test_the_profile_names_the_functions_where_the_time_goes() -> None:
    profile = told("--profile", "--most", "30", str(resource("forms", "phq-9.json")))

    assert "filler.py" in profile
