"""Why a store can't be opened with what its keyring holds: each reason has a name of its own."""

from datetime import datetime
from pathlib import Path

import pytest

from kiosk.errors import (
    KeyMissing,
    KeyringChanged,
    KeyringLocked,
    KeyringMissing,
    StoreDamaged,
    StoreUnavailable,
    WrongKey,
)
from kiosk.store import folder
from kiosk.store.database import create_store
from kiosk.store.key import new_key, next_entry
from kiosk.store.setup import recover, set_up
from kiosk.store.unlocking import unlock
from tests.store.memory_keyring import MemoryKeyring

HERE, ELSEWHERE = "keyring.backends.SecretService.Keyring", "keyring.backends.macOS.Keyring"


class Keys(MemoryKeyring):
    """A keyring of a certain kind; it may fail instead."""

    def __init__(self, backend: str, failure: StoreUnavailable | None = None) -> None:
        super().__init__()
        self.backend, self.failure = backend, failure

    def load(self, entry: str) -> bytes:
        if self.failure is not None:
            raise self.failure
        return super().load(entry)


@pytest.fixture
def kept(tmp_path: Path, now: datetime) -> Keys:
    keys = Keys(HERE)
    set_up(tmp_path, pin="271828", clinic="", now=now, keeper=keys)
    return keys


def files(directory: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in directory.iterdir()}


@pytest.mark.parametrize(
    "failure", [KeyringLocked("locked"), KeyringMissing("none answers"), KeyMissing("gone")]
)
def test_a_keyring_of_the_same_kind_fails_by_its_own_name(
    tmp_path: Path, kept: Keys, failure: StoreUnavailable
) -> None:
    assert kept
    before = files(tmp_path)
    with pytest.raises(type(failure)):
        unlock(tmp_path, Keys(HERE, failure))
    with pytest.raises(KeyringChanged, match=r"Secret Service.*Keychain"):
        unlock(tmp_path, Keys(ELSEWHERE, failure))
    assert files(tmp_path) == before


def test_another_key_is_wrong_and_in_another_keyring_a_change(tmp_path: Path, kept: Keys) -> None:
    (name,) = kept
    for backend, error in ((HERE, WrongKey), (ELSEWHERE, KeyringChanged)):
        keys = Keys(backend)
        keys[name] = new_key()
        with pytest.raises(error):
            unlock(tmp_path, keys)


def test_the_right_key_opens_in_whatever_allowed_keyring_it_is(tmp_path: Path, kept: Keys) -> None:
    keys = Keys(ELSEWHERE)
    keys.update(kept)
    unlock(tmp_path, keys).close()


def test_a_damaged_file_is_damage_in_another_keyring_too(tmp_path: Path, kept: Keys) -> None:
    keys = Keys(ELSEWHERE)
    keys.update(kept)
    database = tmp_path / folder.DATABASE
    database.write_bytes(b"\0" * 16 + database.read_bytes()[16:])
    with pytest.raises(StoreDamaged):
        unlock(tmp_path, keys)


def test_recovery_into_another_keyring_is_no_change_afterwards(
    tmp_path: Path, now: datetime
) -> None:
    code = set_up(tmp_path, pin="271828", clinic="", now=now, keeper=Keys(HERE)).recovery_code
    keys = Keys(ELSEWHERE)
    recover(tmp_path, code, now=now, keeper=keys)
    unlock(tmp_path, keys).close()
    assert folder.read_card(tmp_path).keyring == ELSEWHERE


def test_an_older_card_names_no_keyring_and_changes_none(tmp_path: Path) -> None:
    create_store(tmp_path, new_key()).close()
    with pytest.raises(KeyMissing):
        unlock(tmp_path, Keys(ELSEWHERE))


def test_a_next_key_that_is_no_key_of_the_store_does_no_harm(tmp_path: Path, kept: Keys) -> None:
    (name,) = kept
    folder.amend_card(tmp_path, next_fingerprint="0" * 32)
    kept[next_entry(name)] = new_key()
    store = unlock(tmp_path, kept)
    assert store.faults() == ()
    store.close()


def test_a_change_of_the_key_in_that_very_moment_is_waited_for(tmp_path: Path, kept: Keys) -> None:
    """Card and keyring are read one after the other, and both may change in between."""
    (name,) = kept
    right = kept[name]

    class Late(Keys):
        def load(self, entry: str) -> bytes:
            if not self:
                self[name] = right
                folder.amend_card(tmp_path, next_fingerprint="0" * 32)
                return new_key()
            return super().load(entry)

    unlock(tmp_path, Late(HERE)).close()
