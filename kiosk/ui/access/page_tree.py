"""What the window shows now, as a screen reader would meet it: read by our voice, keys and switch.

They go by the accessibility tree, so that what a page does for a screen reader it does for them,
and no page need know of them. A control may say more of itself:

- `later`: 1 it goes on (Continue), 2 it is the way out, 3 it stands on every page. These are read
  and reached after what the page is about, in this order, wherever they are drawn;
- `isKey`: it is one of many keys, which are gone through row by row;
- `personal`: it tells something of the patient, which is said aloud to nobody else: a text all of
  it, a field what it holds, another control its name, and `openName` may be said instead;
- `open`: what it has chosen tells nothing of the patient, and is said whoever hears it;
- `ofNext`: words that belong to the control after them, and are said again when keys come to that;
- `unsaid`: it only helps eyes, or repeats what another says;
- `spokenIn`: the language of its words and of those in it, where that is not the screen's.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickItem, QQuickWindow

HEADING: Final = "Heading"
ALERT: Final = "AlertMessage"
CHOICES: Final = frozenset({"RadioButton", "CheckBox"})
FIELDS: Final = frozenset({"EditableText", "Slider"})
_ACTED: Final = CHOICES | FIELDS | {"Button", "PushButton"}
_READ: Final = frozenset({ALERT, HEADING, "StaticText", "Graphic"})
EVERYWHERE: Final = 3


class Node(NamedTuple):
    """One visible thing.

    Attributes:
        item: itself.
        role: as `QAccessible.Role` names it.
        name: what it is called.
        about: what is read after the name, such as "2 of 4" or what a field holds.
        checked: it is chosen.
        focused: it has the keyboard.
        later, is_key, personal, open_name, is_open, of_next, spoken_in: see the module.
    """

    item: QQuickItem
    role: str
    name: str
    about: str
    checked: bool
    focused: bool
    later: int
    is_key: bool
    personal: bool
    open_name: str
    is_open: bool
    of_next: bool
    spoken_in: str

    @property
    def acts(self) -> bool:
        """Whether it is there to be pressed or written in."""
        return self.role in _ACTED


class Stop(NamedTuple):
    """Where keys or the switch stop: one control, the beginning of the page, or a row of controls.

    Attributes:
        nodes: one; several where it is a row that is entered.
        before: the words that belong to it.
    """

    nodes: tuple[Node, ...]
    before: tuple[Node, ...] = ()

    @property
    def is_row(self) -> bool:
        """Whether it is entered rather than pressed."""
        return len(self.nodes) > 1

    @property
    def box(self) -> QRectF:
        """Where it is in the window."""
        box = QRectF()
        for node in self.nodes:
            box = box.united(box_of(node.item))
        return box


def read_page(window: QQuickWindow) -> list[Node]:
    """Everything visible of a window in reading order; `QAccessible` must be active."""
    root = QAccessible.queryAccessibleInterface(window)
    return [node for one in visible(root) if (node := _node(one)) is not None]


def in_turn(nodes: Sequence[Node]) -> list[Node]:
    """The page from its beginning on: what it is about, how to go on, what stands on every page."""
    return sorted(nodes, key=attrgetter("later"))


def stops(nodes: Sequence[Node], *, rows: bool) -> list[Stop]:
    """Where to stop on a page, its beginning first.

    Args:
        nodes: of the page, in reading order.
        rows: what stands on every page counts as rows, too; keys always do.
    """
    ordered, found, before = in_turn(nodes), list[Stop](), list[Node]()
    begin = beginning(ordered)
    for key, run in groupby(ordered, lambda node: _row_of(node, rows=rows)):
        group = list(run)
        acting = [node for node in group if node.acts]
        if key and len(acting) > 1:
            found.append(Stop(tuple(acting), tuple(before)))
            before.clear()
            continue
        for node in group:
            if node.acts or node is begin:
                found.append(Stop((node,), tuple(before)))
                before.clear()
            elif node.of_next or node.later:
                before.append(node)
    return found


def beginning(nodes: Iterable[Node]) -> Node | None:
    """Where a page begins to be read: what is wrong with it, else its heading."""
    begins = [node for node in nodes if node.role in {ALERT, HEADING}]
    return next((node for node in begins if node.role == ALERT), begins[0] if begins else None)


def page_of(nodes: Iterable[Node]) -> str:
    """What tells one page from another: its heading, where an error does not count."""
    headings = (node.item for node in nodes if node.role == HEADING)
    return next((str(item.property("about")) for item in headings), "")


def box_of(item: QQuickItem) -> QRectF:
    """Where an item is in its window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _row_of(node: Node, *, rows: bool) -> tuple[str, float, float] | None:
    """What stands in one row has the same; None for what stands alone."""
    if node.is_key and node.later == 0:
        return ("keys", round(node.item.mapToScene(QPointF()).y()), 0)
    if not rows or node.later != EVERYWHERE:
        return None
    bar = node.item.parentItem().parentItem()
    corner = bar.mapToScene(QPointF())
    return ("bar", round(corner.x()), round(corner.y()))


def visible(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """What is under it and seen, in reading order."""
    for index in range(node.childCount()):
        child = node.child(index)
        if child is not None and not child.state().invisible:
            yield child
            yield from visible(child)


def _node(interface: QAccessibleInterface) -> Node | None:
    role, item = interface.role().name, interface.object()
    if role not in _ACTED | _READ or not isinstance(item, QQuickItem) or not item.isEnabled():
        return None
    if item.property("unsaid"):
        return None
    text, state = QAccessible.Text, interface.state()
    about = interface.text(text.Description) or interface.text(text.Value)
    return Node(
        item=item,
        role=role,
        name=interface.text(text.Name).strip(),
        about=about.strip(),
        checked=bool(state.checked),
        focused=bool(state.focused),
        later=int(item.property("later") or 0),
        is_key=bool(item.property("isKey")),
        personal=bool(item.property("personal")) or role in FIELDS,
        open_name=str(item.property("openName") or ""),
        is_open=bool(item.property("open")),
        of_next=bool(item.property("ofNext")),
        spoken_in=_spoken_in(item),
    )


def _spoken_in(item: QQuickItem | None) -> str:
    while item is not None:
        if tongue := item.property("spokenIn"):
            return str(tongue)
        item = item.parentItem()
    return ""
