"""Responses as the desk sees them: a page at a time, the newest first, and how many there are.

No answer is read here, only the status of what was changed. A page costs the same
whether a store holds a hundred responses or a hundred thousand, and whatever is asked for: the
index `outbox_listed` holds one sorted run of moments for each form and state, and a page is merged
from the heads of the runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Select,
    Text,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    type_coerce,
)

from kiosk.forms.fhir_json import decode_json
from kiosk.store.outbox import RESPONSE
from kiosk.store.tables import REFUSED, SENT, WAITING, outbox, submission

STATES = (WAITING, SENT, REFUSED)

_BEHIND = "\U0010ffff"
"""Behind whatever an id goes on with."""


@dataclass(frozen=True)
class Listed:
    """One response in a list, without its answers.

    Attributes:
        questionnaire: canonical `url|version` of the form it answers.
        state: waiting, sent or refused.
        sent_at: when the central service acknowledged it.
        error: why it was refused, or did not arrive the last time; without any answer in it.
        changed_at: when it was changed last after the patient sent it; None: it never was.
        status: what it says it is since: "amended", "entered-in-error"; "completed" before.
    """

    id: str
    questionnaire: str
    completed_at: datetime
    state: str
    sent_at: datetime | None
    error: str | None
    changed_at: datetime | None = None
    status: str = "completed"


@dataclass(frozen=True)
class Wanted:
    """Which responses are asked for; all of them, where nothing is said.

    Attributes:
        questionnaire: a canonical `url|version`, or a url for all its versions.
        since: completed, or changed last, then or later.
        until: the same before then.
        state: waiting, sent or refused.
    """

    questionnaire: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    state: str | None = None


@dataclass(frozen=True)
class Place:
    """Where a page ended: what comes after it is older, or was queued earlier at that moment.

    Attributes:
        completed_at: when that response was completed, or changed last.
        turn: its row.
    """

    completed_at: datetime
    turn: int


@dataclass(frozen=True)
class ResponsePage:
    """A page of responses, the newest first; `following` is None on the last one."""

    responses: tuple[Listed, ...]
    following: Place | None


@dataclass(frozen=True)
class Tally:
    """How many responses to one form are in one state."""

    questionnaire: str
    state: str
    responses: int


def list_responses(
    c: Connection, wanted: Wanted, *, size: int, after: Place | None = None
) -> ResponsePage:
    """One page of responses.

    What arrives while somebody turns pages is on the pages before, so that no response is shown
    twice and none is left out.

    Args:
        c: a view of the store.
        wanted: which ones.
        size: how many at most, at least 1.
        after: where the page before ended; None for the first.
    """
    row = outbox.c
    moment = type_coerce(row.queued_at, Text)  # of most heads it is only compared
    newest = (
        _run(moment, row.id)
        .where(*_in_time(wanted), *_after(after))
        .order_by(row.queued_at.desc(), row.id.desc())
        .limit(size + 1)
    )
    heads = [tuple(head) for *_, run in _each_run(c, newest, wanted) for head in run]
    heads.sort(reverse=True)
    turns = [turn for _, turn in heads[:size]]
    following = _place(heads[size - 1]) if len(heads) > size else None
    return ResponsePage(_listed(c, turns), following)


def _place(head: tuple[str, int]) -> Place:
    moment, turn = head
    return Place(datetime.fromisoformat(moment), turn)


def responses_named(c: Connection, begin: str, *, size: int) -> tuple[Listed, ...]:
    """Those whose id begins so, the newest first; at most `size`."""
    row = outbox.c
    turns = (
        select(row.id)
        .where(
            row.resource_type == RESPONSE,
            row.resource_id >= begin,
            row.resource_id < begin + _BEHIND,
        )
        .limit(size)
    )
    return _listed(c, c.execute(turns).scalars().all())


def tally_responses(c: Connection, wanted: Wanted) -> tuple[Tally, ...]:
    """How many responses there are by form and state, in the order of their names."""
    count = _run(func.count()).where(*_in_time(wanted))
    found = ((form, state, run.scalar_one()) for form, state, run in _each_run(c, count, wanted))
    return tuple(Tally(*one) for one in found if one[2])


def forms_answered(c: Connection) -> tuple[str, ...]:
    """The canonicals of all forms there are responses to, in the order of their names."""
    return tuple(_forms(c, Wanted()))


def _forms(c: Connection, wanted: Wanted) -> list[str]:
    """The canonicals asked for, among those that were ever answered: one leap each in the index."""
    form = outbox.c.questionnaire
    first = select(func.min(form).label("name"))
    if wanted.questionnaire is not None:
        first = first.where(form >= wanted.questionnaire)
    forms = first.cte("forms", recursive=True)
    later = select(func.min(form)).where(form > forms.c.name).scalar_subquery()
    forms = forms.union_all(select(later).where(forms.c.name.is_not(None)))
    return [name for name in c.scalars(select(forms.c.name)) if name and _answers(name, wanted)]


def _answers(canonical: str, wanted: Wanted) -> bool:
    asked = wanted.questionnaire
    return asked is None or canonical == asked or canonical.startswith(f"{asked}|")


def _run(*columns: Any) -> Select[Any]:
    """Something of one run, once it is said which."""
    row = outbox.c
    return select(*columns).where(
        row.questionnaire == bindparam("form"), row.state == bindparam("state")
    )


def _each_run(
    c: Connection, query: Select[Any], wanted: Wanted
) -> Iterator[tuple[str, str, CursorResult[Any]]]:
    """What a query finds in every run that may hold something: form, state, result."""
    states = STATES if wanted.state is None else (wanted.state,)
    once: dict[str, Any] = {"compiled_cache": {}}  # the engine keeps none; this one ends here
    for form, state in product(_forms(c, wanted), states):
        yield form, state, c.execute(query, {"form": form, "state": state}, execution_options=once)


def _in_time(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """A response is queued at the moment it is completed, and again when it is changed."""
    if wanted.since is not None:
        yield outbox.c.queued_at >= wanted.since
    if wanted.until is not None:
        yield outbox.c.queued_at < wanted.until


def _after(place: Place | None) -> Iterator[ColumnElement[bool]]:
    if place is not None:
        row, then = outbox.c, place.completed_at
        yield row.queued_at <= then
        yield or_(row.queued_at < then, and_(row.queued_at == then, row.id < place.turn))


def _listed(c: Connection, turns: Sequence[int]) -> tuple[Listed, ...]:
    way = outbox.c
    query = (
        select(
            submission.c.id,
            submission.c.questionnaire,
            submission.c.completed_at,
            way.state,
            way.sent_at,
            way.error,
            case((way.revision > 0, way.queued_at)),
        )
        .join_from(outbox, submission, submission.c.id == way.resource_id)
        .where(way.id.in_(turns))
        .order_by(way.queued_at.desc(), way.id.desc())
    )
    found = [Listed(*one) for one in c.execute(query)]
    said = _statuses(c, [one.id for one in found if one.changed_at])
    return tuple(replace(one, status=said.get(one.id, one.status)) for one in found)


def _statuses(c: Connection, changed: Sequence[str]) -> dict[str, str]:
    """What those that were changed say they are."""
    if not changed:
        return {}
    way = outbox.c
    query = select(way.resource_id, way.payload).where(
        way.resource_type == RESPONSE, way.resource_id.in_(changed), way.payload.is_not(None)
    )
    return {name: str(decode_json(payload).get("status")) for name, payload in c.execute(query)}
