"""The short form of `python -m tests.faults`: what the store promises, kept under every fault."""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.rows import FAULTS, Fault

pytestmark = pytest.mark.timeout(400)  # a busy machine shows it, not the clock of a test

ROOT = Path(__file__).parents[2]
BY_NAME = {fault.name: fault for fault in FAULTS}


def run(*options: str, status: int = 0) -> str:
    """What the program prints, in a process of its own: it forks."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.faults", *options],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == status, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The table of one short run for all workers, by fault."""
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    kept = place / "faults.json"
    with (place / "faults.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_text(run("--short", "--json"))
    return {row["fault"]: row for row in json.loads(kept.read_text())}


@pytest.fixture(params=FAULTS, ids=lambda fault: fault.name)
def fault(request: pytest.FixtureRequest) -> Fault:
    found: Fault = request.param
    if reason := found.why_not():
        pytest.skip(reason)
    return found


def test_each_fault_was_tried_on_acknowledged_answers(
    rows: dict[str, dict[str, Any]], fault: Fault
) -> None:
    assert rows[fault.name]["tries"] == fault.short
    assert rows[fault.name]["acknowledged"] >= fault.short


def test_nothing_that_was_promised_is_lost_and_nothing_is_there_twice(
    rows: dict[str, dict[str, Any]], fault: Fault
) -> None:
    row = rows[fault.name]
    assert row["duplicated"] == 0
    if fault.nothing_lost:
        assert row["lost"] == 0
        assert "damage" not in row["note"].lower()
    else:
        assert bool(row["lost"]) == ("lost: " in row["note"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("key gone", "KeyMissing"),
        ("key wrong", "WrongKey"),
        ("keyring locked", "KeyringLocked"),
        ("keyring hanging", "KeyringLocked"),
    ],
)
def test_without_its_key_a_store_says_why_and_stays_as_it_is(
    rows: dict[str, dict[str, Any]], name: str, said: str
) -> None:
    if reason := BY_NAME[name].why_not():
        pytest.skip(reason)
    assert rows[name]["note"] == f"{BY_NAME[name].short}x {said}"


def test_a_disk_without_space_is_met_in_every_try_and_work_goes_on_after_it(
    rows: dict[str, dict[str, Any]],
) -> None:
    if reason := BY_NAME["disk full"].why_not():
        pytest.skip(reason)
    note, tries = rows["disk full"]["note"], BY_NAME["disk full"].short
    assert note.startswith(f"{tries}x DiskFull: The disk is full; nothing was lost.")
    assert "did not go on" not in note


def test_a_disk_that_can_only_be_read_is_never_written_to(rows: dict[str, dict[str, Any]]) -> None:
    if reason := BY_NAME["disk read-only"].why_not():
        pytest.skip(reason)
    assert "WROTE" not in rows["disk read-only"]["note"]
    assert "StoreUnavailable" in rows["disk read-only"]["note"]


def test_a_broken_promise_would_be_seen() -> None:
    """Else the rows above show nothing."""
    seen = {row["fault"]: row for row in json.loads(run("--broken", "--json", status=1))}

    assert seen["never synced"]["lost"] > 0
    assert seen["seldom synced"]["lost"] > 0
    assert seen["told too early"]["lost"] > 0
    assert seen["sent under two ids"]["duplicated"] == 1


def test_a_row_can_be_asked_for_alone() -> None:
    heading, row, *_ = run("--only", "key wrong").splitlines()

    assert heading.split() == ["fault", "tries", "acknowledged", "lost", "duplicated", "note"]
    assert row.startswith("key wrong ")


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_nothing_is_lost_by_thousands_of_kills_and_hundreds_of_power_cuts() -> None:
    found = json.loads(run("--long", "--json", "--only", "kill -9", "power cut"))

    kills, cuts = (row["tries"] for row in found)
    assert (kills, cuts) >= (2000, 200)
    assert [(row["lost"], row["duplicated"]) for row in found] == [(0, 0), (0, 0)]
