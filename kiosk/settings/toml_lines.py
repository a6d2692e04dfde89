"""Reads TOML with the line of each key, and tells all that is wrong in it, not the first alone."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final, NamedTuple

from kiosk.settings.toml_statements import (
    UNREADABLE,
    Fault,
    Path,
    Statement,
    fault_of,
    statements,
)

_ROWS_MAX: Final = 1000
"""In a list of more lines its elements are said to stand where it begins."""

_KEY: Final = re.compile(r"\s*([A-Za-z0-9_-]+)\s*[=:]")


class Located(NamedTuple):
    """A TOML text, read as far as it can be.

    Attributes:
        data: what its good lines hold.
        lines: where each table, key and element of a list begins, from 1.
        faults: what is wrong in the others, by line.
    """

    data: dict[str, Any]
    lines: Mapping[Path, int]
    faults: tuple[Fault, ...] = ()


def read_located(text: str) -> Located:
    """Reads a TOML text; line ends may be those of Windows."""
    lines = text.replace("\r\n", "\n").split("\n")
    gathered = _Gathered()
    for statement in statements(lines):
        gathered.take(statement)
    faults = gathered.faults
    try:
        data = tomllib.loads(text)
    except UNREADABLE as cause:
        faults = faults or [fault_of(cause, lines)]
        data = gathered.data
    return Located(data, gathered.lines, tuple(sorted(faults, key=lambda fault: fault.line)))


class _Gathered:
    """What statements define together; what an earlier one defined stands."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self._lists: Counter[Path] = Counter()
        self._headed: dict[Path, int] = {}
        self._at: Path | None = ()

    def take(self, statement: Statement) -> None:
        """Takes in one more; what it defines again is a fault."""
        if statement.fault is not None:
            self._wrong(statement, statement.fault)
        elif statement.heads:
            self._at = self._heading(statement, statement.data)
        elif self._at is not None:
            self._keys(statement, statement.data, self._at)

    def _wrong(self, statement: Statement, fault: Fault) -> None:
        named = _KEY.match(statement.text)
        if statement.heads:
            self._at = None  # nobody knows where the keys below it belong
        path = (*self._at, named.group(1)) if named and self._at is not None else ()
        self.faults.append(fault._replace(path=path))

    def _heading(self, statement: Statement, data: dict[str, Any]) -> Path | None:
        path, is_list = _headed(data, self._lists)
        first = self._headed.setdefault(path, statement.line)
        if first != statement.line and not is_list:
            self._again(statement.line, path, first, "table")
        if self._table(path) is None:
            first = next(self.lines[path[:n]] for n in range(1, 9) if path[:n] in self.lines)
            self._again(statement.line, path, first, "key")
            return None
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], statement.line)
        return path

    def _keys(self, statement: Statement, data: dict[str, Any], at: Path) -> None:
        table = self._table(at)
        twice = _merge(table if table is not None else {}, data)
        if twice:
            path = (*at, *twice)
            self._again(statement.line, path, self.lines.get(path, statement.line), "key")
        for path, line in _walk(data, at, statement):
            self.lines.setdefault(path, line)

    def _again(self, line: int, path: Path, first: int, kind: str) -> None:
        said = f"it stands in line {first} already; a {kind} may stand once"
        self.faults.append(Fault(line, said, path))

    def _table(self, path: Path) -> dict[str, Any] | None:
        """The table there, made where there is none yet; None where something else is."""
        inner: Any = self.data
        for step, following in pairwise((*path, "")):
            if isinstance(step, int):
                if step == len(inner):
                    inner.append({})
                inner = inner[step]
            elif not isinstance(inner, dict):
                return None
            else:
                inner = inner.setdefault(step, [] if isinstance(following, int) else {})
            if isinstance(following, int) != isinstance(inner, list):
                return None
        return inner if isinstance(inner, dict) else None


def _headed(data: dict[str, Any], lists: Counter[Path]) -> tuple[Path, bool]:
    """The table that a heading names, and whether it is one more of a list."""
    path: Path = ()
    inner: Any = data
    while isinstance(inner, dict) and inner:
        ((name, inner),) = inner.items()
        path += (name,)
        if isinstance(inner, list):
            lists[path] += 1
            return (*path, lists[path] - 1), True
        if lists[path] and inner:
            path += (lists[path] - 1,)
    return path, False


def _merge(table: dict[str, Any], more: dict[str, Any]) -> Path:
    """Adds what is not there; the first way to something that both have, () where there is none."""
    twice: Path = ()
    for key, value in more.items():
        if key not in table:
            table[key] = value
        elif isinstance(table[key], dict) and isinstance(value, dict):
            inner = _merge(table[key], value)
            twice = twice or ((key, *inner) if inner else ())
        else:
            twice = twice or (key,)
    return twice


def _walk(value: Any, path: Path, statement: Statement) -> Iterator[tuple[Path, int]]:
    """Each path in a value with its line; elements of a list that has several lines by theirs."""
    rows = _element_lines(statement) if "\n" in statement.text else ()
    outer = len(path)

    def each(inner: Any, where: Path, line: int) -> Iterator[tuple[Path, int]]:
        if len(where) > outer:
            yield where, line
        if isinstance(inner, dict):
            for key, below in inner.items():
                yield from each(below, (*where, key), line)
        elif isinstance(inner, list):
            first = not any(isinstance(step, int) for step in where[outer:])
            for number, below in enumerate(inner):
                own = rows[number] if first and number < len(rows) else line
                yield from each(below, (*where, number), own)

    yield from each(value, path, statement.line)


def _element_lines(statement: Statement) -> tuple[int, ...]:
    """Where the elements of a list begin: closed after each of its lines, it holds so many."""
    rows = statement.text.split("\n")
    found: list[int] = []
    begins = 0
    for row in range(len(rows) if len(rows) <= _ROWS_MAX else 0):
        try:
            closed = "" if row + 1 == len(rows) else "]"
            data: Any = tomllib.loads("\n".join((*rows[: row + 1], closed)))
        except UNREADABLE:
            continue
        while isinstance(data, dict) and len(data) == 1:
            (data,) = data.values()
        count = len(data) if isinstance(data, list) else 0
        if count > len(found):
            found += [statement.line + _first_said(rows, begins, row)] * (count - len(found))
        begins = row + 1
    return tuple(found)


def _first_said(rows: list[str], begins: int, ends: int) -> int:
    """The first of those lines that is neither empty nor a comment."""
    said = (n for n in range(begins, ends) if rows[n].strip() and rows[n].strip()[0] not in "#,")
    return next(said, ends)
