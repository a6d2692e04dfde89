"""The whole file is looked at, and what was found is known to the next start."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.store import audit, checks
from kiosk.store.checks import Check
from kiosk.store.database import Store, open_store
from kiosk.store.inspection import inspect, inspect_weekly
from kiosk.store.troubles import DAMAGED, troubles


def last(store: Store) -> Check | None:
    with store.reading() as c:
        return checks.last_check(c)


def damage(store: Store, key: bytes, now: datetime) -> Store:
    """That store again, with a damaged page that holds events."""
    with store.transaction() as c:
        for n in range(400):
            audit.record(c, actor="x" * 200, action="b", subject=str(n), now=now)
    store.close()
    file = store.directory / "kiosk.db"
    content = bytearray(file.read_bytes())
    content[-5 * 4096 + 100] ^= 1
    file.write_bytes(content)
    return open_store(store.directory, key)


def test_a_sound_store_is_noted_as_sound(store: Store, now: datetime) -> None:
    assert last(store) is None
    assert inspect(store, now=now) == 0
    assert last(store) == Check(now, 0)
    assert troubles(store) == ()


def test_damage_is_noted_and_marked_for_the_next_start(
    store: Store, key: bytes, now: datetime
) -> None:
    again = damage(store, key, now)
    assert inspect(again, now=now) > 0
    noted = last(again)
    assert noted is not None
    assert noted.faults > 0
    assert checks.is_marked(again.directory)
    assert troubles(again) == (DAMAGED,)
    again.close()


def test_a_mark_goes_once_the_file_is_found_sound(store: Store, now: datetime) -> None:
    checks.mark_damaged(store.directory)
    inspect(store, now=now)
    assert not checks.is_marked(store.directory)


@pytest.mark.parametrize(
    ("ago", "due"),
    [(timedelta(days=6), False), (timedelta(days=7), True), (timedelta(days=-1), True)],
)
def test_once_a_week_it_is_looked_at_again_whatever_the_clock_said(
    store: Store,
    now: datetime,
    ago: timedelta,
    due: bool,  # noqa: FBT001
) -> None:
    inspect(store, now=now - ago)
    inspect_weekly(store, now=now)
    assert last(store) == Check(now if due else now - ago, 0)


@pytest.mark.parametrize("value", ["", "nonsense", "[]", "{}", '{"ended": 3, "faults": 0}'])
def test_a_note_that_is_none_means_that_it_is_due(store: Store, now: datetime, value: str) -> None:
    with store.transaction() as c:
        c.exec_driver_sql("INSERT INTO kiosk VALUES ('last_check', ?)", (value,))
    inspect_weekly(store, now=now)
    assert last(store) == Check(now.astimezone(UTC), 0)
