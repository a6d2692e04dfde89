"""A store for as long as a block lasts: what is brought from elsewhere to be looked through.

It lies in the folder of the store of this PC, encrypted by a key that stands nowhere but in the
memory of this process: whatever a crash leaves of it can be read by nobody, and goes when the next
one is made, or the desk is opened.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from kiosk.store.database import Store, create_store
from kiosk.store.folder import PASSING
from kiosk.store.held_folders import STORE, clear_held, held_folder
from kiosk.store.key import new_key
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
    with (
        held_folder(directory, PASSING) as place,
        closing(create_store(place / STORE, new_key())) as store,
    ):
        yield store


def clear_passing(directory: Path) -> None:
    """Remove what a crash left; not what another process works on at this moment."""
    clear_held(directory, PASSING)


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
