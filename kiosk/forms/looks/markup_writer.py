"""Puts a text with marks together, block by block."""

import re
from dataclasses import dataclass, field
from typing import Final

from kiosk.forms.looks.markup import PLAIN, Block, BlockKind, Marks, Markup, Span, safe_text

_WHITE: Final = re.compile(r"[ \t\r\n\f]+")


@dataclass
class MarkupWriter:
    """Collects text; a new block ends the one before, and empty blocks vanish."""

    _blocks: list[Block] = field(default_factory=list)
    _dropped: dict[str, None] = field(default_factory=dict)
    _pieces: list[tuple[str, Marks]] = field(default_factory=list)
    _shape: tuple[BlockKind, int, str] = ("paragraph", 0, "")
    _space: bool = False

    def begin(self, kind: BlockKind = "paragraph", level: int = 0, marker: str = "") -> None:
        """Ends the block before; a paragraph directly inside a list item stays in the item."""
        if self._ended() or kind != "paragraph":
            self._shape = (kind, level, marker)

    def end(self) -> None:
        """Ends the block; what follows is a paragraph of its own."""
        self._ended()
        self._shape = ("paragraph", 0, "")

    def drop(self, *names: str) -> None:
        """Remembers what was left out."""
        self._dropped |= dict.fromkeys(names)

    def write(self, text: str, marks: Marks = PLAIN) -> None:
        """Adds text whose white space means no more than one space, as in HTML."""
        words = _WHITE.sub(" ", text)
        if words.startswith(" "):
            self._space = True
        if stripped := words.strip(" "):
            gap = " " if self._space and self._pieces and not self._at_line_start() else ""
            self._pieces.append((gap + stripped, marks))
            self._space = words.endswith(" ")

    def write_as_is(self, text: str, marks: Marks = PLAIN) -> None:
        """Adds text whose white space counts."""
        if text:
            self._pieces.append((text, marks))
            self._space = False

    def finished(self) -> Markup:
        """All that was written."""
        self._ended()
        return Markup(tuple(self._blocks), tuple(self._dropped))

    def _at_line_start(self) -> bool:
        return self._pieces[-1][0].endswith("\n")

    def _ended(self) -> bool:
        spans = _spans(self._pieces)
        self._pieces, self._space = [], False
        if spans:
            kind, level, marker = self._shape
            self._blocks.append(Block(kind, spans, level, marker))
            self._shape = ("paragraph", 0, "")
        return bool(spans)


def _spans(pieces: list[tuple[str, Marks]]) -> tuple[Span, ...]:
    runs: list[tuple[list[str], Marks]] = []
    for text, marks in pieces:
        if runs and runs[-1][1] == marks:
            runs[-1][0].append(text)
        else:
            runs.append(([text], marks))
    spans = [Span(safe_text("".join(texts)), marks) for texts, marks in runs]
    return tuple(_trimmed([span for span in spans if span.text]))


def _trimmed(spans: list[Span]) -> list[Span]:
    full = [index for index, span in enumerate(spans) if span.text.strip()]
    if not full:
        return []
    kept = spans[full[0] : full[-1] + 1]
    kept[0] = Span(kept[0].text.lstrip("\n "), kept[0].marks)
    kept[-1] = Span(kept[-1].text.rstrip("\n "), kept[-1].marks)
    return kept
