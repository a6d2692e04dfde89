"""What the front line noted of the questions. It leads to nobody: no patient, visit or name.

It is not in the audit, which would name who made it: notes are no measure of who works at the desk.
"""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, select

from kiosk.coproduction.staff_notes import MOST_WORDS, STAFF_REASONS, StaffNote
from kiosk.store.tables import staff_note

WORDS_KEPT: Final = timedelta(days=365)
"""So long what was noted in words is kept."""


def keep_staff_note(c: Connection, note: StaffNote) -> None:
    """Keep a note.

    Args:
        c: a write transaction.
        note: its words are cut at `MOST_WORDS`.

    Raises:
        ValueError: its reason is none of `STAFF_REASONS`.
    """
    if note.reason not in STAFF_REASONS:
        raise ValueError(f"unknown reason: {note.reason!r}")
    values = {**note.__dict__, "words": note.words.strip()[:MOST_WORDS]}
    c.execute(staff_note.insert().values(**values))


def drop_staff_note(c: Connection, note_id: str) -> None:
    """It was not meant: nothing of it stays."""
    c.execute(staff_note.delete().where(staff_note.c.id == note_id))


def staff_notes(c: Connection, *, since: date | None = None) -> tuple[StaffNote, ...]:
    """The notes from that day on, all without one; the oldest day first."""
    query = select(staff_note).order_by(staff_note.c.day, staff_note.c.id)
    if since is not None:
        query = query.where(staff_note.c.day >= since)
    return tuple(StaffNote(**row._mapping) for row in c.execute(query))  # noqa: SLF001


def forget_note_words(c: Connection, *, today: date) -> None:
    """Only that something was noted stays of what is a year old, not its words."""
    old = staff_note.c.day <= today - WORDS_KEPT
    c.execute(staff_note.update().where(old, staff_note.c.words != "").values(words=""))
