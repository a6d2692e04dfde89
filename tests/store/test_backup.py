"""Before the tables of a store are changed there is a copy of it, and it does not stay for ever."""

import shutil
import stat
from collections import namedtuple
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.errors import StoreUnavailable
from kiosk.store import backup, drafts
from kiosk.store.database import Store, open_store
from kiosk.store.engine import make_engine, reading, transaction
from kiosk.store.inspection import inspect
from kiosk.store.space import BALLAST, with_last_room
from kiosk.store.tables import HEAD
from tests.store.first_version import make_first_version, version_of

WEEK = timedelta(days=7)


@pytest.fixture
def old(tmp_path: Path, key: bytes, now: datetime) -> Path:
    """The folder of a store of the first version, with a draft in it."""
    directory = make_first_version(tmp_path / "old", key)
    engine = make_engine(directory / "kiosk.db", key)
    with transaction(engine) as c:
        c.execute(
            text("INSERT INTO draft VALUES ('d1', 'http://f|1', 'f1', 'en', NULL, :now, :now)"),
            {"now": now.isoformat(timespec="microseconds")},
        )
    engine.dispose()
    return directory


def drafts_in(database: Path, key: bytes) -> list[str]:
    engine = make_engine(database, key)
    with reading(engine) as c:
        found = list(c.scalars(text("SELECT id FROM draft")))
    engine.dispose()
    return found


def test_the_copy_is_the_store_as_it_was_and_readable_by_this_user_alone(
    old: Path, key: bytes
) -> None:
    store = open_store(old, key)
    with store.reading() as c:
        assert [draft.id for draft in drafts.list_drafts(c)] == ["d1"]
    store.close()
    assert version_of(old / "kiosk.db", key) == HEAD
    (copy,) = backup.copies(old)
    assert copy.name == "kiosk.db-before-0001"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert (version_of(copy, key), drafts_in(copy, key)) == ("0001", ["d1"])
    assert not copy.read_bytes().startswith(b"SQLite format 3")
    assert b"http://f" not in copy.read_bytes()


def test_a_store_that_is_up_to_date_is_not_copied(store: Store, key: bytes) -> None:
    open_store(store.directory, key).close()
    assert backup.copies(store.directory) == ()


def test_without_room_for_a_copy_nothing_is_changed(
    old: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (old / "kiosk.db").read_bytes()
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 1000))
    with pytest.raises(StoreUnavailable, match=r"0\.0 MB are free"):
        open_store(old, key)
    assert (old / "kiosk.db").read_bytes() == before
    assert {p.name for p in old.iterdir()} == {
        "kiosk.db", "kiosk.db-layout", "store.json", "run.lock",
    }  # fmt: skip


def test_the_ballast_makes_room_for_the_copy(
    old: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old / BALLAST).write_bytes(b"ballast")
    usage = shutil.disk_usage(old)
    monkeypatch.setattr(
        shutil,
        "disk_usage",
        lambda _: usage._replace(free=1000 if (old / BALLAST).exists() else 10**9),
    )
    with_last_room(old, lambda: open_store(old, key)).close()
    assert not (old / BALLAST).exists()
    assert len(backup.copies(old)) == 1


def test_a_copy_that_nothing_came_of_goes(old: Path, key: bytes) -> None:
    engine = make_engine(old / "kiosk.db", key)
    with engine.connect() as c:
        c.exec_driver_sql("PRAGMA query_only = OFF")
        c.exec_driver_sql("UPDATE alembic_version SET version_num = '../9999'")
        c.commit()
    engine.dispose()
    with pytest.raises(StoreUnavailable, match="newer version"):
        open_store(old, key)
    assert backup.copies(old) == ()
    assert list(old.parent.glob("*9999*")) == []


def test_the_copy_goes_once_the_store_was_sound_for_a_week(
    old: Path, key: bytes, now: datetime
) -> None:
    store = open_store(old, key)
    for day in range(7):
        inspect(store, now=now + timedelta(days=day))
        assert len(backup.copies(old)) == 1
    inspect(store, now=now + WEEK)
    assert backup.copies(old) == ()
    store.close()


def test_a_clock_that_was_ahead_begins_the_week_anew(old: Path, key: bytes, now: datetime) -> None:
    store = open_store(old, key)
    inspect(store, now=now + timedelta(days=3000))
    inspect(store, now=now)
    inspect(store, now=now + timedelta(days=6))
    assert len(backup.copies(old)) == 1
    inspect(store, now=now + WEEK)
    assert backup.copies(old) == ()
    store.close()


def test_a_clock_that_leapt_deletes_no_copy(old: Path, key: bytes, now: datetime) -> None:
    store = open_store(old, key)
    inspect(store, now=now)
    inspect(store, now=now + timedelta(days=3000))
    assert len(backup.copies(old)) == 1
    inspect(store, now=now + timedelta(days=3002))  # it goes on steadily since: it was right
    assert backup.copies(old) == ()
    store.close()
