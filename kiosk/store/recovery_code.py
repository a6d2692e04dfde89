"""The recovery code: a random secret as a person can read it from the recovery sheet and type it.

Seven groups of five signs (`kiosk.store.written_code`).
"""

from kiosk.store.written_code import new_code, secret_in

GROUPS = 7


def new_recovery_code() -> str:
    """A fresh code with 140 random bits."""
    return new_code(GROUPS)


def recovery_seed(code: str) -> bytes:
    """The secret in a typed code; case, spaces and hyphens do not matter.

    Raises:
        RefusedError: it is too short or long, or a group has a slip; the message names the group.
    """
    return secret_in(code, GROUPS, name="recovery code", stands="on the recovery sheet")
