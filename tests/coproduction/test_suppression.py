"""Numbers for everybody and for staff: nothing small is shown, and none follows from the others."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.suppression import (
    LEAST_GROUP,
    MIN_SITTINGS,
    joined,
    public_count,
    public_periods,
)

MONDAY = date(2026, 3, 2)
COUNTS = st.lists(st.integers(0, 40), max_size=8)
DAYS = st.dictionaries(
    st.integers(0, 80).map(lambda day: MONDAY + timedelta(days=day)), st.integers(0, 6), max_size=60
)


def test_a_public_count_is_nought_or_the_nearest_five_and_one_to_seven_are_not_told() -> None:
    told = {count: public_count(count) for count in (0, 1, 7, 8, 12, 13, 22, 23, 100)}

    assert told == {0: 0, 1: None, 7: None, 8: 10, 12: 10, 13: 15, 22: 20, 23: 25, 100: 100}


@given(st.integers(0, 100_000))
def test_no_public_count_is_small_or_exact(count: int) -> None:
    told = public_count(count)

    assert told is None or (told % 5 == 0 and told not in range(1, 8) and abs(told - count) <= 2)
    assert (told is None) == (count in range(1, 8))


@given(DAYS, st.integers(0, 90))
def test_what_is_public_comes_by_weeks_in_portions_of_ten(
    sittings: dict[date, int], later: int
) -> None:
    today = MONDAY + timedelta(days=later)
    periods = public_periods(sittings, today)

    for one in periods:
        inside = (n for day, n in sittings.items() if one.since <= day < one.until)
        assert one.sittings == sum(inside) >= MIN_SITTINGS
        assert one.since.weekday() == one.until.weekday() == 0
        assert one.until <= today
    assert all(a.until == b.since for a, b in pairwise(periods))


@given(DAYS, st.integers(0, 80), st.integers(1, 14))
def test_who_looks_again_finds_the_same_or_ten_sittings_more(
    sittings: dict[date, int], day: int, later: int
) -> None:
    first = public_periods(sittings, MONDAY + timedelta(days=day))
    again = public_periods(sittings, MONDAY + timedelta(days=day + later))

    assert again[: len(first)] == first
    assert again == first or sum(one.sittings for one in again[len(first) :]) >= MIN_SITTINGS


@given(COUNTS)
def test_joined_groups_are_large_or_empty_and_keep_everybody(counts: list[int]) -> None:
    groups = joined(counts)

    if sum(counts) in range(1, LEAST_GROUP):
        assert groups == ()
        return
    assert all(one.people == 0 or one.people >= LEAST_GROUP for one in groups)
    assert [one.people for one in groups] == [sum(counts[g.first : g.last + 1]) for g in groups]
    covered = [index for one in groups for index in range(one.first, one.last + 1)]
    assert covered == list(range(len(counts)))


def test_only_neighbours_are_joined_and_only_as_far_as_needed() -> None:
    assert joined([20, 8, 3, 1, 0, 9]) == ((0, 0, 20), (1, 1, 8), (2, 5, 13))
    assert joined([9, 0, 0, 2]) == ((0, 3, 11),)
