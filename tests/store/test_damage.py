"""Each way a store can be unreadable has its own name, and none of them makes a new store."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import NotSetUp, StoreDamaged, WrongKey
from kiosk.store import audit, staff
from kiosk.store.database import Store, create_store, open_store
from kiosk.store.folder import read_card
from kiosk.store.key import new_key
from kiosk.store.sending import due
from kiosk.store.submissions import submissions, submit


@pytest.fixture
def closed(store: Store, now: datetime) -> Path:
    """The folder of a closed store with some 100 kB in it."""
    with store.transaction() as c:
        for n in range(400):
            audit.record(c, actor="x" * 200, action="b", subject=str(n), now=now)
    store.close()
    return store.directory


def files(directory: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in directory.iterdir()}


def flip(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 0xFF
    file.write_bytes(content)


def events(store: Store) -> int:
    with store.reading() as c:
        return len(audit.events(c, 1000))


def how_it_is_read(
    directory: Path, key: bytes, opened: Callable[[Store], Any], expected: bytes
) -> str:
    with suppress(StoreDamaged):
        store = open_store(directory, key)
        try:
            with opened(store) as c:
                found = [one.payload for one in due(c, datetime.now(UTC))]
            return "whole" if found == [expected] else "wrong"
        finally:
            store.close()
    return "refused"


def page_of_log(directory: Path) -> int:
    """Which page the last frame of the log holds (sqlite.org/fileformat2.html, 4.2)."""
    log = (directory / "kiosk.db-wal").read_bytes()
    return int.from_bytes(log[-4096 - 24 :][:4], "big")


def test_an_empty_folder_is_not_set_up(tmp_path: Path, key: bytes) -> None:
    for missing in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NotSetUp):
            open_store(missing, key)
        with pytest.raises(NotSetUp):
            read_card(missing)
    assert list(tmp_path.iterdir()) == []


def test_another_key_is_a_wrong_key_and_changes_nothing(closed: Path) -> None:
    before = files(closed)
    with pytest.raises(WrongKey):
        open_store(closed, new_key())
    assert files(closed) == before


def test_a_damaged_header_is_damage_and_not_a_wrong_key(closed: Path, key: bytes) -> None:
    flip(closed / "kiosk.db", 3)
    before = files(closed)
    with pytest.raises(StoreDamaged):
        open_store(closed, key)
    assert files(closed) == before


def test_a_damaged_page_is_named_and_said_when_read(closed: Path, key: bytes) -> None:
    page = (closed / "kiosk.db").stat().st_size // 4096 - 5  # the events were written last
    flip(closed / "kiosk.db", page * 4096 + 100)
    store = open_store(closed, key)
    assert any(str(page + 1) in fault for fault in store.faults())
    with pytest.raises(StoreDamaged), store.reading() as c:
        audit.events(c, 1000)
    store.close()


@pytest.mark.parametrize("touched", ["faults", "events"])
def test_what_lies_beside_a_damaged_page_can_still_be_read(
    closed: Path, key: bytes, touched: str
) -> None:
    flip(closed / "kiosk.db", (closed / "kiosk.db").stat().st_size - 5 * 4096 + 100)
    store = open_store(closed, key)
    with suppress(StoreDamaged):
        assert {"faults": store.faults, "events": lambda: events(store)}[touched]()
    with store.reading() as c:
        assert list(submissions(c)) == []
    store.close()


def test_a_page_half_written_by_a_checkpoint_is_whole_in_the_log(
    store: Store, key: bytes, now: datetime, tmp_path: Path
) -> None:
    """A power cut between the log's sync and the file's: the log is read instead of the page."""
    with store.transaction() as c:
        audit.record(c, actor="a", action="b", subject="c", now=now)
    found = shutil.copytree(store.directory, tmp_path / "found")
    flip(found / "kiosk.db", page_of_log(found) * 4096 - 100)
    again = open_store(found, key)
    assert again.faults() == ()
    again.close()


@pytest.mark.parametrize("opened", [Store.reading, Store.transaction], ids=["read", "copied"])
def test_whichever_page_is_damaged_a_response_is_read_whole_or_not_at_all(
    store: Store, key: bytes, now: datetime, opened: Callable[[Store], Any]
) -> None:
    """For the end of a long value SQLCipher itself gives zeros, and no error."""
    payload = b"".join(b"%08d" % n for n in range(2000))
    with store.transaction() as c:
        submit(c, draft_id=None, response_id="r", questionnaire="q|1", payload=payload, now=now)
    store.close()
    database = store.directory / "kiosk.db"
    whole, outcomes = database.read_bytes(), set[str]()
    pages = len(whole) // 4096
    for page in range(pages - 12, pages):  # what was written last
        flip(database, page * 4096 + 2000)
        outcomes.add(how_it_is_read(store.directory, key, opened, payload))
        database.write_bytes(whole)

    assert outcomes == {"whole", "refused"}


def test_one_damaged_page_takes_nothing_else_away(closed: Path, key: bytes, now: datetime) -> None:
    page = (closed / "kiosk.db").stat().st_size // 4096 - 5
    flip(closed / "kiosk.db", page * 4096 + 100)
    store = open_store(closed, key)
    for _ in range(2):
        with pytest.raises(StoreDamaged), store.reading() as c:
            audit.events(c, 1000)
        with store.transaction() as c:
            staff.add_staff(c, name="Sam", role="lead", pin="271828", now=now)
            c.rollback()
    store.close()


def test_a_sound_store_has_no_faults(closed: Path, key: bytes) -> None:
    store = open_store(closed, key)
    assert store.faults() == ()
    store.close()


@pytest.mark.parametrize("size", [0, 100, 4096 * 3])
def test_a_cut_off_database_is_damage(closed: Path, key: bytes, size: int) -> None:
    os.truncate(closed / "kiosk.db", size)
    before = files(closed)
    with pytest.raises(StoreDamaged):
        open_store(closed, key)
    assert files(closed)["kiosk.db"] == before["kiosk.db"]


def test_a_database_that_is_gone_is_not_made_anew(closed: Path, key: bytes) -> None:
    (closed / "kiosk.db").unlink()
    with pytest.raises(StoreDamaged, match=r"kiosk\.db"):
        open_store(closed, key)
    assert not (closed / "kiosk.db").exists()


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1]", b"\xff", b'{"store_id": "a"}'])
def test_a_store_without_its_card_is_damaged_and_not_new(
    closed: Path, key: bytes, content: bytes | None
) -> None:
    (closed / "store.json").unlink()
    if content is not None:
        (closed / "store.json").write_bytes(content)
    with pytest.raises(StoreDamaged):
        open_store(closed, key)
    with pytest.raises(StoreDamaged):
        read_card(closed)


@pytest.mark.parametrize("moved", [(), ("recovery.sealed",), ("recovery.sealed", "kiosk.db")])
def test_a_crash_while_making_leaves_no_store_and_the_next_try_succeeds(
    tmp_path: Path, key: bytes, moved: tuple[str, ...]
) -> None:
    made = create_store(tmp_path / "whole", new_key(), sealed=b"old")
    made.close()
    half, workshop = tmp_path / "half", tmp_path / "half" / ".new-crashed"
    workshop.mkdir(parents=True)
    for name in ("recovery.sealed", "kiosk.db", "store.json"):
        place = half if name in moved else workshop
        (tmp_path / "whole" / name).rename(place / name)
    with pytest.raises(NotSetUp):
        read_card(half)
    store = create_store(half, key)
    store.close()
    assert {p.name for p in half.iterdir()} == {
        "kiosk.db", "kiosk.db-layout", "store.json", "run.lock",
    }  # fmt: skip
