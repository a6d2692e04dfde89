"""A finger that need not rest between two touches: the touch guard's clock goes on instead."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickWindow

from kiosk.trial.clock import Clock
from kiosk.trial.measure import FrameWatch
from kiosk.trial.touch import REPEAT_S, Finger, Node, NotOnScreen, rest

_CONTROLS = frozenset({
    "Button", "PushButton", "RadioButton", "CheckBox", "EditableText", "Slider",
})  # fmt: skip


class QuickFinger(Finger):
    """Touches by accessible name, and keeps the time each touch took to be seen.

    Args:
        window: a shown window.
        clock: that of its touch guard.

    Attributes:
        took_ms: of every touch, to the next frame.
        in_haste: whether touches are not measured: nothing is waited for but what they do at once.
    """

    def __init__(self, window: QQuickWindow, clock: Clock) -> None:
        super().__init__(window)
        self._clock = clock
        self._watch = FrameWatch(window)
        self.took_ms: list[float] = []
        self.in_haste = False

    def await_turn(self, place: QPoint) -> None:
        """Let the time go on in which a touch would be a repeat."""
        del place
        self._clock.ahead += REPEAT_S

    def control(self, name: str, *roles: str) -> Node | None:
        """The control of that name that is to be seen now."""
        wanted = frozenset(roles) or _CONTROLS

        def fits(interface: QAccessibleInterface) -> bool:
            return interface.text(QAccessible.Text.Name) == name and interface.role().name in wanted

        return next(self.seen(fits), None)

    def tap(self, name: str, *roles: str) -> None:
        """Touch the control of that name.

        Raises:
            NotOnScreen: there is none.
        """
        node = self.control(name, *roles)
        if node is None:
            rest(0.03)
            node = self.control(name, *roles)
        if node is None:
            raise NotOnScreen(f"no control “{name}” among {self.names()}")
        self.tap_at(node.rect.center())

    def tap_at(self, place: QPoint) -> None:
        """Touch a place and let go."""
        if self.in_haste:
            self.await_turn(place)
            self.press(place)
            self.release(place)
            rest(0)
            return
        took = self._watch.touch(self, place, patience_s=0.2)
        if took is not None:
            self.took_ms.append(took)
        rest(0)
