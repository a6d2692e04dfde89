"""What the clinic's lead set at the desk of this PC, and until when its screen is open by hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from kiosk.store import audit
from kiosk.store.facts import fact, forget_fact, keep_fact
from kiosk.store.notes import keep_note, read_note

_SAID, _OPEN = "clinic_settings", "clinic_open_until"


class Said(NamedTuple):
    """What was set here.

    Attributes:
        content: TOML as in the settings file; "" for nothing.
        at: when it was changed last; None where it never was.
    """

    content: str = ""
    at: datetime | None = None


def said_here(c: Connection) -> Said:
    """What was set at this PC's desk last."""
    note = read_note(c, _SAID)
    if note is None:
        return Said()
    return Said(str(note.get("toml", "")), _moment(str(note.get("at", ""))))


def say_here(  # noqa: PLR0913 - keyword-only beyond the two
    c: Connection, content: str, *, keys: Iterable[str], by: str, action: str, now: datetime
) -> None:
    """Set this from now on, in the place of all that was set here before.

    Args:
        c: a write transaction.
        content: TOML as in the settings file, found good; "" for nothing.
        keys: the names of what differs from before; they stand in the audit, not their values.
        by: who did it.
        action: of the audit.
        now: the moment.
    """
    keep_note(c, _SAID, {"toml": content, "at": now.isoformat()})
    audit.record(c, actor=by, action=action, subject=", ".join(sorted(keys)), now=now)


def open_by_hand(c: Connection) -> datetime | None:
    """Until when the screen of this PC is open, whatever the hours say; None where it is not."""
    return _moment(fact(c, _OPEN) or "")


def keep_open(c: Connection, until: datetime | None, *, by: str, now: datetime) -> None:
    """Open it until then, or by the hours alone again."""
    if until is None:
        forget_fact(c, _OPEN)
        audit.record(c, actor=by, action="clinic.by-the-hours", subject="", now=now)
        return
    keep_fact(c, _OPEN, until.isoformat())
    audit.record(c, actor=by, action="clinic.opened", subject=until.isoformat(), now=now)


def mark(c: Connection) -> tuple[str | None, str | None]:
    """What differs when any of it was changed."""
    return fact(c, _SAID), fact(c, _OPEN)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
