"""Whether the central service answers a desk's PC: what is shown may be of a moment ago."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.errors import CentralError, NotAuthorised, Unreachable


@dataclass(frozen=True)
class LineState:
    """How it stands.

    Attributes:
        as_of: when the service answered last; None: never yet.
        down: it did not answer when it was asked last.
        outcome: why, one of `kiosk.sync.verdict.Outcome`; "" where it did.
        quiet_until: it asked to be left alone until then.
    """

    as_of: datetime | None = None
    down: bool = False
    outcome: str = ""
    quiet_until: datetime | None = None


class Line:
    """The line of one part of the desk: a service may let a PC have one thing and not another.

    Asked on the network lane; its state may be read anywhere.

    Attributes:
        state: as it is now.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.state = LineState()

    @property
    def is_quiet(self) -> bool:
        """Whether the service asked to be left alone for a while."""
        until = self.state.quiet_until
        return until is not None and self._now() < until

    @contextmanager
    def asking(self) -> Iterator[None]:
        """The service is asked in this block; what it raises is noted, and goes on."""
        try:
            yield
        except CentralError as error:
            self.note(error)
            raise
        self.state = LineState(as_of=self._now())

    def note(self, error: CentralError | None) -> None:
        """What came of asking it; None: it answered."""
        if error is None:
            self.state = LineState(as_of=self._now())
            return
        if not isinstance(error, NotAuthorised | Unreachable):
            return
        if isinstance(error, Unreachable) and not error.everything:
            return
        wait = error.retry_after_s if isinstance(error, Unreachable) else None
        until = self._now() + timedelta(seconds=wait) if wait else None
        self.state = replace(
            self.state, down=True, outcome=str(error.outcome), quiet_until=until
        )  # fmt: skip
