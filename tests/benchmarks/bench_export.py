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
from pathlib import Path

from kiosk.export.formats import FORMATS
from kiosk.store.database import create_store
from kiosk.store.key import new_key
from tests.benchmarks.stored import BEGIN, PATIENT_EVERY, fill_store, filled

ROBOTS_EACH = 20
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


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--dir", type=Path)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        run(Path(folder), given.stored, set(filter(None, given.only.split(","))))


def run(place: Path, stored: int, only: set[str]) -> None:
    key = new_key()
    store = create_store(place / "store", key, now=BEGIN)
    fill_store(store, filled(ROBOTS_EACH), stored, waiting=stored // 10)
    store.close()
    few = stored // 10
    print(f"{'':<14}{few:>12,}{'':>12}{stored:>14,}{'':>12}", flush=True)
    heading = "".join(f"{what:>12}" for what in ("seconds", "MiB", "seconds", "MiB", "MB written"))
    print(f"{'format':<14}{heading}", flush=True)
    rows = [(name, "") for name, way in FORMATS.items() if way.row_wise and way.of_responses]
    wanted = [*rows, ("pdf", "")]
    for name, password in [*wanted, ("csv", "correct horse battery")]:
        shown = f"{name} archive" if password else name
        if only and shown not in only:
            continue
        small = measure(place, key, name, few, password)
        large = measure(place, key, name, stored, password)
        figures = [small[1], small[2], large[1], large[2], large[3]]
        print(f"{shown:<14}" + "".join(f"{one:>12.1f}" for one in figures), flush=True)


if __name__ == "__main__":
    main()
