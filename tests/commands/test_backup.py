"""backup and restore, typed by IT: on a kiosk in use, on a new PC, and as root."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.commands.pc import PC, set_up
from tests.endpoint import Central, free_port
from tests.mounting import own_mounts, why_no_mounts
from tests.store.finished import filled, keep
from tests.store.pc import USER, Pc, missing, open_folder
from tests.store.session import MISSING, NOT_INSTALLED, Session, end_speech

AS_ROOT = missing()


@pytest.fixture
def pc(secret_service: dict[str, str], tmp_path: Path) -> PC:
    return set_up(secret_service, tmp_path)


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    endpoint = Central(tmp_path / "central", free_port())
    endpoint.start()
    yield endpoint
    endpoint.stop()


def test_what_was_sent_after_the_backup_is_at_the_service_once(
    pc: PC, central: Central, now: datetime
) -> None:
    pc.add_setting(f'[central]\nurl = "{central.base}"\n')
    with pc.opened() as store:
        sent = keep(store, filled(now), now)
    file = pc.place / "kiosk.backup"
    made = pc.json("backup", "--out", file)
    assert (made["waiting"], made["sent"], made["paused"]) == (1, 0, 0)
    assert pc.json("sync")["sent"] == 1

    looked = pc("restore", file, "--look").stdout
    assert "1 waiting, 0 refused, 0 sent" in looked
    assert "Nothing was changed" in looked
    refused = pc("restore", file)
    assert refused.returncode == 1
    assert "--set-aside" in refused.stderr
    came = pc("restore", file, "--set-aside")

    assert came.returncode == 0, came.stderr
    assert "the same ids" in came.stdout.replace("\n", " ")
    assert pc.json("status")["waiting"] == 1
    synced = pc.json("sync")
    assert (synced["sent"], synced["waiting"]) == (1, 0)
    assert (central.total(), central.versions(sent)) == (1, 1)
    assert len(list(pc.store.glob("replaced-*"))) == 1


def test_the_central_service_notices_that_the_store_is_an_older_one(
    pc: PC, central: Central
) -> None:
    pc.add_setting(f'[central]\nurl = "{central.base}"\n')
    file = pc.place / "kiosk.backup"
    assert pc("backup", "--out", file).returncode == 0
    for word in ("one", "two", "three", "four"):
        assert pc("hold", "begin", "--reason", word).returncode == 0
    pc.answer()
    pc.json("sync")
    assert pc("restore", file, "--set-aside").returncode == 0
    pc.answer()
    pc.json("sync")
    checks = {one["check"]: one["found"] for one in pc.json("doctor")["checks"]}
    assert checks["audit"]
    assert pc("audit", "--accept", "restored from a backup").returncode == 0
    pc.json("sync")
    checks = {one["check"]: one["found"] for one in pc.json("doctor")["checks"]}
    assert not checks["audit"]


def test_what_it_says_tells_how_long_a_backup_may_be_kept(pc: PC) -> None:
    file = pc.place / "kiosk.backup"
    said = pc("backup", "--out", file).stdout
    assert "after 30 days" in said
    assert "after 24 hours" in said
    again = pc("backup", "--out", file)
    assert again.returncode == 1
    assert "not overwritten" in again.stderr
    assert pc("restore", pc.place / "gone").returncode == 2
    assert pc("restore", pc.place / "kiosk.toml", "--look").returncode == 1


@pytest.mark.skipif(bool(MISSING), reason=NOT_INSTALLED)
def test_on_another_pc_the_sheet_opens_it_and_its_keyring_keeps_the_key(tmp_path: Path) -> None:
    first, second = Session.at(tmp_path / "first"), Session.at(tmp_path / "second")
    settings = {}
    for user in (first, second):
        settings[user.home] = user.home / "kiosk.toml"
        settings[user.home].write_text(
            f'[store]\ndirectory = "{user.store}"\n[patient]\nread_aloud = false\n'
        )

    def kiosk(user: Session, *words: str | Path, typed: str = "") -> str:
        done = user.kiosk(*words, "--config", settings[user.home], typed=typed)
        assert done.returncode == 0, done.stderr
        return done.stdout

    sheet, file = tmp_path / "sheet.html", tmp_path / "kiosk.backup"
    kiosk(first, "setup", "--sheet", sheet)
    kiosk(first, "backup", "--out", file)
    code = " ".join(re.findall(r"<li>([0-9A-Z]{5})</li>", sheet.read_text()))
    assert code.replace(" ", "").encode() not in file.read_bytes()

    wrong = second.kiosk("restore", file, "--config", settings[second.home], typed="AAAAA\n")
    assert wrong.returncode == 1
    said = kiosk(second, "restore", file, typed=f"{code.lower()}\n")
    assert "there must be one" in said
    assert "Paused forms" in kiosk(second, "status")


@pytest.mark.skipif(bool(AS_ROOT), reason=AS_ROOT)
def test_root_backs_up_and_brings_back_the_store_of_the_kiosks_user() -> None:
    with open_folder() as folder:
        pc = Pc(folder / "pc")
        assert pc.set_up().returncode == 0
        private = folder / "private"
        private.mkdir(mode=0o700)  # the kiosk's user can't go there
        file = private / "kiosk.backup"

        made = pc.kiosk("backup", "--out", file)
        assert made.returncode == 0, made.stderr
        assert file.stat().st_uid == 0
        assert {one.owner() for one in pc.store.iterdir()} == {USER}

        came = pc.kiosk("restore", file, "--set-aside")
        assert came.returncode == 0, came.stderr
        assert {one.owner() for one in pc.store.rglob("*")} == {USER}
        assert pc.serve("status").returncode == 0

        other = Pc(folder / "other")
        other.settings.parent.mkdir()
        other.settings.write_text(other.first_settings.read_text())
        assert other.kiosk("restore", file, typed=f"{pc.code()}\n").returncode == 2
        brought = other.kiosk("restore", file, "--user", USER, typed=f"{pc.code()}\n")
        assert brought.returncode == 0, brought.stderr
        assert other.store.owner() == USER
        other.settings.chmod(0o644)
        assert other.serve("status").returncode == 0
        end_speech(folder)


@pytest.mark.skipif(not own_mounts(), reason=why_no_mounts("-rm"))
def test_a_disk_that_fills_up_while_it_is_written_keeps_no_half_of_it(pc: PC) -> None:
    place = pc.place / "stick"
    place.mkdir()
    script = (
        f'mount -t tmpfs -o size=128k tmpfs "$1"; shift; "$@"; code=$?; ls -A {place}; exit $code'
    )
    ended = subprocess.run(
        [*own_mounts(), "sh", "-c", script, "sh", place, sys.executable, "-m", "kiosk", "backup",
         "--config", pc.place / "kiosk.toml", "--out", place / "kiosk.backup"],
        env=pc.env, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 1
    assert "No space left" in ended.stderr
    assert ended.stdout == ""
    assert pc("backup", "--out", pc.place / "kiosk.backup").returncode == 0
