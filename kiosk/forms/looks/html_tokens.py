"""HTML or XHTML cut into tags and text, tolerantly and in linear time.

It is read to be thrown away: only element names, attributes and text matter. Whatever is no whole
tag is text, so that a comparison like "a < b" is never lost.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

_NAME: Final = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_ATTRIBUTE: Final = re.compile(
    r"""([^\s"'>/=]+)(?:\s{0,99}=\s{0,99}(?:"([^"]*)"|'([^']*)'|([^\s"'>]*)))?"""
)
_RAW: Final = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "title")
}
"""What is no markup inside: only its own end tag ends it."""
_LONGEST_NAME: Final = 40


@dataclass(frozen=True)
class Tag:
    """One tag.

    Attributes:
        name: in small letters, without namespace.
        closes: an end tag.
        empty: `<br/>`, which begins and ends at once.
        attributes: of a start tag, names in small letters.
    """

    name: str
    closes: bool = False
    empty: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


def html_tokens(source: str) -> Iterator[Tag | str]:
    """Tags and pieces of text, in order; comments and declarations are left out."""
    return _Cutter(source).tokens()


class _Cutter:
    """Walks through the source once; what it looked for in vain it does not look for again."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._missing: set[str] = set()

    def tokens(self) -> Iterator[Tag | str]:
        while (start := self._source.find("<", self._at)) >= 0:
            if start > self._at:
                yield html.unescape(self._source[self._at : start])
            self._at = start
            token = self._next()
            if token:
                yield token
        if self._at < len(self._source):
            yield html.unescape(self._source[self._at :])

    def _next(self) -> Tag | str:
        source = self._source
        if source.startswith("<!--", self._at):
            self._skip_past("-->")
            return ""
        if source.startswith("<![CDATA[", self._at):
            start = self._at + len("<![CDATA[")
            self._skip_past("]]>")
            return source[start : self._at].removesuffix("]]>")
        if source.startswith(("<!", "<?"), self._at):
            self._skip_past(">")
            return ""
        name = _NAME.match(source, self._at)
        end = self._end_of_tag(name.end()) if name else -1
        if name is None or end < 0:
            self._at += 1
            return "<"
        inside = source[name.end() : end]
        self._at = end + 1
        closes = bool(name[1])
        tag = Tag(
            name[2].lower().rpartition(":")[2][:_LONGEST_NAME],
            closes,
            empty=inside.endswith("/") and not closes,
            attributes={} if closes else _attributes(inside),
        )
        if tag.name in _RAW and not closes and not tag.empty:
            closing = _RAW[tag.name].search(source, self._at)
            self._at = closing.start() if closing else len(source)
        return tag

    def _skip_past(self, mark: str) -> None:
        end = self._find(mark, self._at)
        self._at = len(self._source) if end < 0 else end + len(mark)

    def _end_of_tag(self, at: int) -> int:
        """Where the `>` of a tag is, one in quotes not counted; -1 where there is none."""
        while (end := self._find(">", at)) >= 0:
            quotes = [found for q in "\"'" if (found := self._source.find(q, at, end)) >= 0]
            if not quotes:
                return end
            opening = min(quotes)
            closing = self._find(self._source[opening], opening + 1)
            if closing < 0:
                return end
            at = closing + 1
        return -1

    def _find(self, mark: str, start: int) -> int:
        if mark in self._missing:
            return -1
        found = self._source.find(mark, start)
        if found < 0:
            self._missing.add(mark)
        return found


def _attributes(inside: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(inside):
        found.setdefault(name.lower()[:_LONGEST_NAME], html.unescape("".join(values)))
    return found
