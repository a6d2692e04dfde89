"""Due rows of the outbox to the central service, safe to kill anywhere.

For each request: a short read, then the network with no transaction open, then a short write. If
the process ends between the service's commit and our mark, the same goes again, and the service
still has each resource once (`kiosk.sync.delivery`).

Responses go many at once where the service takes that. What is refused, or breaks off, as a whole
is halved until the one is found that it is about; only alone is a resource ever blamed.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.errors import CentralError, NotAuthorised, Refused, Unreachable
from kiosk.store.database import Store
from kiosk.store.outbox import RESPONSE, counts
from kiosk.store.sending import (
    Due,
    Why,
    due,
    is_left_alone,
    mark_failed,
    mark_refused,
    mark_sent,
    postpone_all,
)
from kiosk.sync.delivery import Service
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.packing import TOGETHER_LEAST, TOGETHER_MOST, follows, is_new_response, packed
from kiosk.sync.schedule import back_off
from kiosk.sync.verdict import Acknowledged, Outcome, gone_there

# A service that fails so many in a row is not stumbling over single resources.
FAILURES_IN_A_ROW: Final = 3
ALONE_ENOUGH: Final = 3
"""So many that went by themselves, and not as a Bundle of one: it is Bundles it can't bear."""

_THE_SERVICES_STATE = (Outcome.BUSY, Outcome.UNAVAILABLE)
_NO_BUNDLES = (
    Outcome.NOT_TAKEN, Outcome.MISDIRECTED, Outcome.REDIRECTED, Outcome.FORBIDDEN,
)  # fmt: skip
"""Of a Bundle: perhaps of nothing else. The base address is a place of its own to many."""


@dataclass(frozen=True)
class Progress:
    """How far a run is: responses sent and refused in it, and those that still wait."""

    sent: int
    refused: int
    waiting: int


class Outgoing:
    """One run through the outbox: what was tried, and how it went.

    Attributes:
        sent, refused: responses acknowledged, and set aside.
        error: what went wrong last; `None` where all went well.
        stopped: the service can't be used now, or the program closes.
    """

    def __init__(  # noqa: PLR0913 - keyword-only beyond the two
        self,
        store: Store,
        client: FhirClient,
        *,
        now: Callable[[], datetime],
        jitter: random.Random,
        go_on: Callable[[], bool],
        told: Callable[[Progress], None],
    ) -> None:
        self._store = store
        self._client = client
        self._now = now
        self._jitter = jitter
        self._go_on = go_on
        self._told = told
        self._tried: set[int] = set()
        self.sent = self.refused = self._failed_in_a_row = self._waiting = 0
        self._troubles = 0  # what went wrong with single resources in this run
        self._went_alone = 0  # since a Bundle was taken
        self.error: CentralError | None = None
        self.stopped = False

    def send(self) -> None:
        """Whatever is due, each once a run; the service is asked what it can where that is due."""
        with self._store.reading() as c:
            self.stopped = self.stopped or is_left_alone(c, self._now(), _THE_SERVICES_STATE)
        if self.stopped:
            return
        batch = self._untried()
        if not batch:
            return
        with self._store.reading() as c:
            self._waiting = counts(c).waiting
        try:
            service = Service(self._store, self._client, now=self._now)
        except CentralError as error:
            self._stop((), error)
            return
        while batch and not self.stopped:
            together = service.ability.together if service.takes_bundles else 1
            pack = packed(batch, min(together, TOGETHER_MOST))
            self._tried.update(item.id for item in pack)
            self._send_pack(service, pack)
            batch = batch[len(pack) :] or self._untried()

    @property
    def touched(self) -> bool:
        """Whether anything was due."""
        return bool(self._tried)

    def _untried(self) -> tuple[Due, ...]:
        """The next that are due; each is tried once a run, whatever its wait came to."""
        with self._store.reading() as c:
            batch = due(c, self._now())
        return tuple(item for item in batch if item.id not in self._tried)

    def _send_pack(self, service: Service, pack: tuple[Due, ...]) -> None:
        if not service.takes_bundles or not is_new_response(pack[0]):
            self._send_each(service, pack)
            return
        self.stopped = self.stopped or not self._go_on()
        if self.stopped:
            return
        try:
            verdicts = service.deliver_together(pack)
        except Refused:
            before = self._known(service)
            self._send_halves(service, pack)
            if self._known(service) == before and len(pack) >= TOGETHER_LEAST:
                # Nothing is wrong with any of them: they were too many.
                service.learn(together=len(pack) // 2)
        except CentralError as error:
            self._send_otherwise(service, pack, error)
        else:
            self._mark(service, pack, verdicts)

    def _send_otherwise(self, service: Service, pack: tuple[Due, ...], error: CentralError) -> None:
        if error.outcome in _NO_BUNDLES:
            self._send_alone(service, pack, enough=1)
        elif _is_for_all(error):
            self._stop(pack, error)
        else:
            self._send_halves(service, pack)

    def _send_alone(self, service: Service, pack: tuple[Due, ...], *, enough: int) -> None:
        """What can't go as a Bundle; where that goes well, it is Bundles that are not taken."""
        before = self._known(service)
        self._send_each(service, pack)
        if self._known(service) == before:
            self._went_alone += 1
            if self._went_alone >= enough:
                service.learn(bundle="")

    def _known(self, service: Service) -> tuple[object, ...]:
        """Is the same after what went well."""
        return self.stopped, self._troubles, service.ability.without

    def _send_halves(self, service: Service, pack: tuple[Due, ...]) -> None:
        if len(pack) == 1:
            self._send_alone(service, pack, enough=ALONE_ENOUGH)
            return
        middle = len(pack) // 2
        self._send_pack(service, pack[:middle])
        self._send_pack(service, pack[middle:])

    def _mark(
        self,
        service: Service,
        pack: tuple[Due, ...],
        verdicts: list[Acknowledged | CentralError],
    ) -> None:
        """What was acknowledged is; what was not goes alone before it is blamed."""
        self._went_alone = 0
        stored = [
            (item, verdict)
            for item, verdict in zip(pack, verdicts, strict=True)
            if isinstance(verdict, Acknowledged)
        ]
        self._keep(stored)
        kept = {item.id for item, _ in stored}
        self._send_each(service, (item for item in pack if item.id not in kept))

    def _keep(self, stored: list[tuple[Due, Acknowledged]]) -> None:
        if not stored:
            return
        self._failed_in_a_row = 0
        now = self._now()
        with self._store.transaction() as c:
            for item, one in stored:
                mark_sent(c, item, etag=one.etag, server_id=one.server_id, now=now)
        self.sent += sum(item.resource_type == RESPONSE for item, _ in stored)
        self._tell()

    def _send_each(self, service: Service, pack: Iterable[Due]) -> None:
        for item in pack:
            self.stopped = self.stopped or not self._go_on()
            if self.stopped:
                return
            self._send(service, item)

    def _send(self, service: Service, item: Due) -> None:
        try:
            stored = service.deliver(item)
            service.deliver_provenance(item)
        except Refused as error:
            self._set_aside(item, error)
        except CentralError as error:
            if error.outcome == Outcome.NOT_TAKEN and follows(item):
                self._set_aside(item, gone_there())
            elif _is_for_all(error) and not _is_for_its_kind(item, error):
                self._stop((item,), error)
            else:
                self._put_off(item, error)
        else:
            self._keep([(item, stored)])

    def _set_aside(self, item: Due, error: CentralError) -> None:
        self._troubles += 1
        self._failed_in_a_row = 0
        self.refused += item.resource_type == RESPONSE
        self.error = error
        with self._store.transaction() as c:
            mark_refused(c, item, now=self._now(), why=_why(error))
        self._tell()

    def _put_off(self, item: Due, error: CentralError) -> None:
        self.error = error
        self._troubles += 1
        self._failed_in_a_row += 1
        self.stopped = self._failed_in_a_row >= FAILURES_IN_A_ROW
        now = self._now()
        with self._store.transaction() as c:
            retry_at = now + back_off(0 if item.urgent else item.attempts, self._jitter)
            mark_failed(c, item, retry_at=retry_at, now=now, why=_why(error))

    def _stop(self, pack: tuple[Due, ...], error: CentralError) -> None:
        """The others are left alone, and not counted against.

        What was sent goes to the back of the queue, unless the service is merely busy: should it
        be the one that a firewall or a service can't bear, it does not stand in the way for ever.
        """
        self.stopped = True
        self.error = error
        sent = isinstance(error, NotAuthorised) or (isinstance(error, Unreachable) and error.sent)
        now = self._now()
        with self._store.transaction() as c:
            if sent and error.outcome not in _THE_SERVICES_STATE:
                for item in pack:
                    mark_failed(c, item, retry_at=now, now=now, why=_why(error))
            postpone_all(c, until=now + _asked_for(error), why=_why(error), now=now)

    def _tell(self) -> None:
        left = max(self._waiting - self.sent - self.refused, 0)
        self._told(Progress(self.sent, self.refused, left))


def _is_for_all(error: CentralError) -> bool:
    """Whether another would fare no better now."""
    return not isinstance(error, Unreachable) or error.everything


def _is_for_its_kind(item: Due, error: CentralError) -> bool:
    """A kiosk may be let write responses, and nothing else."""
    return error.outcome == Outcome.FORBIDDEN and item.resource_type != RESPONSE


def _asked_for(error: CentralError) -> timedelta:
    asked = error.retry_after_s if isinstance(error, Unreachable) else None
    return timedelta(seconds=asked or 0.0)


def _why(error: CentralError) -> Why:
    return Why(str(error), error.outcome)
