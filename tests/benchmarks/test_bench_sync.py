"""The benchmark itself must go on working; its figures are for people."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def bench(*asked: str) -> str:
    command = [sys.executable, "-m", "tests.benchmarks.bench_sync", "--rounds", "1", *asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def row(table: str, name: str) -> list[float]:
    (line,) = [line for line in table.splitlines() if line.startswith(name)]
    return [float(cell) for cell in line.removeprefix(name).split()]


def test_the_drain_is_measured_beside_a_bare_client() -> None:
    requests, bare, kiosk, ratio, tenth, end = row(
        bench("--responses", "30", "--touches", "0"), "trial endpoint"
    )

    assert requests > 1
    assert min(bare, kiosk, ratio) > 0
    assert end >= tenth > 10


@pytest.mark.long
def test_touches_are_measured_while_the_queue_drains() -> None:
    table = bench("--responses", "600", "--touches", "8")

    assert row(table, "at rest")[-1] == 16
    assert row(table, "sending")[-1] > 0
