"""Rows as they lie in the pages of a database (SQLite's file format, sections 1.5, 1.6 and 2.1)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kiosk.store.pages import USABLE, Pages

Value = int | float | str | bytes | None
Record = tuple[Value, ...]

INDEX_INNER, TABLE_INNER, INDEX_LEAF, TABLE_LEAF = 2, 5, 10, 13
_INNER = (INDEX_INNER, TABLE_INNER)
_FILE_HEADER: Final = 100
_BYTE, _SEVEN_BITS, _LONGEST_VARINT = 8, 7, 9
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_REAL, _ZERO, _ONE, _FIRST_BLOB, _FIRST_TEXT = 7, 8, 9, 12, 13
_NOT_AS_SQLITE_WRITES = (IndexError, struct.error, ValueError)


class Cell(NamedTuple):
    """One row of a table, or one entry of an index.

    Attributes:
        rowid: None in an index, and in a table without row numbers.
        record: its values; None where a page that its end lies on is damaged.
    """

    rowid: int | None
    record: Record | None


class Page(NamedTuple):
    """What stands in one page of a tree.

    Attributes:
        kind: one of the four kinds above.
        children: the pages beneath, from left to right.
        cells: the rows in it; those of an inner page of a table are only signposts, and left out.
    """

    kind: int
    children: tuple[int, ...]
    cells: tuple[Cell, ...]


@dataclass
class Walked:
    """What was met on a walk.

    Attributes:
        seen: pages that belong to a tree, also those that long rows end on.
        damaged: pages that belong to it and can't be read.
    """

    seen: set[int] = field(default_factory=set)
    damaged: list[int] = field(default_factory=list)


def walk(pages: Pages, root: int, walked: Walked) -> Iterator[Cell]:
    """Every row of the tree at `root` that can be reached; what can't is noted in `walked`."""
    ahead = [root]
    while ahead:
        number = ahead.pop()
        if number in walked.seen:  # only in a tree that is tied in a knot
            continue
        walked.seen.add(number)
        page = read_page(pages, number, walked)
        if page is None:
            walked.damaged.append(number)
            continue
        yield from page.cells
        ahead += reversed(page.children)


def read_page(pages: Pages, number: int, walked: Walked) -> Page | None:
    """What stands in a page; None where it is damaged, or is no page of a tree."""
    plain = pages.page(number)
    if plain is None:
        return None
    try:
        return _parse(plain, number, _Overflow(pages, walked))
    except _NOT_AS_SQLITE_WRITES:
        return None


@dataclass(frozen=True)
class _Overflow:
    """Reads the part of a long row that did not fit into its page."""

    pages: Pages
    walked: Walked

    def follow(self, number: int, size: int) -> bytes | None:
        parts = []
        while size > 0:
            plain = self.pages.page(number)
            self.walked.seen.add(number)
            if plain is None:
                if number:
                    self.walked.damaged.append(number)
                return None
            part = plain[4 : min(USABLE, 4 + size)]
            parts.append(part)
            size -= len(part)
            number = int.from_bytes(plain[:4], "big")
        return b"".join(parts)


def _parse(plain: bytes, number: int, overflow: _Overflow) -> Page | None:
    at = _FILE_HEADER if number == 1 else 0
    kind = plain[at]
    if kind not in {*_INNER, INDEX_LEAF, TABLE_LEAF}:
        return None
    count = int.from_bytes(plain[at + 3 : at + 5], "big")
    first = at + (12 if kind in _INNER else 8)
    starts = struct.unpack(f">{count}H", plain[first : first + 2 * count])
    children: list[int] = []
    cells: list[Cell] = []
    for start in starts:
        place = start
        if kind in _INNER:
            children.append(int.from_bytes(plain[place : place + 4], "big"))
            place += 4
        if kind != TABLE_INNER:
            cells.append(_cell(plain, place, kind, overflow))
    if kind in _INNER:
        children.append(int.from_bytes(plain[at + 8 : at + 12], "big"))
    return Page(kind, tuple(children), tuple(cells))


def _cell(plain: bytes, at: int, kind: int, overflow: _Overflow) -> Cell:
    size, at = _varint(plain, at)
    rowid = None
    if kind == TABLE_LEAF:
        rowid, at = _varint(plain, at)
    here = _size_here(size, kind)
    payload: bytes | None = plain[at : at + here]
    if here < size:
        rest = overflow.follow(int.from_bytes(plain[at + here : at + here + 4], "big"), size - here)
        payload = None if rest is None else plain[at : at + here] + rest
    return Cell(rowid, None if payload is None else read_record(payload))


def _size_here(size: int, kind: int) -> int:
    """How many bytes of a row lie in its own page."""
    most = USABLE - 35 if kind == TABLE_LEAF else (USABLE - 12) * 64 // 255 - 23
    least = (USABLE - 12) * 32 // 255 - 23
    if size <= most:
        return size
    fitting = least + (size - least) % (USABLE - 4)
    return fitting if fitting <= most else least


def read_record(payload: bytes) -> Record:
    """The values of a row.

    Raises:
        ValueError, IndexError, struct.error: that is no row as SQLite writes it.
    """
    end, at = _varint(payload, 0)
    place, values = end, []
    while at < end:
        kind, at = _varint(payload, at)
        value, place = _value(payload, place, kind)
        values.append(value)
    if place > len(payload):
        raise ValueError("a row that ends before its last value")
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, at
    if kind in _INTEGERS:
        end = at + _INTEGERS[kind]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if kind == _REAL:
        return struct.unpack(">d", payload[at : at + 8])[0], at + 8
    if kind in {_ZERO, _ONE}:
        return kind - _ZERO, at
    if kind < _FIRST_BLOB:
        raise ValueError("a kind of value that SQLite keeps to itself")
    end = at + (kind - _FIRST_BLOB) // 2
    content = payload[at:end]
    return (content.decode() if kind >= _FIRST_TEXT and kind % 2 else content), end


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number of 1 to 9 bytes, signed, and where it ends."""
    value = 0
    for n in range(_LONGEST_VARINT):
        byte = content[at + n]
        if n == _LONGEST_VARINT - 1:
            value = value << _BYTE | byte
            return (value - (1 << 64) if value >> 63 else value), at + n + 1
        value = value << _SEVEN_BITS | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the highest bit says that more follows
            return value, at + n + 1
    raise ValueError("a number without an end")
