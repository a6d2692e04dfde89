"""The patient's own words, written on the writing page; web addresses are such words, too."""

import re
from collections.abc import Sequence
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.looks.markup import safe_text
from kiosk.forms.pages import Page
from kiosk.forms.rules import Problem
from kiosk.forms.texts import Reader, extension_text
from kiosk.ui.patient.kinds.kind import USUAL_LENGTH, Around, Entry, Kind, Reading, counted

_LINES: Final = {"text": 4, "string": 2, "url": 2}
_KEYBOARDS: Final = frozenset({"number", "phone", "email", "url"})
_ADDRESS: Final = re.compile(
    r"([a-z][a-z0-9+.-]*:\S+|[^\s/:@]+\.[^\s/:@]{2,}(/\S*)?)", re.IGNORECASE
)


class Text(Kind):
    """Words, `{"text": "…"}`; blanks alone are no answer, each line is one where several may be."""

    name = "text"
    usual_demand = "error_text"

    def suits(self, item: Item, limits: Limits) -> bool:
        """A short or a long text or a web address, not chosen from a list."""
        several = item.repeats and item.type == "text"  # such a text may have lines itself
        return item.type in _LINES and not several and not limits.options

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`lines`: how high the field is."""
        del around
        item = page.item
        lines = _LINES["text"] if item.repeats else _LINES[item.type]
        length = max_length(item) * (_most(page) if item.repeats else 1)
        writing = {"maxLength": length, "lines": lines, "keyboard": keyboard_of(item)}
        return {"lines": lines, "writing": {"text": writing}}

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """`text`: the words."""
        del page, around
        return {"text": "\n".join(str(answer.value) for answer in answers)}

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """The words without blanks around them."""
        item, written = page.item, str(entry.get("text", ""))
        lines = written.split("\n") if item.repeats else [written]
        words = [line.strip() for line in lines if line.strip()]
        if item.type != "url":
            return Reading(tuple(Answer("valueString", text) for text in words))
        if not all(map(_ADDRESS.fullmatch, words)):
            return Reading((), around.say("error_url"), "text")
        return Reading(tuple(Answer("valueUri", text) for text in words))

    def hint(self, page: Page, around: Around) -> str:
        """Where to touch; with several answers, where each begins."""
        return around.say("write_several" if page.item.repeats else "write_hint")

    def refused(self, page: Page, problem: Problem, around: Around) -> str:
        """What to write instead, in words; never the pattern itself."""
        if problem.rule == "minLength":
            return around.say("error_too_short", limit=counted(problem.limit))
        if problem.rule == "regex":
            form = entry_format(page.item, around)
            return around.say("error_format", format=form) if form else around.say("error_pattern")
        return super().refused(page, problem, around)


def max_length(item: Item) -> int:
    """How many characters a written answer may have; the form's own limit, else ours."""
    limit: Any = item.raw.get("maxLength")
    return limit if isinstance(limit, int) and limit > 0 else USUAL_LENGTH


def keyboard_of(item: Item) -> str:
    """The keyboard that the form asks for; of a web address its own."""
    asked = ext.code(ext.extension_value(item.raw, ext.KEYBOARD))
    if asked in _KEYBOARDS:
        return asked
    return "url" if item.type == "url" else "text"


def entry_format(item: Item, around: Around) -> str:
    """How the form wants it written ("A1 2BC"), as a person reads it; "" if it does not say."""
    reader = Reader(around.language, item.language, around.proxy)
    return safe_text(extension_text(item.raw, ext.ENTRY_FORMAT, reader))


def _most(page: Page) -> int:
    return min(page.limits.max_occurs or 10, 10)
