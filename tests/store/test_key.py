import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from kiosk.errors import KeyringLocked, KeyringMissing, RefusedError
from kiosk.store.key import (
    fingerprint,
    load_key,
    new_key,
    recovery_key,
    save_key,
    seal,
    unseal,
)

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")


@pytest.fixture
def silent_bus(tmp_path: Path) -> Iterator[str]:
    """A session bus that takes the call and never answers."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "bus"))
        listening.listen()
        yield f"unix:path={tmp_path / 'bus'}"


def test_keys_are_long_and_never_the_same() -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert {len(key) for key in keys} == {32}


def test_a_fingerprint_tells_keys_apart_and_gives_nothing_away() -> None:
    key = new_key()
    assert fingerprint(key) == fingerprint(key) != fingerprint(new_key())
    assert key.hex() not in fingerprint(key)
    assert len(fingerprint(key)) == 32


def test_a_sealed_key_opens_with_its_own_private_key_alone() -> None:
    key, private = new_key(), recovery_key(b"seed")
    sealed = seal(key, private.public_key)
    assert len(sealed) == 80
    assert key not in sealed
    assert unseal(sealed, recovery_key(b"seed")) == key
    for wrong in (recovery_key(b"other"), PrivateKey.generate()):
        with pytest.raises(RefusedError, match="does not open"):
            unseal(sealed, wrong)


@pytest.mark.parametrize("at", [0, 40, 79])
def test_a_sealed_key_that_was_changed_does_not_open(at: int) -> None:
    private = recovery_key(b"seed")
    sealed = bytearray(seal(new_key(), private.public_key))
    sealed[at] ^= 1
    with pytest.raises(RefusedError):
        unseal(bytes(sealed), private)


@LINUX
def test_a_keyring_that_never_answers_counts_as_locked(
    silent_bus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", silent_bus)
    begin = time.perf_counter()
    with pytest.raises(KeyringLocked, match=r"0\.3 seconds"):
        load_key("store", timeout_s=0.3)
    with pytest.raises(KeyringLocked):
        save_key("store", new_key(), timeout_s=0.3)
    assert time.perf_counter() - begin < 2


@LINUX
def test_a_program_can_end_while_its_keyring_hangs(silent_bus: str, tmp_path: Path) -> None:
    child = Path(__file__).with_name("keyring_child.py")
    done = subprocess.run(
        [sys.executable, str(child), "set-up", str(tmp_path / "store")],
        env=os.environ | {"DBUS_SESSION_BUS_ADDRESS": silent_bus},
        capture_output=True, text=True, timeout=20, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert found["result"] == "KeyringLocked"
    assert found["message"] in {
        "The keyring does not answer.", "The keyring did not answer within 4 seconds."
    }  # fmt: skip
    # What was begun stays noted: a key that such a keyring kept all the same is taken away by then.
    assert os.listdir(tmp_path / "store") == ["begun"]


@LINUX
@pytest.mark.parametrize("address", ["unix:path=/nonexistent/bus", "nonsense", ""])
def test_a_bus_that_is_not_there_means_no_keyring(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with pytest.raises(KeyringMissing):
        load_key("store")


def test_a_keyring_that_forgets_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(KeyringMissing, match="null"):
        save_key("store", new_key())
    with pytest.raises(KeyringMissing, match="null"):
        load_key("store")
