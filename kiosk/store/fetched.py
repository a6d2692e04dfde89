"""What came from the central service, kept so that it is there while the line is not.

Of each thing there is the good one, which is in use, and beside it perhaps the newest that was
refused, with why: a broken one never takes the place of a good one.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, or_, select

from kiosk.store.tables import fetched

FORM: Final = "form"
TAGGED: Final = "tagged-form"
VALUE_SET: Final = "value-set"
CLINIC: Final = "clinic-settings"
BOARD: Final = "board"
PACK: Final = "form-pack"
"""The kinds: forms by the name the settings have for them, forms by their url, value sets by
canonical, settings by the canonical of their Library, lines of the board by their id, what other
PCs did about forms by the address of the PC."""

GOOD: Final = "good"
REFUSED: Final = "refused"
_SEEN: Final = "seen"
_SEARCH: Final = "search"


@dataclass(frozen=True)
class Fetched:
    """One thing.

    Attributes:
        kind: what it is.
        key: what it is known by among its kind, e.g. its canonical.
        content: as it came.
        state: `GOOD` or `REFUSED`.
        reason: why it was refused, in a sentence; "" where it was not.
        fetched_at: when it came, or was last seen to be the newest.
    """

    kind: str
    key: str
    content: bytes
    state: str
    reason: str
    fetched_at: datetime


@dataclass(frozen=True)
class Seen:
    """By what a service tells that a page of a search is as it was."""

    etag: str | None = None
    modified: str | None = None


def keep_good(c: Connection, kind: str, key: str, content: bytes, *, now: datetime) -> None:
    """Use this from now on; what was used or refused under that key before is gone."""
    forget(c, kind, (key,))
    _insert(c, kind, key, content, state=GOOD, fetched_at=now)


def keep_refused(  # noqa: PLR0913 - keyword-only from the fourth on
    c: Connection, kind: str, key: str, content: bytes, *, reason: str, now: datetime
) -> None:
    """Remember why this is not used, in the place of what was refused before it.

    What is used stays.
    """
    columns = fetched.c
    same = columns.content_hash == _hash(content)
    before = and_(columns.kind == kind, columns.key == key, or_(columns.state == REFUSED, same))
    c.execute(fetched.delete().where(before))
    _insert(c, kind, key, content, state=REFUSED, reason=reason, fetched_at=now)


def forget_refused(c: Connection, kind: str, key: str) -> None:
    """Nothing under that key is refused any more: what is used is the newest."""
    _delete(c, fetched.c.kind == kind, fetched.c.key == key, fetched.c.state == REFUSED)


def forget(c: Connection, kind: str, keys: Collection[str]) -> None:
    """Nothing under those keys is here any more."""
    _delete(c, fetched.c.kind == kind, fetched.c.key.in_(keys))


def forget_others(c: Connection, kind: str, keys: Collection[str]) -> None:
    """Nothing of that kind is here any more but under those keys."""
    _delete(c, fetched.c.kind == kind, fetched.c.key.not_in(keys))


def good(c: Connection, kind: str) -> dict[str, Fetched]:
    """What is used of that kind, by key, the last fetched first."""
    query = select(fetched).where(fetched.c.kind == kind, fetched.c.state == GOOD)
    found = c.execute(query.order_by(fetched.c.fetched_at.desc(), fetched.c.key))
    return {row.key: _thing(row) for row in found}


def mark(c: Connection, kinds: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """What differs when anything that is used of these kinds does."""
    columns = (fetched.c.kind, fetched.c.key, fetched.c.content_hash)
    query = select(*columns).where(fetched.c.state == GOOD, fetched.c.kind.in_(kinds))
    return tuple(
        (row.kind, row.key, row.content_hash) for row in c.execute(query.order_by(*columns))
    )


def one(c: Connection, kind: str, key: str, state: str = GOOD) -> Fetched | None:
    """The one of that kind and key that is used, or was refused; None where there is none."""
    columns = fetched.c
    same = (columns.kind == kind, columns.key == key, columns.state == state)
    row = c.execute(select(fetched).where(*same)).one_or_none()
    return None if row is None else _thing(row)


def refused(c: Connection, kind: str | None = None) -> tuple[Fetched, ...]:
    """What was refused and why, of that kind or of all."""
    query = select(fetched).where(fetched.c.state == REFUSED)
    if kind is not None:
        query = query.where(fetched.c.kind == kind)
    return tuple(map(_thing, c.execute(query.order_by(fetched.c.kind, fetched.c.key))))


def seen(c: Connection, path: str) -> Seen:
    """What the service said of that search when it was last read to its end."""
    columns = (fetched.c.etag, fetched.c.modified)
    query = select(*columns).where(fetched.c.kind == _SEARCH, fetched.c.key == path)
    row = c.execute(query).one_or_none()
    return Seen() if row is None else Seen(row.etag, row.modified)


def note_seen(c: Connection, path: str, said: Seen, *, now: datetime) -> None:
    """That search was read to its end, and what it brought was dealt with."""
    forget(c, _SEARCH, (path,))
    if said.etag or said.modified:
        _insert(
            c, _SEARCH, path, b"", state=_SEEN, fetched_at=now,
            etag=said.etag, modified=said.modified,
        )  # fmt: skip


def forget_searches(c: Connection, paths: Collection[str]) -> None:
    """Those searches must be answered in full again; () for every one."""
    forget(c, _SEARCH, paths) if paths else _delete(c, fetched.c.kind == _SEARCH)


def _insert(c: Connection, kind: str, key: str, content: bytes, **columns: Any) -> None:
    row = {"kind": kind, "key": key, "content": content, "content_hash": _hash(content)}
    c.execute(fetched.insert().values(row | columns))


def _delete(c: Connection, *which: Any) -> None:
    c.execute(fetched.delete().where(*which))


def _thing(row: Any) -> Fetched:
    return Fetched(row.kind, row.key, row.content, row.state, row.reason or "", row.fetched_at)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
