"""The key as a credential of systemd: real systemd-creds, with a host key and a TPM of its own."""

import json
import os
import pwd
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring.errors import PasswordDeleteError, PasswordSetError

from kiosk.errors import KeyMissing
from kiosk.store.credential import CREDENTIAL, CredentialKeyring, credential_text, entries
from kiosk.store.key import SERVICE, load_key, new_key
from tests.store.pc import TPM_TOOLS, USER, Pc, missing, open_folder, software_tpm
from tests.store.session import end_speech

MISSING = missing()
real = pytest.mark.skipif(bool(MISSING), reason=MISSING)


@pytest.fixture
def pc() -> Iterator[Pc]:
    with open_folder() as folder:
        yield Pc(folder / "pc")
        end_speech(folder)


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that systemd gave to this process."""
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    return tmp_path / CREDENTIAL


def test_a_service_reads_the_key_it_was_given(given: Path) -> None:
    key = new_key()
    given.write_bytes(credential_text(SERVICE, {"a": key.hex(), "b": "no key"}))
    assert load_key("a", kind=CredentialKeyring) == key
    for name in ("b", "c"):
        with pytest.raises(KeyMissing):
            load_key(name, kind=CredentialKeyring)


def test_it_can_only_be_read(given: Path) -> None:
    given.write_bytes(credential_text(SERVICE, {"a": "b"}))
    with pytest.raises(PasswordSetError):
        CredentialKeyring().set_password(SERVICE, "a", "c")
    with pytest.raises(PasswordDeleteError):
        CredentialKeyring().delete_password(SERVICE, "a")
    assert CredentialKeyring().get_password(SERVICE, "a") == "b"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"clinic-kiosk a\n", b"x a b\n", b"a b c d"])
def test_a_credential_of_something_else_holds_no_key(content: bytes) -> None:
    assert entries(content, SERVICE) == {}


def told(ended: object) -> dict[str, str]:
    found: dict[str, str] = json.loads(ended.stdout)  # type: ignore[attr-defined]
    return found


@real
def test_root_sets_up_what_the_service_opens(pc: Pc) -> None:
    made = pc.set_up()
    assert made.returncode == 0, made.stderr
    assert f"LoadCredentialEncrypted={CREDENTIAL}:{pc.credential}" in made.stdout
    user = pwd.getpwnam(USER).pw_uid
    for file in (pc.store, *pc.store.iterdir()):
        assert file.stat().st_uid == user
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0
    for file in (pc.credential, pc.folder / "sheet"):
        assert file.stat().st_uid == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert pc.settings.stat().st_uid == 0
    assert b"clinic-kiosk" not in pc.credential.read_bytes()
    opened = pc.serve("status", "--json")
    assert told(opened)["waiting"] == 0, opened.stderr


@real
def test_a_typed_command_is_told_how_it_gets_the_key(pc: Pc) -> None:
    pc.set_up()
    refused = pc.kiosk("status", "--json")
    assert refused.returncode == 4
    assert told(refused)["error"] == "KeyMissing"
    line = (
        f"systemd-run --pipe --wait --collect --uid={USER} "
        f"-p LoadCredentialEncrypted={CREDENTIAL}:{pc.credential} kiosk status"
    )
    assert line in told(refused)["advice"]
    assert line in pc.kiosk("doctor").stdout
    assert line not in pc.serve("doctor").stdout
    assert {file.stat().st_uid for file in pc.store.iterdir()} == {pwd.getpwnam(USER).pw_uid}


@real
def test_root_changes_the_key_and_the_service_opens_with_the_new_one(pc: Pc) -> None:
    pc.set_up()
    before = pc.credential.read_bytes()
    changed = pc.kiosk("rekey", "--sheet", pc.folder / "sheet-2", "--json")
    assert changed.returncode == 0, changed.stderr
    assert pc.credential.read_bytes() != before
    assert {file.stat().st_uid for file in pc.store.iterdir()} == {pwd.getpwnam(USER).pw_uid}
    assert pc.serve("status").returncode == 0
    pc.credential.write_bytes(before)
    assert told(pc.serve("status", "--json"))["error"] == "WrongKey"


@real
def test_only_root_changes_it(pc: Pc) -> None:
    pc.set_up()
    before = pc.credential.read_bytes()
    refused = pc.serve("rekey", "--json")
    assert refused.returncode == 1
    assert "root" in told(refused)["advice"]
    assert pc.credential.read_bytes() == before


@real
def test_a_copied_credential_opens_nothing_on_another_pc_and_the_sheet_does(pc: Pc) -> None:
    pc.set_up()
    other = Pc(pc.folder.parent / "other")
    for one in ("var", "etc"):
        shutil.copytree(pc.folder / one, other.folder / one)
    shutil.copyfile(other.first_settings, other.settings)
    owner = pwd.getpwnam(USER)
    for file in (other.store, *other.store.iterdir()):
        os.chown(file, owner.pw_uid, owner.pw_gid)
    other.settings.chmod(0o644)
    assert other.serve("status").returncode == 91  # systemd would not start the service
    refused = other.kiosk("recover", "--json", typed=pc.code())
    assert refused.returncode == 1
    assert "Move it away" in told(refused)["advice"]
    other.credential.rename(other.credential.with_suffix(".old"))
    recovered = other.kiosk("recover", typed=pc.code())
    assert recovered.returncode == 0, recovered.stderr
    assert other.serve("status").returncode == 0
    assert {file.stat().st_uid for file in other.store.iterdir()} == {owner.pw_uid}


@real
def test_the_key_of_another_store_is_kept(pc: Pc) -> None:
    pc.set_up()
    first = (pc.store / "store.json").read_text()
    pc.store.rename(pc.store.with_name("first"))
    (pc.folder / "sheet").unlink()
    assert pc.set_up().returncode == 0
    clear = pc.root("systemd-creds", f"--name={CREDENTIAL}", "decrypt", pc.credential, "-").stdout
    kept = entries(clear.encode(), SERVICE)
    assert len(kept) == 2
    assert json.loads(first)["store_id"] in kept


@real
@pytest.mark.parametrize("tool", ["exit 1", "cat", "echo other"])
def test_a_key_that_cant_be_encrypted_and_read_back_makes_no_store(pc: Pc, tool: str) -> None:
    """`cat` gives back what it was given: a fall-back in clear would look like it."""
    broken = pc.folder / "bin" / "systemd-creds"
    broken.parent.mkdir()
    broken.write_text(f"#!/bin/sh\n{tool}\n")
    broken.chmod(0o755)
    with_broken = Pc(pc.folder.parent / "broken", path=str(broken.parent))
    refused = with_broken.set_up()
    assert refused.returncode == 4
    assert "systemd-creds" in refused.stderr
    assert not with_broken.credential.exists()
    assert not with_broken.settings.exists()
    assert not (with_broken.store / "store.json").exists()


@real
@pytest.mark.parametrize(
    ("options", "settings", "code", "says"),
    [
        ((), "", 2, "--user NAME"),
        (("--user", "no-such-user"), "", 2, "no user no-such-user"),
        (("--user", USER), 'directory = "/x"', 2, "--user goes with"),
        (("--user", USER), 'keyring = "systemd-creds"', 3, "must name the folder"),
    ],
)
def test_what_set_up_lacks_is_said_and_nothing_is_made(
    pc: Pc, options: tuple[str, ...], settings: str, code: int, says: str
) -> None:
    if settings:
        pc.first_settings.write_text(f"[store]\n{settings}\n")
    sheet = pc.folder / "sheet"
    refused = pc.kiosk("setup", "--from", pc.first_settings, "--sheet", sheet, *options)
    assert refused.returncode == code, refused.stderr
    assert says in refused.stderr
    assert not pc.settings.exists()
    assert not sheet.exists()


@real
@pytest.mark.skipif(shutil.which("swtpm") is None, reason=f"not installed: swtpm ({TPM_TOOLS})")
def test_with_a_tpm_the_key_opens_with_that_tpm_alone() -> None:
    with open_folder() as folder:
        pc = Pc(folder / "pc", with_key="host+tpm2", path=software_tpm(folder / "a"))
        made = pc.set_up()
        if "TPM2 support not installed" in made.stderr:
            pytest.skip(f"systemd finds no TPM library ({TPM_TOOLS})")
        assert made.returncode == 0, made.stderr
        assert pc.serve("status").returncode == 0
        changed = pc.kiosk("rekey", "--sheet", folder / "sheet-2")
        assert changed.returncode == 0, changed.stderr
        assert pc.serve("status").returncode == 0
        pc.path = software_tpm(folder / "b")
        assert pc.serve("status").returncode == 91
