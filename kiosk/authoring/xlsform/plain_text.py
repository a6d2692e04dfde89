"""Text of cells without what no form can show: control characters, marks of HTML and Markdown."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Final

_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED: Final = re.compile("_x00(?:0[0-8BbCcDdEeFf]|1[0-9A-Fa-f])_")
_SPACES: Final = re.compile(r"[ \t\u00a0]+")
_LINES: Final = re.compile(r" ?(?:\r\n|\r|\n) ?")
# “x <b and c> 3” is no tag: after its name comes an attribute with a value, or the end.
_BREAKS: Final = re.compile(
    r"</?(?:br|p|div|h[1-6]|li|ul|ol|tr|table|hr)(?:\s+[\w:-]+\s*=[^<>]*|\s*)/?>", re.IGNORECASE
)
_TAGS: Final = re.compile(
    r"</?(?:b|strong|i|em|u|s|a|span|font|small|big|sup|sub|center|code|img|td|th)(?:\s+[\w:-]+\s*=[^<>]*|\s*)/?>",
    re.IGNORECASE,
)
_ENTITIES: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MARKDOWN: Final[Mapping[re.Pattern[str], str]] = {
    re.compile(r"^#{1,6}[ \t]+(?=\S)", re.MULTILINE): "",
    re.compile(r"\[([^\[\]\n]+)\]\((https?://[^()\s]+)\)"): r"\1 (\2)",
    re.compile(r"(?<![\w*}])(\*{1,3})(?=[^\s*])([^*\n]*[^\s*])\1(?![\w*])"): r"\2",
    re.compile(r"(?<![\w{])(_{1,2})(?=[^\s_])([^_\n]*[^\s_])\1(?![\w}])"): r"\2",
}
"""Headings, links, and what is bold or slanted; a line to write on (“____”) is none of them."""
_EMPTY_LINES: Final = re.compile(r"\n(?: *\n)+")
LONGEST_CONSTRUCT: Final = 120


def plain(text: str) -> str:
    """The text without characters that FHIR forbids, and without spaces around it."""
    kept = _NOT_TEXT.sub("", _ESCAPED.sub("", text))
    return _LINES.sub("\n", _SPACES.sub(" ", kept)).strip()


def without_marks(text: str) -> str:
    """The text without the marks of HTML and Markdown; what they break into lines stays so.

    Of the name in `${given_name}` nothing is taken.
    """
    bare = _TAGS.sub("", _BREAKS.sub("\n", text))
    for marks, kept in _MARKDOWN.items():
        bare = marks.sub(kept, bare)
    bare = plain(_ENTITIES.sub(lambda found: unescape(found[0]), bare)) if "&" in bare else bare
    return _EMPTY_LINES.sub("\n", bare).strip() if bare != text else text


def one_line(text: str) -> str:
    """White space as single spaces."""
    return " ".join(text.split())


def in_short(text: str) -> str:
    """The text on one line, cut where it is long: to name a cell in a list."""
    line = one_line(text)
    return line if len(line) <= LONGEST_CONSTRUCT else line[: LONGEST_CONSTRUCT - 1] + "…"
