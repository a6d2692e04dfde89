"""What is deleted for its age, and when the clock may be believed for that.

While a hold on everything lasts nothing goes, paused answers and visits neither.

A response goes some days after the central service acknowledged it, unless a hold covers it. One
that waits or was refused never goes by itself. Its row in the outbox stays, without any content:
that it was sent once, and when.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, exists, or_, select

from kiosk.store import audit
from kiosk.store.clock import EARLIEST, wrong_moments
from kiosk.store.facts import fact, forget_fact, keep_fact
from kiosk.store.outbox import RESPONSE
from kiosk.store.prepared import execute_prepared
from kiosk.store.tables import hold, outbox, submission

LEAP: Final = timedelta(days=30)
"""A clock that is so far ahead of the last look at it may be wrong, or the PC was off for long."""
PROOF: Final = timedelta(hours=24)
"""After a leap nothing is deleted for so long: time for somebody to see that the date is wrong."""

AT_ONCE: Final = 200
"""So many responses go in one transaction: some 100 ms."""

_WHICH = "of_response"
_DELETE = submission.delete().where(submission.c.id == bindparam(_WHICH))
_UNLIST = outbox.update().where(
    outbox.c.resource_type == RESPONSE, outbox.c.resource_id == bindparam(_WHICH)
)

BACK: Final = timedelta(days=1)
"""A clock that is set back so far is doubted, too."""

_SEEN, _LEAPT = "clock_seen", "clock_leapt"


def clock_is_believed(c: Connection, *, now: datetime) -> bool:
    """Whether things may be deleted for their age by this clock; notes that it was looked at.

    A battery that died, or a mistyped year, must not delete everything at once.
    """
    if now < EARLIEST:
        return False
    seen, leapt = _moment(c, _SEEN), _moment(c, _LEAPT)
    keep_fact(c, _SEEN, now.isoformat())
    if seen is not None and not -BACK <= now - seen <= LEAP:
        keep_fact(c, _LEAPT, now.isoformat())
        audit.record(c, actor="kiosk", action="clock.leapt", subject=f"{now - seen}", now=now)
        return False
    if leapt is None:
        return True
    if timedelta() <= now - leapt < PROOF:
        return False
    forget_fact(c, _LEAPT)  # it went on steadily since
    return True


def all_is_held(c: Connection) -> bool:
    """Whether a hold on everything lasts: then nothing at all goes for its age."""
    everything = hold.c.ended_at.is_(None) & hold.c.response_id.is_(None)
    return bool(c.scalar(select(exists().where(everything))))


def delete_acknowledged(c: Connection, *, kept: timedelta, now: datetime) -> int:
    """Delete responses that were acknowledged so long ago, each with its event; how many.

    At most `AT_ONCE`, so that a patient's answer waits for nobody; fewer say that no more are left.
    Shredded once the log is emptied (`Store.forget_deleted`): secure_delete overwrites the pages.
    """
    _mend_wrong_moments(c, now)
    # Only what is sent has that moment, and only what is still here a form: with nothing else
    # asked, it is found in the index, whatever was ever sent.
    way = outbox.c
    lasting = hold.c.ended_at.is_(None)
    held = exists().where(
        lasting, or_(hold.c.response_id.is_(None), hold.c.response_id == submission.c.id)
    )
    old = (
        select(submission.c.id)
        .join(outbox, way.resource_id == submission.c.id)
        .where(way.sent_at <= now - kept, way.questionnaire.is_not(None), ~held)
        .limit(AT_ONCE)
    )
    found = c.execute(old).scalars().all()
    for response_id in found:
        delete_response(c, response_id, now=now)
    return len(found)


def delete_response(c: Connection, response_id: str, *, now: datetime) -> None:
    """Delete a response with its event; that it was here, and when it was sent, stays known."""
    execute_prepared(c, _DELETE, {_WHICH: response_id})
    execute_prepared(c, _UNLIST, {_WHICH: response_id, "questionnaire": None, "payload": None})
    audit.record(c, actor="kiosk", action="response.deleted", subject=response_id, now=now)


def _mend_wrong_moments(c: Connection, now: datetime) -> None:
    """Of what a wrong clock says to have been sent, the time it is kept begins now."""
    for wrong in wrong_moments(outbox.c.sent_at, now):
        c.execute(outbox.update().where(wrong).values(sent_at=now))


def _moment(c: Connection, name: str) -> datetime | None:
    kept = fact(c, name)
    return None if kept is None else datetime.fromisoformat(kept)
