"""Responses that were carried here from another kiosk of the clinic, in a file.

They keep their ids, so that whichever PC reaches the central service first, it has each of them
once. Where the kiosk that took it amended a response since, what was carried is older: the sender
looks before it puts (`kiosk.sync.delivery`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection, and_, select
from sqlalchemy.sql.functions import coalesce

from kiosk.forms.fhir_json import NotJson, decode_json, encode_json
from kiosk.store import audit
from kiosk.store.outbox import RESPONSE, queue
from kiosk.store.submissions import Submission
from kiosk.store.tables import SENT, outbox, questionnaire, submission


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
