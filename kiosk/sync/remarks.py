"""Remarks about questions on their way out, by a road that leads back to nobody.

The service notes when each resource arrived. A remark that arrives a minute after, or before, the
response of the sitting it was made in is as good as signed. So remarks are *sent* only

- in groups (`coproduction.feedback.releasable`), shuffled, each by its own request and random id;
- in a run that sends no response, while none waits, and when for an hour (`QUIET`) none was
  completed and none was sent;
- on a later day than that of the newest of them, and not in its first hour. A remark has no time
  of day, so this alone says that its sitting is over: on the first page there is no draft yet.

All carry the day of the newest, so that an early one is not told from the rest, and a language only
with words.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.coproduction.feedback import Remark, to_fhir
from kiosk.errors import CentralError, Refused
from kiosk.forms.response import encode
from kiosk.store.database import Store
from kiosk.store.feedback import (
    mark_remarks_refused,
    mark_remarks_sent,
    release_remarks,
    released,
    unsent,
)
from kiosk.store.outbox import RESPONSE, counts, is_quiet
from kiosk.store.sending import Due
from kiosk.sync.delivery import Service
from kiosk.sync.fhir_client import FhirClient

QUIET = timedelta(hours=1)
"""So long no response may have been completed or sent before a remark leaves."""


@dataclass(frozen=True)
class RemarksSent:
    """How many remarks were acknowledged, and what went wrong last, if anything did."""

    count: int
    error: CentralError | None


def send_remarks(
    store: Store,
    client: FhirClient,
    *,
    now: datetime,
    jitter: random.Random,
    go_on: Callable[[], bool],
) -> RemarksSent:
    """Releases the remarks that are enough to hide one another; sends those whose time has come.

    A remark that the service refuses is marked, and not sent again; the others go on. Any other
    failure ends it until the next run. Errors of the store are raised.
    """
    remarks, day = _ready(store, now)
    if not remarks:
        return RemarksSent(0, None)
    jitter.shuffle(remarks)
    count, refusal = 0, None
    try:
        service = Service(store, client, now=lambda: now)
    except CentralError as error:
        return RemarksSent(0, error)
    for remark in remarks:
        if not go_on():
            break
        try:
            _send(store, service, remark, day)
            count += 1
        except Refused as error:
            refusal = error
            with store.transaction() as c:
                mark_remarks_refused(c, [remark.id])
        except CentralError as error:
            return RemarksSent(count, error)
    return RemarksSent(count, refusal)


def _send(store: Store, service: Service, remark: Remark, day: date) -> None:
    content = encode(to_fhir(remark, device_id=store.kiosk_id, day=day))
    service.deliver(Due(0, RESPONSE, remark.id, content, 0))
    with store.transaction() as c:
        mark_remarks_sent(c, [remark.id])


def _ready(store: Store, now: datetime) -> tuple[list[Remark], date]:
    """The released remarks whose time has come, and the day they all carry.

    The day is that of the newest ever released, not only of these: the last two of a group that
    the line cut in half then tell no more than the whole group would have.
    """
    with store.transaction() as c:
        release_remarks(c, today=now.date())
        waiting = unsent(c)
        if counts(c).waiting or not is_quiet(c, now=now, quiet=QUIET) or _is_fresh(waiting, now):
            return [], date.min
        day = max((remark.day for remark in released(c)), default=date.min)
        return list(waiting), min(day, now.date())


def _is_fresh(remarks: Iterable[Remark], now: datetime) -> bool:
    """Whether one of them may be from a sitting that is not over for `QUIET` yet.

    A day beyond tomorrow was written by a clock that was ahead, and holds up nothing.
    """
    days = (now - QUIET).date(), now.date() + timedelta(days=1)
    return any(days[0] <= remark.day <= days[1] for remark in remarks)
