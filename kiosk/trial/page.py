"""A page as it is drawn and as it is read aloud: its items in painting order, its nodes in turn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.trial.finding import Box
from kiosk.ui.access.page_tree import visible

KINDS: Final = {
    "QQuickText": "text",
    "QQuickTextInput": "field",
    "QQuickTextEdit": "field",
    "QQuickAbstractButton": "button",
    "QQuickMouseArea": "area",
    "QQuickRectangle": "rectangle",
    "QQuickImageBase": "image",
}
INTERACTIVE: Final = frozenset({
    "Button", "ButtonDropDown", "ButtonMenu", "CheckBox", "ComboBox", "Dial", "EditableText",
    "HotkeyField", "Link", "MenuItem", "PageTab", "PushButton", "RadioButton", "ScrollBar",
    "Slider", "SpinBox", "Switch",
})  # fmt: skip
READ: Final = frozenset({"AlertMessage", "Heading", "StaticText", "Paragraph"})
KEYS: Final = ("CodePad", "Keyboard", "MonthPad", "NumberPad", "PinPad", "SignPad")
"""The controls that are made of keys."""
EVERYWHERE: Final = Box(-inf, -inf, inf, inf)
UNSEEN: Final = 0.05
"""Opacity below which nothing is seen."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One visible item of the scene.

    Attributes:
        item: itself.
        kind: one of the values of `KINDS`, or "".
        type: its QML type.
        box: where it is, as if nothing clipped it.
        shown: what its clipping ancestors leave of that.
        opacity: with that of its ancestors.
        above: the place of its parent in `Page.pieces`; -1 for the content of the window.
    """

    item: QQuickItem
    kind: str
    type: str
    box: Box
    shown: Box
    opacity: float
    above: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """One node of the accessibility tree.

    Attributes:
        piece: the place of its item in `Page.pieces`; -1 where it has none there.
        role: as `QAccessible.Role` names it.
        box: where it is, as if nothing clipped it.
        said: name, description and value, in small letters, one space between words.
    """

    piece: int
    role: str
    name: str
    said: str
    box: Box
    focusable: bool
    focused: bool
    checked: bool

    @property
    def interactive(self) -> bool:
        """Whether it is there to be touched or written in."""
        return self.role in INTERACTIVE


class Page:
    """What a window shows now.

    Attributes:
        window: its whole area.
        pieces: all visible items, one painted later standing later.
        nodes: the accessibility tree in reading order, without what is invisible.
    """

    def __init__(self, window: QQuickWindow) -> None:
        switch_on_accessibility()
        self.window = Box(0, 0, window.width(), window.height())
        self.pieces: list[Piece] = []
        self._types: dict[str, str] = {}
        self._add(window.contentItem(), EVERYWHERE, 1.0, -1)
        self._places = {piece.item: place for place, piece in enumerate(self.pieces)}
        root = QAccessible.queryAccessibleInterface(window)
        self.nodes = [self._spoken(one, window) for one in visible(root)]

    def of_kind(self, kind: str) -> Iterator[int]:
        """The places of all seen pieces of a kind."""
        for place, piece in enumerate(self.pieces):
            if piece.kind == kind and piece.opacity >= UNSEEN and piece.shown.area:
                yield place

    def ancestors(self, place: int) -> Iterator[int]:
        """The places of the pieces around one, from the inside out."""
        while (place := self.pieces[place].above) >= 0:
            yield place

    def inside(self, place: int) -> Iterator[Piece]:
        """The pieces within one."""
        for piece in self.pieces[place + 1 :]:
            if piece.above < place:
                return
            yield piece

    def is_key(self, place: int) -> bool:
        """Whether it belongs to the on-screen keyboard, or to a pad of keys on the page."""
        around = (self.pieces[one].type for one in (place, *self.ancestors(place)))
        return any(name.startswith(KEYS) for name in around)

    def targets(self) -> list[Spoken]:
        """The nodes that can be touched."""
        return [node for node in self.nodes if node.interactive]

    def _add(self, item: QQuickItem, clip: Box, opacity: float, above: int) -> None:
        box = _box(item)
        shown = box.within(clip)
        opacity *= item.opacity()
        below, over = _layers(item.childItems())
        place = len(self.pieces)
        name = qml_type(item)
        if name not in self._types:
            kinds = (kind for base, kind in KINDS.items() if item.inherits(base))
            self._types[name] = next(kinds, "")
        self.pieces.append(Piece(item, self._types[name], name, box, shown, opacity, above))
        inner = shown if item.clip() else clip
        for child in (*below, *over):
            self._add(child, inner, opacity, place)

    def _spoken(self, node: QAccessibleInterface, window: QQuickWindow) -> Spoken:
        place = self._places.get(node.object(), -1)  # type: ignore[call-overload]
        state, text = node.state(), QAccessible.Text
        words = [node.text(one) for one in (text.Name, text.Description, text.Value)]
        return Spoken(
            piece=place,
            role=node.role().name,
            name=words[0].strip(),
            said=plain(" \n ".join(words)).casefold(),
            box=self.pieces[place].box if place >= 0 else _node_box(node, window),
            focusable=bool(state.focusable),
            focused=bool(state.focused),
            checked=bool(state.checked),
        )


def switch_on_accessibility() -> None:
    """Have nodes for all items. Once: each time makes every button say its own state anew."""
    if not QAccessible.isActive():
        QAccessible.setActive(True)


def qml_type(one: QObject) -> str:
    """The type of an object of a window as QML names it.

    The binding keeps a meta object's wrapper as long as the object's own, but QML frees the meta
    object before: an item made later at its address would be taken for it. So it is let go.
    """
    meta = one.metaObject()
    name = str(meta.className())
    shiboken6.invalidate(meta)
    return name


def plain(text: str) -> str:
    """A text with one space between its words, whatever stood there."""
    return " ".join(text.split())


def _box(item: QQuickItem) -> Box:
    rect = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
    return Box(rect.left(), rect.top(), rect.right(), rect.bottom())


def _node_box(node: QAccessibleInterface, window: QQuickWindow) -> Box:
    rect = node.rect()
    corner = window.mapFromGlobal(rect.topLeft())
    x, y = float(corner.x()), float(corner.y())
    return Box(x, y, x + rect.width(), y + rect.height())


def _layers(children: Sequence[QQuickItem]) -> tuple[list[QQuickItem], list[QQuickItem]]:
    """The visible children in painting order: those beneath their parent, those above it."""
    shown = [child for child in children if child.isVisible()]
    shown.sort(key=QQuickItem.z)
    return [one for one in shown if one.z() < 0], [one for one in shown if one.z() >= 0]
