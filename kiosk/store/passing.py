"""A store for as long as a block lasts: what is brought from elsewhere to be looked through.

It lies in the folder of the store of this PC, encrypted by a key that stands nowhere but in the
memory of this process: whatever a crash leaves of it can be read by nobody, and goes when the next
one is made, or the desk is opened.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from kiosk.errors import StoreUnavailable
from kiosk.store.database import Store, create_store
from kiosk.store.files import not_writable
from kiosk.store.folder import PASSING
from kiosk.store.key import new_key
from kiosk.store.locks import hold_for_run
from kiosk.store.outbox import AT_ONCE, RESPONSE
from kiosk.store.tables import SENT, outbox, submission


@dataclass(frozen=True)
class Brought:
    """A response of the central service.

    Attributes:
        id: at the service.
        questionnaire: canonical of the form it answers.
        completed_at: when its patient sent it.
        sent_at: when the service wrote it down.
        payload: the QuestionnaireResponse, UTF-8 JSON.
    """

    id: str
    questionnaire: str
    completed_at: datetime
    sent_at: datetime | None
    payload: bytes


@contextmanager
def passing_store(directory: Path) -> Iterator[Store]:
    """An empty store beside the one in a folder; nothing is left of it after the block.

    Raises:
        StoreUnavailable: this user may not write there.
    """
    clear_passing(directory)
    try:
        place = Path(tempfile.mkdtemp(prefix=PASSING, dir=directory))
    except OSError as cause:
        raise not_writable(directory, cause) from cause
    try:
        with hold_for_run(place), closing(create_store(place / "store", new_key())) as store:
            yield store
    finally:
        shutil.rmtree(place, ignore_errors=True)


def clear_passing(directory: Path) -> None:
    """Remove what a crash left; not what another process works on at this moment."""
    for place in directory.glob(f"{PASSING}*"):
        try:
            with hold_for_run(place):
                shutil.rmtree(place / "store", ignore_errors=True)
        except StoreUnavailable:  # in use, or nothing of it can be deleted here
            continue
        shutil.rmtree(place, ignore_errors=True)


def bring(c: Connection, responses: Iterable[Brought]) -> int:
    """Keep them, as sent; returns how many were not there yet. The caller commits."""
    new = 0
    for one in responses:
        kept = {
            "id": one.id, "questionnaire": one.questionnaire, "completed_at": one.completed_at,
            "payload": one.payload,
        }  # fmt: skip
        if not c.execute(insert(submission).values(kept).on_conflict_do_nothing()).rowcount:
            continue
        way = {
            "resource_type": RESPONSE, "resource_id": one.id, "payload": None, "state": SENT,
            "attempts": 0, "queued_at": one.completed_at, "due_at": AT_ONCE,
            "sent_at": one.sent_at, "questionnaire": one.questionnaire,
        }  # fmt: skip
        c.execute(outbox.insert().values(way))
        new += 1
    return new
