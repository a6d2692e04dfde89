from datetime import datetime
from typing import Any

from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.settings_seen import note_settings


def note(store: Store, settings: dict[str, dict[str, Any]], now: datetime) -> list[str]:
    """The kiosk starts with these; what the audit says of it since the beginning."""
    with store.transaction() as c:
        note_settings(c, settings, now)
        return [event.subject for event in audit.events(c, 10)]


def test_what_was_changed_in_the_settings_stands_in_the_audit(store: Store, now: datetime) -> None:
    first = {"patient": {"forms": ("a", "b"), "draft_hours": 24}, "clinic": {"name": "Hill"}}
    assert note(store, first, now) == []
    assert note(store, first, now) == []
    changed = {"patient": {"forms": ("a",), "draft_hours": 24}, "clinic": {"name": "Dale"}}
    assert note(store, changed, now) == ["clinic.name, patient.forms"]
    assert note(store, changed, now) == ["clinic.name, patient.forms"]


def test_a_key_that_came_or_went_with_a_new_version_is_told(store: Store, now: datetime) -> None:
    note(store, {"store": {"old": 1}}, now)
    assert note(store, {"store": {"new": 2}}, now) == ["store.new, store.old"]


def test_where_nothing_changed_nothing_is_written(store: Store, now: datetime) -> None:
    settings = {"patient": {"forms": ("a", "b")}}
    note(store, settings, now)
    with store.transaction() as c:
        before = c.exec_driver_sql("SELECT total_changes()").scalar()
        note_settings(c, settings, now)
        assert c.exec_driver_sql("SELECT total_changes()").scalar() == before
