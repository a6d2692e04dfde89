"""A token for enrolment that was taken into the store, until the service has exchanged it.

It lies there encrypted, and nowhere else: what it was given in is erased at once, also where the
service can't be reached yet. Of each token that was ever taken in a hash is remembered: one that
stands in a policy that this PC can't change is not taken a second time.
"""

import hashlib
from datetime import datetime
from typing import Any, Final

import msgspec

from kiosk.errors import NotAuthorised
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.facts import fact, keep_fact, keep_secret, kept_secret
from kiosk.sync.access.enrolment import INVITATION
from kiosk.sync.verdict import Outcome

_TAKEN: Final = "invitations_taken"
_REMEMBERED: Final = 50

CUT_OFF: Final = "An earlier try of this kiosk was cut off, and may have used the token up."


class Invitation(msgspec.Struct, frozen=True):
    """A token for enrolment.

    Attributes:
        base: of the service it is for.
        token: the secret.
        since: when it was taken in.
        asked: when it was sent the first time; the service may have used it up then.
        refused: why the service did not accept it; "" where it was not refused.
        advice: what to do then.
        at: when it was refused last.
    """

    base: str
    token: str
    since: datetime
    asked: datetime | None = None
    refused: str = ""
    advice: str = ""
    at: datetime | None = None

    def __repr__(self) -> str:
        return f"<Invitation to {self.base}>"

    @property
    def refusal(self) -> NotAuthorised | None:
        """The refusal once more; None where there was none."""
        if not self.refused:
            return None
        return NotAuthorised(self.refused, advice=self.advice, outcome=Outcome.UNAUTHORISED)


def kept_invitation(store: Store) -> Invitation | None:
    """The token that waits; None where none does."""
    with store.reading() as c:
        content = kept_secret(c, INVITATION)
    try:
        return None if content is None else msgspec.json.decode(content, type=Invitation)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def take_invitation(store: Store, base: str, token: str, *, now: datetime) -> bool:
    """Keep a token until it is exchanged, in the place of another; whether it was new here."""
    sign = _sign(token)
    with store.transaction() as c:
        taken = _taken(c)
        if sign in taken:
            return False
        keep_secret(c, INVITATION, msgspec.json.encode(Invitation(base, token, now)))
        keep_fact(c, _TAKEN, " ".join([*taken, sign][-_REMEMBERED:]))
        audit.record(c, actor="IT", action="access.token-taken", subject=base, now=now)
    store.forget_deleted()
    return True


def was_taken(store: Store, token: str) -> bool:
    """Whether this token was ever taken in here."""
    with store.reading() as c:
        return _sign(token) in _taken(c)


def note_asked(store: Store, invitation: Invitation, *, now: datetime) -> Invitation:
    """It is about to be sent: a power cut from here on may leave it used up."""
    if invitation.asked is not None:
        return invitation
    return _changed(store, msgspec.structs.replace(invitation, asked=now))


def note_refusal(
    store: Store, invitation: Invitation, error: NotAuthorised, *, now: datetime, cut_off: bool
) -> Invitation:
    """The service did not accept it; whoever looks is told why.

    Args:
        store: where it waits.
        invitation: what was sent.
        error: the service's answer.
        now: the moment.
        cut_off: it was sent before, and no answer came then.
    """
    said = f"{error} {CUT_OFF}" if cut_off else str(error)
    new = msgspec.structs.replace(invitation, refused=said, advice=error.advice, at=now)
    return _changed(store, new)


def _changed(store: Store, invitation: Invitation) -> Invitation:
    with store.transaction() as c:
        if kept_secret(c, INVITATION) is not None:
            keep_secret(c, INVITATION, msgspec.json.encode(invitation))
    return invitation


def _taken(c: Any) -> list[str]:
    return (fact(c, _TAKEN) or "").split()


def _sign(token: str) -> str:
    return hashlib.sha256(f"clinic-kiosk enrolment {token}".encode()).hexdigest()
