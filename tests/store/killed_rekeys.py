"""Starts changes of the key, kills each at a random moment, and opens the store after each.

    python killed_rekeys.py STORE KILLS SEED

By the keyring of the session it is started in, and by the sheets that were kept. The store is
made here. Prints what was found as JSON. Forks, so that the program is loaded once.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from kiosk.errors import KeyringLocked, KeyringMissing, RefusedError
from kiosk.store import audit, folder
from kiosk.store.database import Store
from kiosk.store.files import replace_private
from kiosk.store.keeping import SystemKeyring
from kiosk.store.key import fingerprint, next_entry
from kiosk.store.rekey import ACTION, NewKey, rekey
from kiosk.store.setup import recover, set_up
from kiosk.store.unlocking import kept_keys, unlock
from tests.store.memory_keyring import MemoryKeyring

MOST_LOOKS = 300  # at the keyring, until it is taken for gone
EVENTS = 1000  # so that the change of the database takes a while, too


class Sheets:
    """The sheets on paper: one file each, the last one last."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()

    def keep(self, new: NewKey) -> None:
        file = self.place / f"{len(self.codes()):04}"
        replace_private(file, new.code.encode())

    def codes(self) -> list[str]:
        return [file.read_text() for file in sorted(self.place.glob("[0-9]*"))]


def make(directory: Path, sheets: Sheets) -> None:
    """A store with something in it, and its first sheet."""
    made = set_up(directory, pin="271828", clinic="", now=datetime.now(UTC))
    (sheets.place / "0000").write_text(made.recovery_code)
    store = unlock(directory, SystemKeyring())
    with store.transaction() as c:
        for n in range(EVENTS):
            audit.record(c, actor="x" * 200, action="a", subject=str(n), now=datetime.now(UTC))
    store.close()


def change(directory: Path, sheets: Sheets) -> bool:
    return rekey(directory, SystemKeyring(), now=datetime.now(UTC), keep_sheet=sheets.keep)


def change_and_kill(directory: Path, sheets: Sheets, after_s: float) -> None:
    """One change after the other; the first finishes or undoes what the last kill left."""
    child = os.fork()
    if child == 0:
        while True:
            change(directory, sheets)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def wait_for_keyring(store_id: str) -> None:
    """Its process may have died of its client's death; the session is starting it again then."""
    for _ in range(MOST_LOOKS):
        with suppress(KeyringMissing, KeyringLocked):
            SystemKeyring().load(store_id)
            return
        time.sleep(0.1)
    raise KeyringMissing("The session has no keyring any more.")


def opened_by_sheets(directory: Path, codes: list[str], first: int) -> list[int]:
    """Which of the sheets, from the first on, open a copy of the store on another PC."""
    opened = []
    for n, code in enumerate(codes[first:], first):
        copy = directory.with_name("copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(directory, copy)
        keys = MemoryKeyring()
        try:
            recover(copy, code, now=datetime.now(UTC), keeper=keys)
        except RefusedError:
            continue
        assert whole(unlock(copy, keys))
        opened.append(n)
    return opened


def whole(store: Store) -> bool:
    """Whether all that was stored is there, and sound; closes it."""
    with store.reading() as c:
        events = [one for one in audit.events(c, EVENTS * 2) if one.action == "a"]
    sound = store.faults() == ()
    store.close()
    return sound and len(events) == EVENTS


def stage(directory: Path) -> str:
    """How far a change came, by what lies there."""
    card = folder.read_card(directory)
    if card.next_fingerprint is None:
        return "sealed" if (directory / folder.NEXT_SEALED).exists() else "not begun or done"
    with_next = [
        key for key in kept_keys(card, SystemKeyring()) if fingerprint(key) == card.next_fingerprint
    ]
    if (
        not with_next
    ):  # the keyring lets go of it first; the database has the old key, or `told` sees
        return "being undone"
    return "named" if (directory / folder.NEXT_SEALED).exists() else "sheet changed"


def told(directory: Path, kills: int, chance: random.Random) -> dict[str, object]:
    sheets = Sheets(directory.with_name("sheets"))
    make(directory, sheets)
    begin = time.perf_counter()
    assert change(directory, sheets)
    whole_s = time.perf_counter() - begin
    stages: Counter[str] = Counter()
    not_opened, wrong_sheets, right = 0, 0, 1
    name = folder.read_card(directory).store_id
    for _ in range(kills):
        change_and_kill(directory, sheets, chance.uniform(0.0, whole_s * 2))
        wait_for_keyring(name)
        codes = sheets.codes()
        opened = opened_by_sheets(directory, codes, right)
        wrong_sheets += len(opened) != 1
        right = opened[-1] if opened else 0
        stages[f"{stage(directory)}, {'new' if right == len(codes) - 1 else 'old'} key"] += 1
        try:
            not_opened += not whole(unlock(directory, SystemKeyring()))
        except Exception as failure:  # noqa: BLE001 - whatever it is, the store did not open
            print(repr(failure), file=sys.stderr)
            not_opened += 1
    while not change(directory, sheets):
        pass
    store = unlock(directory, SystemKeyring())
    with store.reading() as c:
        changes = [one.subject for one in audit.events(c, EVENTS * 2) if one.action == ACTION]
    store.close()
    card, codes = folder.read_card(directory), sheets.codes()
    try:
        SystemKeyring().load(next_entry(card.store_id))
        left_over = True
    except Exception:  # noqa: BLE001 - KeyMissing, as it should be
        left_over = False
    return {
        "kills": kills,
        "seconds": whole_s,
        "stages": stages,
        "notOpened": not_opened,
        "notByOneSheet": wrong_sheets,
        "recordedTwice": len(changes) - len(set(changes)),
        "lastIsRecorded": changes[0] == card.key_fingerprint,
        "lastSheetOnly": opened_by_sheets(directory, codes, 0) == [len(codes) - 1],
        "nextKeyLeft": left_over,
    }


if __name__ == "__main__":
    moment = random.Random(int(sys.argv[3]))  # noqa: S311 - a moment, no secret
    print(json.dumps(told(Path(sys.argv[1]), int(sys.argv[2]), moment)))
