"""What the central service knows of the audit: where it ended when they last spoke.

A log that was cut short has a sound chain. Only somebody else who remembers where it ended can
tell, so the end goes to the central service with each sync (`kiosk.sync.anchor`).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kiosk.store import audit
from kiosk.store.facts import fact, forget_fact, keep_fact
from kiosk.store.notes import keep_note, read_note

_ANCHOR, _TROUBLE = "audit_anchor", "audit_anchor_trouble"
_MISSING, _ANEW = "audit_anchor_missing", "audit_anchor_anew"


@dataclass(frozen=True)
class Anchor:
    """The end of the log that the central service was told, and when."""

    head: audit.Head
    at: datetime


def anchored(c: Connection) -> Anchor | None:
    """What the central service was told last; None where it was told nothing yet."""
    known = read_note(c, _ANCHOR)
    if known is None:
        return None
    head = audit.Head(known["number"], bytes.fromhex(known["mac"]))
    return Anchor(head, datetime.fromisoformat(known["at"]))


def keep_anchor(c: Connection, head: audit.Head, *, now: datetime) -> None:
    """The central service has acknowledged this end of the log."""
    known = {"number": head.number, "mac": head.mac.hex(), "at": now.isoformat()}
    keep_note(c, _ANCHOR, known)
    for name in (_TROUBLE, _MISSING, _ANEW):
        forget_fact(c, name)


def keep_trouble(c: Connection, reason: str, *, now: datetime) -> None:
    """The central service does not take anchors; why, and since when it was not asked again."""
    keep_note(c, _TROUBLE, {"reason": reason, "at": now.isoformat()})


def trouble(c: Connection) -> tuple[str, datetime] | None:
    """Why the central service does not take anchors, and when it said so."""
    known = read_note(c, _TROUBLE)
    if known is None:
        return None
    return known["reason"], datetime.fromisoformat(known["at"])


def keep_missing(c: Connection, number: int) -> None:
    """The central service knows an event of that number which is not in this log."""
    keep_fact(c, _MISSING, str(number))


def missing(c: Connection) -> int | None:
    """The number of an event that was anchored and is not in this log any more, or is another.

    None where the log agrees with all that is known of it.
    """
    told, known = fact(c, _MISSING), anchored(c)
    if told is not None:
        return int(told)
    return None if known is None or audit.holds_at(c, known.head) else known.head.number


def accept_breaks(c: Connection, *, reason: str, now: datetime) -> None:
    """IT looked at the breaks there are and knows why: only new ones are told, and anchored anew.

    `reason`, in their words, stands in the log.
    """
    audit.accept(c)
    for name in (_ANCHOR, _MISSING):
        forget_fact(c, name)
    keep_fact(c, _ANEW, "yes")
    audit.record(c, actor="IT", action="audit.breaks-accepted", subject=reason, now=now)


def is_anchored_anew(c: Connection) -> bool:
    """Whether what the central service knows no longer counts, because IT accepted a break."""
    return fact(c, _ANEW) is not None
