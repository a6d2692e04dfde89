"""The visits of today: made, found again, withdrawn; and how far each came. Nothing of the answers.

`LocalVisits` works on the store of this PC. A desk PC without a kiosk gets another `VisitBook`,
that works on the central service.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from kiosk.desk.issuing import Issued, issued, waits_no_more, was_begun
from kiosk.desk.line import Line
from kiosk.desk.packets import DeskPacket
from kiosk.store import audit, desk_days, help_calls, visit_days, visits
from kiosk.store.database import Store
from kiosk.store.visit_days import Begun, Sent
from kiosk.store.visits import AT_SCREEN, DONE, PAUSED, WAITING, Visit, Whose

AT_IT: Final = timedelta(minutes=3)
"""Who has no visit and touched the screen so lately is still there, as far as anybody can tell."""


@dataclass(frozen=True)
class DayVisit:
    """One visit as the desk sees it.

    Attributes:
        id: of the visit; of a walk-up, of its time at the screen.
        code: six signs; "" for a walk-up.
        forms: canonicals, in order.
        state: waiting, at-the-screen, paused, done or left.
        whose: by what the patient is known.
        made: when.
        begun: when somebody sat down with it.
        ended: when it was done or left.
        place: what the screen is called where it was begun; "" before.
        twice: its slip was used at two screens.
        answered, asked: how many answers are there, of so many questions at most.
        sent: whether the central service has what came of it: "yes", "in-line", "look" (it refused
            something); "" where nothing came yet.
        walk_up: nobody made it.
        untold: the central service does not have it yet: until then only its slip opens it.
    """

    id: str
    code: str
    forms: tuple[str, ...]
    state: str
    whose: Whose
    made: datetime
    begun: datetime | None = None
    ended: datetime | None = None
    place: str = ""
    twice: bool = False
    answered: int = 0
    asked: int = 0
    sent: str = ""
    walk_up: bool = False
    untold: bool = False

    @property
    def expected(self) -> datetime:
        """The appointment; where the desk gave none, when it was made."""
        return self.whose.appointment or self.made


@dataclass(frozen=True)
class Calling:
    """Somebody at a screen asks for help: what the screen is called, and since when."""

    id: str
    place: str
    asked: datetime


@dataclass(frozen=True)
class Today:
    """The day so far.

    Attributes:
        visits: by when they are expected (`expected`).
        offered, taken: how often the desk offered the screen, and how often it was begun.
        calls: for help, the longest waiting first.
    """

    visits: tuple[DayVisit, ...] = ()
    offered: int = 0
    taken: int = 0
    calls: tuple[Calling, ...] = ()


class VisitBook(Protocol):
    """The visits of a clinic's day. Each method may take its time, and raises a `KioskError`."""

    @property
    def packets(self) -> tuple[DeskPacket, ...]:
        """What can be given out."""

    @property
    def line(self) -> Line | None:
        """How far away they are; None: on this PC."""

    def look(self) -> None:
        """Hear from afar what is new, and tell what waits; on the network lane.

        Raises:
            CentralError: it did not answer; what was known stays.
        """

    def today(self) -> Today:
        """The day so far, as it is known on this PC."""

    def make(self, forms: Sequence[str], whose: Whose, *, by: str) -> Issued:
        """Make a visit of these forms, by canonical; `by`: the member of staff."""

    def slip(self, visit_id: str, *, by: str) -> Issued:
        """The code and slip of a visit once more.

        Raises:
            RefusedError: it is over, or not known.
        """

    def withdraw(self, visit_id: str, *, by: str) -> None:
        """Undo a visit that nobody began.

        Raises:
            RefusedError: somebody did.
        """

    def said_no(self, *, by: str, many: int = 1) -> None:
        """The screen was offered, and somebody said no; -1 takes that back."""

    def answer_call(self, call_id: str, *, by: str) -> None:
        """Somebody goes to who asked for help."""

    def close(self) -> None:
        """A request that hangs is given up."""


class LocalVisits:
    """The visits in the store of this PC. Its methods run on the disk lane.

    Attributes:
        line: none is needed.

    Args:
        store: of this PC.
        packets: what can be given out.
        questions: how many questions a form asks at most, by canonical.
        now: the clock, aware, UTC.
        place: what this screen is called.
        walk_ups: whether those without a visit are shown.
    """

    line: Final = None

    def __init__(  # noqa: PLR0913 - keyword-only beyond the one
        self,
        store: Store,
        *,
        packets: tuple[DeskPacket, ...],
        questions: Mapping[str, int],
        now: Callable[[], datetime],
        place: str,
        walk_ups: bool,
    ) -> None:
        self._store, self._packets, self._questions = store, packets, questions
        self._now, self._place, self._walk_ups = now, place, walk_ups

    @property
    def packets(self) -> tuple[DeskPacket, ...]:
        """What can be given out."""
        return self._packets

    def look(self) -> None:
        """Nothing is far away."""

    def today(self) -> Today:
        """The day so far, on this PC's clock."""
        since, until = visit_days.day_around(self._now())
        with self._store.reading() as c:
            found = visit_days.visits_of_day(c, since=since, until=until)
            begun, counts = visit_days.begun_forms(c), desk_days.desk_day_of(c, since.date())
            calls = help_calls.open_calls(c)
            ways = visit_days.ways_of(c, found)
            named = [response for one in found for response in one.responses]
            sent = (
                visit_days.sent_between(c, since=since, until=until, without=named)
                if self._walk_ups
                else ()
            )
        by_visit = _by_visit(begun)
        rows = [self._row(one, by_visit.get(one.id, ()), ways.get(one.id, "")) for one in found]
        if self._walk_ups:
            rows += self._began_alone(by_visit.get(None, ())) + self._sent_alone(sent)
        told = tuple(Calling(one.id, self._place, one.asked) for one in calls)
        return Today(in_order(rows), counts.offered, counts.taken, told)

    def make(self, forms: Sequence[str], whose: Whose, *, by: str) -> Issued:
        """Make a visit; it ends with the day."""
        now = self._now()
        with self._store.transaction() as c:
            made = visits.create_visit(c, packet=tuple(forms), by=by, now=now, whose=whose)
            return issued(c, made, now)

    def slip(self, visit_id: str, *, by: str) -> Issued:
        """The code and slip of a visit that waits; that they were shown is on record."""
        now = self._now()
        with self._store.transaction() as c:
            found = visits.load_visit(c, visit_id)
            if found is None or found.state != WAITING or found.expires <= now:
                raise waits_no_more()
            audit.record(c, actor=by, action="visit.slip-again", subject=visit_id, now=now)
            return issued(c, found, now)

    def withdraw(self, visit_id: str, *, by: str) -> None:
        """Undo a visit that nobody began."""
        with self._store.transaction() as c:
            if not visits.withdraw_visit(c, visit_id, by=by, now=self._now()):
                raise was_begun()

    def said_no(self, *, by: str, many: int = 1) -> None:
        """The screen was offered, and somebody said no; only counted."""
        with self._store.transaction() as c:
            desk_days.count_offered(c, by=by, now=self._now(), many=many)

    def answer_call(self, call_id: str, *, by: str) -> None:
        """Somebody goes there."""
        with self._store.transaction() as c:
            help_calls.answer_call(c, call_id, by=by, now=self._now())

    def close(self) -> None:
        """Nothing hangs."""

    def _row(self, visit: Visit, begun: Iterable[Begun], way: str) -> DayVisit:
        asked = self._asked(visit.packet)
        return DayVisit(
            id=visit.id, code=visit.code, forms=visit.packet, state=visit.state,
            whose=visit.whose, made=visit.made, begun=visit.begun, ended=visit.ended,
            place=(visit.elsewhere or self._place) if visit.begun else "",
            twice=visit.also_used is not None,
            answered=asked if visit.state == DONE else _answered(begun, asked),
            asked=asked, sent=way,
        )  # fmt: skip

    def _began_alone(self, begun: Iterable[Begun]) -> list[DayVisit]:
        sittings: dict[str, list[Begun]] = {}
        for one in begun:
            sittings.setdefault(one.sitting_id, []).append(one)
        return [self._walk_up(key, forms) for key, forms in sittings.items()]

    def _walk_up(self, key: str, begun: Sequence[Begun]) -> DayVisit:
        forms = tuple(one.questionnaire for one in begun)
        lately = max(one.changed for one in begun) > self._now() - AT_IT
        started, asked = min(one.started for one in begun), self._asked(forms)
        return DayVisit(
            id=key, code="", forms=forms, state=AT_SCREEN if lately else PAUSED, whose=Whose(),
            made=started, begun=started, place=self._place, answered=_answered(begun, asked),
            asked=asked, walk_up=True,
        )  # fmt: skip

    def _sent_alone(self, sent: Iterable[Sent]) -> list[DayVisit]:
        return [
            DayVisit(
                id=one.id, code="", forms=(one.questionnaire,), state=DONE, whose=Whose(),
                made=one.completed, begun=one.completed, ended=one.completed, place=self._place,
                answered=1, asked=1, sent=one.way, walk_up=True,
            )
            for one in sent
        ]  # fmt: skip

    def _asked(self, forms: Iterable[str]) -> int:
        return sum(self._questions.get(form, 0) for form in forms)


def in_order(rows: Iterable[DayVisit]) -> tuple[DayVisit, ...]:
    """The visits of a day by when they are expected."""
    return tuple(sorted(rows, key=lambda row: (row.expected, row.made, row.id)))


def state_counts(today: Today) -> tuple[int, int, int]:
    """How many visits there are, how many are done, and how many are at a screen now."""
    states = [one.state for one in today.visits]
    return len(states), states.count(DONE), states.count(AT_SCREEN)


def _by_visit(begun: Iterable[Begun]) -> dict[str | None, list[Begun]]:
    """What is begun by the visit it belongs to; that of walk-ups under None."""
    found: dict[str | None, list[Begun]] = {}
    for one in begun:
        found.setdefault(one.slip_id, []).append(one)
    return found


def _answered(begun: Iterable[Begun], asked: int) -> int:
    """A group that repeats may hold more answers than a form has questions."""
    return min(sum(one.answered for one in begun), asked)
