"""A kiosk as good as a test can set one up: real keyring, real store, a service on loopback TLS."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands.doctor.centre import HOST, Centre, running_centre, why_no_host
from tests.commands.doctor.system import System
from tests.commands.pc import PC, set_up
from tests.sync.access.certificates import Authority, files_of, new_authority

CHILD = Path(__file__).with_name("child.py")


class Kiosk:
    """A PC that was set up as a kiosk, with the files of its system in a test's hands."""

    def __init__(self, pc: PC, centre: Centre, system: System, authority: Authority) -> None:
        self.pc, self.centre, self.system, self.authority = pc, centre, system, authority
        self.place = pc.place
        self._lasting: subprocess.Popen[str] | None = None
        self.write_settings()

    def write_settings(self, *, url: str | None = None, patient: str = "", more: str = "") -> None:
        (self.place / "kiosk.toml").write_text(
            f'[store]\ndirectory = "{self.pc.store}"\n'
            f'[central]\nurl = "{url or self.centre.base}"\ntimeout_s = 3\n'
            f"[patient]\nread_aloud = false\n{patient}\n{more}\n"
        )

    def doctor(self, *, ahead: float = 0, before: tuple[str, ...] = (), **env: str) -> Any:
        """What the program finds; `ahead`: minutes of its clock, `before`: what starts it."""
        if before or env:
            ended = subprocess.run(
                self._child(*before), env=self.pc.env | env, input=f"{ahead}\n",
                capture_output=True, text=True, timeout=110, check=False,
            )  # fmt: skip
            assert ended.returncode == 0, ended.stderr
            return json.loads(ended.stdout)
        if self._lasting is None:
            self._lasting = subprocess.Popen(
                self._child(), env=self.pc.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                text=True, bufsize=1,
            )  # fmt: skip
        assert self._lasting.stdin is not None
        assert self._lasting.stdout is not None
        self._lasting.stdin.write(f"{ahead}\n")
        return json.loads(self._lasting.stdout.readline())

    def close(self) -> None:
        if self._lasting is not None:
            self._lasting.communicate(timeout=20)
            self._lasting = None

    def _child(self, *before: str) -> list[str]:
        place = (str(self.place / "kiosk.toml"), str(self.system.root))
        return [*before, sys.executable, str(CHILD), *place]

    def to_mend(self, **how: Any) -> set[str]:
        """The names of the checks that call for mending; all is known, where one calls."""
        return names(self.doctor(**how), "to mend")

    def code(self) -> str:
        groups = re.findall(r"<li>([0-9A-Z]{5})</li>", (self.place / "s.html").read_text())
        return " ".join(groups)


def names(document: Any, *states: str) -> set[str]:
    return {one["check"] for one in document["checks"] if one["state"] in states}


def row(document: Any, name: str) -> Any:
    (found,) = (one for one in document["checks"] if one["check"] == name)
    return found


@pytest.fixture
def kiosk(good_kiosk: Kiosk) -> Iterator[Kiosk]:
    """The good one; what a test leaves broken that failed is put right for the next."""
    yield good_kiosk
    good_kiosk.centre.answer = lambda _: None
    good_kiosk.write_settings()


@pytest.fixture(scope="module")
def good_kiosk(
    secret_service: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kiosk]:
    """One for all tests of a module: each mends what it broke."""
    if why := why_no_host():
        pytest.skip(why)
    place = tmp_path_factory.mktemp("pc")
    authority = new_authority(place)
    certificate, key = files_of(authority, place, "service", host=HOST)
    env = secret_service | {"SSL_CERT_FILE": str(authority.file), "NO_PROXY": HOST}
    with running_centre(place / "central", certificate, key) as centre:
        made = Kiosk(set_up(env, place), centre, System(place / "system"), authority)
        made.pc.write(
            "insert into panel values ('HDMI-A-1 1920x1080', 5.65, '2026-11-01T00:00:00+00:00')"
        )
        made.write_settings()
        proved = made.pc("recover", "--prove", text=f"{made.code()}\n")
        assert proved.returncode == 0, proved.stderr
        synced = made.pc("sync")
        assert synced.returncode == 0, synced.stderr
        yield made
        made.close()
