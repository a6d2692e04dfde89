"""The lines of a form's text: where each stands, how far in, and what it begins with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kiosk.authoring.plain_text.escaping import goes_on, trimmed
from kiosk.errors import ImportRefused

_TAB: Final = 4


@dataclass(frozen=True)
class Line:
    """One line, with the lines that its text goes on in.

    Attributes:
        number: as an editor counts it; 1 is the first.
        indent: how many blanks stand before it.
        text: the rest.
    """

    number: int
    indent: int
    text: str


def lines_of(text: str) -> Iterator[Line]:
    """The lines with something in them.

    Raises:
        ImportRefused: the last text goes on, and nothing follows.
    """
    physical = text.removeprefix("\ufeff").split("\n")
    at = 0
    while at < len(physical):
        number, line = at + 1, physical[at].rstrip("\r")
        rest = line.lstrip(" \t")
        at += 1
        while goes_on(_without_end(rest)):
            if at == len(physical):
                raise ImportRefused(
                    f"Line {at}: a backslash at its end says that the text goes on.",
                    advice="Take it away, or write the text to its end.",
                )
            rest = _without_end(rest) + "\n" + physical[at].lstrip(" \t")
            at += 1
        whole = trimmed(rest)
        if whole:
            yield Line(number, _width(line), whole)


def _without_end(rest: str) -> str:
    return rest.rstrip("\r")


def _width(line: str) -> int:
    blanks = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blanks.expandtabs(_TAB))
