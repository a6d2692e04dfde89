"""Tiny files of common types, to be attached by the robot that tries forms out."""

import struct
import zlib
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, Final

from kiosk.forms.robot.random_texts import some_words


def random_attachment(wanted: Sequence[str], rng: Random) -> dict[str, Any] | None:
    """An Attachment with content of one of the types wanted ("image/*"); None if none can be made.

    Without a wish it is plain text.
    """
    types = [found for one in wanted or ["text/plain"] for found in _fitting(one)]
    if not types:
        return None
    content_type, make = rng.choice(types)
    content = make(rng)
    return {
        "contentType": content_type,
        "data": b64encode(content).decode(),
        "size": len(content),
        "title": f"example-{rng.randrange(100)}",
    }


def _fitting(wanted: str) -> list[tuple[str, Callable[[Random], bytes]]]:
    """Each type that fits, as it is to be named, and what makes a file of it."""
    name = wanted.partition(";")[0].strip().casefold()
    if name in _FILES:
        return [(wanted, _FILES[name])]
    kind = name.removesuffix("*")
    if name in {"*", "*/*"} or kind == name:
        kind = "text/" if name in {"*", "*/*"} else ""
    return [(known, make) for known, make in _FILES.items() if kind and known.startswith(kind)]


def _words(rng: Random) -> bytes:
    return some_words(rng).encode()


def _table(rng: Random) -> bytes:
    return f"name,number\r\n{some_words(rng)},{rng.randrange(100)}\r\n".encode()


def _json(rng: Random) -> bytes:
    return f'{{"number":{rng.randrange(100)}}}'.encode()


def _html(rng: Random) -> bytes:
    return f"<!DOCTYPE html><title>{some_words(rng)}</title>".encode()


def _xml(rng: Random) -> bytes:
    return f"<number>{rng.randrange(100)}</number>".encode()


def _png(rng: Random) -> bytes:
    """One pixel of one shade of grey."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes((0, rng.randrange(256))))
    chunks = ((b"IHDR", head), (b"IDAT", pixel), (b"IEND", b""))
    made = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def _jpeg(_rng: Random) -> bytes:
    """One grey pixel: the shortest tables that a baseline JPEG can have."""
    only_zero = bytes((1, *[0] * 15, 0))
    segments = (
        (b"\xdb", bytes((0, *[1] * 64))),
        (b"\xc0", bytes((8, 0, 1, 0, 1, 1, 1, 0x11, 0))),
        (b"\xc4", b"\x00" + only_zero + b"\x10" + only_zero),
        (b"\xda", bytes((1, 1, 0, 0, 63, 0))),
    )
    made = (b"\xff" + kind + struct.pack(">H", len(body) + 2) + body for kind, body in segments)
    return b"\xff\xd8" + b"".join(made) + b"\x3f\xff\xd9"


def _gif(_rng: Random) -> bytes:
    """One transparent pixel."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes((0, 0, 0, 255, 255, 255))
    picture = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + bytes((2, 2, 0x44, 1, 0))
    return head + picture + b";"


def _wav(rng: Random) -> bytes:
    """Eight samples of one byte."""
    samples = bytes(rng.randrange(256) for _ in range(8))
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def _pdf(_rng: Random) -> bytes:
    """One empty page."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%bendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 4\n0000000000 65535 f \n" + table
    return made + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


_FILES: Final[Mapping[str, Callable[[Random], bytes]]] = {
    "text/plain": _words,
    "text/csv": _table,
    "text/html": _html,
    "text/xml": _xml,
    "application/json": _json,
    "application/xml": _xml,
    "application/pdf": _pdf,
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "audio/wav": _wav,
}
"""Content type → what makes a small valid file of it."""
