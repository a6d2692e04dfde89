"""The benchmark itself must go on working; its figures are for people."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_table_is_filled_for_a_small_store(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.bench_export"]
    command += ["--stored", "100", "--dir", str(tmp_path), "--only", "csv,ndjson,csv archive"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    rows = {line[:14].strip(): line[14:].split() for line in done.stdout.splitlines()[2:]}
    assert list(rows) == ["csv", "ndjson", "csv archive"]
    assert all(float(peak) > 10 for figures in rows.values() for peak in (figures[1], figures[3]))
    assert not list(tmp_path.iterdir())
