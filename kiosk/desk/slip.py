"""A slip: which visit, which forms, until when; signed by a key of the clinic.

    1    version
    16   UUID of the visit
    4    when it was made, minutes since 1970 (UTC)
    2    how long it is good for, minutes
    4    which key signed it
    1    n, the number of forms
    4 n  which forms: of each, the first bytes of the SHA-256 of its canonical url
    64   signature of all that (Ed25519)

No name, number or birth date is in it, and nothing that leads to one but at the desk that made it.
It is written as one decimal number of a fixed length: a QR code has a dense mode for digits, and
scanners that type them are understood under every keyboard layout. Any kiosk that knows the public
key can check it, whatever the network does. That it is good once is the kiosk's to remember
(`kiosk.store.slips`).
"""

import hashlib
import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.errors import RefusedError

FORMS_MOST: Final = 20
LONGEST: Final = timedelta(days=45)
"""No slip is good for longer: its minutes are counted in two bytes."""
BEHIND: Final = timedelta(minutes=30)
"""The clocks of a clinic may differ by so much."""

UNREADABLE, FORGED, FOREIGN = "unreadable", "forged", "other-clinic"
EXPIRED, CLOCK = "expired", "clock-behind"

_VERSION: Final = 1
_HASH, _SIGNATURE, _KEY_ID, _KEY = 4, 64, 4, 32
_HEAD: Final = 1 + 16 + 4 + 2 + _KEY_ID + 1
_MINUTE: Final = timedelta(minutes=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class SlipText:
    """What stands on a slip.

    Attributes:
        visit_id: a UUID.
        made, expires: aware; whole minutes.
        forms: of each form its `form_mark`, in the order to be filled in.
    """

    visit_id: str
    made: datetime
    expires: datetime
    forms: tuple[bytes, ...]


class SlipRefused(RefusedError):
    """A slip that opens nothing.

    Attributes:
        why: "unreadable", "forged" (a known key did not sign it), "other-clinic" (an unknown key),
            "expired", or "clock-behind": by the clock of this PC it was made in the future.
        about: for the audit: the visit where the signature is right, else the key it names.
    """

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__("This slip opens nothing here.", advice="Show it at the desk.")
        self.why, self.about = why, about


def sign_slip(slip: SlipText, key: Ed25519PrivateKey) -> str:
    """The digits of a slip.

    Raises:
        RefusedError: no form, or more than `FORMS_MOST`; or an end that is not after its making,
            or later than `LONGEST`.
    """
    if not 0 < len(slip.forms) <= FORMS_MOST:
        raise RefusedError(f"A slip holds one to {FORMS_MOST} forms.")
    # Good for no longer than it says: its end is rounded down, and so is its begin.
    made = (slip.made - _EPOCH) // _MINUTE
    life = (slip.expires - _EPOCH) // _MINUTE - made
    if not 0 < life <= LONGEST // _MINUTE or not 0 <= made < 2**32:
        raise RefusedError("A slip is good for one minute to 45 days.")
    body = b"".join(
        (
            bytes([_VERSION]),
            UUID(slip.visit_id).bytes,
            made.to_bytes(4),
            life.to_bytes(2),
            key_id(public_key(key)),
            bytes([len(slip.forms)]),
            *slip.forms,
        )
    )
    return _digits(body + key.sign(body))


def is_slip(read: str) -> bool:
    """Whether a scan looks like a slip of any clinic, and not like a visit code."""
    return len(_plain(read)) in _SIZES


def read_slip(read: str, keys: Iterable[bytes], *, now: datetime) -> SlipText:
    """What stands on a slip that a scanner read.

    Args:
        read: as the scanner typed it.
        keys: the public keys that are trusted, 32 bytes each.
        now: the moment by this PC's clock.

    Raises:
        SlipRefused: it opens nothing.
    """
    signed = _bytes(_plain(read))
    body, signature = signed[:-_SIGNATURE], signed[-_SIGNATURE:]
    slip, signer = _parts(body)
    known = [key for key in keys if key_id(key) == signer]
    if not known:
        raise SlipRefused(FOREIGN, signer.hex())
    if not any(_is_signed(body, signature, key) for key in known):
        raise SlipRefused(FORGED, signer.hex())
    if now < slip.made - BEHIND:
        raise SlipRefused(CLOCK, slip.visit_id)
    if now >= slip.expires:
        raise SlipRefused(EXPIRED, slip.visit_id)
    return slip


def form_mark(canonical: str) -> bytes:
    """By what a slip names a form, whatever its version."""
    return hashlib.sha256(canonical.partition("|")[0].encode()).digest()[:_HASH]


def forms_of(slip: SlipText, canonicals: Iterable[str]) -> tuple[str, ...]:
    """Those of these forms that the slip names, in its order; what is not among them is left out.

    Two forms with the same mark are told apart by nobody: then neither is found.
    """
    marked: dict[bytes, set[str]] = {}
    for canonical in canonicals:
        marked.setdefault(form_mark(canonical), set()).add(canonical)
    named: Mapping[bytes, str] = {
        mark: min(found)
        for mark, found in marked.items()
        if len({one.partition("|")[0] for one in found}) == 1
    }
    return tuple(named[mark] for mark in slip.forms if mark in named)


def public_key(key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes by which what it signed is checked."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(public: bytes) -> bytes:
    """By what a slip names the key that signed it."""
    return hashlib.sha256(public).digest()[:_KEY_ID]


def _parts(body: bytes) -> tuple[SlipText, bytes]:
    count = body[_HEAD - 1]
    if body[0] != _VERSION or len(body) != _HEAD + _HASH * count:
        raise SlipRefused(UNREADABLE)
    made = _EPOCH + int.from_bytes(body[17:21]) * _MINUTE
    expires = made + int.from_bytes(body[21:23]) * _MINUTE
    marks = tuple(body[at : at + _HASH] for at in range(_HEAD, len(body), _HASH))
    return SlipText(str(UUID(bytes=body[1:17])), made, expires, marks), body[23:27]


def _is_signed(body: bytes, signature: bytes, key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, body)
    except (InvalidSignature, ValueError):
        return False
    return True


def _digits(content: bytes) -> str:
    return str(int.from_bytes(content)).zfill(_digits_for(len(content)))


def _digits_for(size: int) -> int:
    return math.ceil(size * 8 * math.log10(2))


def _plain(read: str) -> str:
    """The digits that were read; "" where anything else was."""
    text = unicodedata.normalize("NFKC", read).strip()
    return text if text.isascii() and text.isdigit() else ""


def _bytes(digits: str) -> bytes:
    size = _SIZES.get(len(digits))
    if size is None or (number := int(digits)) >= 256**size:
        raise SlipRefused(UNREADABLE)
    return number.to_bytes(size)


def _sizes(counts: Sequence[int]) -> dict[int, int]:
    whole = (_HEAD + _HASH * count + _SIGNATURE for count in counts)
    return {_digits_for(size): size for size in whole}


_SIZES: Final = _sizes(range(1, FORMS_MOST + 1))
"""By the number of digits, the number of bytes; no two slips of another size are equally long."""
