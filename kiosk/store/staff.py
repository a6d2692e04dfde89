"""Staff and their PINs, which are only ever compared inside the encrypted store.

Guessing is slowed by a count that is on the disk before a PIN is looked at, so that neither
pulling the plug nor setting the clock back gives a free try. (reference it-security section 5)
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.errors import RefusedError
from kiosk.store.tables import pin_tries, staff

ROLES = ("reception", "lead", "clinical", "IT")
FREE_TRIES = 4
WAITS = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 900))
PIN_LENGTHS = range(6, 13)

# OWASP's minimum for argon2id: 28 ms each, for a PIN is compared with that of every member
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class PinLocked(RefusedError):
    """Too many wrong PINs; `seconds` says how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds = ceil(wait.total_seconds())
        super().__init__(
            "There were too many wrong PINs.", advice=f"Try again in {self.seconds} seconds."
        )


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
        RefusedError: the PIN is weak or another's, the name is taken, or there is no such role.
    """
    refuse_weak_pin(pin)
    if role not in ROLES:
        raise RefusedError(f"There is no role “{role}”.", advice=f"Roles: {', '.join(ROLES)}.")
    if c.scalar(select(staff.c.id).where(staff.c.name == name)):
        raise RefusedError(f"There is a “{name}” already.")
    if _member_with(c, pin):
        raise RefusedError("This PIN can't be used.", advice="Choose another one.")
    c.execute(
        staff.insert().values(
            id=str(uuid4()), name=name, role=role, pin_hash=_HASHER.hash(pin), added_at=now
        )
    )


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
    member = _member_with(c, pin)
    if member is not None:
        c.execute(pin_tries.update().values(failed=0))
    c.commit()
    return member


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


def _member_with(c: Connection, pin: str) -> StaffMember | None:
    for row in c.execute(select(staff).order_by(staff.c.id)).all():
        try:
            _HASHER.verify(row.pin_hash, pin)
        except VerifyMismatchError:
            continue
        return StaffMember(id=row.id, name=row.name, role=row.role)
    return None
