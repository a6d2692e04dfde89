"""The pages of an encrypted database, read one by one without SQLite, so that one bad page is one.

SQLite gives up a whole table where a page above its rows is damaged. SQLCipher signs each page by
itself (HMAC-SHA512 over page and page number), so a page is either exactly as it was written, or
it is not taken at all. Only salvage reads like this.
"""

import hashlib
import hmac
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kiosk.store import set_aside
from kiosk.store.files import read_readable, readable
from kiosk.store.layout import SALT, Layout, read_layout, salts

PAGE: Final = 4096
"""Bytes a page, as SQLCipher 4 makes them."""

_IV, _HMAC = 16, 64
USABLE: Final = PAGE - _IV - _HMAC
"""Bytes of a page that SQLite can use."""

_HMAC_SALT_MASK, _HMAC_ROUNDS, _KEY = 0x3A, 2, 32
_MAGIC = b"SQLite format 3\0"
_LOG_HEADER, _FRAME_HEADER = 32, 24
_SURE = 2
"""So many finished changes behind a place of the log say that it is damaged there."""

_LOG_MAGIC = 0x377F0682  # the lowest bit says in which order its checksums take their bytes


class Pages:
    """The newest committed state of each page: the database with its write-ahead log over it.

    Args:
        database: open for reading, best without a buffer, which would read the neighbours of a page
            along and fail with theirs; stays open.
        log: the bytes of its -wal; b"" where there is none.
        key: 32 bytes.
        salts: what the first 16 bytes of the file may have been; the first that fits is taken.

    Attributes:
        count: how many pages there are.
        salt: the one that fits; None where no page at all is as it was written.
        log_left: bytes of the log that hold no committed page any more.
        behind_damage: changes that were finished behind a damaged place of the log. SQLite takes
            such a place for the end of the log; here they are read on, each page by its signature.
    """

    def __init__(
        self, database: BinaryIO, log: bytes, *, key: bytes, salts: Iterable[bytes]
    ) -> None:
        self._file, self._key = database, key
        self._log, self._log_at, committed, end = log, *_committed(log)
        self.log_left, self.behind_damage = len(log) - end, 0
        size = database.seek(0, 2)
        self.count = max(committed, -(-size // PAGE))
        self.salt = next((salt for salt in dict.fromkeys(salts) if self._fits(salt)), None)
        self._signing = None if self.salt is None else _signing_key(key, self.salt)
        if self._signing is not None:
            self._read_on(end, self._signing)

    def page(self, number: int) -> bytes | None:
        """The plain bytes of a page (from 1), `USABLE` long; None where it is damaged."""
        raw = self._raw(number)
        if raw is None or self._signing is None or not _signed(raw, number, self._signing):
            return None
        begin = SALT if number == 1 else 0
        cipher = Cipher(algorithms.AES(self._key), modes.CBC(raw[USABLE : USABLE + _IV]))
        plain = cipher.decryptor().update(raw[begin:USABLE])
        return _MAGIC + plain if number == 1 else plain

    def damaged(self) -> tuple[int, ...]:
        """The numbers of all pages that are not as they were written."""
        return tuple(n for n in range(1, self.count + 1) if self.page(n) is None)

    def _read_on(self, end: int, signing: bytes) -> None:
        """Take the frames behind a damaged place of the log, where it is seen to be one.

        A power cut leaves at most one change unfinished, for each is synced before the next
        begins: two finished ones behind the end can only have been damaged there.
        """
        begin = max(end, _LOG_HEADER)
        # A header that is none names no salts; then the first frame that has any does.
        own = (salt for *_, salt in _frames(self._log, begin) if any(salt))
        salts = self._log[16:24] if _order(self._log) else next(own, b"")
        pending: dict[int, int] = {}
        found, changes, left = dict[int, int](), 0, self.log_left
        for at, number, after, salt in _frames(self._log, begin):
            if not _alike(salt, salts):  # of an older log, or its head is gone
                continue
            pending[number] = at
            if after and _signed(self._log[at : at + PAGE], number, signing):
                found, pending, changes = found | pending, {}, changes + 1
                left = len(self._log) - at - PAGE
        if changes >= _SURE:
            self._log_at |= found
            possible = self.count + len(found)
            self.count = max((self.count, *(n for n in found if n <= possible)))
            self.log_left, self.behind_damage = left, changes

    def _raw(self, number: int) -> bytes | None:
        if not 1 <= number <= self.count:
            return None
        if (at := self._log_at.get(number)) is not None:
            return self._log[at : at + PAGE]
        try:
            self._file.seek((number - 1) * PAGE)
            raw = self._file.read(PAGE)
        except OSError:  # a sector of the disk that can't be read any more
            return None
        return raw if len(raw) == PAGE else None

    def _fits(self, salt: bytes) -> bool:
        """Whether some page is whole, if that is the salt."""
        signing = _signing_key(self._key, salt)
        raws = ((number, self._raw(number)) for number in range(1, self.count + 1))
        return any(raw is not None and _signed(raw, number, signing) for number, raw in raws)


def read_pages(directory: Path, key: bytes, database: BinaryIO) -> tuple[Pages, Layout | None]:
    """The pages of the store in a folder, and the layout that was kept beside it.

    Args:
        directory: of a store that this process does not have open.
        key: 32 bytes.
        database: its file, open for reading without a buffer.
    """
    kept, begin = read_layout(directory, key), next(readable(database), b"")[:SALT]
    log = read_readable(directory / set_aside.LOG)
    return Pages(database, log, key=key, salts=salts(directory, begin, kept)), kept


def _signing_key(key: bytes, salt: bytes) -> bytes:
    masked = bytes(byte ^ _HMAC_SALT_MASK for byte in salt)
    return hashlib.pbkdf2_hmac("sha512", key, masked, _HMAC_ROUNDS, _KEY)


def _signed(raw: bytes, number: int, signing: bytes) -> bool:
    begin = SALT if number == 1 else 0
    content = raw[begin : USABLE + _IV] + struct.pack("<I", number)
    return hmac.compare_digest(hmac.digest(signing, content, "sha512"), raw[USABLE + _IV :])


def _committed(log: bytes) -> tuple[dict[int, int], int, int]:
    """What the log holds, up to the first frame whose checksum is not that of all before it.

    Returns where the newest committed state of each page begins, how many pages the database had
    after the last commit (0: there was none), and where that commit ends.
    """
    order = _order(log)
    if not order:
        return {}, 0, 0
    sums = _sum(log[: _LOG_HEADER - 8], order, (0, 0))
    found: dict[int, int] = {}
    pending: dict[int, int] = {}
    size, end = 0, _LOG_HEADER
    for page_at, number, after, salt in _frames(log, _LOG_HEADER):
        at = page_at - _FRAME_HEADER
        sums = _sum(log[at : at + 8] + log[page_at : page_at + PAGE], order, sums)
        if salt != log[16:24] or sums != struct.unpack(">II", log[page_at - 8 : page_at]):
            break
        pending[number] = page_at
        if after:
            found |= pending
            pending, size, end = {}, after, page_at + PAGE
    return found, size, end


def _order(log: bytes) -> str:
    """How the checksums of a log take its bytes (`struct`); "" where its header is none."""
    if len(log) < _LOG_HEADER or int.from_bytes(log[:4], "big") & ~1 != _LOG_MAGIC:
        return ""
    order = ">" if log[3] & 1 else "<"
    sums = _sum(log[: _LOG_HEADER - 8], order, (0, 0))
    whole = sums == struct.unpack(">II", log[24:32]) and log[8:12] == PAGE.to_bytes(4, "big")
    return order if whole else ""


def _frames(log: bytes, begin: int) -> Iterator[tuple[int, int, int, bytes]]:
    """Where each frame's page begins, its number, the pages after its commit (or 0), the salts."""
    for at in range(begin, len(log) - _FRAME_HEADER - PAGE + 1, _FRAME_HEADER + PAGE):
        number, after, salt = struct.unpack(">II8s", log[at : at + 16])
        yield at + _FRAME_HEADER, number, after, salt


def _alike(salt: bytes, other: bytes) -> bool:
    """Whether they are the same but for one damaged byte; of two logs, four at least differ."""
    return sum(a == b for a, b in zip(salt, other, strict=False)) >= len(other) - 1


def _sum(content: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    """SQLite's running checksum of a log, 32 bits each."""
    first, second = sums
    words = struct.iter_unpack(f"{order}II", content)
    for one, two in words:
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second
