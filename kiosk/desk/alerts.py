"""Alerts as the desk sees them: which screen, since when, who goes. Never a form, rule or answer.

`LocalAlerts` works on the store of this PC, `CentralAlerts` (`kiosk.desk.central_alerts`) on the
central service, for the screens of all PCs of the clinic. A desk that has both shows each alert
once (`merged`).

    asked            this PC: twice a second, no request; the centre: `alerts_every_s`, 3 s by
                     default, 1200 requests an hour, and 120 for those taken on
    being there      this PC: every 10 s; the centre: every 60 s, 60 requests an hour
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from kiosk.settings import Settings
from kiosk.store import alerts, desk_seen
from kiosk.store.alert_list import Alert, list_alerts, more_open
from kiosk.store.database import Store
from kiosk.store.desk_seen import Path, Seen
from kiosk.sync.alerts import here_of

Clock = Callable[[], datetime]

LISTED: Final = timedelta(hours=24)
"""So long one that was taken on stays on the list."""


@dataclass(frozen=True)
class DeskAlert:
    """One alert.

    Attributes:
        id: of the alert and its Task.
        place: what the screen is called.
        cause: one of `kiosk.store.alerts`; "" where that is not told.
        fired: since when, by this PC's clock.
        arrived: when it got here, where that was late; else None.
        acknowledged: when somebody took it on, where that is known; `by`: who; "" for nobody.
        escalated: nobody took it on for too long.
        drill: it is a test.
        form: canonical of its form, where this PC knows it; shown only when asked for.
        again: somebody went, and the answer was changed after that.
    """

    id: str
    place: str
    cause: str
    fired: datetime
    arrived: datetime | None = None
    acknowledged: datetime | None = None
    by: str = ""
    escalated: bool = False
    drill: bool = False
    form: str = ""
    again: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody took it on."""
        return not self.by


class AlertBook(Protocol):
    """Where a desk finds alerts. Not for two threads at once; no Qt is touched.

    Attributes:
        every_s: so often it is asked.
        present_s: so often it is told that somebody is there.
        more: so many are open beyond those that it told last; of the others the newest.
    """

    every_s: float
    present_s: float
    more: int

    def alerts(self) -> tuple[DeskAlert, ...]:
        """Every open one, and those taken on lately.

        Raises:
            KioskError: it can't be told now.
        """

    def take_on(self, alert_id: str, by: str) -> bool:
        """That member of staff goes; False where somebody had said so before.

        Raises:
            KioskError: it was not noted.
        """

    def give_back(self, alert_id: str, by: str) -> bool:
        """They do not after all; False where it was open."""

    def be_there(self, by: str) -> None:
        """That member of staff is signed in; "" for nobody any more."""

    def close(self) -> None:
        """It is not asked any more."""


class LocalAlerts:
    """Those of the kiosk on this PC.

    Args:
        store: its store.
        settings: who responds, and after how long that is told to all.
        now: the clock.
        stays: who is signed in stays there, and would see an alert later.
    """

    every_s, present_s = 0.4, 10.0

    def __init__(self, store: Store, settings: Settings, now: Clock, *, stays: bool = True) -> None:
        self._store, self._now, self._stays = store, now, stays
        self._here = here_of(settings, store.kiosk_id)
        reception = settings.reception
        self._after = timedelta(minutes=reception.escalate_min)
        self._within = timedelta(seconds=reception.desk_seen_s)
        self._named = bool(reception.responders)
        self.more = 0

    def alerts(self) -> tuple[DeskAlert, ...]:
        """Every open one, and those of the last day; notes who waits too long."""
        now = self._now()
        found = self._find(now)
        if any(_is_late(one, self._after, now) for one in found):
            with self._store.transaction() as c:
                alerts.escalate(c, after=self._after, now=now)
            found = self._find(now)
        return tuple(map(_local, found))

    def take_on(self, alert_id: str, by: str) -> bool:
        """That member of staff goes; False where somebody had said so before."""
        with self._store.transaction() as c:
            return alerts.acknowledge(c, self._here, alert_id, by=by, now=self._now())

    def give_back(self, alert_id: str, by: str) -> bool:
        """They do not after all."""
        with self._store.transaction() as c:
            return alerts.give_back(c, self._here, alert_id, by=by, now=self._now())

    def be_there(self, by: str) -> None:
        """That member of staff is signed in; "" for nobody any more."""
        if not self._stays:
            return
        with self._store.transaction() as c:
            if by:
                desk_seen.note_desk(c, Seen(self._now(), by))
            else:
                desk_seen.forget_desk(c)

    def close(self) -> None:
        """The store is closed by whoever opened it."""

    def drill(self, by: str) -> None:
        """Raise a test alert, which goes the whole way."""
        with self._store.transaction() as c:
            alerts.fire_drill(c, self._here, by=by, now=self._now())

    def _find(self, now: datetime) -> tuple[Alert, ...]:
        with self._store.reading() as c:
            found = list_alerts(c, since=now - LISTED)
            self.more = more_open(c, found)
        return found

    def path(self) -> Path:
        """Whether this PC's kiosk offers forms with an alert rule, and why not."""
        with self._store.reading() as c:
            return desk_seen.path(c, named=self._named, within=self._within, now=self._now())


def merged(books: Iterable[tuple[DeskAlert, ...]]) -> tuple[DeskAlert, ...]:
    """Each alert once, as the first of the books that knows it says; the open ones first.

    The book of this PC comes first: it knows most of its own.
    """
    known: dict[str, DeskAlert] = {}
    for book in books:
        for one in book:
            known.setdefault(one.id, one)
    return tuple(sorted(known.values(), key=_order))


def _order(one: DeskAlert) -> tuple[bool, float]:
    """Of those that are open the longest waiting first, of the others the newest."""
    at = one.fired.timestamp()
    return (not one.is_open, at if one.is_open else -at)


def _is_late(one: Alert, after: timedelta, now: datetime) -> bool:
    return one.acknowledged is None and one.escalated is None and one.fired <= now - after


def _local(one: Alert) -> DeskAlert:
    return DeskAlert(
        one.id, one.place, one.cause, one.fired, None, one.acknowledged, one.by,
        one.escalated is not None and one.acknowledged is None, one.is_drill, one.questionnaire,
        one.is_again,
    )  # fmt: skip
