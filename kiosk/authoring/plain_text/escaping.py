"""Texts on one line: what would be read as something else has a backslash before it.

A line break in a text is a backslash at the end of a line, as in Markdown.
"""

import re
import unicodedata
from typing import Final

_SPECIAL: Final = frozenset("\\{}")
_UNSHOWN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_ESCAPED: Final = re.compile(r"\\(?:u\{([0-9a-f]{1,6})\}|(.))", re.DOTALL)
_GREATEST: Final = 0x10FFFF


def escaped(text: str, indent: str = "") -> str:
    """A text as it stands in a line; its further lines begin with `indent`."""
    lines = text.split("\n")
    return f"\\\n{indent}".join(_line(line) for line in lines)


def unescaped(line: str) -> str:
    """The text in a line; a line break is a backslash before one."""
    return _ESCAPED.sub(_meant, line)


def trimmed(line: str) -> str:
    """Without blanks around it, but for one that has a backslash before it."""
    kept = line.strip(" \t\r")
    return kept + " " if len(kept) < len(line.rstrip("\r")) and _is_open(kept) else kept


def goes_on(line: str) -> bool:
    """Whether the text goes on in the next line."""
    return _is_open(line)


def split_mark(line: str) -> tuple[str, str | None]:
    """A line without the braces at its end, and what stands in them; None where there are none."""
    if not line.endswith("}") or _is_open_at(line, len(line) - 1):
        return line, None
    at = len(line) - 1
    while (at := line.rfind("{", 0, at)) >= 0:
        if not _is_open_at(line, at) and line[max(0, at - 2) : at] != "\\u":
            return trimmed(line[:at]), unescaped(line[at + 1 : -1])
    return line, None


def _line(line: str) -> str:
    shown = "".join(map(_letter, line))
    if shown.startswith(" "):
        shown = "\\" + shown
    if shown.endswith(" ") and shown != "\\ ":
        shown = shown[:-1] + "\\ "
    return shown


def _letter(letter: str) -> str:
    if letter in _SPECIAL:
        return "\\" + letter
    return f"\\u{{{ord(letter):x}}}" if unicodedata.category(letter) in _UNSHOWN else letter


def _is_open(line: str) -> bool:
    return _is_open_at(line, len(line))


def _is_open_at(line: str, at: int) -> bool:
    """Whether a backslash before that place changes what stands there."""
    first = at
    while first > 0 and line[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1


def _meant(found: re.Match[str]) -> str:
    if found[1]:
        number = int(found[1], 16)
        return chr(number) if number <= _GREATEST else found[0]
    return found[2]
