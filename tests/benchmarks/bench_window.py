"""How long a patient waits: for the program, for a touch, for the next page; and what it weighs.

    .venv/bin/python -m tests.benchmarks.bench_window [FILE…]
        --runs 5       how often each process is started, all kinds in turn
        --pages 30     how many pages of each form are answered and left by touch
        --visits 7     how often a form is begun from the first page
        --no-large     without the generated form

Without FILE: PHQ-9 (in the kiosk without its alert rule: nobody is there to alert), and a form of
5,000 items that is generated.
The columns, medians in milliseconds and MB:

    first     process start to its first frame: the empty window, or the kiosk's first page, over
              the store of a kiosk that was killed
    question  process start to the first question of the form
    ratio     `question` in empty windows
    begin     from the touches on the first page to the first question; not the second that each
              page is read before it is touched
    touch     letting go of an answer to the frame that shows it chosen: p50, p95, how many
    page      letting go of Continue to the frame of the next page: p50, p95, how many
    PSS       proportional memory of the process with the first question, and after the pages

`form try` is started in turn with them, with the robot: `question` is its startMs, touch, page and
PSS are what it reports of itself. Everything is software-rendered and from one run, side by side,
with bytecode at hand as an installed kiosk has it; the first start of each kind is not counted.
Nothing is asserted, for the figures of a busy machine say little: look at the ratios.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from kiosk.demo.clinic import SampleClinic, sample_clinic
from kiosk.resources import resource
from tests.benchmarks.child import ENV, Child
from tests.benchmarks.figure import Bar, Figure, Measured, Row, few, often
from tests.benchmarks.generated import form_file

ITEMS = 5000
EMPTY = "empty Qt Quick window"
SMALL_BYTES = 300_000
COLUMNS = {
    "first frame": "first", "first question, pages before it read for a second each": "question",
    "first question": "question", "begin": "begin", "touch": "touch",
    "page": "page", "memory": "PSS", "memory after the touches": "after",
}  # fmt: skip
"""How a row of the one table names a column of this one."""

KIOSK = "kiosk with phq-9"
ROWS = (
    Row(f"{EMPTY}: first frame", "ms"),
    Row(f"{EMPTY}: memory", "MB"),
    Row(f"{KIOSK}: first frame", "ms", EMPTY),
    Row(f"{KIOSK}: first question, pages before it read for a second each", "ms"),
    Row(f"{KIOSK}: begin", "ms"),
    Row(f"{KIOSK}: touch", "ms", bar=Bar(most=12)),
    Row(f"{KIOSK}: page", "ms", short=True),
    Row(f"{KIOSK}: memory", "MB"),
    Row(f"{KIOSK}: memory after the touches", "MB"),
    Row("form try phq-9: first question", "ms", EMPTY),
    Row("form try phq-9: touch", "ms", bar=Bar(most=12)),
    Row("form try phq-9: page", "ms"),
    Row("form try phq-9: memory after the touches", "MB"),
)
Found = dict[str, Any]
"""What was measured of one kind of process, by column."""


def measure_empty(row: Found) -> None:
    with Child("empty_window.py") as child:
        row["first"].append(child.hears("first")["ms"])
        row["PSS"].append(child.megabytes())


def measure_kiosk(row: Found, clinic: SampleClinic, form: Path, touched: tuple[int, int]) -> None:
    """One start, and the touches where any are asked for. It ends by being killed."""
    store = clinic.settings(central="").store_directory
    asked = (store, clinic.key.hex(), form, *touched)
    with Child("kiosk_window.py", *asked) as child:
        row["first"].append(child.hears("first")["ms"])
        row["question"].append(child.hears("question")["ms"])
        row["PSS"].append(child.megabytes())
        if any(touched):
            child.goes_on()
            found = child.hears("touched")
            row["touch"], row["page"] = found["touch"], found["page"]
            row["after"] = [child.megabytes()]
            child.goes_on()
            row["begin"] = child.hears("begun")["begin"]


def measure_try(row: Found, form: Path, out: Path) -> None:
    """What `kiosk form try --robot` reports of itself; its touches are those of the last start."""
    report = out / "report.json"
    command = [sys.executable, "-m", "kiosk", "form", "try", str(form), "--robot", "--seed", "1"]
    ended = subprocess.run(
        [*command, "--report", str(report)], env=ENV, capture_output=True, text=True, check=False
    )
    if not report.is_file():
        raise LookupError((ended.stderr.strip().splitlines() or ["no report"])[-1])
    said = json.loads(report.read_text(encoding="utf-8"))
    report.unlink()
    row["question"].append(said["startMs"])
    row["after"] = [said["pssMB"]]
    row |= {"touch": said["touchMs"], "page": said["pageMs"]}


def line(name: str, row: Found, empty_ms: float) -> str:
    """One row of the table; what was not measured is a dash."""
    question = median(row["question"]) / empty_ms if row.get("question") else None
    cells = [middle(row, "first"), middle(row, "question")]
    cells += [f"{question:.2f}" if question else "-", middle(row, "begin")]
    spreads = [spread(row, "touch"), spread(row, "page")]
    memory = [middle(row, "PSS"), middle(row, "after")]
    return (
        f"{name:<24}" + "".join(f"{cell:>9}" for cell in cells)
        + "".join(f"{cell:>17}" for cell in spreads) + "".join(f"{cell:>7}" for cell in memory)
    )  # fmt: skip


def middle(row: Found, key: str) -> str:
    return f"{median(row[key]):.0f}" if row.get(key) else "-"


def spread(row: Found, key: str) -> str:
    measured = row.get(key) or []
    found = reported(measured) if isinstance(measured, dict) else often(measured)
    return f"{found.value:.1f} {found.spread[0]:.1f} {found.n}" if found else "-"


def reported(told: dict[str, Any]) -> Measured | None:
    """The times that a trial reports."""
    return Measured(told["p50"], (told["p95"],), told["n"]) if told["n"] else None


def forms(asked: argparse.Namespace, folder: Path) -> dict[str, Path]:
    """The forms to measure, by name."""
    if asked.files:
        return {file.stem: file for file in asked.files}
    large = {} if asked.no_large else {f"{ITEMS:,} items": form_file(folder, ITEMS)}
    return {"phq-9": resource("forms", "phq-9.json")} | large


def new_row() -> Found:
    return {"first": [], "question": [], "PSS": []}


def measured(asked: argparse.Namespace) -> dict[str, Found]:
    """All rows: every process is started as often, in turn; the last start is touched."""
    with TemporaryDirectory() as name, sample_clinic(seed=1) as clinic:
        files = forms(asked, Path(name))
        return in_turn(asked, files, clinic, Path(name))


def table(asked: argparse.Namespace) -> None:
    rows = measured(asked)
    head = ("first", "question", "ratio", "begin")
    print(f"{'':<24}" + "".join(f"{one:>9}" for one in head), end="")
    print(f"{'touch 50 95 n':>17}{'page 50 95 n':>17}{'PSS':>7}{'after':>7}")
    empty_ms = median(rows[EMPTY]["first"])
    for name, row in rows.items():
        print(line(name, row, empty_ms))


def figures(asked: argparse.Namespace) -> list[Figure]:
    """Of the empty window, and of PHQ-9 in the kiosk and in a trial."""
    found = measured(asked)
    told = {f"kiosk with {name}" if name == "phq-9" else name: row for name, row in found.items()}
    empty = few(told[EMPTY]["first"])
    return [
        Figure(row.name, column(told, row.name), empty if row.beside else None)
        for row in ROWS
        if row.name.partition(": ")[0] in told
    ]


def column(told: dict[str, Found], name: str) -> Measured | None:
    """What a row of `ROWS` tells."""
    kind, _, of = name.partition(": ")
    values = told[kind].get(COLUMNS[of]) or []
    if isinstance(values, dict):
        return reported(values)
    return often(values) if of in {"touch", "page", "begin"} else few(values)


def in_turn(
    wanted: argparse.Namespace, files: dict[str, Path], clinic: SampleClinic, out: Path
) -> dict[str, Found]:
    """Every kind of process, started in turn."""
    tries = {f"form try {name}": file for name, file in files.items()}
    rows: dict[str, Found] = {}
    for run in range(wanted.runs + 1):
        if run <= 1:  # by the first start bytecode is made: it is not counted
            rows = {name: new_row() for name in (EMPTY, *tries, *files)}
        touched = (wanted.pages, wanted.visits) if run == wanted.runs else (0, 0)
        attempt(EMPTY, measure_empty, rows[EMPTY])
        for name, file in tries.items():
            if file.stat().st_size > SMALL_BYTES and run < wanted.runs:
                continue  # to its end takes minutes: only once
            attempt(name, measure_try, rows[name], file, out)
        for name, file in files.items():
            attempt(name, measure_kiosk, rows[name], clinic, file, touched)
    return rows


def attempt(name: str, measure: Callable[..., None], *asked: object) -> None:
    """A kind of process that fails leaves its row empty, and says why."""
    try:
        measure(*asked)
    except LookupError as cause:
        print(f"{name}: {cause}", file=sys.stderr)


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.bench_window", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("files", nargs="*", type=Path)
    made.add_argument("--runs", type=int, default=5)
    made.add_argument("--pages", type=int, default=30)
    made.add_argument("--visits", type=int, default=7)
    made.add_argument("--no-large", action="store_true", help="without the form of 5,000 items")
    return made


if __name__ == "__main__":
    table(parser().parse_args())
