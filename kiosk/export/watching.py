"""How far an export is, and whether anybody still wants it."""

from collections.abc import Callable, Iterator

from kiosk.errors import RefusedError
from kiosk.store.submissions import Submission

Report = Callable[[int, int], None]
"""Told how many steps of how many are done."""


class Cancelled(RefusedError):
    """Somebody stopped it; nothing is left of it."""

    def __init__(self) -> None:
        super().__init__("The export was stopped; no file was written.")


class Watch:
    """Counts what is read, tells how far it is, and breaks off what nobody wants any more.

    Args:
        report: told after each response.
        cancelled: asked before each.

    Attributes:
        read: responses of the last time through.
    """

    def __init__(self, report: Report, cancelled: Callable[[], bool]) -> None:
        self._report, self._cancelled = report, cancelled
        self._each, self._passes, self._done = 0, 1, 0
        self.read = 0

    def expect(self, each: int, passes: int) -> None:
        """There are so many responses, and each will be read so often."""
        self._each, self._passes = each, passes

    def passes(self, count: int) -> None:
        """Each response will be read so often."""
        self._passes = count

    def through(self, found: Iterator[Submission]) -> Iterator[Submission]:
        """The responses, once more.

        Raises:
            Cancelled: nobody wants them any more.
        """
        self.read = 0
        for one in found:
            if self._cancelled():
                raise Cancelled
            yield one
            self.read += 1
            self._done += 1
            self._report(self._done, max(self._each * self._passes, self._done))
        if self._cancelled():
            raise Cancelled
