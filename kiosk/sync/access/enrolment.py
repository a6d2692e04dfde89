"""What lets this kiosk in at a service, as the store keeps it: encrypted, and nowhere else.

An enrolment is for one address. Whoever turns `central.url` to another one is not sent the token
of the first.
"""

from typing import Final

import msgspec
from sqlalchemy import Connection

from kiosk.store.database import Store
from kiosk.store.facts import forget_secret, keep_secret, kept_secret

_ENROLMENT: Final = "central-access"
_KEY: Final = "central-key"


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


class Enrolment(msgspec.Struct, frozen=True):
    """How one service lets this kiosk in.

    Attributes:
        base: its base address, without a slash at its end.
        way: how.
    """

    base: str
    way: Way


def kept_enrolment(store: Store) -> Enrolment | None:
    """What this kiosk was enrolled with; None where it was not, or where it can't be read."""
    with store.reading() as c:
        content = kept_secret(c, _ENROLMENT)
    try:
        return None if content is None else msgspec.json.decode(content, type=Enrolment)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def keep_enrolment(c: Connection, enrolment: Enrolment) -> None:
    """Be let in that way from now on."""
    keep_secret(c, _ENROLMENT, msgspec.json.encode(enrolment))


def kept_key(store: Store) -> bytes | None:
    """The key made on this PC, as PKCS #8 (DER); None where none was made."""
    with store.reading() as c:
        return kept_secret(c, _KEY)


def keep_key(c: Connection, key: bytes) -> None:
    """Sign with this key from now on."""
    keep_secret(c, _KEY, key)


def forget_enrolment(c: Connection) -> None:
    """Be let in nowhere; the key made on this PC is gone with it."""
    forget_secret(c, _ENROLMENT)
    forget_secret(c, _KEY)
