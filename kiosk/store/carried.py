"""Responses that were carried here from another kiosk of the clinic, in a file, and their alerts.

They keep their ids, so that whichever PC reaches the central service first, it has each of them
once. Where the kiosk that took it amended a response since, what was carried is older: the sender
looks before it puts (`kiosk.sync.delivery`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection, and_, exists, select
from sqlalchemy.sql.functions import coalesce

from kiosk.forms.fhir_json import NotJson, decode_json, encode_json
from kiosk.forms.please_look import PleaseLook, read_task
from kiosk.store import audit
from kiosk.store.alert_list import TASK
from kiosk.store.alert_tasks import keep_alert
from kiosk.store.outbox import RESPONSE, queue, requeue
from kiosk.store.submissions import Submission
from kiosk.store.tables import SENT, alert, outbox, questionnaire, submission


class Taken(Enum):
    """What became of a response that was carried here.

    NEW: it is kept and queued. KNOWN: the same is here already; nothing was changed. DIFFERS:
    another response is here under its id; nothing was changed.
    """

    NEW = "new"
    KNOWN = "known"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Departing:
    """A response that is to be carried elsewhere.

    Attributes:
        questionnaire: canonical of the form it answers.
        payload: its bytes, as amended last.
        if_match: ETag of the version at the service that it follows.
    """

    id: str
    questionnaire: str
    payload: bytes
    completed_at: datetime
    if_match: str | None


@dataclass(frozen=True)
class DepartingAlert:
    """The Task of an alert that is to be carried elsewhere with its response.

    Attributes:
        payload: its bytes, as they wait here.
        if_match: ETag of the version at the service that it follows.
    """

    id: str
    payload: bytes
    if_match: str | None


def departing(c: Connection, chosen: Iterable[Submission]) -> tuple[tuple[Departing, ...], int]:
    """Those of the chosen responses that another kiosk can send in this one's place.

    Returns them, and how many are left: a correction of what the service keeps under an id of its
    own, for only this kiosk knows that id.
    """
    row = outbox.c
    query = select(row.resource_id, row.if_match, row.server_id).where(
        row.resource_type == RESPONSE
    )
    ways = {found.resource_id: found for found in c.execute(query)}
    leaving, staying = list[Departing](), 0
    for one in chosen:
        way = ways[one.id]
        if way.server_id is not None and one.state != SENT:
            staying += 1
            continue
        etag = None if one.state == SENT else way.if_match
        leaving.append(Departing(one.id, one.questionnaire, one.payload, one.completed_at, etag))
    return tuple(leaving), staying


def departing_alerts(c: Connection, response_ids: Iterable[str]) -> tuple[DepartingAlert, ...]:
    """The Tasks of those responses that the service does not have as they are now.

    But for a change of what it keeps under an id of its own, as of responses.
    """
    row, chosen = outbox.c, set(response_ids)
    query = (
        select(alert.c.response_id, row.resource_id, row.payload, row.if_match)
        .join_from(alert, outbox, and_(row.resource_type == TASK, row.resource_id == alert.c.id))
        .where(row.state != SENT, row.server_id.is_(None), row.payload.is_not(None))
        .order_by(alert.c.fired_at)
    )
    return tuple(
        DepartingAlert(task_id, payload, if_match)
        for response_id, task_id, payload, if_match in c.execute(query)
        if response_id in chosen
    )


def kept_forms(c: Connection, canonicals: set[str]) -> Iterator[tuple[str, str, bytes]]:
    """Canonical, hash and bytes of every form that is kept under these names."""
    row = questionnaire.c
    query = select(row.canonical, row.content_hash, row.content)
    for found in c.execute(query.order_by(row.canonical, row.kept_at)):
        if found.canonical in canonicals:
            yield found.canonical, found.content_hash, found.content


def take_in(c: Connection, one: Departing, *, origin: str, by: str, now: datetime) -> Taken:
    """Keep and queue a response that another kiosk took. The caller commits.

    Args:
        c: a write transaction.
        one: the response, checked.
        origin: the id of that kiosk; "" where it is not known.
        by: who brought it, for the audit.
        now: the moment.
    """
    known = _kept(c, one.id)
    if known:
        return Taken.KNOWN if any(_same(one.payload, each) for each in known) else Taken.DIFFERS
    c.execute(
        submission.insert().values(
            id=one.id, questionnaire=one.questionnaire,
            completed_at=min(one.completed_at, now), payload=one.payload,
        )
    )  # fmt: skip
    queue(
        c, resource_type=RESPONSE, resource_id=one.id, payload=None, now=now,
        questionnaire=one.questionnaire,
    )  # fmt: skip
    which = and_(outbox.c.resource_type == RESPONSE, outbox.c.resource_id == one.id)
    way = {"carried_from": origin, "if_match": one.if_match}
    c.execute(outbox.update().where(which).values(way))
    audit.record(c, actor=by, action="response.imported", subject=one.id, now=now)
    return Taken.NEW


def take_in_alert(
    c: Connection, one: DepartingAlert, *, origin: str, by: str, now: datetime
) -> Taken:
    """Keep and queue an alert that another kiosk raised, under its id. The caller commits.

    One that is here already stays as it is; that somebody goes is learnt, where nobody did.

    Args, raises: as `take_in`; ValueError: it is the Task of no alert.
    """
    told = read_task(decode_json(one.payload))
    if told is None or told.id != one.id:
        raise ValueError("not the Task of an alert")
    which = and_(outbox.c.resource_type == TASK, outbox.c.resource_id == one.id)
    if c.scalar(select(exists().where(which))) or not keep_alert(
        c, told, action="alert.imported", by=by, now=now
    ):
        _learn_who_goes(c, one, told, by, now)
        return Taken.KNOWN
    queue(c, resource_type=TASK, resource_id=one.id, payload=one.payload, now=now)
    c.execute(outbox.update().where(which).values(carried_from=origin, if_match=one.if_match))
    return Taken.NEW


def _learn_who_goes(
    c: Connection, one: DepartingAlert, told: PleaseLook, by: str, now: datetime
) -> None:
    still = and_(alert.c.id == one.id, alert.c.acknowledged_at.is_(None))
    goes = {"acknowledged_at": min(told.changed, now), "acknowledged_by": told.by}
    if told.by and c.execute(alert.update().where(still).values(goes)).rowcount:
        audit.record(c, actor=by, action="alert.acknowledged", subject=one.id, now=now)
        requeue(c, resource_type=TASK, resource_id=one.id, payload=one.payload, now=now)


def _kept(c: Connection, response_id: str) -> tuple[bytes, ...]:
    """The bytes that are here under this id: as finished, and as amended last."""
    kept, way = submission.c, outbox.c
    same = and_(way.resource_type == RESPONSE, way.resource_id == kept.id)
    query = select(kept.payload, coalesce(way.payload, kept.payload)).join_from(
        submission, outbox, same, isouter=True
    )
    return tuple(c.execute(query.where(kept.id == response_id)).one_or_none() or ())


def _same(one: bytes, other: bytes) -> bool:
    """Equal bytes, or the same JSON in another order or with other spaces."""
    try:
        return one == other or encode_json(decode_json(one)) == encode_json(decode_json(other))
    except NotJson:
        return False
