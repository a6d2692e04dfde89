"""That somebody typed the code of the recovery sheet, and it opened the sealed copy of the key."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from kiosk.errors import RefusedError
from kiosk.store import audit, folder
from kiosk.store.database import Store
from kiosk.store.key import fingerprint, key_sign, recovery_key, unseal
from kiosk.store.notes import keep_note, read_note
from kiosk.store.recovery_code import recovery_seed

AGAIN: Final = timedelta(days=366)
"""A sheet that nobody has seen for so long may be lost."""

_NOTE: Final = "recovery_proved"


def proved(c: Connection, key: str) -> datetime | None:
    """When the sheet of the key with that sign (`key_sign`) was tried last; None: never."""
    note = read_note(c, _NOTE)
    if note is None or note.get("key") != key:
        return None
    try:
        return datetime.fromisoformat(note["at"])
    except (KeyError, TypeError, ValueError):
        return None


def prove(store: Store, code: str, *, now: datetime) -> str:
    """See that the code opens this store, and note it; the sign of the key.

    Raises:
        RefusedError: it does not, or there is nothing that it could open.
    """
    card = folder.read_card(store.directory)
    key = unseal(_sealed(store.directory), recovery_key(recovery_seed(code)))
    if fingerprint(key) != card.key_fingerprint:
        raise RefusedError(
            "This recovery code opens another key than the one this store has now.",
            advice="Look for the sheet with the newest day on it, or make one: kiosk rekey",
        )
    sign = key_sign(card.key_fingerprint)
    with store.transaction() as c:
        keep_proof(c, sign, by="IT", now=now)
    return sign


def keep_proof(c: Connection, key: str, *, by: str, now: datetime) -> None:
    """Note that somebody read the code of that key from where it is kept.

    Args:
        c: a write transaction.
        key: the sign of the key (`key_sign`).
        by: who says so.
        now: the moment.
    """
    keep_note(c, _NOTE, {"key": key, "at": now.isoformat(timespec="seconds")})
    audit.record(c, actor=by, action="recovery.proved", subject=key, now=now)


def _sealed(directory: Path) -> bytes:
    try:
        return (directory / folder.SEALED).read_bytes()
    except OSError as cause:
        raise RefusedError(
            f"The sealed copy of the key can't be read: {cause.strerror}.",
            advice="Make a new one, with a new sheet: kiosk rekey",
        ) from cause
