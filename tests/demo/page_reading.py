"""The demo's page, read as a browser would: its pictures, links, headings and words."""

from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "img", "br", "link"}


class Page(HTMLParser):
    """What stands on a page.

    Attributes:
        pictures: file and alternative text of each image.
        links: where each link leads.
        captions: what stands below each picture.
        levels: of the headings, in order.
        text: all that can be read.
        open: elements that were opened and not closed.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.pictures: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.captions: list[str] = []
        self.levels: list[int] = []
        self.language, self.text, self.open = "", "", list[str]()
        self.tags = set[str]()
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remembers what it is."""
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "html":
            self.language = given["lang"]
        elif tag == "img":
            self.pictures.append((given["src"], given["alt"]))
        elif tag == "a":
            self.links.append(given["href"])
        elif tag in {"h1", "h2", "h3"}:
            self.levels.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        """What closes is what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Remembers what can be read."""
        if self.open and self.open[-1] == "figcaption":
            self.captions.append(data)
        if not {"style", "title"} & set(self.open):
            self.text += data
