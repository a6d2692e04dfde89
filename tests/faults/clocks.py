"""A clock that jumps far away for a while, as with an empty battery, and comes back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from kiosk.store.database import Store
from kiosk.store.drafts import expire_drafts
from kiosk.store.retention import clock_is_believed, delete_acknowledged
from tests.faults.harness import LATER, Home, delivered, new_home, reopened
from tests.faults.patients import patients
from tests.faults.service import Service, service
from tests.faults.tally import Tally, Word, saw, total

LONG_AGO = LATER.replace(year=1970, month=1, day=1, hour=0)
FAR_AHEAD = LATER.replace(year=2100)
DRAFTS_KEPT, SENT_KEPT = timedelta(hours=24), timedelta(days=30)  # as the program comes


def at_1970(folder: Path, tries: int, chance: Random) -> Tally:
    """The clock is at 1970 in the middle of the day's work."""
    return total(_day(folder / f"1970-{n}", LONG_AGO, chance) for n in range(tries))


def at_2100(folder: Path, tries: int, chance: Random) -> Tally:
    """The clock is at 2100 in the middle of the day's work."""
    return total(_day(folder / f"2100-{n}", FAR_AHEAD, chance) for n in range(tries))


def _day(directory: Path, wrong: datetime, chance: Random) -> Tally:
    home, told = new_home(directory), list[Word]()
    with service(directory.with_name(f"{directory.name}-central")) as central:
        seen = total(_hours(home, told, central, (wrong, chance)))
        return seen + reopened(home, told, to=central)


def _hours(
    home: Home, told: list[Word], central: Service, how: tuple[datetime, Random]
) -> Iterator[Tally]:
    """The right time, the wrong one, the right one again; each ends with a start of the program."""
    wrong, chance = how
    for moment in (LATER, wrong, LATER + timedelta(hours=1)):
        with home.open() as store:
            yield _tidied(store, moment)
            for _ in islice(patients(store, told.append, chance, lambda: moment), 12):  # noqa: B023
                pass
            yield delivered(store, central, now=moment)


def _tidied(store: Store, now: datetime) -> Tally:
    """As the program does at its start and each hour: what is too old goes."""
    with store.transaction() as c:
        if not clock_is_believed(c, now=now):
            return saw("the clock was not believed")
        drafts_gone = expire_drafts(c, kept=DRAFTS_KEPT, now=now)
        responses_gone = delete_acknowledged(c, kept=SENT_KEPT, now=now)
    return saw(
        *["a draft was deleted as too old"] * drafts_gone,
        *["a response was deleted as too old"] * responses_gone,
    )
