"""The forms as they came, byte for byte; every version that a response names stays readable."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.store.tables import questionnaire

ALERT_RULE: Final = b"alert-rule"
"""Stands in a form that has one."""


def keep_questionnaire(
    c: Connection, *, canonical: str, content_hash: str, content: bytes, now: datetime
) -> None:
    """Keep a form's bytes; the same content again changes nothing.

    Other content under the same canonical is kept beside the first: responses name both the
    canonical and the hash.
    """
    new = insert(questionnaire).values(
        canonical=canonical, content_hash=content_hash, content=content, kept_at=now
    )
    c.execute(new.on_conflict_do_nothing())


def is_kept(c: Connection, canonical: str, content_hash: str) -> bool:
    """Whether exactly this form is kept."""
    columns = questionnaire.c
    same = (columns.canonical == canonical, columns.content_hash == content_hash)
    return bool(c.scalar(select(exists().where(*same))))


def kept_questionnaire(
    c: Connection, canonical: str, *, content_hash: str | None = None
) -> bytes | None:
    """The bytes of a form, the one last kept where no hash is asked for; None when not kept."""
    columns = questionnaire.c
    query = select(columns.content).where(columns.canonical == canonical)
    if content_hash is not None:
        query = query.where(columns.content_hash == content_hash)
    return c.scalar(query.order_by(columns.kept_at.desc()).limit(1))


def kept_hashes(c: Connection, canonical: str) -> tuple[str, ...]:
    """Of every content that is kept under a canonical."""
    columns = questionnaire.c
    return tuple(c.scalars(select(columns.content_hash).where(columns.canonical == canonical)))


def has_alert_rule(c: Connection, canonical: str, content_hash: str) -> bool:
    """Whether that form may ask for a person; of one that is not kept nobody can say that not."""
    columns = questionnaire.c
    same = (columns.canonical == canonical, columns.content_hash == content_hash)
    found = c.scalar(select(func.instr(columns.content, ALERT_RULE)).where(*same))
    return found is None or found > 0


def kept_versions(c: Connection, canonical: str) -> tuple[bytes, ...]:
    """Everything that is kept under a canonical `url|version`, the oldest first."""
    columns = questionnaire.c
    query = select(columns.content).where(columns.canonical == canonical)
    return tuple(c.scalars(query.order_by(columns.kept_at, columns.content_hash)))


def kept_canonicals(c: Connection, wanted: str | None = None) -> tuple[str, ...]:
    """The canonicals of all forms that are kept, by name; or of one form's versions.

    Args:
        c: a view of the store.
        wanted: a canonical `url|version`, or a url for all its versions.
    """
    names = c.scalars(select(questionnaire.c.canonical).distinct()).all()
    return tuple(
        name
        for name in sorted(names)
        if wanted is None or name == wanted or name.startswith(f"{wanted}|")
    )
