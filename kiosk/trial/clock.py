"""The clock of a touch guard that a robot may put ahead: it waits for nobody."""

import time


class Clock:
    """The touch guard's clock.

    Attributes:
        ahead: of the real one, in seconds.
    """

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        """Seconds that only grow."""
        return time.monotonic() + self.ahead
