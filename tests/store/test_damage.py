"""Each way a store can be unreadable has its own name, and none of them makes a new store."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.errors import NotSetUp, StoreDamaged, WrongKey
from kiosk.store import audit, folder, staff
from kiosk.store.database import Store, create_store, open_store, store_id
from kiosk.store.key import new_key


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


def test_an_empty_folder_is_not_set_up(tmp_path: Path, key: bytes) -> None:
    for missing in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NotSetUp):
            open_store(missing, key)
        with pytest.raises(NotSetUp):
            store_id(missing)
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
        store_id(closed)


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
        store_id(half)
    store = create_store(half, key)
    store.close()
    assert {p.name for p in half.iterdir()} == {
        "kiosk.db", "kiosk.db-layout", "store.json", folder.LOCK,
    }  # fmt: skip
