"""The tree of a sitting as FHIRPath sees it: a QuestionnaireResponse that is never written down.

Every step of an expression goes through `child`, `items` or `deep_items` here and so reads the
cells and sources of what it looks at; that is how an expression knows what it depends on. What is
not enabled is not there.
"""

import sys
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from kiosk.fhirpath import Node, TooMuchWork
from kiosk.forms.answers import Answer, same_value
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.sitting.occurrence import NOTHING, Given, Inside, Occurrence
from kiosk.forms.sitting.ways import Way, Ways

_ENABLED: Final = attrgetter("enabled")
_NO_JSON: Final[Mapping[str, Any]] = {}
"""These nodes have their JSON made on demand, by `json`."""


class ItemNodes(dict[Occurrence, "ItemNode"]):
    """The nodes of one sitting: occurrence → its node, made when it is first looked at."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        super().__init__()
        self.ways = Ways(questionnaire)
        self._left = sys.maxsize

    @contextmanager
    def looking_at(self, most: int) -> Iterator[None]:
        """While this lasts, no more than so many occurrences may be looked at.

        Those that are not there count too: an expression is not told of them, and does not count
        them among its own steps.
        """
        before, self._left = self._left, most
        try:
            yield
        finally:
            self._left = before

    def look(self, occurrences: int) -> None:
        """Counts occurrences looked at.

        Raises:
            TooMuchWork: more than there may be.
        """
        self._left -= occurrences
        if self._left < 0:
            raise TooMuchWork("too many items looked at")

    def __missing__(self, occurrence: Occurrence) -> "ItemNode":
        """Makes it."""
        made = self[occurrence] = ItemNode(occurrence, self)
        return made


class AnswerNode(Node):
    """One `QuestionnaireResponse.item.answer`."""

    __slots__ = ("_nodes", "_value", "answer", "number", "occurrence")

    def __init__(
        self, occurrence: Occurrence, answer: Answer, number: int, nodes: ItemNodes
    ) -> None:
        super().__init__(_NO_JSON, "QuestionnaireResponse.item.answer")
        self.occurrence = occurrence
        self.answer = answer
        self.number = number
        self._nodes = nodes
        self._value = (ValueNode(occurrence.item, answer),)

    def child(self, name: str) -> Sequence[Node]:
        """Its value, by the choice's name or its own, or the items inside it."""
        if name == "value":
            return self._value
        if name == "item":
            inside = self.occurrence.by_answer.get(self.number)
            return present_items(inside.all(), self._nodes) if inside else ()
        return self._value if name == self.answer.key else ()

    def children(self) -> Sequence[Node]:
        """Its value and the items inside it."""
        return (*self.child("value"), *self.child("item"))

    def items(self, link_id: str) -> Sequence[Node] | None:
        """The items inside it with this linkId."""
        inside = self.occurrence.by_answer.get(self.number)
        return items_of(inside, link_id, self._nodes) if inside else ()

    def deep_items(self, link_id: str, *, through_answers: bool) -> Sequence[Node] | None:
        """The items below it with this linkId."""
        inside = self.occurrence.by_answer.get(self.number)
        insides = (inside,) if inside else ()
        return deep_items_of(insides, link_id, self._nodes, through_answers=through_answers)

    def json(self) -> Any:
        """The answer as JSON."""
        inside = [item.json() for item in self.child("item")]
        return self.answer.to_fhir() | ({"item": inside} if inside else {})

    def fingerprint(self) -> Hashable:
        """Its value, where that is a plain one."""
        return _mark(self.answer)


class ValueNode(Node):
    """The value of an answer; it knows the question, and so the score of the option chosen."""

    __slots__ = ("answer", "item")

    def __init__(self, item: Item, answer: Answer) -> None:
        super().__init__(answer.value, _type_name(answer.key))
        self.item = item
        self.answer = answer

    def child(self, name: str) -> Sequence[Node]:
        """Its elements; as extensions also those of the option chosen, which hold its score."""
        found = super().child(name)
        return found if found or name != "extension" else self._of_option()

    def _of_option(self) -> Sequence[Node]:
        for option in self.item.answer_options:
            raw = option.raw.get(option.answer.key)
            if isinstance(raw, Mapping) and same_value(option.answer, self.answer):
                return Node(raw, "Coding").child("extension")
        return ()


def _type_name(key: str) -> str:
    name = key.removeprefix("value")
    return name if name in _COMPLEX else name[:1].lower() + name[1:]


_COMPLEX = frozenset({"Coding", "Quantity", "Reference", "Attachment"})


class ItemNode(Node):
    """One `QuestionnaireResponse.item`."""

    __slots__ = ("_answers", "_given", "_nodes", "occurrence")

    def __init__(self, occurrence: Occurrence, nodes: ItemNodes) -> None:
        super().__init__(_NO_JSON, "QuestionnaireResponse.item")
        self.occurrence = occurrence
        self._nodes = nodes
        self._given: Given = NOTHING
        self._answers: Sequence[AnswerNode] = ()

    def child(self, name: str) -> Sequence[Node]:
        """`linkId`, `text`, `definition`, `answer` or `item`."""
        if name == "answer":
            return self._answered()
        occurrence = self.occurrence
        if name == "item":
            return present_items(occurrence.group.all(), self._nodes) if occurrence.group else ()
        raw = occurrence.item.raw
        if name in {"linkId", "text", "definition"} and isinstance(raw.get(name), str):
            return (Node(raw[name], "uri" if name == "definition" else "string"),)
        return ()

    def children(self) -> Sequence[Node]:
        """All of them."""
        names = ("linkId", "definition", "text", "answer", "item")
        return tuple(found for name in names for found in self.child(name))

    def items(self, link_id: str) -> Sequence[Node] | None:
        """The items inside a group with this linkId."""
        group = self.occurrence.group
        return items_of(group, link_id, self._nodes) if group else ()

    def deep_items(self, link_id: str, *, through_answers: bool) -> Sequence[Node] | None:
        """The items below it with this linkId."""
        insides = _insides(self.occurrence, through_answers=through_answers)
        return deep_items_of(insides, link_id, self._nodes, through_answers=through_answers)

    def json(self) -> Any:
        """The item as JSON."""
        answers = [answer.json() for answer in self.child("answer")]
        inside = [item.json() for item in self.child("item")]
        head = {"linkId": self.occurrence.item.link_id}
        return (
            head | ({"answer": answers} if answers else {}) | ({"item": inside} if inside else {})
        )

    def fingerprint(self) -> Hashable:
        """Its linkId and its answers, so far as those are plain ones."""
        answers = tuple(_mark(node.answer) for node in self._answered())
        return (self.occurrence.item.link_id, answers)

    def _answered(self) -> Sequence[AnswerNode]:
        occurrence = self.occurrence
        given = occurrence.visible()
        if given is not self._given:
            pairs = zip(given.answers, given.numbers, strict=True)
            self._given = given
            self._answers = tuple(AnswerNode(occurrence, *pair, self._nodes) for pair in pairs)
        return self._answers


class ResponseNode(Node):
    """The QuestionnaireResponse itself."""

    __slots__ = ("_inside", "_nodes")

    def __init__(self, questionnaire: Questionnaire, inside: Inside, nodes: ItemNodes) -> None:
        head = {"resourceType": "QuestionnaireResponse", "questionnaire": questionnaire.canonical}
        super().__init__(head, "QuestionnaireResponse")
        self._inside = inside
        self._nodes = nodes

    def child(self, name: str) -> Sequence[Node]:
        """`item` from the sitting, anything else from the response's head."""
        if name == "item":
            return present_items(self._inside.all(), self._nodes)
        return super().child(name)

    def children(self) -> Sequence[Node]:
        """The head and the items."""
        return (*super().children(), *self.child("item"))

    def items(self, link_id: str) -> Sequence[Node] | None:
        """The items of the first level with this linkId."""
        return items_of(self._inside, link_id, self._nodes)

    def deep_items(self, link_id: str, *, through_answers: bool) -> Sequence[Node] | None:
        """All items with this linkId."""
        insides = (self._inside,)
        return deep_items_of(insides, link_id, self._nodes, through_answers=through_answers)

    def json(self) -> Any:
        """The response as JSON."""
        return {**self.data, "item": [item.json() for item in self.child("item")]}


def present_items(occurrences: Iterable[Occurrence], nodes: ItemNodes) -> Sequence[ItemNode]:
    """Those that stand in the response, as nodes."""
    here = tuple(occurrences)
    nodes.look(len(here))
    # Most items count where what is around them counts, and share its cell.
    return [
        nodes[occurrence]
        for enabled, alike in groupby(here, _ENABLED)
        if enabled.get()
        for occurrence in alike
        if occurrence.has_content()
    ]


def items_of(inside: Inside, link_id: str, nodes: ItemNodes) -> Sequence[ItemNode]:
    """The items with this linkId among those inside, without looking at the others."""
    same = inside.by_link_id.get(link_id, ())
    return present_items((found for item in same for found in inside.of(item)), nodes)


def deep_items_of(
    insides: Iterable[Inside], link_id: str, nodes: ItemNodes, *, through_answers: bool
) -> Sequence[ItemNode]:
    """The items with this linkId below, without looking at what does not lie on the way."""
    way = nodes.ways.to(link_id)
    found: list[ItemNode] = []
    waiting = list(_on_the_way(insides, way))[::-1]
    while waiting:
        here = waiting.pop()
        nodes.look(1)
        if not here.is_present():
            continue
        if here.item.link_id == link_id:
            found.append(nodes[here])
        if here.item.path in way:
            deeper = _insides(here, through_answers=through_answers)
            waiting += list(_on_the_way(deeper, way))[::-1]
    return found


def _on_the_way(insides: Iterable[Inside], way: Way) -> Iterator[Occurrence]:
    for inside in insides:
        for item in way.get(inside.parent.item.path if inside.parent else "", ()):
            yield from inside.of(item)


def _insides(occurrence: Occurrence, *, through_answers: bool) -> Iterable[Inside]:
    if through_answers:
        return occurrence.insides()
    return () if occurrence.group is None else (occurrence.group,)


def _mark(answer: Answer) -> Hashable:
    value = answer.value
    return (answer.key, None if isinstance(value, Mapping | list) else value)
