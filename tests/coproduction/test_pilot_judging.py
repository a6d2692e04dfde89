"""How a pilot is judged: what it needs, what stops it, and the words for what was seen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.evidence import ItemCounts
from kiosk.coproduction.pilot_judging import (
    Arm,
    Day,
    arm,
    days_of,
    harm_threshold,
    harmed_on,
    judge,
    looks,
    per_arm,
    probability_better,
    weeks_here,
)
from kiosk.coproduction.pilots import Plan

BEGIN = date(2026, 3, 2)
PLAN = Plan("q", "http://example.org/f|1", BEGIN, BEGIN + timedelta(days=60), 199, share=50)
ARMS = st.integers(0, 60).flatmap(
    lambda of: st.builds(
        lambda seen, said: Arm(seen + said, of, said), st.integers(0, of), st.integers(0, 9)
    )
)
"""What was said comes to be seen in numbers that have nothing to do with the day's sittings."""


def days(*counted: tuple[Arm, Arm]) -> tuple[Day, ...]:
    return tuple(Day(BEGIN + timedelta(days=n), *arms) for n, arms in enumerate(counted))


def same_each_day(pilot: Arm, control: Arm, many: int) -> tuple[Day, ...]:
    return days(*[(pilot, control)] * many)


@pytest.mark.parametrize(
    ("before", "after", "needed"),
    [(0.3, 0.2, 294), (0.3, 0.15, 121), (0.2, 0.1, 199), (0.15, 0.05, 141), (0.2, 0.15, 906),
     (0.1, 0.05, 435)],
)  # fmt: skip
def test_the_sittings_that_are_needed_are_those_of_the_reference(
    before: float, after: float, needed: int
) -> None:
    assert per_arm(before, after) == needed


@pytest.mark.parametrize(("before", "after"), [(0.2, 0.2), (-0.1, 0.2), (0.2, 1.1)])
def test_what_is_no_change_of_a_share_needs_no_number(before: float, after: float) -> None:
    with pytest.raises(ValueError, match="no change"):
        per_arm(before, after)


def test_the_weeks_follow_from_the_smaller_arm() -> None:
    assert weeks_here(294, weekly=16, share=0.5) == 37
    assert weeks_here(294, weekly=388, share=0.5) == 2
    assert weeks_here(294, weekly=16, share=0.25) == weeks_here(294, weekly=16, share=0.75) == 74


def test_where_nobody_comes_or_all_get_the_same_no_number_of_weeks_is_enough() -> None:
    assert weeks_here(294, weekly=0, share=0.5) is None
    assert weeks_here(294, weekly=16, share=1) is None


def test_the_chance_of_better_is_that_of_the_reference() -> None:
    assert probability_better(Arm(2, 60), Arm(9, 60)) == pytest.approx(0.98, abs=0.006)
    assert probability_better(Arm(0, 0), Arm(0, 0)) == 0.5


@given(ARMS, ARMS)
def test_better_for_one_arm_is_worse_for_the_other(a: Arm, b: Arm) -> None:
    assert probability_better(a, b) == pytest.approx(1 - probability_better(b, a))


def test_an_arm_counts_what_the_plan_says() -> None:
    counts = ItemCounts(shown=40, troubled=9, help=4, left_here=3, not_sure=2)

    assert arm(counts, "troubled") == Arm(9, 40)
    assert arm(counts, "left-here") == Arm(3, 40)
    assert arm(counts, "not-sure") == Arm(2, 40)


def test_what_was_said_is_trouble_and_makes_less_certain() -> None:
    counts = ItemCounts(shown=60, troubled=5, remarked=4)
    said, seen, other = arm(counts, "troubled"), Arm(9, 60), Arm(2, 60)

    assert said == Arm(9, 60, 4)
    assert 0.5 < probability_better(other, said) < probability_better(other, seen)


def test_only_days_of_the_pilot_are_counted_in_either_arm() -> None:
    counts = ItemCounts(shown=5, troubled=1)
    around = {PLAN.begin - timedelta(1): counts, PLAN.begin: counts, PLAN.end: counts}

    told = days_of(PLAN, around, {PLAN.begin + timedelta(1): counts} | around)

    assert told == (
        Day(BEGIN, Arm(1, 5), Arm(1, 5)),
        Day(BEGIN + timedelta(1), Arm(0, 0), Arm(1, 5)),
    )


def test_the_guard_looks_at_thirty_and_after_each_ten_more() -> None:
    made = list(looks(same_each_day(Arm(1, 4), Arm(1, 4), 20)))

    assert [look.pilot.of for look in made] == [32, 40, 52, 60, 72, 80]
    assert not any(look.stops for look in made)


def test_the_guard_compares_with_as_many_control_sittings_of_the_same_days() -> None:
    (look,) = looks(same_each_day(Arm(1, 3), Arm(3, 12), 10))

    assert look.pilot == Arm(10, 30)
    assert look.control == Arm(pytest.approx(7.5), pytest.approx(30))


def test_the_guard_waits_until_there_is_something_to_compare_with() -> None:
    assert not list(looks(same_each_day(Arm(9, 10), Arm(0, 1), 20)))
    assert harmed_on(same_each_day(Arm(9, 10), Arm(0, 3), 20)) == BEGIN + timedelta(days=9)


def test_the_guard_stops_plain_harm_at_its_first_look() -> None:
    counted = same_each_day(Arm(5, 10), Arm(1, 10), 9)

    assert harmed_on(counted) == next(looks(counted)).day == BEGIN + timedelta(days=2)


def test_the_guard_is_strict_at_first_and_again_in_a_long_pilot() -> None:
    told = [round(harm_threshold(n), 4) for n in (30, 97, 159, 160, 600)]

    assert told == [0.985, 0.9675, 0.95, 0.985, 0.985]


@given(st.lists(st.tuples(ARMS, ARMS), max_size=12), st.integers(0, 12))
def test_what_the_guard_saw_does_not_change_by_later_days(
    counted: list[tuple[Arm, Arm]], cut: int
) -> None:
    first, everything = list(looks(days(*counted[:cut]))), list(looks(days(*counted)))

    assert everything[: len(first)] == first


def test_below_thirty_in_an_arm_it_is_too_early_for_any_word() -> None:
    told = judge(PLAN, days((Arm(0, 29), Arm(20, 40))), BEGIN + timedelta(days=5))

    assert (told.word, told.at_end) == ("too-early", False)


def test_while_it_runs_it_looks_so_and_is_never_clear() -> None:
    counted = days((Arm(2, 60), Arm(9, 60)))

    running = judge(PLAN, counted, BEGIN + timedelta(days=5))
    ended = judge(PLAN, counted, PLAN.end)

    assert (running.word, running.pilot, running.control) == (
        "looks-better", Arm(2, 60), Arm(9, 60),
    )  # fmt: skip
    assert (ended.word, ended.at_end) == ("clear", True)


def test_at_the_end_little_difference_is_no_difference() -> None:
    counted = days((Arm(10, 100), Arm(12, 100)))

    assert judge(PLAN, counted, BEGIN + timedelta(days=5)).word == "too-early"
    assert judge(PLAN, counted, PLAN.end).word == "no-difference"


def test_at_the_end_what_is_likely_but_not_clear_only_looks_so() -> None:
    better, worse = days((Arm(5, 60), Arm(12, 60))), days((Arm(40, 200), Arm(27, 200)))

    assert judge(PLAN, better, PLAN.end).word == "looks-better"
    assert judge(PLAN, worse, PLAN.end).word == "looks-worse"


def test_today_is_not_counted_before_it_is_over() -> None:
    counted = days((Arm(2, 60), Arm(9, 60)), (Arm(60, 60), Arm(0, 60)))

    assert judge(PLAN, counted, BEGIN + timedelta(days=1)).pilot == Arm(2, 60)


def test_what_the_guard_stopped_looks_worse_whatever_came_after() -> None:
    counted = days((Arm(20, 40), Arm(5, 40)), (Arm(0, 400), Arm(400, 400)))

    told = judge(PLAN, counted, PLAN.end)

    assert (told.word, told.pilot, told.control) == (
        "looks-worse", Arm(20, 40), Arm(5, 40),
    )  # fmt: skip


@given(st.lists(st.tuples(ARMS, ARMS), max_size=12))
def test_nothing_is_clear_before_the_end_and_no_pilot_without_words(
    counted: list[tuple[Arm, Arm]],
) -> None:
    running = judge(PLAN, days(*counted), PLAN.end - timedelta(days=1))
    ended = judge(PLAN, days(*counted), PLAN.end)

    assert running.word in {"too-early", "looks-better", "looks-worse"}
    assert ended.word != "clear" or ended.better > 0.975
