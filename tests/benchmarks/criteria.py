"""What of the acceptance criteria holds on every screen, and exactly what does not.

    .venv/bin/python -m tests.benchmarks.criteria
        --panels 10 1920 1080x1920   only panels whose name has one of these in it
        --languages en ar longer     of the five, Easy Read and "longer": English words 40 % longer
        --themes light contrast      of those the display offers
        --sizes 0 1 2                of the text
        --screens attract question   only screens whose name begins with one of these
        --all                        list every violation, not one line for each kind
        --jobs 2                     so many walks at once
        --json FILE                  all that was seen, also as JSON

Every screen is looked at in every theme and size; what is left is told as it is found. The criteria
that a look at a screen can't show name the tests that do; those are not run here. Ends with 1 where
anything is left.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kiosk.ui.patient.display import TEXT_SIZES, THEMES
from tests.benchmarks.criteria_walk import Left, Seen
from tests.benchmarks.figure import Bar, Figure, Measured, Row
from tests.benchmarks.screens import LANGUAGES, PANELS

TESTS = Path(__file__).parents[1]
WALK = Path(__file__).with_name("criteria_walk.py")


@dataclass(frozen=True)
class Criterion:
    """One acceptance criterion: what proves it here, or where its tests are."""

    number: int
    what: str
    codes: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


CRITERIA = (
    Criterion(1, "targets 20 x 20 mm, 3 mm apart", ("small-target", "small-gap")),
    Criterion(2, "capitals 4.8 mm; larger sizes", ("small-text", "large-text", "largest-text")),
    Criterion(3, "contrast, from the pixels", ("low-contrast", "low-contrast-edge")),
    Criterion(4, "nothing clipped", ("clipped-text", "broken-word", "off-window")),
    Criterion(
        5, "all named, all read, one heading, in order",
        ("unnamed-node", "unseen-text", "no-heading", "many-headings", "order"),
    ),
    Criterion(6, "the focus begins at the heading", ("focus",)),
    Criterion(
        7, "five keys, one switch, by ear",
        tests=("ui/access/test_packet.py", "ui/access/test_[fs]*.py"),
    ),
    Criterion(8, "spoken word for word", tests=("ui/access/test_packet.py",)),
    Criterion(
        9, "private aloud, reset", tests=("ui/access/test_speech.py", "ui/access/test_privacy.py")
    ),
    Criterion(10, "touch forgives", tests=("ui/test_touch.py", "ui/test_guard.py")),
    Criterion(11, "fast enough", tests=("benchmarks/bench_window.py",)),
    Criterion(12, "idle", tests=("ui/test_idle*.py", "ui/test_patient_walk.py")),
    Criterion(13, "nothing left", tests=("ui/test_nothing_left.py", "ui/test_deleting.py")),
    Criterion(14, "kept at once", tests=("faults/test_faults.py", "demo/test_killed.py")),
    Criterion(15, "fixed controls do not move", ("fixed-moved", "fixed-missing")),
    Criterion(16, "nothing chosen before", ("chosen-before",), ("ui/kinds/test_*.py",)),
    Criterion(17, "errors by R9-R12", tests=("ui/wording/test_words.py", "ui/kinds/test_*.py")),
    Criterion(18, "dates, numbers, codes", tests=("ui/kinds/test_*.py", "ui/test_number*.py")),
    Criterion(
        19, "identity",
        tests=("ui/journey/test_ident*.py", "ui/journey/test_tries.py", "store/test_visit*.py"),
    ),
    Criterion(
        20, "plain words",
        tests=(
            "coproduction/test_plain*.py", "benchmarks/test_reading.py", "ui/wording/test_words.py",
        ),
    ),
    Criterion(
        21, "five languages, whole",
        tests=("ui/wording/test_words.py", "ui/test_*_language*.py", "forms/test_languages.py"),
    ),
    Criterion(
        22, "asked once in a packet",
        tests=("ui/journey/test_packet.py", "forms/test_concepts.py"),
    ),
    Criterion(23, "help, answers hidden", tests=("ui/test_help.py", "store/test_help_calls.py")),
    Criterion(24, "privacy", tests=("ui/test_patient_walk.py", "ui/test_nothing_left.py")),
    Criterion(26, "cleaning", tests=("ui/test_staff_cleaning.py",)),
    Criterion(27, "nothing leads out", tests=("ui/test_lockdown.py", "endurance/test_monkey.py")),
    Criterion(29, "nothing moves by itself", ("moves",)),
    Criterion(
        30, "an equal way beside", tests=("ui/test_choice_controls.py", "ui/test_signature.py")
    ),
)  # fmt: skip


def _row(one: Criterion) -> Row:
    return Row(f"AC {one.number}, {one.what}: left", "", bar=Bar(most=0))


LEFT, UNREACHED = "everything that was looked at: left", "screens not reached, and warnings"
ROWS = (
    Row(LEFT, "", bar=Bar(most=0), short=True),
    Row(UNREACHED, "", bar=Bar(most=0)),
    *(_row(one) for one in CRITERIA if one.codes),
)


def figures(asked: argparse.Namespace) -> list[Figure]:
    """What is left of each criterion that a look can show, of how many looks."""
    seen = seen_by(asked)
    broken = seen.unreached.total() + seen.warnings.total()
    told = [Figure(LEFT, Measured(len(seen.left), n=seen.looks)),
            Figure(UNREACHED, Measured(broken, n=seen.looks))]  # fmt: skip
    for one in CRITERIA:
        if one.codes:
            left = [each for each in seen.left if each[0] in one.codes]
            note = "; ".join(left[0][1:])[:160] if left else ""
            told.append(Figure(_row(one).name, Measured(len(left), n=seen.looks), note=note))
    return told


def proof(criterion: Criterion) -> str:
    """Where the tests of a criterion are, and how many."""
    files = sorted({file for glob in criterion.tests for file in TESTS.glob(glob)})
    if not files:
        return "looked at here" if criterion.codes else "no proof yet"
    count = sum(file.read_text(encoding="utf-8").count("\ndef test_") for file in files)
    names = ", ".join(str(file.relative_to(TESTS)) for file in files[:3])
    return f"{count} tests: {names}" if count else names


def table(seen: Seen, *, every: bool) -> None:
    """Prints what was looked at and what is left."""
    print(f"\n{'AC':>3}  {'criterion':<44} {'looks':>6} {'left':>6}  proof")
    for one in CRITERIA:
        count = sum(code in one.codes for code, *_ in seen.left)
        shown = (seen.looks, count) if one.codes else ("-", "-")
        print(f"{one.number:>3}  {one.what:<44} {shown[0]:>6} {shown[1]:>6}  {proof(one)}")
    print()
    for title, lines in (("not reached", seen.unreached), ("logged", seen.warnings)):
        for line, count in lines.items():
            print(f"{title}: {line} ({count} times)")
    for (code, what), places in by_kind(seen.left, every=every).items():
        screen, how = places[0]
        print(f"{code:<18} {len(places):>5} x  {what[:110]}   [{screen}; {how}]")


def by_kind(left: list[Left], *, every: bool) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """What is left, the same on several screens once unless `every`."""
    found = defaultdict(list)
    for code, screen, how, what in sorted(left):
        found[code, what if not every else f"{screen} {how} {what}"].append((screen, how))
    return found


def walked(asked: argparse.Namespace, panel: str, language: str, folder: Path) -> Iterator[Any]:
    """What one walk tells, screen by screen; where it crashed, that as well."""
    out = folder / f"{panel} {language}.jsonl"
    wanted = {"themes": asked.themes, "sizes": map(str, asked.sizes), "screens": asked.screens}
    options = [word for name, of in wanted.items() if of for word in (f"--{name}", *of)]
    command = [sys.executable, str(WALK), panel, language, str(out), *options]
    ended = subprocess.run(command, check=False)
    for line in out.read_text(encoding="utf-8").splitlines() if out.exists() else ():
        yield json.loads(line)
    if ended.returncode:
        crash = f"the walk over {panel} {language} ended with {ended.returncode}"
        yield {"looks": 0, "left": [], "unreached": {crash: 1}, "warnings": {}}


def seen_by(asked: argparse.Namespace) -> Seen:
    """Everything that the walks saw, several at once."""
    panels = [one for one in PANELS if any(part in one for part in asked.panels)]
    seen, pairs = Seen(), list(product(panels, asked.languages))
    with TemporaryDirectory() as folder, ThreadPoolExecutor(asked.jobs) as pool:
        walks = [pool.submit(lambda p: list(walked(asked, *p, Path(folder))), p) for p in pairs]
        for told in (one for walk in walks for one in walk.result()):
            seen.looks += told["looks"]
            seen.left += [tuple(one) for one in told["left"]]
            seen.unreached += Counter(told["unreached"])
            seen.warnings += Counter(told["warnings"])
    return seen


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.criteria", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("--panels", nargs="*", default=[""])
    made.add_argument("--languages", nargs="*", default=LANGUAGES, choices=LANGUAGES)
    made.add_argument("--themes", nargs="*", default=THEMES, choices=THEMES)
    made.add_argument("--sizes", nargs="*", type=int, default=range(TEXT_SIZES))
    made.add_argument("--screens", nargs="*")
    made.add_argument("--all", action="store_true")
    made.add_argument("--jobs", type=int, default=2)
    made.add_argument("--json", type=Path)
    return made


def main() -> int:
    asked, began = parser().parse_args(), time.perf_counter()
    seen = seen_by(asked)
    table(seen, every=asked.all)
    print(f"\n{seen.looks} looks in {time.perf_counter() - began:.0f} s")
    if asked.json:
        asked.json.write_text(seen.told() + "\n", encoding="utf-8")
    return int(bool(seen.left or seen.unreached or seen.warnings))


if __name__ == "__main__":
    raise SystemExit(main())
