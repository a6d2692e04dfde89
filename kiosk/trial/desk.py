"""A robot's hands at a desk PC: mouse and keyboard, by the names a screen reader says.

Used by the demo and the tests.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.trial.picture import save_picture
from kiosk.trial.touch import Finger, Node, rest
from kiosk.ui.access.page_tree import visible

_NOTCH: Final = 120
"""What a wheel tells of one notch."""
_TEXTS: Final = frozenset({"StaticText", "Heading"})


class DeskHands(Finger):
    """A mouse and a keyboard before a window."""

    def click(self, name: str, role: str = "", *, twice: bool = False) -> None:
        """Click what has that name, as soon as it is there."""
        self.wait_for(name)
        self.wait_for_stillness()
        place = self.find(name, role).rect.center()
        QTest.mouseClick(self._window, Qt.MouseButton.LeftButton, pos=place)
        if twice:
            QTest.mouseDClick(self._window, Qt.MouseButton.LeftButton, pos=place)
        rest(0.02)

    def write_in(self, label: str, text: str) -> None:
        """Write in the field of that name, in place of what it holds."""
        self.click(label)
        self.press("Ctrl+A")
        self.type(text)

    def type(self, text: str) -> None:
        """Type into what has the keyboard."""
        for sign in text:
            QTest.sendKeyEvent(
                QTest.KeyAction.Click, self._window, Qt.Key.Key_unknown, sign,
                Qt.KeyboardModifier.NoModifier,
            )  # fmt: skip
        rest(0.02)

    def press(self, keys: str, times: int = 1) -> None:  # type: ignore[override]
        """Press keys by their name: "Return", "Tab", "Shift+Tab", "Ctrl+N"."""
        for _ in range(times):
            QTest.keySequence(self._window, QKeySequence(keys))
            rest(0.02)

    def is_in_sight(self, name: str, role: str = "") -> bool:
        """Whether what has that name can be clicked as it stands."""
        root = QAccessible.queryAccessibleInterface(self._window)
        found = [
            one
            for one in visible(root)
            if one.text(QAccessible.Text.Name) == name and role in {"", one.role().name}
        ]
        found.sort(key=lambda one: one.role().name in _TEXTS)  # as `find` does
        item = found[0].object() if found else None
        return isinstance(item, QQuickItem) and _is_uncut(item)

    def turn_wheel(self) -> None:
        """One notch of the wheel down, over the middle of the window."""
        size = self._window.size()
        place = QPointF(size.width() / 2, size.height() / 2)
        QTest.wheelEvent(self._window, place, QPoint(0, -_NOTCH))
        self.wait_for_stillness()

    def rows(self) -> list[str]:
        """The rows of the tables, as far as they are laid out."""
        return [node.name for node in self.nodes() if node.role == "Row"]

    def focused(self) -> Node | None:
        """What has the keyboard."""
        met = [node for node in self.nodes() if node.focused]
        return met[-1] if met else None  # a dialog has it as well as what is in it

    def walk(self, most: int = 80) -> list[Node]:
        """Everything that Tab leads to, until it comes round."""
        met: list[Node] = []
        for _ in range(most):
            self.press("Tab")
            now = self.focused()
            if now is None or any((n.name, n.rect) == (now.name, now.rect) for n in met):
                break
            met.append(now)
        return met

    def picture(self, out: Path) -> None:
        """Save what the window shows."""
        self.wait_for_stillness()
        save_picture(self._window.grabWindow(), out)

    def resize(self, wide: int, high: int) -> None:
        """Another size of the window."""
        self._window.resize(wide, high)
        rest(0.05)


def _is_uncut(item: QQuickItem) -> bool:
    """Whether its middle is within everything that cuts off what is around it."""
    middle = item.mapToScene(QRectF(0, 0, item.width(), item.height()).center())
    around: QQuickItem | None = item.parentItem()
    while around is not None:
        whole = around.parentItem() is None
        if (around.clip() or whole) and not around.contains(around.mapFromScene(middle)):
            return False
        around = around.parentItem()
    return True
