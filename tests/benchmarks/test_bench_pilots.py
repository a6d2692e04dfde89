"""No false certainty (G5): fewer pilots than in the benchmark, in bounds as wide as that needs."""

import re
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).with_name("bench_pilots.py")


def test_null_pilots_are_rarely_clear_or_stopped_and_harm_is_stopped() -> None:
    command = [sys.executable, BENCH, "--pilots", "100", "--seed", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr

    null, harm = (
        done.stdout[: done.stdout.index("harm,")],
        done.stdout[done.stdout.index("harm,") :],
    )
    clear, false_stops = per_cent("clear", null), per_cent("stopped by 150:", null)
    assert len(clear) == len(false_stops) == 7
    assert max(clear) <= 10
    assert max(false_stops) <= 22
    assert min(per_cent("stopped by 150:", harm)) >= 82
    assert "seed 3" in done.stdout


def per_cent(what: str, told: str) -> list[float]:
    """Every figure after these words."""
    return [float(number) for number in re.findall(rf"{what} ([\d.]+)%", told)]
