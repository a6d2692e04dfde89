"""Text of cells without what no form can show: control characters, marks of HTML."""

import re
from typing import Final

_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED: Final = re.compile("_x00(?:0[0-8BbCcDdEeFf]|1[0-9A-Fa-f])_")
_SPACES: Final = re.compile(r"[ \t\u00a0]+")
_LINES: Final = re.compile(r" ?(?:\r\n|\r|\n) ?")
_BREAKS: Final = re.compile(r"</?(?:br|p|div|h[1-6]|li|ul|ol|tr|table|hr)\b[^<>]*>", re.IGNORECASE)
_TAGS: Final = re.compile(
    r"</?(?:b|strong|i|em|u|s|a|span|font|small|big|sup|sub|center|code|img|td|th)\b[^<>]*>",
    re.IGNORECASE,
)
_EMPTY_LINES: Final = re.compile(r"\n(?: *\n)+")
LONGEST_CONSTRUCT: Final = 120


def plain(text: str) -> str:
    """The text without characters that FHIR forbids, and without spaces around it."""
    kept = _NOT_TEXT.sub("", _ESCAPED.sub("", text))
    return _LINES.sub("\n", _SPACES.sub(" ", kept)).strip()


def without_marks(text: str) -> str:
    """The text without the tags of HTML; what they break into lines stays in lines."""
    bare = _TAGS.sub("", _BREAKS.sub("\n", text))
    return _EMPTY_LINES.sub("\n", bare).strip() if bare != text else text


def one_line(text: str) -> str:
    """White space as single spaces."""
    return " ".join(text.split())


def in_short(text: str) -> str:
    """The text on one line, cut where it is long: to name a cell in a list."""
    line = one_line(text)
    return line if len(line) <= LONGEST_CONSTRUCT else line[: LONGEST_CONSTRUCT - 1] + "…"
