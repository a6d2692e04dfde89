"""Markdown to plain data, through the same sanitiser as XHTML.

CommonMark with GitHub's tables and strike-through, as FHIR's markdown type asks; HTML inside it is
cleaned like any other. Source: http://hl7.org/fhir/R4/datatypes.html#markdown
"""

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from kiosk.forms.looks.html_tokens import Tag
from kiosk.forms.looks.markup import Markup, from_plain
from kiosk.forms.looks.xhtml import XhtmlReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

LONGEST: Final = 10_000
"""Characters; a longer text is shown without marks, so that none keeps the kiosk busy."""


def from_markdown(source: str) -> Markup:
    """What is kept of a markdown text; never raises."""
    if len(source) > LONGEST:
        return from_plain(source, dropped=("markdown:too-long",))
    reader = XhtmlReader()
    for token in _flat(_parser().parse(source)):
        _read(token, reader)
    return reader.finished()


@lru_cache(maxsize=1)
def _parser() -> Any:
    # Few forms are written in markdown; for the others it would be a tenth of the start.
    kind = import_module("markdown_it").MarkdownIt
    return kind("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _flat(tokens: "list[Token]") -> "Iterator[Token]":
    for token in tokens:
        if token.type == "inline":
            yield from token.children or []
        else:
            yield token


def _read(token: "Token", reader: XhtmlReader) -> None:
    if token.nesting > 0:
        reader.start(Tag(token.tag, attributes=_attributes(token)))
    elif token.nesting < 0:
        reader.end(token.tag)
    else:
        _read_alone(token, reader)


def _read_alone(token: "Token", reader: XhtmlReader) -> None:
    match token.type:
        case "text" | "text_special" | "code_inline":
            reader.text(token.content)
        case "softbreak":
            reader.text(" ")
        case "html_inline" | "html_block":
            reader.read(token.content)
        case "image":
            reader.start(Tag("img", attributes={"alt": token.content}))
        case "fence" | "code_block":
            reader.start(Tag("pre"))
            reader.text(token.content)
            reader.end("pre")
        case _:
            reader.start(Tag(token.tag, empty=True))


def _attributes(token: "Token") -> dict[str, str]:
    return {name: str(value) for name, value in token.attrs.items() if name in {"href", "start"}}
