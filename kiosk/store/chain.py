"""The chain of the audit: each event's HMAC covers the one before (HMAC-SHA-256, RFC 2104).

A changed or missing event breaks every link behind it, unless whoever changed it has the key and
writes all of them anew; that the central service knows an earlier end guards against that.
What is written here can never change: stores hold chains made by it.
"""

import hmac
import json
import secrets
from hashlib import sha256
from typing import Final

START: Final = bytes(sha256().digest_size)
"""What stands before the first event."""


def new_key() -> bytes:
    """A key for the chain of one store: 32 random bytes, kept inside it."""
    return secrets.token_bytes(sha256().digest_size)


def link(key: bytes, before: bytes, event: tuple[int, str, str, str, str]) -> bytes:
    """The MAC of one event, 32 bytes.

    Args:
        key: of the chain.
        before: the MAC of the event before, or `START`.
        event: number, moment (as stored: UTC, ISO 8601 with microseconds), actor, action, subject.
    """
    content = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    return hmac.digest(key, before + content, sha256)
