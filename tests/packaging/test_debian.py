"""The Debian package: installed on a bare system, started, spoilt, upgraded, removed."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.resources import resource
from tests.mounting import why_no_mounts
from tests.packaging.debian import ROOT, STORE, Debian, build, missing, until

pytestmark = [pytest.mark.long, pytest.mark.timeout(1500)]
needed = pytest.mark.skipif(bool(missing()), reason=missing())

PIN = "271904"
SETTINGS = "/etc/clinic-kiosk/kiosk.toml"
SET_UP = (
    "kiosk setup --from /usr/share/clinic-kiosk/kiosk.toml --user clinic-kiosk --pin-stdin"
    " --sheet /root/recovery.html"
)
HEADLESS = """[Service]
Environment=WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1
TTYPath=
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
StandardInput=null
WatchdogSec=6
"""
"""A container has no screen and no console: the compositor draws into memory."""

ANSWER = """
import sys; from datetime import UTC, datetime; from pathlib import Path
from kiosk.settings import read_settings
from kiosk.store.database import open_store
from kiosk.store.keeping import holder_for
from kiosk.store.unlocking import unlock
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.forms.fhir_json import encode_json
from kiosk.resources import resource
from kiosk.store import questionnaires, submissions
settings = read_settings(Path("/etc/clinic-kiosk/kiosk.toml"))
store = unlock(settings.store_directory, holder_for(settings))
now = datetime.now(UTC)
form = read_questionnaire(resource("forms", "pain-today.json").read_bytes())
response = fill(form, seed=1).response(
    status="completed", authored=now, response_id="00000001-0000-4000-8000-000000000000",
    device_id=store.kiosk_id,
)
with store.transaction() as c:
    questionnaires.keep_questionnaire(c, canonical=form.canonical, content_hash=form.content_hash,
        content=encode_json(form.raw), now=now)
    submissions.submit(c, draft_id=None, response_id=response["id"], questionnaire=form.canonical,
        payload=encode_json(response), now=now)
store.close()
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One package, and the one after it."""
    out = tmp_path_factory.mktemp("packages")
    return build(out), build(out, "--version", "0.1.1")


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Debian]:
    debian = Debian(tmp_path_factory.mktemp("debian") / "root")
    debian.bootstrap()
    yield debian
    subprocess.run(["rm", "-rf", "--one-file-system", debian.root], check=False)


@needed
def test_two_builds_are_the_same(packages: tuple[Path, Path], tmp_path: Path) -> None:
    again = build(tmp_path)

    assert again.read_bytes() == packages[0].read_bytes()


@needed
@pytest.mark.skipif(bool(why_no_mounts("-n")), reason="no network of its own can be made here")
def test_without_a_network_it_is_built_from_a_folder_of_wheels(
    packages: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "wheels"
    subprocess.run(["sh", ROOT / "packaging/debian/wheels.sh", folder], check=True)

    package = build(tmp_path / "out", "--wheels", folder, around=("unshare", "-n"))

    assert package.read_bytes() == packages[0].read_bytes()


@needed
def test_the_life_of_a_package(debian: Debian, packages: tuple[Path, Path]) -> None:
    first, second = packages
    began = time.monotonic()
    told = debian.install(first)
    fresh = next(line for line in told.splitlines() if "newly installed" in line)
    print(f"{first.stat().st_size / 1e6:.0f} MB; {fresh}; {time.monotonic() - began:.0f} s")
    assert "kiosk 0.1.0" in debian.run("kiosk --version")

    debian.run(SET_UP, stdin=f"{PIN}\n")
    debian.run(f"cat >/tmp/answer.py; {as_service('python3 -I /tmp/answer.py')}", stdin=ANSWER)
    before = debian.run(as_service("kiosk responses --json"))
    assert "00000001-0000-4000-8000-000000000000" in before

    settings = debian.run(f"cat {SETTINGS}")
    told = debian.install(second)
    assert "kiosk 0.1.1" in debian.run("kiosk --version")
    assert debian.run(f"cat {SETTINGS}") == settings
    assert debian.run(as_service("kiosk responses --json")) == before
    assert not (debian.root / "run/clinic-kiosk/maintenance").exists()

    for verb in ("remove", "purge"):
        told = debian.run(f"apt-get -q -y {verb} clinic-kiosk")
        assert "stay" in told
    assert not (debian.root / "usr/bin/kiosk").exists()
    assert not (debian.root / "opt/clinic-kiosk").exists()
    assert (debian.root / SETTINGS.lstrip("/")).read_text() == settings
    assert (debian.root / STORE.lstrip("/") / "kiosk.db").is_file()

    debian.install(second)
    assert debian.run(as_service("kiosk responses --json")) == before


@needed
def test_a_kiosk_that_hangs_crashes_or_ends_is_started_again(
    debian: Debian, packages: tuple[Path, Path]
) -> None:
    if not (debian.root / "usr/bin/kiosk").exists():
        debian.install(packages[1])
    if not (debian.root / "etc/clinic-kiosk/key.cred").exists():
        debian.run(SET_UP, stdin=f"{PIN}\n")
    debian.write("/etc/systemd/system/clinic-kiosk.service.d/headless.conf", HEADLESS)
    with debian.booted() as booted:
        began = time.monotonic()
        until(lambda: booted.shown("clinic-kiosk", "ActiveState") == "active")
        print(f"the first page stands {time.monotonic() - began:.1f} s after the first process")
        for how, words in (("STOP", "hangs"), ("SEGV", "crashes"), ("TERM", "ends")):
            before = booted.kiosk()
            booted.kill(before, how)
            began = time.monotonic()
            until(lambda old=before: _is_another(booted.kiosk(), old))
            until(lambda: booted.shown("clinic-kiosk", "ActiveState") == "active")
            print(f"{words}: the first page stands again after {time.monotonic() - began:.1f} s")
        assert booted.shown("clinic-kiosk", "NRestarts") == "3"
        assert booted.shown("clinic-kiosk", "MemorySwapMax") == "0"
        assert not booted.run(
            "find", "/", "-xdev", "-regex", ".*/core\\(\\.[0-9]+\\)?", "-type", "f", "-size", "+1M"
        ).strip()


def _is_another(process: int, old: int) -> bool:
    return process not in {0, old}


def as_service(command: str) -> str:
    """As the unit runs it: its user, with the key that systemd deciphers for it."""
    python = command.replace("python3", "/opt/clinic-kiosk/bin/python3")
    return (
        "mkdir -p /run/given && systemd-creds decrypt --name=kiosk-key /etc/clinic-kiosk/key.cred"
        " /run/given/kiosk-key && chmod -R a+rX /run/given && setpriv --reuid=clinic-kiosk"
        f" --regid=clinic-kiosk --clear-groups env CREDENTIALS_DIRECTORY=/run/given {python}"
    )


def test_the_units_are_sound() -> None:
    service = resource("lockdown", "clinic-kiosk.service").read_text(encoding="utf-8")

    for line in (
        "Type=notify", "Restart=always", "StartLimitIntervalSec=0", "WatchdogSignal=SIGKILL",
        "LimitCORE=0", "MemorySwapMax=0", "ProtectSystem=strict", "UMask=0077",
        "ConditionPathExists=!/run/clinic-kiosk/maintenance",
    ):  # fmt: skip
        assert line in service.splitlines()
    assert "PAMName=" not in service.replace("(PAMName=)", "")
