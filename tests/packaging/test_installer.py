"""The Windows installer: its fixed numbers, and what it leaves alone.

The long tests build it by wixl from a stand-in for the frozen folder and install it under Wine. The
real one is built by WiX on a Windows runner (.ci/windows.yml), which no test here has seen.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
WINE = shutil.which("wine64", path=f"{os.environ.get('PATH', '')}:/usr/lib/wine")
POLICY = r"HKLM\SOFTWARE\Policies\ClinicKiosk"
WIX = "{http://schemas.microsoft.com/wix/2006/wi}"

_spec = spec_from_file_location("installer", ROOT / "packaging" / "windows" / "installer.py")
assert _spec is not None
assert _spec.loader is not None
installer = module_from_spec(_spec)
_spec.loader.exec_module(installer)


def _read(xml: bytes) -> ET.Element:
    return ET.fromstring(xml)  # noqa: S314 - our own


def test_the_upgrade_code_never_changes() -> None:
    assert str(installer.UPGRADE_CODE) == "00e36098-0a7e-465a-af7b-d69b42b1052f"


def test_a_file_has_the_same_number_in_every_build() -> None:
    number = installer.component_number("_internal/kiosk/ui/Main.qml")
    assert str(number) == "e26551ad-bc39-587f-a211-fe91bf5c8999"
    assert installer.component_number("_INTERNAL/kiosk/ui/main.qml") == number


def test_each_version_is_a_product_of_its_own() -> None:
    assert installer.product_code("1.0.0") == installer.product_code("1.0.0")
    assert installer.product_code("1.0.0") != installer.product_code("1.0.1")


_NAMES = st.lists(
    st.lists(st.text("ab.-_ é&<", min_size=1, max_size=4), min_size=1, max_size=4).map("/".join),
    min_size=1, unique=True,
)  # fmt: skip


@given(_NAMES)
def test_every_file_is_in_the_list_once_with_ids_windows_takes(names: list[str]) -> None:
    told = _read(installer.file_list(names))
    sources = [one.attrib["Source"] for one in told.iter(f"{WIX}File")]
    assert sorted(sources) == sorted(f"$(var.Folder)/{name}" for name in names)
    ids = [one.attrib["Id"] for one in told.iter() if one.tag == f"{WIX}File"]
    assert len(set(ids)) == len(names)
    assert all(len(one) <= 72 and one.isalnum() for one in ids)
    asked = {one.attrib["Id"] for one in told.iter(f"{WIX}ComponentRef")}
    assert asked == {one.attrib["Id"] for one in told.iter(f"{WIX}Component")}


def test_it_owns_no_file_outside_the_folder_of_the_program() -> None:
    source = _read(installer.SOURCE.read_bytes())
    assert not list(source.iter(f"{WIX}File"))
    assert {one.attrib["InstallScope"] for one in source.iter(f"{WIX}Package")} == {"perMachine"}


def test_what_it_writes_is_policy_and_stays_but_for_the_token() -> None:
    written = {}
    for component in _read(installer.SOURCE.read_bytes()).iter(f"{WIX}Component"):
        value = component.find(f"{WIX}RegistryValue")
        if value is not None:
            assert value.attrib["Key"].startswith(r"SOFTWARE\Policies\ClinicKiosk")
            assert component.find(f"{WIX}Condition") is not None
            written[value.attrib["Name"]] = component.get("Permanent")
    assert written.pop("token") is None
    assert set(written) == {"url", "name", "kiosk", "recovery_page", "token_file"}
    assert set(written.values()) == {"yes"}


def test_users_make_folders_beside_the_settings_and_no_file() -> None:
    (rights,) = _read(installer.SOURCE.read_bytes()).iter(f"{WIX}PermissionEx")
    entries = re.findall(r"\((.*?)\)", rights.attrib["Sddl"])
    users = [entry.split(";") for entry in entries if entry.endswith(";BU")]
    add_file, add_folder = 0x2, 0x4
    granted = [int(entry[2], 16) for entry in users]
    assert not any(one & add_file for one in granted)
    assert any(one & add_folder for one in granted)


def test_it_never_restarts_the_pc_and_hides_the_token_from_its_log() -> None:
    found = {
        one.attrib["Id"]: one for one in _read(installer.SOURCE.read_bytes()).iter(f"{WIX}Property")
    }
    assert found["REBOOT"].attrib["Value"] == "ReallySuppress"
    assert found["ENROLMENTTOKEN"].attrib["Hidden"] == "yes"


class Pc:
    """A Windows of Wine's, in a folder."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._own = os.environ | {
            "WINEPREFIX": str(place / "prefix"), "WINEDEBUG": "-all", "DISPLAY": "",
        }  # fmt: skip
        self.run("wineboot", "-i")

    def run(self, *words: str) -> tuple[int, str]:
        told = subprocess.run(
            [str(WINE), *words], env=self._own, cwd=self.place, capture_output=True, check=False
        )
        return told.returncode, told.stdout.decode(errors="replace").replace("\r", "")

    def end(self) -> None:
        self.run("wineboot", "-e", "-k")

    def msiexec(self, way: str, version: str, *given: str) -> int:
        return self.run("msiexec", way, f"{version}.msi", "/qn", *given)[0]

    def policy(self) -> dict[str, str]:
        lines = self.run("reg", "query", POLICY, "/s")[1].splitlines()
        told = [line.split(maxsplit=2) for line in lines if line.startswith("    ")]
        return {name: value for name, _, value in told}

    @property
    def program(self) -> Path:
        return self.place / "prefix" / "drive_c" / "Program Files" / "ClinicKiosk"

    @property
    def data(self) -> Path:
        return self.place / "prefix" / "drive_c" / "ProgramData" / "ClinicKiosk"


@pytest.fixture
def pc(tmp_path: Path) -> Iterator[Pc]:
    missing = [name for name in ("wixl", "msibuild") if shutil.which(name) is None]
    if WINE is None or missing:
        pytest.skip(f"not installed: {', '.join([*missing, *([] if WINE else ['wine64'])])}")
    for version in ("1.0.0", "1.1.0"):
        folder = tmp_path / f"folder-{version}"
        (folder / "_internal").mkdir(parents=True)
        (folder / "kiosk.exe").write_text(version)
        (folder / "_internal" / f"only-{version}").write_text("")
        installer.build(folder, tmp_path / f"{version}.msi", version)
    there = Pc(tmp_path)
    yield there
    there.end()


@pytest.mark.long
def test_an_upgrade_keeps_what_was_given_and_what_was_made_since(pc: Pc) -> None:
    given = ("CENTRALURL=https://fhir.example/r4", "ENROLMENTTOKEN=once", r"RECOVERYPAGE=\\a\b")
    assert pc.msiexec("/i", "1.0.0", *given) == 0
    kept = {"url": "https://fhir.example/r4", "recovery_page": r"\\a\b"}
    assert pc.policy() == kept | {"token": "once"}
    assert (pc.program / "kiosk.exe").read_text() == "1.0.0"
    (pc.data / "store").mkdir()
    (pc.data / "store" / "kiosk.db").write_text("answers")
    (pc.data / "kiosk.toml").write_text("as IT wrote it")

    assert pc.msiexec("/i", "1.1.0") == 0
    assert pc.policy() == kept
    assert (pc.program / "kiosk.exe").read_text() == "1.1.0"
    assert [file.name for file in (pc.program / "_internal").iterdir()] == ["only-1.1.0"]

    assert pc.msiexec("/i", "1.0.0") == 1603 % 256, "an older version is refused"
    assert (pc.program / "kiosk.exe").read_text() == "1.1.0"

    assert pc.msiexec("/x", "1.1.0") == 0
    assert not pc.program.exists()
    assert (pc.data / "store" / "kiosk.db").read_text() == "answers"
    assert (pc.data / "kiosk.toml").read_text() == "as IT wrote it"


@pytest.mark.long
def test_what_a_group_policy_wrote_is_not_taken_away(pc: Pc) -> None:
    pc.run("reg", "add", rf"{POLICY}\central", "/v", "url", "/d", "https://policy.example", "/f")
    assert pc.msiexec("/i", "1.0.0") == 0
    assert pc.msiexec("/i", "1.1.0", "CLINICNAME=Riverside") == 0
    assert pc.msiexec("/x", "1.1.0") == 0
    assert pc.policy() == {"url": "https://policy.example", "name": "Riverside"}
