"""How long a touch takes to be seen.

    watch = FrameWatch(window.root)
    ms = watch.touch(finger, place, shown=lambda: finger.heading() != before)

A frame is on the screen when `QQuickWindow.frameSwapped` says so, which the software renderer does
as well. Qt waits up to 5 ms before it draws what changed; that is part of what a patient waits.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Final

from PySide6.QtCore import QEventLoop, QPoint, QTimer, Slot
from PySide6.QtQuick import QQuickWindow

from kiosk.trial.touch import Finger

PATIENCE_S: Final = 3.0
FRAME_S: Final = 0.05


@dataclass(frozen=True)
class Times:
    """What was measured again and again, in milliseconds."""

    p50: float
    p95: float
    n: int


def times(measured: Sequence[float]) -> Times | None:
    """The median, and what 95 of 100 stay under; None where nothing was measured."""
    if not measured:
        return None
    ordered = sorted(measured)
    high = ordered[ceil(0.95 * len(ordered)) - 1]
    return Times(round(median(ordered), 2), round(high, 2), len(ordered))


def anything() -> bool:
    """Any frame will do."""
    return True


class FrameWatch:
    """Waits for the frame that shows what a touch did.

    Args:
        window: a shown window.
        clock: seconds.
    """

    def __init__(
        self, window: QQuickWindow, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._clock = clock
        self._shown: Callable[[], bool] = anything
        self._loop: QEventLoop | None = None
        self._at: float | None = None
        window.frameSwapped.connect(self._swapped)

    def touch(
        self,
        finger: Finger,
        place: QPoint,
        shown: Callable[[], bool] = anything,
        patience_s: float = PATIENCE_S,
    ) -> float | None:
        """Milliseconds from letting go at a place to the frame that shows it.

        Args:
            finger: presses, and lets go.
            place: in the window.
            shown: whether the page that was just drawn shows what is waited for.
            patience_s: after which there is no such frame.

        Returns:
            None where no frame showed it.
        """
        finger.await_turn(place)
        finger.press(place)
        self.after(lambda: None)  # what pressing changes is drawn before the time begins
        return self.after(lambda: finger.release(place), shown, patience_s)

    def after(
        self,
        act: Callable[[], None],
        shown: Callable[[], bool] = anything,
        patience_s: float | None = None,
    ) -> float | None:
        """The same from an act of any kind; `patience_s` None waits for a frame that is due."""
        self._loop, self._shown, self._at = QEventLoop(), shown, None
        timer = QTimer(singleShot=True, interval=int((patience_s or FRAME_S) * 1000))
        timer.timeout.connect(self._loop.quit)
        timer.start()
        began = self._clock()
        act()
        if self._at is None:  # not drawn while it was done
            self._loop.exec()
        self._loop = None
        return None if self._at is None else (self._at - began) * 1000

    @Slot()
    def _swapped(self) -> None:
        at = self._clock()  # looking at the page takes time of its own
        if self._loop is not None and self._at is None and self._shown():
            self._at = at
            self._loop.quit()
