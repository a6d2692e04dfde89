"""What a list says of a response beside how far it came: whose it is, and who answered how.

It stands in the response alone, so that a page is read for it, and never the whole store. Whoever
looks for a patient reads so many at once, then goes on from there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, and_, select
from sqlalchemy.sql.functions import coalesce

from kiosk.forms import extensions as ext
from kiosk.store.listing import Listed, Place, ResponsePage, Wanted, list_responses
from kiosk.store.moving import PatientReference, patient_of
from kiosk.store.outbox import RESPONSE
from kiosk.store.tables import outbox, submission

LOOKED_AT_ONCE: Final = 1000
"""So many are read for one patient before whoever asked is told how far that came."""
_STEP: Final = 200


@dataclass(frozen=True)
class ResponseHead:
    """What a response says of itself.

    Attributes:
        patient: whose answers it holds; None where it does not say.
        language: they were given in.
        who: gave them, one of `proxies.WHO`; "" where it does not say.
        status: of FHIR, "completed", "stopped" …; "" where it does not say.
    """

    patient: PatientReference | None = None
    language: str = ""
    who: str = ""
    status: str = ""


class _Read(msgspec.Struct, frozen=True):
    """Of a response, what is looked at; all else is passed over unread."""

    subject: Any = None
    language: str = ""
    status: str = ""
    extension: tuple[Any, ...] = ()


def heads_of(c: Connection, ids: Iterable[str]) -> dict[str, ResponseHead]:
    """The heads of those responses by their ids; of those that are here."""
    way, kept = outbox.c, submission.c
    same = and_(way.resource_type == RESPONSE, way.resource_id == kept.id)
    query = (
        select(kept.id, coalesce(way.payload, kept.payload))
        .join_from(submission, outbox, same)
        .where(kept.id.in_(list(ids)))
    )
    return {response_id: _head(payload) for response_id, payload in c.execute(query)}


def responses_of(
    c: Connection, value: str, wanted: Wanted, *, size: int, after: Place | None = None
) -> ResponsePage:
    """The responses of the patient with that reference, the newest first.

    Those among the next `LOOKED_AT_ONCE`: a page may hold few, or none, and still have one that
    follows.

    Args:
        c: a view of the store.
        value: of the patient's identifier, spaces and case apart.
        wanted: which of them.
        size: so many are enough.
        after: where the page before ended.
    """
    sought, found = folded(value), list[Listed]()
    for _ in range(LOOKED_AT_ONCE // _STEP):
        page = list_responses(c, wanted, size=_STEP, after=after)
        heads = heads_of(c, [one.id for one in page.responses])
        found += [one for one in page.responses if _is_of(heads.get(one.id), sought)]
        after = page.following
        if after is None or len(found) >= size:
            break
    return ResponsePage(tuple(found), after)


def folded(value: str) -> str:
    """A reference without what people write into it to read it better."""
    return "".join(value.split()).replace("-", "").casefold()


def _is_of(head: ResponseHead | None, sought: str) -> bool:
    return bool(head and head.patient and folded(head.patient.value) == sought)


def _head(payload: bytes) -> ResponseHead:
    try:
        read = msgspec.json.decode(payload, type=_Read)
    except msgspec.DecodeError:  # a foreign one that was carried here
        return ResponseHead()
    raw = {"subject": read.subject, "extension": list(read.extension)}
    who = ext.extension_value(raw, ext.ANSWERED_BY)
    said = who if isinstance(who, str) else ""
    return ResponseHead(patient_of(raw), read.language, said, read.status)
