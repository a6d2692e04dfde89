"""The end of a store: nothing is left, nothing goes unseen, and it can be done again."""

import shutil
from datetime import datetime
from os import urandom
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import RefusedError, StoreBusy
from kiosk.forms.alert_rules import Fired
from kiosk.store import alerts, checks, folder, set_aside
from kiosk.store.database import Store, create_store, hold_for_run, open_store
from kiosk.store.layout import SALT
from kiosk.store.pages import PAGE, Pages
from kiosk.store.salvage import open_or_salvage
from kiosk.store.submissions import submit
from kiosk.store.tree import Walked, read_page
from kiosk.store.wipe import refuse_to_lose, wipe_store
from tests import marking
from tests.store.beside import HAS_IT_OPEN, process_beside
from tests.store.memory_keyring import MemoryKeyring


@pytest.fixture
def place(tmp_path: Path, key: bytes) -> Path:
    create_store(tmp_path / "store", key, name="one").close()
    return tmp_path / "store"


@pytest.fixture
def keys(key: bytes) -> MemoryKeyring:
    return MemoryKeyring(one=key)


def killed(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def test_killed_when_the_database_is_gone_it_can_be_done_again(
    place: Path, keys: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "damaged-20260101T000000Z").mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            wipe_store(place, keys, even_unsent=False)
    assert not (place / "kiosk.db").exists()
    assert (place / "store.json").exists()
    refuse_to_lose(place, keys, even_unsent=True)
    wipe_store(place, keys, even_unsent=True)
    assert not place.exists()


def test_an_alert_that_is_nowhere_else_is_not_lost_unasked(
    place: Path, keys: MemoryKeyring, key: bytes, now: datetime
) -> None:
    store = open_store(place, key)
    with store.transaction() as c:
        firing = alerts.Firing("s", "f|1", (Fired("item9"),), alerts.SENT)
        alerts.fire(c, alerts.Here("k", "Kiosk 2"), firing, now=now)
    store.close()
    with pytest.raises(RefusedError, match="Alerts that nobody took on"):
        wipe_store(place, keys, even_unsent=False)
    wipe_store(place, keys, even_unsent=True)
    assert not place.exists()


def test_what_a_kill_left_half_written_goes_too(place: Path, keys: MemoryKeyring) -> None:
    for name in ("kiosk.db-copying-1", "ballast.1", ".kiosk.db-layout-1"):
        (place / name).write_bytes(b"half")
    wipe_store(place, keys, even_unsent=False)
    assert not place.exists()


def test_a_start_clears_what_a_kill_left_half_written(
    place: Path, key: bytes, now: datetime
) -> None:
    before = {path.name for path in place.iterdir()}
    for name in ("kiosk.db-copying-1", "kiosk.db-copying-1-wal", "ballast.1", ".kiosk.db-layout-1"):
        (place / name).write_bytes(b"half")
    (place / "ballast").write_bytes(b"whole")
    with hold_for_run(place):
        open_or_salvage(place, key, now=now).close()
    assert {path.name for path in place.iterdir()} == before | {"ballast"}


def test_it_is_refused_while_another_program_has_the_store_open(
    place: Path, key: bytes, keys: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_aside, "_WAIT_S", 0.0)
    with process_beside(HAS_IT_OPEN, place, key.hex()):
        for ends in (refuse_to_lose, wipe_store):
            with pytest.raises(StoreBusy, match="nothing was deleted"):
                ends(place, keys, even_unsent=True)
    assert keys == {"one": key}
    open_store(place, key).close()


def salvaged_with_losses(place: Path, key: bytes, now: datetime) -> Store:
    """The store of which a salvage lost responses; what is left in it is sent."""
    store = open_store(place, key)
    with store.transaction() as c:
        for n in range(20):
            submit(
                c, draft_id=None, response_id=f"r{n}", questionnaire="http://f|1",
                payload=urandom(2000), now=now,
            )  # fmt: skip
    with store.reading() as c:
        root = c.exec_driver_sql("SELECT rootpage FROM sqlite_schema WHERE name = 'submission'")
        page = root.scalar_one()
    store.close()
    with (place / "kiosk.db").open("r+b") as file:
        leaf = read_page(Pages(file, b"", key=key, salts=[file.read(SALT)]), page, Walked())
        file.seek((leaf.children[0] - 1) * PAGE + 77)
        file.write(bytes(9))
    checks.mark_damaged(place)
    with hold_for_run(place):
        store = open_or_salvage(place, key, now=now)
    with store.transaction() as c:
        for one in marking.due(c, now, 100):
            marking.mark_sent(c, one.id, etag=None, now=now)
    return store


def test_what_lies_in_a_damaged_file_alone_is_not_lost_unasked(
    place: Path, key: bytes, keys: MemoryKeyring, now: datetime
) -> None:
    salvaged_with_losses(place, key, now).close()
    with pytest.raises(RefusedError, match=f"Nowhere but in the folder {set_aside.ASIDE}"):
        wipe_store(place, keys, even_unsent=False)
    assert folder.read_card(place).store_id in keys
    wipe_store(place, keys, even_unsent=True)
    assert not place.exists()
