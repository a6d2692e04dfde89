"""One row: patients finish, a sender sends through a fault and is killed, the fault ends."""

import select
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

from kiosk.sync.send import send_due
from tests.faults.forked import Child, Work, fork, forked
from tests.faults.harness import MORNING, Home, new_home
from tests.network.census import Census, Told, take
from tests.network.certificates import Certificate, make_certificate
from tests.network.kiosk import (
    VERSION,
    Line,
    Send,
    finishing,
    look,
    send_refused_again,
    sending,
    told_from_line,
)
from tests.network.proxy import (
    BAD_CERTIFICATE,
    FOLLOWED,
    REQUESTS,
    Plan,
    RunningProxy,
    running_proxy,
)
from tests.network.servers import Server

NO_NAME = "DNS gone"
BROKEN_ONES = "a broken one"
LASTING = ("delayed", "slow loris")
HUNG = "the sender hung"

_PATIENCE_S, _SHORT_PATIENCE_S, _LAST_PATIENCE_S = 5.0, 0.4, 60.0
_HANGS_S = 60.0
_PACE = timedelta(minutes=35)  # longer than any wait but those that a service asks for
_RUNS_AFTER = 6


@dataclass(frozen=True)
class Trial:
    """What is tried.

    Attributes:
        faults: names; one of them hits, by chance.
        responses: how many are finished.
        at_a_time: how many at most are finished during one run of the sender.
        send: the sender.
    """

    faults: tuple[str, ...]
    server: Server
    responses: int
    seed: str
    at_a_time: int = 8
    send: Send = send_due


@dataclass(frozen=True)
class Result:
    """How it went.

    Attributes:
        hits: requests, lines and look-ups that a fault hit.
        kills: of the sender, at work.
        quarantined: responses that were set aside when the faults ended.
    """

    census: Census
    requests: int
    hits: int
    kills: int
    quarantined: int


def run(trial: Trial, folder: Path) -> Result:
    """Tries it in an empty folder."""
    return _Run(trial, folder).result()


class _Run:
    def __init__(self, trial: Trial, folder: Path) -> None:
        self._trial = trial
        self._chance = Random(trial.seed)  # noqa: S311 - to be repeated
        self._home: Home = new_home(folder / "store")
        self._form = f"http://clinic-kiosk.example/fhir/Questionnaire/{uuid4()}"
        self._trusted, self._strange = self._certificates(folder)
        self._now: datetime = MORNING
        self._told: list[Told] = []
        self._counted: Counter[str] = Counter()
        self._kills = 0

    def result(self) -> Result:
        lasting = bool(set(LASTING) & set(self._trial.faults))
        patience_s = _SHORT_PATIENCE_S if lasting else _PATIENCE_S
        plan = Plan(
            self._trial.server.base, self._trial.faults, patience_s=patience_s,
            seed=self._trial.seed, trusted=self._trusted, strange=self._strange,
        )  # fmt: skip
        with running_proxy(plan) as proxy:
            self._under_faults(proxy, Line(proxy.base, patience_s, self._trusted))
            quarantined = look(self._home).refused
            proxy.make_peace()
            self._afterwards(Line(proxy.base, _LAST_PATIENCE_S, self._trusted))
            self._counted += proxy.counts()
        arrivals = self._trial.server.arrivals(f"{self._form}|{VERSION}")
        census = take(self._told, arrivals, look(self._home).states)
        census.notes.update({name: self._counted.pop(name, 0) for name in (HUNG, FOLLOWED)})
        requests = self._counted.pop(REQUESTS, 0)
        return Result(census, requests, self._counted.total(), self._kills, quarantined)

    def _under_faults(self, proxy: RunningProxy, line: Line) -> None:
        """Patients finish while the sender sends and is killed; then it goes on for a while."""
        while len(self._told) < self._trial.responses:
            left = self._trial.responses - len(self._told)
            self._once(proxy, line, min(self._chance.randint(1, self._trial.at_a_time), left))
        self._once(proxy, line, 0)

    def _once(self, proxy: RunningProxy, line: Line, count: int) -> None:
        self._now += _PACE
        is_broken = [self._one_in(3, BROKEN_ONES) for _ in range(count)]
        said = fork(finishing(self._home, self._form, self._now, is_broken))
        line = replace(line, resolves=self._resolves())
        with forked(self._sending(line)) as sender:
            self._end_or_kill(sender, proxy)
        self._told += [told_from_line(one) for one in said.answer()]

    def _end_or_kill(self, sender: Child, proxy: RunningProxy) -> None:
        """It ends by itself, or it is killed in the middle of its work."""
        if self._chance.random() < 0.5 and self._is_at_work(sender, proxy):
            if not _heard(sender, self._chance.uniform(0.0, 0.04)):
                self._kills += 1
        elif not _heard(sender, _HANGS_S):
            self._counted[HUNG] += 1

    def _is_at_work(self, sender: Child, proxy: RunningProxy) -> bool:
        """Whether it came to its first, second or third request, before it ended."""
        enough = proxy.requests() + self._chance.randint(1, 3)
        while proxy.requests() < enough:
            if _heard(sender, 0.002):
                return False
        return True

    def _afterwards(self, line: Line) -> None:
        """The faults are over, staff send again what was set aside, and all of it must arrive."""
        for _ in range(_RUNS_AFTER):
            self._now += _PACE
            send_refused_again(self._home)
            _ended(fork(self._sending(line)))
            if not look(self._home).unsent:
                return

    def _sending(self, line: Line) -> Work:
        return sending(self._home, line, self._now, f"{self._now}", self._trial.send)

    def _certificates(self, folder: Path) -> tuple[Certificate | None, Certificate | None]:
        if BAD_CERTIFICATE not in self._trial.faults:
            return None, None
        return make_certificate(folder / "trusted.pem"), make_certificate(folder / "strange.pem")

    def _one_in(self, number: int, fault: str) -> bool:
        return fault in self._trial.faults and self._chance.random() < 1 / number

    def _resolves(self) -> bool:
        if NO_NAME not in self._trial.faults:
            return True
        gone = not self._counted[NO_NAME] or self._chance.random() < 0.5
        self._counted[NO_NAME] += gone
        return not gone


def _heard(child: Child, within_s: float) -> bool:
    """Whether it said that it ended, or ended."""
    return bool(select.select([child.lines], [], [], within_s)[0])


def _ended(child: Child) -> None:
    child.answer()
