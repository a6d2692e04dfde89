"""XHTML to plain data: the sanitiser proper.

Only what `markup` knows is kept; every other element is dropped to its text, and those that hold
no text for people are dropped whole. Source: http://hl7.org/fhir/R4/extension-rendering-xhtml.html
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from kiosk.forms.looks.css import dropped_from_style, marks_of_style
from kiosk.forms.looks.html_elements import (
    BLOCKS,
    CELLS,
    HEADINGS,
    KEPT,
    LISTS,
    MARKS,
    NEVER_CLOSED,
    SILENT,
)
from kiosk.forms.looks.html_tokens import Tag, html_tokens
from kiosk.forms.looks.markup import PLAIN, Marks, Markup
from kiosk.forms.looks.markup_writer import MarkupWriter

_ADDRESS: Final = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"]{1,300}", re.IGNORECASE)
_NUMBER: Final = re.compile("[1-9][0-9]{0,5}")
_FETCHED: Final = frozenset({"src", "srcset", "background", "poster", "data", "action"})
_QUIET_SCHEME: Final = "#"
_RAISED: Final = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def from_xhtml(source: str) -> Markup:
    """What is kept of XHTML or HTML; never raises, in time linear to its length."""
    reader = XhtmlReader()
    reader.read(source)
    return reader.finished()


@dataclass(frozen=True)
class _Open:
    """An element that has begun: its name, the marks outside it, where its link leads."""

    name: str
    outside: Marks
    address: str = ""


class XhtmlReader:
    """Turns tags and text into blocks; `read` may be called for one piece after the other."""

    def __init__(self) -> None:
        self._writer = MarkupWriter()
        self._open: list[_Open] = []
        self._counts: Counter[str] = Counter()
        self._marks = PLAIN
        self._lists: list[int] = []
        self._silent = ""
        self._silence = 0
        self._link: list[str] = []

    def read(self, source: str) -> None:
        """Reads a piece of HTML."""
        for token in html_tokens(source):
            if isinstance(token, str):
                self.text(token)
            elif token.closes:
                self.end(token.name)
            else:
                self.start(token)

    def finished(self) -> Markup:
        """All that was read."""
        for element in self._open:
            self._writer.drop(f"unclosed:{element.name}")
        return self._writer.finished()

    def text(self, text: str) -> None:
        """Reads text."""
        if self._silent:
            return
        if self._counts["a"]:
            self._link.append(text)
        if self._counts["sup"]:
            text = _shifted(text, _RAISED)
        elif self._counts["sub"]:
            text = _shifted(text, _LOWERED)
        if self._counts["pre"]:
            self._writer.write_as_is(text, self._marks)
        else:
            self._writer.write(text, self._marks)

    def start(self, tag: Tag) -> None:
        """Reads a start tag."""
        name = tag.name
        void = tag.empty or name in NEVER_CLOSED
        if self._silent or name in SILENT:
            self._begin_silence(name, void=void)
            return
        self._note_dropped(tag)
        if name == "a":
            self.end("a")  # links don't stand in links
        self._place(name, tag)
        if not void:
            address = tag.attributes.get("href", "") if name == "a" else ""
            self._open.append(_Open(name, self._marks, address))
            self._counts[name] += 1
            self._marks = self._marked(tag)
            self._link = [] if name == "a" else self._link

    def end(self, name: str) -> None:
        """Reads an end tag; one that ends nothing is passed over."""
        if self._silent:
            self._silence -= name == self._silent
            self._silent = self._silent if self._silence else ""
            return
        while self._counts[name]:
            closed = self._open.pop()
            self._counts[closed.name] -= 1
            self._leave(closed)
            if closed.name == name:
                return
            self._writer.drop(f"unclosed:{closed.name}")

    def _begin_silence(self, name: str, *, void: bool) -> None:
        self._writer.drop(name)
        if not void:
            self._silent = self._silent or name
            self._silence += name == self._silent

    def _marked(self, tag: Tag) -> Marks:
        marks = self._marks
        if mark := MARKS.get(tag.name):
            marks = replace(marks, **{mark: True})
        return marks_of_style(tag.attributes.get("style", ""), marks)

    def _place(self, name: str, tag: Tag) -> None:
        if name in HEADINGS:
            self._writer.begin("heading", HEADINGS[name])
        elif name in LISTS:
            self._writer.begin()
            self._lists.append(_first_number(tag) if name == "ol" else 0)
        elif name == "li":
            self._writer.begin("item", max(1, len(self._lists)), self._marker())
        elif name in BLOCKS:
            self._writer.begin()
        elif name == "br":
            self._writer.write_as_is("\n", self._marks)
        elif name in CELLS:
            self._writer.write(" ", self._marks)
        elif name == "img":
            self._writer.write(f" {tag.attributes.get('alt', '')} ", self._marks)

    def _marker(self) -> str:
        if not self._lists or not self._lists[-1]:
            return "•"
        self._lists[-1] += 1
        return f"{self._lists[-1] - 1}."

    def _leave(self, closed: _Open) -> None:
        self._marks = closed.outside
        if closed.name in LISTS and self._lists:
            self._lists.pop()
        if closed.name == "a" and (words := self._address_in_words(closed.address)):
            self._writer.write(words, self._marks)
        if closed.name in BLOCKS or closed.name in HEADINGS or closed.name in LISTS | {"li"}:
            self._writer.end()

    def _address_in_words(self, address: str) -> str:
        address = address.strip()
        if not _ADDRESS.fullmatch(address):
            if address and not address.startswith(_QUIET_SCHEME):
                self._writer.drop("address:" + address.partition(":")[0].lower()[:40])
            return ""
        shown = "".join(self._link).strip()
        bare = re.sub("^(https?://|mailto:|tel:)", "", address, flags=re.IGNORECASE).rstrip("/")
        return "" if bare in shown else f" ({address})"

    def _note_dropped(self, tag: Tag) -> None:
        if tag.name not in KEPT:
            self._writer.drop(tag.name)
        for name, value in tag.attributes.items():
            if name.startswith("on") or name in _FETCHED:
                self._writer.drop(f"@{name}")
            elif name == "style":
                self._writer.drop(*dropped_from_style(value))


def _first_number(tag: Tag) -> int:
    start = tag.attributes.get("start", "")
    return int(start) if _NUMBER.fullmatch(start) else 1


def _shifted(text: str, letters: dict[int, int]) -> str:
    """10<sup>3</sup> must not become 103: raised and lowered signs of their own, if there are."""
    known = all(ord(letter) in letters for letter in text.strip())
    return text.translate(letters) if known else text
