"""set-up, recover, rekey and doctor, typed by a user with a real keyring."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from kiosk.commands.doctor.keyring import KEYRING
from tests.store.session import FROZEN, LOCKED, MISSING, NOT_INSTALLED, Session

pytestmark = pytest.mark.skipif(bool(MISSING), reason=NOT_INSTALLED)


class Kiosk:
    """A PC with a kiosk that was set up: a user, a settings file, a store, a sheet."""

    def __init__(self, place: Path) -> None:
        self.place, self.user = place, Session.at(place)
        self.settings, self.store = place / "kiosk.toml", place / "store"
        self.write_settings()

    def write_settings(self, more: str = "") -> None:
        self.settings.write_text(
            f'[store]\ndirectory = "{self.store}"\n{more}\n[patient]\nread_aloud = false\n'
        )

    def type(self, verb: str, *words: str | Path, **more: Any) -> Any:
        """The command's JSON document."""
        return json.loads(self.typed(verb, *words, "--json", **more).stdout)

    def typed(self, verb: str, *words: str | Path, **more: Any) -> Any:
        """The ended process."""
        return self.user.kiosk(verb, "--config", self.settings, *words, **more)

    def set_up(self) -> None:
        assert self.type("setup", "--sheet", self.place / "sheet.html")["pin"]
        assert self.type("recover", "--prove", typed=self.code())["proved"]

    def code(self, sheet: str = "sheet.html") -> str:
        groups = re.findall(r"<li>([0-9A-Z]{5})</li>", (self.place / sheet).read_text())
        assert len(groups) == 7
        return " ".join(groups).lower()

    def found(self, **more: Any) -> dict[str, list[str]]:
        """What doctor has to say of keys."""
        checks = self.type("doctor", **more)["checks"]
        of_keys = {check.name for check in KEYRING.checks}
        return {
            one["check"]: one["found"] for one in checks if one["found"] and one["check"] in of_keys
        }


@pytest.fixture(scope="module")
def set_up_once(tmp_path_factory: pytest.TempPathFactory) -> Kiosk:
    made = Kiosk(tmp_path_factory.mktemp("made") / "pc")
    made.set_up()
    return made


@pytest.fixture
def kiosk(set_up_once: Kiosk, tmp_path: Path) -> Kiosk:
    """A copy of it, with the home of its user."""
    copy = Kiosk(tmp_path / "pc")
    sockets = shutil.ignore_patterns("run")  # of a keyring that is ending
    shutil.copytree(set_up_once.place, copy.place, dirs_exist_ok=True, ignore=sockets)
    copy.write_settings()
    return copy


def test_the_sheet_opens_a_copied_store_on_a_new_pc_with_an_empty_keyring(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    new = Kiosk(tmp_path / "new")
    shutil.copytree(kiosk.store, new.store)
    closed = new.type("status")
    assert closed["error"] == "KeyMissing"
    assert "kiosk recover" in closed["advice"]
    assert new.type("recover", typed=kiosk.code())["recovered"]
    assert new.type("status")["waiting"] == 0  # in the next log-in, from the keyring's file
    assert kiosk.type("status")["waiting"] == 0


def test_four_reasons_have_four_names(kiosk: Kiosk, tmp_path: Path) -> None:
    said = {}
    said["locked"] = kiosk.type("status", keyring=LOCKED)
    other = Kiosk(tmp_path / "other")
    other.set_up()
    mixed = json.loads((kiosk.store / "store.json").read_text())
    theirs = json.loads((other.store / "store.json").read_text())
    (other.store / "store.json").write_text(json.dumps(mixed | {"store_id": theirs["store_id"]}))
    said["wrong"] = other.type("status")
    (kiosk.user.home / "share" / "keyrings" / "login.keyring").unlink()
    said["missing"] = kiosk.type("status")
    kiosk.write_settings('keyring = "systemd-creds"')
    said["changed"] = kiosk.type("status")
    assert {name: one["error"] for name, one in said.items()} == {
        "locked": "KeyringLocked",
        "wrong": "WrongKey",
        "missing": "KeyMissing",
        "changed": "KeyringChanged",
    }
    assert len({one["message"] for one in said.values()}) == 4
    assert len({one["advice"] for one in said.values()}) == 4
    assert "Secret Service" in said["changed"]["message"]
    assert "keyring-same" in kiosk.found()


def test_a_changed_key_has_a_new_sheet_and_the_old_one_opens_nothing(kiosk: Kiosk) -> None:
    sheet = kiosk.place / "second.html"
    before = kiosk.code()
    changed = kiosk.type("rekey", "--sheet", sheet)
    assert changed["recoverySheet"] == str(sheet)
    assert changed["key"] in sheet.read_text()
    assert kiosk.type("status")["waiting"] == 0
    refused = kiosk.type("recover", typed=before)
    assert refused["error"] == "RefusedError"
    assert changed["key"] in refused["advice"]
    assert kiosk.type("recover", typed=kiosk.code("second.html"))["recovered"]
    again = kiosk.typed("rekey", "--sheet", sheet)
    assert again.returncode == 1
    assert "not overwritten" in again.stderr


def test_a_change_that_fails_leaves_no_sheet_about(kiosk: Kiosk) -> None:
    (kiosk.store / "recovery.next").mkdir()  # so that the sealed copy can't be written
    sheet = kiosk.place / "second.html"
    failed = kiosk.typed("rekey", "--sheet", sheet)
    assert failed.returncode != 0
    assert not sheet.exists()
    (kiosk.store / "recovery.next").rmdir()
    assert kiosk.type("status")["waiting"] == 0


def test_doctor_finds_nothing_in_a_kiosk_that_is_well(kiosk: Kiosk) -> None:
    assert kiosk.found() == {}
    keyring = kiosk.user.home / "share" / "keyrings" / "login.keyring"
    size = keyring.stat().st_size
    kiosk.found()
    assert keyring.stat().st_size == size  # what it tried is gone again


def test_doctor_finds_a_keyring_with_a_blank_password(kiosk: Kiosk) -> None:
    """Such a file is written by gnome-keyring where somebody left the password empty."""
    blank = kiosk.user.home / "share" / "keyrings" / "blank.keyring"
    blank.write_text("[keyring]\ndisplay-name=blank\n\n[1]\nsecret=0a0b\n")
    found = kiosk.found()["keyring-encrypted"]
    assert found == [f"{blank} is not encrypted: its password is blank."]
    assert kiosk.typed("doctor").returncode == 1


def test_doctor_says_a_locked_keyring_and_a_sealed_copy_that_is_gone(kiosk: Kiosk) -> None:
    (kiosk.store / "recovery.sealed").unlink()
    found = kiosk.found(keyring=LOCKED)
    assert "locked" in found["keyring-answers"][0]
    assert "recovery.sealed" in found["recovery-copy"][0]
    assert kiosk.typed("doctor").returncode == 1


def test_doctor_does_not_call_well_what_it_can_not_look_at(kiosk: Kiosk) -> None:
    checks = kiosk.type("doctor", keyring=LOCKED)["checks"]
    assert {one["check"] for one in checks if not one["looked"]} >= {
        "store-sound", "store-salvaged", "store-checked", "audit", "access-lasts", "enrolled",
        "sending",
        "fleet", "export-scheduled", "recovery-proved", "screen-measured", "staff-pins",
    }  # fmt: skip


def test_a_keyring_that_hangs_does_not_hang_doctor(kiosk: Kiosk) -> None:
    told = kiosk.type("doctor", keyring=FROZEN)  # which has a minute, beginning and end included
    by_name = {one["check"]: one for one in told["checks"]}
    assert "did not answer within 4 seconds" in by_name["keyring-answers"]["found"][0]
    assert by_name["store-opens"]["mend"]
    assert by_name["fonts"]["state"] == "well"


def test_doctor_says_a_keyring_that_is_not_allowed(kiosk: Kiosk) -> None:
    found = kiosk.found(PYTHON_KEYRING_BACKEND="keyrings.alt.file.PlaintextKeyring")
    assert "PlaintextKeyring" in found["keyring-allowed"][0]


def test_doctor_says_a_change_of_the_key_that_was_interrupted(kiosk: Kiosk) -> None:
    card = kiosk.store / "store.json"
    card.write_text(json.dumps(json.loads(card.read_text()) | {"next_fingerprint": "0" * 32}))
    assert "key-change" in kiosk.found()
    assert kiosk.type("status")["waiting"] == 0
    assert kiosk.type("rekey", "--sheet", kiosk.place / "second.html")["recoverySheet"]
    assert "key-change" not in kiosk.found()
