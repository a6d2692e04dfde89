"""The alerts as they stand: which are open, who took the others on, what the centre may know."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, and_, case, exists, func, or_, select

from kiosk.store.tables import REFUSED, WAITING, alert, outbox

TASK: Final = "Task"
DRILL: Final = "drill"
"""The rule of an alert that is a test."""
UNSURE: Final = "?"
"""Behind the id of a rule that could not be worked out and counts for that."""
AGAIN: Final = "+"
"""Behind all: the answer was changed after somebody had gone, and they are asked once more."""
UNTOLD: Final = "*"
"""The rule of an alert of which only its Task is known, which does not tell it."""
MOST: Final = 200


@dataclass(frozen=True)
class Alert:
    """One alert, as it stands.

    Attributes:
        rule: id of the rule, with `UNSURE` behind it where it could not be worked out, and `AGAIN`.
        place: what the screen is called.
        fired, escalated, acknowledged: when.
        by: who goes.
        way: of its Task: waiting, sent or refused.
    """

    id: str
    rule: str
    questionnaire: str
    response_id: str | None
    visit_id: str | None
    place: str
    cause: str
    fired: datetime
    escalated: datetime | None
    acknowledged: datetime | None
    by: str
    way: str

    @property
    def is_drill(self) -> bool:
        """Whether it is a test."""
        return self.rule == DRILL

    @property
    def is_again(self) -> bool:
        """Whether somebody had gone before the answer was changed."""
        return self.rule.endswith(AGAIN)


def rule_id(rule: str) -> str:
    """The id of a rule, without what stands behind it."""
    return rule.removesuffix(AGAIN).removesuffix(UNSURE)


def list_alerts(c: Connection, *, since: datetime) -> tuple[Alert, ...]:
    """The open alerts, then those fired since then that somebody took on; `MOST` at most.

    Of the open ones those that wait longest come first, of the others the newest.
    """
    row = alert.c
    is_open = row.acknowledged_at.is_(None)
    ordered = (
        _alerts()
        .where(or_(is_open, row.fired_at >= since))
        .order_by(~is_open, case((is_open, row.fired_at)), row.fired_at.desc())
    )
    return tuple(_alert(found) for found in c.execute(ordered.limit(MOST)))


def more_open(c: Connection, listed: Collection[Alert]) -> int:
    """How many are open beside those that were listed."""
    if len(listed) < MOST:
        return 0
    told = sum(one.acknowledged is None for one in listed)
    count = select(func.count()).select_from(alert).where(alert.c.acknowledged_at.is_(None))
    return int(c.scalar(count) or 0) - told


def open_alerts(c: Connection) -> tuple[Alert, ...]:
    """Those that nobody took on, the oldest first."""
    query = _alerts().where(alert.c.acknowledged_at.is_(None)).order_by(alert.c.fired_at)
    return tuple(_alert(found) for found in c.execute(query))


def load_alert(c: Connection, alert_id: str) -> Alert | None:
    """One alert."""
    found = c.execute(_alerts().where(alert.c.id == alert_id)).first()
    return _alert(found) if found else None


def sent_at(c: Connection, alert_id: str) -> datetime | None:
    """When the central service acknowledged its Task last; None before it did."""
    which = and_(outbox.c.resource_type == TASK, outbox.c.resource_id == alert_id)
    found: datetime | None = c.scalar(select(outbox.c.sent_at).where(which))
    return found


def to_settle(c: Connection, *, lately: timedelta, now: datetime) -> tuple[tuple[str, str], ...]:
    """Of which alerts the central service may know more: their ids here and there.

    Those that it has and that are open, or were taken on lately; and those that it had changed
    when it was told of a change here.
    """
    row, way = alert.c, outbox.c
    lively = or_(row.acknowledged_at.is_(None), row.acknowledged_at > now - lately)
    known = and_(way.sent_at.is_not(None), way.state != WAITING) | (way.state == REFUSED)
    query = (
        select(row.id, way.server_id)
        .join(outbox, and_(way.resource_type == TASK, way.resource_id == row.id))
        .where(known, or_(lively, way.state == REFUSED))
        .order_by(row.fired_at)
    )
    return tuple((found.id, found.server_id or found.id) for found in c.execute(query))


def is_turned_away(c: Connection, *, but: Collection[str]) -> bool:
    """Whether an alert came to nothing at its last try, and that by none of those outcomes."""
    one = and_(outbox.c.resource_type == TASK, outbox.c.state.in_((WAITING, REFUSED)))
    why = and_(outbox.c.outcome.is_not(None), outbox.c.outcome.not_in(["", *but]))
    return bool(c.scalar(select(exists().where(one, why, outbox.c.resource_id == alert.c.id))))


def waits(c: Connection) -> bool:
    """Whether an alert, or who took it on, is not told to the central service yet."""
    one = and_(outbox.c.resource_type == TASK, outbox.c.state == WAITING)
    return bool(c.scalar(select(exists().where(one, outbox.c.resource_id == alert.c.id))))


def _alerts() -> Select[*tuple[Any, ...]]:
    way = and_(outbox.c.resource_type == TASK, outbox.c.resource_id == alert.c.id)
    return select(alert, outbox.c.state.label("way")).join_from(alert, outbox, way, isouter=True)


def _alert(row: Row[tuple[object, ...]]) -> Alert:
    found = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
    return Alert(
        found["id"], found["rule"], found["questionnaire"], found["response_id"],
        found["visit_id"], found["place"], found["cause"], found["fired_at"],
        found["escalated_at"], found["acknowledged_at"], found["acknowledged_by"] or "",
        found["way"] or "",
    )  # fmt: skip
