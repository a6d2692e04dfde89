"""What arrives at a FHIR service through a bad network: each once, or it is seen where it is.

    python -m tests.network [--short|--long] [--responses N] [--only FAULT…]
                            [--server NAME… | --base URL] [--json] [--seed N] [--at-once N]
                            [--broken]

In each row patients finish responses and are thanked for them, while a sender sends what waits
through a proxy that does its worst to a share of the requests. The sender is killed at random
(SIGKILL) and started again on the same store; its clock is turned by hand. Then the faults end,
staff send again what was set aside, and all of it must be at the service.

    fault           what the proxy, the network or the service does; "all of them": any, each time
    server          which FHIR service
    responses       how many patients were thanked for
    hits            requests, lines and look-ups that the fault hit; 0: the sender gave no occasion
    kills           of the sender, at work
    lost            neither at the service as they were finished, nor waiting or refused
    duplicated      resources at the service beyond one for each response
    quarantined     responses that were set aside when the faults ended
    note            what else happened, and how often

The services: `endpoint` is the program's own. The others are a FHIR engine made by others, in
different settings (tests/router): `router-put` takes PUT under a new id and `router-post` does not;
their `-batch` know no transaction; `router-nobundle` knows neither, and no such PUT. `--base` tries
any other one, which should be empty or a test's own: the responses stay there.

The same seed makes the same choices; the instants of kills are the machine's. Ends with 1 where a
response was lost, duplicated or did not arrive in the end, as it has to with --broken.
"""

import argparse
import gc
import json
import math
import random
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.figure import Bar, Figure, Measured
from tests.benchmarks.figure import Row as Line
from tests.faults.forked import Child, Say, Work, fork
from tests.faults.harness import make_empty_store
from tests.network import rows
from tests.network.census import Census
from tests.network.proxy import FOLLOWED
from tests.network.rows import Row
from tests.network.servers import NAMES, Server, running_servers, why_not
from tests.network.trial import HUNG, Trial, run

_FAILED = "THE TRIAL ITSELF FAILED"
_NOT_ARRIVED = "not there in the end"
_SHORT, _LONG = 300, 10_000
_OF_OTHERS = "base"
_IN_ALL = {
    "lost": "all of the network: finished, and lost",
    "duplicated": "all of the network: finished, and there twice",
}


def _name(fault: str) -> str:
    return f"network, {fault}: lost or there twice"


ROWS = (
    *(Line(name, "", bar=Bar(most=0), short=True) for name in _IN_ALL.values()),
    *(Line(_name(fault), "", bar=Bar(most=0)) for fault in rows.NAMES),
)


def main() -> int:
    """Runs the rows and prints them; 0, or 1 where something is lost or there twice."""
    options = parser().parse_args()
    begin, bad, table = time.monotonic(), False, []
    for line in _measured(options):
        table.append(line)
        bad |= _is_bad(line)
        if not options.json:
            print(_text(line, heading=len(table) == 1), flush=True)
    if options.json:
        print(json.dumps(table, indent=1))
    else:
        print(_sums(table), f"\nseed {options.seed}, {time.monotonic() - begin:.0f} s")
    return int(bad)


def figures(options: argparse.Namespace) -> list[Figure]:
    """What each fault lost or doubled, and all of them; n is the responses."""
    table = list(_measured(options))
    sums = Counter({key: sum(line[key] for line in table) for key in _FIGURES})
    note, count = f"{sums['hits']:,} requests hit, {sums['kills']} kills", sums["responses"]
    told = [Figure(name, Measured(sums[key], n=count), note=note) for key, name in _IN_ALL.items()]
    for fault in options.only or rows.NAMES:
        of = [line for line in table if line["fault"] == fault]
        if not of:
            told.append(Figure(_name(fault), None, why_not="no service here that it can happen to"))
        elif failed := [line for line in of if _FAILED in line["note"]]:
            told.append(Figure(_name(fault), None, why_not=failed[0]["note"]))
        else:
            bad = sum(line["lost"] + line["duplicated"] for line in of)
            count = sum(line["responses"] for line in of)
            note = f"on {', '.join(line['server'] for line in of)}"
            told.append(Figure(_name(fault), Measured(bad, n=count), note=note))
    return told


def _measured(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Each line as it ends."""
    make_empty_store()
    gc.freeze()  # what the forks share stays shared
    with (
        TemporaryDirectory(prefix="network-") as name,
        _servers(options, Path(name)) as found,
    ):
        folder, servers = Path(name), {one.name: one for one in found}
        yield from _tried(_rows(options, servers), servers, folder, options)


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m tests.network", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    length = made.add_mutually_exclusive_group()
    length.add_argument("--short", action="store_true", help="each fault once (the default)")
    length.add_argument("--long", action="store_true", help="each on each service")
    made.add_argument("--responses", type=int, metavar="N", help="so many in all")
    made.add_argument("--only", nargs="+", metavar="FAULT", choices=rows.NAMES, help="these")
    where = made.add_mutually_exclusive_group()
    where.add_argument("--server", nargs="+", metavar="NAME", choices=NAMES, help="these")
    where.add_argument("--base", metavar="URL", help="another FHIR service, at that address")
    made.add_argument("--json", action="store_true", help="rows for a program to read")
    made.add_argument("--broken", action="store_true", help="senders that must fail")
    made.add_argument("--seed", type=int, default=2026, help="of all choices")
    made.add_argument("--at-once", type=int, default=2, help="rows tried side by side")
    return made


@contextmanager
def _servers(options: argparse.Namespace, folder: Path) -> Iterator[tuple[Server, ...]]:
    if options.base:
        yield (Server(_OF_OTHERS, options.base.rstrip("/")),)
        return
    names = options.server or ([rows.ENDPOINT] if options.broken else NAMES)
    missing = {name: reason for name in names if (reason := why_not(name))}
    for name, reason in missing.items():
        print(f"{name}: {reason}", file=sys.stderr)
    with running_servers([name for name in names if name not in missing], folder) as found:
        yield found


def _rows(options: argparse.Namespace, servers: dict[str, Server]) -> list[Row]:
    if options.broken:
        return [one for one in rows.BROKEN if one.server in servers]
    able = {name: one.interactions() for name, one in servers.items()}
    found = rows.every(able) if options.long or options.only or options.base else rows.some(able)
    return [one for one in found if not options.only or one.fault in options.only]


def _tried(
    table: Sequence[Row], servers: dict[str, Server], folder: Path, options: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    """Each row in order, in a process of its own, some of them side by side."""
    wanted = options.responses or (_LONG if options.long else _SHORT)
    each = math.ceil(wanted / max(len(table), 1))
    under_way: deque[tuple[Row, Child]] = deque()
    for number, row in enumerate(table):
        trial = Trial(
            row.faults, servers[row.server], each,
            seed=f"{options.seed} {row.fault} {row.server}", send=row.send,
        )  # fmt: skip
        under_way.append((row, fork(_work(trial, folder / str(number)))))
        if len(under_way) >= options.at_once:
            yield _ended(*under_way.popleft())
    while under_way:
        yield _ended(*under_way.popleft())


def _work(trial: Trial, folder: Path) -> Work:
    def work(say: Say) -> None:
        folder.mkdir()
        random.seed(trial.seed)
        result = run(trial, folder)
        census = result.census
        say(
            json.dumps(
                {
                    "responses": census.responses,
                    "hits": result.hits,
                    "kills": result.kills,
                    "lost": census.lost,
                    "duplicated": census.duplicated,
                    "quarantined": result.quarantined,
                    "note": _note(census),
                }
            )
        )

    return work


def _note(census: Census) -> str:
    notes = census.notes + type(census.notes)({_NOT_ARRIVED: census.stuck})
    return "; ".join(f"{times}x {what}" for what, times in notes.items() if times)


def _ended(row: Row, child: Child) -> dict[str, Any]:
    with child.lines:
        said = child.said()
    failed = child.ended() != 0 or not said
    figures = dict.fromkeys(_FIGURES, 0) | {"note": _FAILED} if failed else json.loads(said[-1])
    return {"fault": row.fault, "server": row.server} | figures


_FIGURES = ("responses", "hits", "kills", "lost", "duplicated", "quarantined")


def _is_bad(line: dict[str, Any]) -> bool:
    words = (_FAILED, _NOT_ARRIVED, FOLLOWED, HUNG)
    return bool(line["lost"] or line["duplicated"] or any(one in line["note"] for one in words))


def _text(line: dict[str, Any], *, heading: bool) -> str:
    lines = [list(line), list(line.values())] if heading else [list(line.values())]
    return "\n".join(_columns(one) for one in lines)


def _columns(values: Sequence[Any]) -> str:
    fault, server, *figures, note = values
    widths = (11, 6, 7, 6, 12, 13)
    aligned = (f"{one:>{width}}" for one, width in zip(figures, widths, strict=True))
    return f"{fault:<20}{server:<19}{''.join(aligned)}  {note}".rstrip()


def _sums(table: Sequence[dict[str, Any]]) -> str:
    sums = [sum(line[name] for line in table) for name in _FIGURES]
    return _columns(["in all", "", *sums, ""])


if __name__ == "__main__":
    sys.exit(main())
