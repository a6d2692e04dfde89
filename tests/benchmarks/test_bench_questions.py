"""Bad questions are found (G4): fewer forms than in the benchmark, in bounds as wide as that needs.

The benchmark's branch is looked at whole: it needs one form.
"""

import re
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).with_name("bench_questions.py")


def test_bad_questions_are_found_and_drop_off_is_right_behind_a_branch() -> None:
    command = [sys.executable, BENCH, "--forms", "1", "--seed", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "seed 2" in done.stdout, done.stderr

    found, false_flags = figures(r"shown to 100: found (\d+) of 3 .* ([\d.]+) a form", done.stdout)
    assert found >= 2
    assert false_flags <= 1
    began, shown, left = figures(r"(\d+) began, (\d+) were shown it, (\d+) went away", done.stdout)
    assert shown == 100 < began / 2
    (told,) = figures(r"drop-off ([\d.]+)% \(", done.stdout)
    assert told == left
    assert 10 <= left <= 33
    assert figures(r"next question was shown to \d+: drop-off ([\d.]+)%", done.stdout) == [0.0]


def figures(pattern: str, told: str) -> list[float]:
    found = re.search(pattern, told)
    assert found, told
    return [float(number) for number in found.groups()]
