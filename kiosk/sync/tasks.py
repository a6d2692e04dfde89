"""Visits that the central service asks for: its Tasks are fetched, and each makes one visit.

A Task is looked for while nobody has begun it. One that was known and is listed no more is asked
for by its id: where the centre ended it, or another kiosk began it, its visit is withdrawn unless
somebody sits with it already. What becomes of a visit is told by `kiosk.sync.settling`.

Any failure leaves what was known; nothing of a Task or a Patient is kept but what finds its visit
again. (SDC, complete-questionnaire)
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.errors import CentralError, RefusedError, Unreachable
from kiosk.store import requested, tasks
from kiosk.store.database import Store
from kiosk.store.requested import Wish
from kiosk.store.tasks import BEGUN_ELSEWHERE, ENDED_THERE, GONE, IN_PROGRESS, OPEN
from kiosk.store.visits import Whose
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import Limits, Searched, matches
from kiosk.sync.task_reading import (
    CODE,
    ENDED,
    FORMS_MOST,
    STARTING,
    ReadTask,
    is_asking,
    is_owned,
    read_task,
    task_id,
    with_patient,
)
from kiosk.sync.tasks_wanted import TasksWanted

LIMITS: Final = Limits(pages=10, resources=500)
OPEN_MOST: Final = 500
"""So many visits may wait for the centre's sake: many times what one clinic sees in a day."""
PATIENTS_MOST: Final = 100
"""So many Patients are read in one run; the others' turn is the next one."""
AT_ONCE: Final = 50
AHEAD: Final = timedelta(days=7)
"""A visit is made so long before it begins: the line may be down on its day."""

_NEVER: Final = datetime.min.replace(tzinfo=UTC)
NOT_OURS: Final = "The central service gave it to somebody else."


@dataclass(frozen=True)
class TasksReport:
    """What one run brought.

    Attributes:
        made, withdrawn: visits.
        unmade: Tasks of which no visit can be made; `kiosk visits` says why.
        whole: all that the service listed was looked at.
        error: why not, where the service could not be asked; `None` when all went well.
    """

    made: int = 0
    withdrawn: int = 0
    unmade: int = 0
    whole: bool = True
    error: CentralError | None = None


class _Unusable(Exception):
    """No visit can be made of a Task; the words say why, without anything of a patient."""


def fetch_tasks(
    store: Store,
    client: FhirClient,
    wanted: TasksWanted,
    *,
    now: Callable[[], datetime],
    go_on: Callable[[], bool] = lambda: True,
) -> TasksReport:
    """Make the visits that the service asks for, and withdraw those it asks for no more.

    Args:
        store: where visits are kept.
        client: the service.
        wanted: which Tasks make visits.
        now: the clock, aware.
        go_on: asked before each request; `False` ends the run early (the program closes).

    Never raises for the service: what went wrong is in the report. Errors of the store are raised.
    """
    run = _Run(store, client, wanted, now, go_on)
    error: CentralError | None = None
    try:
        run.look()
    except CentralError as cause:
        error = cause
    with store.reading() as c:
        unmade = len(tasks.asked(c, tasks.NOT_MADE))
    return TasksReport(run.made, run.withdrawn, unmade, run.whole and error is None, error)


class _Run:
    """One run: what it found, and what it made of that."""

    def __init__(
        self,
        store: Store,
        client: FhirClient,
        wanted: TasksWanted,
        now: Callable[[], datetime],
        go_on: Callable[[], bool],
    ) -> None:
        self._store, self._client, self._wanted = store, client, wanted
        self._now, self._go_on = now, go_on
        self._patients_read = 0
        self.made = self.withdrawn = 0
        self.whole = True

    def look(self) -> None:
        """At all that is listed, then at what is known and was not."""
        found = matches(self._client, _search(self._wanted.owner), LIMITS)
        self.whole = found.ended
        listed = {known: one for one in found.resources if (known := task_id(one))}
        with self._store.reading() as c:
            before = {one.id: one for one in tasks.asked(c)}
        ours = {known: one for known, one in listed.items() if self._is_ours(one)}
        had = {one.id for one in before.values() if one.state != tasks.NOT_MADE}
        self._keep_seen(ours[known] for known in had & ours.keys())
        # What is new has its turn first, then what could not be made for longest: no Task that
        # can't be made stands in the way of others in every run.
        unmade = [known for known in ours if known not in had]
        unmade.sort(key=lambda known: before[known].seen if known in before else _NEVER)
        for known in unmade:
            self._look_at(ours[known])
        self._look_for(
            one.id for one in before.values()
            if one.state == OPEN and one.id not in ours
        )  # fmt: skip
        self._forget(found, listed)

    def _is_ours(self, resource: Mapping[str, Any]) -> bool:
        owned = is_owned(resource, self._wanted.owner, self._client.base)
        return owned and is_asking(resource) and resource.get("status") in STARTING

    def _keep_seen(self, known: Iterable[Mapping[str, Any]]) -> None:
        now = self._now()
        with self._store.transaction() as c:
            for one in known:
                requested.keep_seen(c, str(one["id"]), status=str(one["status"]), now=now)

    def _look_at(self, resource: Mapping[str, Any]) -> None:
        read = read_task(resource, self._client.base)
        if read is None or (read.start is not None and read.start > self._now() + AHEAD):
            return
        try:
            wish = self._wish(read)
            if wish is not None:
                self._make(wish)
        except (_Unusable, RefusedError) as why:
            with self._store.transaction() as c:
                requested.keep_unmade(
                    c, read.id, status=read.status, reason=str(why), now=self._now()
                )

    def _make(self, wish: Wish) -> None:
        with self._store.transaction() as c:
            if len(tasks.asked(c, OPEN)) >= OPEN_MOST:
                self.whole = False
                return
            self.made += requested.make_visit(c, wish, now=self._now()) is not None

    def _wish(self, read: ReadTask) -> Wish | None:
        """None: not in this run."""
        if not read.packet:
            raise _Unusable("It names no form.")
        if len(read.packet) > FORMS_MOST:
            raise _Unusable(f"It asks for more than {FORMS_MOST} forms.")
        if unknown := [form for form in read.packet if form not in self._wanted.forms]:
            raise _Unusable(f"This kiosk has no form {_printable(unknown[0])}.")
        if read.expires(self._now()) <= self._now():
            raise _Unusable("Its time is over.")
        whose = self._whose(read)
        if whose is None:
            return None
        return Wish(
            read.id, read.status, read.packet, whose, read.expires(self._now()),
            code=read.code, visit_id=read.visit_id,
        )  # fmt: skip

    def _whose(self, read: ReadTask) -> Whose | None:
        """None: not in this run."""
        whose, findable = read.whose, self._wanted.findable
        if findable or whose.value is None:
            patient = read.patient
            if patient is None and read.patient_id:
                if self._patients_read >= PATIENTS_MOST or not self._go_on():
                    self.whole = False
                    return None
                patient = self._patient(read.patient_id)
            whose = with_patient(whose, patient or {}, findable=findable)
        if whose.value is None and not read.code:
            raise _Unusable("It does not say by what its patient is known.")
        if findable and whose.birth_date is None:
            raise _Unusable("Its patient's date of birth and names are not known.")
        return whose

    def _patient(self, patient_id: str) -> Mapping[str, Any] | None:
        self._patients_read += 1
        try:
            return self._client.read("Patient", patient_id)
        except CentralError as error:
            if _is_everything(error):
                raise
            raise _Unusable("Its patient can't be read at the central service.") from error

    def _look_for(self, ids: Iterable[str]) -> None:
        wanted = sorted(ids)
        for begin in range(0, len(wanted), AT_ONCE):
            if not self._go_on():
                return
            chunk = wanted[begin : begin + AT_ONCE]
            query = urlencode({"_id": ",".join(chunk), "_count": AT_ONCE}, safe=",")
            found = matches(self._client, f"Task?{query}", Limits(pages=5, resources=AT_ONCE))
            there = {task_id(one): one for one in found.resources}
            for known in chunk:
                if not self._go_on():
                    return
                # A search that finds nothing proves nothing: an index may be behind.
                if known in there:
                    self._judge(known, there[known])
                else:
                    self._read_and_judge(known)

    def _read_and_judge(self, known: str) -> None:
        try:
            resource = self._client.read("Task", known, fresh=True)
        except CentralError as error:
            if _is_everything(error):
                raise
            return  # one that can't be read does not stand in the way of the others
        self._judge(known, resource)

    def _judge(self, known: str, resource: Mapping[str, Any] | None) -> None:
        status = str((resource or {}).get("status", ""))[:40]
        reason = self._reason(resource, status)
        now = self._now()
        with self._store.transaction() as c:
            mine = next((one for one in tasks.asked(c, OPEN) if one.id == known), None)
            if mine is None:
                return
            by_us = mine.told is not None or mine.queued is not None
            if reason is None or (reason == BEGUN_ELSEWHERE and by_us):
                requested.keep_seen(c, known, status=status, now=now)
            else:
                self.withdrawn += requested.withdraw(
                    c, known, status=status, reason=reason, now=now
                )

    def _reason(self, resource: Mapping[str, Any] | None, status: str) -> str | None:
        """Why a Task is not for this kiosk any more; None where it is."""
        if resource is None:
            return GONE
        if status in ENDED:
            return ENDED_THERE
        if not is_owned(resource, self._wanted.owner, self._client.base):
            return NOT_OURS
        return BEGUN_ELSEWHERE if status == IN_PROGRESS else None

    def _forget(self, found: Searched, listed: Collection[str]) -> None:
        with self._store.transaction() as c:
            requested.forget_surplus(c)
            if found.ended:
                requested.forget_unlisted(c, listed, now=self._now())


def _search(owner: str) -> str:
    """A service may pay no heed to what it does not know: what comes is looked at once more."""
    asked = {"code": CODE, "status": ",".join(STARTING), "_count": str(AT_ONCE)}
    if owner != "all":
        asked["owner:identifier" if "|" in owner else "owner"] = owner
    return f"Task?{urlencode(asked, safe=',/:')}"


def _is_everything(error: CentralError) -> bool:
    """Whether another request would fare no better. What is forbidden is so of one kind alone."""
    return isinstance(error, Unreachable) and error.everything


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())[:120]
