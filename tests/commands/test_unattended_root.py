"""Root sets up what a unit that logs in by itself runs: the store and all in it are its user's."""

import json
import pwd
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.alone import central, clients, kept_there
from tests.store.pc import USER, Pc, missing, open_folder
from tests.store.session import end_speech

MISSING = missing()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


@pytest.fixture
def pc() -> Iterator[Pc]:
    with open_folder() as folder:
        yield Pc(folder / "pc")
        end_speech(folder)


def test_root_sets_it_up_and_the_unit_goes_on(pc: Pc, tmp_path: Path) -> None:
    share, staff = pc.folder / "share", pc.folder / "staff.toml"
    share.mkdir()
    staff.write_text('[[staff]]\nname = "Sam"\nrole = "lead"\npin = "271828"\n')
    with central(tmp_path / "central", "--closed") as closed:
        token = closed.token()
        pc.settings.parent.mkdir(parents=True)
        pc.settings.write_text(
            f'# of Elm\n{pc.first_settings.read_text()}[central]\nurl = "{closed.base}"\n'
            f'[enrolment]\ntoken = "{token}"\nrecovery_page = "{share}"\nuser = "{USER}"\n'
            f'staff_file = "{staff}"\n'
        )
        pc.settings.chmod(0o644)
        made = pc.kiosk("setup", "--unattended", "--json")
        assert made.returncode == 0, made.stdout + made.stderr
        assert json.loads(made.stdout)["erased"] == [str(pc.settings), str(staff)]
        synced = pc.serve("sync", "--json")
        assert synced.returncode == 0, synced.stdout + synced.stderr
        again = pc.kiosk("setup", "--unattended")
        assert again.returncode == 0, again.stderr
    user = pwd.getpwnam(USER).pw_uid
    assert {file.stat().st_uid for file in (pc.store, *pc.store.iterdir())} == {user}
    assert (pc.settings.stat().st_uid, pc.settings.stat().st_mode & 0o777) == (0, 0o644)
    assert token not in pc.settings.read_text()
    assert "# of Elm" in pc.settings.read_text()
    (page,) = share.iterdir()
    assert (page.stat().st_uid, page.stat().st_mode & 0o777) == (0, 0o600)
    assert len(clients(closed.data)) == len(kept_there(closed.data, "Device")) == 1
    assert not staff.exists()


def test_settings_that_the_kiosks_user_cannot_read_are_refused_before_anything_is_made(
    pc: Pc,
) -> None:
    pc.settings.parent.mkdir(mode=0o700, parents=True)
    pc.settings.write_text(
        f'{pc.first_settings.read_text()}[enrolment]\nrecovery_page = "{pc.folder}"\n'
        f'user = "{USER}"\n'
    )
    pc.settings.chmod(0o644)
    made = pc.kiosk("setup", "--unattended")
    assert made.returncode == 1, made.stderr
    assert f"can't read {pc.settings}." in made.stderr
    assert not pc.store.exists()
