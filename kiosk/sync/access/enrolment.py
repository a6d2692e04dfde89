"""What lets this kiosk in at a service, as the store keeps it: encrypted, and nowhere else.

An enrolment is for one address. Whoever turns `central.url` to another one is not sent the token
of the first.
"""

from datetime import datetime
from typing import Final

import msgspec

from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.facts import forget_secret, keep_secret, kept_secret
from kiosk.sync.access.certificates import end_of
from kiosk.sync.access.keys import new_key, thumbprint

_ENROLMENT: Final = "central-access"
_KEY: Final = "central-key"
_NEXT_KEY: Final = "central-key-next"
INVITATION: Final = "central-invitation"
"""The secret that waits to be exchanged for an enrolment (`kiosk.sync.access.invitation`)."""

_BY: Final = "IT"


class _Way(msgspec.Struct, frozen=True, tag_field="kind"):
    """One way of being let in. Its repr says no more than which."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Token(_Way, frozen=True, tag="token"):
    """A bearer token that does not change (RFC 6750)."""

    token: str


class Password(_Way, frozen=True, tag="basic"):
    """A name and a password (RFC 7617)."""

    user: str
    password: str


class Smart(_Way, frozen=True, tag="smart"):
    """SMART Backend Services: this kiosk signs with its key, and gets tokens that end soon.

    Attributes:
        client_id: under which the service knows this kiosk.
        token_url: where tokens are given out; `None`: the service itself says where.
        scope: what is asked for; `None`: what a kiosk needs.
    """

    client_id: str
    token_url: str | None = None
    scope: str | None = None


class Certificate(_Way, frozen=True, tag="mtls"):
    """Mutual TLS.

    Attributes:
        chain: PEM: the kiosk's certificate first.
        key: PEM, not encrypted; `None`: the key that was made on this PC.
    """

    chain: str
    key: str | None = None


Way = Token | Password | Smart | Certificate


class Registration(msgspec.Struct, frozen=True):
    """What a service gave to a kiosk that registered by itself (RFC 7591, 7592).

    Attributes:
        client_id: under which the service knows it.
        url: where this registration is changed and withdrawn; None where the service has no such
            place.
        token: that lets it do so.
    """

    client_id: str
    url: str | None = None
    token: str | None = None

    def __repr__(self) -> str:
        return f"<Registration of {self.client_id}>"


class Enrolment(msgspec.Struct, frozen=True):
    """How one service lets this kiosk in.

    Attributes:
        base: its base address, without a slash at its end.
        way: how.
        registration: where this kiosk registered itself there.
    """

    base: str
    way: Way
    registration: Registration | None = None


def kept_enrolment(store: Store) -> Enrolment | None:
    """What this kiosk was enrolled with; None where it was not, or where it can't be read."""
    with store.reading() as c:
        content = kept_secret(c, _ENROLMENT)
    try:
        return None if content is None else msgspec.json.decode(content, type=Enrolment)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def keep_enrolment(
    store: Store, enrolment: Enrolment, *, now: datetime, key: bytes | None = None
) -> None:
    """Be let in that way from now on; the audit says so, and no secret.

    A token that still waited to be exchanged is gone with it. `key`: signs from now on, in the
    place of the one before.
    """
    with store.transaction() as c:
        keep_secret(c, _ENROLMENT, msgspec.json.encode(enrolment))
        forget_secret(c, INVITATION)
        forget_secret(c, _NEXT_KEY)
        if key is not None:
            keep_secret(c, _KEY, key)
            audit.record(c, actor=_BY, action="access.key-made", subject=thumbprint(key), now=now)
        subject = f"{kind_of(enrolment.way)} {enrolment.base}"
        audit.record(c, actor=_BY, action="access.enrolled", subject=subject, now=now)
    store.forget_deleted()


def kept_key(store: Store) -> bytes | None:
    """The key made on this PC, as PKCS #8 (DER); None where none was made."""
    with store.reading() as c:
        return kept_secret(c, _KEY)


def make_key(store: Store, *, now: datetime) -> tuple[bytes, bool]:
    """The key made on this PC, made now where there is none yet; and whether it was."""
    with store.transaction() as c:
        key = kept_secret(c, _KEY)
        if key is not None:
            return key, False
        key = new_key()
        keep_secret(c, _KEY, key)
        audit.record(c, actor=_BY, action="access.key-made", subject=thumbprint(key), now=now)
    return key, True


def make_next_key(store: Store) -> bytes:
    """A key to come in the place of this PC's; the same one until an enrolment takes it."""
    with store.transaction() as c:
        key = kept_secret(c, _NEXT_KEY)
        if key is None:
            key = new_key()
            keep_secret(c, _NEXT_KEY, key)
    return key


def forget_access(store: Store, *, now: datetime) -> bool:
    """Be let in nowhere; the key made on this PC is gone with it. Whether there was anything."""
    with store.transaction() as c:
        names = (_ENROLMENT, _KEY, _NEXT_KEY, INVITATION)
        there = [name for name in names if kept_secret(c, name) is not None]
        for name in there:
            forget_secret(c, name)
        if there:
            audit.record(c, actor=_BY, action="access.forgotten", subject="all", now=now)
    store.forget_deleted()
    return bool(there)


def kind_of(way: Way) -> str:
    """As it is typed: "token", "basic", "smart" or "mtls"."""
    return str(way.__struct_config__.tag)


def ending(way: Way | None) -> datetime | None:
    """When it ends, aware; None where it has no end of its own."""
    return end_of(way.chain) if isinstance(way, Certificate) else None
