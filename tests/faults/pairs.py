"""Two processes on one store: both write and send, or both send at the same moment."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from random import Random

from kiosk.errors import RefusedError
from kiosk.store.database import Store
from tests.faults.forked import Say, Work, fork
from tests.faults.harness import LATER, Home, new_home, reopened, send_all
from tests.faults.patients import Tell, patients
from tests.faults.service import Service, service
from tests.faults.tally import Tally, Word, from_line, to_line, total

ACTS = 40


def two_processes(folder: Path, tries: int, chance: Random) -> Tally:
    """Both write, and send now and then."""
    return total(_both_write(folder / f"both-{n}", chance) for n in range(tries))


def two_senders(folder: Path, tries: int, chance: Random) -> Tally:
    """Both send the same outbox; a response that both were thanked for counts as duplicated."""
    return total(_both_send(folder / f"senders-{n}", chance) for n in range(tries))


def _both_write(directory: Path, chance: Random) -> Tally:
    home = new_home(directory)
    with service(directory.with_name(f"{directory.name}-central")) as central:
        both = [fork(_writer(home, central, _another(chance))) for _ in range(2)]
        told = [from_line(line) for child in both for line in child.answer()]
        return reopened(home, told, to=central)


def _both_send(directory: Path, chance: Random) -> Tally:
    home, told = new_home(directory), list[Word]()
    with home.open() as store:
        for _ in islice(patients(store, told.append, chance, lambda: LATER), 2 * ACTS):
            pass
    with service(directory.with_name(f"{directory.name}-central")) as central:
        both = [fork(_sender(home, central)) for _ in range(2)]
        sent = [line for child in both for line in child.answer()]
        thanked = sum(int(line) for line in sent if line != "busy")
        found = reopened(home, told, to=central)
        arrived = len(central.arrivals())
    busy = Counter({"the other was sending": sent.count("busy")})
    return found + Tally(duplicated=max(0, thanked - arrived), remarks=busy)


def _writer(home: Home, central: Service, chance: Random) -> Work:
    def write(say: Say) -> None:
        with home.open() as store:
            for act in islice(_acts(store, lambda word: say(to_line(word)), chance), ACTS):
                if act == "finished":
                    send_all(store, central.base)

    return write


def _acts(store: Store, tell: Tell, chance: Random) -> Iterator[str]:
    """Of patients; who finds that the other process finished their form begins another."""
    while True:
        with suppress(RefusedError):
            yield from patients(store, tell, chance, lambda: LATER)


def _sender(home: Home, central: Service) -> Work:
    def send(say: Say) -> None:
        with home.open() as store:
            waiting = True
            while waiting:
                report = send_all(store, central.base)
                say("busy" if report.busy else str(report.sent))
                time.sleep(0.01 if report.busy else 0.0)
                waiting = report.waiting > 0

    return send


def _another(chance: Random) -> Random:
    """For a process of its own, which would else draw what the next one draws."""
    return Random(chance.getrandbits(64))  # noqa: S311
