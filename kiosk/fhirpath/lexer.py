"""Text to tokens.

Source: http://hl7.org/fhirpath/grammar.html
"""

import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from kiosk.fhirpath.errors import FhirPathError

LONGEST: Final = 20_000
"""Characters of an expression. The longest of the public forms has some 8,000."""

_TOKEN: Final = re.compile(
    r"""(?P<space>[ \t\r\n\f\u00a0]+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
    |(?P<open_comment>/\*)
    |(?P<moment>@(?:T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?
        |\d{4}(?:-\d\d(?:-\d\d)?)?
         (?:T(?:\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?)?)?))
    |(?P<number>\d+(?:\.\d+|L\b)?)
    |(?P<string>'(?:[^'\\]|\\.)*')
    |(?P<quoted>`(?:[^`\\]|\\.)*`)
    |(?P<variable>%\s*(?:[A-Za-z_][A-Za-z0-9_]*|`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'))
    |(?P<special>\$(?:this|index|total)\b)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<symbol><=|>=|!=|!~|[-+*/&|<>=~.,()\[\]{}])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_ESCAPES: Final = {"f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HYPHENATED: Final = re.compile(r"%([A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z_][A-Za-z0-9_]*)+)")


class Token(NamedTuple):
    """`text` is the source, for strings and names what it says; `at` counts from 1."""

    kind: str
    text: str
    at: int


def tokens(source: str, hyphenated: Collection[str] = ()) -> Iterator[Token]:
    """The tokens of an expression, "end" as the last.

    `hyphenated` are variables that may be written %a-b, without the back-ticks due.

    Raises:
        FhirPathError: a character or literal that is no FHIRPath; too long.
    """
    if len(source) > LONGEST:
        raise FhirPathError(f"longer than {LONGEST:,} characters")
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None or match.lastgroup in {None, "open_comment"}:
            raise FhirPathError(f"unexpected “{source[at : at + 10]}”", at + 1)
        kind, end = str(match.lastgroup), match.end()
        if kind == "variable" and (known := _longest_known(source, at, hyphenated)):
            yield Token(kind, known, at + 1)
            end = at + 1 + len(known)
        elif kind != "space":
            yield Token(kind, _said(kind, match[0], at), at + 1)
        at = end
    yield Token("end", "", len(source) + 1)


def hyphenated_names(source: str) -> frozenset[str]:
    """Every %a-b in the text, which is a subtraction unless there is a variable of that name."""
    found = set()
    for match in _HYPHENATED.finditer(source):
        parts = match[1].split("-")
        found |= {"-".join(parts[:count]) for count in range(2, len(parts) + 1)}
    return frozenset(found)


def _longest_known(source: str, at: int, hyphenated: Collection[str]) -> str | None:
    match = _HYPHENATED.match(source, at) if hyphenated else None
    if match is None:
        return None
    parts = match[1].split("-")
    names = ("-".join(parts[:count]) for count in range(len(parts), 1, -1))
    return next((name for name in names if name in hyphenated), None)


def _said(kind: str, text: str, at: int) -> str:
    if kind in {"string", "quoted"}:
        return _unescaped(text[1:-1], at)
    if kind == "variable":
        name = text[1:].lstrip()
        return _unescaped(name[1:-1], at) if name[0] in "`'" else name
    return text


def _unescaped(text: str, at: int) -> str:
    if "\\" not in text:
        return text
    said = _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _ESCAPES.get(found[2], found[2]),
        text,
    )
    try:
        # Two \u escapes may be the halves of one character.
        return said.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        raise FhirPathError("half a character in a \\u escape", at + 1) from None
