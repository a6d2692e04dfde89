"""How fast a queue drains beside a bare HTTP client, and what patients notice of it meanwhile.

    .venv/bin/python -m tests.benchmarks.bench_sync
        --responses 1000   how many wait at the beginning (the bar is about 10,000)
        --rounds 3         how often the kiosk and the bare client drain, in turn
        --touches 60       how often an answer is touched, with the sender at work and without

`drain`: the sender empties an encrypted store of real responses into a new trial service; a bare
client of the same HTTP library then sends the very same requests, compressed as they were, over one
kept line to a service as new. Each is a process of its own, and only sending is timed. The ratio is
of their medians; the bar is 0.6. Where the packages of the third-party router lie (tests/router),
the same for it.
`memory`: the sender's resident memory when a tenth was sent, and at the end.
`touch`: letting go of an answer to the frame that shows it, in a kiosk that drains the same store
and in one that has no service, in turn. The trial service has the lowest priority then, for a real
one runs on another machine.

Nothing is asserted, for the figures of a busy machine say little: look at the ratios.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from kiosk.demo.endpoint import Endpoint
from kiosk.store.database import create_store
from kiosk.trial.measure import times
from tests.benchmarks.figure import Bar, Figure, Row, few, often
from tests.benchmarks.stored import fill_store, filled
from tests.benchmarks.sync_child import KEY

ROOT = Path(__file__).parents[2]
ROUTER = ROOT / "tests" / "router"
ENV = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
BAR = 0.6
TURNS = 2
"""How often a window of each kind is touched."""

SERVICES = {
    "trial endpoint": "pace, to the trial endpoint",
    "third-party router": "pace, to the router of others",
}
MEMORY, TOUCH = "memory while a queue is sent", "touch while a queue is sent"
ROWS = (
    *(Row(name, "/s", "a bare HTTP client", Bar(least=BAR, of="ratio"),
          short=name == SERVICES["trial endpoint"])
      for name in SERVICES.values()),
    Row(MEMORY, "MB", "the same when a tenth was sent"),
    Row(TOUCH, "ms", "the same at rest", Bar(most=12), short=True),
)  # fmt: skip

Opener = Callable[[Path], Any]


@dataclass(frozen=True)
class Drained:
    """What the runs of one service came to, one figure a round."""

    requests: int
    bare_s: list[float]
    kiosk_s: list[float]
    tenth_mb: list[float]
    end_mb: list[float]

    @property
    def ratio(self) -> float:
        """How much of the bare client's pace the kiosk reaches."""
        return median(self.bare_s) / median(self.kiosk_s)


@contextmanager
def endpoint(place: Path) -> Iterator[str]:
    with Endpoint(place / "central") as service:
        yield service.url


@contextmanager
def low_endpoint(place: Path) -> Iterator[str]:
    """The trial service with the lowest priority, as if it were on another machine."""
    with Endpoint(place / "central") as service:
        assert service._process is not None
        os.setpriority(os.PRIO_PROCESS, service._process.pid, 19)
        yield service.url


@contextmanager
def router(place: Path) -> Iterator[str]:
    """The third-party router, without anything in it."""
    packages = router_packages()
    assert packages is not None
    place.mkdir()
    for script in ROUTER.glob("*.mjs"):
        shutil.copy(script, place)
    (place / "node_modules").symlink_to(packages, target_is_directory=True)
    with subprocess.Popen(
        ["node", str(place / "server.mjs")], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if "http" not in line:
                raise LookupError("the router did not start")
            yield next(word for word in line.split() if word.startswith("http"))
        finally:
            process.kill()


def router_packages() -> Path | None:
    """Where the router's packages lie; None where they, or Node, are not on this PC."""
    found = Path(os.environ.get("CLINIC_KIOSK_ROUTER", ROUTER)) / "node_modules"
    is_there = (found / "@medplum" / "fhir-router").is_dir() and shutil.which("node")
    return found.resolve() if is_there else None


class Bench:
    """A queue that waits, copied for each run, and what is measured with it."""

    def __init__(self, place: Path, count: int) -> None:
        self._place, self._runs = place, 0
        self._queue = place / "queue"
        store = create_store(self._queue, KEY)
        fill_store(store, filled(each=8), count, waiting=count)
        store.close()

    def drained(self, opened: Opener, rounds: int) -> Drained:
        """The kiosk and the bare client in turn, each with a service as new."""
        record = self._new("record")
        self._drain(opened, str(record))  # not timed: writing down takes time
        kiosk, bare = [], []
        for _ in range(rounds):
            kiosk.append(self._drain(opened))
            with opened(self._new("service")) as base:
                bare.append(child("sync_child", "bare", record, base))
        record.unlink()
        return Drained(
            requests=bare[0]["requests"],
            bare_s=[one["seconds"] for one in bare],
            kiosk_s=[one["seconds"] for one in kiosk],
            tenth_mb=[one["tenth"] for one in kiosk],
            end_mb=[one["end"] for one in kiosk],
        )

    def touched(self, touches: int) -> dict[str, list[float]]:
        """Milliseconds of each touch, of a kiosk that rests and one that sends."""
        found: dict[str, list[float]] = {"at rest": [], "sending": []}
        for _ in range(TURNS):
            with low_endpoint(self._new("service")) as base:
                for name, address in (("at rest", ""), ("sending", base)):
                    store = self._copy()
                    said = child("draining_window", store, address, touches)
                    shutil.rmtree(store)
                    found[name] += said["touch"]
                    if address:
                        waited = f"{said['before']} became {said['after']} that waited"
                        print(f"  while {waited}", file=sys.stderr)
        return found

    def _drain(self, opened: Opener, record: str = "") -> dict[str, Any]:
        store = self._copy()
        with opened(self._new("service")) as base:
            said = child("sync_child", "kiosk", store, base, record)
        shutil.rmtree(store)
        if said["waiting"] or said["error"]:
            raise LookupError(f"{said['waiting']} still wait: {said['error']}")
        return said

    def _copy(self) -> Path:
        store = self._new("store")
        shutil.copytree(self._queue, store)
        return store

    def _new(self, kind: str) -> Path:
        self._runs += 1
        return self._place / f"{kind}-{self._runs}"


def child(script: str, *asked: object) -> dict[str, Any]:
    """What a process of its own measured.

    Raises:
        LookupError: it failed, and said why.
    """
    command = [sys.executable, "-m", f"tests.benchmarks.{script}", *map(str, asked)]
    done = subprocess.run(command, cwd=ROOT, env=ENV, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        raise LookupError((done.stderr.strip().splitlines() or ["it said nothing"])[-1])
    said: dict[str, Any] = json.loads(lines[-1])
    return said


def tell_drained(name: str, found: Drained, count: int) -> None:
    cells = (count / median(found.bare_s), count / median(found.kiosk_s))
    print(
        f"{name:<22}{found.requests:>9}" + "".join(f"{one:>10.0f}" for one in cells)
        + f"{found.ratio:>8.2f}{median(found.tenth_mb):>9.1f}{median(found.end_mb):>8.1f}"
    )  # fmt: skip


def tell_touched(found: dict[str, list[float]]) -> None:
    print(f"\n{'touch, ms':<22}{'p50':>8}{'p95':>8}{'n':>6}")
    told = {name: times(measured) for name, measured in found.items()}
    for name, one in told.items():
        if one is not None:
            print(f"{name:<22}{one.p50:>8.1f}{one.p95:>8.1f}{one.n:>6}")
    rest, busy = told["at rest"], told["sending"]
    if rest and busy:
        print(f"{'ratio':<22}{busy.p50 / rest.p50:>8.2f}{busy.p95 / rest.p95:>8.2f}")


def services() -> dict[str, Opener]:
    """What is drained into."""
    own: dict[str, Opener] = {"trial endpoint": endpoint}
    return own | ({"third-party router": router} if router_packages() is not None else {})


def attempt(bench: Bench, opened: Opener, rounds: int) -> Drained | str:
    """A service of others that is not drained leaves its row empty, and says why."""
    try:
        return bench.drained(opened, rounds)
    except LookupError as cause:
        if opened is endpoint:
            raise
        return str(cause)


def figures(asked: argparse.Namespace) -> list[Figure]:
    """The pace beside a bare client, memory, and touches meanwhile."""
    note, count = f"{asked.responses:,} wait", asked.responses
    with TemporaryDirectory() as name:
        bench = Bench(Path(name), count)
        found = {one: attempt(bench, way, asked.rounds) for one, way in services().items()}
        touched = bench.touched(asked.touches) if asked.touches else {}
    none = "no Node or no packages of the router (sh packaging/bootstrap.sh test fetches them)"
    told = [pace(SERVICES[one], found.get(one, none), count, note) for one in SERVICES]
    own = found["trial endpoint"]
    assert isinstance(own, Drained)
    told.append(Figure(MEMORY, few(own.end_mb), few(own.tenth_mb), note=note))
    if touched:
        told.append(Figure(TOUCH, often(touched["sending"]), often(touched["at rest"]), note=note))
    return told


def pace(name: str, found: Drained | str, count: int, note: str) -> Figure:
    """Responses a second."""
    if isinstance(found, str):
        return Figure(name, None, why_not=found)
    kiosk, bare = ([count / one for one in each] for each in (found.kiosk_s, found.bare_s))
    return Figure(name, few(kiosk), few(bare), note=note)


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.bench_sync", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("--responses", type=int, default=1000)
    made.add_argument("--rounds", type=int, default=3)
    made.add_argument("--touches", type=int, default=60)
    return made


def table(asked: argparse.Namespace) -> None:
    with TemporaryDirectory() as name:
        bench = Bench(Path(name), asked.responses)
        print(f"{asked.responses} responses wait; the bar of the ratio is {BAR}\n")
        print(f"{'drain':<22}{'requests':>9}{'bare/s':>10}{'kiosk/s':>10}{'ratio':>8}", end="")
        print(f"{'MB: 10%':>9}{'100%':>8}")
        for service, opened in services().items():
            found = attempt(bench, opened, asked.rounds)
            if isinstance(found, str):
                print(f"{service:<22}{found}")
            else:
                tell_drained(service, found, asked.responses)
        if asked.touches:
            tell_touched(bench.touched(asked.touches))


def main() -> int:
    try:
        table(parser().parse_args())
    except LookupError as cause:
        print(f"bench_sync: {cause}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
