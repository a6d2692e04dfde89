"""Promises broken on purpose, to see that the table would show it."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from uuid import uuid4

from kiosk.store import drafts
from kiosk.store.database import Store
from kiosk.store.submissions import RESPONSE, submissions
from kiosk.sync.fhir_client import FhirClient
from tests.faults.disks import work
from tests.faults.harness import new_home, reopened
from tests.faults.kills import killed
from tests.faults.patients import FORM, Tell
from tests.faults.power import power_cuts, syncing_less
from tests.faults.service import service, transport
from tests.faults.tally import Answer, Tally, Word, digest, total

TOO_EARLY_S = 0.05


def never_synced(folder: Path, tries: int, chance: Random) -> Tally:
    """Power cuts of a store that leaves syncing to the system."""
    return power_cuts(folder, tries, chance, prepare=lambda store: syncing_less(store, "OFF"))


def seldom_synced(folder: Path, tries: int, chance: Random) -> Tally:
    """Power cuts of a store that syncs its log only when it is emptied."""
    return power_cuts(folder, tries, chance, prepare=lambda store: syncing_less(store, "NORMAL"))


def told_too_early(folder: Path, tries: int, chance: Random) -> Tally:
    """Kills of a writer that says so before an answer is kept."""
    return killed(folder, tries, chance, acts=_hasty_patients)


def sent_under_two_ids(folder: Path, tries: int, chance: Random) -> Tally:
    """A sender that gives a response a new id when it sends it again."""
    return total(_sent_twice(folder / f"store-{n}", chance) for n in range(tries))


def _hasty_patients(
    store: Store, tell: Tell, chance: Random, now: Callable[[], datetime]
) -> Iterator[str]:
    with store.transaction() as c:
        draft = drafts.begin_draft(
            c, questionnaire=FORM, content_hash="f", language="en", now=now()
        )
    while True:
        path = f"question-{chance.getrandbits(48):x}"
        tell(Answer(draft, path, digest(path.encode())))
        time.sleep(TOO_EARLY_S)  # so that kills meet it on a busy machine, too
        with store.transaction() as c:
            drafts.save_answer(c, draft, path=path, row=path, place=path, now=now())
        yield "answered"


def _sent_twice(directory: Path, chance: Random) -> Tally:
    home, told = new_home(directory), list[Word]()
    with service(directory.with_name(f"{directory.name}-central")) as central:
        with home.open() as store:
            work(store, told.append, chance, acts=20)
            _send_under_another_id(store, central.base)
        return reopened(home, told, to=central)


def _send_under_another_id(store: Store, base: str) -> None:
    with store.reading() as c:
        first = next(submissions(c))
    other = str(uuid4())
    payload = json.dumps(json.loads(first.payload) | {"id": other}).encode()
    client = FhirClient(base, timeout_s=20.0, transport=transport())
    client.put(RESPONSE, other, payload)
    client.close()
