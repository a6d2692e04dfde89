"""The key by which this PC signs slips: made at its first use, and kept in the encrypted store."""

from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from kiosk.store import audit
from kiosk.store.facts import keep_secret, kept_secret

_NAME: Final = "slip"


def own_key(c: Connection) -> Ed25519PrivateKey | None:
    """The key of this PC; None where none was made yet."""
    kept = kept_secret(c, _NAME)
    return None if kept is None else Ed25519PrivateKey.from_private_bytes(kept)


def own_or_new_key(c: Connection, *, now: datetime) -> Ed25519PrivateKey:
    """The key of this PC, made where there was none; in a write transaction."""
    key = own_key(c)
    if key is None:
        key = Ed25519PrivateKey.generate()
        keep_secret(c, _NAME, key.private_bytes_raw())
        audit.record(c, actor="kiosk", action="slip.key-made", subject="slip-key", now=now)
    return key
