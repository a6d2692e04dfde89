"""The lines of a form's text → what they say. A mistake names its line."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from kiosk.authoring.plain_text import phrases
from kiosk.authoring.plain_text.escaping import split_mark, unescaped
from kiosk.authoring.plain_text.lines import Line, lines_of
from kiosk.authoring.plain_text.model import Beside, Condition, Option, PlainItem, PlainText, Words
from kiosk.authoring.plain_text.options import free, slug
from kiosk.authoring.plain_text.saying import read_condition
from kiosk.authoring.plain_text.translating import LANGUAGE
from kiosk.authoring.plain_text.writing import default_link_id
from kiosk.errors import ImportRefused
from kiosk.forms.questionnaire import MAX_DEPTH

_TRANSLATION: Final = re.compile(rf"\[({LANGUAGE.pattern})\][ \t]*(.*)", re.DOTALL)
_OPTION: Final = re.compile(r"(\( ?\)|\[ ?\])(?:[ \t]+(.*))?", re.DOTALL)
_ITEM: Final = re.compile(r"(#{2,}|[-*>])(?:[ \t]+(.*))?", re.DOTALL)
_TITLE: Final = re.compile(r"#(?:[ \t]+(.*))?", re.DOTALL)
_MARKED: Final = {"-": "", "*": "", ">": "display"}


@dataclass
class _Text:
    """A text being read; translations come after it."""

    text: str = ""
    others: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        return Words(self.text, tuple(self.others.items()))


@dataclass
class _Item:
    """An item being read."""

    line: Line
    type: str
    link_id: str | None
    text: _Text
    items: list["_Item"] = field(default_factory=list)
    beside: list[tuple[str, str | None, _Text]] = field(default_factory=list)
    options: list[tuple[_Text, str | None, int]] = field(default_factory=list)
    boxes: set[str] = field(default_factory=set)
    conditions: list[Condition] = field(default_factory=list)
    joined: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)
    value_set: str = ""
    rule: str = ""


@dataclass
class _Reader:
    """Takes line after line."""

    title: _Text | None = None
    headers: dict[str, _Text] = field(default_factory=dict)
    items: list[_Item] = field(default_factory=list)
    stack: list[_Item] = field(default_factory=list)
    latest: _Text | None = None

    def take(self, line: Line) -> None:
        if self.title is None:
            self._take_title(line)
        elif found := _TRANSLATION.fullmatch(line.text):
            self._translate(line, found[1], found[2])
        elif found := _ITEM.fullmatch(line.text):
            self._begin(line, found[1], found[2] or "")
        elif self.stack:
            self._take_detail(line)
        else:
            self._take_header(line)

    def _take_title(self, line: Line) -> None:
        found = _TITLE.fullmatch(line.text)
        if found is None:
            raise _mistake(line, "A form's text begins with its title.", "# Title of the form")
        self.title = self.latest = _Text(unescaped(found[1] or ""))

    def _translate(self, line: Line, language: str, text: str) -> None:
        if self.latest is None or language in self.latest.others:
            message = f"There is no text that this could say in the language {language}."
            raise _mistake(line, message, "the translation right below its text, once")
        self.latest.others[language] = unescaped(text)

    def _take_header(self, line: Line) -> None:
        for element, phrase in phrases.HEADERS.items():
            if line.text.casefold().startswith(phrase.casefold()):
                text = _Text(unescaped(line.text[len(phrase) :].lstrip(" ")))
                if element in self.headers:
                    raise _mistake(line, f"“{phrase}” is there twice.", "it once")
                self.headers[element] = self.latest = text
                return
        expected = f"one of {' '.join(phrases.HEADERS.values())} or “## ” and the name of a part"
        raise _mistake(line, "This is no line of a form's beginning.", expected)

    def _begin(self, line: Line, mark: str, rest: str) -> None:
        text, link_id = split_mark(rest)
        words = _Text(unescaped(text))
        item = _Item(line, _MARKED.get(mark, "group"), link_id, words)
        while self.stack and self.stack[-1].line.indent >= line.indent:
            self.stack.pop()
        if len(self.stack) >= MAX_DEPTH:
            raise _mistake(line, "The form is nested too deeply.", f"{MAX_DEPTH} levels at most")
        (self.stack[-1].items if self.stack else self.items).append(item)
        self.stack.append(item)
        self.latest = words

    def _take_detail(self, line: Line) -> None:
        item = self.stack[-1]
        if line.indent < item.line.indent:
            message = "It stands further left than the question above it."
            raise _mistake(line, message, "what belongs to a question right below it")
        self.latest = None
        for read in _DETAILS:
            if read(self, item, line):
                return
        kinds = ", ".join(f"“{phrase}”" for phrase in phrases.KINDS.values())
        raise _mistake(
            line,
            "This line is none that a form has.",
            f"“- ” and a question, “## ” and a part, “> ” and a text, “( ) ” and an answer, "
            f"“Help: …”, “{phrases.REQUIRED}.”, “Only if …”, “Choose one:”, {kinds}",
        )

    def option(self, item: _Item, line: Line) -> bool:
        found = _OPTION.fullmatch(line.text)
        if found is None:
            return False
        text, mark = split_mark(found[2] or "")
        words = _Text(unescaped(text))
        item.options.append((words, mark, line.number))
        item.boxes.add(found[1][0])
        self.latest = words
        return True

    def beside(self, item: _Item, line: Line) -> bool:
        for control, phrase in phrases.BESIDE.items():
            if line.text.casefold().startswith(phrase.casefold()):
                text, mark = split_mark(line.text[len(phrase) :].lstrip(" "))
                words = _Text(unescaped(text))
                item.beside.append((control, mark, words))
                self.latest = words
                return True
        return False

    def condition(self, item: _Item, line: Line) -> bool:
        folded = line.text.casefold()
        if folded.startswith(phrases.RULE.casefold()):
            item.rule = unescaped(line.text[len(phrases.RULE) :].lstrip(" "))
            return True
        for begins in (phrases.ONLY_IF, phrases.AND_IF, phrases.OR_IF):
            if folded.startswith(f"{begins.casefold()} "):
                self._join(item, line, begins)
                rest = line.text[len(begins) :].lstrip(" ")
                item.conditions.append(read_condition(rest, line.number))
                return True
        return False

    def _join(self, item: _Item, line: Line, begins: str) -> None:
        if (begins == phrases.ONLY_IF) is bool(item.conditions):
            expected = f"“{phrases.AND_IF} …” or “{phrases.OR_IF} …” for further conditions"
            raise _mistake(line, f"“{begins}” does not fit here.", expected)
        item.joined |= {begins} - {phrases.ONLY_IF}
        if len(item.joined) > 1:
            expected = f"either all with “{phrases.AND_IF}” or all with “{phrases.OR_IF}”"
            raise _mistake(line, "Conditions are joined in two ways.", expected)

    def flag(self, item: _Item, line: Line) -> bool:
        said = line.text.rstrip(".: ").casefold()
        flags = (phrases.REQUIRED, phrases.HIDDEN, phrases.READ_ONLY, phrases.REPEATS)
        for flag in flags:
            if said == flag.casefold():
                item.flags.add(flag)
                return True
        return False

    def kind(self, item: _Item, line: Line) -> bool:
        if line.text.startswith(phrases.FROM_LIST):
            text, mark = split_mark(line.text)
            item.value_set = mark or ""
            return mark is not None and text == phrases.FROM_LIST
        if line.text.startswith(phrases.OTHER_TYPE.strip()):
            item.type = unescaped(line.text[len(phrases.OTHER_TYPE.strip()) :].lstrip(" "))
            item.flags.add(phrases.OTHER_TYPE)
            return True
        found = phrases.KIND_BY_PHRASE.get(line.text.rstrip(".: ").casefold())
        if found is None:
            return False
        if item.type:
            raise _mistake(line, "Which answer is wanted was said before.", "it once")
        item.type = found[0]
        item.flags |= {phrases.REPEATS} if found[1] else set()
        return True


_DETAILS: Final[tuple[Callable[[_Reader, _Item, Line], bool], ...]] = (
    _Reader.option,
    _Reader.beside,
    _Reader.condition,
    _Reader.flag,
    _Reader.kind,
)


def parsed(text: str) -> PlainText:
    """What the text of a form says.

    Raises:
        ImportRefused: a line can't be read; the message names it and says what was expected.
    """
    reader = _Reader()
    for line in lines_of(text):
        reader.take(line)
    if reader.title is None:
        raise ImportRefused("The text is empty.", advice="It begins with: # Title of the form")
    used = {item.link_id for item in _walk(reader.items) if item.link_id is not None}
    said = reader.headers
    return PlainText(
        title=reader.title.words,
        url=said["url"].text if "url" in said else "",
        version=said["version"].text if "version" in said else "",
        language=said["language"].text if "language" in said else "",
        description=said.get("description", _Text()).words,
        purpose=said.get("purpose", _Text()).words,
        items=tuple(_item(item, used) for item in reader.items),
    )


def _walk(items: list[_Item]) -> Iterator[_Item]:
    for item in items:
        yield item
        yield from _walk(item.items)


def _item(item: _Item, used: set[str]) -> PlainItem:
    link_id = item.link_id
    if link_id is None:
        link_id = free(slug(item.text.text), used)
        used.add(link_id)
    several = phrases.REPEATS in item.flags or "[" in item.boxes
    if len(item.boxes) > 1:
        raise _mistake(item.line, "Its answers have two kinds of boxes.", "only ( ), or only [ ]")
    return PlainItem(
        link_id=link_id,
        type=_type(item),
        words=item.text.words,
        beside=tuple(_beside(item, link_id)),
        options=tuple(Option(text.words, mark, line) for text, mark, line in item.options),
        value_set=item.value_set,
        repeats=several,
        required=phrases.REQUIRED in item.flags,
        hidden=phrases.HIDDEN in item.flags,
        read_only=phrases.READ_ONLY in item.flags,
        conditions=tuple(item.conditions),
        any_of=phrases.OR_IF in item.joined,
        rule=item.rule,
        items=tuple(_item(child, used) for child in item.items),
        line=item.line.number,
    )


def _type(item: _Item) -> str:
    if item.type or phrases.OTHER_TYPE in item.flags:
        return item.type
    if item.options or item.value_set:
        return "choice"
    raise _mistake(
        item.line,
        "It is not said which answer this question wants.",
        "below it one of: Choose one: "
        + " ".join(f"{phrase}." for phrase in phrases.KINDS.values()),
    )


def _beside(item: _Item, link_id: str) -> Iterator[Beside]:
    for control, mark, text in item.beside:
        yield Beside(
            control, default_link_id(link_id, control) if mark is None else mark, text.words
        )


def _mistake(line: Line, message: str, expected: str) -> ImportRefused:
    return ImportRefused(f"Line {line.number}: {message}", advice=f"Expected: {expected}.")
