"""Alerts of which there is the Task alone: after damage, or carried here from another kiosk."""

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.forms.please_look import PleaseLook
from kiosk.store import audit
from kiosk.store.alert_list import AGAIN, DRILL, UNTOLD
from kiosk.store.alerts import CAUSES, FOUND
from kiosk.store.tables import alert, submission, visit


def keep_alert(c: Connection, told: PleaseLook, *, action: str, by: str, now: datetime) -> bool:
    """Keep it as its Task tells it; False, and nothing changes, where it is known.

    Args:
        c: a write transaction.
        told: by the Task.
        action: for the audit.
        by: who brought it, likewise.
        now: the moment; what a clock that was ahead says counts as this.
    """
    kept = submission.c
    form = c.scalar(select(kept.questionnaire).where(kept.id == told.response_id))
    new = insert(alert).values(
        id=told.id,
        rule=DRILL if told.drill else UNTOLD + AGAIN * told.again,
        questionnaire=form or "",
        response_id=told.response_id,
        visit_id=_visit(c, told),
        place=told.place or told.kiosk[:8],
        cause=told.cause if told.cause in CAUSES else FOUND,
        fired_at=min(told.fired, now),
        acknowledged_at=min(told.changed, now) if told.by else None,
        acknowledged_by=told.by or None,
    )
    if not c.execute(new.on_conflict_do_nothing()).rowcount:
        return False
    audit.record(c, actor=by, action=action, subject=told.id, now=now)
    return True


def _visit(c: Connection, told: PleaseLook) -> str | None:
    """A visit of its patient, so that the Task goes on to name them."""
    if told.response_id or not told.patient:
        return None
    row, whose = visit.c, told.patient
    same = (
        row.identifier_value == whose.get("value"),
        row.identifier_system.is_not_distinct_from(whose.get("system")),
    )
    query = select(row.id).where(*same).order_by(row.made_at.desc()).limit(1)
    found: str | None = c.scalar(query)
    return found
