"""One run of the sender.

First what waits in the outbox (`kiosk.sync.outgoing`). Remarks about questions leave only in a run
that had no response to send, long after the last one (`kiosk.sync.remarks`). At the end the audit
is anchored (`kiosk.sync.anchor`), and the service is told how this kiosk stands
(`kiosk.sync.heartbeat`).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.errors import CentralError
from kiosk.store.database import Store
from kiosk.store.outbox import counts
from kiosk.sync.anchor import anchor_audit
from kiosk.sync.decisions import queue_decisions
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.heartbeat import About, tell_device
from kiosk.sync.improving.counting import queue_counts
from kiosk.sync.improving.telling import queue_forms
from kiosk.sync.outgoing import Outgoing, Progress
from kiosk.sync.remarks import RemarksSent, send_remarks
from kiosk.sync.settling import settle_tasks
from kiosk.sync.slip_uses import look_for_uses, queue_uses
from kiosk.sync.turn import sender_turn


@dataclass(frozen=True)
class SyncReport:
    """What one run of the sender did.

    Attributes:
        waiting: responses that still wait, whether it is their turn or not.
        sent: responses acknowledged in this run.
        refused: responses refused in this run and set aside.
        error: why some still wait or what was refused last; `None` when all went well.
        remarks_sent: remarks about questions acknowledged in this run.
        busy: another process was sending; nothing was done here.
    """

    waiting: int
    sent: int = 0
    refused: int = 0
    error: CentralError | None = None
    remarks_sent: int = 0
    busy: bool = False


def send_due(  # noqa: PLR0913 - keyword-only beyond the two
    store: Store,
    client: FhirClient,
    *,
    now: Callable[[], datetime],
    jitter: random.Random,
    go_on: Callable[[], bool] = lambda: True,
    told: Callable[[Progress], None] = lambda _: None,
    kiosk: About | None = None,
) -> SyncReport:
    """Sends whatever is due, until nothing is or the service can't be used.

    Args:
        store: whose outbox; its directory holds the lock that makes this the only sender.
        client: the central service.
        now: the clock, aware; asked before and after each request.
        jitter: the source of chance for waits and for the order of remarks.
        go_on: asked before each request; `False` ends the run early (the program closes).
        told: hears how far it is, after each request that brought it further.
        kiosk: what the service is told of this kiosk besides; None: nothing.

    Never raises for the service: what went wrong is in the report. Errors of the store are raised.
    """
    with sender_turn(store.directory) as ours:
        if not ours:
            return _report(store, busy=True)
        queue_decisions(store, client.base, now=now())
        queue_forms(store, client, now=now())
        queue_counts(store, client.base, today=now().astimezone().date(), now=now())
        outgoing = Outgoing(store, client, now=now, jitter=jitter, go_on=go_on, told=told)
        outgoing.send()
        place = kiosk.name if kiosk is not None else ""
        if not outgoing.stopped and go_on() and _settled(store, client, place, now()):
            outgoing.send()
        if not outgoing.stopped and go_on():
            look_for_uses(store, client, now=now())
        remarks = RemarksSent(0, outgoing.error)
        if not outgoing.touched and not outgoing.stopped:
            # Not in a run that touched a response: what arrives together would belong together.
            remarks = send_remarks(store, client, now=now(), jitter=jitter, go_on=go_on)
        if not outgoing.stopped and go_on():
            anchor_audit(store, client, now=now())
        if kiosk is not None and not outgoing.stopped and go_on():
            tell_device(store, client, kiosk, now=now())
    return _report(
        store, sent=outgoing.sent, refused=outgoing.refused, error=remarks.error,
        remarks_sent=remarks.count,
    )  # fmt: skip


def _settled(store: Store, client: FhirClient, place: str, now: datetime) -> int:
    """How much is queued of what became of visits."""
    uses = queue_uses(store, client.base, place=place, now=now)
    return uses + settle_tasks(store, client, now=now)


def _report(store: Store, **run: Any) -> SyncReport:
    with store.reading() as c:
        waiting = counts(c).waiting
    return SyncReport(waiting=waiting, **run)
