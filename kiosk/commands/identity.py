"""Who sits at the command line: a member of staff, by PIN, where the clinic has any."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from kiosk.commands.pins import own_pin
from kiosk.errors import RefusedError
from kiosk.store import audit, staff
from kiosk.store.database import Store

NOBODY: Final = "desk"
"""Who it is, for the audit, where the store knows no staff."""


def identified(
    store: Store, *, may: Collection[str], what: str, from_stdin: bool, now: datetime
) -> str:
    """The name of whose PIN it is, once it is right and their role may do it.

    A wrong PIN, and one whose role may not, stand in the audit.

    Args:
        store: which knows the staff.
        may: the roles that may.
        what: is done, as in the audit: "export".
        from_stdin: the PIN comes as the first line of standard input.
        now: the moment.

    Raises:
        UsageError: no PIN came.
        RefusedError: it is wrong, or the role may not.
        PinLocked: too many were wrong; says how long to wait.
    """
    with store.reading() as c:
        if not staff.list_staff(c):
            return NOBODY
    pin = own_pin(from_stdin=from_stdin, why=f"An {what}")
    with store.transaction() as c:
        # Commits by itself; what follows is one more transaction.
        member = staff.check_pin(c, pin, now=now)
        if member is None:
            audit.record(
                c, actor="staff", action="staff.pin-wrong", subject=store.kiosk_id, now=now
            )
        elif member.role not in may:
            audit.record(
                c, actor=member.name, action=f"{what}.refused", subject=member.role, now=now
            )
    if member is None:
        raise RefusedError("This PIN is wrong.", advice="After four wrong ones there is a wait.")
    if member.role not in may:
        raise RefusedError(
            f"{member.name} may not do this with the role {member.role}.",
            advice=f"It takes the PIN of somebody with the role {', '.join(may)}.",
        )
    return member.name
