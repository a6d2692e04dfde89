"""A QuestionnaireResponse read back into a sitting, losing nothing and inventing nothing.

What the form does not know (items, elements, answers without a value) is kept beside the
occurrence it stood in and written out again. What is odd is told to whoever asks.
Source: http://hl7.org/fhir/R4/questionnaireresponse.html
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.response import DECLINED_EXTENSION
from kiosk.forms.sitting.occurrence import Given, Inside, Kept, Occurrence
from kiosk.forms.sitting.tree import ResponseTree
from kiosk.forms.texts import shown_texts

_LISTS: Final = frozenset({"answer", "item"})
_DEPTH: Final = 64

Odd = Callable[[str, Mapping[str, Any], str, str], None]
"""Told what is wrong with an item: a code, the item, its JSON path, in words."""


def unheard(_code: str, _item: Mapping[str, Any], _path: str, _message: str) -> None:
    """Nobody asks what is odd."""


@dataclass
class Loading:
    """Reads one response into a tree whose questions have no answers.

    Attributes:
        tree: filled while reading.
        odd: told of what does not fit the form.
        met: path of an occurrence → the JSON path where the response has it.
        kept: items of the first level that the form does not know.
    """

    tree: ResponseTree
    odd: Odd = unheard
    met: dict[str, str] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)

    def read(self, response: Mapping[str, Any]) -> None:
        """Sets every answer of the response in the tree."""
        self.kept = self._items(response, self.tree.root, "QuestionnaireResponse", 1)

    def _items(
        self, parent: Mapping[str, Any], inside: Inside, place: str, depth: int
    ) -> list[Any]:
        """Reads the items; what the form does not have here is given back."""
        counts: Counter[str] = Counter()
        foreign = []
        furthest: tuple[int, ...] = ()
        for index, raw in enumerate(self._list(parent, "item", place)):
            path = f"{place}.item[{index}]"
            at = self._meet(raw, inside, path, counts) if depth <= _DEPTH else None
            if at is None:
                foreign.append(raw)
            else:
                if at.key < furthest:
                    self.odd("order", raw, path, "The item stands after one that follows it.")
                furthest = max(furthest, at.key)
                self.met[at.path] = path
                self._item(at, raw, path, depth)
        return foreign

    def _meet(self, raw: Any, inside: Inside, path: str, counts: Counter[str]) -> Occurrence | None:
        """The occurrence that an item of the response is; makes one of a repeating group."""
        if not isinstance(raw, Mapping):
            self.odd("structure", {}, path, "What stands here is no item.")
            return None
        link_id = ext.text(raw, "linkId")
        same = inside.by_link_id.get(link_id, ())
        if not same:
            self.odd("linkId", raw, path, "The form has no such item here.")
            return None
        number = counts[link_id]
        counts[link_id] += 1
        # A form that has the linkId twice side by side gets one each, in its order.
        item = same[min(number, len(same) - 1)]
        surplus = number - (len(same) - 1)
        if item.type == "group" and item.repeats:
            return self._of_group(inside, item, max(surplus, 0) + 1)
        if surplus > 0:
            self.odd("repeats", raw, path, "The item stands here more than once.")
            return None
        return next(iter(inside.of(item)), None)

    def _of_group(self, inside: Inside, item: Item, number: int) -> Occurrence | None:
        together = inside.of(item)
        for occurrence in together:
            if occurrence.number == number:
                return occurrence
        return self.tree.add(together[0], number=number) if together else None

    def _item(self, at: Occurrence, raw: Mapping[str, Any], path: str, depth: int) -> None:
        kept = Kept(elements={k: v for k, v in raw.items() if not _is_read(k, v)})
        if at.group is not None:
            if answers := self._list(raw, "answer", path):
                message = f"A {at.item.type or 'typeless'} item takes no answer."
                self.odd("type", raw, path, message)
                kept.answers = answers
            kept.items = self._items(raw, at.group, path, depth + 1)
        else:
            self._question(at, raw, path, kept, depth)
        self._words(at, raw, path)
        at.kept = kept

    def _question(
        self, at: Occurrence, raw: Mapping[str, Any], path: str, kept: Kept, depth: int
    ) -> None:
        if "item" in raw:
            message = "What is inside a question belongs into its answer."
            self.odd("structure", raw, path, message)
            kept.items = self._list(raw, "item", path)
        entries = list(self._entries(raw, path, kept))
        answers = tuple(entry.answer for entry in entries)
        declined = not entries and _take_decline(kept)
        if answers or declined:
            self.tree.give(at, Given(answers, declined=declined))
        for each, number in zip(entries, at.given.value.numbers, strict=True):
            self._beside(at, each, number, kept, depth)

    def _entries(self, raw: Mapping[str, Any], path: str, kept: Kept) -> Iterator["_Entry"]:
        """The answers of a question; what is none is kept beside them."""
        for index, entry in enumerate(self._list(raw, "answer", path)):
            place = f"{path}.answer[{index}]"
            try:
                answer = Answer.from_fhir(entry if isinstance(entry, Mapping) else {})
            except ValueError:
                self.odd("structure", raw, place, "The answer has no value.")
                kept.answers.append(entry)
                continue
            if sum(name.startswith("value") for name in entry) > 1:
                self.odd("structure", raw, place, "The answer has more than one value.")
            yield _Entry(answer, entry, place)

    def _beside(self, at: Occurrence, entry: "_Entry", number: int, kept: Kept, depth: int) -> None:
        """Reads what stands inside one answer, and keeps what stands beside its value."""
        read = {entry.answer.key}
        beside = {k: v for k, v in entry.raw.items() if k not in read and not _is_read(k, v)}
        inside = at.by_answer.get(number)
        if inside is None:
            foreign = self._list(entry.raw, "item", entry.place)
            texts = {item.link_id for item in at.item.items}
            for index, raw in enumerate(foreign):
                if ext.text(raw, "linkId") not in texts:
                    path = f"{entry.place}.item[{index}]"
                    self.odd("linkId", raw, path, "The form has no such item here.")
        else:
            foreign = self._items(entry.raw, inside, entry.place, depth + 1)
        if beside or foreign:
            kept.beside.append((entry.answer, beside | ({"item": foreign} if foreign else {})))

    def _list(self, element: Mapping[str, Any], name: str, place: str) -> list[Any]:
        """The entries of a list in the response; something else there is told."""
        found = element.get(name, [])
        if isinstance(found, list):
            return found
        self.odd("structure", element, f"{place}.{name}", f"“{name}” is not a list.")
        return []

    def _words(self, at: Occurrence, raw: Mapping[str, Any], path: str) -> None:
        text = ext.text(raw, "text")
        if text and at.text is None and text not in shown_texts(at.item.raw, "text"):
            self.odd("text", raw, path, "The text is not the form's.")


@dataclass(frozen=True)
class _Entry:
    """One answer of the response: what it says, as it came, its JSON path."""

    answer: Answer
    raw: Mapping[str, Any]
    place: str


def _is_read(name: str, value: Any) -> bool:
    """Whether an element is read; the rest is kept as it came, a list that is none included."""
    return name == "linkId" or (name in _LISTS and isinstance(value, list))


def _take_decline(kept: Kept) -> bool:
    """Whether the item says that the person would rather not say; takes that out of `kept`."""
    extensions = kept.elements.get("extension")
    if not isinstance(extensions, list):
        return False
    rest = [each for each in extensions if not _is_decline(each)]
    if len(rest) == len(extensions):
        return False
    if rest:
        kept.elements["extension"] = rest
    else:
        del kept.elements["extension"]
    return True


def _is_decline(extension: Any) -> bool:
    return isinstance(extension, Mapping) and DECLINED_EXTENSION.items() <= extension.items()
