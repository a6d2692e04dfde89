"""The package's scripts, run in a folder of their own: what they tell the system, in which case."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.debian import ROOT

PLACES = ("/usr/bin/kiosk", "/run/", "/etc/", "/var/lib/", "/opt/")
ENABLED = "etc/systemd/system/multi-user.target.wants/clinic-kiosk.service"
TOOLS = ("systemctl", "systemd-tmpfiles", "adduser", "getent")
STARTED = "systemctl --no-block start clinic-kiosk.service"

Script = Callable[..., list[str]]


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A system that runs: with a kiosk and tools that write down what they are told."""
    for folder in (
        "run/systemd/system",
        "run/clinic-kiosk",
        Path(ENABLED).parent,
        "bin",
        "usr/bin",
    ):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    (tmp_path / ENABLED).touch()
    for name in TOOLS:
        _tool(tmp_path / "bin" / name, "true")
    _tool(tmp_path / "usr/bin/kiosk", f'[ "$2" != end ] || rm -f {_flag(tmp_path)}')
    return tmp_path


@pytest.fixture
def script(system: Path) -> Script:
    def run(name: str, *words: str) -> list[str]:
        text = (ROOT / "packaging/debian" / name).read_text("utf-8")
        for place in PLACES:
            for before in " >=":
                text = text.replace(f"{before}{place}", f"{before}{system}{place}")
        told = system / "told"
        told.write_text("")
        path = f"{system}/bin:{os.environ['PATH']}"
        subprocess.run(
            ["sh", "-c", text, name, *words],
            check=True,
            env={"PATH": path},
            stderr=subprocess.DEVNULL,
        )
        return told.read_text().splitlines()

    return run


def test_an_upgrade_closes_the_kiosk_and_opens_it_again(script: Script) -> None:
    assert any(
        "maintenance begin --wait 960" in line for line in script("preinst", "upgrade", "0.1")
    )

    told = script("postinst", "configure", "0.1")

    assert "kiosk maintenance end" in told
    assert STARTED in told
    assert not any("enable --quiet" in line for line in told)


def test_a_broken_version_before_is_closed_all_the_same(system: Path, script: Script) -> None:
    (system / "usr/bin/kiosk").unlink()

    assert "systemctl stop clinic-kiosk.service" in script("preinst", "upgrade", "0.1")
    assert _exchange(system).exists()

    told = script("postinst", "configure", "0.1")
    assert not _exchange(system).exists()
    assert STARTED in told


@pytest.mark.parametrize("case", ["abort-upgrade", "abort-remove", "abort-deconfigure"])
def test_what_was_given_up_leaves_no_closed_kiosk(system: Path, script: Script, case: str) -> None:
    script("preinst", "upgrade", "0.1")

    told = script("postinst", case, "0.2")

    assert not _exchange(system).exists()
    assert not _flag(system).exists()
    assert STARTED in told


def test_maintenance_of_somebody_else_outlasts_an_upgrade(system: Path, script: Script) -> None:
    _flag(system).write_text("theirs")

    script("preinst", "upgrade", "0.1")
    _flag(system).write_text("the upgrade's")
    script("postinst", "configure", "0.1")

    assert _flag(system).read_text() == "theirs"


def test_its_user_may_draw_be_touched_and_speak_without_a_log_in(script: Script) -> None:
    told = script("postinst", "configure", "")

    for group in ("video", "render", "input", "audio"):
        assert f"adduser --quiet clinic-kiosk {group}" in told


def test_what_was_switched_off_is_not_started(system: Path, script: Script) -> None:
    _tool(system / "bin/systemctl", '[ "$1" != is-enabled ]')
    script("preinst", "upgrade", "0.1")

    told = script("postinst", "configure", "0.1")

    assert STARTED not in told
    assert "kiosk maintenance end" in told


@pytest.mark.parametrize(("rotate", "turned"), [("0", ""), ("90", " -r"), ("270", " -r -r -r")])
def test_the_session_turns_the_picture_as_the_settings_say(
    system: Path, rotate: str, turned: str
) -> None:
    settings = system / "kiosk.toml"
    settings.write_text(f'[session]\nrotate = "{rotate}"\n')
    kiosk = system / "usr/bin/kiosk"
    kiosk.write_text(f'#!/bin/sh\nexec {sys.executable} -m kiosk "$@" --config {settings}\n')
    _tool(system / "bin/cage", '[ "$1" != -h ] || echo " -r  Rotate the output 90 degrees"')
    session = (ROOT / "packaging/debian/files/usr/lib/clinic-kiosk/session").read_text("utf-8")

    subprocess.run(
        ["sh", "-c", session.replace("/usr/bin/kiosk", str(kiosk))],
        check=True, cwd=ROOT, env=os.environ | {"PATH": f"{system}/bin:{os.environ['PATH']}"},
    )  # fmt: skip

    told = (system / "told").read_text().splitlines()
    assert told[-1] == f"cage -d{turned} -- {kiosk} run"


def test_only_a_purge_forgets_what_is_switched_on(system: Path, script: Script) -> None:
    told = script("prerm", "remove") + script("postrm", "remove")
    assert not any("disable" in line for line in told)
    assert (system / ENABLED).exists()

    script("postrm", "purge")
    assert not (system / ENABLED).exists()
    assert any("enable --quiet" in line for line in script("postinst", "configure", ""))


def _tool(file: Path, does: str) -> None:
    told = next(one for one in file.parents if (one / "run").is_dir()) / "told"
    file.write_text(f'#!/bin/sh\necho "{file.name} $*" >>{told}\n{does}\n')
    file.chmod(0o755)


def _exchange(system: Path) -> Path:
    return system / "run/clinic-kiosk.exchange"


def _flag(system: Path) -> Path:
    return system / "run/clinic-kiosk/maintenance"
