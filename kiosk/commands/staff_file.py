"""The first staff by file: names, roles and PINs, checked as a whole before anything is made.

[[staff]]
name = "Sam Carter"
role = "lead"
pin = "271828"
"""

import tomllib
from pathlib import Path
from typing import Any, Final

import msgspec

from kiosk.errors import RefusedError, SettingsInvalid
from kiosk.store.staff import ROLES, NewStaff, refuse_weak_pin

_HOW: Final = 'Each is [[staff]] with name, role and pin: role = "lead", pin = "six digits".'


class _Member(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    role: str
    pin: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    staff: list[_Member]


def read_staff(file: Path) -> tuple[NewStaff, ...]:
    """The members in such a file; no message repeats a PIN.

    Raises:
        SettingsInvalid: it can't be read, or one of them can't be used.
    """
    members = tuple(NewStaff(one.name.strip(), one.role, one.pin) for one in _read(file).staff)
    if not members:
        raise _wrong(file, "it names nobody")
    for number, member in enumerate(members, start=1):
        if not member.name or member.role not in ROLES:
            raise _wrong(file, f"member {number} has no name, or a role there is not")
        try:
            refuse_weak_pin(member.pin)
        except RefusedError as cause:
            raise _wrong(file, f"the PIN of member {number} can't be used: {cause}") from None
    for what, values in (("name", [one.name.casefold() for one in members]),
                         ("PIN", [one.pin for one in members])):  # fmt: skip
        if len(set(values)) < len(values):
            raise _wrong(file, f"two have the same {what}")
    return members


def names_in(file: Path) -> frozenset[str]:
    """Whom it names; nobody where it can't be read."""
    try:
        return frozenset(one.name for one in read_staff(file))
    except SettingsInvalid:
        return frozenset()


def _read(file: Path) -> _File:
    try:
        content: Any = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
        return msgspec.convert(content, _File)
    except OSError as cause:
        raise _wrong(file, f"it can't be read: {cause.strerror}") from cause
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError):
        raise _wrong(file, "it is no such list") from None  # what was read stands in the cause


def _wrong(file: Path, why: str) -> SettingsInvalid:
    text = f"The staff in {file} (enrolment.staff_file) can't be used: {why}."
    return SettingsInvalid(text, advice=_HOW)
