"""Bytes that only a code opens: what carries patients' answers from one PC to another.

    mark                    which format this is
    salt (16)               of the code
    sign (8)                of the key, to tell a wrong code from damage
    nonce (24), ciphertext  XChaCha20-Poly1305 over the compressed bytes; all before is bound to it
    digest (32)             SHA-256 of everything before, to tell damage before a code is asked for

The key is Argon2id of the code. The code has 100 random bits, so that nobody tries them all.
"""

import hashlib
import hmac
import secrets
import zlib
from typing import Final

import nacl.secret
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

from kiosk.errors import RefusedError
from kiosk.store.written_code import new_code, secret_in

MARK: Final = b"clinic-kiosk sealed bundle 1\n"
MOST_BYTES: Final = 64 * 1024 * 1024
"""So much can be carried in one file, unpacked."""

_GROUPS: Final = 5
_SALT, _SIGN, _DIGEST = argon2id.SALTBYTES, 8, 32
_HEAD = len(MARK) + _SALT + _SIGN
_OPS, _MEMORY = 3, 64 * 1024 * 1024  # RFC 9106, for PCs with little memory; part of the format


def seal(content: bytes) -> tuple[bytes, str]:
    """The sealed bytes, and the new code that alone opens them.

    Raises:
        RefusedError: it is too much for one file.
    """
    if len(content) > MOST_BYTES:
        raise RefusedError(
            "These are too many responses for one file.",
            advice="Export them in parts, with --since and --until.",
        )
    code, salt = new_code(_GROUPS), secrets.token_bytes(_SALT)
    key = _key(code, salt)
    head = MARK + salt + _sign(key)
    body = nacl.secret.Aead(key).encrypt(zlib.compress(content), head)
    sealed = head + bytes(body)
    return sealed + hashlib.sha256(sealed).digest(), code


def is_sealed(content: bytes) -> bool:
    """Whether these bytes claim to be sealed."""
    return content.startswith(MARK)


def refuse_damaged(sealed: bytes) -> None:
    """See that nothing was changed on the way; no code is needed for that.

    Raises:
        RefusedError: something was.
    """
    begin, digest = sealed[:-_DIGEST], sealed[-_DIGEST:]
    if len(begin) <= _HEAD or not hmac.compare_digest(hashlib.sha256(begin).digest(), digest):
        raise _damaged()


def unseal(sealed: bytes, code: str) -> bytes:
    """What was sealed.

    Raises:
        RefusedError: the code has a slip or is another file's; the file is damaged; what is in it
            is larger than an export can be.
    """
    refuse_damaged(sealed)
    head, body = sealed[:_HEAD], sealed[_HEAD:-_DIGEST]
    key = _key(code, head[len(MARK) : -_SIGN])
    if not hmac.compare_digest(_sign(key), head[-_SIGN:]):
        raise RefusedError(
            "This code does not open this file.",
            advice="Each export has a code of its own. Type the one that was shown with this file.",
        )
    try:
        packed = nacl.secret.Aead(key).decrypt(body, head)
    except (CryptoError, ValueError) as cause:
        raise _damaged() from cause
    return _unpacked(packed)


def _unpacked(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, MOST_BYTES + 1)
    except zlib.error as cause:
        raise _damaged() from cause
    if len(content) > MOST_BYTES or not unpacking.eof:
        raise RefusedError(
            "There is more in this file than an export can have; nothing was taken from it.",
            advice="Make the export anew, in parts: --since, --until.",
        )
    return content


def _key(code: str, salt: bytes) -> bytes:
    secret = secret_in(code, _GROUPS, name="code", stands="where it was written down")
    return argon2id.kdf(
        nacl.secret.Aead.KEY_SIZE, secret, salt, opslimit=_OPS, memlimit=_MEMORY
    )  # fmt: skip


def _sign(key: bytes) -> bytes:
    return hashlib.blake2b(key, digest_size=_SIGN, person=b"kiosk-bundle").digest()


def _damaged() -> RefusedError:
    return RefusedError(
        "The file is damaged: it is not as it was exported. Nothing was taken from it.",
        advice="Copy it once more from where it was made, or make the export anew.",
    )
