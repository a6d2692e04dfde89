"""One switch is enough: the light moves by itself, and the switch takes what is lit.

Rows are lit first and then what is in them, so that a keyboard is not gone through key by key. The
light goes out after some rounds in which nothing was taken; the switch lights it again.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.ui.access.page_tree import Stop
from kiosk.ui.access.walk import Walk

ROUNDS: Final = 3
"""So often the light goes round a page without a choice; inside a row once less."""
_MS: Final = 1000


class Scan(QObject):
    """The light of one window.

    Args:
        walk: goes from stop to stop.
        pace_s: seconds on one stop.
        waits: whether something is still being said about the stop.

    Signals:
        changed: it went on or out.
    """

    changed = Signal()

    def __init__(
        self, walk: Walk, *, pace_s: Callable[[], float], waits: Callable[[], bool]
    ) -> None:
        super().__init__(walk)
        self._walk, self._pace_s, self._waits = walk, pace_s, waits
        self._tick = QTimer(self, singleShot=True)
        self._tick.timeout.connect(self.advance)
        self._seen: list[int] = []
        walk.came.connect(self._came)

    @property
    def on(self) -> bool:
        """Whether the light moves."""
        return self._tick.isActive()

    def start(self) -> None:
        """Light the first stop of the page."""
        self._seen.clear()
        self._wait()
        self._walk.step(1, rows=True, begin=False)
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """The light goes out: somebody touches the screen or has more keys."""
        if self.on:
            self._tick.stop()
            self._walk.forget()
            self.changed.emit()

    def press(self) -> None:
        """Take what is lit."""
        self._seen.clear()
        inside = self._walk.inside
        self._walk.press()
        self._wait()
        if inside:  # the next letter is begun from the rows
            self._walk.leave()

    @Slot()
    def advance(self) -> None:
        """The time of what is lit is over: light the next, unless something is said about it."""
        self._wait()
        if self._waits():
            return
        self._walk.refresh()
        if self._walk.inside and self._rounds() >= ROUNDS:
            self._seen.clear()
            self._walk.leave()
        elif self._rounds() > ROUNDS:
            self.stop()
            self._walk.home()
        else:
            self._walk.step(1, rows=True, begin=False)

    @Slot(object)
    def _came(self, stop: Stop) -> None:
        if self.on:  # keys come to stops all day
            self._seen.append(hash(stop.nodes[0].item))

    def _rounds(self) -> int:
        """How often the light was where it is now."""
        return self._seen.count(self._seen[-1]) if self._seen else 0

    def _wait(self) -> None:
        self._tick.start(round(self._pace_s() * _MS))
