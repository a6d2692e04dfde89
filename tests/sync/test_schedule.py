"""When it is tried again."""

import random

import pytest

from kiosk.errors import CentralError, NotAuthorised, Unreachable
from kiosk.sync.schedule import CAP_S, back_off, next_wait

OFFLINE = Unreachable("no line")
BUSY = Unreachable("busy", sent=True)


def waits(failures: int) -> list[float]:
    jitter = random.Random(1)  # noqa: S311 - the same waits in each run
    return [back_off(failures, jitter).total_seconds() for _ in range(2000)]


@pytest.mark.parametrize(
    ("failures", "bound"), [(0, 5.0), (1, 10.0), (5, 160.0), (9, CAP_S), (10**9, CAP_S)]
)
def test_a_wait_is_anywhere_below_a_bound_that_doubles_up_to_half_an_hour(
    failures: int, bound: float
) -> None:
    drawn = waits(failures)

    assert min(drawn) >= 0.0
    assert max(drawn) <= bound
    assert min(drawn) < 0.05 * bound < 0.95 * bound < max(drawn)


def wait(error: CentralError | None, failures: int = 9) -> float:
    jitter = random.Random(1)  # noqa: S311 - the same waits in each run
    return max(next_wait(error, every_s=60.0, failures=failures, jitter=jitter) for _ in range(200))


def test_the_usual_pace_is_kept_when_all_is_well_and_when_offline() -> None:
    assert wait(None) == 60.0
    assert wait(OFFLINE) == 60.0


@pytest.mark.parametrize("error", [BUSY, NotAuthorised("no")])
def test_a_service_in_trouble_is_left_alone_for_longer(error: CentralError) -> None:
    assert 60.0 <= wait(error, failures=0) <= 60.0
    assert 1000.0 < wait(error) <= CAP_S


def test_what_the_service_asks_for_is_kept() -> None:
    assert wait(Unreachable("busy", sent=True, retry_after_s=7200.0)) == 7200.0
