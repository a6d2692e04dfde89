"""Takes a TOML text apart into its statements, and says of each that is wrong why, and where.

No living parser for Python gives positions. So the text is taken apart by the one that there is
(tomllib): a statement is the fewest lines, from where the last one ended, that are a TOML document
by themselves. What it defines is what that document holds, so nothing of TOML is known here a
second time but that a heading begins with a bracket.
"""

import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

Path = tuple[str | int, ...]
"""A way through tables and lists: ("reception", "responders", 0, "name")."""

_PLACE: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")
_CLOSING: Final = re.compile(r"]|\"\"\"|'''")
_TRIES: Final = 200
"""So many lines are tried as the end of one statement: a list that is longer is one by mistake."""
_LIST: Final = re.compile(r"=\s*\[")
_END: Final = " (at end of document)"
UNREADABLE: Final = (tomllib.TOMLDecodeError, ValueError, RecursionError)
# ValueError: a number of five thousand digits.


class Fault(NamedTuple):
    """A place that is no TOML.

    Attributes:
        line: from 1.
        said: what is wrong there.
        path: the key that is meant; () where none can be told.
    """

    line: int
    said: str
    path: Path = ()


class Statement(NamedTuple):
    """A few lines that are a TOML document by themselves, or a line that is wrong.

    Attributes:
        line: its first.
        text: of its lines.
        data: what it defines; {} where it is wrong.
        fault: why it is; None where it is not.
    """

    line: int
    text: str
    data: dict[str, Any]
    fault: Fault | None = None

    @property
    def heads(self) -> bool:
        """Whether it is a heading, [table] or [[table]]."""
        return self.text.lstrip().startswith("[")


def statements(lines: list[str]) -> Iterator[Statement]:
    """The statements of a text, and each line that is none; without what is only a comment."""
    at, open_ended = 0, False
    while at < len(lines):
        taken = _statement(lines, at)
        if isinstance(taken, Exception):
            wrong = Statement(at + 1, lines[at], {}, _fault(taken, lines, at))
            if not open_ended or wrong.heads:  # else it may be the rest of the same mistake
                yield wrong
            open_ended = open_ended or _is_open(lines[at])
            at += 1
            continue
        count, data = taken
        if data:
            yield Statement(at + 1, "\n".join(lines[at : at + count]), data)
            open_ended = False
        at += count


def _is_open(line: str) -> bool:
    """Whether more lines might have made it right."""
    try:
        tomllib.loads(line)
    except UNREADABLE as cause:
        return _wants_more(cause)
    return False


def _wants_more(cause: Exception) -> bool:
    # A text in single quotes ends in its line, which tomllib looks for to the end of all lines.
    return str(cause).endswith(_END) and not str(cause).startswith('Expected "\'" ')


def _statement(lines: list[str], at: int) -> tuple[int, dict[str, Any]] | Exception:
    """How many lines the statement there has, and what it defines; or why it is none."""
    failed: Exception | None = None
    for end in _ends(lines, at):
        try:
            return end - at, tomllib.loads("\n".join(lines[at:end]))
        except UNREADABLE as cause:
            failed = cause
            if not _wants_more(cause):
                break  # more lines would not help
    return failed or ValueError("it ends too early")


def _ends(lines: list[str], at: int) -> Iterator[int]:
    """Where the statement may end: in its line, or in one that can close a list or a long text."""
    yield at + 1
    closing = (number + 1 for number in range(at + 1, len(lines)) if _CLOSING.search(lines[number]))
    yield from islice(closing, _TRIES)
    yield len(lines)


def _fault(cause: Exception, lines: list[str], at: int = 0) -> Fault:
    said = str(cause)
    if isinstance(cause, RecursionError):
        return Fault(at + 1, "brackets are nested too deep")
    place = _PLACE.search(said)
    line = at + int(place.group(1)) if place else len(lines) + 1
    plain = _PLACE.sub("", said).removesuffix(_END)
    if plain == "Invalid value" and line > at + 1 and _LIST.search(lines[at]):
        plain = "Unclosed array"
    told = _IN_WORDS.get(plain, plain[:1].lower() + plain[1:])
    later = f" (noticed in line {line})" if at + 1 < line <= len(lines) else ""
    return Fault(at + 1, told + later)


def fault_of(cause: Exception, lines: list[str]) -> Fault:
    """What is wrong in the whole, though each statement is right."""
    place = _PLACE.search(str(cause))
    return _fault(cause, lines, int(place.group(1)) - 1 if place else 0)


_IN_WORDS: Final = {
    "Expected '=' after a key in a key/value pair": "there must be “=” after the name of a key",
    "Expected ']' at the end of a table declaration": "there must be “]” after the name of a table",
    "Expected ']]' at the end of an array declaration": "there must be “]]” after the name",
    "Invalid statement": "this is neither [table], nor key = value, nor # comment",
    "Invalid value": "there must be a value: text in quotes, a number, true, false, or [a list]",
    "Unterminated string": "the quotes are not closed",
    "Illegal character '\\n'": "the quotes are not closed in the same line",
    'Expected "\'"': "the quotes are not closed in the same line",
    "Unclosed array": "the list that begins here is not closed with “]”, or lacks a comma",
    "Invalid hex value": "“\\” begins a code in a text; write a path with “\\\\”, or in '…'",
    "Unclosed inline table": "the “{” is not closed with “}”, or a comma is missing",
    "Expected newline or end of document after a statement": "after the value nothing may stand "
    "but a # comment",
    "Unescaped '\\' in a string": "“\\” stands alone in a text; write “\\\\”, or the text in '…'",
}
