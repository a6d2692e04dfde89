"""The direction of a text: what it does to the words around it, and they to it.

A text may turn the direction of what it holds (U+202A to U+202E, U+2066 to U+2069). One that does
not turn it back would turn whatever the interface writes after it. And one that runs the other way
than the sentence it is put into moves that sentence's signs and numbers about, unless it is set
apart.
Source: https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings
"""

import re
import unicodedata
from typing import Final, Literal

Direction = Literal["ltr", "rtl"]

_CLOSING: Final = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u202d": "\u202c",
    "\u202e": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}
_CONTROLS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PARTS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]|[^\u202a-\u202e\u2066-\u2069]+")
_APART: Final = "\u2068"
_END_OF_ISOLATE: Final = "\u2069"
_OTHER_WAY: Final = {"ltr": frozenset({"R", "AL"}), "rtl": frozenset({"L"})}
_MARKS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def isolated(text: str, around: Direction) -> str:
    """A text as it is put into a sentence that runs that way: set apart where it turns."""
    if not any(unicodedata.bidirectional(letter) in _OTHER_WAY[around] for letter in text):
        return text
    lines = (f"{_APART}{balanced(line)}{_END_OF_ISOLATE}" for line in text.split("\n"))
    return "\n".join(lines)


def unmarked(text: str) -> str:
    """The text without any mark of direction: for a file, where there is nothing to lay out."""
    return text if text.isascii() else _MARKS.sub("", text)  # most is: an export asks a lot


def balanced(text: str) -> str:
    """The text with every turn of direction turned back before its line ends.

    What closes nothing is left out; direction marks (U+200E, U+200F, U+061C) reach no further
    than their place and stay.
    """
    if not _CONTROLS.search(text):
        return text
    return "\n".join(_balanced_line(line) for line in text.split("\n"))


def _balanced_line(line: str) -> str:
    open_turns: list[str] = []
    isolates, parts = 0, []
    for part in _PARTS.findall(line):
        if closing := _CLOSING.get(part):
            open_turns.append(closing)
            isolates += closing == _END_OF_ISOLATE
            parts.append(part)
        elif part == _END_OF_ISOLATE:
            # The end of an isolate also ends the embeddings begun inside it.
            while isolates and open_turns:
                parts.append(closed := open_turns.pop())
                if closed == _END_OF_ISOLATE:
                    isolates -= 1
                    break
        elif part == "\u202c":
            if open_turns and open_turns[-1] == part:
                parts.append(open_turns.pop())
        else:
            parts.append(part)
    return "".join([*parts, *reversed(open_turns)])
