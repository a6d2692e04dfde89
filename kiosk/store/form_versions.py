"""Versions of forms that were made here, and the log of what was done about each form.

Rows are only added (triggers of the migration). Source: `kiosk.coproduction.events`, `.versions`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select

from kiosk.coproduction.events import KINDS, FormEvent, Standing, identity, merged, standing
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire
from kiosk.store.questionnaires import keep_questionnaire, kept_questionnaire
from kiosk.store.tables import form_event, form_version

CENTRAL: Final = "central"
"""The source of a version that another PC made."""


@dataclass(frozen=True)
class FormVersion:
    """One version, as it was made.

    Attributes:
        canonical, url, version, content_hash: of the Questionnaire.
        derived_from: canonical of the version before; "" for a first one.
        change_class: cosmetic, reworded, semantic; "" for a first one.
        source: editor, import, file, central, recipe.
        made_at, made_by: when, and by whom of the staff.
    """

    canonical: str
    url: str
    version: str
    content_hash: str
    derived_from: str
    change_class: str
    source: str
    made_at: datetime
    made_by: str


def keep_version(  # noqa: PLR0913 - keyword-only beyond the two
    c: Connection,
    form: Questionnaire,
    *,
    content: bytes,
    derived_from: str,
    change_class: str,
    source: str,
    by: str,
    now: datetime,
) -> FormVersion:
    """Keep a version; it never changes from then on. The same content again changes nothing.

    Raises:
        RefusedError: another content has this version already.
    """
    before = one_version(c, form.canonical)
    if before is not None:
        if before.content_hash != form.content_hash:
            raise RefusedError(
                f"There is another {form.canonical} already, and a version never changes.",
                advice="Give the form a higher version.",
            )
        return before
    kept = FormVersion(
        form.canonical, form.url, form.version, form.content_hash, derived_from, change_class,
        source, now, by,
    )  # fmt: skip
    keep_questionnaire(
        c, canonical=form.canonical, content_hash=form.content_hash, content=content, now=now
    )
    c.execute(form_version.insert().values(**kept.__dict__))
    return kept


def one_version(c: Connection, canonical: str) -> FormVersion | None:
    """The version of that canonical; None where none was made here."""
    row = c.execute(select(form_version).where(form_version.c.canonical == canonical)).one_or_none()
    return None if row is None else FormVersion(**row._mapping)  # noqa: SLF001 - its public name


def versions_of(c: Connection, url: str) -> tuple[FormVersion, ...]:
    """All versions of a form that were made here, in the order in which they were."""
    query = select(form_version).where(form_version.c.url == url)
    rows = c.execute(query.order_by(form_version.c.made_at, form_version.c.canonical))
    return tuple(FormVersion(**row._mapping) for row in rows)  # noqa: SLF001


def content_of(c: Connection, canonical: str) -> bytes | None:
    """The Questionnaire of a version made here, as JSON."""
    kept = one_version(c, canonical)
    if kept is None:
        return None
    return kept_questionnaire(c, canonical, content_hash=kept.content_hash)


def record_event(c: Connection, event: FormEvent) -> None:
    """Add to the log, after all that is in it; what another PC did keeps its turn.

    Raises:
        ValueError: its kind is none of `KINDS`.
    """
    if event.kind not in KINDS:
        raise ValueError(f"unknown kind of event: {event.kind!r}")
    last = c.scalar(select(func.max(form_event.c.turn))) or 0
    turned = {"detail": dict(event.detail), "turn": event.turn or last + 1}
    c.execute(form_event.insert().values(**{**event.__dict__, **turned}))


def merge_events(c: Connection, done: Iterable[FormEvent]) -> int:
    """Add what another PC did about forms; how much of it is new here."""
    here = {identity(event) for event in events(c)}
    new = [event for event in merged(done) if identity(event) not in here and event.kind in KINDS]
    for event in new:
        record_event(c, event)
    return len(new)


def events(c: Connection, url: str | None = None) -> tuple[FormEvent, ...]:
    """What was done about one form, or about all, in its order: the same on every PC."""
    columns = [column for column in form_event.c if column.name != "id"]
    query = select(*columns)
    if url is not None:
        query = query.where(form_event.c.url == url)
    rows = c.execute(query.order_by(form_event.c.id))
    return merged(FormEvent(**row._mapping) for row in rows)  # noqa: SLF001


def standings(c: Connection) -> dict[str, Standing]:
    """How each form stands about which anything was done, by url."""
    by_url: dict[str, list[FormEvent]] = {}
    for event in events(c):
        by_url.setdefault(event.url, []).append(event)
    return {url: standing(done) for url, done in by_url.items()}


def mark(c: Connection) -> tuple[tuple[str, str, str], ...]:
    """What differs when another version is to be offered."""
    return tuple(
        (url, stands.default, stands.pilot.canonical if stands.pilot else str(stands.retired))
        for url, stands in standings(c).items()
    )


def read_forms_kept(c: Connection, canonicals: Iterable[str]) -> dict[str, bytes]:
    """The contents of versions made here, by canonical; those that are not here are left out."""
    found = ((one, content_of(c, one)) for one in canonicals if one)
    return {canonical: content for canonical, content in found if content is not None}
