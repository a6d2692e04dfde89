"""Changes one key in the text of a settings file; all else stays as it was written, comments too.

What comes out is read once more: where it would not say exactly what was meant, nothing is changed.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any, Final

_LINES_MAX: Final = 8
"""A value goes over so many lines at the most, where one of these changes it."""

_BOM: Final = "\ufeff"


def sets_key(text: str, table: str, key: str) -> bool:
    """Whether the text sets that key to something."""
    data = _read(text)
    return data is not None and bool(_table(data, table).get(key))


def without_key(text: str, table: str, key: str) -> str | None:
    """The text without that key; None where it can't be taken out surely, or is not there."""
    data = _read(text)
    if data is None or key not in _table(data, table):
        return None
    wanted = data | {table: {name: one for name, one in data[table].items() if name != key}}
    lines = text.splitlines(keepends=True)
    cut = ("".join([*lines[:start], *lines[end:]]) for start, end in _spans(lines, key))
    return next((one for one in cut if _says(one, wanted)), None)


def with_key(text: str, table: str, key: str, value: str) -> str | None:
    """The text with that key as a text; None where it can't be put there surely."""
    data = _read(text)
    if data is None or not isinstance(data.get(table, {}), dict):
        return None
    wanted = data | {table: data.get(table, {}) | {key: value}}
    line = f"{key} = {json.dumps(value, ensure_ascii=False)}{_ending(text)}"
    return next((one for one in _with(text, table, key, line) if _says(one, wanted)), None)


def _with(text: str, table: str, key: str, line: str) -> Iterator[str]:
    """What might be right, the best first."""
    lines = text.splitlines(keepends=True)
    for start, end in _spans(lines, key):
        yield "".join([*lines[:start], line, *lines[end:]])
    header = re.compile(rf"\s*\[\s*{re.escape(table)}\s*\]\s*(#.*)?")
    for number, one in enumerate(lines):
        if header.fullmatch(one.rstrip("\r\n")):
            whole = one if one.endswith("\n") else one + _ending(text)
            yield "".join([*lines[:number], whole, line, *lines[number + 1 :]])
    closed = "" if not text or text.endswith("\n") else _ending(text)
    yield f"{text}{closed}{_ending(text)}[{table}]{_ending(text)}{line}"


def _spans(lines: list[str], key: str) -> Iterator[tuple[int, int]]:
    """Where that key might stand, in one line first: that, and the one after its last."""
    begins = re.compile(rf"[^#]*\b{re.escape(key)}\b[^=]*=.*", re.DOTALL)
    starts = [number for number, line in enumerate(lines) if begins.fullmatch(line)]
    for length in range(1, _LINES_MAX + 1):
        yield from ((start, start + length) for start in starts)


def _read(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text.removeprefix(_BOM))
    except tomllib.TOMLDecodeError:
        return None


def _table(data: dict[str, Any], table: str) -> dict[str, Any]:
    found = data.get(table, {})
    return found if isinstance(found, dict) else {}


def _says(text: str, wanted: dict[str, Any]) -> bool:
    """An empty table may be left, or go with its last key."""
    said = _read(text)
    return said is not None and _full(said) == _full(wanted)


def _full(data: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in data.items() if one != {}}


def _ending(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
