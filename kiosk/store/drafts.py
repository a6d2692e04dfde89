"""Forms that someone is filling in: one row an answer, written as it is given."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, exists, func, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.errors import RefusedError
from kiosk.store import audit
from kiosk.store.clock import wrong_moments
from kiosk.store.prepared import execute_prepared
from kiosk.store.tables import draft, draft_answer

_WHICH = "of_draft"
_TOUCH = draft.update().where(draft.c.id == bindparam(_WHICH))
_DELETE = draft.delete().where(draft.c.id == bindparam(_WHICH))
_NEW = insert(draft_answer)
_KEEP = _NEW.on_conflict_do_update(
    index_elements=["draft_id", "path"], set_={"row": _NEW.excluded.row}
)


@dataclass(frozen=True)
class OfVisit:
    """Which visit a draft belongs to.

    Attributes:
        sitting_id: the same for all drafts of one person's time at the screen; "" for a draft
            that is a visit of its own.
        who: who answers, one of `kiosk.forms.proxies.WHO`; "" where it was not said.
        packet: canonical and content hash of every form of the visit, in order.
        slip_id: of the visit that staff prepared; None for a walk-up.
    """

    sitting_id: str = ""
    who: str = ""
    packet: tuple[tuple[str, str], ...] = ()
    slip_id: str | None = None


@dataclass(frozen=True)
class Draft:
    """A form on its way, as it can be taken up again.

    Attributes:
        content_hash: of the form it was begun with; two forms may share a canonical.
        place: path of the page last shown; None at the beginning.
        rows: by path, what `FormFiller.saved_row` gave.
    """

    id: str
    questionnaire: str
    content_hash: str
    language: str
    place: str | None
    started: datetime
    changed: datetime
    rows: dict[str, str]
    of: OfVisit


@dataclass(frozen=True)
class DraftSummary:
    """What staff may see of a draft: never an answer.

    Attributes:
        together: the same for all drafts of one person's packet of forms; "" for one alone.
    """

    id: str
    questionnaire: str
    started: datetime
    changed: datetime
    answered: int
    content_hash: str
    together: str = ""


def begin_draft(  # noqa: PLR0913 - keyword-only beyond the one
    c: Connection,
    *,
    questionnaire: str,
    content_hash: str,
    language: str,
    now: datetime,
    of: OfVisit | None = None,
) -> str:
    """Begin a form (canonical `url|version`, and its hash); gives the draft's id, a random UUID."""
    draft_id = str(uuid4())
    c.execute(
        draft.insert().values(
            id=draft_id,
            questionnaire=questionnaire,
            content_hash=content_hash,
            language=language,
            started_at=now,
            changed_at=now,
            **_visit_columns(of or OfVisit()),
        )
    )
    return draft_id


def save_answer(  # noqa: PLR0913 - keyword-only beyond the two
    c: Connection, draft_id: str, *, path: str, row: str, place: str, now: datetime
) -> None:
    """Keep one answer, in the place of an earlier one to the same path.

    Raises:
        RefusedError: the draft was sent or deleted meanwhile.
    """
    _touch(c, draft_id, now=now, place=place)
    execute_prepared(c, _KEEP, {"draft_id": draft_id, "path": path, "row": row})


def save_place(
    c: Connection, draft_id: str, *, place: str | None, language: str, now: datetime
) -> None:
    """Keep which page is shown, and in which language.

    Raises:
        RefusedError: the draft was sent or deleted meanwhile.
    """
    _touch(c, draft_id, now=now, place=place, language=language)


def save_who(c: Connection, draft_id: str, *, who: str, now: datetime) -> None:
    """Keep who answers, one of `kiosk.forms.proxies.WHO`.

    Raises:
        RefusedError: the draft was sent or deleted meanwhile.
    """
    _touch(c, draft_id, now=now, who=who)


def has_drafts(c: Connection, slip_id: str) -> bool:
    """Whether there are answers of a visit that staff prepared."""
    return bool(c.scalar(select(exists().where(draft.c.slip_id == slip_id))))


def load_draft(c: Connection, draft_id: str) -> Draft:
    """A draft with its answers.

    Raises:
        RefusedError: it was sent or deleted meanwhile.
    """
    found = c.execute(select(draft).where(draft.c.id == draft_id)).one_or_none()
    if found is None:
        raise _gone()
    return _draft(c, found)


def load_visit_drafts(c: Connection, sitting_id: str) -> tuple[Draft, ...]:
    """Every draft of one visit, with its answers; () for a draft that is a visit of its own."""
    if not sitting_id:
        return ()
    rows = c.execute(select(draft).where(draft.c.sitting_id == sitting_id)).all()
    return tuple(_draft(c, row) for row in rows)


def _draft(c: Connection, found: Row[Any]) -> Draft:
    rows = c.execute(
        select(draft_answer.c.path, draft_answer.c.row).where(draft_answer.c.draft_id == found.id)
    )
    return Draft(
        id=found.id,
        questionnaire=found.questionnaire,
        content_hash=found.content_hash,
        language=found.language,
        place=found.place,
        started=found.started_at,
        changed=found.changed_at,
        rows=dict(rows.all()),
        of=OfVisit(
            found.sitting_id or "",
            found.who or "",
            tuple((canonical, content_hash) for canonical, content_hash in found.packet or ()),
            found.slip_id,
        ),
    )


def _visit_columns(of: OfVisit) -> dict[str, Any]:
    return {
        "sitting_id": of.sitting_id or None,
        "who": of.who or None,
        "packet": list(of.packet) or None,
        "slip_id": of.slip_id,
    }


def list_drafts(c: Connection) -> tuple[DraftSummary, ...]:
    """All drafts, the one last touched first."""
    query = (
        select(
            draft.c.id,
            draft.c.questionnaire,
            draft.c.started_at,
            draft.c.changed_at,
            func.count(draft_answer.c.path),
            draft.c.content_hash,
            draft.c.sitting_id,
            draft.c.packet,
        )
        .join_from(draft, draft_answer, isouter=True)
        .group_by(draft.c.id)
        .order_by(draft.c.changed_at.desc(), draft.c.id)
    )
    return tuple(_summary(row) for row in c.execute(query))


def _summary(row: Row[Any]) -> DraftSummary:
    told: list[Any] = list(row)
    packet, sitting_id = told.pop(), told.pop()
    told.append(f"{sitting_id} {packet}" if sitting_id and packet else "")
    return DraftSummary(*told)


def discard_draft(
    c: Connection, draft_id: str, *, reason: str, now: datetime, actor: str = "kiosk"
) -> None:
    """Delete a draft and its answers for good; deleting it again changes nothing.

    `reason` is a code for the audit, e.g. "stopped", "expired", "staff"; `actor` who did it.
    """
    if delete_draft(c, draft_id):
        action = f"draft.discarded.{reason}"
        audit.record(c, actor=actor, action=action, subject=draft_id, now=now)


def expire_drafts(
    c: Connection, *, kept: timedelta, now: datetime, but: Collection[str] = ()
) -> int:
    """Delete the drafts that nobody touched for so long, each with its event; how many.

    Nothing of them is sent. Those whose ids are in `but` are at the screen and stay.
    """
    for wrong in wrong_moments(draft.c.changed_at, now):  # their time begins now
        c.execute(draft.update().where(wrong).values(changed_at=now))
    old = select(draft.c.id).where(draft.c.changed_at <= now - kept, draft.c.id.not_in(but))
    expired = c.execute(old).scalars().all()
    for draft_id in expired:
        discard_draft(c, draft_id, reason="expired", now=now)
    return len(expired)


def delete_draft(c: Connection, draft_id: str) -> bool:
    """Delete a draft and its answers without a word; whether there was one."""
    return execute_prepared(c, _DELETE, {_WHICH: draft_id}).rowcount == 1


def _touch(c: Connection, draft_id: str, *, now: datetime, **values: str | None) -> None:
    told = {_WHICH: draft_id, "changed_at": now} | values
    if execute_prepared(c, _TOUCH, told).rowcount != 1:
        raise _gone()


def _gone() -> RefusedError:
    return RefusedError(
        "This form is no longer on this kiosk: it was sent or deleted.", advice="Begin it again."
    )
