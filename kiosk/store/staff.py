"""Staff and their PINs, which are only ever compared inside the encrypted store.

Guessing is slowed by a count that is on the disk before a PIN is looked at, so that neither
pulling the plug nor setting the clock back gives a free try. What is hashed is no PIN but its HMAC
with a key of this store (the pepper): a hash that got out of the store can't be searched for its
PIN.
"""

import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from typing import Any
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.errors import RefusedError
from kiosk.store import audit
from kiosk.store.facts import store_secret
from kiosk.store.tables import pin_tries, staff

ROLES = ("reception", "lead", "clinical", "IT")
_NO_NAMES = frozenset({"patient", "kiosk", "staff", "it", "central", "slip"})
"""Who stands in the audit beside staff: nobody of that name could be told from them."""
FREE_TRIES = 4
WAITS = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 900))
PIN_LENGTHS = range(6, 13)

# OWASP's minimum for argon2id: 28 ms each, for a PIN is compared with that of every member
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_PEPPERED = "peppered:"
"""Before a hash that was made with the pepper; the first version of the program had none."""


class PinLocked(RefusedError):
    """Too many wrong PINs; `seconds` says how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds = ceil(wait.total_seconds())
        super().__init__(
            "There were too many wrong PINs.", advice=f"Try again in {self.seconds} seconds."
        )


@dataclass(frozen=True)
class NewStaff:
    """Someone who is to come behind the desk, with the PIN they chose."""

    name: str
    role: str
    pin: str = field(repr=False)


@dataclass(frozen=True)
class StaffMember:
    """Someone who may come behind the desk."""

    id: str
    name: str
    role: str


def refuse_weak_pin(pin: str) -> None:
    """Checks the form of a PIN before anything is made with it.

    Raises:
        RefusedError: it is not 6 to 12 digits, or the same digit throughout, or simply counts.
    """
    if not re.fullmatch(r"[0-9]+", pin) or len(pin) not in PIN_LENGTHS:
        raise RefusedError("A PIN is 6 to 12 digits.")
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        raise RefusedError("This PIN is the first that anyone would try.", advice="Mix the digits.")


def add_staff(c: Connection, *, name: str, role: str, pin: str, now: datetime) -> None:
    """Add a member of staff.

    Raises:
        RefusedError: the PIN is weak or another's, the name is taken or stands for no person, or
            there is no such role.
    """
    name = name.strip()
    if not name:
        raise RefusedError("A member of staff needs a name.")
    if name.casefold() in _NO_NAMES:
        raise RefusedError(
            f"“{name}” stands for no person in the log.", advice="Choose the person's own name."
        )
    if role not in ROLES:
        raise RefusedError(f"There is no role “{role}”.", advice=f"Roles: {', '.join(ROLES)}.")
    if c.scalar(select(staff.c.id).where(staff.c.name == name)):
        raise RefusedError(f"There is a “{name}” already.")
    c.execute(
        staff.insert().values(
            id=str(uuid4()), name=name, role=role, pin_hash=_new_hash(c, pin), added_at=now
        )
    )


def list_staff(c: Connection) -> tuple[StaffMember, ...]:
    """Everyone who may come behind the desk, by name."""
    rows = c.execute(select(staff.c.id, staff.c.name, staff.c.role).order_by(staff.c.name))
    return tuple(StaffMember(*row) for row in rows)


def reset_pin(c: Connection, *, name: str, pin: str, now: datetime) -> None:
    """Give someone who lost their PIN another one; nobody has to wait for wrong ones any more.

    Raises:
        RefusedError: nobody has that name, or the PIN is weak or another's.
    """
    member = _named(c, name)
    c.execute(staff.update().where(staff.c.id == member.id).values(pin_hash=_new_hash(c, pin)))
    c.execute(pin_tries.update().values(failed=0))
    audit.record(c, actor="IT", action="staff.pin-reset", subject=name, now=now)


def remove_staff(c: Connection, *, name: str, now: datetime) -> None:
    """Their PIN opens nothing any more; what they did stays in the audit.

    Raises:
        RefusedError: nobody has that name, or they are the last who could open the staff pages.
    """
    member = _named(c, name)
    if len(list_staff(c)) == 1:
        raise RefusedError(
            f"“{name}” is the last member of staff.", advice="Add another one first."
        )
    c.execute(staff.delete().where(staff.c.id == member.id))
    audit.record(c, actor="IT", action="staff.removed", subject=name, now=now)


def check_pin(c: Connection, pin: str, *, now: datetime) -> StaffMember | None:
    """Whose PIN this is; None for a wrong one, which counts.

    Commits `c` twice: what it wrote before goes to the disk with the count, and the PIN is
    compared while nobody else has to wait. After 4 wrong ones a wait of 5 s, 15 s, 60 s,
    5 min, then always 15 min.

    Raises:
        PinLocked: too many were wrong; the PIN was not looked at.
    """
    _count_try(c, now)
    c.commit()
    found = _row_with(c, pin)
    if found is None:
        c.commit()
        return None
    c.execute(pin_tries.update().values(failed=0))
    if not found.pin_hash.startswith(_PEPPERED):
        better = _PEPPERED + _HASHER.hash(_peppered(c, pin))
        c.execute(staff.update().where(staff.c.id == found.id).values(pin_hash=better))
    c.commit()
    return StaffMember(id=found.id, name=found.name, role=found.role)


def _count_try(c: Connection, now: datetime) -> None:
    row = c.execute(select(pin_tries)).one_or_none()
    failed, last_at = (0, now) if row is None else (row.failed, row.last_at)
    if failed >= FREE_TRIES:
        _refuse_early(c, WAITS[min(failed - FREE_TRIES, len(WAITS) - 1)], last_at, now)
    new = insert(pin_tries).values(id=1, failed=failed + 1, last_at=now)
    c.execute(
        new.on_conflict_do_update(
            index_elements=["id"], set_={"failed": failed + 1, "last_at": now}
        )
    )


def _refuse_early(c: Connection, wait: timedelta, last_at: datetime, now: datetime) -> None:
    if now < last_at:  # the clock was set back: the whole wait begins again, and never more
        c.execute(pin_tries.update().values(last_at=now))
        c.commit()
        last_at = now
    if now < last_at + wait:
        raise PinLocked(last_at + wait - now)


def _named(c: Connection, name: str) -> StaffMember:
    found = next((member for member in list_staff(c) if member.name == name), None)
    if found is None:
        raise RefusedError(f"Nobody is named “{name}”.", advice="See them with: kiosk staff list")
    return found


def _new_hash(c: Connection, pin: str) -> str:
    """Of a PIN that is strong enough, and nobody else's."""
    refuse_weak_pin(pin)
    if _row_with(c, pin):
        raise RefusedError("This PIN can't be used.", advice="Choose another one.")
    return _PEPPERED + _HASHER.hash(_peppered(c, pin))


def _peppered(c: Connection, pin: str) -> str:
    return hmac.digest(store_secret(c, "pin"), pin.encode(), "sha256").hex()


def _row_with(c: Connection, pin: str) -> Row[Any] | None:
    peppered = _peppered(c, pin)
    for row in c.execute(select(staff).order_by(staff.c.id)).all():
        made = row.pin_hash
        tried = peppered if made.startswith(_PEPPERED) else pin
        try:
            _HASHER.verify(made.removeprefix(_PEPPERED), tried)
        except VerifyMismatchError:
            continue
        return row
    return None
