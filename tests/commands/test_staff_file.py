"""The first staff by file: all of it or nothing, and no PIN in any message."""

from pathlib import Path

import pytest

from kiosk.commands.staff_file import names_in, read_staff
from kiosk.errors import SettingsInvalid

GOOD = """
[[staff]]
name = " Sam Carter "
role = "lead"
pin = "271828"
[[staff]]
name = "Desk"
role = "reception"
pin = "161803"
"""


def test_staff_are_read_with_their_pins_and_a_repr_without(tmp_path: Path) -> None:
    file = tmp_path / "staff.toml"
    file.write_text(f"\ufeff{GOOD}", encoding="utf-8")
    members = read_staff(file)
    assert [(one.name, one.role, one.pin) for one in members] == [
        ("Sam Carter", "lead", "271828"),
        ("Desk", "reception", "161803"),
    ]
    assert "271828" not in repr(members)
    assert names_in(file) == {"Sam Carter", "Desk"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no such list"),
        ("staff = []", "names nobody"),
        (GOOD.replace("271828", "123456"), "the PIN of member 1"),
        (GOOD.replace("271828", "161803"), "the same PIN"),
        (GOOD.replace(" Sam Carter ", "DESK"), "the same name"),
        (GOOD.replace('"lead"', '"chief"'), "a role there is not"),
        (GOOD.replace('"Desk"', '" "'), "member 2 has no name"),
        (GOOD.replace("pin =", "pins ="), "no such list"),
        ("name;role;pin\nSam;lead;271828", "no such list"),
    ],
)
def test_what_can_not_be_used_is_said_without_a_pin(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "staff.toml"
    file.write_text(text)
    with pytest.raises(SettingsInvalid, match=why) as refused:
        read_staff(file)
    told = f"{refused.value} {refused.value.advice} {refused.value.__cause__}"
    assert not any(pin in told for pin in ("271828", "161803", "123456"))
    assert names_in(file) == frozenset()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="No such file"):
        read_staff(tmp_path / "none.toml")
