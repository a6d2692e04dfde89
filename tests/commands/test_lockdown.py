"""What binds a Windows PC to the kiosk, held against what Microsoft publishes of its schemas.

Source of the facts: the pages "Shell Launcher XML Schema Definition" and "Assigned Access XML
Schema Definition" of Microsoft Learn (2024). No Windows has read these texts yet.
"""

import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kiosk.arguments import lockdown as typed
from kiosk.cli import main
from kiosk.commands import lockdown
from kiosk.errors import UsageError

SHELL = "{http://schemas.microsoft.com/ShellLauncher/2018/Configuration}"
SHELL_2 = "{http://schemas.microsoft.com/ShellLauncher/2019/Configuration}"
ASSIGNED = "{http://schemas.microsoft.com/AssignedAccess/2017/config}"
ASSIGNED_1809 = "{http://schemas.microsoft.com/AssignedAccess/201810/config}"
ASSIGNED_11 = "{http://schemas.microsoft.com/AssignedAccess/2022/config}"
GUID = re.compile(r"\{[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\}")
ACTIONS = {"RestartShell", "RestartDevice", "ShutdownDevice", "DoNothing"}

Print = Callable[..., str]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Print:
    """What `kiosk lockdown --print …` prints."""

    def of(*words: str) -> str:
        assert main(["lockdown", "--print", *words]) == 0
        return capsys.readouterr().out

    return of


def _read(xml: str) -> ET.Element:
    return ET.fromstring(xml.encode())  # noqa: S314 - our own


def _names(element: ET.Element) -> list[str]:
    return [child.tag.rpartition("}")[2] for child in element]


def _only(element: ET.Element, path: str) -> Any:
    found = element.findall(path)
    assert len(found) == 1, path
    return found[0]


def test_the_command_line_offers_what_there_is() -> None:
    assert set(typed.TARGETS) == set(lockdown.TARGETS)


def test_shell_launcher_has_the_elements_of_its_schema_in_their_order(printed: Print) -> None:
    root = _read(printed("windows-shell-launcher"))
    assert root.tag == f"{SHELL}ShellLauncherConfiguration"
    assert _names(root) == ["Profiles", "Configs"]
    assert _names(root[0]) == ["DefaultProfile", "Profile"]
    shell = _only(root, f"{SHELL}Profiles/{SHELL}Profile/{SHELL}Shell")
    assert shell.attrib[f"{SHELL_2}AppType"] == "Desktop"
    assert shell.attrib[f"{SHELL_2}AllAppsFullScreen"] == "true"
    assert _names(shell) == ["ReturnCodeActions", "DefaultAction"]
    config = _only(root, f"{SHELL}Configs/{SHELL}Config")
    assert _names(config) == ["AutoLogonAccount", "Profile"]
    made = _only(root, f"{SHELL}Profiles/{SHELL}Profile").attrib["Id"]
    assert GUID.fullmatch(made)
    assert config[1].attrib["Id"] == made


def test_shell_launcher_is_told_what_our_exit_codes_mean(printed: Print) -> None:
    root = _read(printed("windows-shell-launcher"))
    told = {
        int(one.attrib["ReturnCode"]): one.attrib["Action"]
        for one in root.iter(f"{SHELL}ReturnCodeAction")
    }
    assert told == {0: "RestartShell", 10: "DoNothing"}
    assert len(told) <= 4, "Windows takes no more"
    assert set(told.values()) <= ACTIONS
    # Without it, a code that is not listed would leave a black screen.
    defaults = [one.attrib["Action"] for one in root.iter(f"{SHELL}DefaultAction")]
    assert defaults == ["RestartShell"]


def test_the_restricted_user_has_the_elements_of_the_schema_in_their_order(printed: Print) -> None:
    root = _read(printed("windows-restricted"))
    assert root.tag == f"{ASSIGNED}AssignedAccessConfiguration"
    assert _names(root) == ["Profiles", "Configs"]
    profile = _only(root, f"{ASSIGNED}Profiles/{ASSIGNED}Profile")
    assert GUID.fullmatch(profile.attrib["Id"])
    assert _names(profile) == ["AllAppsList", "StartLayout", "StartPins", "Taskbar"]
    assert _only(profile, f"{ASSIGNED}Taskbar").attrib == {"ShowTaskbar": "false"}
    pins = _only(profile, f"{ASSIGNED_11}StartPins").text
    assert json.loads(pins) == {"pinnedList": []}
    _read(str(_only(profile, f"{ASSIGNED}StartLayout").text))
    config = _only(root, f"{ASSIGNED}Configs/{ASSIGNED}Config")
    assert _names(config) == ["AutoLogonAccount", "DefaultProfile"]
    assert config[1].attrib["Id"] == profile.attrib["Id"]


def test_the_restricted_user_may_start_our_two_programs_and_one_starts_by_itself(
    printed: Print,
) -> None:
    root = _read(printed("windows-restricted", "--exe", r"D:\Kiosk\kioskw.exe"))
    shown, spoken = root.iter(f"{ASSIGNED}App")
    assert shown.attrib == {
        "DesktopAppPath": r"D:\Kiosk\kioskw.exe",
        f"{ASSIGNED_1809}AutoLaunch": "true",
        f"{ASSIGNED_1809}AutoLaunchArguments": "run",
    }
    assert spoken.attrib == {"DesktopAppPath": r"D:\Kiosk\kiosk.exe"}


@pytest.mark.parametrize(
    ("target", "path", "read"),
    [
        ("windows-shell-launcher", f".//{SHELL}Account", lambda one: one.attrib["Name"]),
        ("windows-restricted", f".//{ASSIGNED}Account", lambda one: one.text),
    ],
)
@pytest.mark.parametrize("name", ["Kiosk", "O'Brien & Söhne", r"CLINIC\kiosk", "{x}"])
def test_an_account_is_named_as_it_is(
    printed: Print, target: str, path: str, read: Callable[[Any], str], name: str
) -> None:
    assert read(_only(_read(printed(target, "--user", name)), path)) == name


def test_the_keyboard_filter_leaves_what_typing_needs(printed: Print) -> None:
    text = printed("windows-keyboard-filter", "--user", "O'Brien")
    assert "'O''Brien'" in text
    assert "$typing = 'Shift', 'Ctrl', 'Alt'" in text
    assert "StickyKeys" in text
    assert "Keyboard Response" in text


@pytest.mark.parametrize("target", lockdown.TARGETS)
def test_no_mark_is_left_open(printed: Print, target: str) -> None:
    assert not re.search(r"@[A-Z]+@", printed(target))
    document = json.loads(printed(target, "--json"))
    assert document["target"] == target
    assert document["text"]


@pytest.mark.parametrize("name", ["", " ", "a/b", "a\nb", "<b>", 'a"b'])
def test_what_can_be_no_account_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        lockdown.lockdown("windows-restricted", name, typed.EXE)


@pytest.mark.parametrize("path", ["kioskw.exe", "/usr/bin/kiosk", r"C:\kiosk", "C:\\a\n.exe"])
def test_what_is_no_full_path_of_a_program_is_refused(path: str) -> None:
    with pytest.raises(UsageError):
        lockdown.lockdown("windows-shell-launcher", None, path)
