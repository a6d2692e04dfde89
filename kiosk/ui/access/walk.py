"""Where keys or the switch are on a page, and how they get from one stop to the next."""

from collections.abc import Sequence
from typing import Final

import shiboken6
from PySide6 import QtCore
from PySide6.QtCore import QMetaObject, QObject, QRectF, Signal
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.ui.access.page_tree import Node, Stop, beginning, in_turn, read_page, stops

NOWHERE: Final = QRectF()


class Walk(QObject):
    """One place on the page of a window.

    The keyboard's focus goes along, so that a screen reader follows and Enter presses what is
    shown. What draws no ring of its own, a row or the heading, the window frames: its property
    `framed` is told where.

    Args:
        window: a shown window; gone with it.

    Signals:
        came: to that stop, by a key or the switch.
    """

    came = Signal(object)

    def __init__(self, window: QQuickWindow) -> None:
        super().__init__(window)
        self._window = window
        self._row: tuple[QQuickItem, ...] = ()
        self._inside = False

    @property
    def at_row(self) -> bool:
        """Whether it stands before a row that can be entered."""
        if not self._row or self._inside or not self._is_there():
            return False
        return self._window.activeFocusItem() == self._row[0] and not self._row[0].property(
            "visualFocus"
        )

    @property
    def inside(self) -> bool:
        """Whether it is inside a row."""
        return self._inside and self._is_there()

    @property
    def row(self) -> tuple[QQuickItem, ...]:
        """What is in the row before which it stands, or which it is in."""
        return self._row

    def step(self, by: int, *, rows: bool = False, begin: bool = True) -> None:
        """To the next stop or the one before; from the last to the first.

        Args:
            by: 1 or -1.
            rows: what stands on every page counts as rows.
            begin: the beginning of the page is a stop, too.
        """
        found = self._stops(rows=rows, begin=begin)
        if not found:
            return
        at = self._place(found)
        first = 0 if by > 0 else len(found) - 1
        self.go(found[first] if at is None else found[(at + by) % len(found)])

    def go(self, stop: Stop) -> None:
        """To that stop."""
        node = stop.nodes[0]
        reasons = QtCore.Qt.FocusReason
        if stop.is_row:
            self._row, self._inside = tuple(one.item for one in stop.nodes), False
            node.item.setFocus(False, reasons.OtherFocusReason)  # noqa: FBT003 - else its own ring stays
            node.item.forceActiveFocus(reasons.OtherFocusReason)
        else:
            if node.item not in self._row:
                self._row, self._inside = (), False
            node.item.forceActiveFocus(reasons.TabFocusReason)
        self._frame(NOWHERE if node.acts and not stop.is_row else stop.box)
        self.came.emit(stop)

    def enter(self) -> None:
        """Into the row before which it stands."""
        self._inside = True
        row = self._stops(rows=False, begin=False)
        if row:
            self.go(row[0])

    def leave(self) -> bool:
        """Out of the row it is in; False where it is in none."""
        if not self.inside:
            self.forget()
            return False
        nodes = tuple(node for node in self._nodes() if node.item in self._row)
        if not nodes:  # it can't be pressed any more
            self.forget()
            return False
        self._inside = False
        self.go(Stop(nodes))
        return True

    def press(self) -> None:
        """What the switch means here: into a row, or press the control."""
        if self.at_row:
            self.enter()
            return
        item = self._window.activeFocusItem()
        if item is not None and item.inherits("QQuickAbstractButton"):
            QMetaObject.invokeMethod(item, "click")

    def forget(self) -> None:
        """Somebody touches the screen: nothing is framed any more."""
        self._row, self._inside = (), False
        self._frame(NOWHERE)

    def home(self) -> None:
        """Back to the beginning of the page, where nothing is pressed."""
        self.forget()
        if (begin := beginning(in_turn(self._nodes()))) is not None:
            begin.item.forceActiveFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def is_begun(self) -> bool:
        """Whether the keyboard is on something that can be pressed or written in."""
        focused = self._window.activeFocusItem()
        return any(node.acts for node in self._nodes() if node.item == focused)

    def refresh(self) -> None:
        """The page was drawn anew: what was framed may be gone, or elsewhere."""
        if self._row and not self._is_there():
            self.forget()

    def _nodes(self) -> list[Node]:
        return read_page(self._window)

    def _stops(self, *, rows: bool, begin: bool) -> Sequence[Stop]:
        nodes = self._nodes()
        row = [Stop((node,)) for node in nodes if node.item in self._row] if self.inside else []
        if row:
            return row
        found = stops(nodes, rows=rows)
        first = beginning(in_turn(nodes))
        return found if begin else [one for one in found if one.nodes[0] is not first]

    def _place(self, found: Sequence[Stop]) -> int | None:
        """Where it is among these stops; None where it is at none of them."""
        focused = self._window.activeFocusItem()
        for index, stop in enumerate(found):
            if any(node.item == focused for node in stop.nodes):
                return index
        return None

    def _is_there(self) -> bool:
        return all(shiboken6.isValid(item) and item.isVisible() for item in self._row)

    def _frame(self, box: QRectF) -> None:
        self._window.setProperty("framed", box)
