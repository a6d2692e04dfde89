"""Says one text after another, and knows what it was stopped in."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.ui.access.reader import Utterance
from kiosk.ui.access.voice import Voice

RATES: Final = (-0.6, -0.3, 0.0, 0.3, 0.6)
VOLUMES: Final = (0.125, 0.25, 0.5, 1.0)
"""6 dB apart: 18 dB in all, and one 12 dB above the lowest (EN 301 549 8.2.1.1)."""
_USUAL: Final = 2


class Teller(QObject):
    """A queue before a voice.

    Args:
        make_voice: makes the voice when it is first wanted; None where there is none.

    Attributes:
        voice: what speaks; None before it is first wanted.
        rate, volume: places in `RATES` and `VOLUMES`.

    Signals:
        busied: it begins to speak, or has ended.
        changed: it can speak from now on, or no longer.
        plugged: a headset came (True) or went.
    """

    busied = Signal(bool)
    changed = Signal()
    plugged = Signal(bool)

    def __init__(self, make_voice: Callable[[], Voice] | None, parent: QObject | None) -> None:
        super().__init__(parent)
        self._make_voice, self._busy = make_voice, False
        self._queue: list[Utterance] = []
        self.voice: Voice | None = None
        self.as_found()

    @property
    def busy(self) -> bool:
        """Whether something is being said."""
        return self._busy

    def as_found(self) -> None:
        """At the usual speed and volume."""
        self.rate, self.volume = _USUAL, _USUAL

    def speaks(self, language: str) -> bool:
        """Whether it can say something in that language now."""
        return self.voice is not None and self.voice.speaks(language)

    def wake(self) -> None:
        """Make the voice, where there can be one; it is ready some seconds later."""
        if self.voice is None and self._make_voice is not None:
            self.voice = self._make_voice()
            self.voice.setParent(self)
            self.voice.ended.connect(self._next)
            self.voice.changed.connect(self.changed)
            self.voice.plugged.connect(self.plugged)

    def speed(self, by: int) -> None:
        """Faster by so many steps."""
        self.rate = min(max(self.rate + by, 0), len(RATES) - 1)

    def loudness(self, by: int) -> None:
        """Louder by so many steps."""
        self.volume = min(max(self.volume + by, 0), len(VOLUMES) - 1)

    def say(self, told: Sequence[Utterance]) -> None:
        """Say this now, instead of what is being said."""
        self._queue = list(told)
        if self.voice is not None:
            self.voice.stop()
        self._speak()

    def stop(self) -> list[Utterance]:
        """Say no more; what was left, with what was being said."""
        left, self._queue = self._queue, []
        if self.voice is not None:
            self.voice.stop()
        self._turn(busy=False)
        return left

    def close(self) -> None:
        """Say no more, and nothing again."""
        self.stop()
        if self.voice is not None:
            self.voice.close()

    @Slot()
    def _next(self) -> None:
        del self._queue[:1]
        self._speak()

    def _speak(self) -> None:
        """The first that can be said of what is waiting."""
        rate, volume = RATES[self.rate], VOLUMES[self.volume]
        while self._queue and self.voice is not None:
            text, language = self._queue[0]
            if self.voice.say(text, language, rate=rate, volume=volume):
                self._turn(busy=True)
                return
            del self._queue[0]
        self._turn(busy=False)

    def _turn(self, *, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busied.emit(busy)
