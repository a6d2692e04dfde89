"""The Debian package under its own systemd: what is spoilt mends itself, upgrades harm nobody."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.debian import HEADLESS, Booted, Debian, missing, until

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(bool(missing()), reason=missing()),
]

UNIT = "clinic-kiosk"
STARTS = "/var/lib/clinic-kiosk/starts/starts.json"
FLAGS = "ls /run/clinic-kiosk /run/clinic-kiosk.* 2>/dev/null"


@pytest.fixture(scope="module")
def machine(debian: Debian, packages: tuple[Path, Path]) -> Iterator[Booted]:
    """A kiosk that is set up and runs; both packages lie in /srv, and one that is torn off."""
    debian.have(packages[0])
    for package, name in zip(packages, ("first.deb", "second.deb"), strict=True):
        shutil.copy(package, debian.root / "srv" / name)
    torn = packages[1].read_bytes()[: packages[1].stat().st_size // 2]
    (debian.root / "srv/torn.deb").write_bytes(torn)
    debian.write(f"/etc/systemd/system/{UNIT}.service.d/headless.conf", HEADLESS)
    with debian.booted() as booted:
        began = time.monotonic()
        until(lambda: booted.is_up(UNIT))
        print(f"the first page stands {time.monotonic() - began:.1f} s after the first process")
        yield booted


@pytest.fixture
def running(machine: Booted) -> Booted:
    """The same, without the memory of what the tests before did to it."""
    machine.run("kiosk", "maintenance", "end")
    machine.run("systemctl", "stop", UNIT)
    machine.run("rm", "-f", STARTS, f"{STARTS}.tried")
    machine.run("systemctl", "reset-failed", UNIT)
    machine.run("systemctl", "start", UNIT)
    until(lambda: machine.is_up(UNIT) and machine.kiosk())
    return machine


def back(machine: Booted, old: int, *, patience_s: float = 45) -> float:
    """Seconds until another process than the old one has its page up."""
    began = time.monotonic()
    until(lambda: machine.kiosk() not in {0, old}, patience_s=patience_s)
    until(lambda: machine.is_up(UNIT), patience_s=patience_s)
    return time.monotonic() - began


def starts(machine: Booted) -> Any:
    """What the guard against starts that fail again and again remembers."""
    return json.loads(machine.run("cat", STARTS))


def test_a_kiosk_that_hangs_crashes_or_ends_is_started_again(running: Booted) -> None:
    faults = (
        ("STOP", running.kiosk, "hangs"), ("SEGV", running.kiosk, "crashes"),
        ("TERM", running.kiosk, "ends"), ("STOP", running.compositor, "compositor hangs"),
        ("KILL", running.compositor, "compositor crashes"),
    )  # fmt: skip
    for count, (how, whom, words) in enumerate(faults, start=1):
        old = running.kiosk()
        running.kill(whom(), how)
        print(f"{words}: the first page stands again after {back(running, old):.1f} s")
        assert running.shown(UNIT, "NRestarts") == str(count)
        running.run("rm", "-f", STARTS, f"{STARTS}.tried")
    assert running.shown(UNIT, "MemorySwapMax") == "0"
    assert not running.run(
        "find", "/", "-xdev", "-regex", ".*/core\\(\\.[0-9]+\\)?", "-type", "f", "-size", "+1M"
    ).strip()


def test_to_stop_it_or_start_it_anew_is_no_crash(running: Booted) -> None:
    for _ in range(4):
        running.run("systemctl", "restart", UNIT)
        assert running.is_up(UNIT)
    running.run("systemctl", "stop", UNIT)
    assert running.shown(UNIT, "Result") == "success"
    assert starts(running)["failed"] == []


def test_after_the_page_out_of_order_the_kiosk_stays(running: Booted) -> None:
    for _ in range(3):
        old = running.kiosk()
        running.kill(old, "SEGV")
        back(running, old)
    assert starts(running)["page"]
    paused = running.kiosk()

    until(lambda: not starts(running)["page"], patience_s=90)  # a pause of a minute
    time.sleep(25)  # longer than systemd would wait for one that had said it stops

    assert running.kiosk() == paused
    assert running.is_up(UNIT)


def test_a_crash_within_maintenance_leaves_no_dark_screen(running: Booted) -> None:
    running.run("kiosk", "maintenance", "begin", "--wait", "60")
    closed = running.kiosk()

    running.kill(closed, "SEGV")
    print(f"“closed” stands again after {back(running, closed):.1f} s")
    assert running.shown(UNIT, "StatusText") == "Closed for maintenance"

    closed = running.kiosk()
    running.run("kiosk", "maintenance", "end")
    print(f"after its end the first page stands after {back(running, closed):.1f} s")
    assert running.shown(UNIT, "StatusText") == "Open to patients"


def test_an_upgrade_starts_the_new_version_by_itself(running: Booted) -> None:
    old = running.kiosk()
    began = time.monotonic()
    _install(running, "second.deb")
    installed = time.monotonic() - began
    after = back(running, old)
    print(f"apt took {installed:.0f} s; the first page stood {after:.1f} s later")
    assert "kiosk 0.1.1" in running.run("kiosk", "--version")
    assert running.run("sh", "-c", FLAGS).split() == ["/run/clinic-kiosk:"]


def test_one_that_breaks_off_leaves_closed_until_the_next_goes_through(running: Booted) -> None:
    old = running.kiosk()
    running.run("dpkg", "--unpack", "/srv/first.deb")
    time.sleep(2)
    assert running.kiosk() == old
    assert running.is_up(UNIT)
    running.kill(old, "KILL")
    time.sleep(5)
    assert running.kiosk() == 0  # half of it may be exchanged
    running.run("dpkg", "--configure", "-a")
    back(running, old)


def test_one_that_can_not_be_unpacked_leaves_the_version_before_running(running: Booted) -> None:
    before, old = running.run("kiosk", "--version"), running.kiosk()
    running.run("dpkg", "-i", "/srv/torn.deb")
    back(running, old)
    assert running.run("kiosk", "--version") == before
    assert running.run("sh", "-c", FLAGS).split() == ["/run/clinic-kiosk:"]


def test_somebody_elses_maintenance_goes_on_after_an_upgrade(running: Booted) -> None:
    running.run("kiosk", "maintenance", "begin", "--wait", "60", "--reason", "painters")
    closed = running.kiosk()
    _install(running, "second.deb")
    time.sleep(3)
    assert running.kiosk() == closed
    assert "painters" in running.run("kiosk", "maintenance", "status")
    running.run("kiosk", "maintenance", "end")
    back(running, closed)


def test_what_it_switched_off_stays_off(running: Booted) -> None:
    running.run("systemctl", "disable", "--now", UNIT)
    _install(running, "first.deb")
    time.sleep(5)
    assert running.shown(UNIT, "ActiveState") == "inactive"
    running.run("systemctl", "enable", UNIT)


def _install(machine: Booted, package: str) -> None:
    machine.run("apt-get", "-q", "-y", "install", "--allow-downgrades", f"/srv/{package}")
