"""When to try again: full jitter, capped, for ever."""

import random
from datetime import timedelta

from kiosk.errors import CentralError, NotAuthorised, Unreachable

FIRST_S = 5.0
CAP_S = 30 * 60.0

_DOUBLINGS_MAX = 16  # 5 s doubled so often is far beyond the cap, and no number grows for ever


def back_off(failures: int, jitter: random.Random, *, first_s: float = FIRST_S) -> timedelta:
    """A random wait up to `first_s` doubled for each failure so far, at most half an hour.

    Full jitter: kiosks that lost the line together don't come back together.
    """
    bound = min(CAP_S, first_s * 2.0 ** min(failures, _DOUBLINGS_MAX))
    return timedelta(seconds=jitter.uniform(0.0, bound))


def next_wait(
    error: CentralError | None, *, every_s: float, failures: int, jitter: random.Random
) -> float:
    """Seconds until a timer should run the sender again.

    Args:
        error: `SyncReport.error` of the run that ended.
        every_s: the usual pace (`central.every_s`).
        failures: how many runs before it ended with an error too, without a break.
        jitter: the source of chance.

    Offline, the usual pace is kept: one attempt to connect costs nothing, and responses leave
    soon after the line is back. A service in trouble is left alone for longer each time.
    """
    if isinstance(error, NotAuthorised) or (isinstance(error, Unreachable) and error.sent):
        wait = back_off(failures, jitter, first_s=every_s).total_seconds()
        asked = error.retry_after_s if isinstance(error, Unreachable) else None
        return max(every_s, wait, asked or 0.0)
    return every_s
