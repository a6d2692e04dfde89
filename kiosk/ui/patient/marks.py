"""A form's marked text as plain pieces, so that no engine for rich text is needed to draw it.

Whoever draws them sees blocks, each with lines, each with words, each with pieces that look alike.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from kiosk.forms.looks.markup import PLAIN, Block, Marks, Markup, Span

MOST_WORDS: Final = 300
"""A line with more words keeps its words and loses its marks: each would be an item of its own."""
LONGEST_WORD: Final = 40
"""A line with a longer word, as in a script without blanks, loses its marks: it must be broken."""

_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


def blocks_of(text: Markup) -> list[dict[str, Any]]:
    """The blocks of a text as QML draws them; [] for one that has no marks and needs no blocks.

    Each line of a block: `kind`, `level`, `marker`, `rtl`, `text`, and either its `marks` (alike
    from end to end) or its `words`, lists of pieces with `text` and `marks`.
    """
    if not any(map(_is_marked, text.blocks)):
        return []
    return [line for block in text.blocks for line in _lines(block)]


def _is_marked(block: Block) -> bool:
    return block.kind != "paragraph" or any(span.marks != PLAIN for span in block.spans)


def _lines(block: Block) -> Iterator[dict[str, Any]]:
    lines: list[list[Span]] = [[]]
    for span in block.spans:
        first, *others = span.text.split("\n")
        lines[-1].append(Span(first, span.marks))
        lines += [[Span(text, span.marks)] for text in others]
    marker = block.marker
    for line in lines:
        if text := "".join(span.text for span in line).strip():
            own = {"kind": block.kind, "level": block.level, "marker": marker, "text": text}
            yield own | _drawn(line, text)
            marker = ""


def _drawn(line: list[Span], text: str) -> dict[str, Any]:
    directions = {unicodedata.bidirectional(letter) for letter in text}
    rtl = bool(directions & _RIGHT_TO_LEFT)
    marks = {span.marks for span in line if span.text.strip()}
    words = list(_words(line))
    # Words of both directions in one line can be put in order by the text engine alone.
    mixed = rtl and "L" in directions
    long = len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in text.split())
    if len(marks) == 1 or mixed or long:
        alike = marks.pop() if len(marks) == 1 else PLAIN
        return {"rtl": rtl, "marks": _seen(alike), "words": []}
    return {"rtl": rtl, "marks": _seen(PLAIN), "words": words}


def _words(line: list[Span]) -> Iterator[list[dict[str, Any]]]:
    """The words of a line; one that is marked in part has several pieces."""
    word: list[dict[str, Any]] = []
    for span in line:
        for index, text in enumerate(span.text.split(" ")):
            if index and word:
                yield word
                word = []
            if text:
                word.append({"text": text, "marks": _seen(span.marks)})
    if word:
        yield word


def _seen(marks: Marks) -> dict[str, bool]:
    return {
        "bold": marks.bold,
        "italic": marks.italic,
        "underlined": marks.underlined,
        "struck": marks.struck,
    }
