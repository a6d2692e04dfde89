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
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.forked import Child, Say, Work, fork
from tests.faults.harness import make_empty_store
from tests.faults.rows import BROKEN, FAULTS, Fault
from tests.faults.tally import Tally, tally_from_line, tally_to_line

_FAILED = "THE TRIAL ITSELF FAILED"


def main() -> int:
    """Runs the rows and prints them; 0, or 1 where a promise was broken."""
    options = _options()
    table = BROKEN if options.broken else FAULTS
    faults = [one for one in table if not options.only or one.name in options.only]
    make_empty_store()
    begin, broken, rows = time.monotonic(), False, []
    for fault, tally, note in _tried(faults, options):
        rows.append(_row(fault, tally, note))
        broken |= note == _FAILED
        broken |= bool(fault.nothing_lost and tally.lost) or bool(tally.duplicated)
        if not options.json:
            print(_line(rows[-1], heading=len(rows) == 1), flush=True)
    if options.json:
        print(json.dumps(rows, indent=1))
    else:
        print(f"\nseed {options.seed}, {time.monotonic() - begin:.0f} s")
    return int(broken)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--short", action="store_true", help="a few tries of each (the default)")
    length.add_argument("--long", action="store_true", help="thousands of tries")
    names = [fault.name for fault in (*FAULTS, *BROKEN)]
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=names, help="these rows")
    parser.add_argument("--json", action="store_true", help="rows for a program to read")
    parser.add_argument("--broken", action="store_true", help="stores that must lose something")
    parser.add_argument("--seed", type=int, default=2026, help="of all choices")
    parser.add_argument("--at-once", type=int, default=2, help="rows tried side by side")
    return parser.parse_args()


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


def _row(fault: Fault, tally: Tally, note: str) -> dict[str, str | int]:
    return {
        "fault": fault.name,
        "tries": tally.tries,
        "acknowledged": tally.acknowledged,
        "lost": tally.lost,
        "duplicated": tally.duplicated,
        "note": note,
    }


def _line(row: dict[str, str | int], *, heading: bool) -> str:
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
