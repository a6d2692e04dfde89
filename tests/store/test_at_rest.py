"""Nothing that was typed can be read in the files, and the search is shown to work."""

import sqlite3
import time
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from kiosk.coproduction.feedback import Remark
from kiosk.coproduction.outcomes import Decision
from kiosk.errors import StoreUnavailable
from kiosk.store import drafts, feedback, staff, submissions
from kiosk.store.database import Store

MARKER = "NHS-9434765919-marker"


def found_in(directory: Path) -> set[str]:
    return {p.name for p in directory.iterdir() if MARKER.encode() in p.read_bytes()}


def write_everywhere(store: Store, now: datetime) -> None:
    form = f"http://example.org/{MARKER}|1"
    with store.transaction() as c:
        draft = drafts.begin_draft(c, questionnaire=form, content_hash="f", language="en", now=now)
        drafts.save_answer(c, draft, path="a", row=MARKER, place=MARKER, now=now)
        submissions.submit(
            c, draft_id=None, response_id=str(uuid4()), questionnaire=form,
            payload=MARKER.encode() * 50, now=now,
        )  # fmt: skip
        feedback.keep_remark(
            c, Remark(str(uuid4()), now.date(), form, "q", "upsetting", MARKER, "en"), first=True
        )
        feedback.record_decision(c, Decision("g", "not-yet", MARKER, date(2026, 3, 2), "lead"))
        staff.add_staff(c, name=MARKER, role="lead", pin="271828", now=now)


def test_no_answer_is_readable_in_any_file_open_or_closed(store: Store, now: datetime) -> None:
    write_everywhere(store, now)
    names = {p.name for p in store.directory.iterdir()}
    assert {"kiosk.db", "kiosk.db-wal", "kiosk.db-shm"} <= names
    assert found_in(store.directory) == set()
    store.close()
    assert found_in(store.directory) == set()


def test_the_same_search_finds_it_in_a_plain_database(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "plain.db", isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("CREATE TABLE answer (text)")
    plain.execute("INSERT INTO answer VALUES (?)", (MARKER,))
    assert "plain.db-wal" in found_in(tmp_path)
    plain.close()
    assert found_in(tmp_path) == {"plain.db"}


def test_the_database_has_no_header_that_gives_it_away(store: Store) -> None:
    store.close()
    assert not (store.directory / "kiosk.db").read_bytes().startswith(b"SQLite format 3")


def test_the_key_stands_in_no_file(store: Store, key: bytes) -> None:
    for file in store.directory.iterdir():
        content = file.read_bytes()
        assert key not in content
        assert key.hex().encode() not in content.lower()


def test_the_log_is_empty_once_what_was_deleted_is_forgotten(store: Store, now: datetime) -> None:
    write_everywhere(store, now)
    log = store.directory / "kiosk.db-wal"
    assert log.stat().st_size > 0
    assert store.forget_deleted()
    assert log.stat().st_size == 0


def test_forgetting_waits_for_nobody_and_is_made_up_for(store: Store, now: datetime) -> None:
    log = store.directory / "kiosk.db-wal"
    with store.reading() as c:
        drafts.list_drafts(c)
        write_everywhere(store, now)
        begun = time.monotonic()
        assert not store.forget_deleted()
        assert time.monotonic() - begun < 1
    assert store.forget_deleted()
    assert log.stat().st_size == 0


def test_forgetting_on_a_disk_that_fails_is_the_stores_error(store: Store, now: datetime) -> None:
    write_everywhere(store, now)
    database = store.directory / "kiosk.db"
    flip = bytes(100)
    (store.directory / "kiosk.db-wal").write_bytes(flip)
    database.write_bytes(flip)
    with pytest.raises(StoreUnavailable):
        store.forget_deleted()
