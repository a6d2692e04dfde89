"""The rows of the sheet `survey` as a tree of groups, repeats and questions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from kiosk.authoring.xlsform.choices import Choices
from kiosk.authoring.xlsform.kinds import BEGIN, END, Kind, read_kind
from kiosk.authoring.xlsform.notes import Notes
from kiosk.authoring.xlsform.plain_text import in_short, one_line
from kiosk.authoring.xlsform.table import Row
from kiosk.errors import ImportRefused
from kiosk.forms.questionnaire import MAX_DEPTH, MAX_ITEMS

_YES: Final = frozenset({"yes", "true", "true()", "1"})
_ROOM_FOR_HINTS: Final = 1
_NAMELESS: Final = frozenset({"", "group", "repeat", "loop", "note", "metadata"})
"""Kinds of rows of which nothing is taken down under their name."""


@dataclass(eq=False)
class Node:
    """One row, with the rows inside it.

    Attributes:
        row, kind: what stands there.
        name: as expressions call it.
        parent: the group around it; None at the first level.
        children: what is inside it.
        link_id: as FHIR calls it.
        label: its words, where they do not stand in its row.
    """

    row: Row
    kind: Kind
    name: str
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    link_id: str = ""
    label: dict[str, str] | None = None

    def around(self) -> list["Node"]:
        """The groups around it, the outermost first."""
        found: list[Node] = []
        node = self.parent
        while node is not None:
            found.insert(0, node)
            node = node.parent
        return found


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node, in the order of the form."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def outline(rows: Iterable[Row], notes: Notes) -> list[Node]:
    """The nodes of the first level.

    Raises:
        ImportRefused: a group or repeat does not end, or ends without a beginning.
    """
    top: list[Node] = []
    open_blocks: list[Node] = []
    for row in rows:
        kind = read_kind(row.take("type"))
        if one_line(row.take("disabled")).lower() in _YES:
            row.settle()
            notes.add(row.number, row.column("disabled"), kind.written, "Disabled: left out.")
        elif kind.place == END:
            _close(row, kind, open_blocks, notes)
        else:
            parent = open_blocks[-1] if open_blocks else None
            node = Node(row, kind, one_line(row.take("name")), parent)
            (parent.children if parent else top).append(node)
            if kind.place == BEGIN:
                open_blocks.append(node)
                _check_depth(open_blocks)
    if open_blocks:
        node = open_blocks[-1]
        raise ImportRefused(
            f"The {node.kind.name} that begins in row {node.row.number} does not end.",
            advice=f"Add a row “end {node.kind.name}” where it ends.",
        )
    return top


def _check_depth(open_blocks: list[Node]) -> None:
    if len(open_blocks) > MAX_DEPTH - 1 - _ROOM_FOR_HINTS:
        raise ImportRefused(
            f"Groups are nested more than {MAX_DEPTH - 2} levels deep.",
            advice="Flatten the groups.",
        )


def _close(row: Row, kind: Kind, open_blocks: list[Node], notes: Notes) -> None:
    if not open_blocks or open_blocks[-1].kind.name != kind.name:
        begun = open_blocks[-1] if open_blocks else None
        inside = f" inside the {begun.kind.name} of row {begun.row.number}" if begun else ""
        raise ImportRefused(
            f"Row {row.number} ends a {kind.name} that does not begin before it{inside}.",
            advice="Each “begin group” and “begin repeat” needs an “end” of its own, in order.",
        )
    begun = open_blocks.pop()
    for head, text in row.cells.items():
        # Authors repeat the name and label at the end, for their own eyes.
        if head.name != "type" and begun.row.cells.get(head) != text:
            notes.add(row.number, head.written, text, "At the end of a group nothing is read.")
    row.settle()


def unroll_loops(nodes: list[Node], choices: Choices, notes: Notes) -> list[Node]:
    """The nodes with each loop as a group for every choice of its list."""
    made, room = [], iter(range(MAX_ITEMS))
    for node in nodes:
        made += _unrolled(node, choices, notes, room)
    return made


def _unrolled(node: Node, choices: Choices, notes: Notes, room: Iterator[int]) -> list[Node]:
    if next(room, None) is None:
        raise ImportRefused("The form has too many questions.", advice="Split it into several.")
    inside = [one for child in node.children for one in _unrolled(child, choices, notes, room)]
    node.children = inside
    if node.kind.name != "loop":
        return [node]
    found = choices.find(node.kind.list_name)
    if not found:
        message = f"There is no list “{in_short(node.kind.list_name)}” to go through: left out."
        for one in walk([node]):
            one.row.settle()
        notes.add(node.row.number, node.row.column("type"), node.kind.written, message)
        return []
    turns = [_turn(node, choice.name, choice.label or {"": choice.name}, room) for choice in found]
    if not node.name:
        return turns
    block = Node(node.row, Kind(node.kind.written, BEGIN, "group"), node.name, node.parent, turns)
    for turn in turns:
        turn.parent = block
    return [block]


def _turn(loop: Node, name: str, label: dict[str, str], room: Iterator[int]) -> Node:
    """One pass through a loop: a group with the words of its choice put in."""
    kind = Kind(loop.kind.written, BEGIN, "group")
    # Its own cells are those of the loop, which has them as a whole.
    turn = Node(Row(loop.row.number, {}, loop.row.tongues), kind, name, loop.parent, label=label)
    turn.children = [_copy(child, turn, name, label, room) for child in loop.children]
    return turn


def _copy(node: Node, parent: Node, name: str, label: dict[str, str], room: Iterator[int]) -> Node:
    if next(room, None) is None:
        raise ImportRefused("The loops make too many questions.", advice="Split the form.")
    row = node.row.with_words(name, label)
    copied = Node(row, node.kind, node.name, parent, label=node.label)
    copied.children = [_copy(child, copied, name, label, room) for child in node.children]
    return copied


def identify(nodes: list[Node], notes: Notes) -> None:
    """Gives every node a name and a linkId of its own.

    The linkId is the name; where names repeat, with the groups around it: "child/age". A name
    that stands twice in one group is noted, and a question without one.
    """
    for node in walk(nodes):
        if not node.name:
            node.name = f"row-{node.row.number}"
            if node.kind.name not in _NAMELESS:
                message = f"No name: it is called {node.name}."
                notes.add(node.row.number, node.row.column("type"), node.kind.written, message)
    names = Counter(node.name for node in walk(nodes))
    taken: set[str] = set()
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(1))
    for node in walk(nodes):
        path = "/".join([*(group.name for group in node.around()), node.name])
        wanted = node.name if names[node.name] == 1 else path
        free = (wanted if n == 1 else f"{wanted}~{n}" for n in numbers[wanted])
        node.link_id = next(one for one in free if taken.isdisjoint({one, hint_id(one)}))
        if node.link_id not in {node.name, path}:
            message = f"The name is there twice: this one is called {in_short(node.link_id)}."
            notes.add(node.row.number, node.row.column("name"), node.name, message)
        taken |= {node.link_id, hint_id(node.link_id)}


def hint_id(link_id: str) -> str:
    """The linkId of the help for an item."""
    return f"{link_id}/hint"
