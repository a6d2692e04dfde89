"""The harm guard: a pilot whose words do harm is stopped, and nobody has to be there for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from kiosk.coproduction.events import STOPPED, FormEvent
from kiosk.coproduction.pilot_judging import Look, looks
from kiosk.coproduction.pilots import HARM, Pilot, pilots
from kiosk.desk.improving.trial import counted_days
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.form_versions import events, record_event, standings

KIOSK: Final = "kiosk"
"""The role, and the name in the audit, of what went by itself."""


def stop_harm(store: Store, now: Callable[[], datetime]) -> tuple[str, ...]:
    """Stop every pilot whose words do harm; the canonicals of those that were stopped.

    It looks at whole days: the one that it is now counts from tomorrow on
    (`kiosk.coproduction.pilot_judging`).
    """
    with store.reading() as c:
        found = [(one, _harm(c, one, store.kiosk_id, now())) for one in _running(c, now())]
    harmful = [(one, look) for one, look in found if look is not None]
    for pilot, look in harmful:
        detail = {
            "day": look.day.isoformat(), "pilot": look.pilot[:2], "control": look.control[:2],
        }  # fmt: skip
        canonical, url = pilot.canonical, pilot.canonical.partition("|")[0]
        stopped = FormEvent(now(), url, STOPPED, canonical, KIOSK, reason=HARM, detail=detail)
        with store.transaction() as c:
            record_event(c, stopped)
            audit.record(
                c, actor=KIOSK, action="form.pilot-stopped", subject=canonical, now=now()
            )  # fmt: skip
    return tuple(pilot.canonical for pilot, _ in harmful)


def _running(c: Any, now: datetime) -> list[Pilot]:
    urls = [url for url, stands in standings(c).items() if stands.pilot]
    last = (pilots(events(c, url))[-1].on(now.astimezone().date()) for url in urls)
    return [one for one in last if one.state == "running"]


def _harm(c: Any, pilot: Pilot, kiosk_id: str, now: datetime) -> Look | None:
    days = (day for day in counted_days(c, pilot, kiosk_id) if day.day < now.astimezone().date())
    return next((look for look in looks(days) if look.stops), None)
