"""One sitting's answers as a tree: each item as often as it occurs.

An item of a form may occur several times in a response: in each occurrence of a repeating group,
and, inside a question, for each of its answers. The path of an occurrence is the item's path with
"#2" after every step that is not the first of its kind ("medicines#2/dose").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.sitting.reactive import Cell, Source


@dataclass(frozen=True)
class Given:
    """What a person answered to one question.

    Attributes:
        answers: in the order given.
        numbers: for each answer, which set of the items inside the question is its own; the same
            answer keeps its number for the whole sitting, so that what hangs on it comes back.
        declined: whether the person would rather not say.
    """

    answers: tuple[Answer, ...] = ()
    numbers: tuple[int, ...] = ()
    declined: bool = False


NOTHING = Given()


@dataclass(eq=False)
class Inside:
    """The items inside the form, inside one occurrence of a group, or inside one answer.

    Attributes:
        parent: the occurrence they are inside of; None at the first level.
        prefix: begins the paths of what is inside; "" at the first level.
        key: begins the sort keys of what is inside.
        enabled: whether what is around them counts.
        items: the items of which there are occurrences here.
        lists: path of the item → its occurrences; in a `Source` where a person may add some.
    """

    parent: "Occurrence | None"
    prefix: str
    key: tuple[int, ...]
    enabled: Cell
    items: Sequence[Item]
    lists: dict[str, "tuple[Occurrence, ...] | Source"] = field(default_factory=dict)

    @cached_property
    def by_link_id(self) -> Mapping[str, Sequence[Item]]:
        """The items here by linkId; a form may use one twice."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.link_id, []).append(item)
        return found

    def of(self, item: Item) -> "tuple[Occurrence, ...]":
        """The occurrences of one item here; the cell being worked out depends on how many."""
        found = self.lists.get(item.path, ())
        return found.get() if isinstance(found, Source) else found

    def all(self) -> "Iterator[Occurrence]":
        """All occurrences here, in the order of the form."""
        for found in self.lists.values():
            yield from found.get() if isinstance(found, Source) else found


Beside = tuple[Answer, dict[str, Any]]
"""An answer, and the elements that a loaded response had beside its value."""


@dataclass
class Kept:
    """What a loaded response said beside the answers; it is written out again as it came.

    Attributes:
        elements: elements of the item other than linkId, answer and item; the text that was
            shown among them.
        items: items inside it that the form does not have there.
        answers: answers without a value.
        beside: for each answer that had any, the elements that stood beside its value.
    """

    elements: dict[str, Any] = field(default_factory=dict)
    items: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)


class Occurrence:
    """One occurrence of an item.

    Attributes:
        item: of the form.
        within: where it stands.
        number: which occurrence of a repeating group it is, from 1.
        path: names it in this sitting and in drafts.
        key: sorts occurrences as the form has them.
        order: cells are settled in this order.
        enabled: whether it counts with the present answers (bool).
        given: what people answered (`Given`); of a question.
        calculated: what the form works out for it (tuple of Answer); None where it does not.
        limits: what an answer may be (`Limits`), where that hangs on other answers; else None.
        text: the words worked out for it (str), where the form works them out; else None.
        variables: name → the variable declared here (list of nodes).
        group: what is inside a group.
        filled: whether anything inside a group is answered (bool).
        asides: the texts inside a question.
        by_answer: number of an answer → what is inside that answer.
        seen: every answer of this sitting that has its own set of items, with its number.
        kept: what a loaded response had here beside the answers; None where it had no such item.
    """

    __slots__ = (
        "asides",
        "by_answer",
        "calculated",
        "enabled",
        "filled",
        "given",
        "group",
        "item",
        "kept",
        "key",
        "limits",
        "number",
        "order",
        "path",
        "seen",
        "text",
        "variables",
        "within",
    )

    enabled: Cell
    given: Source

    def __init__(self, item: Item, within: Inside, *, number: int, place: tuple[int, int]) -> None:
        self.item = item
        self.within = within
        self.number = number
        self.path = path_of(item, within, number)
        self.key = (*within.key, place[0], number)
        self.order = place[1]
        self.calculated: Cell | None = None
        self.limits: Cell | None = None
        self.text: Cell | None = None
        self.variables: Mapping[str, Cell] = {}
        self.group: Inside | None = None
        self.filled: Cell | None = None
        self.asides: Inside | None = None
        self.by_answer: dict[int, Inside] = {}
        self.seen: list[tuple[Answer, int]] = []
        self.kept: Kept | None = None

    def around(self) -> "Iterator[Occurrence]":
        """The occurrences around it, the innermost first."""
        here = self.within.parent
        while here is not None:
            yield here
            here = here.within.parent

    def counted(self) -> Given:
        """What counts as its answer: what people gave, else what the form works out.

        Without regard to whether it is enabled.
        """
        given: Given = self.given.get()
        if given.answers or given.declined or self.calculated is None:
            return given
        answers: tuple[Answer, ...] = self.calculated.get()
        return Given(answers, tuple(range(1, len(answers) + 1)))

    def is_present(self) -> bool:
        """Whether it stands in the response: it counts, and something is answered in it."""
        return bool(self.enabled.get()) and self.has_content()

    def has_content(self) -> bool:
        """Whether something is answered in it, without regard to whether it is enabled."""
        if self.item.is_question:
            given = self.counted()
            return bool(given.answers) or given.declined
        return self.filled is not None and bool(self.filled.get())

    def visible(self) -> Given:
        """What counts as its answer now; nothing while it is not enabled."""
        return self.counted() if self.item.is_question and self.enabled.get() else NOTHING

    def insides(self) -> Iterator[Inside]:
        """What stands inside it now: one set for a group, one for each answer of a question."""
        if self.group is not None:
            yield self.group
        elif self.item.items:
            # Looked at even where there is no answer yet: whoever asks depends on the first one.
            for number in self.visible().numbers:
                if number in self.by_answer:
                    yield self.by_answer[number]


def path_of(item: Item, within: Inside, number: int) -> str:
    """The path of an occurrence."""
    step = item.path.removeprefix(item.parent_path).removeprefix("/")
    path = f"{within.prefix}/{step}" if within.prefix else step
    return path if number == 1 else f"{path}#{number}"
