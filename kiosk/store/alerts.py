"""Alerts: somebody is to look at one response. From which screen, since when, who goes; no answer.

An alert is written in the transaction of what fired it (a response, a pause), with its Task in the
outbox and its event in the audit: none is lost, whenever the program ends. Its id follows from the
sitting, the form and the rule, so the same never fires twice: what is sent after a pause belongs to
the alert of that pause.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Connection, Row, Select, and_, exists, or_, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.forms.alert_rules import Fired
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.please_look import PleaseLook, to_task
from kiosk.store import audit
from kiosk.store.outbox import queue, requeue
from kiosk.store.tables import WAITING, alert, outbox, visit

TASK: Final = "Task"
SENT, STOPPED, TIMED_OUT, FOUND = "sent", "stopped", "timed-out", "found"
DRILL: Final = "drill"
"""The rule of an alert that is a test."""
UNSURE: Final = "?"
"""Behind the id of a rule that could not be worked out and counts for that."""
MOST: Final = 200

_NAMESPACE: Final = UUID("6f6d1d0e-53a5-4c44-9a53-5b1b8a6a6f0b")


@dataclass(frozen=True)
class Here:
    """This kiosk, as an alert says it.

    Attributes:
        kiosk: its UUID.
        place: what people call it.
        clinic: whose it is.
    """

    kiosk: str
    place: str
    clinic: str = ""


@dataclass(frozen=True)
class Firing:
    """What asks for a person.

    Attributes:
        sitting: names the sitting (its UUID); with form and rule it makes the alert's id.
        questionnaire: canonical of the form.
        fired: its rules.
        cause: SENT, STOPPED, TIMED_OUT or FOUND.
        response_id: of the response, where there is one.
        visit_id: of the visit that staff prepared.
    """

    sitting: str
    questionnaire: str
    fired: tuple[Fired, ...]
    cause: str
    response_id: str | None = None
    visit_id: str | None = None


@dataclass(frozen=True)
class Alert:
    """One alert, as it stands.

    Attributes:
        rule: id of the rule, with `UNSURE` behind it where it could not be worked out.
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


def fire(c: Connection, here: Here, firing: Firing, *, now: datetime) -> int:
    """Raise what is not raised yet, and link what is to its response; how many are new."""
    new = 0
    for fired in firing.fired:
        name = f"{firing.sitting}|{firing.questionnaire}|{fired.rule}"
        alert_id = str(uuid5(_NAMESPACE, name))
        rule = fired.rule if fired.sure else f"{fired.rule}{UNSURE}"
        if _insert(c, here, {"id": alert_id, "rule": rule}, firing, now):
            new += 1
        elif firing.response_id is not None:
            _link(c, here, alert_id, firing.response_id, now)
    return new


def fire_drill(c: Connection, here: Here, *, by: str, now: datetime) -> str:
    """Raise a test alert, which goes the whole way; its id."""
    alert_id = str(uuid4())
    _insert(c, here, {"id": alert_id, "rule": DRILL}, Firing("", "", (), SENT), now)
    audit.record(c, actor=by, action="alert.drill", subject=alert_id, now=now)
    return alert_id


def acknowledge(c: Connection, here: Here, alert_id: str, *, by: str, now: datetime) -> bool:
    """Somebody goes; False, and nothing changes, where somebody said so before."""
    still = and_(alert.c.id == alert_id, alert.c.acknowledged_at.is_(None))
    taken = {"acknowledged_at": now, "acknowledged_by": by}
    if not c.execute(alert.update().where(still).values(taken)).rowcount:
        return False
    audit.record(c, actor=by, action="alert.acknowledged", subject=alert_id, now=now)
    _tell(c, here, alert_id, now)
    return True


def give_back(c: Connection, here: Here, alert_id: str, *, by: str, now: datetime) -> bool:
    """Who said that they go does not after all: it is open again."""
    if not _reopen(c, alert_id, by=by, now=now):
        return False
    _tell(c, here, alert_id, now)
    return True


def taken_elsewhere(
    c: Connection, alert_id: str, *, by: str, etag: str | None, now: datetime
) -> None:
    """The central service says that somebody goes; what lies here to be told is settled by that."""
    row = c.execute(select(alert.c.acknowledged_by).where(alert.c.id == alert_id)).one()
    if row.acknowledged_by != by:
        taken = {"acknowledged_at": now, "acknowledged_by": by}
        c.execute(alert.update().where(alert.c.id == alert_id).values(taken))
        audit.record(c, actor="central", action="alert.acknowledged", subject=alert_id, now=now)
    _settled(c, alert_id, etag, now)


def given_back_elsewhere(c: Connection, alert_id: str, *, etag: str | None, now: datetime) -> None:
    """The central service says that nobody goes any more."""
    _reopen(c, alert_id, by="central", now=now)
    _settled(c, alert_id, etag, now)


def escalate(c: Connection, *, after: timedelta, now: datetime) -> tuple[str, ...]:
    """Note which alerts nobody took on for so long, each once; their ids."""
    row = alert.c
    late = and_(
        row.acknowledged_at.is_(None), row.escalated_at.is_(None), row.fired_at <= now - after
    )
    ids = tuple(c.execute(select(row.id).where(late)).scalars())
    for alert_id in ids:
        c.execute(alert.update().where(row.id == alert_id).values(escalated_at=now))
        audit.record(c, actor="kiosk", action="alert.escalated", subject=alert_id, now=now)
    return ids


def list_alerts(c: Connection, *, since: datetime) -> tuple[Alert, ...]:
    """Every open alert, and those fired since then; the open ones first, then the newest."""
    row = alert.c
    wanted = or_(row.acknowledged_at.is_(None), row.fired_at >= since)
    ordered = (
        _alerts().where(wanted).order_by(row.acknowledged_at.is_not(None), row.fired_at.desc())
    )
    return tuple(_alert(found) for found in c.execute(ordered.limit(MOST)))


def open_alerts(c: Connection) -> tuple[Alert, ...]:
    """Those that nobody took on, the oldest first."""
    query = _alerts().where(alert.c.acknowledged_at.is_(None)).order_by(alert.c.fired_at)
    return tuple(_alert(found) for found in c.execute(query))


def load_alert(c: Connection, alert_id: str) -> Alert | None:
    """One alert."""
    found = c.execute(_alerts().where(alert.c.id == alert_id)).first()
    return _alert(found) if found else None


def to_settle(c: Connection, *, lately: timedelta, now: datetime) -> tuple[tuple[str, str], ...]:
    """Of which alerts the central service may know more: their ids here and there.

    Those that it has and that are open, or were taken on lately; and those that it had changed
    when it was told of a change here.
    """
    row, way = alert.c, outbox.c
    lively = or_(row.acknowledged_at.is_(None), row.acknowledged_at > now - lately)
    known = and_(way.sent_at.is_not(None), way.state != WAITING) | (way.state == "refused")
    query = (
        select(row.id, way.server_id)
        .join(outbox, and_(way.resource_type == TASK, way.resource_id == row.id))
        .where(known, or_(lively, way.state == "refused"))
        .order_by(row.fired_at)
    )
    return tuple((found.id, found.server_id or found.id) for found in c.execute(query))


def waits(c: Connection) -> bool:
    """Whether an alert, or who took it on, is not told to the central service yet."""
    one = and_(outbox.c.resource_type == TASK, outbox.c.state == WAITING)
    return bool(c.scalar(select(exists().where(one, outbox.c.resource_id == alert.c.id))))


def forget_alerts(c: Connection, *, kept: timedelta, now: datetime) -> int:
    """Delete alerts that somebody took on so long ago; how many. The audit keeps that they were."""
    old = alert.c.acknowledged_at <= now - kept
    return c.execute(alert.delete().where(old)).rowcount


def _insert(
    c: Connection, here: Here, named: dict[str, str], firing: Firing, now: datetime
) -> bool:
    alert_id = named["id"]
    new = insert(alert).values(
        **named, questionnaire=firing.questionnaire, place=here.place,
        response_id=firing.response_id, visit_id=firing.visit_id, cause=firing.cause, fired_at=now,
    )  # fmt: skip
    if not c.execute(new.on_conflict_do_nothing()).rowcount:
        return False
    audit.record(c, actor="kiosk", action="alert.fired", subject=alert_id, now=now)
    payload = _payload(c, here, alert_id, now)
    queue(c, resource_type=TASK, resource_id=alert_id, payload=payload, now=now)
    return True


def _link(c: Connection, here: Here, alert_id: str, response_id: str, now: datetime) -> None:
    other = and_(alert.c.id == alert_id, alert.c.response_id.is_distinct_from(response_id))
    if c.execute(alert.update().where(other).values(response_id=response_id)).rowcount:
        audit.record(c, actor="kiosk", action="alert.linked", subject=alert_id, now=now)
        _tell(c, here, alert_id, now)


def _reopen(c: Connection, alert_id: str, *, by: str, now: datetime) -> bool:
    taken = and_(alert.c.id == alert_id, alert.c.acknowledged_at.is_not(None))
    nobody = {"acknowledged_at": None, "acknowledged_by": None}
    if not c.execute(alert.update().where(taken).values(nobody)).rowcount:
        return False
    audit.record(c, actor=by, action="alert.given-back", subject=alert_id, now=now)
    return True


def _tell(c: Connection, here: Here, alert_id: str, now: datetime) -> None:
    payload = _payload(c, here, alert_id, now)
    requeue(c, resource_type=TASK, resource_id=alert_id, payload=payload, now=now)


def _settled(c: Connection, alert_id: str, etag: str | None, now: datetime) -> None:
    which = and_(outbox.c.resource_type == TASK, outbox.c.resource_id == alert_id)
    known = {"state": "sent", "etag": etag, "if_match": None, "error": None, "outcome": None}
    c.execute(outbox.update().where(which).values(known | {"sent_at": now}))


def _payload(c: Connection, here: Here, alert_id: str, now: datetime) -> bytes:
    found = load_alert(c, alert_id)
    if found is None:
        raise RuntimeError("an alert went away inside its transaction")
    told = PleaseLook(
        found.id, found.cause, found.fired, now, here.kiosk, found.place, here.clinic,
        found.response_id, _patient(c, found.visit_id), found.by, drill=found.is_drill,
    )  # fmt: skip
    return encode_json(to_task(told))


def _patient(c: Connection, visit_id: str | None) -> dict[str, str] | None:
    columns = visit.c.identifier_system, visit.c.identifier_value
    found = c.execute(select(*columns).where(visit.c.id == visit_id)).first()
    if found is None or not found.identifier_value:
        return None
    system = {"system": found.identifier_system} if found.identifier_system else {}
    return system | {"value": found.identifier_value}


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
