"""What the store loses, fault by fault.

    python -m tests.faults [--short|--long] [--only NAME…] [--json]
                           [--seed N] [--at-once N] [--broken]

The columns:

    tries           how often the fault was made to happen
    acknowledged    answers and responses of which a writer was told that they are kept
    lost            of those, what was not there, byte for byte, when the store was opened again;
                    and responses that did not arrive at the central service with the next sync
    duplicated      what was there twice, in the store or at the central service
    note            what the program said, how often, and what exactly was lost

The central service is the program's own, on this PC. The same seed makes the same choices; the
instants of kills and of two processes are the machine's. Ends with 1 where something was lost
or duplicated that the program promises to keep, as it has to with --broken.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.figure import Bar, Figure, Measured, Row
from tests.faults.forked import Child, Say, Work, fork
from tests.faults.harness import make_empty_store
from tests.faults.rows import BROKEN, FAULTS, Fault
from tests.faults.tally import Tally, tally_from_line, tally_to_line

_FAILED = "THE TRIAL ITSELF FAILED"
_IN_ALL = {
    "lost": "all faults: acknowledged, and lost",
    "duplicated": "all faults: acknowledged, and there twice",
}
_Line = dict[str, str | int]


def _row_of(fault: Fault) -> Row:
    bar = Bar(most=0) if fault.nothing_lost else None
    return Row(f"{fault.name}: lost or there twice", "", bar=bar)


ROWS = (
    *(Row(name, "", bar=Bar(most=0), short=True) for name in _IN_ALL.values()),
    *map(_row_of, FAULTS),
)


def main() -> int:
    """Runs the rows and prints them; 0, or 1 where a promise was broken."""
    options = parser().parse_args()
    begin, broken, rows = time.monotonic(), False, []
    for fault, row in _measured(options):
        rows.append(row)
        broken |= row["note"] == _FAILED
        broken |= bool(fault.nothing_lost and row["lost"]) or bool(row["duplicated"])
        if not options.json:
            print(_line(row, heading=len(rows) == 1), flush=True)
    if options.json:
        print(json.dumps(rows, indent=1))
    else:
        print(f"\nseed {options.seed}, {time.monotonic() - begin:.0f} s")
    return int(broken)


def figures(options: argparse.Namespace) -> list[Figure]:
    """What each fault lost or doubled, and all that promise nothing of it; n is the tries."""
    told: list[Figure] = []
    promised: Counter[str] = Counter()
    for fault, row in _measured(options):
        name, note = _row_of(fault).name, str(row["note"])
        if not row["tries"]:
            told.append(Figure(name, None, why_not=note))
            continue
        if fault.nothing_lost:
            promised.update({key: int(row[key]) for key in ("tries", "acknowledged", *_IN_ALL)})
        bad = int(row["lost"]) + int(row["duplicated"])
        told.append(Figure(name, Measured(bad, n=int(row["tries"]))))
    note = f"{promised['acknowledged']:,} acknowledged"
    sums = [
        Figure(name, Measured(promised[key], n=promised["tries"]), note=note)
        for key, name in _IN_ALL.items()
    ]
    return [*sums, *told]


def _measured(options: argparse.Namespace) -> Iterator[tuple[Fault, _Line]]:
    """Each row as it ends."""
    table = BROKEN if options.broken else FAULTS
    faults = [one for one in table if not options.only or one.name in options.only]
    make_empty_store()
    for fault, tally, note in _tried(faults, options):
        yield fault, _row(fault, tally, note)


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m tests.faults", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    length = made.add_mutually_exclusive_group()
    length.add_argument("--short", action="store_true", help="a few tries of each (the default)")
    length.add_argument("--long", action="store_true", help="thousands of tries")
    names = [fault.name for fault in (*FAULTS, *BROKEN)]
    made.add_argument("--only", nargs="+", metavar="NAME", choices=names, help="these rows")
    made.add_argument("--json", action="store_true", help="rows for a program to read")
    made.add_argument("--broken", action="store_true", help="stores that must lose something")
    made.add_argument("--seed", type=int, default=2026, help="of all choices")
    made.add_argument("--at-once", type=int, default=2, help="rows tried side by side")
    return made


def _tried(
    faults: Sequence[Fault], options: argparse.Namespace
) -> Iterator[tuple[Fault, Tally, str]]:
    """Each row in order, in a process of its own, some of them side by side."""
    under_way: deque[tuple[Fault, Child]] = deque()
    with TemporaryDirectory(prefix="faults-") as folder:
        for n, fault in enumerate(faults):
            if reason := fault.why_not():
                under_way.append((fault, fork(lambda say, why=reason: say(why))))
            else:
                under_way.append((fault, fork(_work(fault, Path(folder) / str(n), options))))
            if len(under_way) >= options.at_once:
                yield _ended(*under_way.popleft())
        while under_way:
            yield _ended(*under_way.popleft())


def _work(fault: Fault, folder: Path, options: argparse.Namespace) -> Work:
    def work(say: Say) -> None:
        folder.mkdir()
        chance = random.Random(f"{options.seed} {fault.name}")  # noqa: S311 - to be repeated
        tries = fault.long if options.long else fault.short
        say(tally_to_line(fault.trial(folder, tries, chance)))

    return work


def _ended(fault: Fault, child: Child) -> tuple[Fault, Tally, str]:
    with child.lines:
        said = child.said()
    if child.ended() != 0:
        return fault, Tally(), _FAILED
    if not said[-1].startswith("{"):
        return fault, Tally(), said[-1]
    tally = tally_from_line(said[-1])
    return fault, tally, "; ".join(f"{times}x {what}" for what, times in tally.remarks.items())


def _row(fault: Fault, tally: Tally, note: str) -> _Line:
    return {
        "fault": fault.name,
        "tries": tally.tries,
        "acknowledged": tally.acknowledged,
        "lost": tally.lost,
        "duplicated": tally.duplicated,
        "note": note,
    }


def _line(row: _Line, *, heading: bool) -> str:
    widths = (22, 6, 13, 7, 11)
    values = list(row.values())
    lines = [list(row), values] if heading else [values]
    return "\n".join(
        f"{line[0]:<{widths[0]}}"
        + "".join(f"{value:>{width}}" for value, width in zip(line[1:5], widths[1:], strict=True))
        + f"  {line[5]}"
        for line in lines
    )


if __name__ == "__main__":
    sys.exit(main())
