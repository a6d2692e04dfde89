"""The benchmark itself must go on working; its figures are for people."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_tables_are_filled_for_a_small_store(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.bench_store"]
    command += ["--stored", "20", "--commits", "4", "--openings", "1", "--dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    rows = {line[:24].strip(): line[24:].split() for line in done.stdout.splitlines()}
    assert float(rows["an answer"][0]) > 0
    assert float(rows["4 KiB, fdatasync"][3]) == 1.0
    assert float(rows["one form, refused"][0]) > 0
    assert "times the response" in done.stdout
    assert done.stdout.count("ready") == 3
    assert not list(tmp_path.iterdir())
