from datetime import datetime, timedelta

from kiosk.store import audit
from kiosk.store.database import Store


def test_the_last_events_come_first(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        for n in range(4):
            when = now + timedelta(seconds=n)
            audit.record(c, actor="IT", action="store.opened", subject=str(n), now=when)
    with store.reading() as c:
        found = audit.events(c, 2)
    assert [event.subject for event in found] == ["3", "2"]
    assert found[0] == audit.AuditEvent(now + timedelta(seconds=3), "IT", "store.opened", "3")
