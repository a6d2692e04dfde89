"""A kiosk without its window: days without a line, by a clock turned by hand, then the line again.

It says in JSON lines what happened, and waits for a line on standard input before it reconnects.
From then on its clock runs, and it waits as the window's timer does.
"""

import json
import random
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from kiosk.store.database import Store, create_store
from kiosk.store.submissions import submit
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.schedule import next_wait
from kiosk.sync.send import SyncReport, send_due
from tests.benchmarks.stored import BEGIN, filled, ids

EVERY_S = 1.0
PATIENCE_S = 900.0
DAY = timedelta(days=1)


def main(directory: str, base: str, number: str, days: str, count: str) -> None:
    kiosk = OfflineKiosk(Path(directory), base, int(number))
    kiosk.live(int(days), int(count))
    sys.stdin.readline()
    kiosk.reconnect()


class OfflineKiosk:
    """One kiosk, and what became of it."""

    def __init__(self, directory: Path, base: str, number: int) -> None:
        self._store: Store = create_store(directory, bytes(range(32)))
        self._client = FhirClient(base, timeout_s=20.0, clock=lambda: self._now)
        self._number = number
        self._jitter = random.Random(number)  # noqa: S311 - spreads load, guards nothing
        self._turned = BEGIN
        self._runs_since: float | None = None
        self._outcomes: Counter[str] = Counter()

    @property
    def _now(self) -> Any:
        if self._runs_since is None:
            return self._turned
        return self._turned + timedelta(seconds=time.monotonic() - self._runs_since)

    def live(self, days: int, count: int) -> None:
        """So many days, so many patients in all; after each it tries to send, and can't."""
        responses, names, own = filled(4), ids(1000 + self._number), []
        for turn in range(count):
            self._turned = BEGIN + days * DAY * turn / count
            one, name = responses[turn % len(responses)], next(names)
            with self._store.transaction() as c:
                submit(
                    c, draft_id=None, response_id=name, questionnaire=one.questionnaire,
                    payload=one.under(name), now=self._now,
                )  # fmt: skip
            own.append(name)
            report = self._send()
        self._turned = BEGIN + days * DAY
        told(event="offline", ids=own, waiting=report.waiting, outcomes=self._outcomes)

    def reconnect(self) -> None:
        """Sends until nothing waits, at the pace of the window's timer."""
        self._outcomes.clear()
        self._runs_since = begin = time.monotonic()
        sent = failures = 0
        while time.monotonic() - begin < PATIENCE_S:
            report = self._send()
            sent += report.sent
            if not report.waiting:
                break
            failures = failures + 1 if report.error is not None else 0
            time.sleep(
                next_wait(report.error, every_s=EVERY_S, failures=failures, jitter=self._jitter)
            )
        told(
            event="sent", sent=sent, waiting=report.waiting, refused=report.refused,
            seconds=time.monotonic() - begin, outcomes=self._outcomes,
        )  # fmt: skip
        self._client.close()
        self._store.close()

    def _send(self) -> SyncReport:
        report = send_due(self._store, self._client, now=lambda: self._now, jitter=self._jitter)
        if report.error is not None:
            self._outcomes[report.error.outcome] += 1
        return report


def told(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
