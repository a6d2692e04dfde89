"""A secret as a person can read it from paper and type it: groups of five signs, e.g. `9KQ2M-…`.

Crockford's 32 signs have no I, L, O or U; what is typed as I or L is read as 1, and O as 0. The
fifth sign of a group checks the other four and the group's place, so that a slip is named by its
group.
"""

import secrets

from kiosk.errors import RefusedError

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKED = 4  # signs of 5 bits in a group, before the check sign
_READ_AS = str.maketrans("ILO", "110")


def new_code(groups: int) -> str:
    """A fresh code with 20 random bits a group."""
    made = ([secrets.randbelow(32) for _ in range(_CHECKED)] for _ in range(groups))
    return "-".join(
        "".join(_SIGNS[value] for value in (*group, _check(place, group)))
        for place, group in enumerate(made)
    )


def secret_in(code: str, groups: int, *, name: str, stands: str) -> bytes:
    """The secret in a typed code; case, spaces and hyphens do not matter.

    Args:
        code: as typed.
        groups: so many it has.
        name: what it is called, e.g. "recovery code".
        stands: where it stands, e.g. "on the recovery sheet".

    Raises:
        RefusedError: it is too short or long, or a group has a slip; the message names the group.
    """
    signs = "".join(s for s in code.upper() if s.isalnum()).translate(_READ_AS)
    size = _CHECKED + 1
    if len(signs) != groups * size:
        raise RefusedError(
            f"A {name} has {groups} groups of {size} signs; this one has {len(signs)} signs "
            f"and not {groups * size}.",
            advice=f"Type it as it stands {stands}.",
        )
    for place in range(groups):
        group = signs[place * size : (place + 1) * size]
        if _has_slip(place, group):
            raise RefusedError(
                f"There is a slip in group {place + 1} of the {name}: {group}.",
                advice=f"Compare that group with what stands {stands}; "
                "it has no letters I, L, O or U.",
            )
    return signs.encode()


def _has_slip(place: int, group: str) -> bool:
    values = [_SIGNS.find(sign) for sign in group]
    return -1 in values or values[-1] != _check(place, values[:-1])


def _check(place: int, values: list[int]) -> int:
    """Odd weights: any one wrong sign changes it; the place: so do two groups changed about."""
    return (11 * place + sum((2 * n + 1) * value for n, value in enumerate(values))) % 32
