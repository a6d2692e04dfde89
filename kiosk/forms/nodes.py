"""The tree of a sitting as FHIRPath sees it: a QuestionnaireResponse that is never written down.

Every step of an expression goes through `child` or `items` here and so reads the cells and
sources of what it looks at; that is how an expression knows what it depends on. What is not
enabled is not there.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kiosk.fhirpath import Node
from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.occurrence import Inside, Occurrence
from kiosk.forms.questionnaire import Questionnaire


class AnswerNode(Node):
    """One `QuestionnaireResponse.item.answer`."""

    __slots__ = ("answer", "number", "occurrence")

    def __init__(self, occurrence: Occurrence, answer: Answer, number: int) -> None:
        super().__init__({}, "QuestionnaireResponse.item.answer")
        self.occurrence = occurrence
        self.answer = answer
        self.number = number

    def child(self, name: str) -> Sequence[Node]:
        """Its value, by the choice's name or its own, or the items inside it."""
        if name in {"value", self.answer.key}:
            return (ValueNode(self.occurrence.item, self.answer),)
        if name == "item":
            inside = self.occurrence.by_answer.get(self.number)
            return present_items(inside.all()) if inside else ()
        return ()

    def children(self) -> Sequence[Node]:
        """Its value and the items inside it."""
        return (*self.child("value"), *self.child("item"))

    def items(self, link_id: str) -> Sequence[Node] | None:
        """The items inside it with this linkId."""
        inside = self.occurrence.by_answer.get(self.number)
        return items_of(inside, link_id) if inside else ()

    def json(self) -> Any:
        """The answer as JSON."""
        inside = [item.json() for item in self.child("item")]
        return self.answer.to_fhir() | ({"item": inside} if inside else {})


class ValueNode(Node):
    """The value of an answer; it knows the question, and so the score of the option chosen."""

    __slots__ = ("answer", "item")

    def __init__(self, item: Item, answer: Answer) -> None:
        super().__init__(answer.value, _type_name(answer.key))
        self.item = item
        self.answer = answer


def _type_name(key: str) -> str:
    name = key.removeprefix("value")
    return name if name in _COMPLEX else name[:1].lower() + name[1:]


_COMPLEX = frozenset({"Coding", "Quantity", "Reference", "Attachment"})


class ItemNode(Node):
    """One `QuestionnaireResponse.item`."""

    __slots__ = ("occurrence",)

    def __init__(self, occurrence: Occurrence) -> None:
        super().__init__({}, "QuestionnaireResponse.item")
        self.occurrence = occurrence

    def child(self, name: str) -> Sequence[Node]:
        """`linkId`, `text`, `definition`, `answer` or `item`."""
        occurrence = self.occurrence
        if name == "answer":
            given = occurrence.visible()
            pairs = zip(given.answers, given.numbers, strict=True)
            return tuple(AnswerNode(occurrence, answer, number) for answer, number in pairs)
        if name == "item":
            return present_items(occurrence.group.all()) if occurrence.group else ()
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
        return items_of(group, link_id) if group else ()

    def json(self) -> Any:
        """The item as JSON."""
        answers = [answer.json() for answer in self.child("answer")]
        inside = [item.json() for item in self.child("item")]
        head = {"linkId": self.occurrence.item.link_id}
        return (
            head | ({"answer": answers} if answers else {}) | ({"item": inside} if inside else {})
        )


class ResponseNode(Node):
    """The QuestionnaireResponse itself."""

    __slots__ = ("_inside",)

    def __init__(self, questionnaire: Questionnaire, inside: Inside) -> None:
        head = {"resourceType": "QuestionnaireResponse", "questionnaire": questionnaire.canonical}
        super().__init__(head, "QuestionnaireResponse")
        self._inside = inside

    def child(self, name: str) -> Sequence[Node]:
        """`item` from the sitting, anything else from the response's head."""
        return present_items(self._inside.all()) if name == "item" else super().child(name)

    def children(self) -> Sequence[Node]:
        """The head and the items."""
        return (*super().children(), *self.child("item"))

    def items(self, link_id: str) -> Sequence[Node] | None:
        """The items of the first level with this linkId."""
        return items_of(self._inside, link_id)

    def json(self) -> Any:
        """The response as JSON."""
        return {**self.data, "item": [item.json() for item in self.child("item")]}


class FormNode(Node):
    """The Questionnaire, or an item of it, with its items found by linkId at once."""

    __slots__ = ("_by_link_id", "_items")

    def __init__(self, raw: Mapping[str, Any], type_name: str) -> None:
        super().__init__(raw, type_name)
        self._items: tuple[FormNode, ...] | None = None
        self._by_link_id: dict[str, list[FormNode]] = {}

    def child(self, name: str) -> Sequence[Node]:
        """The elements; the items are made once and kept."""
        return self._inner() if name == "item" else super().child(name)

    def items(self, link_id: str) -> Sequence[Node] | None:
        """The items directly inside with this linkId."""
        self._inner()
        return self._by_link_id.get(link_id, ())

    def _inner(self) -> "tuple[FormNode, ...]":
        if self._items is None:
            inner = ext.mappings(self.data, "item")
            self._items = tuple(FormNode(raw, "Questionnaire.item") for raw in inner)
            for made in self._items:
                self._by_link_id.setdefault(ext.text(made.data, "linkId"), []).append(made)
        return self._items


def is_present(occurrence: Occurrence) -> bool:
    """Whether an occurrence stands in the response: enabled, and a group or answered."""
    if not occurrence.enabled.get():
        return False
    if not occurrence.item.is_question:
        return occurrence.item.type != "display"
    given = occurrence.counted()
    return bool(given.answers) or given.declined


def present_items(occurrences: Iterable[Occurrence]) -> tuple[ItemNode, ...]:
    """Those that stand in the response, as nodes."""
    return tuple(ItemNode(occurrence) for occurrence in occurrences if is_present(occurrence))


def items_of(inside: Inside, link_id: str) -> tuple[ItemNode, ...]:
    """The items with this linkId among those inside, without looking at the others."""
    same = inside.by_link_id.get(link_id, ())
    return present_items(occurrence for item in same for occurrence in inside.of(item))


def same_nodes(one: Sequence[Node], other: Sequence[Node]) -> bool:
    """Whether two results are the same, so that nothing that read them needs another look."""
    return len(one) == len(other) and all(map(_same_node, one, other))


def _same_node(one: Node, other: Node) -> bool:
    if isinstance(one, ItemNode) and isinstance(other, ItemNode):
        # Whoever reads on through an item depends on its cells; the node itself is but a handle.
        return one.occurrence is other.occurrence
    if type(one) is not type(other) or one.type != other.type:
        return False
    if isinstance(one, AnswerNode) and isinstance(other, AnswerNode):
        handle = one.occurrence is other.occurrence and one.number == other.number
        return handle and one.answer == other.answer
    return bool(one.data == other.data)
