"""Responses that their patient asked to have deleted.

The central service is told first, by an emptied version that is marked as entered in error; once
it acknowledged that, what is kept here goes, however young it is. A legal hold that covers the
response keeps it.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from kiosk.errors import RefusedError
from kiosk.store.facts import fact, forget_fact, keep_fact
from kiosk.store.holds import is_held
from kiosk.store.outbox import RESPONSE
from kiosk.store.retention import AT_ONCE, delete_response
from kiosk.store.tables import SENT, kiosk, outbox

_BEGIN: Final = "withdrawn:"
_END: Final = "withdrawn;"
"""What sorts directly behind all names that begin so."""


def ask_deletion(c: Connection, response_id: str, *, now: datetime) -> None:
    """That response goes as soon as the service knows.

    Raises:
        RefusedError: a legal hold covers it.
    """
    if is_held(c, response_id):
        raise RefusedError(
            "A legal hold covers this response: it must not be deleted.",
            advice="Tell the patient so. Who ends the hold is said by: kiosk hold list",
        )
    keep_fact(c, _BEGIN + response_id, now.isoformat())


def is_asked(c: Connection, response_id: str) -> bool:
    """Whether its patient asked to have it deleted."""
    return fact(c, _BEGIN + response_id) is not None


def keep_here(c: Connection, response_id: str) -> None:
    """It is kept as all others are, whatever was asked before."""
    forget_fact(c, _BEGIN + response_id)


def delete_withdrawn(c: Connection, *, service: bool, now: datetime) -> int:
    """Delete those that the service knows to be withdrawn, each with its event; how many.

    At most `retention.AT_ONCE`.

    Args:
        c: a write transaction.
        service: whether there is a central service that must know first.
        now: the moment.
    """
    row = outbox.c
    asked = select(kiosk.c.name).where(kiosk.c.name >= _BEGIN, kiosk.c.name < _END)
    names = c.execute(asked).scalars().all()
    ids = [name.removeprefix(_BEGIN) for name in names]
    query = select(row.resource_id, row.questionnaire).where(
        row.resource_type == RESPONSE, row.resource_id.in_(ids)
    )
    if service:
        query = query.where(row.state == SENT)
    deleted = 0
    for response_id, form in c.execute(query.limit(AT_ONCE)).all():
        if form is not None and is_held(c, response_id):
            continue
        if form is not None:  # else it went for its age
            delete_response(c, response_id, now=now)
            deleted += 1
        keep_here(c, response_id)
    return deleted
