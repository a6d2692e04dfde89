"""Faults of keyring, store, settings and languages: each is found, and its remedy mends it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

from kiosk.resources import resource
from tests.commands.doctor.conftest import Kiosk, names, row
from tests.store.session import ANSWERS

WAITS_FOR_THE_STORE = {
    "store-sound", "store-salvaged", "store-checked", "audit", "recovery-proved", "access-lasts",
    "enrolled", "sync-age", "sending", "fleet", "export-scheduled", "screen-measured",
    "forms-fetched", "form-codes",
    "staff-pins", "placement",
}  # fmt: skip

LOCK = """
import secretstorage
bus = secretstorage.dbus_init()
secretstorage.Collection(bus).lock()
"""
SET_KEY = """
import sys
from pathlib import Path
from kiosk.store.folder import read_card
from kiosk.store.key import save_key
save_key(read_card(Path(sys.argv[1])).store_id, bytes.fromhex(sys.argv[2]))
"""


def in_session(kiosk: Kiosk, code: str, *words: object) -> None:
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, words)]
    subprocess.run(command, env=kiosk.pc.env, check=True)


def test_a_locked_keyring(kiosk: Kiosk) -> None:
    in_session(kiosk, LOCK)
    told = kiosk.doctor()
    assert names(told, "to mend") == {"keyring-answers", "store-opens"}, told["text"]
    assert names(told, "not known") == WAITS_FOR_THE_STORE
    assert row(told, "keyring-answers")["found"] == ["The keyring is locked."]
    assert "Log in to this PC with its password" in row(told, "keyring-answers")["mend"]
    log_in_anew(kiosk)
    assert kiosk.to_mend() == set()


def log_in_anew(kiosk: Kiosk) -> None:
    """The keyring ends, and the log-in starts another, which it opens with the password."""
    ring = Path(kiosk.pc.env["HOME"]) / "keyring.pid"
    before = ring.read_text()
    os.kill(int(before), signal.SIGTERM)
    while ring.read_text() in (before, ""):
        time.sleep(0.02)
    subprocess.run(["sh", "-c", ANSWERS], env=kiosk.pc.env, check=True, timeout=30)


def test_a_keyring_with_a_blank_password(kiosk: Kiosk) -> None:
    file = Path(kiosk.pc.env["XDG_DATA_HOME"]) / "keyrings" / "blank.keyring"
    file.write_text("[keyring]\ndisplay-name=blank\n\n[1]\nsecret=0a0b\n")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"keyring-encrypted"}
    assert "Then delete that file" in row(told, "keyring-encrypted")["mend"]
    file.unlink()
    assert kiosk.to_mend() == set()


def test_a_keyring_that_keeps_nothing(kiosk: Kiosk) -> None:
    told = kiosk.doctor(PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring")
    assert names(told, "to mend") == {"keyring-allowed", "store-opens"}
    assert "unset PYTHON_KEYRING_BACKEND" in row(told, "keyring-allowed")["mend"]
    assert kiosk.to_mend() == set()


def test_a_key_that_is_another_stores(kiosk: Kiosk) -> None:
    in_session(kiosk, SET_KEY, kiosk.pc.store, "11" * 32)
    told = kiosk.doctor()
    assert names(told, "to mend") == {"store-opens"}
    assert names(told, "not known") == WAITS_FOR_THE_STORE
    assert "kiosk recover" in row(told, "store-opens")["mend"]
    recovered = kiosk.pc("recover", text=f"{kiosk.code()}\n")
    assert recovered.returncode == 0, recovered.stderr
    assert kiosk.to_mend() == set()


def test_a_sheet_that_was_never_tried(kiosk: Kiosk) -> None:
    kiosk.pc.write("delete from kiosk where name = 'recovery_proved'")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"recovery-proved"}
    assert "kiosk recover --prove" in row(told, "recovery-proved")["mend"]
    wrong = kiosk.pc("recover", "--prove", text="AAAAA\n")
    assert wrong.returncode == 1
    assert kiosk.to_mend() == {"recovery-proved"}
    proved = kiosk.pc("recover", "--prove", text=f"{kiosk.code()}\n")
    assert "Put it back in the safe" in proved.stdout
    assert kiosk.to_mend() == set()
    assert "recovery.proved" in kiosk.pc("audit").stdout


def test_a_sealed_copy_that_is_gone(kiosk: Kiosk) -> None:
    sealed, backup = kiosk.pc.store / "recovery.sealed", kiosk.place / "backup"
    sealed.rename(backup)
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"recovery-copy"}
    assert "Bring the file back from a backup" in row(told, "recovery-copy")["mend"]
    backup.rename(sealed)
    assert kiosk.to_mend() == set()


def test_a_screen_that_nobody_measured(kiosk: Kiosk) -> None:
    kiosk.pc.write("delete from panel")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"screen-measured"}
    assert "px_per_mm in [panel]" in row(told, "screen-measured")["mend"]
    kiosk.write_settings(more="[panel]\npx_per_mm = 5.65")
    assert kiosk.to_mend() == set()
    kiosk.write_settings(more="[panel]\npx_per_mm = 12.0")
    told = kiosk.doctor()
    assert names(told, "to mend") == set()
    assert "by the panel it is 5.65" in row(told, "screen-measured")["found"][0]
    kiosk.pc.write(
        "insert into panel values ('HDMI-A-1 1920x1080', 5.65, '2026-11-01T00:00:00+00:00')"
    )


def test_a_place_that_was_not_wholly_seen_to(kiosk: Kiosk) -> None:
    kiosk.pc.write(
        "insert into kiosk (name, value) values ('set_up', "
        '\'{"placed": {"height": {}, "floor": {}, "eyes": {}, "headset": {}, "privacy": {}}}\')'
    )
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == set()
    assert "where it stands: mark" in row(told, "placement")["found"][0]
    kiosk.pc.write("delete from kiosk where name = 'set_up'")


def test_a_translation_that_nobody_signed(kiosk: Kiosk) -> None:
    kiosk.write_settings(patient='languages = ["en", "ar"]\ndraft_translations = ["ar"]')
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"translations-checked"}
    assert "take it out of draft_translations" in row(told, "translations-checked")["mend"]
    kiosk.write_settings(patient='languages = ["en", "ar"]')
    assert kiosk.to_mend() == set()


def test_a_language_without_a_font(kiosk: Kiosk, tmp_path: Path) -> None:
    """A copy of the program, as a package that lost a folder."""
    package = resource("fonts").parents[1]
    copy = tmp_path / "program"
    shutil.copytree(package / "kiosk", copy / "kiosk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(package / "resources", copy / "resources")
    kiosk.write_settings(patient='languages = ["en", "ur"]\ndraft_translations = ["ur"]')
    lost = copy / "resources" / "fonts" / "noto-sans-arabic"
    lost.rename(tmp_path / "lost")
    at = {"PYTHONPATH": f"{copy}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    told = kiosk.doctor(**at)
    assert names(told, "to mend", "not known") == {"fonts", "translations-checked"}
    assert "(ur): no font has " in row(told, "fonts")["found"][0]
    assert "ے" in row(told, "fonts")["found"][0]
    assert "resources/fonts" in row(told, "fonts")["mend"]
    (tmp_path / "lost").rename(lost)
    assert kiosk.to_mend(**at) == {"translations-checked"}


def test_a_pc_that_can_not_speak(kiosk: Kiosk) -> None:
    """Only good to know: a clinic may do without. What to install stands beside it."""
    settings = (kiosk.place / "kiosk.toml").read_text().replace("read_aloud = false", "")
    (kiosk.place / "kiosk.toml").write_text(settings)
    told = kiosk.doctor(SPEECHD_ADDRESS="unix_socket:/nowhere")
    assert names(told, "to mend", "not known") == set()
    assert any("speak" in said or "Speech" in said for said in row(told, "speech")["found"])


def test_a_page_of_the_store_that_is_damaged(kiosk: Kiosk) -> None:
    """The last test here: it leaves a store that was made anew."""
    database = kiosk.pc.store / "kiosk.db"
    with database.open("r+b") as stream:
        stream.seek(database.stat().st_size - 4096 + 500)
        stream.write(bytes(64))
    told = kiosk.doctor()
    assert "store-sound" in names(told, "to mend"), told["text"]
    assert names(told, "to mend") <= {"store-sound", "audit"}
    assert "kiosk recover --salvage" in row(told, "store-sound")["mend"]
    kiosk.close()
    salvaged = kiosk.pc("recover", "--salvage")
    assert salvaged.returncode == 0, salvaged.stderr
    told = kiosk.doctor()
    assert "store-sound" not in names(told, "to mend", "not known")
    assert "store-salvaged" in names(told, "to mend")
    assert "delete that folder" in row(told, "store-salvaged")["mend"]
    for folder in kiosk.pc.store.glob("damaged-*"):
        shutil.rmtree(folder)
    assert names(kiosk.doctor(), "to mend") <= {"audit", "recovery-proved", "screen-measured"}


def test_a_database_that_is_not_encrypted(kiosk: Kiosk) -> None:
    database = kiosk.pc.store / "kiosk.db"
    kept = database.read_bytes()
    kiosk.close()
    database.write_bytes(b"SQLite format 3\0" + bytes(4080))
    told = kiosk.doctor()
    assert names(told, "to mend") == {"store-encrypted", "store-opens"}
    database.write_bytes(kept)
    assert "store-encrypted" not in kiosk.to_mend()


def test_the_command_says_the_same(kiosk: Kiosk) -> None:
    told = kiosk.pc("doctor", "--json")
    assert {one["check"] for one in json.loads(told.stdout)["checks"]} == {
        one["check"] for one in kiosk.doctor()["checks"]
    }
    assert told.stderr == ""
