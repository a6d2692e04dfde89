"""`recover --salvage` with the key that systemd gave to the command, or without."""

import argparse
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.commands.salvage import salvage
from kiosk.errors import KeyMissing
from kiosk.store import folder, locks
from kiosk.store.alert_list import open_alerts
from kiosk.store.credential import CREDENTIAL, credential_text
from kiosk.store.database import create_store, open_store
from kiosk.store.folder import read_card
from kiosk.store.key import SERVICE, new_key
from kiosk.store.pages import PAGE
from kiosk.store.salvage import salvage as salvage_store
from tests.store.finished_phq import finish


class PC:
    """A kiosk whose key is a credential of systemd."""

    def __init__(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store, self.key, self._given = place / "store", new_key(), place / "given"
        self._settings, self._monkeypatch = place / "kiosk.toml", monkeypatch
        self._settings.write_text(
            f'[store]\ndirectory = "{self.store}"\nkeyring = "systemd-creds"\n'
            "[patient]\nread_aloud = false\n"
        )
        create_store(self.store, self.key).close()
        self._given.mkdir()
        monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)

    def give_key(self) -> None:
        """As systemd does for what it starts."""
        content = credential_text(SERVICE, {read_card(self.store).store_id: self.key.hex()})
        (self._given / CREDENTIAL).write_bytes(content)
        self._monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(self._given))

    def harm(self) -> None:
        """A page is damaged, and the store can't be opened."""
        with (self.store / folder.DATABASE).open("r+b") as stream:
            stream.write(bytes(PAGE))

    def type(self) -> str:
        """What `recover --salvage` says."""
        return salvage(argparse.Namespace(config=self._settings)).text


@pytest.fixture
def pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PC:
    return PC(tmp_path, monkeypatch)


def test_who_has_no_key_leaves_nothing_in_the_folder(pc: PC) -> None:
    pc.harm()
    (pc.store / locks.LOCK).unlink()
    before = sorted(pc.store.iterdir())
    with pytest.raises(KeyMissing) as told:
        pc.type()
    assert told.value.advice.endswith("recover --salvage")
    assert sorted(pc.store.iterdir()) == before


def test_a_salvage_that_was_cut_off_and_is_finished_now_is_told(pc: PC, now: datetime) -> None:
    pc.give_key()
    pc.harm()
    salvage_store(pc.store, pc.key, now=now)
    assert "was damaged" in pc.type()
    assert "is sound" in pc.type()


def test_an_alert_that_was_lost_is_raised_again_at_once(pc: PC) -> None:
    pc.give_key()
    with closing(open_store(pc.store, pc.key)) as store, store.transaction() as c:
        finish(c, "r1", 3, datetime.now(UTC), fired=False)
    pc.harm()
    assert "raised again: 1" in pc.type()
    with closing(open_store(pc.store, pc.key)) as store, store.reading() as c:
        assert [one.response_id for one in open_alerts(c)] == ["r1"]


def test_a_salvage_is_told_where_a_wrong_clock_dated_the_last_ahead(pc: PC) -> None:
    pc.give_key()
    pc.harm()
    salvage_store(pc.store, pc.key, now=datetime(2199, 1, 1, tzinfo=UTC))
    assert "was damaged" in pc.type()
    pc.harm()
    assert "was damaged" in pc.type()
    assert len(list(pc.store.glob("damaged-*"))) == 2
