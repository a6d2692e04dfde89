"""A year of a kiosk on a test clock, in minutes: nothing lost, nothing twice, nothing that grows.

    .venv/bin/python -m tests.endurance.year [--days 365] [--patients 40] [--zone Europe/London]

Every day patients come, answer a bundled form an answer at a time (each in the encrypted store
before the next) and hand it in; some walk away. What waits goes by HTTP to the real trial service,
over a line that drops requests and replies and is down for days. The service is killed at times.
Old answers and drafts are deleted. Once a week the power goes while somebody hands in: the disk
has what was synced, and any part of what was not. Clocks change, the PC's clock drifts and is set
back, stands at 1970, at 2037. In one month the store lies on a small disk that fills to the brim.

At the end everything that was acknowledged to a patient must be with the service, once, as it was
handed in. The program ends with 1 where it is not.
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.commands.times import midnight
from kiosk.demo.endpoint import Endpoint
from kiosk.errors import StoreUnavailable
from kiosk.store import audit, drafts, outbox, retention
from kiosk.store.database import create_store, open_store
from kiosk.store.listing import Wanted, tally_responses
from kiosk.store.submissions import submissions, submit
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import send_due
from tests import marking
from tests.benchmarks.stored import Filled, filled
from tests.endurance.year_parts import (
    Clock,
    Line,
    images,
    megabytes_of_memory,
    put_back,
    small_disk,
    torn,
)

KEY = bytes(range(32))
KEPT, DRAFTS_KEPT = timedelta(days=30), timedelta(hours=24)
MOST_ANSWERS = 6
WALKS_AWAY = 0.05

# By part of the year: what is wrong with the clock that day.
WRONG_CLOCKS = {
    0.3: ("set back by three days", timedelta(days=-3)),
    0.45: ("at 2037", timedelta(days=4000)),
    0.6: ("at 1970", timedelta(days=-20000)),
    0.8: ("set back by two hours", timedelta(hours=-2)),
}
FILLING = (0.65, 0.72)
DRIFT_A_DAY = timedelta(seconds=2)


@dataclass
class Tally:
    """What came of it all.

    Attributes:
        acknowledged: by the id of a response that a patient was told is safe, which one it is.
        in_doubt: responses that were being handed in when the power went or the disk was full.
        commits: how long each took that a patient waited for, in milliseconds.
    """

    patients: int = 0
    walked_away: int = 0
    turned_away: int = 0
    power_cuts: int = 0
    cut_commits_kept: int = 0
    service_kills: int = 0
    days_checked: int = 0
    full_at: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)
    in_doubt: dict[str, int] = field(default_factory=dict)
    commits: list[float] = field(default_factory=list)
    months: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Year:
    """The days of one kiosk."""

    def __init__(self, place: Path, asked: argparse.Namespace) -> None:
        self.place, self.asked = place, asked
        self.zone = ZoneInfo(asked.zone)
        self.chance = random.Random(asked.seed)  # noqa: S311 - play
        self.clock = Clock(datetime.combine(asked.begin, time_of_day(8), self.zone))
        self.line = Line(random.Random(asked.seed + 1))  # noqa: S311 - play
        self.forms = filled(asked.robots)
        self.store = create_store(place / "store", KEY, now=self.clock())
        self.service = Endpoint(place / "central")
        self.told = Tally()
        self._month: list[float] = []

    # The days

    def run(self) -> Tally:
        with self.service:
            self.client = FhirClient(
                self.service.url, timeout_s=20, transport=self.line, clock=self.clock
            )
            for number in range(self.asked.days):
                self._day(number)
            self.line.cut = False
            self._empty_the_queue()
            self.client.close()
            self.line.real.close()
        self._judge()
        self.store.close()
        return self.told

    def _day(self, number: int) -> None:
        day, part = self.asked.begin + timedelta(days=number), number / self.asked.days
        wrong = self._set_clock(number)
        self.line.cut = self.chance.random() < 0.08 or (
            self.line.cut and self.chance.random() < 0.5
        )
        if number % 30 == 17:
            self.service.cut()
            self.service.connect()
            self.told.service_kills += 1
        cut_at = self.chance.randrange(self.asked.patients) if number % 7 == 3 else -1
        before = len(self.told.acknowledged) + self.told.cut_commits_kept
        for count, moment in enumerate(self._moments(day)):
            self.clock.at = moment
            if count == cut_at:
                self._power_cut()
            else:
                self._patient()
            if count % 8 == 7:
                self._send()
            if count % 16 == 15:
                self._tidy()
        self._send()
        self._tidy()
        if not wrong:
            kept = len(self.told.acknowledged) + self.told.cut_commits_kept - before
            self._check_day(day, kept)
        if FILLING[0] <= part < FILLING[1] and not self.told.full_at and self.asked.small_disk:
            self.told.full_at = number
            self._fill_a_disk()
        if (day + timedelta(days=1)).day == 1 or number == self.asked.days - 1:
            self._end_month(day)

    def _moments(self, day: date) -> Iterator[datetime]:
        """When patients come: in the night, too, where the clocks change."""
        begin, end = (
            datetime.combine(one, time_of_day(), self.zone)
            for one in (day, day + timedelta(days=1))
        )
        if begin.utcoffset() != end.utcoffset():
            for quarter in range(1, 20):
                yield (begin.astimezone(UTC) + quarter * timedelta(minutes=15)).astimezone(
                    self.zone
                )
        opens = datetime.combine(day, time_of_day(8, 30), self.zone).astimezone(UTC)
        every = timedelta(hours=9) / self.asked.patients
        for patient in range(self.asked.patients):
            yield (opens + patient * every).astimezone(self.zone)

    def _set_clock(self, number: int) -> bool:
        """Whether it is far off today; else it drifts, and is set right once a month."""
        for part, (_, off) in WRONG_CLOCKS.items():
            if number == int(part * self.asked.days):
                self.clock.off = off
                return True
        self.clock.off = DRIFT_A_DAY * (number % 30)
        return False

    # People

    def _patient(self) -> None:
        self.told.patients += 1
        which = self.chance.randrange(len(self.forms))
        response_id = self._new_id()
        handing_in = False
        try:
            draft = self._answer(self.forms[which])
            if self.chance.random() < WALKS_AWAY:
                self.told.walked_away += 1
                return
            handing_in = True
            self._hand_in(self.forms[which], draft, response_id)
        except StoreUnavailable:
            self.told.turned_away += 1
            if handing_in:
                self.told.in_doubt[response_id] = which
        else:
            self.told.acknowledged[response_id] = which

    def _new_id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def _answer(self, form: Filled) -> str:
        now = self.clock()
        with self.store.transaction() as c:
            draft = drafts.begin_draft(
                c, questionnaire=form.questionnaire, content_hash=form.content_hash,
                language="en", now=now,
            )  # fmt: skip
        for path, row in list(form.rows.items())[:MOST_ANSWERS]:
            start = perf_counter()
            with self.store.transaction() as c:
                drafts.save_answer(c, draft, path=path, row=row, place=path, now=now)
            self._took(start)
        return draft

    def _hand_in(self, form: Filled, draft: str, response_id: str) -> None:
        start = perf_counter()
        with self.store.transaction() as c:
            submit(
                c, draft_id=draft, response_id=response_id, questionnaire=form.questionnaire,
                payload=form.under(response_id), now=self.clock(),
            )  # fmt: skip
        self._took(start)

    def _took(self, start: float) -> None:
        self._month.append(1e3 * (perf_counter() - start))

    # What the kiosk does by itself

    def _send(self) -> None:
        with suppress(StoreUnavailable):  # a full disk: sent, and not marked; it goes again
            send_due(self.store, self.client, now=self.clock, jitter=self.chance)

    def _tidy(self) -> None:
        """As `kiosk.ui.meanwhile.upkeep` does every hour."""
        now = self.clock()
        with suppress(StoreUnavailable):  # a full disk: the next hour
            with self.store.transaction() as c:
                if not retention.clock_is_believed(c, now=now):
                    return
                drafts.expire_drafts(c, kept=DRAFTS_KEPT, now=now)
            while self._delete_old(now) == retention.AT_ONCE:
                pass
            self.store.forget_deleted()

    def _delete_old(self, now: datetime) -> int:
        with self.store.transaction() as c:
            return retention.delete_acknowledged(c, kept=KEPT, now=now)

    # Disasters

    def _power_cut(self) -> None:
        self.told.power_cuts += 1
        self.told.patients += 1
        directory, which = self.store.directory, self.chance.randrange(len(self.forms))
        draft, response_id = self._answer(self.forms[which]), self._new_id()
        before = images(directory)
        self._hand_in(self.forms[which], draft, response_id)
        after = images(directory)
        self.store.close()
        put_back(directory, torn(before, after, self.chance))
        self.store = open_store(directory, KEY)
        if faults := self.store.faults():
            self.told.wrong.append(f"power cut {self.told.power_cuts}: {faults[0]}")
        with self.store.reading() as c:
            kept = {one.resource_id for one in marking.due(c, self.clock() + timedelta(1), 10**6)}
        if response_id in kept:
            self.told.cut_commits_kept += 1
        self.told.in_doubt[response_id] = which

    def _fill_a_disk(self) -> None:
        """The store lies on a small disk that something else fills, until somebody sees it."""
        home, turned_away = self.store.directory, self.told.turned_away
        size = sum(file.stat().st_size for file in home.iterdir())
        with small_disk(self.place / "small", size // 1_000_000 + 6) as mounted:
            if not mounted:
                self.told.full_at = 0
                self.asked.small_disk = False
                return
            self._move(self.place / "small" / "store")
            self._patients_until_full(self.place / "small" / "filling")
            (self.place / "small" / "filling").unlink()
            before = self.told.turned_away
            for _ in range(self.asked.patients):
                self.clock.at += timedelta(minutes=2)  # all before midnight
                self._patient()
            self._send()
            self._tidy()
            if self.told.turned_away != before or before == turned_away:
                self.told.wrong.append("the disk was never full, or stayed so with space on it")
            self._move(home)

    def _patients_until_full(self, filling: Path) -> None:
        while True:
            away = self.told.turned_away
            for _ in range(5):
                self.clock.at += timedelta(minutes=1)
                self._patient()
            self._send()
            if self.told.turned_away == away + 5:
                return
            with suppress(OSError), filling.open("ab") as stream:  # to the brim
                stream.write(bytes(200_000))

    def _move(self, directory: Path) -> None:
        self.store.close()
        shutil.rmtree(directory, ignore_errors=True)
        shutil.copytree(self.store.directory, directory)
        self.store = open_store(directory, KEY)

    # The end

    def _empty_the_queue(self) -> None:
        for _ in range(200):
            self.clock.at += timedelta(hours=1)
            self._send()
            with self.store.reading() as c:
                if not outbox.counts(c).waiting:
                    break
        self._tidy()

    def _check_day(self, day: date, kept: int) -> None:
        """From midnight to midnight the desk's list has those of that day, also of 23 or 25 h."""
        wanted = Wanted(since=midnight(day), until=midnight(day, days=1))
        with self.store.reading() as c:
            listed = sum(one.responses for one in tally_responses(c, wanted))
        self.told.days_checked += 1
        if listed != kept:
            self.told.wrong.append(f"{day}: {kept} kept, {listed} in the list")

    def _end_month(self, day: date) -> None:
        with self.store.reading() as c:
            queue = outbox.counts(c)
            held = sum(one.responses for one in tally_responses(c, Wanted()))
        files = sum(file.stat().st_size for file in self.store.directory.iterdir()) / 1e6
        month, self._month = self._month, []
        self.told.commits += month
        self.told.months.append(
            f"{day:%b %Y}{self.told.patients:>10}{len(self.told.acknowledged):>14}{held:>9}"
            f"{queue.waiting:>9}{queue.refused:>9}{files:>9.2f}{megabytes_of_memory():>9.1f}"
            f"{quantiles(month, n=100)[-1]:>9.1f}{max(month):>9.1f}"
        )

    def _judge(self) -> None:
        there, told = self._with_the_service(), self.told
        with self.store.reading() as c:
            here = {one.id for one in submissions(c)}
            verdict, left = audit.verify(c), len(drafts.list_drafts(c))
            queue = outbox.counts(c)
        self.lost = [one for one in told.acknowledged if one not in there]
        known = told.acknowledged | told.in_doubt
        self.twice = [one for one, (versions, _) in there.items() if versions != 1]
        self.strangers = [one for one in there if one not in known]
        self.changed = [
            one for one, (_, content) in there.items() if one in known
            and _plain(content) != _plain(self.forms[known[one]].under(one))
        ]  # fmt: skip
        if verdict.breaks:
            told.wrong.append(f"the audit has breaks: {verdict.breaks}")
        if queue.waiting or left > self.asked.patients:
            told.wrong.append(f"{queue.waiting} wait, {left} drafts are left")
        self.here, self.left = len(here), left

    def _with_the_service(self) -> dict[str, tuple[int, bytes]]:
        central = sqlite3.connect(self.place / "central" / "central.db")
        try:
            rows = central.execute(
                "SELECT r.id, r.version, v.content FROM resource r JOIN version v "
                "ON v.type = r.type AND v.id = r.id AND v.version = r.version "
                "WHERE r.type = 'QuestionnaireResponse'"
            )
            return {name: (versions, content) for name, versions, content in rows}
        finally:
            central.close()

    def lines(self) -> Iterator[str]:
        """The table."""
        told = self.told
        yield (
            f"{'':<8}{'patients':>10}{'acknowledged':>14}{'stored':>9}{'waiting':>9}{'refused':>9}"
            f"{'MB':>9}{'RSS MB':>9}{'p99 ms':>9}{'max ms':>9}"
        )
        yield from told.months
        yield ""
        rows = {
            "zone": f"{self.asked.zone}, {told.days_checked} days listed from midnight to midnight",
            "patients": f"{told.patients}, {told.walked_away} walked away",
            "acknowledged": len(told.acknowledged),
            "lost": len(self.lost),
            "duplicated": len(self.twice) + len(self.strangers),
            "changed on the way": len(self.changed),
            "requests dropped": f"{self.line.never_arrived} before, {self.line.reply_lost} after",
            "service killed": told.service_kills,
            "power cuts": f"{told.power_cuts}, in {told.cut_commits_kept} the last commit stayed",
            "full disk": f"{told.turned_away} patients told at once, none acknowledged"
            if told.full_at else "not tried: no small disk here",
            "wrong clocks": ", ".join(name for name, _ in WRONG_CLOCKS.values()),
            "left in the store": f"{self.here} responses, {self.left} drafts",
            "longest commit": f"{max(told.commits):.1f} ms of {len(told.commits)}",
            "tokens, certificates": "not in this year: they are renewed in tests/sync/access",
        }  # fmt: skip
        yield from (f"{name:<22}{value}" for name, value in rows.items())
        yield from (f"WRONG: {one}" for one in told.wrong)

    def is_well(self) -> bool:
        return not any((self.lost, self.twice, self.strangers, self.changed, self.told.wrong))


def _plain(content: bytes) -> dict[str, object]:
    document: dict[str, object] = json.loads(content)
    document.pop("meta", None)
    return document


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--patients", type=int, default=40)
    parser.add_argument("--zone", default="Europe/London")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--robots", type=int, default=20, help="different responses a form")
    parser.add_argument("--begin", type=date.fromisoformat, default=date(2026, 1, 1))
    parser.add_argument("--no-small-disk", dest="small_disk", action="store_false")
    asked = parser.parse_args()
    os.environ["TZ"] = asked.zone
    time.tzset()
    start = perf_counter()
    with tempfile.TemporaryDirectory(prefix="year-") as place:
        year = Year(Path(place), asked)
        year.run()
        print("\n".join(year.lines()))
    print(f"{'in':<22}{perf_counter() - start:.0f} s")
    return 0 if year.is_well() else 1


if __name__ == "__main__":
    sys.exit(main())
