"""Whether somebody at a desk would see an alert now: when a desk was seen last, and by whom.

A desk on this PC notes it here by itself; of a desk elsewhere the central service tells.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection

from kiosk.store.facts import fact, forget_fact, keep_fact

HERE, AFAR = "desk_seen", "desk_seen_afar"
AHEAD: Final = timedelta(minutes=2)
"""What lies further ahead was written by a wrong clock, and says nothing."""
NO_RESPONDER, NO_DESK = "no-responder", "no-desk"
NO_TASKS = "no-tasks"
"""No desk is here, and the central service takes no alerts: none elsewhere would learn of one."""


@dataclass(frozen=True)
class Seen:
    """A desk was there.

    Attributes:
        at: when, by this PC's clock.
        by: who was signed in there, or what the desk is called.
    """

    at: datetime
    by: str = ""

    def is_fresh(self, within: timedelta, now: datetime) -> bool:
        """Whether that is no longer ago."""
        return -AHEAD <= now - self.at <= within


@dataclass(frozen=True)
class Path:
    """Whether an alert would be seen.

    Attributes:
        why: "" where it would; else NO_RESPONDER or NO_DESK.
        here, afar: the desk on this PC and the one elsewhere, as last seen.
    """

    why: str
    here: Seen | None
    afar: Seen | None


def note_desk(c: Connection, seen: Seen, *, kind: str = HERE) -> None:
    """A desk is there; `kind`: HERE or AFAR."""
    keep_fact(c, kind, msgspec.json.encode(seen).decode())


def forget_desk(c: Connection, *, kind: str = HERE) -> None:
    """That desk is there no more."""
    forget_fact(c, kind)


def path(c: Connection, *, named: bool, within: timedelta, now: datetime) -> Path:
    """Whether an alert would be seen; `named`: a responder is named in the settings."""
    here, afar = _seen(c, HERE), _seen(c, AFAR)
    fresh = any(seen is not None and seen.is_fresh(within, now) for seen in (here, afar))
    return Path("" if named and fresh else NO_DESK if named else NO_RESPONDER, here, afar)


def _seen(c: Connection, kind: str) -> Seen | None:
    try:
        return msgspec.json.decode(fact(c, kind) or "", type=Seen)
    except msgspec.DecodeError:
        return None
