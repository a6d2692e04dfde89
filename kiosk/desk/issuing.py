"""What the patient gets of a visit at the desk, and why they may not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.desk.slips import slip_of
from kiosk.errors import RefusedError
from kiosk.store.visits import Visit


@dataclass(frozen=True)
class Issued:
    """What the patient gets: the code, and the digits of the slip.

    Attributes:
        visit_id: of the visit.
        code: six signs.
        payload: for a QR code; no name is in it.
        expires: when it opens nothing any more.
        forms: canonicals.
    """

    visit_id: str
    code: str
    payload: str
    expires: datetime
    forms: tuple[str, ...]


def issued(c: Any, visit: Visit, now: datetime) -> Issued:
    """What the patient gets, with a slip signed by this PC's key; in a write transaction."""
    return Issued(visit.id, visit.code, slip_of(c, visit, now=now), visit.expires, visit.packet)


def waits_no_more() -> RefusedError:
    """Of a visit whose slip is asked for."""
    return RefusedError(
        "This visit is not waiting any more, so its code opens nothing.",
        advice="Make a new visit.",
    )


def was_begun() -> RefusedError:
    """Of a visit that is to be taken back."""
    return RefusedError("Somebody has begun this visit, so it stays.")
