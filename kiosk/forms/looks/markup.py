"""Text with marks, as plain data: what the one sanitiser lets through.

Whatever a form brings (markdown, XHTML, a CSS style) ends as paragraphs, headings and list items
made of spans of plain text. Nothing else exists here: no tag, no address to follow, no picture.
So nothing can be fetched or run, and the interface decides how it looks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from kiosk.forms.bidi import balanced

BlockKind = Literal["paragraph", "heading", "item"]

_TAG_LIKE: Final = re.compile(r"<(?![\s\d=<])")
_LOOKS_LIKE_LESS: Final = "\u2039"
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Marks:
    """How a span looks."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False


PLAIN: Final = Marks()


@dataclass(frozen=True)
class Span:
    """A piece of text that looks alike from end to end; a line feed breaks its line."""

    text: str
    marks: Marks = PLAIN


@dataclass(frozen=True)
class Block:
    """One paragraph, heading or list item.

    Attributes:
        kind: "paragraph", "heading" or "item".
        spans: its text.
        level: of a heading 1 to 6; of a list item how deep its list is, from 1.
        marker: what stands before a list item: "•", "2."; "" elsewhere.
    """

    kind: BlockKind
    spans: tuple[Span, ...]
    level: int = 0
    marker: str = ""


@dataclass(frozen=True)
class Markup:
    """A whole text.

    Attributes:
        blocks: what is shown, in order; () for no text.
        dropped: what was left out, each once: element names ("img"), attributes ("@onclick"),
            CSS properties ("style:color"), addresses ("address:javascript"), elements without an
            end ("unclosed:b").
    """

    blocks: tuple[Block, ...] = ()
    dropped: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.blocks)

    @property
    def plain(self) -> str:
        """What a screen reader says: the text alone, one line for each block."""
        return plain_text(self)


def plain_text(markup: Markup) -> str:
    """The text without marks: what is spoken, and what a response carries."""
    lines = (" ".join(filter(None, (block.marker, _joined(block)))) for block in markup.blocks)
    return "\n".join(lines)


def joined(texts: Iterable[Markup]) -> Markup:
    """Several texts one after the other."""
    every = tuple(texts)
    dropped = dict.fromkeys(name for text in every for name in text.dropped)
    return Markup(tuple(block for text in every for block in text.blocks), tuple(dropped))


def _joined(block: Block) -> str:
    return "".join(span.text for span in block.spans)


def from_plain(text: str, marks: Marks = PLAIN, dropped: Iterable[str] = ()) -> Markup:
    """Text that has no marks in it: a paragraph for each run of lines."""
    paragraphs = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", safe_text(text)))
    blocks = tuple(Block("paragraph", (Span(part, marks),)) for part in paragraphs if part.strip())
    return Markup(blocks, tuple(dropped))


def safe_text(text: str) -> str:
    """Text that no program takes for a tag, without unseen controls, direction closed.

    `<` before a letter becomes the single quotation mark that looks like it, so that it is still
    read; "< 5" and "<5" stay.
    """
    return balanced(_TAG_LIKE.sub(_LOOKS_LIKE_LESS, _UNSEEN.sub("", text)))
