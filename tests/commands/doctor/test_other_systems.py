"""What is asked of Windows and macOS, by tools that answer as their documentation says."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.commands.doctor.checks import Row
from kiosk.commands.doctor.groups import GROUPS
from kiosk.commands.doctor.looking import look
from kiosk.commands.doctor.machine import Machine
from kiosk.commands.doctor.subject import Subject
from kiosk.settings import Settings

PAGED = "EncryptPagingFile = 1"


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    return tmp_path


def answers(tools: Path, name: str, said: str, code: int = 0) -> None:
    (tools / name).write_text(f"#!/bin/sh\necho '{said}'\nexit {code}\n")
    (tools / name).chmod(0o755)


def row(tools: Path, name: str, platform: str = "win32") -> Row:
    machine = Machine(
        root=tools, platform=platform, env={"PATH": str(tools), "PROGRAMDATA": "C:\\ProgramData"}
    )
    checks = {check.name: (group.name, check) for group in GROUPS for check in group.checks}
    return look(*checks[name], Subject(Settings(), machine))


@pytest.mark.parametrize(
    ("said", "state"), [("1", "well"), ("3", "well"), ("2", "to mend"), ("5", "to mend"),
                        ("", "not known")]
)  # fmt: skip
def test_bitlocker(tools: Path, said: str, state: str) -> None:
    answers(tools, "powershell", said)
    found = row(tools, "disk-encrypted")
    assert found.state == state
    assert ("manage-bde -on C:" in found.mend) is (state == "to mend")


def test_a_page_file(tools: Path) -> None:
    answers(tools, "fsutil", PAGED)
    assert row(tools, "swap").state == "well"
    answers(tools, "fsutil", "EncryptPagingFile = 0")
    answers(tools, "powershell", "1")
    assert row(tools, "swap").state == "well"
    answers(tools, "powershell", "2")
    found = row(tools, "swap")
    assert found.state == "to mend"
    assert "fsutil behavior set encryptpagingfile 1" in found.mend


def test_the_time_of_windows(tools: Path) -> None:
    answers(tools, "w32tm", "Leap Indicator: 0(no warning)\nStratum: 3")
    assert row(tools, "clock-kept").state == "well"
    answers(tools, "w32tm", "Leap Indicator: 3(not synchronized)")
    assert "w32tm /resync" in row(tools, "clock-kept").mend
    answers(tools, "w32tm", "The service has not been started.", 1)
    assert row(tools, "clock-kept").state == "to mend"


def test_the_desktop_of_windows(tools: Path) -> None:
    answers(tools, "tasklist", '"explorer.exe","1234","Console","1","90,000 K"')
    assert "kiosk lockdown --print" in row(tools, "lockdown").mend
    answers(tools, "tasklist", "INFO: No tasks are running which match the specified criteria.")
    assert row(tools, "lockdown").state == "well"
    assert row(tools, "watchdog").state == "does not apply"


def test_the_screen_of_windows(tools: Path) -> None:
    answers(tools, "powershell", "34 19 1920 1080")
    assert row(tools, "display").state == "well"
    answers(tools, "powershell", "16 9 800 480")
    assert len(row(tools, "display").found) == 2
    answers(tools, "powershell", "0 0 1920 1080")
    assert row(tools, "display").state == "well"
    answers(tools, "powershell", "131")
    assert row(tools, "touch").state == "well"
    answers(tools, "powershell", "0")
    assert row(tools, "touch").state == "to mend"


def test_the_flag_of_maintenance_on_windows(tools: Path) -> None:
    assert row(tools, "maintenance").state == "well"


def test_filevault(tools: Path) -> None:
    answers(tools, "fdesetup", "FileVault is On.")
    assert row(tools, "disk-encrypted", "darwin").state == "well"
    answers(tools, "fdesetup", "FileVault is Off.")
    assert "fdesetup enable" in row(tools, "disk-encrypted", "darwin").mend
    assert row(tools, "swap", "darwin").state == "does not apply"


def test_a_licence_that_was_to_be_looked_at_again_is_told(tools: Path) -> None:
    checks = {check.name: (group.name, check) for group in GROUPS for check in group.checks}
    times = {
        year: Machine(root=tools, now=lambda year=year: datetime(year, 1, 1, tzinfo=UTC))
        for year in (2026, 2099)
    }
    found = {year: look(*checks["licences"], Subject(Settings(), at)) for year, at in times.items()}
    assert found[2026].state == "well"
    assert found[2099].state == "to mend"
    assert "gad-7" in str(found[2099])
