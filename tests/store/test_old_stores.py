"""Stores that earlier versions of the program left open with this one, and nothing is missing.

The stores are in `fixtures`, each made by the program of its day (`fixtures/make_store.py`).
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kiosk.store import audit, drafts
from kiosk.store.database import Store, open_store
from kiosk.store.engine import make_engine, reading
from kiosk.store.listing import Wanted, list_responses
from kiosk.store.setup import recover
from kiosk.store.staff import check_pin
from kiosk.store.submissions import submissions
from kiosk.store.tables import HEAD
from tests import marking
from tests.store.first_version import version_of
from tests.store.fixtures.make_store import GAD, KEY, NOW, PAYLOADS, PINS, rows
from tests.store.memory_keyring import MemoryKeyring

HERE = Path(__file__).parent
VERSIONS = sorted(place.name for place in (HERE / "fixtures").glob("0*"))


@dataclass(frozen=True)
class Old:
    """A copy of a store, and what the program of its day said was in it."""

    place: Path
    contents: dict[str, Any]

    def open(self) -> Store:
        return open_store(self.place, KEY)

    def version(self) -> str:
        return version_of(self.place / "kiosk.db", KEY)


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[str, str], Old]:
    def copy(version: str, name: str = "store") -> Old:
        place = tmp_path / name
        shutil.copytree(HERE / "fixtures" / version, place)
        contents = json.loads((place / "contents.json").read_text(encoding="utf-8"))
        (place / "contents.json").unlink()
        return Old(place, contents)

    return copy


def assert_whole(store: Store, contents: dict[str, Any]) -> None:
    """Every row of every table is there, each column as the program of its day wrote it."""
    now = rows(store)
    for table, before in contents["rows"].items():
        if table == "alembic_version":
            continue
        columns = list(before[0]) if before else []
        kept = [{name: row[name] for name in columns} for row in now[table]]
        # what a newer version has to say of itself stands beside what was there
        assert [row for row in kept if row in before] == before, table
        assert len(kept) == len(before) or table == "kiosk", table
    assert now["alembic_version"] == [{"version_num": HEAD}]


def test_there_is_a_store_of_every_schema_before_this_one() -> None:
    assert [f"{number:04}" for number in range(1, int(HEAD))] == VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_every_row_of_an_old_store_is_there_byte_for_byte(
    copied: Callable[..., Old], version: str
) -> None:
    old = copied(version)
    assert old.version() == version

    store = old.open()

    assert_whole(store, old.contents)
    assert store.kiosk_id == old.contents["kiosk_id"]
    assert store.faults() == ()
    store.close()
    again = old.open()
    assert_whole(again, old.contents)
    again.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_an_old_store_does_all_that_a_new_one_does(
    copied: Callable[..., Old], version: str
) -> None:
    old = copied(version)
    store = old.open()
    with store.reading() as c:
        kept = {one.id: (one.state, one.payload.decode()) for one in submissions(c)}
        assert [state for state, _ in kept.values()] == ["sent", "refused", "waiting", "waiting"]
        assert {name: payload for name, (_, payload) in kept.items()} == PAYLOADS
        due = marking.due(c, NOW + timedelta(hours=3))
        assert [one.payload.decode() for one in due] == [*PAYLOADS.values()][:1:-1]
        shown = list_responses(c, Wanted(), size=10).responses
        assert [one.id for one in shown] == [*PAYLOADS][::-1]
        assert {one.questionnaire for one in shown if one.state == "sent"} == {GAD}
        paused = [drafts.load_draft(c, one.id) for one in drafts.list_drafts(c)]
        assert {"worry": '{"answer":1}', "sleep[0].naps": '{"answer":"نعم"}'} in [
            one.rows for one in paused
        ]
        assert sum(one.of.sitting_id == "" for one in paused) == 2
        assert c.exec_driver_sql("SELECT count(*) FROM remark").scalar_one() == 6
        told = [one["action"] for one in old.contents["rows"]["audit_event"]]
        assert [one.action for one in audit.events(c, 100)][::-1] == told
        verdict = audit.verify(c)
        assert (verdict.events, verdict.breaks) == (len(told), ())
    store.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_pins_and_the_recovery_sheet_of_an_old_store_still_open(
    copied: Callable[..., Old], version: str
) -> None:
    old, keys = copied(version), MemoryKeyring()

    recover(old.place, old.contents["recovery_code"], now=NOW, keeper=keys)

    assert keys == {"fixture": KEY}
    store = old.open()
    for _ in range(2):  # a PIN that was kept in an older way is kept in today's from then on
        for name, pin in PINS.items():
            with store.transaction() as c:
                found = check_pin(c, pin, now=NOW)
            assert found is not None
            assert found.name == name
    with store.transaction() as c:
        assert check_pin(c, "999111", now=NOW) is None
    store.close()


def upgrade(place: Path, deadly: int) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(HERE / "upgraded.py"), str(place), str(deadly)]
    return subprocess.run(command, input=KEY.hex(), capture_output=True, text=True, check=False)


def kill_and_open(copied: Callable[..., Old], version: str, part: float) -> None:
    statements = int(upgrade(copied(version, "counted").place, 0).stdout)
    old = copied(version, "killed")
    deadly = 1 + int(part * (statements - 1))

    killed = upgrade(old.place, deadly)

    assert killed.returncode == -9, killed.stderr
    assert old.version() in {version, HEAD}
    store = old.open()
    assert_whole(store, old.contents)
    assert store.faults() == ()
    store.close()


@pytest.mark.parametrize("part", [0.4, 0.9, 1.0])
def test_a_killed_migration_leaves_the_old_store_or_the_new_one(
    copied: Callable[..., Old], part: float
) -> None:
    kill_and_open(copied, VERSIONS[0], part)


@pytest.mark.long
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("part", [tenth / 10 for tenth in range(11)])
def test_a_migration_killed_anywhere_leaves_the_old_store_or_the_new_one(
    copied: Callable[..., Old], version: str, part: float
) -> None:
    kill_and_open(copied, version, part)


@pytest.mark.long
@pytest.mark.parametrize("version", VERSIONS)
def test_a_power_cut_in_a_migration_leaves_the_old_store_or_the_new_one(
    copied: Callable[..., Old], version: str
) -> None:
    """The log of a finished migration is cut at every page: what the disk had by then."""
    old = copied(version)
    reader = make_engine(old.place / "kiosk.db", KEY)  # while it is open, the log stays
    with reading(reader) as c:
        c.execute(text("SELECT 1 FROM alembic_version"))
        old.open().close()
        log = (old.place / "kiosk.db-wal").read_bytes()
        database = (old.place / "kiosk.db").read_bytes()
    reader.dispose()
    frame = 4096 + 24
    for number, cut in enumerate(range(32, len(log), 2 * frame)):
        dark = copied(version, f"dark {number}")
        (dark.place / "kiosk.db").write_bytes(database)
        (dark.place / "kiosk.db-wal").write_bytes(log[: cut + (number % 8) * 512])
        store = dark.open()
        assert_whole(store, old.contents)
        store.close()
