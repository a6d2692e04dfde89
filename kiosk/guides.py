"""The guides in `resources/guides`: as written, as a page to print, part by part on a screen.

They are Markdown, so that they read well in a repository, too.
"""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from markdown_it import MarkdownIt

from kiosk.errors import UsageError
from kiosk.resources import resource

if TYPE_CHECKING:
    from markdown_it.token import Token

Kind = Literal["heading", "text", "item", "code", "row", "picture"]
Printed = Literal["heading", "text", "list", "code", "table", "picture", "end"]

_PRINTED: Final[dict[str, Printed]] = {
    "heading_open": "heading", "paragraph_open": "text", "bullet_list_open": "list",
    "ordered_list_open": "list", "fence": "code", "table_open": "table", "hr": "end",
}  # fmt: skip
_NAMED: Final = re.compile(r"`kiosk guide ([a-z-]+)`")
_NO_HEAD: Final = re.compile(r"<thead>\s*<tr>(\s*<th></th>)+\s*</tr>\s*</thead>")
_PICTURE: Final = re.compile(r'<img src="([^"]+)"')
_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A4; margin: 13mm 14mm }}
body {{ font: 8.6pt/1.32 sans-serif; max-width: 182mm; margin: auto; color: #000 }}
h1 {{ font-size: 15pt; margin: 0 0 2mm }}
h2 {{ font-size: 11pt; margin: 3.2mm 0 1mm; break-after: avoid }}
p, ul, ol, pre, table {{ margin: 0 0 1.6mm }}
ol, ul {{ padding-left: 5mm }}
pre, tr, img {{ break-inside: avoid }}
img {{ display: block; max-width: 100%; max-height: 44mm; border: 0.2mm solid #777 }}
pre {{ background: #f2f2f2; padding: 1.2mm 2mm }}
code {{ font: 8pt/1.3 monospace }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border: 0.2mm solid #777; padding: 0.6mm 1.4mm; text-align: left; vertical-align: top }}
</style></head><body>
{body}</body></html>
"""


class Block(NamedTuple):
    """One part of a guide.

    Attributes:
        kind: what it is.
        text: its words, without marks; of a row of a table its cells with the heads of their
            columns; of a picture what is to be seen on it.
        level: of a heading, 1 for the title.
        picture: the file of a picture.
        number: of an item, where its list is counted.
    """

    kind: Kind
    text: str
    level: int = 0
    picture: Path | None = None
    number: str = ""


class Part(NamedTuple):
    """A part of a guide as it is printed: all of a list or of a table is one.

    Attributes:
        kind: what it is; "end" is where a page ends.
        html: its words with their marks; of a picture nothing.
        level: of a heading, 1 for the title.
        picture: the file of a picture.
    """

    kind: Printed
    html: str
    level: int = 0
    picture: Path | None = None


class Guide(NamedTuple):
    """A guide.

    Attributes:
        name: by which it is asked for.
        text: its Markdown.
        folder: in which it lies; its pictures are named from there.
    """

    name: str
    text: str
    folder: Path

    @property
    def title(self) -> str:
        """What it is about."""
        return self.text.partition("\n")[0].removeprefix("# ")

    @property
    def others(self) -> tuple[str, ...]:
        """The guides that it names, each once."""
        found = dict.fromkeys(_NAMED.findall(self.text))
        return tuple(name for name in found if name != self.name)

    def blocks(self) -> Iterator[Block]:
        """Part by part, as it is written."""
        yield from _blocks(_markdown().parse(self.text), self.folder)

    def parts(self) -> Iterator[Part]:
        """Part by part, as it is printed."""
        markdown = _markdown()
        start = depth = 0
        tokens = markdown.parse(self.text)
        for end, one in enumerate(tokens, 1):
            depth += one.nesting
            if depth == 0:
                yield _part(markdown, tokens[start:end], self.folder)
                start = end

    def page(self) -> str:
        """As one HTML file to print, pictures included.

        Raises:
            OSError: a picture can't be read.
        """
        body = _PICTURE.sub(self._inside, _markdown().render(self.text))
        return _PAGE.format(title=self.title, body=body)

    def _inside(self, found: re.Match[str]) -> str:
        content = base64.b64encode((self.folder / found[1]).read_bytes()).decode("ascii")
        return f'<img src="data:image/png;base64,{content}"'


def guides() -> Mapping[str, Guide]:
    """All of them, by name."""
    files = sorted(resource("guides").glob("*.md"))
    return {one.stem: Guide(one.stem, one.read_text("utf-8"), one.parent) for one in files}


def guide_of(name: str) -> Guide:
    """The guide of that name.

    Raises:
        UsageError: there is none.
    """
    known = guides()
    if name not in known:
        raise UsageError(f"There is no guide “{name}”.", advice=f"There are: {', '.join(known)}.")
    return known[name]


def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _part(markdown: MarkdownIt, tokens: "Sequence[Token]", folder: Path) -> Part:
    first, kind = tokens[0], _PRINTED[tokens[0].type]
    if kind == "text" and (picture := _picture(tokens[1], folder)):
        return Part("picture", "", picture=picture)
    for one in tokens:
        one.content = one.content.rstrip()  # a fence ends with an empty line
    level = int(first.tag.removeprefix("h")) if kind == "heading" else 0
    html = markdown.renderer.render(tokens, markdown.options, {})
    return Part(kind, _NO_HEAD.sub("", html), level)


def _picture(inline: "Token", folder: Path) -> Path | None:
    """The file of the picture that a paragraph is; None where it is words."""
    first = next(iter(inline.children or []), None)
    return folder / str(first.attrs["src"]) if first and first.type == "image" else None


def _blocks(tokens: Sequence["Token"], folder: Path) -> Iterator[Block]:
    place = 0
    while place < len(tokens):
        one = tokens[place]
        if one.type == "table_open":
            end = next(n for n in range(place, len(tokens)) if tokens[n].type == "table_close")
            yield from _rows(tokens[place:end])
            place = end
        elif one.type == "fence":
            yield Block("code", one.content.strip())
        elif one.type == "inline":
            yield _inline(one, tokens[max(0, place - 2) : place], folder)
        place += 1


def _inline(one: "Token", before: Sequence["Token"], folder: Path) -> Block:
    if picture := _picture(one, folder):
        return Block("picture", (one.children or [])[0].content, picture=picture)
    opened = before[-1]
    if opened.type == "heading_open":
        return Block("heading", _plain(one), int(opened.tag.removeprefix("h")))
    # A paragraph that is not shown as one is an item of a list.
    if opened.hidden:
        return Block("item", _plain(one), number=before[0].info)
    return Block("text", _plain(one))


def _rows(tokens: Sequence["Token"]) -> Iterator[Block]:
    rows: list[list[str]] = []
    for one in tokens:
        if one.type == "tr_open":
            rows.append([])
        elif one.type == "inline":
            rows[-1].append(_plain(one))
    heads, *others = rows
    for first, *cells in others:
        told = [
            f"{head}: {cell}" if head else cell
            for head, cell in zip(heads[1:], cells, strict=True)
            if cell
        ]
        yield Block("row", ". ".join([first, *told] if first else told))


def _plain(inline: "Token") -> str:
    words = (" " if one.type == "softbreak" else one.content for one in inline.children or [])
    return "".join(words)
