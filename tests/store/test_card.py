"""store.json: what may be known without the key, across versions of the program."""

import json
import os
from datetime import datetime
from pathlib import Path

import pytest
import sqlcipher3.dbapi2

from kiosk.errors import StoreDamaged
from kiosk.store import audit, backup, folder
from kiosk.store.database import Store, open_store
from kiosk.store.tables import HEAD


def content(directory: Path) -> dict[str, str | None]:
    return json.loads((directory / folder.CARD).read_text())


def test_it_has_the_first_bytes_of_the_database(store: Store) -> None:
    store.close()
    first = (store.directory / folder.DATABASE).read_bytes()[:16].hex()
    assert folder.read_card(store.directory).cipher_salt == first


def test_with_them_a_database_with_a_damaged_beginning_is_still_read(
    store: Store, key: bytes, now: datetime
) -> None:
    with store.transaction() as c:
        audit.record(c, actor="a", action="b", subject="kept", now=now)
    store.close()
    file = store.directory / folder.DATABASE
    file.write_bytes(os.urandom(16) + file.read_bytes()[16:])
    with pytest.raises(StoreDamaged):
        open_store(store.directory, key)
    salt = folder.read_card(store.directory).cipher_salt
    by_salt = sqlcipher3.dbapi2.connect(file)
    by_salt.execute(f"PRAGMA key = \"x'{key.hex()}{salt}'\"")
    subjects = by_salt.execute("SELECT subject FROM audit_event").fetchall()
    by_salt.close()
    assert subjects == [("kept",)]


def test_where_a_copy_was_put_back_it_has_the_first_bytes_of_that(store: Store, key: bytes) -> None:
    file = store.directory / folder.DATABASE
    copy = backup.back_up(file, key, version=HEAD)
    store.close()
    copy.replace(file)
    open_store(store.directory, key).close()
    assert folder.read_card(store.directory).cipher_salt == file.read_bytes()[:16].hex()


def test_an_older_card_opens_and_gets_what_it_lacks(store: Store, key: bytes) -> None:
    store.close()
    card = store.directory / folder.CARD
    whole = content(store.directory)
    newer = {"keyring", "cipher_salt", "next_fingerprint"}
    card.write_text(json.dumps({name: whole[name] for name in whole.keys() - newer}))
    open_store(store.directory, key).close()
    assert content(store.directory)["cipher_salt"] == whole["cipher_salt"]
    assert folder.read_card(store.directory).keyring is None


def test_an_older_card_that_cant_be_written_keeps_nobody_from_opening(
    store: Store, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    folder.amend_card(store.directory, cipher_salt=None)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    open_store(store.directory, key).close()
    assert content(store.directory)["cipher_salt"] is None
    assert not list(store.directory.glob(".store.json-*"))


def test_lines_of_a_newer_version_are_passed_over_and_kept(store: Store, key: bytes) -> None:
    store.close()
    card = store.directory / folder.CARD
    card.write_text(json.dumps(content(store.directory) | {"colour": "blue", "cipher_salt": None}))
    open_store(store.directory, key).close()
    assert content(store.directory)["colour"] == "blue"
    assert content(store.directory)["cipher_salt"]


def test_a_change_of_the_card_is_for_this_user_alone(store: Store) -> None:
    folder.amend_card(store.directory, keyring="a.b.C")
    assert folder.read_card(store.directory).keyring == "a.b.C"
    if os.name == "posix":
        assert (store.directory / folder.CARD).stat().st_mode & 0o777 == 0o600
