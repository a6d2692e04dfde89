"""Several answers of a kind that is not chosen from a list: dates, numbers, long texts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading, words_of_question

_BETWEEN: Final = ":"


class Repeated(Kind):
    """One control that shows one of the answers at a time.

    `{"entries": [{"text": "3"}, {"text": ""}], "at": 1}`: what the control held for each answer,
    and which of them it shows. A field of the second is named "1:text".

    Args:
        kinds: how one answer may be given.
    """

    name = "repeated"

    def __init__(self, kinds: Sequence[Kind]) -> None:
        self._kinds = tuple(kinds)

    def suits(self, item: Item, limits: Limits) -> bool:
        """A repeating question, one answer of which has a control."""
        return (
            item.repeats
            and not limits.options
            and not limits.unproven
            and (self._inner(asked_once(item), limits) is not None)
        )

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`inner`: the question as its one control shows it; `most`: how many answers at most."""
        once, inner = self.once(page)
        text = words_of_question(page, around)
        shown = {"kind": inner.name, "path": page.path, "text": text}
        return {"inner": shown | inner.view(once, around), "most": page.limits.max_occurs or 0}

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """One entry for each answer; one that is empty where there is none."""
        once, inner = self.once(page)
        entries = [dict(inner.entry(once, (answer,), around)) for answer in answers]
        return {"entries": entries or [dict(inner.entry(once, (), around))], "at": 0}

    def dressed(self, page: Page, entry: Entry, around: Around) -> Entry:
        """With `blank`, an entry that holds nothing, and `said`, what the others hold in words."""
        once, inner = self.once(page)
        entries = [dict(inner.dressed(once, one, around)) for one in _entries(entry)]
        return {
            "entries": entries,
            "at": min(int(entry.get("at", 0)), len(entries) - 1),
            "blank": dict(inner.dressed(once, inner.entry(once, (), around), around)),
            "said": [self._said(page, one, around) for one in entries],
        }

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """Every answer that was given; the first problem there is."""
        once, inner = self.once(page)
        readings = [inner.read(once, one, around) for one in _entries(entry)]
        answers = tuple(answer for reading in readings for answer in reading.answers)
        for index, (_, problem, field) in enumerate(readings):
            if problem:
                return Reading(answers, problem, f"{index}{_BETWEEN}{field}")
        return Reading(answers)

    def wrote(self, entry: Entry, field: str, text: str) -> Entry:
        """The entry after `text` was written in a field of the answer shown."""
        index, _, name = field.partition(_BETWEEN)
        entries = _entries(entry)
        entries[int(index)] = {**entries[int(index)], name: text}
        return {**entry, "entries": entries}

    def writing(self, page: Page, entry: Entry, field: str, around: Around) -> dict[str, Any]:
        """The writing page of a field of the answer shown."""
        index, _, name = field.partition(_BETWEEN)
        once, inner = self.once(page)
        return inner.writing(once, _entries(entry)[int(index)], name, around)

    def words(self, page: Page, answers: Sequence[Answer], around: Around) -> str:
        """Each answer as its own kind says it."""
        once, inner = self.once(page)
        said = (inner.words(once, (answer,), around) for answer in answers)
        return around.listed(said)

    def hint(self, page: Page, around: Around) -> str:
        """That of one answer."""
        once, inner = self.once(page)
        return inner.hint(once, around)

    def missing(self, page: Page, around: Around) -> str:
        """That of one answer."""
        once, inner = self.once(page)
        return inner.missing(once, around)

    def _said(self, page: Page, entry: Entry, around: Around) -> str:
        once, inner = self.once(page)
        return inner.words(once, inner.read(once, entry, around).answers, around)

    def once(self, page: Page) -> tuple[Page, Kind]:
        """The question as if it did not repeat, and the kind of one of its answers."""
        item = asked_once(page.item)
        inner = self._inner(item, page.limits)
        if inner is None:
            raise LookupError(item.link_id)
        return replace(page, item=item), inner

    def _inner(self, item: Item, limits: Limits) -> Kind | None:
        return next((kind for kind in self._kinds if kind.suits(item, limits)), None)


def _entries(entry: Entry) -> list[Mapping[str, Any]]:
    return [*entry.get("entries", ())]


@lru_cache(maxsize=64)
def asked_once(item: Item) -> Item:
    """The same item, as if it did not repeat."""
    return replace(item, raw={**item.raw, "repeats": False})
