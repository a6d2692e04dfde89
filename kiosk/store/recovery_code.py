"""The recovery code: a random secret as a person can read it from paper and type it.

Seven groups of five signs, e.g. `9KQ2M-…`. Crockford's 32 signs have no I, L, O or U; what is
typed as I or L is read as 1, and O as 0. The fifth sign of a group checks the other four and the
group's place, so that a slip is named by its group.
"""

import secrets

from kiosk.errors import RefusedError

GROUPS = 7
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKED = 4  # signs of 5 bits in a group, before the check sign
_READ_AS = str.maketrans("ILO", "110")


def new_recovery_code() -> str:
    """A fresh code with 140 random bits."""
    groups = ([secrets.randbelow(32) for _ in range(_CHECKED)] for _ in range(GROUPS))
    return "-".join(
        "".join(_SIGNS[value] for value in (*group, _check(place, group)))
        for place, group in enumerate(groups)
    )


def recovery_seed(code: str) -> bytes:
    """The secret in a typed code; case, spaces and hyphens do not matter.

    Raises:
        RefusedError: it is too short or long, or a group has a slip; the message names the group.
    """
    signs = "".join(s for s in code.upper() if s.isalnum()).translate(_READ_AS)
    size = _CHECKED + 1
    if len(signs) != GROUPS * size:
        raise RefusedError(
            f"A recovery code has {GROUPS} groups of {size} signs; this one has {len(signs)} signs "
            f"and not {GROUPS * size}.",
            advice="Type it as it stands on the recovery sheet.",
        )
    for place in range(GROUPS):
        _refuse_slip(place, signs[place * size : (place + 1) * size])
    return signs.encode()


def _refuse_slip(place: int, group: str) -> None:
    values = [_SIGNS.find(sign) for sign in group]
    if -1 in values or values[-1] != _check(place, values[:-1]):
        raise RefusedError(
            f"There is a slip in group {place + 1} of the recovery code: {group}.",
            advice="Compare that group with the recovery sheet; it has no letters I, L, O or U.",
        )


def _check(place: int, values: list[int]) -> int:
    """Odd weights: any one wrong sign changes it; the place: so do two groups changed about."""
    return (11 * place + sum((2 * n + 1) * value for n, value in enumerate(values))) % 32
