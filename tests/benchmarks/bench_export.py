"""What an export costs: time and peak memory of each format that is written response by response.

    .venv/bin/python -m tests.benchmarks.bench_export [--stored 100000] [--dir DIR] [--only csv]

A store of real forms that the engine's robot filled in; each format in a process of its own, for a
tenth of the responses and for all of them. Memory that grows with the count shows as a peak that is
higher on the right. A bundle is left out: it is sealed as one piece, of 64 MB at most.

Nothing is asserted, for the figures of a busy machine say little.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from kiosk.export.formats import FORMATS
from kiosk.store.database import create_store
from kiosk.store.key import new_key
from tests.benchmarks.figure import Bar, Figure, Measured, Row
from tests.benchmarks.stored import BEGIN, PATIENT_EVERY, fill_store, filled

ROBOTS_EACH = 20
ARCHIVE, PASSWORD = "csv archive", "correct horse battery"
NAMES = (*(name for name, way in FORMATS.items() if way.row_wise and way.of_responses), "pdf",
         ARCHIVE)  # fmt: skip
GROWS_MOST = 1.25
"""So many times the memory at most for ten times the responses."""


def _rows(name: str) -> tuple[Row, Row]:
    short = name == "csv"
    return (
        Row(f"{name}: responses a second", "/s", short=short),
        Row(f"{name}: peak of memory", "MB", "a tenth of the responses",
            Bar(most=GROWS_MOST, of="ratio")),
    )  # fmt: skip


ROWS = tuple(row for name in NAMES for row in _rows(name))
SUFFIXES = {name: way.suffix for name, way in FORMATS.items()} | {"pdf": ".pdf"}

CHILD = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from kiosk.export.exporting import Request, export_files
from kiosk.export.formats import FORMATS
from kiosk.export.wanted import Wanted
from kiosk.store.database import open_store
from kiosk.machine.temporary import temporary_folder
directory, key, name, out, until, password = sys.argv[1:]
store = open_store(Path(directory), bytes.fromhex(key))
wanted = Wanted(until=datetime.fromisoformat(until))
asked = Request(name, wanted, replace=True, password=password or None)
formats = FORMATS
if name == "pdf":
    from kiosk.ui.printing.pdf_format import all_formats
    from kiosk.ui.printing.printing import paper_words
    formats = all_formats(paper_words(), "en")
start = perf_counter()
with temporary_folder():
    made = export_files(store, asked, Path(out), by="bench", now=datetime.now(UTC), formats=formats)
took = perf_counter() - start
told = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
peak = int(told.split()[0]) / 1024  # of this process alone; ru_maxrss counts who started it, too
size = sum(file.stat().st_size for file in made.files) / 1e6
print(json.dumps([made.count, took, peak, size]))
"""


def measure(place: Path, key: bytes, name: str, count: int, password: str = "") -> list[float]:
    """Responses, seconds, peak of memory in MiB, MB written."""
    suffix = ".zip" if password else "" if name == "csv" else SUFFIXES[name]
    out = place / f"{name}-{count}{suffix}"
    until = (BEGIN + count * PATIENT_EVERY).isoformat()
    words = [str(place / "store"), key.hex(), name, str(out), until, password]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[float] = json.loads(done.stdout)
    return found


@dataclass(frozen=True)
class Cost:
    """Of one format: a tenth of the responses, and all. Seconds, MiB, MB written."""

    few_s: float
    few_mb: float
    all_s: float
    all_mb: float
    written: float


def measured(asked: argparse.Namespace) -> Iterator[tuple[str, Cost]]:
    """Each format that is wanted, one after the other."""
    only = set(filter(None, asked.only.split(",")))
    with tempfile.TemporaryDirectory(dir=asked.dir) as folder:
        place, key = Path(folder), new_key()
        store = create_store(place / "store", key, now=BEGIN)
        fill_store(store, filled(ROBOTS_EACH), asked.stored, waiting=asked.stored // 10)
        store.close()
        for shown in NAMES:
            if only and shown not in only:
                continue
            name, password = ("csv", PASSWORD) if shown == ARCHIVE else (shown, "")
            small = measure(place, key, name, asked.stored // 10, password)
            large = measure(place, key, name, asked.stored, password)
            yield shown, Cost(small[1], small[2], large[1], large[2], large[3])


def figures(asked: argparse.Namespace) -> list[Figure]:
    """The pace and the memory of each format."""
    note, found = f"of {asked.stored:,}", []
    for name, cost in measured(asked):
        pace, memory = (row.name for row in _rows(name))
        found += [
            Figure(pace, Measured(asked.stored / cost.all_s), note=note),
            Figure(memory, Measured(cost.all_mb), Measured(cost.few_mb), note=note),
        ]
    return found


def table(asked: argparse.Namespace) -> None:
    print(f"{'':<14}{asked.stored // 10:>12,}{'':>12}{asked.stored:>14,}{'':>12}", flush=True)
    heading = "".join(f"{what:>12}" for what in ("seconds", "MiB", "seconds", "MiB", "MB written"))
    print(f"{'format':<14}{heading}", flush=True)
    for name, cost in measured(asked):
        print(f"{name:<14}" + "".join(f"{one:>12.1f}" for one in astuple(cost)), flush=True)


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.bench_export", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("--stored", type=int, default=100_000)
    made.add_argument("--dir", type=Path)
    made.add_argument("--only", default="", help="formats, with commas between them")
    return made


if __name__ == "__main__":
    table(parser().parse_args())
