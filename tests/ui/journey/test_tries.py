"""How often one may try to say who one is."""

from datetime import datetime, timedelta

import pytest

from kiosk.ui.patient.tries import LONGEST, MOST_TRIES, Tries


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(now: datetime) -> Clock:
    """A clock that goes on when a test says so."""
    return Clock(now)


def miss(tries: Tries, times: int = MOST_TRIES) -> None:
    tries.begin()
    for _ in range(times):
        tries.miss()


def wait_of(tries: Tries, clock: Clock) -> int:
    """Minutes until one may try again."""
    for minutes in range(1, 60):
        clock.go(minutes=1)
        tries.begin()
        if not tries.over:
            return minutes
    return 60


def test_the_fifth_wrong_try_is_the_last(clock: Clock) -> None:
    tries = Tries(clock)
    miss(tries, MOST_TRIES - 1)
    assert not tries.over
    tries.miss()
    assert tries.over


def test_coming_back_within_a_minute_gives_no_try_back_and_later_all(clock: Clock) -> None:
    tries = Tries(clock)
    miss(tries, 4)
    clock.go(seconds=59)
    miss(tries, 1)
    assert tries.over
    assert wait_of(tries, clock) == 1


def test_each_lock_lasts_twice_as_long_but_not_for_ever(clock: Clock) -> None:
    tries = Tries(clock)
    waits = []
    for _ in range(7):
        miss(tries)
        waits.append(wait_of(tries, clock))
    assert waits == [1, 2, 4, 8, 16, 16, 16]
    assert timedelta(minutes=waits[-1]) == LONGEST


def test_a_right_one_forgets_what_was_wrong_before(clock: Clock) -> None:
    tries = Tries(clock)
    for _ in range(3):
        miss(tries)
        wait_of(tries, clock)
    tries.found()
    miss(tries)
    assert wait_of(tries, clock) == 1


def test_a_quiet_hour_makes_the_lock_short_again(clock: Clock) -> None:
    tries = Tries(clock)
    for _ in range(3):
        miss(tries)
        wait_of(tries, clock)
    clock.go(hours=1)
    miss(tries)
    assert wait_of(tries, clock) == 1


def test_a_clock_that_is_set_back_gives_no_try_back_and_locks_no_longer(clock: Clock) -> None:
    tries = Tries(clock)
    miss(tries)
    clock.go(days=-1)
    tries.begin()
    assert tries.over
    assert wait_of(tries, clock) == 1
