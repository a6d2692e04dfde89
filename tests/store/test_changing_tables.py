"""Two processes that find the same old store: one changes its tables, and nothing is lost by it."""

import time
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from kiosk.errors import StoreBusy, StoreUnavailable
from kiosk.store import backup, locks
from kiosk.store.database import open_store
from kiosk.store.engine import make_engine, transaction
from kiosk.store.locks import hold_for_run
from kiosk.store.migrate import migrations
from kiosk.store.tables import HEAD
from tests.store.beside import process_beside
from tests.store.first_version import make_first_version, version_of

OLD_KIOSK = (
    "import fcntl, os, sys; lock = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)\n"
    "fcntl.flock(lock, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"
)
CHANGES = (
    "import pathlib, sys; from kiosk.store.locks import hold_to_change\n"
    "with hold_to_change(pathlib.Path(sys.argv[1]).parent, is_done=lambda: False):\n"
    "    print('held', flush=True); sys.stdin.read()"
)


@pytest.fixture
def old(tmp_path: Path, key: bytes) -> Path:
    """The folder of a store of the first version."""
    return make_first_version(tmp_path / "old", key)


def test_tables_are_not_changed_beneath_a_kiosk_of_the_version_before(
    old: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "WAIT_S", 0.0)
    with process_beside(OLD_KIOSK, old / locks.LOCK):
        with pytest.raises(StoreBusy, match="older version"):
            open_store(old, key)
        assert version_of(old / "kiosk.db", key) == "0001"
        assert backup.copies(old) == ()
    open_store(old, key).close()
    assert version_of(old / "kiosk.db", key) == HEAD


def test_beside_a_kiosk_of_the_same_version_a_store_opens_at_once(
    old: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(old, key).close()
    monkeypatch.setattr(locks, "WAIT_S", 0.0)
    with process_beside(OLD_KIOSK, old / locks.LOCK):
        open_store(old, key).close()


def test_the_kiosk_that_holds_the_lock_itself_changes_the_tables(old: Path, key: bytes) -> None:
    with hold_for_run(old):
        open_store(old, key).close()
    assert version_of(old / "kiosk.db", key) == HEAD
    assert (old / locks.LOCK).read_bytes() == b""


def test_a_kiosk_waits_for_a_command_that_changes_the_tables(old: Path) -> None:
    with process_beside(CHANGES, old / locks.LOCK) as child:
        assert child.stdin is not None
        child.stdin.close()
        with hold_for_run(old):
            pass
        child.stdin = None


def test_whoever_comes_second_makes_no_copy(
    old: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(_: float) -> None:
        """The other process ends its change of the tables while this one waits for it."""
        engine = make_engine(old / "kiosk.db", key, foreign_keys=False)
        with transaction(engine) as c:
            command.upgrade(migrations(c), "head")
        engine.dispose()

    monkeypatch.setattr(time, "sleep", meanwhile)
    with process_beside(CHANGES, old / locks.LOCK):
        open_store(old, key).close()
    assert backup.copies(old) == ()


def test_the_copy_of_a_change_that_was_cut_off_is_kept_beside_the_new_one(
    old: Path, key: bytes
) -> None:
    first = backup.back_up(old / "kiosk.db", key, version="0001")
    before = first.read_bytes()
    open_store(old, key).close()
    assert [copy.name for copy in backup.copies(old)] == [first.name, f"{first.name}-2"]
    assert first.read_bytes() == before


def test_a_change_that_fails_takes_only_its_own_copy_along(old: Path, key: bytes) -> None:
    first = backup.back_up(old / "kiosk.db", key, version="0001")
    engine = make_engine(old / "kiosk.db", key)
    with transaction(engine) as c:
        c.execute(text("CREATE TABLE visit (a)"))  # what a migration is going to make
    engine.dispose()
    with pytest.raises(OperationalError, match="already exists"):
        open_store(old, key)
    assert backup.copies(old) == (first,)


def test_a_newer_version_is_named_even_where_there_is_little_room(
    old: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(old / "kiosk.db", key)
    with transaction(engine) as c:
        c.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    engine.dispose()
    usage = backup.shutil.disk_usage(old)
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda _: usage._replace(free=10))
    with pytest.raises(StoreUnavailable, match="newer version"):
        open_store(old, key)


def test_a_copy_that_fails_for_another_reason_than_room_says_which(
    old: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(backup, "write_private", fails)
    with pytest.raises(StoreUnavailable, match=r"can't be made: Permission denied\.$"):
        open_store(old, key)
