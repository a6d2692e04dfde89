"""Disks that are full or can only be read: real small ones, and one that fails at a given write."""

import os
import shutil
import signal
from itertools import islice
from pathlib import Path
from random import Random

from kiosk.errors import StoreUnavailable
from kiosk.store.database import Store, open_store
from tests.faults.forked import Say, forked
from tests.faults.harness import LATER, Home, new_home, reopened, send_all
from tests.faults.mounts import PAGE, Ballast, make_read_only, on_small_disk
from tests.faults.patients import Tell, patients, read
from tests.faults.replay import Step, Synced, Written
from tests.faults.service import Service, service
from tests.faults.tally import Tally, Word, from_line, saw, to_line, total
from tests.faults.vfs import OK, listening

SIZE_KB = 4096
MOST_FREE = 48  # pages: as many as a few forms take
ACTS = 80
SQLITE_READONLY, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_FULL = 8, 778, 1034, 13


def full(folder: Path, tries: int, chance: Random) -> Tally:
    """A disk that fills up in the middle of the work, each time with another rest of space."""
    with service(folder / "central") as central:

        def all_tries(disk: Path) -> Tally:
            free = (n * MOST_FREE // tries for n in range(tries))
            return total(_full_once(disk, pages, central, chance) for pages in free)

        return on_small_disk(SIZE_KB, all_tries)


def read_only(folder: Path, tries: int, chance: Random) -> Tally:
    """A disk that can only be read at the next start, after an end in order or by a kill."""
    with service(folder / "central") as central:

        def all_tries(disk: Path) -> Tally:
            return total(_read_only_once(disk, central, chance) for _ in range(tries))

        return on_small_disk(SIZE_KB * 4, all_tries)


def failing(folder: Path, tries: int, chance: Random) -> Tally:
    """A disk that fails from the n-th write or sync on, with one of four errors."""
    with service(folder / "central") as central:
        return total(
            _failing_once(folder / f"failing-{n}", n, central, chance) for n in range(tries)
        )


def _full_once(disk: Path, pages: int, central: Service, chance: Random) -> Tally:
    home, ballast, told = new_home(disk / "store"), Ballast(disk), list[Word]()
    with home.open() as store:
        work(store, told.append, chance, acts=5)
        ballast.leave(pages * PAGE)
        seen = [
            work(store, told.append, chance, acts=ACTS) or "never met the end of the space",
            f"while full, another opening: {_opened(home)}",
            f"while full, a sync: {_sent(store, central)}",
        ]
        ballast.let_go()
        seen.append(work(store, told.append, chance, acts=10) and "did not go on with space")
    found = reopened(home, told, to=central)
    shutil.rmtree(home.directory)
    return found + saw(*filter(None, seen))


def _read_only_once(disk: Path, central: Service, chance: Random) -> Tally:
    home, told = new_home(disk / "store"), list[Word]()
    how = _worked_and_ended(home, told, chance)
    make_read_only(disk, yes=True)
    opened = f"{how}, then {_opened(home)}"
    writing = _written_to(home, chance)
    make_read_only(disk, yes=False)
    found = reopened(home, told, to=central)
    shutil.rmtree(home.directory)
    return found + saw(opened, *filter(None, [writing]))


def _failing_once(directory: Path, n: int, central: Service, chance: Random) -> Tally:
    home, told, failure = new_home(directory), list[Word](), Failure(chance, n)
    with listening(home.directory, lambda _: None, failure), home.open() as store:
        failure.armed = True
        seen = work(store, told.append, chance, acts=ACTS) or "never met the failure"
        failure.armed = False
        again = work(store, told.append, chance, acts=10)
    found = reopened(home, told, to=central)
    shutil.rmtree(home.directory)
    return found + saw(seen, *filter(None, [again and "did not go on with a sound disk"]))


class Failure:
    """A disk that does `n` steps more, and then fails; never before it is armed."""

    def __init__(self, chance: Random, n: int) -> None:
        self.armed = False
        self._left = n
        self._write, self._sync = chance.choice(
            [
                (SQLITE_FULL, OK),
                (SQLITE_IOERR_WRITE, OK),
                (SQLITE_READONLY, SQLITE_READONLY),
                (OK, SQLITE_IOERR_FSYNC),
            ]
        )

    def __call__(self, step: Step) -> int:
        if not self.armed or not isinstance(step, Written | Synced):
            return OK
        self._left -= 1
        if self._left >= 0:
            return OK
        return self._sync if isinstance(step, Synced) else self._write


def work(store: Store, tell: Tell, chance: Random, *, acts: int) -> str:
    """So many acts of patients; why they ended early, "" where they did not."""
    try:
        for _ in islice(patients(store, tell, chance, lambda: LATER), acts):
            pass
    except StoreUnavailable as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _worked_and_ended(home: Home, told: list[Word], chance: Random) -> str:
    """A day's work, ended in order or by a kill that leaves the log behind."""
    if chance.random() < 0.5:
        with home.open() as store:
            work(store, told.append, chance, acts=20)
        return "closed"

    others = Random(chance.getrandbits(64))  # noqa: S311 - else the next would have the same ids

    def until_killed(say: Say) -> None:
        store = open_store(home.directory, home.key)
        work(store, lambda word: say(to_line(word)), others, acts=20)
        os.kill(os.getpid(), signal.SIGKILL)

    with forked(until_killed) as child:
        told.extend(from_line(line) for line in child.said())
    return "killed"


def _opened(home: Home) -> str:
    try:
        with home.open() as store:
            read(store)
    except StoreUnavailable as error:
        return f"{type(error).__name__}: {error}"
    return "opens and reads"


def _written_to(home: Home, chance: Random) -> str:
    """What writing says that must be refused; "" where opening was refused already."""
    try:
        with home.open() as store:
            told = list[Word]()
            return work(store, told.append, chance, acts=10) or "WROTE TO A READ-ONLY DISK"
    except StoreUnavailable:
        return ""


def _sent(store: Store, central: Service) -> str:
    try:
        send_all(store, central.base)
    except StoreUnavailable as error:
        return f"{type(error).__name__}: {error}"
    return "went on"
