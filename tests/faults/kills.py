"""kill -9 at random instants: while opening, writing, sending, or between commit and mark."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from kiosk.store.database import open_store
from tests.faults.forked import Say, Work, fork
from tests.faults.harness import LATER, Home, delivered, new_home, opened, send_all
from tests.faults.patients import Acts, patients
from tests.faults.service import Service, service
from tests.faults.tally import Tally, Word, from_line, to_line, total

STORE_LIVES = 20  # kills of one store, before a new one is made
AT_WORK = 0.7  # of the kills wait until something was acknowledged; the others come at any time
LONGEST_S = 0.12


def killed(folder: Path, tries: int, chance: Random, *, acts: Acts = patients) -> Tally:
    """So many processes killed, each at a moment of its own; what they leave is gone on with."""
    return total(
        _one_store(folder / f"store-{n}", min(STORE_LIVES, tries - n), chance, acts)
        for n in range(0, tries, STORE_LIVES)
    )


def _one_store(directory: Path, kills: int, chance: Random, acts: Acts) -> Tally:
    home, told, tallies = new_home(directory), list[Word](), list[Tally]()
    with service(directory.with_name(f"{directory.name}-central")) as central:
        for _ in range(kills):
            fresh = list(_words_of_one(home, central, chance, acts))
            told += fresh
            tallies.append(opened(home, told).instead(acknowledged=len(fresh)))
        with home.open() as store:
            tallies.append(delivered(store, central))
    return total(tallies)


def _words_of_one(home: Home, central: Service, chance: Random, acts: Acts) -> Iterator[Word]:
    """What one process was told before its end: killed anywhere, most often at work."""
    child = fork(_work(home, central, Random(chance.getrandbits(64)), acts))  # noqa: S311
    with child.lines:
        if chance.random() < AT_WORK:
            yield from (from_line(line) for line in child.first())
        time.sleep(chance.uniform(0.0, LONGEST_S))
        child.kill()
        yield from (from_line(line) for line in child.said())
    if child.ended() != -signal.SIGKILL:
        raise ChildProcessError("A writer ended before it was killed.")


def _work(home: Home, central: Service, chance: Random, acts: Acts) -> Work:
    def work(say: Say) -> None:
        store = open_store(home.directory, home.key)
        for act in acts(store, lambda word: say(to_line(word)), chance, lambda: LATER):
            if act == "finished" and chance.random() < 0.4:
                send_all(store, central.base)

    return work
