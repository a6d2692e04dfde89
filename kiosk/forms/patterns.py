"""The regular expressions of a form, run by an engine that can't be made to hang.

RE2 takes time in proportion to the text, whatever the pattern. The price: it knows no look-around
and no back-references. Conditions at the very beginning ("(?!000)[0-9]{3}"), which real forms use
most, are matched one by one; a form that needs more gets a finding from `check` and no rule.
Sources: https://github.com/google/re2/wiki/Syntax, http://hl7.org/fhir/R4/extension-regex.html
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, Protocol

import msgspec
import re2

_LONGEST: Final = 10_000
_KEPT: Final = 1_000
_AHEAD: Final = ("(?=", "(?!")

_PIECE: Final = re.compile(
    r"\\p\{(?P<property>\w+)\}|\\u(?P<unit>[0-9A-Fa-f]{4})|\\(?P<letter>.)|(?P<plain>.)", re.DOTALL
)
_CALL: Final = re.compile(r"matches\(\s*'(?P<pattern>.*)'\s*\)", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\([\\'\"`/])")
_POSIX: Final = frozenset({"Alpha", "Digit", "Alnum", "Upper", "Lower", "Punct", "Space", "XDigit"})
_LETTERS: Final[Mapping[str, tuple[str, str]]] = {
    "Z": (r"\z", "Z"),
    "h": (r"[ \t]", r" \t"),
    "i": ("[A-Za-z_:]", "A-Za-z_:"),
    "c": ("[-.0-9A-Za-z_:]", "-.0-9A-Za-z_:"),
}
"""Escapes of Java and XML Schema that RE2 lacks → the same outside and inside of a class."""


class Pattern(Protocol):
    """A compiled regular expression."""

    def fullmatch(self, text: str, /) -> object | None:
        """Something where the whole text fits, None where it does not."""


class PatternRefused(ValueError):
    """Not a regular expression, or one that can't be run in linear time; says why."""


class _Guarded(msgspec.Struct, frozen=True):
    """A pattern with conditions on what the text begins with.

    Attributes:
        whole: what the whole text must fit.
        ahead: patterns, and whether the text must or must not begin with them.
    """

    whole: Any
    ahead: tuple[tuple[Any, bool], ...]

    def fullmatch(self, text: str, /) -> object | None:
        if any((pattern.match(text) is not None) != wanted for pattern, wanted in self.ahead):
            return None
        found: object | None = self.whole.fullmatch(text)
        return found


def compile_pattern(pattern: str) -> Pattern:
    """The pattern, ready to be matched against whole texts.

    Raises:
        PatternRefused: it is malformed, too large, or needs look-around inside it or
            back-references.
    """
    made: Pattern | str = _compiled(pattern)
    if isinstance(made, str):
        raise PatternRefused(made)
    return made


@lru_cache(maxsize=_KEPT)
def _compiled(pattern: str) -> Any:
    """The pattern, or why there is none: a refusal is remembered too."""
    if len(pattern) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    try:
        return _guarded(_translated(_bare(pattern)))
    except re2.error as cause:
        reason = cause.args[0] if cause.args else ""
        return reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
    except UnicodeEncodeError:
        return "it holds half a character"


def _engine(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


def _bare(pattern: str) -> str:
    """Without what forms put around it, with which no text could ever fit.

    That is the slashes of JavaScript, and the call of FHIRPath, `matches('^[0-9]{4}$')`, which
    looks for its pattern anywhere in the text.
    """
    if pattern.startswith("/^") and pattern.endswith("$/"):
        return pattern[1:-1]
    if called := _CALL.fullmatch(pattern):
        inner = _ESCAPED.sub(r"\1", called["pattern"])
        whole = inner.startswith("^") and inner.endswith("$")
        return inner if whole else f"(?s:.*)(?:{inner})(?s:.*)"
    return pattern


def _guarded(pattern: str) -> Any:
    """The pattern with the conditions at its beginning taken apart from the rest."""
    rest, ahead = pattern.removeprefix("^"), []
    if not rest.startswith(_AHEAD) or any(
        mark == "|" for _, mark, depth in _marks(rest) if not depth
    ):
        return _engine(pattern)
    while rest.startswith(_AHEAD):
        end = next((at for at, mark, depth in _marks(rest) if mark == ")" and not depth), None)
        if end is None:
            break
        ahead.append((_engine(rest[len("(?=") : end]), rest.startswith("(?=")))
        rest = rest[end + 1 :]
    return _Guarded(_engine(rest), tuple(ahead))


def _marks(pattern: str) -> Iterator[tuple[int, str, int]]:
    """The brackets and bars that are no plain characters: where, which, and how deep inside."""
    depth, in_class, at = 0, False, 0
    while at < len(pattern):
        mark = pattern[at]
        if mark == "\\":
            at += 1
        elif in_class:
            in_class = mark != "]"
        elif mark == "[":
            in_class = True
            at += pattern[at + 1 : at + 2] in {"]", "^"}
        elif mark in "()|":
            depth -= mark == ")"
            yield at, mark, depth
            depth += mark == "("
        at += 1


def _translated(pattern: str) -> str:
    """What other dialects of regular expressions write another way, in RE2's."""
    made, depth = [], 0
    for piece in _PIECE.finditer(pattern):
        name, unit, letter = piece["property"], piece["unit"], piece["letter"]
        if name in _POSIX:
            made.append(f"[:{name.lower()}:]" if depth else f"[[:{name.lower()}:]]")
        elif unit:
            made.append(rf"\x{{{unit}}}")
        elif letter in _LETTERS:
            made.append(_LETTERS[letter][bool(depth)])
        else:
            made.append(piece[0])
            depth = {"[": 1, "]": 0}.get(piece["plain"], depth)
    return "".join(made)
