"""Slips at one PC: signed there, and taken at any kiosk of the clinic, network or not."""

import base64
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from kiosk.desk.slip import (
    LONGEST,
    SlipRefused,
    SlipText,
    form_mark,
    forms_of,
    public_key,
    read_slip,
    sign_slip,
)
from kiosk.store import audit, slip_uses, visits
from kiosk.store.database import Store
from kiosk.store.desk_days import BY_SLIP
from kiosk.store.slip_keys import own_key, own_or_new_key
from kiosk.store.visits import WAITING, Visit

USED, NO_FORM = "used", "no-form"
"""Why a slip opens nothing, besides what `kiosk.desk.slip` finds."""
_ACTOR: Final = "kiosk"


def slip_of(c: Any, visit: Visit, *, now: datetime) -> str:
    """The digits of the slip of a visit, signed by this PC's key; in a write transaction.

    Raises:
        RefusedError: it has more forms than a slip holds.
    """
    marks = tuple(form_mark(form) for form in visit.packet)
    # Made anew it is as good as before: its begin says when this PC's clock was last known right.
    ends = min(visit.expires, now + LONGEST)
    return sign_slip(SlipText(visit.id, now, ends, marks), own_or_new_key(c, now=now))


def own_slip_key(store: Store, *, now: datetime) -> str:
    """The public key of this PC in base64, as the settings of the others name it."""
    with store.transaction() as connection:
        key = own_or_new_key(connection, now=now)
    return base64.b64encode(public_key(key)).decode()


class SlipReader:
    """Takes slips at one kiosk.

    Args:
        store: of this kiosk.
        trusted: the public keys of other PCs, in base64; that of this PC is trusted by itself.
        now: the clock, aware, UTC.
    """

    def __init__(self, store: Store, trusted: Iterable[str], now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now
        self._trusted = tuple(base64.b64decode(key) for key in trusted)

    def open(self, read: str, forms: Sequence[str]) -> Visit:
        """The waiting visit of a slip; made here where this kiosk has not seen it before.

        Args:
            read: what the scanner typed.
            forms: the canonicals of this kiosk.

        Raises:
            SlipRefused: it opens nothing here; why is on record.
        """
        now = self._now()
        try:
            with self._store.transaction() as connection:
                return self._opened(connection, read, forms, now)
        except SlipRefused as refused:
            with self._store.transaction() as connection:
                audit.record(
                    connection, actor=_ACTOR, action=f"slip.{refused.why}",
                    subject=refused.about or "slip", now=now,
                )  # fmt: skip
            raise

    def _opened(self, connection: Any, read: str, forms: Sequence[str], now: datetime) -> Visit:
        slip = read_slip(read, self._keys(connection), now=now)
        known = visits.load_visit(connection, slip.visit_id)
        if known is not None and known.state == WAITING and known.expires > now:
            return known
        if known is not None or slip_uses.is_used(connection, slip.visit_id):
            raise SlipRefused(USED, slip.visit_id)
        packet = forms_of(slip, forms)
        if not packet:
            raise SlipRefused(NO_FORM, slip.visit_id)
        return visits.create_visit(
            connection, packet=packet, by=BY_SLIP, now=now, expires=slip.expires,
            visit_id=slip.visit_id,
        )  # fmt: skip

    def _keys(self, connection: Any) -> tuple[bytes, ...]:
        own = own_key(connection)
        return (*((public_key(own),) if own else ()), *self._trusted)
