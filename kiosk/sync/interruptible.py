"""Work that waits for the network, and another thread that can end the waiting."""

from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from threading import Lock, Thread
from typing import TypeVar

T = TypeVar("T")


class Interrupted(Exception):
    """The waiting was ended; the work may still be under way."""


class Interruptible:
    """Does one piece of work at a time, which `close` can abandon at any moment.

    Nothing ends a name look-up or a connect that hangs. So each piece of work has a thread of its
    own, a daemon: abandoned, it ends by its own time-outs and never keeps the process alive.

    Args:
        end: lets go of what the work uses; called once, when nothing uses it any more.
    """

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end
        self._lock = Lock()
        self._current: Future[object] | None = None
        self._closed = False

    def call(self, work: Callable[[], T], *, limit_s: float | None = None) -> T:
        """What `work` returns or raises.

        Raises:
            Interrupted: `close` was called, before or meanwhile.
            TimeoutError: it takes longer than `limit_s`; it may still be under way, so this can
                only be closed then.
        """
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise Interrupted
            self._current = future  # type: ignore[assignment]
        Thread(target=self._do, args=(work, future), name="request", daemon=True).start()
        return future.result(limit_s)

    def close(self) -> None:
        """Ends the waiting, from any thread; again does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed, current = True, self._current
        if current is None:
            self._end()
        else:
            with suppress(InvalidStateError):
                current.set_exception(Interrupted())

    def _do(self, work: Callable[[], T], future: "Future[T]") -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            self._done()
            with suppress(InvalidStateError):
                future.set_exception(error)
        else:
            self._done()
            with suppress(InvalidStateError):
                future.set_result(result)

    def _done(self) -> None:
        with self._lock:
            self._current, closed = None, self._closed
        if closed:
            self._end()
