"""Work off the GUI thread, its result back on it.

Lanes of one thread each: a slow server never delays "your answers are kept", and what is given to
one lane runs in the order it was given.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.errors import DiskFull

Result = TypeVar("Result")


class Lane(QObject):
    """One thread that does one thing after the other. Lives on the GUI thread.

    Args:
        name: of the thread.
        again_after: what made a work fail that may succeed when it is done once more.

    Signals:
        asked: something is about to be given to the lane; what must be done before, can be.
    """

    asked = Signal()
    _finished = Signal(object, object)

    def __init__(
        self,
        name: str,
        parent: QObject | None = None,
        *,
        again_after: tuple[type[Exception], ...] = (),
    ) -> None:
        super().__init__(parent)
        self._again_after, self._closed = again_after, False
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._finished.connect(self._hand_over)

    def run(self, work: Callable[[], Result], done: Callable[[Future[Result]], None]) -> None:
        """Do `work`, which touches no Qt, on the lane; then `done(future)` on the GUI thread.

        What `work` raised is in the future: `future.result()` raises it again. Once the lane is
        closed nothing is done: a timer that is still there then asks for it in vain.
        """
        if self._closed:
            return
        self.asked.emit()
        future = self.begin(work)
        # Told from the lane, whose signals wait for the GUI thread.
        self._thread.submit(self._finished.emit, done, future)

    def begin(self, work: Callable[[], Result]) -> Future[Result]:
        """Do `work`, which touches no Qt, on the lane; its result may be waited for.

        Once the lane is closed the future is cancelled.
        """
        if self._closed:
            never = Future[Result]()
            never.cancel()
            return never
        return self._thread.submit(_done, work, self._again_after)

    def close(self, *, waiting_too: bool = True) -> None:
        """Finish what was begun, and what waits for it unless that is of no use any more."""
        self._closed = True
        self._thread.shutdown(wait=True, cancel_futures=not waiting_too)

    @Slot(object, object)
    def _hand_over(self, done: Callable[[Future[Any]], None], ended: Future[Any]) -> None:
        done(ended)


def _done(work: Callable[[], Result], again_after: tuple[type[Exception], ...]) -> Result:
    # No method of the lane: its thread must never hold the last of a QObject.
    try:
        return work()
    except again_after:
        return work()


class Jobs:
    """The lanes of the program.

    Attributes:
        disk: opening, saving.
        network: everything that waits for a server.
        export: what reads a whole store and may take minutes; nothing waits behind it.
        ahead: what will be wanted soon, and is thrown away where it is not.
    """

    def __init__(self) -> None:
        # The store has let its ballast go since. What failed changed nothing; only the count of
        # wrong PINs, which is written first, may be one more.
        self.disk = Lane("disk", again_after=(DiskFull,))
        self.network = Lane("network")
        self.export = Lane("export")
        self.ahead = Lane("ahead")

    def close(self) -> None:
        """Finish what was begun on any lane."""
        self.disk.close()
        self.network.close()
        self.export.close(waiting_too=False)
        self.ahead.close(waiting_too=False)
