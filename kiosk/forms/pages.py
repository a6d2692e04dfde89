"""One question a page: what stands on it, in the language of the sitting."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.forms import extensions as ext
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.limits import Limits
from kiosk.forms.sitting.logic import Logic
from kiosk.forms.sitting.occurrence import Occurrence
from kiosk.forms.texts import Reader


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
    limits: Limits
    candidates: tuple[AnswerOption, ...]
    repeating: tuple[str, ...]
    needed: bool


def page_of(at: Occurrence, notes: tuple[Occurrence, ...], logic: Logic, reader: Reader) -> Page:
    """The page of a question; `notes` are the texts that stand before it."""
    groups = [around for around in at.around() if not around.item.is_question][::-1]
    sections = (logic.text(group, reader) for group in groups)
    return Page(
        path=at.path,
        item=at.item,
        section="\n".join(section for section in sections if section),
        text=logic.text(at, reader),
        hint=" ".join(_hints(at, logic, reader)),
        notes=tuple(text for note in notes if (text := logic.text(note, reader))),
        limits=logic.limits(at),
        candidates=logic.candidates(at),
        repeating=tuple(group.path for group in groups if group.item.repeats),
        needed=at.item.required or any(map(_is_needed, groups)),
    )


def _hints(at: Occurrence, logic: Logic, reader: Reader) -> Iterator[str]:
    for aside in at.asides.all() if at.asides else ():
        if aside.item.control in {"help", ""} and aside.enabled.get():
            yield logic.text(aside, reader)


def _is_needed(group: Occurrence) -> bool:
    least = ext.extension_integer(group.item.raw, ext.MIN_OCCURS)
    return group.item.required or bool(least)
