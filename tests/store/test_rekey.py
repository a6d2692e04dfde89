"""A change of the key: a new one for everything, and a store that opens at every instant."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.errors import (
    KeyMissing,
    KeyringMissing,
    RefusedError,
    StoreBusy,
    StoreDamaged,
    StoreUnavailable,
    WrongKey,
)
from kiosk.store import audit, backup, folder
from kiosk.store.database import Store, hold_for_run, open_store
from kiosk.store.key import key_sign
from kiosk.store.layout import read_layout
from kiosk.store.rekey import ACTION, NewKey, rekey
from kiosk.store.setup import recover, set_up
from kiosk.store.tables import HEAD
from kiosk.store.unlocking import unlock
from tests.store.rekey_child import STEPS, FileKeys

HERE = Path(__file__).parent
CHILD = HERE / "rekey_child.py"


@dataclass
class Place:
    """A store with its keyring, and its sheets on paper."""

    root: Path
    now: datetime
    sheets: list[str] = field(default_factory=list)

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def keys(self) -> FileKeys:
        return FileKeys(self.root / "keys")

    @property
    def card(self) -> folder.Card:
        return folder.read_card(self.store)

    def keep(self, new: NewKey) -> None:
        self.sheets.append(new.code)

    def rekey(self) -> bool:
        return rekey(self.store, self.keys, now=self.now, keep_sheet=self.keep)

    def actions(self) -> list[str]:
        return actions(unlock(self.store, self.keys))

    def opened_by(self) -> list[int]:
        """Which of the sheets open it on another PC with an empty keyring."""
        found = []
        for n, code in enumerate(self.sheets):
            copy = self.root / "copy"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(self.store, copy)
            keys = FileKeys(self.root / f"keys-of-copy-{n}")
            try:
                recover(copy, code, now=self.now, keeper=keys)
            except RefusedError as refused:
                assert self.card.store_id in refused.advice  # noqa: PT017 - which sheet is right
                continue
            assert actions(unlock(copy, keys))[0] == "store.recovered"
            found.append(n)
        return found


def actions(store: Store) -> list[str]:
    """What the audit says, newest first; closes the store, which is sound."""
    assert store.faults() == ()
    with store.reading() as c:
        found = [event.action for event in audit.events(c, 9)]
    store.close()
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Set up once; each test has a copy."""
    made = Place(tmp_path_factory.mktemp("made"), datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
    result = set_up(made.store, pin="271828", clinic="Elm", now=made.now, keeper=made.keys)
    made.sheets.append(result.recovery_code)
    return made


@pytest.fixture
def place(made: Place, tmp_path: Path) -> Place:
    root = shutil.copytree(made.root, tmp_path / "place")
    return Place(root, made.now, list(made.sheets))


def test_the_old_key_and_the_old_sheet_open_nothing_afterwards(place: Place) -> None:
    before, old = place.card, place.keys.load(place.card.store_id)
    assert place.rekey()
    assert place.actions() == [ACTION, "store.set-up"]
    with pytest.raises(WrongKey):
        open_store(place.store, old)
    assert place.opened_by() == [1]
    after = place.card
    assert after.key_fingerprint != before.key_fingerprint
    assert (after.store_id, after.cipher_salt) == (before.store_id, before.cipher_salt)
    assert after.next_fingerprint is None
    assert {file.name for file in place.store.iterdir()} == {
        "kiosk.db", "kiosk.db-layout", "store.json", "recovery.sealed", "run.lock"
    }  # fmt: skip
    assert [file.name for file in place.keys.place.iterdir()] == [after.store_id]


def test_the_old_sheet_is_told_which_key_the_right_one_names(place: Place, now: datetime) -> None:
    place.rekey()
    with pytest.raises(RefusedError) as refused:
        recover(place.store, place.sheets[0], now=now, keeper=place.keys)
    assert key_sign(place.card.key_fingerprint) in refused.value.advice


def test_nothing_of_the_old_file_is_readable_with_the_old_key(place: Place) -> None:
    old, salt = place.keys.load(place.card.store_id), place.card.cipher_salt
    place.rekey()
    raw = (place.store / folder.DATABASE).read_bytes()
    assert raw[:16].hex() == salt
    folder.amend_card(place.store, key_fingerprint="", next_fingerprint=None)
    with pytest.raises(WrongKey):
        open_store(place.store, old)


def unchanged(place: Place, card: folder.Card) -> bool:
    return place.card == card and place.actions() == ["store.set-up"]


def test_it_is_refused_while_anybody_has_the_store_open(place: Place) -> None:
    card = place.card
    store = unlock(place.store, place.keys)
    with pytest.raises(StoreBusy):
        place.rekey()
    store.close()
    with hold_for_run(place.store), pytest.raises(StoreBusy):
        place.rekey()
    assert unchanged(place, card)
    assert len(place.sheets) == 1


def test_a_sheet_that_cant_be_kept_changes_nothing(place: Place, now: datetime) -> None:
    def full(_: NewKey) -> None:
        raise RefusedError("full")

    card = place.card
    with pytest.raises(RefusedError, match="full"):
        rekey(place.store, place.keys, now=now, keep_sheet=full)
    assert unchanged(place, card)


def test_a_keyring_that_takes_no_key_changes_nothing(place: Place, now: datetime) -> None:
    class Full(FileKeys):
        def keep(self, store_id: str, key: bytes, following: bytes | None = None) -> None:
            raise KeyringMissing(f"{store_id} {len(key)} {following is None}")

    card = place.card
    with pytest.raises(KeyringMissing):
        rekey(place.store, Full(place.keys.place), now=now, keep_sheet=place.keep)
    assert unchanged(place, card)
    assert place.opened_by() == [0]


@pytest.mark.skipif(os.name != "posix", reason="a limit on the size of files is POSIX's")
def test_a_disk_that_is_full_in_the_middle_leaves_the_old_key(place: Place) -> None:
    store = unlock(place.store, place.keys)
    with store.transaction() as c:
        for n in range(2000):
            audit.record(c, actor="x" * 200, action="a", subject=str(n), now=place.now)
    store.close()
    size = (place.store / folder.DATABASE).stat().st_size
    script = (
        "import resource, signal, sys; from rekey_child import change\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size // 2}, {size // 2}))\n"
        "change(*sys.argv[1:])\n"
    )
    arguments = [place.store, place.keys.place, place.root / "sheet"]
    ended = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], cwd=HERE, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == 1
    assert "StoreUnavailable" in ended.stderr
    assert "it has the one it had" in ended.stderr
    place.sheets.append((place.root / "sheet").read_text())
    assert place.opened_by() == [0]
    assert place.actions()[0] == "a"
    assert place.rekey()
    assert place.opened_by() == [2]


@pytest.mark.skipif(sys.platform == "win32", reason="kills by SIGKILL")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_it_opens_by_keyring_and_one_sheet(
    place: Place, step: str, when: str
) -> None:
    sheet = place.root / "sheet"
    killed = subprocess.run(
        [sys.executable, CHILD, place.store, place.keys.place, sheet, step, when], check=False
    )
    assert killed.returncode == -9
    place.sheets.append(sheet.read_text())
    (right,) = place.opened_by()
    told = place.actions()
    changed = list(STEPS).index(step) + (when == "after") > list(STEPS).index("database changes")
    assert right == changed
    assert told in (["store.set-up"], [ACTION, "store.set-up"])

    settled = place.card.next_fingerprint is None
    assert place.rekey() is (settled or not changed)  # else it finishes what was begun
    assert place.opened_by() == [len(place.sheets) - 1]
    assert place.actions().count(ACTION) == changed + (settled or not changed)
    with pytest.raises(KeyMissing):
        place.keys.load(f"{place.card.store_id}.next")


def test_a_keyring_that_lost_both_keys_meanwhile_is_a_case_for_either_sheet(
    place: Place, now: datetime
) -> None:
    subprocess.run(
        [
            sys.executable, CHILD, place.store, place.keys.place, place.root / "sheet",
            "database changes", "after",
        ],
        check=False,
    )  # fmt: skip
    place.sheets.append((place.root / "sheet").read_text())
    shutil.rmtree(place.keys.place)
    with pytest.raises(KeyMissing):
        unlock(place.store, place.keys)
    with pytest.raises(RefusedError, match="other key") as refused:
        recover(place.store, place.sheets[0], now=now, keeper=place.keys)
    for fingerprint in place.card.fingerprints:
        assert key_sign(fingerprint) in refused.value.advice
    recover(place.store, place.sheets[1], now=now, keeper=place.keys)
    assert place.card.next_fingerprint is None
    assert place.actions()[0] == "store.recovered"
    assert place.opened_by() == [1]


def kills(count: int, env: dict[str, str], directory: Path) -> dict[str, object]:
    ended = subprocess.run(
        [sys.executable, HERE / "killed_rekeys.py", directory / "store", str(count), "2026"],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize(
    "count", [pytest.param(24, id="short"), pytest.param(300, id="long", marks=pytest.mark.long)]
)
def test_killed_at_random_instants_it_opens_by_the_real_keyring_and_one_sheet(
    secret_service: dict[str, str],
    tmp_path: Path,
    count: int,
    record_property: Callable[[str, object], None],
) -> None:
    found = kills(count, secret_service, tmp_path)
    for name, value in found.items():
        record_property(name, value)
    assert found["notOpened"] == found["notByOneSheet"] == found["recordedTwice"] == 0
    assert found["lastIsRecorded"]
    assert found["lastSheetOnly"]
    assert not found["nextKeyLeft"]


def test_the_store_is_used_beside_by_others_after_the_change(place: Place) -> None:
    place.rekey()
    one, other = unlock(place.store, place.keys), unlock(place.store, place.keys)
    with one.transaction() as c:
        audit.record(c, actor="a", action="b", subject="c", now=place.now)
    one.close()
    assert actions(other)[0] == "b"


def test_no_error_of_it_shows_a_key(place: Place) -> None:
    class Closed(FileKeys):
        def keep(self, store_id: str, key: bytes, following: bytes | None = None) -> None:
            super().keep(store_id, key, following)
            if following is None:
                raise StoreUnavailable("closed")

    with pytest.raises(StoreUnavailable) as failed:
        rekey(place.store, Closed(place.keys.place), now=place.now, keep_sheet=place.keep)
    assert place.keys.load(place.card.store_id).hex() not in repr(failed.value)
    assert place.opened_by() == [1]
    assert not place.rekey()
    assert place.actions() == [ACTION, "store.set-up"]


def harm(database: Path) -> None:
    """Damage the last page, which holds rows and no list of tables."""
    content = bytearray(database.read_bytes())
    content[-1000] ^= 255
    database.write_bytes(content)


def test_the_layout_is_signed_by_the_new_key_at_once(place: Place) -> None:
    unlock(place.store, place.keys).close()
    place.rekey()
    kept = read_layout(place.store, place.keys.load(place.card.store_id))
    assert kept is not None
    store = unlock(place.store, place.keys)
    assert (kept.version, kept.kiosk_id) == (HEAD, store.kiosk_id)
    store.close()


def test_no_copy_stays_readable_with_the_old_key(place: Place) -> None:
    old = place.keys.load(place.card.store_id)
    backup.back_up(place.store / "kiosk.db", old, version="0001")
    (place.store / "kiosk.db-copying-1").write_bytes(b"half of a copy")
    place.rekey()
    assert list(place.store.glob("kiosk.db-[bc]*")) == []


def test_it_is_refused_while_a_damaged_file_keeps_the_old_key(place: Place) -> None:
    before, aside = place.card, place.store / "damaged-20260101T000000Z"
    aside.mkdir()
    with pytest.raises(RefusedError, match="damaged-2026") as refused:
        place.rekey()
    assert "delete that folder" in refused.value.advice
    assert unchanged(place, before)
    assert len(place.sheets) == 1
    aside.rmdir()
    assert place.rekey()


def test_of_a_damaged_store_it_says_how_to_put_it_right(place: Place) -> None:
    before = place.card
    harm(place.store / "kiosk.db")
    with pytest.raises(StoreDamaged) as refused:
        place.rekey()
    assert "kiosk recover --salvage" in refused.value.advice
    assert (len(place.sheets), place.card) == (1, before)
