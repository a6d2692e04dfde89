"""Who said yes to a version, and who has to."""

from collections.abc import Iterable
from typing import Final

from kiosk.coproduction.events import APPROVED, FormEvent
from kiosk.desk.roles import CLINICAL, LEAD

TWO: Final = frozenset({LEAD, CLINICAL})
"""Who have to approve a version of a form with a clinical risk: two roles, and two people."""


def approved_by(done: Iterable[FormEvent], canonical: str) -> dict[str, str]:
    """The roles that approved it, each with who did; nobody stands for two of them."""
    found: dict[str, str] = {}
    for one in done:
        if one.kind == APPROVED and one.canonical == canonical and one.by not in found.values():
            found[one.role] = one.by
    return found


def lacking(approved: Iterable[str], *, two: bool) -> frozenset[str]:
    """The roles that still have to approve."""
    return TWO - frozenset(approved) if two else frozenset()
