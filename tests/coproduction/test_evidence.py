"""What counters say of a question: sums in any order, the flag rule, and nothing of few people."""

from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.evidence import (
    COUNTED,
    DWELL_BINS,
    FLAG_SHARE,
    Evidence,
    ItemCounts,
    dominant_trouble,
    dwell_bin,
    judge,
    median_dwell,
    strata_for_staff,
    summed,
    top_questions,
    wilson,
)
from kiosk.coproduction.suppression import LEAST_GROUP

FORM = "http://example.org/f|1"
NUMBERS = st.integers(0, 500)
COUNTS = st.builds(
    ItemCounts,
    **dict.fromkeys(COUNTED, NUMBERS),
    dwell=st.tuples(*[NUMBERS] * (len(DWELL_BINS) + 1)),
)


def item(shown: int, troubled: int, **more: int) -> ItemCounts:
    return ItemCounts(shown=shown, troubled=troubled, **more)


def said_of(link_id: str, counts: ItemCounts, *, remarks: int = 0, notes: int = 0) -> Evidence:
    return Evidence(FORM, link_id, counts, remarks, notes)


def chance_of_a_flag(shown: int, rate: float) -> float:
    """How likely a question with this true rate is flagged, exactly."""
    return sum(
        comb(shown, k) * rate**k * (1 - rate) ** (shown - k)
        for k in range(shown + 1)
        if judge(item(shown, k)) == "flagged"
    )


@given(COUNTS, COUNTS, COUNTS)
def test_counters_add_up_in_any_order(a: ItemCounts, b: ItemCounts, c: ItemCounts) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + ItemCounts() == a


@given(st.lists(COUNTS, max_size=8), st.integers(0, 1000))
def test_counters_of_kiosks_in_whatever_groups_are_the_same_sum(
    counts: list[ItemCounts], seed: int
) -> None:
    rng = Random(seed)  # noqa: S311 - play, not secrets
    kiosks: list[list[ItemCounts]] = [[], [], []]
    for one in rng.sample(counts, len(counts)):
        rng.choice(kiosks).append(one)

    assert summed(map(summed, kiosks)) == summed(counts)


@pytest.mark.parametrize("wrong", [{"shown": -1}, {"dwell": (0,) * 7}, {"dwell": (-1,) + (0,) * 7}])
def test_what_can_be_no_counter_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"bins|below 0"):
        ItemCounts(**wrong)  # type: ignore[arg-type]


def test_a_time_is_in_the_bin_that_ends_after_it() -> None:
    seconds = (0, 2.9, 3, 9.9, 10, 59, 60, 4000)
    assert [dwell_bin(one) for one in seconds] == [0, 0, 1, 2, 3, 6, 7, 7]


def test_the_median_time_is_told_as_a_range_and_of_ten_or_none() -> None:
    times = (0, 1, 3, 5, 2, 0, 0, 0)
    assert median_dwell(ItemCounts(dwell=times)) == (10, 15)
    assert median_dwell(ItemCounts(dwell=(0,) * 7 + (10,))) == (60, None)
    assert median_dwell(ItemCounts(dwell=(9, *(0,) * 7))) is None


@given(st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilsons_interval_lies_around_the_share(case: tuple[int, int]) -> None:
    hits, of = case
    bounds = wilson(hits, of)

    assert 0 <= bounds.low <= hits / of + 1e-12
    assert hits / of - 1e-12 <= bounds.high <= 1


def test_wilsons_interval_is_the_textbooks() -> None:
    assert wilson(10, 100) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


def test_the_flag_rule_has_the_power_that_was_worked_out_for_it() -> None:
    found = {
        (shown, rate): round(chance_of_a_flag(shown, rate), 4)
        for shown in (30, 100)
        for rate in (0.03, 0.15, 0.2)
    }
    assert found[30, 0.03] == pytest.approx(0.012, abs=0.001)
    assert found[100, 0.03] == pytest.approx(0.0009, abs=0.0003)
    assert found[30, 0.15] == pytest.approx(0.68, abs=0.01)
    assert found[100, 0.15] == pytest.approx(0.94, abs=0.01)
    assert found[30, 0.2] == pytest.approx(0.88, abs=0.01)


def test_few_sittings_say_nothing_and_below_thirty_none_is_flagged() -> None:
    assert judge(item(9, 9)) == "too-few"
    assert judge(item(29, 29)) == "too-early"
    assert judge(item(30, 4)) == "flagged"
    assert judge(item(30, 3)) == "not-flagged"


@given(NUMBERS, NUMBERS)
def test_a_flag_is_never_given_where_a_low_share_is_likely(shown: int, troubled: int) -> None:
    if judge(item(shown, troubled)) == "flagged":
        assert shown >= 30
        assert troubled / shown > FLAG_SHARE


def test_what_happened_most_is_named_and_nothing_where_nothing_did() -> None:
    assert dominant_trouble(item(50, 9, help=6, left_here=2, not_sure=3)) == "help"
    assert dominant_trouble(item(50, 4, help=2, left_here=2)) == "left-here"
    assert dominant_trouble(item(50, 3, not_sure=3)) == "not-sure"
    assert dominant_trouble(item(50, 0, changed=20)) is None


def test_of_few_sittings_neither_share_nor_trouble_is_told() -> None:
    few = said_of("a", item(9, 9, help=9))

    assert (few.judgement, few.low, few.trouble) == ("too-few", 0.0, None)


def test_the_weeks_three_are_flagged_ones_first_then_what_people_spoke_of() -> None:
    heard = [
        said_of("quiet", item(100, 3)),
        said_of("noted", item(100, 3), notes=2),
        said_of("bad", item(100, 20), remarks=1),
        said_of("worse", item(100, 40)),
        said_of("spoken-of", item(12, 3), remarks=5),
        said_of("new", item(2, 2), notes=1),
    ]

    top = top_questions(heard)

    assert [one.link_id for one in top] == ["worse", "bad", "spoken-of"]
    assert [one.counts.shown for one in top] == [100, 100, 12]
    assert top[0].low == pytest.approx(0.309, abs=0.001)


def test_a_quiet_week_has_nothing_to_talk_about() -> None:
    assert top_questions([said_of("a", item(100, 3)), said_of("b", item(12, 6))]) == ()


def test_groups_of_fewer_than_five_are_shown_only_together() -> None:
    strata = {"touch": item(40, 2), "large": item(12, 3), "keys": item(3, 1), "listen": item(4, 0)}

    told = strata_for_staff(strata)

    assert [(one.names, one.counts.shown) for one in told] == [
        (("touch",), 40), (("large",), 12), (("listen", "keys"), 7),
    ]  # fmt: skip


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40).map(lambda n: item(n, 0))))
def test_no_small_group_is_shown_nor_follows_from_the_others(strata: dict[str, ItemCounts]) -> None:
    told = strata_for_staff(strata)

    everybody = sum(one.shown for one in strata.values())
    assert all(one.counts.shown >= LEAST_GROUP for one in told)
    assert sum(one.counts.shown for one in told) == (everybody if everybody >= 10 else 0)
