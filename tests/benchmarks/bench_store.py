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
from tests.benchmarks.stored import BEGIN, Filled, fill_store, filled, ids

BLOCK = os.urandom(4096)
ROBOTS_EACH = 40
PAGE = 25


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


def durable(store: Store, responses: list[Filled], folder: Path, count: int) -> Iterator[str]:
    patients = Patients(store, responses)
    bares = Bare(folder / "fdatasync", os.fdatasync), Bare(folder / "fsync", os.fsync)
    rows: dict[str, list[float]] = {
        "an answer": [], "a finished form": [], "4 KiB, fdatasync": [], "4 KiB, fsync": []
    }  # fmt: skip
    for number in range(count):
        patients.begin(number)
        for name, work in zip(
            rows, (patients.answer, patients.hand_in, *(bare.append for bare in bares)), strict=True
        ):
            rows[name].append(timed(work))
    for bare in bares:
        bare.close()
    floor = [median(rows[name]) for name in ("4 KiB, fdatasync", "4 KiB, fsync")]
    yield f"durable writes, {count} of each in turn"
    yield f"{'':<20}{'median':>9}{'p99':>9}{'max':>9} ms{'/fdatasync':>13}{'/fsync':>9}{'bar':>7}"
    for name, seconds in rows.items():
        middle, late, most = spread(seconds)
        data, full = (median(seconds) / one for one in floor)
        against = f"{data:>13.2f}{full:>9.2f}"
        bar = "<= 3" if name == "an answer" else ""
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


def opening(directory: Path, key: bytes, times: int) -> Iterator[str]:
    yield f"open to ready, the median of {times} processes"
    for name in ("warm", "cold"):
        told = []
        for _ in range(times):
            if name == "cold":
                drop_from_memory(directory / "kiosk.db")
            told.append(in_own_process(directory, key))
        opened, ready = (1e3 * median(one[what] for one in told) for what in ("open", "ready"))
        yield f"{name:<20}open {opened:>7.1f} ms, ready {ready:>7.1f} ms   bar: < 1000 ms"


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


def pages(store: Store, count: int) -> Iterator[str]:
    middle = BEGIN + count // 2 * timedelta(minutes=12)
    with store.reading() as c:
        a_form = tally_responses(c, Wanted())[0].questionnaire
    asked = {
        "all": Wanted(),
        "one form": Wanted(questionnaire=a_form),
        "waiting": Wanted(state="waiting"),
        "refused": Wanted(state="refused"),
        "one form, refused": Wanted(questionnaire=a_form, state="refused"),
        "up to the middle": Wanted(until=middle),
        "sent since the middle": Wanted(since=middle, state="sent"),
        "a form never answered": Wanted(questionnaire="https://example.org/none"),
    }
    yield f"a page of {PAGE}, of {count} responses; and the next pages; and how many there are"
    yield f"{'':<24}{'first':>9}{'median':>9}{'max':>9}{'how many':>11} ms   bar: < 100 ms"
    for name, wanted in asked.items():
        turned, counted = list(islice(turning(store, wanted), 40)), []
        for _ in range(3):
            with store.reading() as c:
                counted.append(timed(lambda c=c, wanted=wanted: tally_responses(c, wanted)))
        told = [1e3 * one for one in (turned[0], median(turned), max(turned), median(counted))]
        yield f"{name:<24}{told[0]:>9.1f}{told[1]:>9.1f}{told[2]:>9.1f}{told[3]:>11.1f}"


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


def table(asked: argparse.Namespace) -> None:
    key, responses = new_key(), filled(min(ROBOTS_EACH, max(1, asked.stored // 100)))
    with tempfile.TemporaryDirectory(dir=asked.dir, prefix="bench-store-") as scratch:
        folder = Path(scratch)
        store = create_store(folder / "store", key)
        raw = fill_store(store, responses, asked.stored, waiting=asked.stored // 10)
        file = (folder / "store" / "kiosk.db").stat().st_size
        tell(
            [
                f"disk, {asked.stored} responses of {raw / asked.stored:.0f} bytes in the mean",
                f"{file / asked.stored:.0f} bytes each, {file / raw:.2f} times the response   bar: <= 2",  # noqa: E501
            ]
        )
        tell(pages(store, asked.stored))
        tell(durable(store, responses, folder, asked.commits))
        store.close()
        tell(opening(folder / "store", key, asked.openings))


def tell(lines: list[str] | Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)
    print()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--commits", type=int, default=1000)
    parser.add_argument("--openings", type=int, default=5)
    parser.add_argument("--dir", type=Path, help="a folder on the disk to measure")
    parser.add_argument("--measure-opening", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure_opening:
        key = bytes.fromhex(sys.stdin.read())
        print(json.dumps(measure_opening(asked.measure_opening, key)))
    else:
        table(asked)


if __name__ == "__main__":
    main()
