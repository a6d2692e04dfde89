"""Alerts at the central service, for the screens of all PCs of the clinic."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from kiosk.desk.alerts import LISTED, Clock, DeskAlert
from kiosk.errors import RefusedError
from kiosk.settings import Settings
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.sync.alerts import AlertThere, count_alerts, find_alerts, read_alert, take_on
from kiosk.sync.desk import TOLD_EVERY_S, AboutDesk, DeskSign
from kiosk.sync.fhir_client import FhirClient

LATE: Final = timedelta(seconds=30)
"""What took longer to get here came late, and the desk is told."""
TAKEN_EVERY: Final = 10
"""With every so many looks at the centre those are asked for that somebody took on."""


class CentralAlerts:
    """Those of all screens of the clinic, by the central service.

    Args:
        store: of this PC: keeps the audit, and what the service can.
        client: the service; used nowhere else.
        settings: whose desk, and how often it asks.
        now: the clock.
    """

    present_s = TOLD_EVERY_S

    def __init__(self, store: Store, client: FhirClient, settings: Settings, now: Clock) -> None:
        self._store, self._client, self._now = store, client, now
        self.every_s = settings.reception.alerts_every_s
        self._clinic = settings.clinic.name
        self._after = timedelta(minutes=settings.reception.escalate_min)
        name = settings.clinic.kiosk or "Desk"
        about = AboutDesk(_desk_id(store), name, self._clinic)
        self._sign = DeskSign(store, client, about, now)
        self._there: dict[str, AlertThere] = {}
        self._met: dict[str, datetime] = {}
        self._told: set[str] = set()
        self._taken: tuple[AlertThere, ...] = ()
        self._turn = self.more = 0

    def alerts(self) -> tuple[DeskAlert, ...]:
        """Every open one there, and those taken on last."""
        found, more = find_alerts(self._client, self._clinic)
        self.more = count_alerts(self._client, self._clinic) - len(found) if more else 0
        if self._turn % TAKEN_EVERY == 0:
            self._taken, _ = find_alerts(self._client, self._clinic, taken=True)
        self._turn += 1
        known = {one.id: one for one in (*self._taken, *found)}
        for gone in self._there.keys() - known.keys():
            self._turn = 0  # somebody took it on: who, is asked for with the next look
            self._met.pop(gone, None)
        for one in known.values():
            if (before := self._there.get(one.id)) is not None and before.fired != one.fired:
                self._met.pop(one.id, None)  # raised anew: nobody waited before
                self._told.discard(one.id)
        self._there = known
        now = self._now()
        return tuple(self._seen(one, now) for one in known.values() if _is_listed(one, now))

    def take_on(self, alert_id: str, by: str) -> bool:
        """That member of staff goes; False where somebody had said so before."""
        return self._change(alert_id, by, by, "alert.acknowledged")

    def give_back(self, alert_id: str, by: str) -> bool:
        """They do not after all."""
        return self._change(alert_id, "", by, "alert.given-back")

    def be_there(self, by: str) -> None:
        """Somebody is signed in; "" for nobody any more. The centre is not told who."""
        self._sign.tell(there=bool(by))

    def close(self) -> None:
        """Let go of the line."""
        self._client.close()

    def _change(self, alert_id: str, goes: str, by: str, action: str) -> bool:
        there = read_alert(self._client, alert_id)
        if there is None:
            raise RefusedError("The central service has this alert no more.")
        if bool(there.by) == bool(goes):
            return False
        now = self._now()
        if not take_on(self._client, there, by=goes, clinic=self._clinic, now=now):
            return False
        with self._store.transaction() as c:
            audit.record(c, actor=by, action=action, subject=alert_id, now=now)
        self._turn = 0
        return True

    def _seen(self, one: AlertThere, now: datetime) -> DeskAlert:
        met = self._met.setdefault(one.id, now)
        # A kiosk's clock that is ahead keeps nobody waiting, and one that is behind makes haste.
        fired = min(one.fired or met, met)
        late = met - fired > LATE and not one.by
        escalated = not one.by and now - fired >= self._after
        if escalated and one.id not in self._told:
            self._told.add(one.id)
            with self._store.transaction() as c:
                audit.record(c, actor="kiosk", action="alert.escalated", subject=one.id, now=now)
        return DeskAlert(
            one.id, one.place, one.cause, fired, met if late else None,
            one.changed if one.by else None, one.by, escalated, one.is_drill, again=one.is_again,
        )  # fmt: skip


def _is_listed(one: AlertThere, now: datetime) -> bool:
    return not one.by or one.fired is None or one.fired > now - LISTED


def _desk_id(store: Store) -> str:
    """The desk beside a kiosk is another device than that kiosk, and the same one tomorrow."""
    return str(uuid5(UUID(store.kiosk_id), "desk"))
