"""Work off the GUI thread, its result back on it.

Lanes of one thread each: a slow server never delays "your answers are kept", and what is given to
one lane runs in the order it was given.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

Result = TypeVar("Result")


class Lane(QObject):
    """One thread that does one thing after the other. Lives on the GUI thread.

    Signals:
        asked: something is about to be given to the lane; what must be done before, can be.
    """

    asked = Signal()
    _finished = Signal(object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._finished.connect(self._hand_over)

    def run(self, work: Callable[[], Result], done: Callable[[Future[Result]], None]) -> None:
        """Do `work`, which touches no Qt, on the lane; then `done(future)` on the GUI thread.

        What `work` raised is in the future: `future.result()` raises it again.
        """
        self.asked.emit()
        future = self._thread.submit(work)
        # Told from the lane, whose signals wait for the GUI thread.
        self._thread.submit(self._finished.emit, done, future)

    def begin(self, work: Callable[[], Result]) -> Future[Result]:
        """Do `work`, which touches no Qt, on the lane; its result may be waited for."""
        return self._thread.submit(work)

    def close(self, *, waiting_too: bool = True) -> None:
        """Finish what was begun, and what waits for it unless that is of no use any more."""
        self._thread.shutdown(wait=True, cancel_futures=not waiting_too)

    def _hand_over(self, done: Callable[[Future[Any]], None], ended: Future[Any]) -> None:
        done(ended)


class Jobs:
    """The lanes of the program.

    Attributes:
        disk: opening, saving, exporting.
        network: everything that waits for a server.
        ahead: what will be wanted soon, and is thrown away where it is not.
    """

    def __init__(self) -> None:
        self.disk = Lane("disk")
        self.network = Lane("network")
        self.ahead = Lane("ahead")

    def close(self) -> None:
        """Finish what was begun on any lane."""
        self.disk.close()
        self.network.close()
        self.ahead.close(waiting_too=False)
