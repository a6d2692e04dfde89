"""A damaged place in the write-ahead log: SQLite stops there without a word, the kiosk does not."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.store import checks, drafts
from kiosk.store.database import Store, hold_for_run, open_store
from kiosk.store.salvage import open_or_salvage, to_look_after

CHANGES, FRAME, HEADER = 30, 24 + 4096, 32


@pytest.fixture
def left(store: Store, now: datetime, tmp_path: Path) -> Path:
    """A store as a kill leaves it: thirty changes, all of them in the log alone."""
    store.forget_deleted()
    for n in range(CHANGES):
        with store.transaction() as c:
            drafts.begin_draft(c, questionnaire=f"f|{n}", content_hash="f", language="en", now=now)
    return shutil.copytree(store.directory, tmp_path / "left")


def harm(directory: Path, change: Callable[[bytearray], None]) -> None:
    log = directory / "kiosk.db-wal"
    content = bytearray(log.read_bytes())
    change(content)
    log.write_bytes(content)


def flip(at: int) -> Callable[[bytearray], None]:
    def change(content: bytearray) -> None:
        content[at] ^= 1

    return change


def opened(directory: Path, key: bytes, now: datetime) -> tuple[int, tuple[str, ...]]:
    """How many of the changes are there at the next start, and what is said about it."""
    with hold_for_run(directory):
        store = open_or_salvage(directory, key, now=now)
    with store.reading() as c:
        found = len(drafts.list_drafts(c))
    salvaged = to_look_after(store)
    assert store.faults() == ()
    store.close()
    return found, () if salvaged is None else salvaged.sentences()


@pytest.mark.parametrize("place", ["page", "number", "salts", "checksum", "header"])
def test_what_stands_behind_a_damaged_place_is_read_all_the_same(
    left: Path, key: bytes, now: datetime, place: str
) -> None:
    frame = HEADER + 3 * FRAME
    at = {"page": frame + 2000, "number": frame + 3, "salts": frame + 9, "checksum": frame + 17,
          "header": 17}  # fmt: skip
    harm(left, flip(at[place]))
    found, said = opened(left, key, now)
    assert found >= CHANGES - 1
    assert any("log of the last changes was damaged" in sentence for sentence in said)
    assert any("More may be lost" in sentence for sentence in said)


@pytest.mark.parametrize("sector", [0, 3, 20])
def test_behind_a_bad_sector_which_reads_as_zeros_it_is_read_on_too(
    left: Path, key: bytes, now: datetime, sector: int
) -> None:
    def change(content: bytearray) -> None:
        content[sector * 4096 : (sector + 1) * 4096] = bytes(4096)

    harm(left, change)
    found, said = opened(left, key, now)
    assert found >= CHANGES - 1
    assert any("More may be lost" in sentence for sentence in said)


def test_sqlite_alone_would_have_dropped_them(left: Path, key: bytes) -> None:
    """Else the test above shows nothing."""
    harm(left, flip(HEADER + 3 * FRAME + 2000))
    store = open_store(left, key)
    with store.reading() as c:
        assert len(drafts.list_drafts(c)) < CHANGES // 2
    store.close()


@pytest.mark.parametrize("cut", [1, 100, FRAME - 1, FRAME])
def test_an_end_that_a_power_cut_tore_is_no_damage(
    left: Path, key: bytes, now: datetime, cut: int
) -> None:
    """The last change was not acknowledged yet: it is gone as if it had never been begun."""
    harm(left, lambda content: content.__delitem__(slice(len(content) - cut, None)))
    assert opened(left, key, now) == (CHANGES - 1, ())


def test_a_last_change_that_was_half_written_is_no_damage(
    left: Path, key: bytes, now: datetime
) -> None:
    harm(left, lambda content: flip(len(content) - FRAME - 100)(content))
    assert opened(left, key, now) == (CHANGES - 1, ())


def test_a_sound_log_and_one_that_is_none_are_not_taken_for_damaged(left: Path, key: bytes) -> None:
    assert not checks.log_is_damaged(left, lambda: key)
    (left / "kiosk.db-wal").write_bytes(b"nonsense" * 5000)
    assert not checks.log_is_damaged(left, lambda: key)
    (left / "kiosk.db-wal").write_bytes(b"")
    assert not checks.log_is_damaged(left, lambda: key)
