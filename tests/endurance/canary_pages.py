"""What somebody with the key finds in the raw pages of a store, deleted rows included."""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED = 4096, 80
"""Of SQLCipher 4, in bytes; the end of each page holds an IV of 16 and an HMAC of 64."""
SALT = 16
_LOG_HEADER, _FRAME_HEADER = 32, 24
_PACKED = b"\x00z"
"""Before a payload that is packed (`kiosk.store.packed`)."""


def decrypted(store: Path, key: bytes) -> dict[str, bytes]:
    """The pages of a store's database and of its write-ahead log, in clear, by the file's name.

    Behind the pages stands what is packed in them, as far as it can be unpacked.
    """
    found = {}
    for name, read in {"kiosk.db": _pages, "kiosk.db-wal": _frames}.items():
        if (store / name).exists():
            pages = [_in_clear(page, number, key) for number, page in read(store / name)]
            found[name] = b"".join((*pages, *(part for page in pages for part in _unpacked(page))))
    return found


def _unpacked(page: bytes) -> Iterator[bytes]:
    """The beginning of every packed value in a page; one may go on in another page."""
    start = page.find(_PACKED)
    while start >= 0:
        unpacking = zlib.decompressobj()
        with suppress(zlib.error):  # it goes on elsewhere, or is no packed value
            for sign in page[start + len(_PACKED) :]:
                yield unpacking.decompress(bytes([sign]))
        start = page.find(_PACKED, start + 1)


def _pages(file: Path) -> Iterator[tuple[int, bytes]]:
    content = file.read_bytes()
    for start in range(0, len(content), PAGE):
        yield start // PAGE + 1, content[start : start + PAGE]


def _frames(file: Path) -> Iterator[tuple[int, bytes]]:
    content = file.read_bytes()
    for start in range(_LOG_HEADER, len(content), _FRAME_HEADER + PAGE):
        page = start + _FRAME_HEADER
        yield int.from_bytes(content[start : start + 4], "big"), content[page : page + PAGE]


def _in_clear(page: bytes, number: int, key: bytes) -> bytes:
    first = SALT if number == 1 else 0
    vector = page[PAGE - RESERVED : PAGE - RESERVED + SALT]
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return cipher.update(page[first : PAGE - RESERVED])
