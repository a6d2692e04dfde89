"""Visits: which forms staff gave to whom, until the person at the screen says who they are.

A patient's screen asks for one visit, by its code or by a birth date and letters of both names; it
is never told which visits there are. A code is good for one sitting. Whoever asks counts the wrong
tries (`kiosk.ui.patient.tries`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from kiosk.errors import RefusedError
from kiosk.store import audit, desk_days, slip_uses, tasks
from kiosk.store.free_code import free_code
from kiosk.store.tables import visit
from kiosk.store.visit_code import plain_letters, read_code

WAITING, AT_SCREEN, PAUSED, DONE, LEFT = "waiting", "at-the-screen", "paused", "done", "left"
OVER = (DONE, LEFT)


@dataclass(frozen=True)
class Whose:
    """By what a visit's patient is known; all of it may be missing.

    Attributes:
        system, value: a FHIR Identifier of the patient, e.g. the clinic's own number.
        birth_date: with `letters`, by which patients find their visit themselves.
        letters: the first letter of the first name and of the family name.
        initials: shown for "Is this you?"; nothing else of a person is.
        appointment: shown for "Is this you?".
    """

    system: str | None = None
    value: str | None = None
    birth_date: date | None = None
    letters: str | None = None
    initials: str | None = None
    appointment: datetime | None = None


@dataclass(frozen=True)
class Visit:
    """One visit.

    Attributes:
        code: six signs, as kept; `visit_code.grouped` says how to show it.
        packet: the forms by name or canonical, in the order to be filled in.
        state: waiting, at-the-screen, paused, done or left.
        task_id: of the Task of the central service that asked for it; None where the desk did.
        begun, ended: when somebody sat down with it, and when it was done or left.
        also_used: when its slip was found to have opened it at two screens.
        elsewhere: what the screen is called where it was begun; "": this one.
        responses: the ids of those that came of it.
    """

    id: str
    code: str
    packet: tuple[str, ...]
    state: str
    made_by: str
    made: datetime
    expires: datetime
    whose: Whose
    task_id: str | None = None
    begun: datetime | None = None
    ended: datetime | None = None
    also_used: datetime | None = None
    elsewhere: str = ""
    responses: tuple[str, ...] = ()


def create_visit(  # noqa: PLR0913 - keyword-only beyond the one
    c: Connection,
    *,
    packet: tuple[str, ...],
    by: str,
    now: datetime,
    whose: Whose | None = None,
    expires: datetime | None = None,
    task_id: str | None = None,
    visit_id: str | None = None,
    code: str | None = None,
) -> Visit:
    """Make a visit.

    Args:
        c: a write transaction.
        packet: the forms by name or canonical, in order.
        by: name of the member of staff; one of `desk_days.NOT_THE_DESK` where it was not made here.
        now: the moment.
        whose: by what the patient is known.
        expires: when it is not found any more; by default at the end of the day on this PC's clock.
        task_id: of that Task.
        visit_id: as another kiosk made it; by default a new one.
        code: that was given out elsewhere; by default a new one.

    Raises:
        RefusedError: no form, a birth date without letters or the other way round, an end that
            is over already, or a code that another visit has here.
    """
    whose, ends = whose or Whose(), expires or end_of_day(now)
    _refuse_unusable(packet, whose, ends, now)
    made = Visit(
        visit_id or str(uuid4()), free_code(c, code), packet, WAITING, by, now, ends, whose, task_id
    )
    c.execute(visit.insert().values(_row(made)))
    desk_days.count_offered(c, by=by, now=now)
    audit.record(c, actor=by, action="visit.made", subject=made.id, now=now)
    return made


def visit_by_code(c: Connection, code: str, *, now: datetime) -> Visit | None:
    """The waiting visit of a code as typed or scanned; None where none waits."""
    return _first(c, and_(visit.c.code == read_code(code), _waits(now)))


def visits_by_birth_date(
    c: Connection, birth_date: date, letters: str, *, now: datetime
) -> tuple[Visit, ...]:
    """The waiting visits for which both are right, the earliest appointment first.

    More than one may be one person's or two persons': a patient's screen opens none of them then,
    and sends them to the desk.
    """
    both = and_(visit.c.birth_date == birth_date, visit.c.letters == plain_letters(letters))
    query = select(visit).where(both, _waits(now)).order_by(visit.c.appointment_at, visit.c.made_at)
    return tuple(visit_of(row) for row in c.execute(query))


def load_visit(c: Connection, visit_id: str) -> Visit | None:
    """A visit in whatever state, for staff and for what goes on with it."""
    return _first(c, visit.c.id == visit_id)


def list_visits(c: Connection) -> tuple[Visit, ...]:
    """Every visit that is not over, whatever the hour; the one that ends first comes first."""
    query = select(visit).where(visit.c.state.not_in(OVER))
    ordered = query.order_by(visit.c.expires_at, visit.c.made_at, visit.c.id)
    return tuple(visit_of(row) for row in c.execute(ordered))


def withdraw_visit(c: Connection, visit_id: str, *, by: str, now: datetime) -> bool:
    """Delete a visit that nobody began; False, and it stays, where somebody did."""
    waits = and_(visit.c.id == visit_id, visit.c.state == WAITING)
    found = _first(c, waits)
    if found is None:
        return False
    c.execute(visit.delete().where(waits))
    desk_days.count_offered(c, by=found.made_by, now=found.made, many=-1)
    slip_uses.use_slip(c, visit_id, expires=found.expires, now=now)
    audit.record(c, actor=by, action="visit.withdrawn", subject=visit_id, now=now)
    return True


def take_up(c: Connection, visit_id: str, *, now: datetime) -> Visit:
    """Somebody sits down with it: from now on its code opens nothing.

    Raises:
        RefusedError: it does not wait (any more), or it expired.
    """
    ready = and_(visit.c.id == visit_id, or_(_waits(now), visit.c.state == PAUSED))
    before = _first(c, ready)
    if before is None:
        raise RefusedError("This visit is not waiting any more.", advice="Ask at the desk.")
    begun = before.begun or now
    c.execute(visit.update().where(ready).values(state=AT_SCREEN, begun_at=begun))
    audit.record(c, actor="patient", action="visit.taken-up", subject=visit_id, now=now)
    tasks.want(c, visit_id, tasks.IN_PROGRESS)
    slip_uses.use_slip(c, visit_id, expires=before.expires, now=now)
    if before.begun is None:
        desk_days.count_taken(c, by=before.made_by, now=begun)
    return replace(before, state=AT_SCREEN, begun=begun)


def pause_visit(c: Connection, visit_id: str, *, now: datetime) -> None:
    """Its patient went away in the middle; staff can go on with them."""
    _end_sitting(c, visit_id, PAUSED, now)


def put_back(c: Connection, visit_id: str, *, now: datetime) -> None:
    """Its patient went away before answering anything: its code, and its slip, open it again."""
    before = load_visit(c, visit_id)
    if before is not None and _end_sitting(c, visit_id, WAITING, now):
        tasks.want_nothing(c, visit_id)
        slip_uses.forget_slip(c, visit_id)
        if before.begun is not None:
            desk_days.count_taken(c, by=before.made_by, now=before.begun, many=-1)


def finish_visit(
    c: Connection, visit_id: str, *, now: datetime, responses: Iterable[str] = ()
) -> None:
    """All of its forms are on their way, as these responses."""
    came = list(responses)
    if _end_sitting(c, visit_id, DONE, now, responses=came):
        tasks.want(c, visit_id, tasks.COMPLETED, came)


def leave_visit(c: Connection, visit_id: str, *, now: datetime) -> None:
    """Its patient stopped and deleted the answers."""
    if _end_sitting(c, visit_id, LEFT, now):
        tasks.want(c, visit_id, tasks.CANCELLED)


def end_of_day(now: datetime) -> datetime:
    """The next midnight on this PC's clock."""
    local = now.astimezone()
    tomorrow = local.date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min).astimezone()


def _refuse_unusable(packet: tuple[str, ...], whose: Whose, ends: datetime, now: datetime) -> None:
    if not packet:
        raise RefusedError("A visit needs a form.", advice="Choose at least one form.")
    if (whose.birth_date is None) != (not plain_letters(whose.letters or "")):
        raise RefusedError(
            "A date of birth is compared together with the first letters of both names.",
            advice="Give both, or neither.",
        )
    if ends <= now:
        raise RefusedError("This visit would be over before it begins.")


def _waits(now: datetime) -> ColumnElement[bool]:
    return and_(visit.c.state == WAITING, visit.c.expires_at > now)


def _end_sitting(
    c: Connection, visit_id: str, state: str, now: datetime, **more: list[str]
) -> bool:
    sitting = and_(visit.c.id == visit_id, visit.c.state.in_((AT_SCREEN, PAUSED)))
    moments: dict[str, datetime | None] = {"ended_at": now} if state in OVER else {}
    moments |= {"begun_at": None, "elsewhere": None} if state == WAITING else {}
    if not c.execute(visit.update().where(sitting).values(state=state, **moments, **more)).rowcount:
        return False
    audit.record(c, actor="kiosk", action=f"visit.{state}", subject=visit_id, now=now)
    return True


def _first(c: Connection, where: ColumnElement[bool]) -> Visit | None:
    row = c.execute(select(visit).where(where)).first()
    return None if row is None else visit_of(row)


def _row(made: Visit) -> dict[str, object]:
    whose = made.whose
    return {
        "id": made.id,
        "code": made.code,
        "packet": list(made.packet),
        "state": made.state,
        "made_by": made.made_by,
        "made_at": made.made,
        "expires_at": made.expires,
        "identifier_system": whose.system,
        "identifier_value": whose.value,
        "birth_date": whose.birth_date,
        "letters": plain_letters(whose.letters or "") or None,
        "initials": whose.initials,
        "appointment_at": whose.appointment,
        "task_id": made.task_id,
    }


def visit_of(row: Row[tuple[object, ...]]) -> Visit:
    """The visit in a row of its table."""
    found = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
    whose = Whose(
        system=found["identifier_system"],
        value=found["identifier_value"],
        birth_date=found["birth_date"],
        letters=found["letters"],
        initials=found["initials"],
        appointment=found["appointment_at"],
    )
    return Visit(
        id=found["id"],
        code=found["code"],
        packet=tuple(found["packet"]),
        state=found["state"],
        made_by=found["made_by"],
        made=found["made_at"],
        expires=found["expires_at"],
        whose=whose,
        task_id=found["task_id"],
        begun=found["begun_at"],
        ended=found["ended_at"],
        also_used=found["also_used_at"],
        elsewhere=found["elsewhere"] or "",
        responses=tuple(found["responses"] or ()),
    )
