import errno
import os
import re
import stat
import subprocess
import sys
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kiosk.errors import KeyringLocked, NotSetUp, RefusedError, StoreDamaged, WrongKey
from kiosk.store import audit, folder
from kiosk.store.database import open_store
from kiosk.store.folder import read_card
from kiosk.store.setup import SetUpResult, recover, set_up
from kiosk.store.staff import check_pin
from tests.store.memory_keyring import MemoryKeyring

PIN = "271828"


class LockedKeys(MemoryKeyring):
    def __setitem__(self, name: str, key: bytes) -> None:
        raise KeyringLocked("locked")


def made(directory: Path, keys: MemoryKeyring, now: datetime) -> SetUpResult:
    return set_up(
        directory,
        pin=PIN,
        clinic="Elm & <Oak>",
        now=now,
        keeper=keys,
        host="<desk-2>",
    )


def test_set_up_makes_a_store_that_opens_with_the_kept_key(tmp_path: Path, now: datetime) -> None:
    keys = MemoryKeyring()
    result = made(tmp_path / "store", keys, now)
    assert list(keys) == [result.store_id] == [read_card(tmp_path / "store").store_id]
    store = open_store(tmp_path / "store", keys[result.store_id])
    with store.transaction() as c:
        member = check_pin(c, PIN, now=now)
        assert member is not None
        assert member.role == "lead"
        assert [event.action for event in audit.events(c, 5)] == ["store.set-up"]
    store.close()


def test_the_key_is_nowhere_in_the_folder_and_the_code_nowhere_in_words(
    tmp_path: Path, now: datetime
) -> None:
    keys = MemoryKeyring()
    result = made(tmp_path, keys, now)
    key = keys[result.store_id]
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert key not in content
        assert key.hex().encode() not in content
        assert result.recovery_code.encode() not in content
        if os.name == "posix":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert result.recovery_code not in repr(result)


def test_a_lost_key_comes_back_from_the_typed_code(tmp_path: Path, now: datetime) -> None:
    keys, after = MemoryKeyring(), MemoryKeyring()
    result = made(tmp_path, keys, now)
    recover(tmp_path, result.recovery_code.lower().replace("-", " "), now=now, keeper=after)
    assert after == keys
    store = open_store(tmp_path, after[result.store_id])
    with store.reading() as c:
        event = audit.events(c, 1)[0]
    store.close()
    assert (event.action, event.subject, event.at) == ("store.recovered", result.store_id, now)


def test_the_sheet_is_kept_when_the_key_is_saved_and_before_there_is_a_store(
    tmp_path: Path, now: datetime
) -> None:
    keys, kept, before = MemoryKeyring(), [], []

    def keep(sheet: str) -> None:
        kept.append(sheet)
        before.append((len(keys), (tmp_path / "store" / folder.CARD).exists()))

    result = set_up(tmp_path / "store", pin=PIN, clinic="", now=now, keeper=keys, keep_sheet=keep)
    assert kept == [result.sheet_html]
    assert before == [(1, False)]


def test_a_sheet_that_cant_be_kept_makes_no_store(tmp_path: Path, now: datetime) -> None:
    def full(_: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        set_up(
            tmp_path / "store", pin=PIN, clinic="", now=now, keeper=MemoryKeyring(), keep_sheet=full
        )
    with pytest.raises(NotSetUp):
        read_card(tmp_path / "store")
    made(tmp_path / "store", MemoryKeyring(), now)


def test_a_code_of_another_store_is_refused_and_nothing_is_kept(
    tmp_path: Path, now: datetime
) -> None:
    keys = MemoryKeyring()
    made(tmp_path / "a", MemoryKeyring(), now)
    other = made(tmp_path / "b", MemoryKeyring(), now)
    with pytest.raises(RefusedError, match="does not open") as refused:
        recover(tmp_path / "a", other.recovery_code, now=now, keeper=keys)
    assert refused.value.advice
    assert keys == {}


def test_a_slip_in_the_code_is_refused_with_its_group(tmp_path: Path, now: datetime) -> None:
    code = made(tmp_path, MemoryKeyring(), now).recovery_code
    typed = ("0" if code[0] != "0" else "2") + code[1:]
    with pytest.raises(RefusedError, match="group 1 "):
        recover(tmp_path, typed, now=now, keeper=MemoryKeyring())


def test_a_sealed_copy_that_is_gone_or_cut_off_is_said(tmp_path: Path, now: datetime) -> None:
    code = made(tmp_path, MemoryKeyring(), now).recovery_code
    sealed = tmp_path / folder.SEALED
    sealed.write_bytes(sealed.read_bytes()[:40])
    with pytest.raises(RefusedError):
        recover(tmp_path, code, now=now, keeper=MemoryKeyring())
    sealed.unlink()
    with pytest.raises(StoreDamaged, match="sealed"):
        recover(tmp_path, code, now=now, keeper=MemoryKeyring())


def test_there_is_nothing_to_recover_without_a_store(tmp_path: Path, now: datetime) -> None:
    with pytest.raises(NotSetUp):
        recover(tmp_path, "whatever", now=now, keeper=MemoryKeyring())


def test_a_damaged_store_gets_its_key_back_for_without_it_nothing_can_be_saved(
    tmp_path: Path, now: datetime
) -> None:
    before, keys = MemoryKeyring(), MemoryKeyring()
    code = made(tmp_path, before, now).recovery_code
    os.truncate(tmp_path / folder.DATABASE, 5000)
    with pytest.raises(StoreDamaged, match="The key is back"):
        recover(tmp_path, code, now=now, keeper=keys)
    assert keys == before


def test_a_key_that_is_not_the_one_of_the_card_is_not_given_out(
    tmp_path: Path, now: datetime
) -> None:
    code = made(tmp_path, MemoryKeyring(), now).recovery_code
    keys = MemoryKeyring()
    os.truncate(tmp_path / folder.DATABASE, 5000)
    folder.amend_card(tmp_path, key_fingerprint="0" * 16)
    with pytest.raises(WrongKey):
        recover(tmp_path, code, now=now, keeper=keys)
    assert keys == {}


def test_set_up_is_refused_where_a_store_lies_and_no_key_is_made(
    tmp_path: Path, now: datetime
) -> None:
    keys = MemoryKeyring()
    made(tmp_path, keys, now)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    with pytest.raises(RefusedError, match="already"):
        made(tmp_path, keys, now)
    assert len(keys) == 1
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_weak_first_pin_is_refused_before_anything_is_made(tmp_path: Path, now: datetime) -> None:
    keys = MemoryKeyring()
    with pytest.raises(RefusedError, match="PIN"):
        set_up(tmp_path / "store", pin="1234", clinic="Elm", now=now, keeper=keys)
    assert keys == {}
    assert not (tmp_path / "store").exists()


def test_a_key_that_cant_be_kept_makes_no_store(tmp_path: Path, now: datetime) -> None:
    with pytest.raises(KeyringLocked):
        set_up(tmp_path / "store", pin=PIN, clinic="Elm", now=now, keeper=LockedKeys())
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("after", ["keep", "add_staff", "write_card", "sync_folder"])
def test_a_set_up_that_is_killed_leaves_no_store_and_can_be_repeated(
    tmp_path: Path, now: datetime, after: str
) -> None:
    """Killed inside that step; `sync_folder` is between the moves into place."""
    script = (
        "import os, sys, pathlib, datetime; from kiosk.store import folder, setup\n"
        "def die(*a, **k): os._exit(9)\n"
        "place = {'keep': None, 'add_staff': setup}.get(sys.argv[2], folder)\n"
        "place and setattr(place, sys.argv[2], die)\n"
        "class Keys:\n"
        "    backend = 'x'\n"
        "    keep = die if place is None else (lambda *a: None)\n"
        "now = datetime.datetime.now(datetime.UTC)\n"
        "setup.set_up(pathlib.Path(sys.argv[1]), pin='271828', clinic='', now=now, keeper=Keys())\n"
    )
    store = tmp_path / "store"
    killed = subprocess.run([sys.executable, "-c", script, str(store), after], check=False)
    assert killed.returncode == 9
    with pytest.raises(NotSetUp):
        read_card(store)
    keys = MemoryKeyring()
    result = made(store, keys, now)
    open_store(store, keys[result.store_id]).close()
    recover(store, result.recovery_code, now=now, keeper=keys)


class Seen(HTMLParser):
    """The words of a page, and everything it would fetch."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [str(value) for name, value in attrs if name in {"src", "href"}]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_sheet_says_what_it_is_for_and_needs_nothing_from_outside(
    tmp_path: Path, now: datetime
) -> None:
    result = made(tmp_path, MemoryKeyring(), now)
    page = Seen(result.sheet_html)
    words = " ".join(page.words)
    for wanted in (
        "Elm & <Oak>", "<desk-2>", str(tmp_path), "usual place", result.store_id, "2 March 2026",
        "Not beside the PC", "kiosk recover",
        *result.recovery_code.split("-"),
    ):  # fmt: skip
        assert wanted in words
    assert page.fetched == []
    assert "script" not in page.tags
    assert "svg" in page.tags
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org)", result.sheet_html)
    assert "$" not in result.sheet_html


@pytest.mark.parametrize(
    ("name", "typed"),
    [("k.toml", "--config {}"), ("our kiosk.toml", '--config "{}"')],
)
def test_the_sheet_says_how_to_recover_with_settings_in_an_unusual_place(
    tmp_path: Path, now: datetime, name: str, typed: str
) -> None:
    settings = tmp_path / name
    result = set_up(
        tmp_path / "store", pin=PIN, clinic="", now=now, keeper=MemoryKeyring(), settings=settings
    )
    words = " ".join(Seen(result.sheet_html).words)
    assert f"kiosk recover {typed.format(settings)}" in words
    assert "usual place" not in words
