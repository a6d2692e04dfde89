"""The key in a real keyring, see `tests.store.session`."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.store.session import (
    FROZEN,
    LISTENED,
    LOCKED,
    MISSING,
    NO_KEYRING,
    NOT_INSTALLED,
    Session,
    lasting_log_in,
)

pytestmark = pytest.mark.skipif(bool(MISSING), reason=NOT_INSTALLED)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session.at(tmp_path)


@pytest.fixture
def set_up(session: Session) -> Session:
    """A user who has set the kiosk up, and logged out."""
    session.run("set-up")
    return session


def assert_not_waited_for(found: dict[str, Any]) -> None:
    """It said so itself, and was not given up for its silence."""
    assert "did not answer" not in found["message"]
    assert "does not answer" not in found["message"]


def assert_nothing_made(session: Session) -> None:
    assert not (session.store / "store.json").exists()
    assert not (session.store / "kiosk.db").exists()


def test_set_up_in_one_log_in_opens_in_the_next(session: Session) -> None:
    name = session.run("set-up")["result"]
    assert name == str(UUID(name))
    first, second = session.run("load"), session.run("load")
    assert first["result"] == second["result"] == str(UUID(first["result"]))


def test_the_keyring_file_does_not_hold_the_key_in_clear(set_up: Session) -> None:
    (file,) = (set_up.home / "share" / "keyrings").glob("*.keyring")
    assert not file.read_bytes().startswith(b"[keyring]")


def test_a_locked_keyring_is_said_at_once_and_nothing_changes(set_up: Session) -> None:
    before = {p.name: p.read_bytes() for p in set_up.store.iterdir()}
    found = set_up.run("load", keyring=LOCKED)
    assert found["result"] == "KeyringLocked"
    assert "password" in found["advice"]
    assert_not_waited_for(found)
    assert {p.name: p.read_bytes() for p in set_up.store.iterdir()} == before


def test_a_locked_keyring_is_never_asked_to_show_a_password_window(set_up: Session) -> None:
    heard = set_up.home / "calls"
    assert set_up.run("load", keyring=LISTENED)["result"] == "KeyringLocked"
    assert "member=Unlock" not in heard.read_text()
    assert set_up.run("load-as-the-library-does", keyring=LISTENED)["result"] == "locked"
    assert "member=Unlock" in heard.read_text()


def test_set_up_with_a_locked_keyring_makes_no_store(set_up: Session, tmp_path: Path) -> None:
    fresh = Session(set_up.home, tmp_path / "fresh")
    found = fresh.run("set-up", keyring=LOCKED)
    assert found["result"] == "KeyringLocked"
    assert_not_waited_for(found)
    assert_nothing_made(fresh)


def test_a_service_that_has_no_keyring_yet_is_not_asked_to_make_one(session: Session) -> None:
    found = session.run("set-up", keyring=LOCKED)
    assert found["result"] in {"KeyringLocked", "KeyringMissing"}
    assert_not_waited_for(found)
    assert_nothing_made(session)


def test_a_service_that_hangs_is_given_up_in_time(session: Session) -> None:
    found = session.run("set-up", keyring=FROZEN)
    assert found["result"] == "KeyringLocked"
    assert "did not answer within 4 seconds" in found["message"]
    assert_nothing_made(session)


def test_without_a_bus_there_is_no_keyring(set_up: Session, tmp_path: Path) -> None:
    found = set_up.without_bus("load")
    assert found["result"] == "KeyringMissing"
    assert_not_waited_for(found)
    fresh = Session(set_up.home, tmp_path / "fresh")
    assert fresh.without_bus("set-up")["result"] == "KeyringMissing"
    assert_nothing_made(fresh)


def test_a_bus_without_the_service_has_no_keyring(session: Session) -> None:
    """A bus that can't start the service either: the folders with its description are hidden."""
    found = session.run("set-up", keyring=NO_KEYRING, XDG_DATA_DIRS=str(session.home))
    assert found["result"] in {"KeyringMissing", "KeyringLocked"}
    assert_not_waited_for(found)
    assert_nothing_made(session)


def test_a_key_that_is_gone_is_told_from_a_locked_keyring(set_up: Session) -> None:
    assert set_up.run("forget")["result"] == "forgotten"
    found = set_up.run("load")
    assert found["result"] == "KeyMissing"
    assert "kiosk recover" in found["advice"]


@pytest.mark.parametrize(
    "backend",
    [
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "keyring.backends.chainer.ChainerBackend",
        "keyrings.alt.file.PlaintextKeyring",
        "no.such.Backend",
    ],
)
def test_a_keyring_that_keeps_nothing_safe_is_refused(session: Session, backend: str) -> None:
    found = session.run("set-up", PYTHON_KEYRING_BACKEND=backend)
    assert found["result"] == "KeyringMissing"
    assert f"PYTHON_KEYRING_BACKEND names {backend}" in found["message"]
    assert_nothing_made(session)


def test_a_service_that_ends_while_it_is_asked_is_asked_again(tmp_path: Path) -> None:
    save = "from kiosk.store.key import save_key; save_key('s', bytes(range(32)))"
    load = "from kiosk.store.key import load_key; print('now', flush=True); print(load_key('s'))"
    with lasting_log_in(tmp_path) as env:
        subprocess.run([sys.executable, "-c", save], env=env, check=True)
        keyring = int((tmp_path / "keyring.pid").read_text())
        os.kill(keyring, signal.SIGSTOP)  # it won't answer before it ends
        asking = subprocess.Popen(
            [sys.executable, "-c", load], env=env, stdout=subprocess.PIPE, text=True
        )
        assert asking.stdout is not None
        assert asking.stdout.readline() == "now\n"
        time.sleep(0.3)
        os.kill(keyring, signal.SIGKILL)
        said, _ = asking.communicate()
    assert said.strip() == str(bytes(range(32)))
