"""The visits of a desk's PC without a kiosk: Tasks at the central service, made, followed there.

Making one needs no line: it is kept in the small store of this PC and waits in its outbox; until it
went, its slip opens it at any kiosk of the clinic. What is known of the others is of the last look.
"""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from kiosk.desk.day import DayVisit, Today, in_order
from kiosk.desk.issuing import Issued, issued, waits_no_more, was_begun
from kiosk.desk.line import Line
from kiosk.desk.packets import DeskPacket
from kiosk.store import (
    audit,
    desk_days,
    desk_tasks,
    outbox,
    retention,
    visit_days,
    visit_upkeep,
    visits,
)
from kiosk.store.database import Store
from kiosk.store.desk_days import CENTRAL
from kiosk.store.desk_tasks import TaskWay
from kiosk.store.tasks import CANCELLED, TASK
from kiosk.store.unsent import hurry, next_turn
from kiosk.store.visit_days import YES
from kiosk.store.visits import AT_SCREEN, DONE, LEFT, WAITING, Visit, Whose
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import send_due
from kiosk.sync.verdict import Outcome
from kiosk.sync.visit_tasks import BEGUN, VisitThere, cancel, find_visits, task_of

KEPT: Final = timedelta(days=2)
"""So long after its end a visit that nobody began is known here."""
AT_LEAST: Final = timedelta(hours=1)
"""So often the sender runs, though no visit waits: it anchors the audit."""
_ASKED_TO_WAIT: Final = frozenset({Outcome.BUSY, Outcome.UNAVAILABLE})


class CentralVisits:
    """The visits at the central service. `look` and `withdraw` run on the network lane.

    Args:
        store: the small store of this PC.
        client: the service; used on the network lane alone.
        owner: `central.tasks`: "all", a reference "Type/id", or an identifier "system|value".
        packets: what can be given out.
        now: the clock, aware, UTC.

    Attributes:
        line: how it stands.
    """

    def __init__(
        self,
        store: Store,
        client: FhirClient,
        *,
        owner: str,
        packets: tuple[DeskPacket, ...],
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._client, self._owner = store, client, owner
        self._packets, self._now = packets, now
        self._there: tuple[VisitThere, ...] = ()
        self._sent: datetime | None = None
        self._jitter = random.Random()  # noqa: S311 - spreads load, guards nothing
        self.line: Final = Line(now)

    @property
    def packets(self) -> tuple[DeskPacket, ...]:
        """What can be given out."""
        return self._packets

    def look(self) -> None:
        """Hear how far each came, and send what waits. Two searches."""
        if self.line.is_quiet:
            return
        since, _ = visit_days.day_around(self._now())
        with self.line.asking():
            self._there = find_visits(self._client, self._owner, since=since)
        self._take_in()
        self._send()

    def today(self) -> Today:
        """The day so far: as it was heard last, and what was made here since."""
        since, until = visit_days.day_around(self._now())
        there = {_key(one): one for one in self._there}
        with self._store.reading() as c:
            mine = visit_days.visits_of_day(c, since=since, until=until)
            counts = desk_days.desk_day_of(c, since.date())
            ways = desk_tasks.ways(c, [one.id for one in mine])
        rows = [_own_row(one, ways.get(one.id)) for one in mine]
        known = {one.id for one in mine}
        rows += [_row(one, since) for key, one in there.items() if key not in known and one.state]
        return Today(in_order(rows), counts.offered, counts.taken)

    def make(self, forms: Sequence[str], whose: Whose, *, by: str) -> Issued:
        """Make a visit, which ends with the day; its Task goes as soon as there is a line."""
        now = self._now()
        with self._store.transaction() as c:
            made = visits.create_visit(c, packet=tuple(forms), by=by, now=now, whose=whose)
            payload = task_of(made, self._owner, desk=self._store.kiosk_id, now=now)
            outbox.queue(c, resource_type=TASK, resource_id=made.id, payload=payload, now=now)
            return issued(c, made, now)

    def slip(self, visit_id: str, *, by: str) -> Issued:
        """The code and slip of a visit that waits; of another desk's, too."""
        now = self._now()
        with self._store.transaction() as c:
            found = visits.load_visit(c, visit_id) or self._elsewhere(visit_id)
            if found is None or found.state != WAITING or found.expires <= now:
                raise waits_no_more()
            audit.record(c, actor=by, action="visit.slip-again", subject=visit_id, now=now)
            return issued(c, found, now)

    def withdraw(self, visit_id: str, *, by: str) -> None:
        """Undo a visit that nobody began; one that left this PC only with a line."""
        with self._store.reading() as c:
            way = desk_tasks.ways(c, [visit_id]).get(visit_id)
        if way is None or not way.untried:
            task_id = way.id if way is not None else self._task_id(visit_id)
            with self.line.asking():
                came = cancel(self._client, task_id, now=self._now())
            if came == BEGUN:
                raise was_begun()
            if came != CANCELLED and (way is None or way.is_there):
                raise waits_no_more()
        self._there = tuple(one for one in self._there if _key(one) != visit_id)
        now = self._now()
        with self._store.transaction() as c:
            desk_tasks.forget_way(c, visit_id)
            if not visits.withdraw_visit(c, visit_id, by=by, now=now):
                audit.record(c, actor=by, action="visit.withdrawn", subject=visit_id, now=now)

    def said_no(self, *, by: str, many: int = 1) -> None:
        """The screen was offered, and somebody said no; only counted, at this desk."""
        with self._store.transaction() as c:
            desk_days.count_offered(c, by=by, now=self._now(), many=many)

    def answer_call(self, call_id: str, *, by: str) -> None:
        """A call for help is told by the screen itself, and by the PC it is on."""

    def close(self) -> None:
        """A request that hangs is given up, those of the responses too: it is the same line."""
        self._client.close()

    def _take_in(self) -> None:
        """What was made here knows how far it came there."""
        with self._store.reading() as c:
            known = {one.id: one for one in visits.list_visits(c)}
        news = [
            one for one in self._there
            if one.state != WAITING and _key(one) in known and known[_key(one)].state != one.state
        ]  # fmt: skip
        if not news:
            return
        now = self._now()
        with self._store.transaction() as c:
            for one in news:
                if one.state:
                    visit_days.went_elsewhere(
                        c, _key(one), state=one.state, place=known[_key(one)].elsewhere,
                        begun=one.changed or now, now=now,
                    )  # fmt: skip
                    desk_tasks.follow(c, _key(one), one.task.id)
                else:
                    visits.withdraw_visit(c, _key(one), by=CENTRAL, now=now)

    def _send(self) -> None:
        now = self._now()
        with self._store.reading() as c:
            waits = next_turn(c) is not None
        if not waits and self._sent is not None and now - self._sent < AT_LEAST:
            return
        with self._store.transaction() as c:
            hurry(c, but=_ASKED_TO_WAIT)
            visit_upkeep.forget_visits(c, now=now, kept=KEPT)
            desk_tasks.forget_told(c)
        report = send_due(self._store, self._client, now=self._now, jitter=self._jitter)
        self._forget_sent()
        self._sent = now
        if report.error is not None:
            self.line.note(report.error)

    def _forget_sent(self) -> None:
        """A paper that was typed in here is at the service now, and no more on this PC."""
        with self._store.transaction() as c:
            gone = retention.delete_acknowledged(c, kept=timedelta(), now=self._now())
        if gone:
            self._store.forget_deleted()

    def _elsewhere(self, visit_id: str) -> Visit | None:
        """A visit of another desk, as far as its slip needs to know it."""
        there = next((one for one in self._there if _key(one) == visit_id), None)
        if there is None or not there.task.code or not there.task.visit_id:
            return None
        task, now = there.task, self._now()
        return Visit(
            task.visit_id, task.code, task.packet, there.state, CENTRAL, there.made or now,
            task.expires(now), task.whose,
        )  # fmt: skip

    def _task_id(self, visit_id: str) -> str:
        there = next((one for one in self._there if _key(one) == visit_id), None)
        return visit_id if there is None else there.task.id


def _key(one: VisitThere) -> str:
    return one.task.visit_id or one.task.id


def _own_row(visit: Visit, way: TaskWay | None) -> DayVisit:
    return DayVisit(
        id=visit.id, code=visit.code, forms=visit.packet, state=visit.state, whose=visit.whose,
        made=visit.made, begun=visit.begun, ended=visit.ended, place=visit.elsewhere,
        sent=YES if visit.state == DONE else "",
        untold=visit.state == WAITING and (way is None or not way.is_there),
    )  # fmt: skip


def _row(there: VisitThere, since: datetime) -> DayVisit:
    task = there.task
    over = there.state in (DONE, LEFT)
    return DayVisit(
        id=_key(there), code=task.code, forms=task.packet, state=there.state, whose=task.whose,
        made=there.made or there.changed or since,
        begun=there.changed if there.state == AT_SCREEN else None,
        ended=there.changed if over else None,
        sent=YES if there.state == DONE else "",
    )  # fmt: skip
