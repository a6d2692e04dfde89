"""Root's work on the store of another user: what it makes there belongs to that user.

Not by giving files away afterwards: a process can be killed before it comes to that.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from kiosk.errors import UsageError

if sys.platform != "win32":
    import pwd


class Account(NamedTuple):
    """A user of this PC, by the numbers of user and group."""

    uid: int
    gid: int


ROOT = Account(0, 0)


@contextmanager
def acting_as(account: Account | None) -> Iterator[None]:
    """Do what the block does with the rights of a user; needs root. None changes nothing.

    What is made in the block belongs to that user, at every instant.
    """
    if account is None or sys.platform == "win32":
        yield
        return
    before = Account(os.geteuid(), os.getegid())
    _become(account)
    try:
        yield
    finally:
        _become(before)


def account_named(name: str) -> Account:
    """The user of that name.

    Raises:
        UsageError: there is none.
    """
    if sys.platform == "win32":
        raise UsageError("Nobody acts for others here.", advice="Start as the kiosk's own user.")
    try:
        found = pwd.getpwnam(name)
    except KeyError as cause:
        raise UsageError(
            f"There is no user {name}.", advice="Make the account of the kiosk first."
        ) from cause
    return Account(found.pw_uid, found.pw_gid)


def _become(account: Account) -> None:
    os.seteuid(0)  # only root may take the group, too
    os.setegid(account.gid)
    os.seteuid(account.uid)
