"""A year of a kiosk (`year.py`): nothing lost, nothing twice; a month of it in every run."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mounting import own_mounts

ROOT = Path(__file__).parents[2]


def lived(*asked: str) -> dict[str, str]:
    """The closing rows of a simulated time, which went well."""
    command = [*own_mounts(), sys.executable, "-m", "tests.endurance.year", *asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = (line.partition("  ") for line in done.stdout.splitlines())
    told = {name: value.strip() for name, _, value in rows}
    if own_mounts():
        assert not told["full disk"].startswith("not tried")
    return told


def assert_a_month_loses_nothing(zone: str, begin: str, patients: int) -> None:
    asked = ("--days", "28", "--patients", str(patients), "--robots", "1")
    told = lived(*asked, "--zone", zone, "--begin", begin)

    assert int(told["acknowledged"]) > 20 * patients
    assert (told["lost"], told["duplicated"], told["changed on the way"]) == ("0", "0", "0")
    assert told["power cuts"].startswith("4,")


def test_a_month_with_a_change_of_the_clocks_loses_nothing() -> None:
    assert_a_month_loses_nothing("Europe/London", "2026-03-14", 2)


@pytest.mark.long
def test_a_month_where_the_clocks_change_by_half_an_hour_loses_nothing() -> None:
    assert_a_month_loses_nothing("Australia/Lord_Howe", "2026-03-24", 12)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    ("zone", "patients"), [("Europe/London", "40"), ("Australia/Lord_Howe", "6")]
)
def test_a_year_loses_nothing(zone: str, patients: str) -> None:
    told = lived("--zone", zone, "--patients", patients)

    assert int(told["acknowledged"]) > 300 * int(patients)
    assert (told["lost"], told["duplicated"], told["changed on the way"]) == ("0", "0", "0")
    assert told["power cuts"].startswith("52,")
