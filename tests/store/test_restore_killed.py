"""A restore killed at any moment loses nothing, and the same command goes on."""

import shutil
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.errors import KioskError
from kiosk.store import folder
from kiosk.store.backing_up import copied_store
from kiosk.store.backup_file import write_backup
from kiosk.store.database import open_store
from kiosk.store.listing import Wanted, list_responses
from kiosk.store.setup import set_up
from kiosk.store.submissions import submit
from tests.store.killed_restores import restore
from tests.store.rekey_child import FileKeys

CHILD = Path(__file__).with_name("killed_restores.py")
MANY = 10_000
SAMPLE = 6


class Place:
    """A store that went on after its backup was made."""

    def __init__(self, root: Path, now: datetime) -> None:
        self.root, self.now, self.made = root, now, root / "made"
        self.made.mkdir()
        self.file, keys = root / "kiosk.backup", FileKeys(self.made / "keys")
        set_up(self.made / "store", pin="271828", clinic="Elm", now=now, keeper=keys, host="desk")
        self.key = keys.load(folder.read_card(self.made / "store").store_id)
        self.send("before")
        with copied_store(self.made / "store", keys, now=now) as (copy, about):
            write_backup(self.file, copy, about)
        self.send("after")

    def send(self, name: str) -> None:
        with closing(open_store(self.made / "store", self.key)) as store, store.transaction() as c:
            submit(
                c, draft_id=None, response_id=name, questionnaire="http://f|1", payload=b"{}",
                now=self.now,
            )  # fmt: skip

    def killed(self, n: int) -> Path:
        """A copy of it, of which a restore was killed before its n-th change."""
        copy = self.root / f"killed-{n}"
        shutil.copytree(self.made, copy)
        self.run(copy, n)
        return copy

    def run(self, place: Path, n: int) -> str:
        command = [sys.executable, str(CHILD), str(place), str(self.file), str(n)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ended.returncode in {0, -9}, ended.stderr
        return ended.stdout

    def responses(self, directory: Path) -> set[str]:
        with closing(open_store(directory, self.key)) as store, store.reading() as c:
            return {one.id for one in list_responses(c, Wanted(), size=9).responses}

    def anywhere(self, directory: Path) -> set[str]:
        """What is in the store, and in what was set aside, as far as they open."""
        found = set[str]()
        for place in (directory, *directory.glob("replaced-*")):
            try:
                found |= self.responses(place)
            except KioskError:
                continue
        return found


@pytest.fixture
def place(tmp_path: Path, now: datetime) -> Place:
    return Place(tmp_path, now)


def changes(place: Place) -> int:
    """How many a restore makes."""
    copy = place.root / "counted"
    shutil.copytree(place.made, copy)
    return MANY - int(place.run(copy, MANY))


def check(place: Place, n: int) -> None:
    killed = place.killed(n)
    assert "after" in place.anywhere(killed / "store")
    restore(killed, place.file)
    assert place.responses(killed / "store") == {"before"}
    assert place.anywhere(killed / "store") == {"before", "after"}
    assert not list((killed / "store").glob(".copying-*"))
    assert not list((killed / "store").glob(".new-*"))
    shutil.rmtree(killed)


def test_a_restore_killed_now_and_then_loses_nothing(place: Place) -> None:
    count = changes(place)
    assert count > 3 * SAMPLE
    for n in range(1, SAMPLE + 1):
        check(place, n * count // SAMPLE)


@pytest.mark.long
def test_a_restore_killed_before_any_of_its_changes_loses_nothing(place: Place) -> None:
    for n in range(1, changes(place) + 1):
        check(place, n)
