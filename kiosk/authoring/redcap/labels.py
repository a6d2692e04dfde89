"""Labels, notes and headers: HTML into plain text, and what is piped into them.

A form's text is plain in the kiosk, so marks go and the words stay.
"""

import html
import re
from html.parser import HTMLParser
from typing import Final

from kiosk.authoring.redcap.columns import Column
from kiosk.authoring.redcap.table import Row

_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "center",
    ]
)
_MARKS: Final = frozenset(
    [
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "sup",
        "sub",
        "font",
        "span",
        "style",
        "big",
        "small",
        "mark",
        "a",
        "td",
        "th",
        "tbody",
        "thead",
    ]
)
_LONGEST: Final = 50_000
"""Longer labels are taken as they stand: the reader of HTML would take its time."""
_SILENT: Final = frozenset({"script", "style"})
_PICTURES: Final = frozenset({"img", "video", "audio", "iframe", "object", "embed", "svg"})
_NAMES: Final = "|".join(sorted(_BLOCKS | _MARKS | _SILENT | _PICTURES))
_TAG: Final = re.compile(rf"</?(?:{_NAMES})(?:\s+[\w:-]+\s*=[^<>]*|\s*)/?>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_PIPED: Final = re.compile(r"\[([a-z][a-z0-9_-]*)(?:\([^()\[\]]*\)|:[a-z:, -]+)?\]", re.IGNORECASE)
_SMART: Final = re.compile(
    "(?:record|user|event|project|instance|survey|form|first|last|previous|next|current|arm|is"
    "|stats|aggregate|calendar|mycap)-[a-z-]+|aggregate|new-instance",
    re.IGNORECASE,
)
"""REDCap's own names that may be piped ("smart variables")."""
GAP: Final = "…"
_NOT_PUT_IN: Final = f"An answer is put into the text in REDCap. Here “{GAP}” stands there."


class _Words(HTMLParser):
    """Collects the words of a text with marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost: set[str] = set()
        self._silent = 0
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Breaks a line, remembers where a link leads, or notes what is lost."""
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append("\n• " if tag == "li" else "\n")
        elif tag in _PICTURES:
            self.lost.add("a picture or film")
        elif tag == "a":
            self._link = dict(attrs).get("href") or ""
        elif tag in {"td", "th"}:
            self.parts.append("  ")
        elif tag not in _SILENT:
            self.lost.add("bold, colours and the like")

    def handle_endtag(self, tag: str) -> None:
        """Ends a line, or says where a link leads."""
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _BLOCKS - {"br"}:
            self.parts.append("\n")
        elif tag == "a" and self._link:
            if self._link not in "".join(self.parts):
                self.parts.append(f" ({self._link})")
            self._link = ""

    def handle_data(self, data: str) -> None:
        """Words, but for a script's."""
        if self._silent:
            self.lost.add("a script or style")
        else:
            self.parts.append(data)


def plain(text: str) -> tuple[str, tuple[str, ...]]:
    """The words of a text that may be HTML, and what of it was lost.

    A text without a tag that HTML knows is taken as it stands: “if age <b” is no mark.
    """
    if len(text) > _LONGEST or not _TAG.search(text):
        return _ENTITY.sub(lambda found: html.unescape(found[0]), text).strip(), ()
    words = _Words()
    words.feed(text)
    words.close()
    lines = [" ".join(line.split()) for line in "".join(words.parts).split("\n")]
    return "\n".join(line for line in lines if line), tuple(sorted(words.lost))


def label_of(row: Row) -> str:
    """The plain words of a field's label, with the names of other fields in brackets."""
    return _plain_words(row, Column.LABEL)


def words_of(row: Row, column: Column, fields: frozenset[str]) -> str:
    """The plain words of a cell; says what of it was lost.

    Args:
        row: where it stands.
        column: which cell.
        fields: the names of all fields, to know what is piped.
    """
    return without_answers(row, column, _plain_words(row, column), fields)


def _plain_words(row: Row, column: Column) -> str:
    words, lost = plain(row.take(column))
    for what in lost:
        row.say(column, "HTML", f"Its words were taken, {what} left out.")
    return words


def piped(words: str, fields: frozenset[str]) -> tuple[re.Match[str], ...]:
    """What REDCap puts in from other answers: "[name]", "[drugs(2)]", "[user-name]"."""
    return tuple(
        found
        for found in _PIPED.finditer(words)
        if found[1] in fields or _SMART.fullmatch(found[1])
    )


def without_answers(row: Row, column: Column, words: str, fields: frozenset[str]) -> str:
    """The words with a gap where REDCap puts in another answer; says so of each."""
    kept, at = "", 0
    for found in piped(words, fields):
        row.say(column, found[0], _NOT_PUT_IN)
        kept += words[at : found.start()] + GAP
        at = found.end()
    return kept + words[at:]
