"""A bar with figures on a terminal, drawn over itself; on anything else nothing is drawn."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, TextIO

from kiosk.sync.outgoing import Progress
from kiosk.sync.pace import Pace, Share

WIDTH: Final = 24
_PICTURES: Final = 200


class Bar:
    """Draws how far a run is.

    Args:
        out: where; only a terminal is drawn on.
        now: the clock.
        quiet: draw nothing all the same.
        doing: what is done, before the bar.
    """

    def __init__(
        self,
        out: TextIO,
        *,
        now: Callable[[], datetime],
        quiet: bool = False,
        doing: str = "Sending",
    ) -> None:
        self._out, self._now, self._doing = out, now, doing
        self._shown = not quiet and out.isatty()
        self._pace, self._drawn = Pace(now()), ""

    def tell(self, progress: Progress) -> None:
        """So far it is."""
        if self._shown:
            self._draw(f"{self._doing} {share_line(self._pace.share(progress, self._now()))}")

    def steps(self, done: int, total: int) -> None:
        """So many steps of so many are done; drawn now and then, for there may be many."""
        if done == total or done % max(total // _PICTURES, 1) == 0:
            self.tell(Progress(done, 0, total - done))

    def end(self) -> None:
        """Nothing of it stays."""
        if self._drawn:
            self._draw("")
            self._out.write("\r")
            self._out.flush()

    def _draw(self, line: str) -> None:
        if line != self._drawn:
            self._out.write("\r" + line.ljust(len(self._drawn)))
            self._out.flush()
            self._drawn = line


def share_line(share: Share) -> str:
    """The bar, the figures, and about how long it may still take."""
    filled = int(share.part * WIDTH)
    line = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {share.done:,} of {share.total:,}"
    if share.minutes is None:
        return line
    return f"{line}, about {share.minutes} minute{'s' * (share.minutes != 1)}"
