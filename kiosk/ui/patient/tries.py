"""How often somebody may try to say who they are, so that nobody finds a visit by guessing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

MOST_TRIES: Final = 5
FORGOTTEN: Final = timedelta(minutes=1)
"""Going away and coming back sooner than this after a wrong try gives none back."""
LONGEST: Final = timedelta(minutes=16)


class Tries:
    """Counts wrong tries; after five nobody may try for a minute, then for two, four, up to 16.

    A right one, or an hour without a wrong one, makes the next wait a minute again.

    Args:
        now: the clock, aware, UTC.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._wrong, self._waits = 0, 0
        self._last: datetime | None = None

    def begin(self) -> None:
        """Somebody begins to say who they are."""
        if self._last is None:
            return
        # The clock was set back: the whole wait begins again, and never more.
        self._last = min(self._last, self._now())
        quiet = self._now() - self._last
        if quiet >= self._pause:
            self._wrong = 0
        if quiet >= timedelta(hours=1):
            self._waits = 0

    def miss(self) -> None:
        """That was wrong."""
        self._wrong, self._last = self._wrong + 1, self._now()
        self._waits += self.over

    def found(self) -> None:
        """That was right."""
        self._wrong, self._waits, self._last = 0, 0, None

    @property
    def over(self) -> bool:
        """Whether no more may be tried."""
        return self._wrong >= MOST_TRIES

    @property
    def _pause(self) -> timedelta:
        return min(FORGOTTEN * 2 ** max(0, self._waits - 1), LONGEST) if self.over else FORGOTTEN
