"""Power cuts, simulated below SQLite: a day's work is heard as the disk hears it, and cut off."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

import sqlcipher3.dbapi2
from sqlalchemy import event

from kiosk.store.database import Store
from tests.faults.harness import LATER, Home, new_home, reopened, send_all
from tests.faults.patients import patients
from tests.faults.replay import Step, Told, any_luck, moment, power_cut, told
from tests.faults.service import Service, service
from tests.faults.tally import Tally, saw, total
from tests.faults.vfs import listening

CUTS = 10  # of one recording
ACTS = 60


@dataclass(frozen=True)
class Recording:
    """What a store's files were, and what was asked of the disk since."""

    home: Home
    before: dict[str, bytes]
    log: list[Step]


def power_cuts(
    folder: Path, tries: int, chance: Random, *, prepare: Callable[[Store], None] = lambda _: None
) -> Tally:
    """So many power cuts, each at a moment of its own and with a disk of its own luck.

    Args:
        folder: for the stores, empty.
        tries: how many.
        chance: the source of every choice.
        prepare: done to each store before it is worked with.
    """
    tallies = []
    for n in range(0, tries, CUTS):
        home = new_home(folder / f"recorded-{n}")
        with service(folder / f"central-{n}") as central:
            recording = _record(home, central, chance, prepare)
            tallies += [
                _one_cut(recording, folder / f"cut-{n + m}", central, chance)
                for m in range(min(CUTS, tries - n))
            ]
    return total(tallies)


def syncing_less(store: Store, level: str) -> None:
    """Another level of `PRAGMA synchronous` than the store's own, to see that this would tell."""

    def sync_less(connection: sqlcipher3.dbapi2.Connection, _: object) -> None:
        connection.execute(f"PRAGMA synchronous = {level}")

    event.listen(store._engine, "connect", sync_less)
    store._engine.dispose()  # those that are open already would still sync


def _record(
    home: Home, central: Service, chance: Random, prepare: Callable[[Store], None]
) -> Recording:
    before = home.files()
    log: list[Step] = []
    with listening(home.directory, log.append), home.open() as store:
        prepare(store)
        acts = patients(store, lambda word: log.append(Told(word)), chance, lambda: LATER)
        for act in islice(acts, ACTS):
            if act == "finished" and chance.random() < 0.3:
                send_all(store, central.base)
    return Recording(home, before, log)


def _one_cut(recording: Recording, place: Path, central: Service, chance: Random) -> Tally:
    done = recording.log[: moment(recording.log, chance)]
    place.mkdir(mode=0o700)
    for name, content in power_cut(recording.before, done, any_luck(chance)).items():
        (place / name).write_bytes(content)
    if chance.random() < 0.5:  # memory that was on its way to the disk, in whatever state
        (place / "kiosk.db-shm").write_bytes(chance.randbytes(32768))
    whole = len(done) == len(recording.log)
    found = reopened(Home(place, recording.home.key), told(done), to=central)
    shutil.rmtree(place)
    return found + (saw("at the very end") if whole else Tally())
