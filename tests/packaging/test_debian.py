"""The Debian package: installed on a bare system, started, spoilt, upgraded, removed."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from kiosk.resources import resource
from tests.packaging.debian import (
    PATH,
    PIN,
    ROOT,
    SET_UP,
    SETTINGS,
    STORE,
    Debian,
    as_service,
    build,
    copy_checkout,
    missing,
    package_date,
    runs_without_network,
)

pytestmark = [pytest.mark.long, pytest.mark.timeout(1500)]
needed = pytest.mark.skipif(bool(missing()), reason=missing())

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


@needed
def test_two_builds_are_the_same_wherever_and_with_whatever_rights_the_checkout_lies(
    packages: tuple[Path, Path], tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere"
    copy_checkout(other)
    subprocess.run(["chmod", "-R", "go-rwx", other], check=True)

    again = build(tmp_path, checkout=other, epoch=package_date())

    assert again.read_bytes() == packages[0].read_bytes()


@needed
@pytest.mark.skipif(not runs_without_network(), reason="no network of its own can be made here")
def test_without_a_network_it_is_built_from_a_folder_of_wheels(
    packages: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "wheels"
    subprocess.run(["sh", ROOT / "packaging/debian/wheels.sh", folder], check=True)

    package = build(tmp_path / "out", "--wheels", folder, around=("unshare", "-n"))

    assert package.read_bytes() == packages[0].read_bytes()


@needed
def test_in_ubuntu_it_is_built_installed_and_walked(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    ubuntu = Debian(tmp_path_factory.mktemp("ubuntu") / "root")
    try:
        ubuntu.bootstrap("noble")
        ubuntu.run("apt-get -q update && apt-get -q -y install --no-install-recommends python3")
        copy_checkout(ubuntu.root / "srv/checkout")
        shutil.copy(str(shutil.which("uv", path=PATH)), ubuntu.root / "usr/local/bin/uv")
        package = ubuntu.run(
            "export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt PATH=$PATH:/usr/local/bin;"
            " sh /srv/checkout/packaging/debian/build.sh --quick --out /srv"
        ).splitlines()[-1]
        ubuntu.run("rm -r /srv/checkout /usr/local/bin/uv")
        told = ubuntu.run(f"apt-get -q -y install --no-install-recommends {package}")
        fresh = next(line for line in told.splitlines() if "newly installed" in line)
        print(f"{(ubuntu.root / package.lstrip('/')).stat().st_size / 1e6:.0f} MB; {fresh}")

        depends = ubuntu.run("dpkg-query -W -f '${Depends}' clinic-kiosk")
        assert "python3 (>= 3.12), python3 (<< 3.13)" in depends
        assert "libglib2.0-0t64" in depends
        assert "kiosk 0.1.0" in ubuntu.run("kiosk --version")
        told = ubuntu.run("kiosk demo --robot --out /srv/demo")
        print("\n".join(told.splitlines()[-5:]))
        assert "3 sent, 0 lost, 0 doubled" in told
    finally:
        subprocess.run(["rm", "-rf", "--one-file-system", ubuntu.root], check=False)


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
def test_systemd_finds_no_fault_in_the_units(debian: Debian, packages: tuple[Path, Path]) -> None:
    debian.have(packages[0])
    names = [file.name for file in (debian.root / "usr/lib/systemd/system").glob("clinic-kiosk*")]
    assert len(names) == 4

    told = debian.run(f"systemd-analyze verify {' '.join(names)} 2>&1")
    assert told == ""
    told = debian.run(
        "systemd-analyze security --offline=true --threshold=40 clinic-kiosk.service | tail -n 2"
    )
    print(told.strip())


def test_the_units_are_sound() -> None:
    service = resource("lockdown", "clinic-kiosk.service").read_text(encoding="utf-8")

    for line in (
        "Type=notify", "Restart=always", "StartLimitIntervalSec=0", "WatchdogSignal=SIGKILL",
        "LimitCORE=0", "MemorySwapMax=0", "ProtectSystem=strict", "UMask=0077",
        "ConditionPathExists=!/run/clinic-kiosk.exchange",
    ):  # fmt: skip
        assert line in service.splitlines()
    assert "PAMName=" not in service.replace("(PAMName=)", "")
