"""Remarks about questions on their way out, by a road that leads back to nobody.

They leave this PC in groups, when no response is sent or waits, in random order, each under its own
random id and with no time of day; all carry the day of the newest, so that an early one is not
told from the rest (reference coproduction 5.5).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiosk.coproduction.feedback import Remark, to_fhir
from kiosk.errors import CentralError
from kiosk.forms.response import encode
from kiosk.store.database import Store
from kiosk.store.feedback import mark_remarks_sent, release_remarks, released, unsent
from kiosk.store.outbox import counts
from kiosk.sync.fhir_client import FhirClient


@dataclass(frozen=True)
class RemarksSent:
    """How many remarks were acknowledged, and what ended the run early, if anything did."""

    count: int
    error: CentralError | None


def send_remarks(
    store: Store, client: FhirClient, *, jitter: random.Random, go_on: Callable[[], bool]
) -> RemarksSent:
    """Releases the remarks that are enough to hide one another, and sends those not sent yet.

    Nothing is done while a response waits. The first failure ends it: a service that does not take
    remarks is asked once a run, no more. Errors of the store are raised.
    """
    remarks, day = _ready(store)
    jitter.shuffle(remarks)
    for count, remark in enumerate(remarks):
        if not go_on():
            return RemarksSent(count, None)
        content = encode(to_fhir(remark, device_id=store.kiosk_id, day=day))
        try:
            client.put("QuestionnaireResponse", remark.id, content)
        except CentralError as error:
            return RemarksSent(count, error)
        with store.transaction() as c:
            mark_remarks_sent(c, [remark.id])
    return RemarksSent(len(remarks), None)


def _ready(store: Store) -> tuple[list[Remark], date]:
    """The released remarks still to be sent, and the day they all carry.

    The day is that of the newest ever released, not only of these: the last two of a group that
    the line cut in half then tell no more than the whole group would have.
    """
    with store.transaction() as c:
        if counts(c).waiting:
            return [], date.min
        release_remarks(c)
        day = max((remark.day for remark in released(c)), default=date.min)
        return list(unsent(c)), day
