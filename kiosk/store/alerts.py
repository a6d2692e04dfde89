"""Alerts: somebody is to look at one response. From which screen, since when, who goes; no answer.

An alert is written in the transaction of what fired it (a response, a pause), with its Task in the
outbox and its event in the audit: none is lost, whenever the program ends. Its id follows from the
sitting, the form and the rule, so the same never fires twice: what is sent after a pause belongs to
the alert of that pause.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Connection, and_, case, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.forms.alert_rules import Fired
from kiosk.forms.fhir_json import decode_json, encode_json
from kiosk.forms.please_look import PleaseLook, for_another, read_task, to_task
from kiosk.store import audit
from kiosk.store.alert_list import AGAIN, DRILL, TASK, UNSURE, Alert, load_alert, open_alerts
from kiosk.store.heads import heads_of
from kiosk.store.moving import PatientReference
from kiosk.store.outbox import AT_ONCE, queue, requeue
from kiosk.store.tables import REFUSED, WAITING, alert, outbox, visit

SENT, STOPPED, TIMED_OUT, FOUND = "sent", "stopped", "timed-out", "found"
CAUSES: Final = (SENT, STOPPED, TIMED_OUT, FOUND)

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
        changed: since it was raised, if it was, the answer is another one.
    """

    sitting: str
    questionnaire: str
    fired: tuple[Fired, ...]
    cause: str
    response_id: str | None = None
    visit_id: str | None = None
    changed: bool = False


def fire(c: Connection, here: Here, firing: Firing, *, now: datetime) -> int:
    """Raise what is not raised yet, and link what is to its response; how many are new.

    Where somebody went before the answer was changed, they are asked once more.
    """
    new = 0
    for fired in firing.fired:
        name = f"{firing.sitting}|{firing.questionnaire}|{fired.rule}"
        alert_id = str(uuid5(_NAMESPACE, name))
        rule = fired.rule if fired.sure else f"{fired.rule}{UNSURE}"
        if _insert(c, here, {"id": alert_id, "rule": rule}, firing, now):
            new += 1
            continue
        if firing.changed:
            _ask_again(c, here, alert_id, firing, now)
        if firing.response_id is not None:
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


def tell_again(
    c: Connection, here: Here, alert_id: str, *, etag: str | None, now: datetime
) -> None:
    """What the central service refused, for others had changed it, follows its newest version."""
    _tell(c, here, alert_id, now)
    which = and_(outbox.c.resource_type == TASK, outbox.c.resource_id == alert_id)
    c.execute(outbox.update().where(which).values(if_match=etag))


def tell_lost(c: Connection, here: Here, *, now: datetime) -> int:
    """Queue anew what is open and has no row in the outbox, as after damage; how many."""
    lost = [one.id for one in open_alerts(c) if not one.way]
    for alert_id in lost:
        _tell(c, here, alert_id, now)
    return len(lost)


def try_again(c: Connection, *, but: Collection[str]) -> int:
    """Of what is open, what the central service refused goes once more; how many.

    Nobody at a desk elsewhere would look else. What it came to stands until it gets there; those of
    the outcomes in `but` wait for what the service says of them.
    """
    row = outbox.c
    open_ones = select(alert.c.id).where(alert.c.acknowledged_at.is_(None))
    which = and_(row.resource_type == TASK, row.state == REFUSED, row.resource_id.in_(open_ones))
    why = row.outcome.is_(None) | row.outcome.not_in(list(but))
    again = outbox.update().where(which, why).values(state=WAITING, due_at=AT_ONCE)
    return c.execute(again).rowcount


def move_alerts(c: Connection, response_id: str, to: PatientReference, *, now: datetime) -> None:
    """The Tasks of a response that was moved name its patient, and the wrong one no more."""
    way = outbox.c
    query = (
        select(alert.c.id, alert.c.acknowledged_by, way.payload)
        .join(outbox, and_(way.resource_type == TASK, way.resource_id == alert.c.id))
        .where(alert.c.response_id == response_id, way.payload.is_not(None))
    )
    for alert_id, by, payload in c.execute(query).all():
        task = for_another(decode_json(payload), _identifier(to), by=by or "", changed=now)
        told = encode_json(task)
        requeue(c, resource_type=TASK, resource_id=alert_id, payload=told, now=now)


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
    _tell(c, here, alert_id, now)
    return True


def _ask_again(c: Connection, here: Here, alert_id: str, firing: Firing, now: datetime) -> None:
    """It is open again, as if raised now; nothing where nobody went yet: they will see what is."""
    taken = and_(alert.c.id == alert_id, alert.c.acknowledged_at.is_not(None))
    rule = case((alert.c.rule.endswith(AGAIN), alert.c.rule), else_=alert.c.rule + AGAIN)
    open_again = {
        "acknowledged_at": None, "acknowledged_by": None, "escalated_at": None,
        "fired_at": now, "cause": firing.cause, "rule": rule,
    }  # fmt: skip
    if c.execute(alert.update().where(taken).values(open_again)).rowcount:
        audit.record(c, actor="kiosk", action="alert.fired-again", subject=alert_id, now=now)
        _tell(c, here, alert_id, now)


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
    """In the place of what was said of it before; where that is there no more, anew."""
    payload = _payload(c, here, alert_id, now)
    which: dict[str, Any] = {"resource_type": TASK, "resource_id": alert_id, "payload": payload}
    if not requeue(c, **which, now=now):
        queue(c, **which, now=now)


def _settled(c: Connection, alert_id: str, etag: str | None, now: datetime) -> None:
    which = and_(outbox.c.resource_type == TASK, outbox.c.resource_id == alert_id)
    known = {"state": "sent", "etag": etag, "if_match": None, "error": None, "outcome": None}
    c.execute(outbox.update().where(which).values(known | {"sent_at": now}))


def _payload(c: Connection, here: Here, alert_id: str, now: datetime) -> bytes:
    found = load_alert(c, alert_id)
    if found is None:
        raise RuntimeError("an alert went away inside its transaction")
    kiosk = _raised_at(c, alert_id) or here.kiosk
    told = PleaseLook(
        found.id, found.cause, found.fired, now, kiosk, found.place, here.clinic, found.response_id,
        _patient(c, found), found.by, drill=found.is_drill, again=found.is_again,
    )  # fmt: skip
    return encode_json(to_task(told))


def _raised_at(c: Connection, alert_id: str) -> str:
    """The kiosk that its Task names, which may have been carried here; "" where there is none."""
    which = and_(outbox.c.resource_type == TASK, outbox.c.resource_id == alert_id)
    payload = c.scalar(select(outbox.c.payload).where(which))
    told = read_task(decode_json(payload)) if payload else None
    return told.kiosk if told else ""


def _patient(c: Connection, found: Alert) -> dict[str, str] | None:
    """Whose response it is, which may have been moved; without one, whose visit."""
    response_id = found.response_id or ""
    head = heads_of(c, [response_id]).get(response_id)
    if head is not None and head.patient is not None:
        return _identifier(head.patient)
    columns = visit.c.identifier_system, visit.c.identifier_value
    known = c.execute(select(*columns).where(visit.c.id == found.visit_id)).first()
    if known is None or not known.identifier_value:
        return None
    return _identifier(PatientReference(known.identifier_value, known.identifier_system or ""))


def _identifier(whose: PatientReference) -> dict[str, str]:
    return ({"system": whose.system} if whose.system else {}) | {"value": whose.value}
