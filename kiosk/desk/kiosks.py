"""The kiosks of the clinic as the desk sees them: how they stand, never what anybody answered."""

import random
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Final, Protocol, TypeVar

from kiosk.errors import CentralError
from kiosk.forms.questionnaire import Questionnaire
from kiosk.settings import Settings
from kiosk.store import standing
from kiosk.store.database import Store
from kiosk.store.standing import Line
from kiosk.store.unsent import Unsent, hurry, refused, send_again
from kiosk.sync.connect import client_for
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.fleet import Fleet, Seen, fetch_fleet, kept_fleet
from kiosk.sync.fleet_needs import Limits, Need, needs_in
from kiosk.sync.heartbeat import about, state_of
from kiosk.sync.line import send_and_note
from kiosk.sync.send import SyncReport
from kiosk.sync.verdict import Outcome

Result = TypeVar("Result")

SHOWN: Final = 200
"""So many of what was refused are listed."""

_ASKED_TO_WAIT: Final = frozenset({Outcome.BUSY, Outcome.UNAVAILABLE})
"""The service itself said when to come again: a person who is in a hurry does not change that."""


@dataclass(frozen=True)
class OneKiosk:
    """One kiosk.

    Attributes:
        seen: how it stands, and when it said so.
        needs: what about it needs a person, the most urgent first.
        here: it is this one; then it stands so now.
    """

    seen: Seen
    needs: tuple[Need, ...]
    here: bool


@dataclass(frozen=True)
class Kiosks:
    """The kiosks of the clinic, those that need a person first.

    Attributes:
        central: a central service is named; without one only this kiosk is known.
        at_desk: this PC is a desk without a kiosk, and none of them.
        asked: when the service said so; None: it never did.
        whole: whether these are all that it knows.
        unreached: why it did not say just now; None where it did, or was not asked.
    """

    kiosks: tuple[OneKiosk, ...]
    central: bool
    asked: datetime | None = None
    whole: bool = True
    unreached: CentralError | None = None
    at_desk: bool = False


class KioskBook(Protocol):
    """What the page of the kiosks works with; all of it is called off the GUI thread."""

    @property
    def central(self) -> bool:
        """Whether there is a central service."""

    def line(self) -> Line:
        """How sending stands here."""

    def known(self) -> Kiosks:
        """What is known without asking the service."""

    def ask(self) -> Kiosks:
        """Ask the service: one search; without a line what was known before, with why."""

    def send_now(self) -> SyncReport | None:
        """Send what waits, whether it is its turn or not; None where there is no service."""

    def refused(self) -> tuple[Unsent, ...]:
        """What the service did not take, the newest first."""

    def send_again(self, row: int, *, by: str) -> bool:
        """Send one of these once more; whether it was still refused."""

    def close(self) -> None:
        """A request that hangs is given up."""


class LocalKiosks:
    """On the store of this PC, which is a kiosk itself, unless it works on the central service.

    Args:
        store: of this PC.
        settings: of this PC, with what the clinic says.
        forms: gives those that it offers.
        now: the clock.
        client: makes a client of the service; None: as the settings name it.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        forms: Callable[[], Iterable[Questionnaire]],
        now: Callable[[], datetime],
        client: Callable[[], FhirClient] | None = None,
    ) -> None:
        self._store, self._settings, self._now = store, settings, now
        self._about = about(settings, lambda: [form.canonical for form in forms()])
        self._at_desk = settings.reception.alone
        self._make = client or (lambda: client_for(settings.central, store, clock=now))
        self._client: FhirClient | None = None
        self._closed = False

    @property
    def central(self) -> bool:
        """Whether there is a central service."""
        return self._settings.central.url is not None

    def line(self) -> Line:
        """How sending stands here."""
        with self._store.reading() as c:
            return standing.line(c)

    def known(self) -> Kiosks:
        """What is known without asking the service."""
        return self._shown(self._kept(), None)

    def ask(self) -> Kiosks:
        """Ask the service: one search; without a line what was known before, with why.

        Raises:
            SettingsInvalid: this kiosk's certificate can't be used.
        """
        if not self.central:
            return self.known()
        clinic, now = self._settings.clinic.name, self._now()
        try:
            found = self._with(lambda client: fetch_fleet(self._store, client, clinic, now=now))
        except CentralError as error:
            return self._shown(self._kept(), error)
        return self._shown(found, None)

    def send_now(self) -> SyncReport | None:
        """Send what waits, whether it is its turn or not; None where there is no service."""
        if not self.central:
            return None
        with self._store.transaction() as c:
            hurry(c, but=_ASKED_TO_WAIT)
        jitter = random.Random()  # noqa: S311 - spreads load, guards nothing
        return self._with(
            lambda client: send_and_note(
                self._store, client, now=self._now, jitter=jitter,
                kiosk=None if self._at_desk else self._about,
                go_on=lambda: not self._closed,
            )
        )  # fmt: skip

    def refused(self) -> tuple[Unsent, ...]:
        """What the service did not take, the newest first."""
        with self._store.reading() as c:
            return refused(c, most=SHOWN)

    def send_again(self, row: int, *, by: str) -> bool:
        """Send one of these once more; whether it was still refused."""
        with self._store.transaction() as c:
            return send_again(c, row, by=by, now=self._now())

    def close(self) -> None:
        """A request that hangs is given up."""
        self._closed, client = True, self._client
        if client is not None:
            client.close()

    def _with(self, does: Callable[[FhirClient], Result]) -> Result:
        with closing(self._make()) as client:
            self._client = client
            try:
                return does(client)
            finally:
                self._client = None

    @cached_property
    def _base(self) -> str:
        """The address of the service: to make a client takes a moment."""
        return self._with(lambda client: client.base)

    def _kept(self) -> Fleet | None:
        if not self.central:
            return None
        return kept_fleet(self._store, self._base, self._settings.clinic.name)

    def _shown(self, fleet: Fleet | None, error: CentralError | None) -> Kiosks:
        others = list(fleet.kiosks) if fleet else []
        here = next((one for one in others if one.state.kiosk == self._store.kiosk_id), None)
        others = [one for one in others if one is not here]
        rows = [] if self._at_desk else [self._one(self._here(here), here=True)]
        rows += [self._one(one, here=False) for one in others]
        return Kiosks(
            tuple(sorted(rows, key=_worst_first)), self.central, fleet.asked if fleet else None,
            fleet.whole if fleet else True, error, self._at_desk,
        )  # fmt: skip

    def _here(self, told: Seen | None) -> Seen:
        """This kiosk as it stands now; its clock as the service had it last."""
        state = state_of(self._store, self._about, drift_s=None, now=self._now())
        drift = told.state.drift_s if told else None
        return Seen(replace(state, drift_s=drift), self._now(), state.events or 0)

    def _one(self, seen: Seen, *, here: bool) -> OneKiosk:
        limits = Limits(self._settings.central.alarm_hours, self._settings.store.low_mb)
        return OneKiosk(seen, tuple(needs_in(seen, limits, self._now())), here)


def _worst_first(one: OneKiosk) -> tuple[bool, int, int, bool, str]:
    """The most urgent need, then how many; this kiosk before others, those by name."""
    urgency = one.needs[0].what if one.needs else 0
    return (
        not one.needs, urgency, -len(one.needs), not one.here, one.seen.state.name.casefold(),
    )  # fmt: skip
