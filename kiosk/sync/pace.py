"""How far a run of the sender is: so many of so many, and how long it may still take."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.sync.outgoing import Progress

_ENOUGH: Final = 5
"""After so many, what the others will take can be told."""
_SETTLED: Final = timedelta(seconds=2)


@dataclass(frozen=True)
class Share:
    """How much of a run is done.

    Attributes:
        done: responses sent, or refused and set aside.
        total: those, and what still waits.
        minutes: about so many are left, at least 1; None where that can't be told yet.
    """

    done: int
    total: int
    minutes: int | None

    @property
    def part(self) -> float:
        """0 to 1; 1 where there was nothing to do."""
        return self.done / self.total if self.total else 1.0

    @property
    def is_whole(self) -> bool:
        """Nothing waits."""
        return self.done >= self.total


class Pace:
    """Tells the share of one run from what the sender says.

    Args:
        began: when the run began.
    """

    def __init__(self, began: datetime) -> None:
        self._began = began

    def share(self, progress: Progress, now: datetime) -> Share:
        """How much is done at `now`."""
        done = progress.sent + progress.refused
        return Share(done, done + progress.waiting, self._minutes(done, progress.waiting, now))

    def _minutes(self, done: int, waiting: int, now: datetime) -> int | None:
        spent = now - self._began
        if done < _ENOUGH or spent < _SETTLED or not waiting:
            return None
        return max(1, round(spent / done * waiting / timedelta(minutes=1)))
