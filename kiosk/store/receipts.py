"""Receipts of remarks: what is kept of three words, and how a remark is found by them.

Only a digest is kept, with a key of this store that never leaves it.
"""

from datetime import date
from secrets import token_bytes
from typing import Final

from sqlalchemy import Connection, exists, select

from kiosk.coproduction.fates import Fate, fate
from kiosk.coproduction.feedback import Remark, group_remarks
from kiosk.coproduction.receipts import WORDS, Places, digest, places_of
from kiosk.store.facts import keep_secret, kept_secret
from kiosk.store.feedback import decisions, keep_remark, remark_where
from kiosk.store.tables import remark as table

_KEY: Final = "receipt"
_KEY_BYTES: Final = 32


def keep_with_receipt(c: Connection, remark: Remark, *, first: bool) -> Places:
    """Keep a remark, and give a receipt for it that no other remark here has.

    Args:
        c: a write transaction.
        remark: what was said.
        first: it is the first of its sitting.
    """
    key = _key(c)
    places = places_of(token_bytes(WORDS))
    while c.scalar(select(exists().where(table.c.receipt == digest(key, places)))):
        places = places_of(token_bytes(WORDS))
    keep_remark(c, remark, first=first, receipt=digest(key, places))
    return places


def fate_of(c: Connection, places: Places, *, today: date) -> Fate | None:
    """What became of the remark this receipt was given for; None where it is of none here."""
    key = kept_secret(c, _KEY)
    found = remark_where(c, table.c.receipt == digest(key, places)) if key else None
    if found is None:
        return None
    [group] = group_remarks([found])
    last = {decision.group_id: decision for decision in decisions(c)}
    return fate(group, last.get(group.id), today=today)


def _key(c: Connection) -> bytes:
    """The key of this store's receipts, made when the first is given."""
    key = kept_secret(c, _KEY)
    if key is None:
        key = token_bytes(_KEY_BYTES)
        keep_secret(c, _KEY, key)
    return key
