"""What becomes of visits without anybody's doing: the program ended, or their time is over."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, or_, select

from kiosk.store.drafts import has_drafts
from kiosk.store.tables import visit
from kiosk.store.visits import AT_SCREEN, OVER, pause_visit, put_back


def pause_interrupted(c: Connection, *, now: datetime) -> int:
    """At the start of the program nobody sits at the screen; how many visits were cut off.

    One that was cut off before the first answer waits again: its code opens it.
    """
    query = select(visit.c.id).where(visit.c.state == AT_SCREEN, visit.c.elsewhere.is_(None))
    cut_off = c.execute(query).scalars().all()
    for visit_id in cut_off:
        end = pause_visit if has_drafts(c, visit_id) else put_back
        end(c, visit_id, now=now)
    return len(cut_off)


def forget_visits(c: Connection, *, now: datetime, kept: timedelta) -> int:
    """Delete visits: that are over, once they expired; others, once that is so long ago; how many.

    The audit keeps their ids. One that is at the screen stays.
    """
    over = and_(visit.c.state.in_(OVER), visit.c.expires_at <= now)
    old = and_(visit.c.state != AT_SCREEN, visit.c.expires_at <= now - kept)
    return c.execute(visit.delete().where(or_(over, old))).rowcount
