"""A power cut is simulated as disks behave: what was synced is there, the rest by chance."""

import os
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from tests.faults.replay import (
    SECTOR,
    Created,
    Cut,
    Deleted,
    Luck,
    Step,
    Synced,
    Told,
    Written,
    any_luck,
    moment,
    power_cut,
    told,
)
from tests.faults.tally import Answer

NAMES = ("db", "wal")
CHANCES = st.randoms(use_true_random=False)


@st.composite
def logs(draw: st.DrawFn) -> list[Step]:
    """Steps as SQLite takes them: a file is created before it is written to."""
    there: set[str] = set()
    steps: list[Step] = []
    for _ in range(draw(st.integers(0, 25))):
        name = draw(st.sampled_from(NAMES))
        if name not in there:
            there.add(name)
            steps.append(Created(name))
            continue
        write = st.builds(
            Written, st.just(name), st.integers(0, 3000), st.binary(min_size=1, max_size=1500)
        )
        cut = st.builds(Cut, st.just(name), st.integers(0, 3000))
        deleted = st.builds(Deleted, st.just(name), st.booleans())
        step = draw(st.one_of(write, write, cut, st.just(Synced(name)), deleted))
        if isinstance(step, Deleted):
            there.discard(name)
        steps.append(step)
    return steps


def really(log: Sequence[Step], folder: Path) -> dict[str, bytes]:
    """The same steps on real files."""
    for step in log:
        match step:
            case Created(name):
                (folder / name).write_bytes(b"")
            case Written(name, offset, content):
                with (folder / name).open("r+b") as file:
                    os.pwrite(file.fileno(), content, offset)
            case Cut(name, size):
                os.truncate(folder / name, size)
            case Deleted(name):
                (folder / name).unlink()
            case Synced() | Told():
                pass
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def there_at_the_end(log: Sequence[Step]) -> set[str]:
    names: set[str] = set()
    for step in log:
        if isinstance(step, Created):
            names.add(step.file)
        elif isinstance(step, Deleted):
            names.discard(step.file)
    return names


@given(log=logs(), chance=CHANCES)
def test_what_was_synced_is_the_file_itself_whatever_the_luck(
    log: list[Step], chance: Random
) -> None:
    there = there_at_the_end(log)
    gone = [Deleted(name, synced=True) for name in NAMES if name not in there]
    settled = [*log, *(Synced(name) for name in sorted(there)), *gone]
    with TemporaryDirectory() as folder:
        expected = really(log, Path(folder))

    assert power_cut({}, settled, any_luck(chance)) == expected


@given(log=logs(), chance=CHANCES)
def test_a_disk_that_loses_nothing_holds_the_file_itself(log: list[Step], chance: Random) -> None:
    with TemporaryDirectory() as folder:
        expected = really(log, Path(folder))

    assert power_cut({}, log, Luck(chance, kept=1.0, torn=0.0)) == expected


@given(log=logs(), later=logs(), chance=CHANCES)
def test_a_disk_that_loses_everything_holds_what_was_synced_last(
    log: list[Step], later: list[Step], chance: Random
) -> None:
    before = power_cut({}, log, Luck(chance, kept=1.0, torn=0.0))
    unsynced = [
        step
        for step in later
        if not isinstance(step, Synced) and not (isinstance(step, Deleted) and step.synced)
    ]

    assert power_cut(before, unsynced, Luck(chance, kept=0.0, torn=0.0)) == before


@given(chance=CHANCES, offset=st.integers(0, 2000), size=st.integers(1, 3000))
def test_a_torn_write_is_torn_between_sectors(chance: Random, offset: int, size: int) -> None:
    before = {"db": bytes(6000)}
    log = [Written("db", offset, b"\xff" * size)]

    found = power_cut(before, log, Luck(chance, kept=0.0, torn=1.0))["db"]

    assert len(found) == 6000
    for begin in range(0, 6000, SECTOR):
        touched = found[max(begin, offset) : min(begin + SECTOR, offset + size)]
        assert touched in {bytes(len(touched)), b"\xff" * len(touched)}
    assert set(found[:offset] + found[offset + size :]) <= {0}


def test_writes_to_a_file_whose_coming_was_not_synced_are_gone_with_it() -> None:
    log: list[Step] = [Created("wal"), Written("wal", 0, b"x")]

    assert power_cut({}, log, Luck(Random(1), kept=0.0, torn=1.0)) == {}  # noqa: S311


@given(log=logs(), chance=CHANCES)
def test_the_power_goes_at_any_step_and_promises_count_up_to_it(
    log: list[Step], chance: Random
) -> None:
    promise = Told(Answer("draft", "path", "content"))
    log.insert(chance.randint(0, len(log)), promise)
    at = moment(log, chance)

    assert 0 <= at <= len(log)
    assert told(log[:at]) == ((promise.word,) if promise in log[:at] else ())
