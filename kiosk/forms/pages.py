"""One question a page: what stands on it, in the language of the sitting."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.limits import Limits
from kiosk.forms.sitting.logic import Logic
from kiosk.forms.sitting.occurrence import Occurrence
from kiosk.forms.texts import Reader


class Wording(NamedTuple):
    """A text of the form as it reads now.

    Attributes:
        item: the group or the display item that it belongs to.
        text: its words in the filler's language, worked out where the form does so; "" for none.
    """

    item: Item
    text: str


@dataclass(frozen=True)
class Page:
    """One question on the screen.

    Attributes:
        path: names the question; stable for this version of the form.
        item: the question.
        section: the text of the groups around it in the filler's language; "" if none.
        text: what is asked.
        hint: help for it: the texts inside the question that are meant to be read with it.
        notes: the texts of the form that stand directly before the question.
        before: the same with their items: the groups around it, then the notes.
        inside: the texts inside the question that count now, of whatever control.
        stated: what the form states by itself since the question before: values that are read
            only or worked out, none of them hidden.
        limits: what may be answered now: options, least and greatest value, how many.
        candidates: answers that the form suggests, to choose from or not (candidateExpression).
        repeating: the paths of the repeating groups' occurrences around it, the outermost first.
        needed: whether the form can't do without: it is required, or a group around it is.
    """

    path: str
    item: Item
    section: str
    text: str
    hint: str
    notes: tuple[str, ...]
    before: tuple[Wording, ...]
    inside: tuple[Wording, ...]
    stated: tuple["Stated", ...]
    limits: Limits
    candidates: tuple[AnswerOption, ...]
    repeating: tuple[str, ...]
    needed: bool


class Stated(NamedTuple):
    """A value that the form states by itself.

    Attributes:
        page: the item as a page of its own, which nobody is asked.
        answers: its value.
    """

    page: Page
    answers: tuple[Answer, ...]


class Before(msgspec.Struct, frozen=True):
    """What stands before a question, since the one asked before it: texts, stated values."""

    notes: tuple[Occurrence, ...] = ()
    stated: tuple[Occurrence, ...] = ()


def page_of(at: Occurrence, before: Before, logic: Logic, reader: Reader) -> Page:
    """The page of a question."""
    groups = [around for around in at.around() if not around.item.is_question][::-1]
    sections = [Wording(group.item, logic.text(group, reader)) for group in groups]
    notes = [Wording(note.item, logic.text(note, reader)) for note in before.notes]
    inside = tuple(_inside(at, logic, reader))
    return Page(
        path=at.path,
        item=at.item,
        section="\n".join(section.text for section in sections if section.text),
        text=logic.text(at, reader),
        hint=" ".join(aside.text for aside in inside if aside.item.control in {"help", ""}),
        notes=tuple(note.text for note in notes if note.text),
        before=tuple(wording for wording in (*sections, *notes) if wording.text),
        inside=inside,
        stated=stated_values(before.stated, logic, reader),
        limits=logic.limits(at),
        candidates=logic.candidates(at),
        repeating=tuple(group.path for group in groups if group.item.repeats),
        needed=at.item.required or any(map(_is_needed, groups)),
    )


def stated_values(
    stated: tuple[Occurrence, ...], logic: Logic, reader: Reader
) -> tuple[Stated, ...]:
    """What the form states there, each with its value."""
    pages = (page_of(at, Before(), logic, reader) for at in stated)
    return tuple(Stated(page, at.visible().answers) for page, at in zip(pages, stated, strict=True))


def _inside(at: Occurrence, logic: Logic, reader: Reader) -> Iterator[Wording]:
    for aside in at.asides.all() if at.asides else ():
        if aside.enabled.get() and not aside.item.hidden:
            yield Wording(aside.item, logic.text(aside, reader))


def _is_needed(group: Occurrence) -> bool:
    least = ext.extension_integer(group.item.raw, ext.MIN_OCCURS)
    return group.item.required or bool(least)
