import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import OperationalError

from kiosk.errors import RefusedError, StoreBusy, StoreUnavailable
from kiosk.store import audit
from kiosk.store.database import Store, create_store, hold_for_run, open_store
from kiosk.store.folder import read_card

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's here")


def test_a_store_keeps_its_names_when_opened_again(store: Store, key: bytes) -> None:
    again = open_store(store.directory, key)
    assert again.kiosk_id == store.kiosk_id == str(UUID(again.kiosk_id))
    assert read_card(store.directory).store_id == str(UUID(read_card(store.directory).store_id))
    again.close()


@POSIX
def test_only_this_user_may_read_the_store(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        audit.record(c, actor="a", action="b", subject="c", now=now)
    rights = {p.name: stat.S_IMODE(p.stat().st_mode) for p in store.directory.iterdir()}
    assert {"kiosk.db", "kiosk.db-wal", "kiosk.db-shm", "store.json"} <= set(rights)
    assert set(rights.values()) == {0o600}
    assert stat.S_IMODE(store.directory.stat().st_mode) == 0o700


@POSIX
def test_a_folder_with_other_things_in_it_keeps_its_rights(tmp_path: Path, key: bytes) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    tmp_path.chmod(0o755)
    create_store(tmp_path, key).close()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_store_is_never_made_over_another(store: Store, key: bytes) -> None:
    before = store.kiosk_id
    with pytest.raises(RefusedError, match="already"):
        create_store(store.directory, key)
    again = open_store(store.directory, key)
    assert again.kiosk_id == before
    again.close()


def test_a_failure_while_making_leaves_nothing(tmp_path: Path, key: bytes) -> None:
    def stumble(_: object) -> None:
        raise RefusedError("no")

    with pytest.raises(RefusedError, match="no"):
        create_store(tmp_path / "store", key, sealed=b"sealed", fill=stumble)
    assert {p.name for p in (tmp_path / "store").iterdir()} <= {"run.lock"}


def test_a_folder_that_cant_be_made_is_said(tmp_path: Path, key: bytes) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="can't be written"):
        create_store(tmp_path / "file" / "store", key)


def test_the_connection_is_as_safe_as_the_spec_asks(store: Store) -> None:
    asked = {
        "journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "temp_store": 2,
        "foreign_keys": 1, "busy_timeout": 5000,
    }  # fmt: skip
    with store.transaction() as c:
        found = {name: c.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked}
        assert c.exec_driver_sql("PRAGMA cipher_version").scalar()
    assert found == asked


def test_an_exception_undoes_the_transaction(store: Store, now: datetime) -> None:
    def change_my_mind() -> None:
        with store.transaction() as c:
            audit.record(c, actor="a", action="b", subject="c", now=now)
            raise RefusedError("changed my mind")

    with pytest.raises(RefusedError):
        change_my_mind()
    with store.reading() as c:
        assert audit.events(c, 10) == ()


def test_reading_refuses_to_write(store: Store, now: datetime) -> None:
    with pytest.raises(OperationalError, match="readonly"), store.reading() as c:
        audit.record(c, actor="a", action="b", subject="c", now=now)
    with store.transaction() as c:
        audit.record(c, actor="a", action="b", subject="c", now=now)


def test_a_file_that_may_not_be_written_is_said(store: Store, now: datetime) -> None:
    def write() -> None:
        with store.transaction() as c:
            c.exec_driver_sql("PRAGMA query_only = ON")  # answers as a file without the right does
            audit.record(c, actor="a", action="b", subject="c", now=now)

    with pytest.raises(StoreUnavailable, match="read or written"):
        write()


def test_reading_sees_one_moment(store: Store, now: datetime) -> None:
    with store.reading() as before:
        assert audit.events(before, 10) == ()
        with store.transaction() as c:
            audit.record(c, actor="a", action="b", subject="c", now=now)
        assert audit.events(before, 10) == ()
    with store.reading() as after:
        assert len(audit.events(after, 10)) == 1


def test_writers_that_read_first_wait_for_one_another(store: Store, now: datetime) -> None:
    def work(who: int) -> None:
        for _ in range(20):
            with store.transaction() as c:
                audit.events(c, 1)
                audit.record(c, actor=str(who), action="b", subject="c", now=now)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(work, range(3)))
    with store.reading() as c:
        assert len(audit.events(c, 1000)) == 60


@pytest.mark.long
def test_a_writer_gives_up_after_five_seconds(store: Store, key: bytes, now: datetime) -> None:
    other = open_store(store.directory, key)
    with store.transaction() as c:
        audit.record(c, actor="a", action="b", subject="c", now=now)
        with pytest.raises(StoreBusy), other.transaction() as late:
            audit.record(late, actor="a", action="b", subject="c", now=now)
    other.close()


def test_a_full_disk_is_said_and_loses_nothing(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        audit.record(c, actor="before", action="b", subject="c", now=now)

    def fill_the_disk() -> None:
        with store.transaction() as c:
            c.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite's own "no more room"
            for _ in range(200):
                audit.record(c, actor="x" * 500, action="b", subject="c", now=now)

    with pytest.raises(StoreUnavailable, match="disk is full"):
        fill_the_disk()
    with store.reading() as c:
        assert [event.actor for event in audit.events(c, 10)] == ["before"]
    assert store.faults() == ()


def test_whatever_else_the_system_does_is_the_stores_error(store: Store, now: datetime) -> None:
    def interrupted() -> None:
        with store.transaction() as c:
            driver: Any = c.connection.driver_connection
            driver.set_progress_handler(lambda: 1, 1)  # as if someone interrupted each statement
            try:
                audit.record(c, actor="a", action="b", subject="c", now=now)
            finally:
                driver.set_progress_handler(None, 0)

    with pytest.raises(StoreUnavailable, match="SQLITE_INTERRUPT"):
        interrupted()


def test_wrong_sql_stays_a_bug(store: Store) -> None:
    with pytest.raises(OperationalError), store.reading() as c:
        c.exec_driver_sql("SELECT nonsense FROM nowhere")


def test_a_failing_statement_does_not_show_what_was_written(store: Store) -> None:
    marker = "MARKER-ANSWER"
    with pytest.raises(OperationalError) as failure, store.reading() as c:
        c.exec_driver_sql("INSERT INTO kiosk VALUES (?, ?)", (marker, marker))
    assert marker not in str(failure.value)


def test_one_run_holds_the_store_at_a_time(store: Store) -> None:
    with hold_for_run(store.directory), pytest.raises(StoreBusy), hold_for_run(store.directory):
        pass
    with hold_for_run(store.directory):
        pass


def test_a_killed_run_holds_nothing(store: Store) -> None:
    script = (
        "import sys, pathlib, time; from kiosk.store.folder import hold_for_run\n"
        "with hold_for_run(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(store.directory)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StoreBusy), hold_for_run(store.directory):
            pass
        other.kill()
        other.wait()
    with hold_for_run(store.directory):
        pass
