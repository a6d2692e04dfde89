"""The kiosk's eye on alerts: whether a desk would see one now, and whether those raised get there.

On a lane of its own: neither an export nor a slow server keeps it from looking.
"""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.errors import CentralError
from kiosk.settings import Settings
from kiosk.store import desk_seen
from kiosk.store.alert_list import Alert, open_alerts, to_settle, waits
from kiosk.store.alerts import escalate
from kiosk.store.database import Store
from kiosk.store.desk_seen import AFAR, Path
from kiosk.sync import desk
from kiosk.sync.alerts import LATELY, here_of, send_refused_again, settle_alerts, takes_alerts
from kiosk.sync.fhir_client import FhirClient
from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane
from kiosk.ui.meanwhile.sending import Sender

LOOK_MS: Final = 5_000
"""So often it looks into the store: a few rows."""
ASK_MS: Final = round(desk.TOLD_EVERY_S * 1000)
SETTLE_MS: Final = 10_000
"""So often the centre is asked who goes, while an alert is open: 360 requests an hour."""


class _Look(NamedTuple):
    """What one look found: the path, what is open, what waits to be told, what to ask about."""

    path: Path
    open: tuple[Alert, ...]
    waits: bool
    settles: bool


class AlertWatch(QObject):
    """Looks as long as the kiosk runs.

    Args:
        store: where alerts are, and when a desk was seen.
        settings: who responds, and when a desk counts as seen.
        now: the clock.
        has_rule: whether a form of this kiosk has an alert rule: else no service is asked.

    Signals:
        changed: other alerts are open than before.
    """

    changed = Signal()

    def __init__(
        self,
        store: Store,
        settings: Settings,
        now: Callable[[], datetime],
        has_rule: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._settings, self._now, self._has_rule = store, settings, now, has_rule
        self._here = here_of(settings, store.kiosk_id)
        self._within = timedelta(seconds=settings.reception.desk_seen_s)
        self._named = bool(settings.reception.responders)
        self._lane = Lane("alerts", self)
        self._network: Lane | None = None
        self._found: _Look | None = None
        self._looking, self._asking = False, False
        self._sender: Sender | None = None
        self._client: FhirClient | None = None
        self._timers = [
            self._every(LOOK_MS, self.look), self._every(ASK_MS, self._ask),
            self._every(SETTLE_MS, self._settle),
        ]  # fmt: skip

    @property
    def open(self) -> tuple[Alert, ...]:
        """The alerts of this kiosk that nobody took on, as last seen."""
        return self._found.open if self._found else ()

    def seen(self) -> bool:
        """Whether somebody at a desk would see an alert now; what was found is judged anew."""
        if self._found is None or not self._named:
            return False
        seen, now = (self._found.path.here, self._found.path.afar), self._now()
        return any(one is not None and one.is_fresh(self._within, now) for one in seen)

    def follow(self, sender: Sender, client: FhirClient, network: Lane) -> None:
        """Wake that sender for alerts, and ask that service, on that lane."""
        self._sender, self._client, self._network = sender, client, network
        self._ask()

    def start(self) -> None:
        """Begin to look."""
        for timer in self._timers:
            timer.start()
        self.look()

    @Slot()
    def look(self) -> None:
        """Look now, unless it is at it."""
        if not self._looking:
            self._looking = True
            self._lane.run(self._find, self._show)

    def close(self) -> None:
        """Look no more."""
        for timer in self._timers:
            timer.stop()
        self._network = None
        self._lane.close()

    def _every(self, interval: int, do: Callable[[], None]) -> QTimer:
        timer = QTimer(self, interval=interval)
        timer.timeout.connect(do)
        return timer

    def _find(self) -> _Look:
        now = self._now()
        with self._store.reading() as c:
            path = desk_seen.path(c, named=self._named, within=self._within, now=now)
            found = open_alerts(c)
            settles = bool(to_settle(c, lately=LATELY, now=now))
            look = _Look(path, found, waits(c), settles)
        after = timedelta(minutes=self._settings.reception.escalate_min)
        if any(one.escalated is None and one.fired <= now - after for one in found):
            with self._store.transaction() as c:
                escalate(c, after=after, now=now)
        return look

    def _show(self, future: Future[_Look]) -> None:
        self._looking = False
        if (failure := future.exception()) is not None:
            log_failure("looking for alerts", failure)
            return
        before, self._found = self._found, future.result()
        if self._found.waits and self._sender is not None:
            self._sender.wake()
        if before is None or before.open != self._found.open:
            self.changed.emit()

    @Slot()
    def _ask(self) -> None:
        """Ask the service whether a desk is there, where that matters."""
        if self._network is not None and self._named and self._has_rule() and not self._asking:
            self._asking = True
            self._network.run(self._ask_service, self._asked)

    def _ask_service(self) -> None:
        if self._client is None:
            return
        try:
            seen = desk.desk_seen(self._client, self._settings.clinic.name)
        except CentralError:
            return  # what was seen before goes out of date by itself
        send_refused_again(self._store)
        takes = takes_alerts(self._store, self._client.base)
        with self._store.transaction() as c:
            if seen is None or not takes:
                desk_seen.forget_desk(c, kind=AFAR)
            else:
                desk_seen.note_desk(c, seen, kind=AFAR)

    def _asked(self, future: Future[None]) -> None:
        self._asking = False
        if (failure := future.exception()) is not None:
            log_failure("asking whether a desk is there", failure)
        self.look()

    @Slot()
    def _settle(self) -> None:
        if self._network is not None and self._found is not None and self._found.settles:
            self._network.run(self._settle_there, self._settled)

    def _settle_there(self) -> None:
        if self._client is not None:
            try:
                settle_alerts(self._store, self._client, self._here, now=self._now())
            except CentralError:
                return  # the line is down; it is asked again

    def _settled(self, future: Future[None]) -> None:
        if (failure := future.exception()) is not None:
            log_failure("asking who goes", failure)
        self.look()
