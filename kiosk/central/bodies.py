"""A request's body: what it is said to be, unpacked, and never larger than was stated."""

import zlib
from typing import Any

from starlette.requests import Request

from kiosk.central.interaction import MEDIA_TYPE, InteractionError, decode

_MEDIA_TYPES = ("application/fhir+json", "application/json")
_GZIP = 31  # of zlib: a gzip member, with its check value


async def body_of(request: Request, *, max_bytes: int) -> Any:
    """The JSON value that a request carries, decimals as `Decimal`.

    Args:
        request: whose body was not read yet.
        max_bytes: so large it may be, as it came and unpacked.

    Raises:
        InteractionError: 400 no JSON, 413 too large, 415 something else than FHIR JSON.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in _MEDIA_TYPES:
        raise InteractionError(415, "not-supported", f"A body is {MEDIA_TYPE}.")
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        raise InteractionError(415, "not-supported", "A body is sent as it is, or in gzip.")
    content = await _bounded(request, max_bytes)
    return decode(_unpacked(content, max_bytes) if encoding == "gzip" else content)


async def _bounded(request: Request, max_bytes: int) -> bytes:
    """Reads on for a while beyond the limit: a client that is still sending sees no answer."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size <= max_bytes:
            parts.append(part)
        elif size > 8 * max_bytes:
            break
    if size > max_bytes:
        raise _too_large(max_bytes)
    return b"".join(parts)


def _unpacked(content: bytes, max_bytes: int) -> bytes:
    """Never more than the limit is unpacked: a few kilobytes can stand for gigabytes."""
    plain = bytearray()
    while content:  # gzip members may follow one another (RFC 1952, 2.2)
        unpacking = zlib.decompressobj(_GZIP)
        try:
            plain += unpacking.decompress(content, max_bytes + 1 - len(plain))
        except zlib.error as cause:
            raise InteractionError(400, "structure", "The body is no gzip.") from cause
        if len(plain) > max_bytes:
            raise _too_large(max_bytes)
        if not unpacking.eof:
            raise InteractionError(400, "structure", "The gzip of the body breaks off.")
        content = unpacking.unused_data
    return bytes(plain)


def _too_large(max_bytes: int) -> InteractionError:
    return InteractionError(413, "too-long", f"A body may have {max_bytes} bytes, no more.")
