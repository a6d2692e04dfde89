"""The sender: due rows of the outbox to the central service, safe to kill anywhere.

For each resource: a short read, then the network with no transaction open, then a short write. If
the process ends between the service's commit and our mark, the same bytes go again under the same
id, and the service still has one resource.

Remarks about questions leave only in a run that had no response to send, long after the last one
(`kiosk.sync.remarks`). At the end of a run the audit is anchored (`kiosk.sync.anchor`).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.errors import CentralError, NotAuthorised, Refused, Unreachable
from kiosk.store.database import Store
from kiosk.store.outbox import counts
from kiosk.store.sending import (
    Due,
    Why,
    due,
    mark_failed,
    mark_refused,
    mark_sent,
    postpone_all,
)
from kiosk.sync.anchor import anchor_audit
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.remarks import send_remarks
from kiosk.sync.schedule import back_off
from kiosk.sync.turn import sender_turn

# A service that fails so many in a row is not stumbling over single resources.
FAILURES_IN_A_ROW = 3


@dataclass(frozen=True)
class SyncReport:
    """What one run of the sender did.

    Attributes:
        sent: responses acknowledged in this run.
        refused: responses refused in this run and set aside.
        waiting: responses that still wait, whether it is their turn or not.
        error: why some still wait or what was refused last; `None` when all went well.
        remarks_sent: remarks about questions acknowledged in this run.
        busy: another process was sending; nothing was done here.
    """

    sent: int
    refused: int
    waiting: int
    error: CentralError | None
    remarks_sent: int = 0
    busy: bool = False


def send_due(
    store: Store,
    client: FhirClient,
    *,
    now: Callable[[], datetime],
    jitter: random.Random,
    go_on: Callable[[], bool] = lambda: True,
) -> SyncReport:
    """Sends whatever is due, until nothing is or the service can't be used.

    Args:
        store: whose outbox; its directory holds the lock that makes this the only sender.
        client: the central service.
        now: the clock, aware; asked before and after each request.
        jitter: the source of chance for waits and for the order of remarks.
        go_on: asked before each request; `False` ends the run early (the program closes).

    Never raises for the service: what went wrong is in the report. Errors of the store are raised.
    """
    run = _Run(store, client, now, jitter, go_on)
    with sender_turn(store.directory) as ours:
        if ours:
            run.send_responses()
            run.send_remarks()
            run.anchor_audit()
    return run.report(busy=not ours)


class _Run:
    """One run: what was tried, and how it went."""

    def __init__(
        self,
        store: Store,
        client: FhirClient,
        now: Callable[[], datetime],
        jitter: random.Random,
        go_on: Callable[[], bool],
    ) -> None:
        self._store = store
        self._client = client
        self._now = now
        self._jitter = jitter
        self._go_on = go_on
        self._tried: set[int] = set()
        self._sent = self._refused = self._remarks_sent = self._failed_in_a_row = 0
        self._error: CentralError | None = None
        self._stopped = False

    def report(self, *, busy: bool) -> SyncReport:
        with self._store.reading() as c:
            waiting = counts(c).waiting
        return SyncReport(self._sent, self._refused, waiting, self._error, self._remarks_sent, busy)

    def send_responses(self) -> None:
        while not self._stopped and (batch := self._untried()):
            for item in batch:
                if self._stopped or not self._go_on():
                    self._stopped = True
                    return
                self._tried.add(item.id)
                self._send(item)

    def _untried(self) -> tuple[Due, ...]:
        """The next that are due; each is tried once a run, whatever its wait came to."""
        with self._store.reading() as c:
            batch = due(c, self._now())
        return tuple(item for item in batch if item.id not in self._tried)

    def _send(self, item: Due) -> None:
        try:
            stored = self._client.put(item.resource_type, item.resource_id, item.payload)
        except Refused as error:
            self._set_aside(item, error)
        except NotAuthorised as error:
            self._stop(item, error, sent=True)
        except Unreachable as error:
            self._put_off(item, error)
        else:
            self._failed_in_a_row = 0
            self._sent += 1
            with self._store.transaction() as c:
                mark_sent(c, item, etag=stored.etag, server_id=stored.server_id, now=self._now())

    def _set_aside(self, item: Due, error: Refused) -> None:
        self._failed_in_a_row = 0
        self._refused += 1
        self._error = error
        with self._store.transaction() as c:
            mark_refused(c, item, now=self._now(), why=_why(error))

    def _put_off(self, item: Due, error: Unreachable) -> None:
        if error.everything:
            self._stop(item, error, sent=error.sent)
            return
        self._error = error
        self._failed_in_a_row += 1
        self._stopped = self._failed_in_a_row >= FAILURES_IN_A_ROW
        now = self._now()
        with self._store.transaction() as c:
            retry_at = now + back_off(item.attempts, self._jitter)
            mark_failed(c, item, retry_at=retry_at, now=now, why=_why(error))

    def _stop(self, item: Due, error: CentralError, *, sent: bool) -> None:
        """The others are left alone, and not counted against.

        What was sent goes to the back of the queue: should it be the one that a firewall or a
        service can't bear, it does not stand in the way for ever.
        """
        self._stopped = True
        self._error = error
        now = self._now()
        with self._store.transaction() as c:
            if sent:
                mark_failed(c, item, retry_at=now, now=now, why=_why(error))
            postpone_all(c, until=now + _asked_for(error), why=_why(error))

    def send_remarks(self) -> None:
        """Not in a run that touched a response: what arrives together would belong together."""
        if not self._tried and not self._stopped:
            sent = send_remarks(
                self._store, self._client, now=self._now(), jitter=self._jitter, go_on=self._go_on
            )
            self._remarks_sent, self._error = sent.count, sent.error

    def anchor_audit(self) -> None:
        """Only where the line was seen to be good, or nothing was tried."""
        if not self._stopped and self._go_on():
            anchor_audit(self._store, self._client, now=self._now())


def _asked_for(error: CentralError) -> timedelta:
    asked = error.retry_after_s if isinstance(error, Unreachable) else None
    return timedelta(seconds=asked or 0.0)


def _why(error: CentralError) -> Why:
    return Why(str(error), error.outcome)
