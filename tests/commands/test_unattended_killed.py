"""Killed at each step of setting itself up, a PC goes on, and nothing is there twice."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.alone import Central, NewPC, central, clients, kept_there

CHILD = Path(__file__).with_name("killed_alone.py")
ALONE = "kiosk.commands.unattended"

STEPS = [
    (ALONE, "page_file", "after"),
    ("kiosk.store.setup", "SystemKeyring.keep", "before"),
    ("kiosk.store.setup", "SystemKeyring.keep", "after"),
    (ALONE, "keep_page", "after"),
    ("kiosk.store.setup", "create_store", "after"),
    (ALONE, "take_invitation", "after"),
    ("kiosk.commands.token_given", "erase_key", "after"),
    (ALONE, "enrol_waiting", "before"),
    ("kiosk.sync.access.enrolling", "make_key", "after"),
    ("kiosk.sync.access.enrolling", "note_asked", "after"),
    ("kiosk.sync.access.enrolling", "register", "after"),
    ("kiosk.sync.access.enrolling", "keep_enrolment", "after"),
]
"""In the order in which they come."""

ENTRIES = """
import secretstorage
from kiosk.store.key import SERVICE
bus = secretstorage.dbus_init()
for item in secretstorage.search_items(bus, {"service": SERVICE}):
    print(item.get_attributes()["username"])
"""


def keyring_entries(env: dict[str, str]) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", ENTRIES], env=env, check=True, capture_output=True, text=True
    )
    return set(told.stdout.split())


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Central]:
    with central(tmp_path / "central", "--closed") as running:
        yield running


def test_killed_at_each_step_in_turn_it_ends_with_one_of_everything(
    secret_service: dict[str, str], tmp_path: Path, closed: Central
) -> None:
    pc = NewPC(secret_service, tmp_path / "elm-1")
    token = closed.token()
    pc.policy(closed.base, token)
    others = keyring_entries(pc.env)
    killed = []
    for step in STEPS:
        command = [sys.executable, str(CHILD), *step, str(pc.settings)]
        ended = subprocess.run(command, env=pc.env, capture_output=True, text=True, check=False)
        killed.append((step[1], step[2], ended.returncode))

    last = pc("setup", "--unattended")

    assert last.returncode == 0, last.stdout + last.stderr
    assert [code for *_, code in killed] == [-9] * len(STEPS), killed
    assert len(keyring_entries(pc.env) - others) == 1
    assert len(pc.pages()) == 1
    assert len(clients(closed.data)) == 1
    assert pc("sync").returncode == 0
    assert len(kept_there(closed.data, "Device")) == 1
    assert pc.leaks(token) == []
    key = pc.key()
    assert pc("recover", text=f"{pc.code()}\n").returncode == 0
    assert pc.key() == key
