"""The whole store in one file while it is in use, and back from it: nothing is ever overwritten."""

import io
import json
import os
import stat
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.errors import (
    DiskFull,
    NotSetUp,
    RefusedError,
    StoreBusy,
    StoreDamaged,
    StoreUnavailable,
)
from kiosk.store import audit, backing_up, drafts, folder, outbox
from kiosk.store.backing_up import copied_store
from kiosk.store.backup_file import ABOUT, read_about, write_backup
from kiosk.store.database import Store, open_store
from kiosk.store.locks import hold_for_run
from kiosk.store.rekey import rekey
from kiosk.store.restore import Restored, unpacked
from kiosk.store.setup import set_up
from kiosk.store.submissions import submit
from tests.store.memory_keyring import MemoryKeyring

WORDS = "It hurts behind my left knee"


@dataclass
class Pc:
    """A PC with a kiosk, its keyring, and what is on the sheet in the safe."""

    place: Path
    now: datetime
    keys: MemoryKeyring = field(default_factory=MemoryKeyring)
    code: str = ""

    @property
    def store(self) -> Path:
        return self.place / "store"

    @property
    def file(self) -> Path:
        return self.place / "kiosk.backup"

    def set_up(self) -> None:
        made = set_up(
            self.store, pin="271828", clinic="Elm", now=self.now, keeper=self.keys, host="desk"
        )
        self.code = made.recovery_code

    def key(self) -> bytes:
        return self.keys[folder.read_card(self.store).store_id]

    def opened(self) -> Store:
        return open_store(self.store, self.key())

    def send(self, *ids: str) -> None:
        with closing(self.opened()) as store, store.transaction() as c:
            for one in ids:
                submit(
                    c, draft_id=None, response_id=one, questionnaire="http://f|1",
                    payload=json.dumps({"id": one, "said": WORDS}).encode(), now=self.now,
                )  # fmt: skip

    def pause(self) -> None:
        with closing(self.opened()) as store, store.transaction() as c:
            draft_id = drafts.begin_draft(
                c, questionnaire="http://f|1", content_hash="f1", language="en", now=self.now
            )
            drafts.save_answer(c, draft_id, path="a", row=WORDS, place="a", now=self.now)

    def waiting(self) -> set[str]:
        with closing(self.opened()) as store, store.reading() as c:
            return {str(row.resource_id) for row in c.execute(outbox.outbox.select())}

    def actions(self) -> list[str]:
        with closing(self.opened()) as store, store.reading() as c:
            return [event.action for event in audit.events(c, 20)]

    def back_up(self) -> None:
        with copied_store(self.store, self.keys, now=self.now) as (copy, about):
            write_backup(self.file, copy, about)

    def restore(self, file: Path, *, code: str = "", replace: bool = False) -> Restored:
        with file.open("rb") as stream, unpacked(stream, self.store) as found:
            key = found.key_in(self.keys) or found.key_of(code)
            found.prove(key)
            return found.move_in(key, self.keys, replace=replace, now=self.now)


@pytest.fixture
def pc(tmp_path: Path, now: datetime) -> Iterator[Pc]:
    made = Pc(tmp_path / "pc", now)
    made.place.mkdir()
    made.set_up()
    made.send("r1", "r2")
    made.pause()
    yield made
    assert not list(made.store.glob(".copying-*"))


@pytest.fixture
def other(tmp_path: Path, now: datetime) -> Pc:
    """Another PC, on which nothing was set up."""
    (tmp_path / "other").mkdir()
    return Pc(tmp_path / "other", now)


def test_a_backup_says_what_is_in_it_and_nobody_else_can_read_it(pc: Pc) -> None:
    pc.back_up()
    with pc.file.open("rb") as stream:
        about = read_about(stream)
    assert (about.waiting, about.sent, about.refused, about.paused) == (2, 0, 0, 1)
    assert about.made == pc.now
    content = pc.file.read_bytes()
    assert WORDS.encode() not in content
    assert pc.key() not in content
    assert pc.key().hex().encode() not in content
    if os.name == "posix":
        assert stat.S_IMODE(pc.file.stat().st_mode) == 0o600
    assert [one.name for one in pc.place.iterdir() if one.name.startswith(".")] == []
    assert pc.actions()[0] == backing_up.ACTION


def test_what_is_in_a_backup_is_the_store_of_another_pc_by_the_recovery_sheet(
    pc: Pc, other: Pc
) -> None:
    pc.back_up()
    came = other.restore(pc.file, code=pc.code)
    assert came == Restored(None, other_key=False)
    assert other.keys == pc.keys
    assert other.waiting() == {"r1", "r2"}
    with closing(other.opened()) as store, store.reading() as c:
        (paused,) = drafts.list_drafts(c)
        assert drafts.load_draft(c, paused.id).rows == {"a": WORDS}
        last = audit.events(c, 1)[0]
    assert last.action == "store.restored"
    assert last.subject.endswith("2026-03-02T10:00:00Z")
    assert folder.read_card(other.store).keyring == MemoryKeyring.backend


def test_another_sheets_code_opens_nothing_and_leaves_nothing(pc: Pc, other: Pc) -> None:
    pc.back_up()
    third = Pc(other.place / "third", pc.now)
    third.set_up()
    with pytest.raises(RefusedError, match="does not open this backup"):
        other.restore(pc.file, code=third.code)
    assert not other.keys
    assert [one for one in other.store.iterdir() if one.name != "run.lock"] == []


def test_no_store_is_written_over_and_what_is_set_aside_stays_whole(pc: Pc) -> None:
    pc.back_up()
    pc.send("r3")
    with pytest.raises(RefusedError, match="never written over"):
        pc.restore(pc.file)
    assert pc.waiting() == {"r1", "r2", "r3"}

    aside = pc.restore(pc.file, replace=True).aside

    assert aside is not None
    assert pc.waiting() == {"r1", "r2"}
    before = open_store(aside, pc.key())
    with closing(before), before.reading() as c:
        assert outbox.counts(c).waiting == 3
    assert {folder.CARD, folder.SEALED, folder.DATABASE} <= {one.name for one in aside.iterdir()}


def test_after_a_change_of_keys_the_sheet_of_that_time_opens_the_backup(pc: Pc) -> None:
    pc.back_up()
    rekey(pc.store, _Keeper(pc.keys), now=pc.now, keep_sheet=lambda _: None)
    newer = pc.key()
    came = pc.restore(pc.file, code=pc.code, replace=True)
    assert came.other_key
    assert came.aside is not None
    open_store(came.aside, newer).close()  # its key is on its own sheet only
    assert pc.waiting() == {"r1", "r2"}


class _Keeper(MemoryKeyring):
    """One that can hold the next key, too, as every real one."""

    def __init__(self, keys: MemoryKeyring) -> None:
        super().__init__(keys)
        self._keys = keys

    def keep(self, store_id: str, key: bytes, following: bytes | None = None) -> None:
        for keys in (self, self._keys):
            keys[store_id] = key
            if following is not None:
                keys[f"{store_id}/next"] = following
            else:
                keys.pop(f"{store_id}/next", None)


def test_while_the_kiosk_runs_it_can_be_backed_up_and_not_replaced(pc: Pc) -> None:
    with hold_for_run(pc.store), closing(pc.opened()):
        pc.back_up()
        with pytest.raises(StoreBusy):
            pc.restore(pc.file, replace=True)
    assert pc.waiting() == {"r1", "r2"}


def test_what_is_written_meanwhile_makes_no_torn_copy(pc: Pc, other: Pc) -> None:
    pc.send(*(f"s{n}" for n in range(300)))
    end = threading.Event()

    def write() -> None:
        for n in range(10_000):
            pc.send(f"m{n}")
            if end.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        pc.back_up()
    finally:
        end.set()
        writer.join()
    other.restore(pc.file, code=pc.code)
    there = other.waiting()
    meanwhile = sorted(int(one[1:]) for one in there if one.startswith("m"))
    assert {f"s{n}" for n in range(300)} <= there
    assert meanwhile == list(range(len(meanwhile)))


def test_no_backup_is_written_over(pc: Pc) -> None:
    pc.file.write_bytes(b"the only one")
    with pytest.raises(RefusedError, match="is not overwritten"):
        pc.back_up()
    assert pc.file.read_bytes() == b"the only one"


def test_of_a_backup_that_can_t_be_written_nothing_is_left(pc: Pc, tmp_path: Path) -> None:
    elsewhere = Pc(tmp_path / "gone" / "away", pc.now)
    with copied_store(pc.store, pc.keys, now=pc.now) as (copy, about):
        with pytest.raises(RefusedError, match="Nothing is left"):
            write_backup(elsewhere.file, copy, about)
        (copy / folder.DATABASE).unlink()
        with pytest.raises(RefusedError, match="Nothing is left"):
            write_backup(pc.file, copy, about)
    assert sorted(one.name for one in pc.place.iterdir()) == ["store"]


def test_without_room_for_a_copy_there_is_none(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backing_up, "_SPARE", 1 << 62)
    with pytest.raises(DiskFull, match="needed"):
        pc.back_up()
    assert not pc.file.exists()


@pytest.mark.parametrize("at", [0.001, 0.2, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("way", ["cut", "flipped"])
def test_a_damaged_backup_is_refused_before_anything_is_changed(
    pc: Pc, way: str, at: float
) -> None:
    pc.back_up()
    content = bytearray(pc.file.read_bytes())
    place = int(at * len(content))
    if way == "cut":
        del content[place:]
    else:
        content[place] ^= 0xFF
    pc.file.write_bytes(content)
    pc.send("r3")
    try:
        pc.restore(pc.file, replace=True)
    except RefusedError:
        assert pc.waiting() == {"r1", "r2", "r3"}
    else:  # a byte that only says when a file was changed
        assert way == "flipped"
        assert pc.waiting() == {"r1", "r2"}


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"no zip", "ordinary", "no about", "newer", "more files"]
)
def test_what_is_no_backup_is_told_so(pc: Pc, content: bytes | str) -> None:
    pc.back_up()
    about = json.loads(zipfile.ZipFile(pc.file).read(ABOUT))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        if content == "ordinary":
            packed.writestr("letter.txt", "Dear all")
        elif content == "no about":
            packed.writestr(ABOUT, "[]")
        elif content == "newer":
            packed.writestr(ABOUT, json.dumps(about | {"format": 2}))
        else:
            files = about["files"] | {"../../evil": {"size": 1, "sha256": ""}}
            packed.writestr(ABOUT, json.dumps(about | {"files": files}))
    pc.file.write_bytes(content if isinstance(content, bytes) else made.getvalue())
    with pytest.raises(RefusedError, match=r"no backup|another version"):
        pc.restore(pc.file, replace=True)
    assert pc.waiting() == {"r1", "r2"}


def test_a_store_that_is_not_sound_is_not_backed_up(pc: Pc) -> None:
    database = pc.store / folder.DATABASE
    content = bytearray(database.read_bytes())
    content[-3000:-2000] = bytes(1000)
    database.write_bytes(content)
    with pytest.raises(StoreDamaged):
        pc.back_up()
    assert not pc.file.exists()


def test_a_store_whose_database_is_gone_can_be_replaced(pc: Pc) -> None:
    pc.back_up()
    (pc.store / folder.DATABASE).unlink()
    aside = pc.restore(pc.file, replace=True).aside
    assert aside is not None
    assert (aside / folder.CARD).exists()
    assert pc.waiting() == {"r1", "r2"}


def test_killed_between_the_old_store_and_the_restored_the_same_command_goes_on(
    pc: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc.back_up()

    def killed(_: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(folder, "making", killed)
        with pytest.raises(KeyboardInterrupt):
            pc.restore(pc.file, replace=True)
    with pytest.raises(NotSetUp):
        folder.read_card(pc.store)
    pc.restore(pc.file)
    assert pc.waiting() == {"r1", "r2"}


def test_what_a_crash_left_goes_and_what_is_in_use_stays(pc: Pc) -> None:
    left = pc.store / ".copying-dead" / "store"
    left.mkdir(parents=True)
    (left / "kiosk.db").write_bytes(b"half")
    with copied_store(pc.store, pc.keys, now=pc.now) as (copy, _):
        assert not left.exists()
        pc.back_up()  # a second one at the same time
        assert copy.exists()


def test_it_waits_for_a_change_of_keys_to_be_finished(pc: Pc) -> None:
    folder.amend_card(pc.store, next_fingerprint="ab" * 32)
    with pytest.raises(RefusedError, match="change of the key"):
        pc.back_up()


def test_without_the_sealed_copy_it_would_open_here_alone(pc: Pc) -> None:
    (pc.store / folder.SEALED).unlink()
    with pytest.raises(StoreDamaged, match="opens on this PC alone"):
        pc.back_up()


def test_a_wiped_kiosk_keeps_nothing_that_was_set_aside(pc: Pc) -> None:
    pc.back_up()
    aside = pc.restore(pc.file, replace=True).aside
    folder.remove_store(pc.store)
    assert aside is not None
    assert not aside.exists()


def test_a_later_clock_changes_nothing(pc: Pc, other: Pc) -> None:
    pc.back_up()
    other.now = pc.now - timedelta(days=20_000)
    other.restore(pc.file, code=pc.code)
    assert other.waiting() == {"r1", "r2"}


def test_a_folder_that_can_t_be_written_is_told(pc: Pc, other: Pc) -> None:
    pc.back_up()
    other.store.write_text("a file in the way")
    with pytest.raises(StoreUnavailable):
        other.restore(pc.file, code=pc.code)
