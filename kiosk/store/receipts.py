"""Receipts of remarks: what is kept of three words, and how a remark is found by them.

Only a digest is kept, with a key of this store that never leaves it.
"""

from collections.abc import Iterable
from datetime import date
from secrets import token_bytes
from typing import Final

from sqlalchemy import Connection, exists, select

from kiosk.coproduction.board_lines import BoardLine, board_line
from kiosk.coproduction.feedback import Remark
from kiosk.coproduction.outcomes import Asked, Fate, fate
from kiosk.coproduction.receipts import WORDS, Places, digest, places_of
from kiosk.forms.questionnaire import Questionnaire
from kiosk.store.board_facts import read_facts
from kiosk.store.facts import keep_secret, kept_secret
from kiosk.store.feedback import keep_remark, remark_where
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


def what_became(
    c: Connection, places: Places, forms: Iterable[Questionnaire], *, today: date
) -> BoardLine | None:
    """What became of the remark this receipt was given for; None where it is of none here.

    Args:
        c: a view of the store.
        places: of the three words.
        forms: that are at hand, in which the question is looked up.
        today: in UTC.
    """
    key = kept_secret(c, _KEY)
    found = remark_where(c, table.c.receipt == digest(key, places)) if key else None
    if found is None:
        return None
    facts = read_facts(c, forms)
    asked = Asked(found.questionnaire, found.link_id, found.reason)
    # Others of its group may be released: of this one nobody knows yet.
    known = found.released_on is not None
    became = fate(asked, facts, today) if known else Fate("kept", asked, None)
    return board_line(became, facts, today)


def _key(c: Connection) -> bytes:
    """The key of this store's receipts, made when the first is given."""
    key = kept_secret(c, _KEY)
    if key is None:
        key = token_bytes(_KEY_BYTES)
        keep_secret(c, _KEY, key)
    return key
