"""A robot's finger: finds what is on the screen by its accessible name and touches it.

Real touch events at the centre of what a screen reader would announce; nothing is clicked behind
the window's back. Used by the trial of a form, the demo and the tests.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from kiosk.trial.page import switch_on_accessibility
from kiosk.ui.access.page_tree import visible

SAME_PLACE_PX: Final = 120
LOOK_S: Final = 0.02
REPEAT_S: Final = 0.55
"""A second touch at the same place is ignored for half a second: the robot waits like a person."""


class NotOnScreen(AssertionError):
    """Nothing visible has that name; the message lists what there is."""


@dataclass(frozen=True)
class Node:
    """One visible element of the accessibility tree.

    Attributes:
        name: its accessible name.
        role: "Button", "RadioButton", "Heading", "StaticText", "EditableText" …
        rect: in pixels of the window.
        description: what is read after the name.
        checked, focusable, focused: its states.
    """

    name: str
    role: str
    rect: QRect
    description: str
    checked: bool
    focusable: bool
    focused: bool


class Finger:
    """Looks at a window through its accessibility tree and touches it.

    Args:
        window: a shown window.
        patience_s: how long to wait for something to appear.
    """

    def __init__(self, window: QQuickWindow, *, patience_s: float = 5.0) -> None:
        switch_on_accessibility()
        self._window = window
        self._patience_s = patience_s
        self._device = QTest.createTouchDevice()
        self._last = (QPoint(-9999, -9999), 0.0)
        self._target = QRect()

    def nodes(self) -> list[Node]:
        """Everything visible, in reading order."""
        return list(self.seen())

    def seen(self, fits: Callable[[QAccessibleInterface], bool] = bool) -> Iterator[Node]:
        """What is visible and fits, in reading order; looked at one after the other."""
        root = QAccessible.queryAccessibleInterface(self._window)
        return (self._node(interface) for interface in visible(root) if fits(interface))

    def names(self) -> list[str]:
        """The names of everything visible, a no-break space as a plain one."""
        return [node.name.replace("\u00a0", " ") for node in self.nodes() if node.name]

    def heading(self) -> str:
        """The heading of the page."""
        return next((node.name for node in self.nodes() if node.role == "Heading"), "")

    def find(self, name: str, role: str = "") -> Node:
        """What has that name now, a control rather than a text.

        Raises:
            NotOnScreen: nothing visible has it.
        """
        found = [n for n in self.nodes() if n.name == name and role in {"", n.role}]
        found.sort(key=lambda node: node.role in {"StaticText", "Heading"})
        if not found:
            raise NotOnScreen(f"no “{name}” among {self.names()}")
        return found[0]

    def sees(self, name: str) -> bool:
        """Whether something visible has that name now."""
        return name in self.names()

    def wait_for(self, name: str) -> Node:
        """What has that name, as soon as it is there.

        Raises:
            NotOnScreen: it did not appear in time.
        """
        self.wait_until(lambda: self.sees(name), f"“{name}” among {self.names()}")
        return self.find(name)

    def wait_until(self, condition: Callable[[], bool], what: str = "it") -> None:
        """Let the window live until the condition holds.

        Raises:
            NotOnScreen: it did not in time.
        """
        until = time.monotonic() + self._patience_s
        while not condition():
            if time.monotonic() > until:
                raise NotOnScreen(f"waited {self._patience_s} s in vain for {what}")
            rest(0.01)

    def wait_for_stillness(self) -> None:
        """Wait until two looks at the page, a moment apart, see the same: it is laid out.

        Raises:
            NotOnScreen: it does not come to rest.
        """
        looks = [self.nodes()]

        def same() -> bool:
            rest(LOOK_S)
            looks.append(self.nodes())
            return looks[-1] == looks[-2]

        self.wait_until(same, "the page to stand still")

    def touch(self, name: str, role: str = "") -> None:
        """Wait for what has that name, and touch its centre."""
        self.wait_for(name)
        self.wait_for_stillness()
        self.touch_at(self.find(name, role).rect.center())

    def touch_at(self, place: QPoint) -> None:
        """Touch and let go at a place of the window, no sooner than a person would."""
        self.await_turn(place)
        under = [n.rect for n in self.nodes() if n.focusable and n.rect.contains(place)]
        self._target = under[-1] if under else QRect()
        self.press(place)
        self.release(place)
        rest(0.02)

    def await_turn(self, place: QPoint) -> None:
        """Wait until a touch at that place is no repeat of the one before."""
        before, at = self._last
        near = (place - before).manhattanLength() < SAME_PLACE_PX
        if near or self._target.contains(place):  # what was touched last may be another page's
            rest(REPEAT_S - (time.monotonic() - at))

    def press(self, place: QPoint, finger: int = 0) -> None:
        """Put a finger down."""
        QTest.touchEvent(self._window, self._device).press(finger, place).commit()

    def release(self, place: QPoint, finger: int = 0) -> None:
        """Lift a finger."""
        QTest.touchEvent(self._window, self._device).release(finger, place).commit()
        self._last = (place, time.monotonic())

    def write(self, text: str) -> None:
        """Write on the on-screen keyboard, which must be shown."""
        for letter in text:
            self._key(letter)

    def _key(self, letter: str) -> None:
        if letter == " ":
            self.touch("Space")
            return
        if not self.sees(letter):
            self.touch("Capitals" if letter.isupper() else "Letters")
        self.touch(letter)

    def _node(self, interface: QAccessibleInterface) -> Node:
        state = interface.state()
        corner = self._window.mapFromGlobal(interface.rect().topLeft())
        return Node(
            name=interface.text(QAccessible.Text.Name),
            role=interface.role().name,
            rect=QRect(corner, interface.rect().size()),
            description=interface.text(QAccessible.Text.Description),
            checked=bool(state.checked),
            focusable=bool(state.focusable),
            focused=bool(state.focused),
        )


def rest(seconds: float) -> None:
    """Let the window live for that long; at least once."""
    until = time.monotonic() + seconds
    _live()
    while time.monotonic() < until:
        time.sleep(0.002)
        _live()


def _live() -> None:
    QCoreApplication.processEvents()
    # Only a running event loop deletes what asked for it by itself; without one, pages pile up.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
