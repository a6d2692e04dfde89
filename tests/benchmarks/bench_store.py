"""What the store costs: a durable commit, opening, the disk, a page of the desk's list.

    .venv/bin/python -m tests.benchmarks.bench_store [--stored 100000] [--commits 1000] [--dir DIR]

The tables:

    durable writes   each until it is on the disk, one of each in turn, on the same disk: one answer
                     of a draft; a finished form (its bytes, its place in the queue, an audit event,
                     its draft gone); and, to compare with, a bare 4 KiB appended to a file, made
                     durable by fdatasync or by fsync. The ratios are of medians.
    open to ready    in a new process, imports done before: until the store is open, and until all
                     that the start and the desk ask of it is there too. Cold: the file has been
                     dropped from the system's memory before.
    disk             bytes in the database file for each byte of response, all tables and indexes
                     and forms told in; the responses are the robot's, to the bundled forms.
    a page           25 responses of the desk's list, and how many there are by form and state

Nothing is asserted, for the figures of a busy machine say little; the bars stand beside them.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from kiosk.store import drafts, help_calls, outbox
from kiosk.store.database import Store, create_store, open_store
from kiosk.store.key import new_key
from kiosk.store.listing import Wanted, list_responses, tally_responses
from kiosk.store.submissions import submit
from tests import marking
from tests.benchmarks.figure import Bar, Figure, Measured, Row, few, often
from tests.benchmarks.stored import BEGIN, Filled, fill_store, filled, ids

BLOCK = os.urandom(4096)
ROBOTS_EACH = 40
PAGE = 25
MOST_OF_A_WRITE, READY_MS, PAGE_MS, MOST_ON_DISK = 3, 1000, 100, 2
ALL = "all"
ANSWER, FORM, DATA, FULL = "an answer", "a finished form", "4 KiB, fdatasync", "4 KiB, fsync"
A_WRITE, A_FORM = "an answer until it is on the disk", "a finished form until it is on the disk"
READY, A_PAGE = "open to ready, from a cold disk", "a page of the desk's list, however asked for"
ON_DISK = "bytes on the disk for a response"
ROWS = (
    Row(A_WRITE, "ms", DATA, Bar(most=MOST_OF_A_WRITE, of="ratio"), short=True),
    Row(A_FORM, "ms", DATA),
    Row(READY, "ms", bar=Bar(most=READY_MS)),
    Row(A_PAGE, "ms", bar=Bar(most=PAGE_MS), short=True),
    Row(ON_DISK, "bytes", "the response", Bar(most=MOST_ON_DISK, of="ratio")),
)


def spread(seconds: list[float]) -> tuple[float, float, float]:
    """Median, 99th percentile and maximum, in milliseconds."""
    several = seconds * 2 if len(seconds) == 1 else seconds
    return 1e3 * median(seconds), 1e3 * quantiles(several, n=100)[-1], 1e3 * max(seconds)


def timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


# Durable writes


class Bare:
    """A file that grows by 4 KiB, durably."""

    def __init__(self, file: Path, sync: Callable[[int], None]) -> None:
        self._descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._sync = sync

    def append(self) -> None:
        os.write(self._descriptor, BLOCK)
        self._sync(self._descriptor)

    def close(self) -> None:
        os.close(self._descriptor)


class Patients:
    """People who answer one form after another, an answer at a time."""

    def __init__(self, store: Store, responses: list[Filled]) -> None:
        self._store, self._responses = store, responses
        self._ids, self._turn = ids(2), 0
        self._rows: list[tuple[str, str]] = []
        self._draft = ""
        self._now = BEGIN + timedelta(days=3650)

    def answer(self) -> None:
        """The next answer of the form at hand, over and over."""
        path, row = self._rows[self._turn % len(self._rows)]
        self._turn += 1
        with self._store.transaction() as c:
            drafts.save_answer(c, self._draft, path=path, row=row, place=path, now=self._now)

    def begin(self, number: int) -> None:
        """A form with all its answers but for the last touch."""
        self._form = self._responses[number % len(self._responses)]
        self._rows = list(self._form.rows.items())
        self._now += timedelta(minutes=12)
        with self._store.transaction() as c:
            self._draft = drafts.begin_draft(
                c, questionnaire=self._form.questionnaire, content_hash=self._form.content_hash,
                language="en", now=self._now,
            )  # fmt: skip
            for path, row in self._rows:
                drafts.save_answer(c, self._draft, path=path, row=row, place=path, now=self._now)

    def hand_in(self) -> None:
        name = next(self._ids)
        with self._store.transaction() as c:
            submit(
                c, draft_id=self._draft, response_id=name, questionnaire=self._form.questionnaire,
                payload=self._form.under(name), now=self._now,
            )  # fmt: skip


def durable(
    store: Store, responses: list[Filled], folder: Path, count: int
) -> dict[str, list[float]]:
    """Seconds of each kind of write, one of each in turn."""
    patients = Patients(store, responses)
    bares = Bare(folder / "fdatasync", os.fdatasync), Bare(folder / "fsync", os.fsync)
    rows: dict[str, list[float]] = {name: [] for name in (ANSWER, FORM, DATA, FULL)}
    for number in range(count):
        patients.begin(number)
        for name, work in zip(
            rows, (patients.answer, patients.hand_in, *(bare.append for bare in bares)), strict=True
        ):
            rows[name].append(timed(work))
    for bare in bares:
        bare.close()
    return rows


def tell_durable(rows: dict[str, list[float]]) -> Iterator[str]:
    floor = [median(rows[name]) for name in (DATA, FULL)]
    yield f"durable writes, {len(rows[ANSWER])} of each in turn"
    yield f"{'':<20}{'median':>9}{'p99':>9}{'max':>9} ms{'/fdatasync':>13}{'/fsync':>9}{'bar':>7}"
    for name, seconds in rows.items():
        middle, late, most = spread(seconds)
        data, full = (median(seconds) / one for one in floor)
        against = f"{data:>13.2f}{full:>9.2f}"
        bar = f"<= {MOST_OF_A_WRITE}" if name == ANSWER else ""
        yield f"{name:<20}{middle:>9.3f}{late:>9.2f}{most:>9.2f}   {against}{bar:>7}"


# Open to ready, in a process of its own


def measure_opening(directory: Path, key: bytes) -> dict[str, float]:
    """Seconds until the store is open, and until what the start and the desk ask is there."""
    start = perf_counter()
    store = open_store(directory, key)
    opened = perf_counter()
    with store.reading() as c:
        drafts.list_drafts(c)
        outbox.counts(c)
        outbox.refusals(c)
        outbox.is_quiet(c, now=BEGIN + timedelta(days=9999), quiet=timedelta(minutes=30))
        marking.due(c, BEGIN)
        help_calls.open_calls(c)
        list_responses(c, Wanted(), size=PAGE)
    ready = perf_counter()
    store.close()
    return {"open": opened - start, "ready": ready - start}


def opening(directory: Path, key: bytes, times: int) -> dict[str, list[dict[str, float]]]:
    """What so many processes measured, warm and cold."""
    told: dict[str, list[dict[str, float]]] = {"warm": [], "cold": []}
    for name, found in told.items():
        for _ in range(times):
            if name == "cold":
                drop_from_memory(directory / "kiosk.db")
            found.append(in_own_process(directory, key))
    return told


def tell_opening(told: dict[str, list[dict[str, float]]]) -> Iterator[str]:
    yield f"open to ready, the median of {len(told['warm'])} processes"
    for name, found in told.items():
        opened, ready = (1e3 * median(one[what] for one in found) for what in ("open", "ready"))
        yield (f"{name:<20}open {opened:>7.1f} ms, ready {ready:>7.1f} ms   bar: < {READY_MS} ms")


def drop_from_memory(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    os.fsync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)


def in_own_process(directory: Path, key: bytes) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_store", "--measure-opening", str(directory)],
        input=key.hex(), capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


# The desk's list


@dataclass(frozen=True)
class Listed:
    """Seconds of each page that was turned, and of each count."""

    turned: list[float]
    counted: list[float]


def pages(store: Store, count: int) -> dict[str, Listed]:
    """The list, asked for in several ways."""
    middle = BEGIN + count // 2 * timedelta(minutes=12)
    with store.reading() as c:
        a_form = tally_responses(c, Wanted())[0].questionnaire
    asked = {
        ALL: Wanted(),
        "one form": Wanted(questionnaire=a_form),
        "waiting": Wanted(state="waiting"),
        "refused": Wanted(state="refused"),
        "one form, refused": Wanted(questionnaire=a_form, state="refused"),
        "up to the middle": Wanted(until=middle),
        "sent since the middle": Wanted(since=middle, state="sent"),
        "a form never answered": Wanted(questionnaire="https://example.org/none"),
    }
    return {name: listed(store, wanted) for name, wanted in asked.items()}


def listed(store: Store, wanted: Wanted) -> Listed:
    turned, counted = list(islice(turning(store, wanted), 40)), []
    for _ in range(3):
        with store.reading() as c:
            counted.append(timed(lambda c=c: tally_responses(c, wanted)))
    return Listed(turned, counted)


def tell_pages(found: dict[str, Listed], count: int) -> Iterator[str]:
    yield f"a page of {PAGE}, of {count} responses; and the next pages; and how many there are"
    yield (f"{'':<24}{'first':>9}{'median':>9}{'max':>9}{'how many':>11} ms   bar: < {PAGE_MS} ms")
    for name, one in found.items():
        turned = one.turned
        told = (turned[0], median(turned), max(turned), median(one.counted))
        first, middle, most, many = (1e3 * value for value in told)
        yield f"{name:<24}{first:>9.1f}{middle:>9.1f}{most:>9.1f}{many:>11.1f}"


def turning(store: Store, wanted: Wanted) -> Iterator[float]:
    """Seconds a page, from page to page."""
    after = None
    while True:
        start = perf_counter()
        with store.reading() as c:
            page = list_responses(c, wanted, size=PAGE, after=after)
        yield perf_counter() - start
        after = page.following
        if after is None:
            return


# All of it


@dataclass(frozen=True)
class Found:
    """All that was measured of a store.

    Attributes:
        raw, file: bytes of the responses as they were handed in, and of the database.
    """

    raw: int
    file: int
    pages: dict[str, Listed]
    durable: dict[str, list[float]]
    opening: dict[str, list[dict[str, float]]]


def measured(asked: argparse.Namespace) -> Found:
    """A store is filled, looked at, written to and opened."""
    key, responses = new_key(), filled(min(ROBOTS_EACH, max(1, asked.stored // 100)))
    with tempfile.TemporaryDirectory(dir=asked.dir, prefix="bench-store-") as scratch:
        folder = Path(scratch)
        store = create_store(folder / "store", key)
        raw = fill_store(store, responses, asked.stored, waiting=asked.stored // 10)
        file = (folder / "store" / "kiosk.db").stat().st_size
        listed_pages = pages(store, asked.stored)
        writes = durable(store, responses, folder, asked.commits)
        store.close()
        opened = opening(folder / "store", key, asked.openings)
    return Found(raw, file, listed_pages, writes, opened)


def table(asked: argparse.Namespace) -> None:
    found, stored = measured(asked), asked.stored
    tell(tell_disk(found, stored))
    tell(tell_pages(found.pages, stored))
    tell(tell_durable(found.durable))
    tell(tell_opening(found.opening))


def tell_disk(found: Found, stored: int) -> Iterator[str]:
    yield f"disk, {stored} responses of {found.raw / stored:.0f} bytes in the mean"
    times = found.file / found.raw
    yield (
        f"{found.file / stored:.0f} bytes each, {times:.2f} times the response"
        f"   bar: <= {MOST_ON_DISK}"
    )


def figures(asked: argparse.Namespace) -> list[Figure]:
    """What has a bar, and what stands beside it."""
    found, note = measured(asked), f"{asked.stored:,} stored"
    bare = late(found.durable[DATA])
    cold = found.opening["cold"]
    turned = [value for one in found.pages.values() for value in one.turned]
    return [
        Figure(A_WRITE, late(found.durable[ANSWER]), bare, note=note),
        Figure(A_FORM, late(found.durable[FORM]), bare, note=note),
        Figure(READY, few([one["ready"] for one in cold], 1e3), note=note),
        Figure(A_PAGE, late(turned), note=note),
        Figure(ON_DISK, Measured(found.file / asked.stored, n=asked.stored),
               Measured(found.raw / asked.stored), note=note),
    ]  # fmt: skip


def late(seconds: list[float]) -> Measured | None:
    return often(seconds, 1e3)


def tell(lines: list[str] | Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)
    print()


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.bench_store", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("--stored", type=int, default=100_000)
    made.add_argument("--commits", type=int, default=1000)
    made.add_argument("--openings", type=int, default=5)
    made.add_argument("--dir", type=Path, help="a folder on the disk to measure")
    made.add_argument("--measure-opening", type=Path, help=argparse.SUPPRESS)
    return made


def main() -> None:
    asked = parser().parse_args()
    if asked.measure_opening:
        key = bytes.fromhex(sys.stdin.read())
        print(json.dumps(measure_opening(asked.measure_opening, key)))
    else:
        table(asked)


if __name__ == "__main__":
    main()
