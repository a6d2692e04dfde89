from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.suppression import LEAST_GROUP
from kiosk.coproduction.tallies import Distribution, middle_bin, number_of

NUMBERS = st.decimals(-5000, 5000, places=2) | st.integers(0, 27).map(Decimal)


def counted(values: list[Decimal]) -> Distribution:
    made = Distribution()
    for value in values:
        made.add(value)
    return made


def test_a_score_from_0_to_27_stands_in_bins_of_five() -> None:
    made = counted([Decimal(score) for score in range(28)] * 5)

    assert [(int(b.low), int(b.high), b.values) for b in made.bins()] == [
        (0, 4, 25), (5, 9, 25), (10, 14, 25), (15, 19, 25), (20, 24, 25), (25, 29, 15),
    ]  # fmt: skip


def test_a_pain_score_from_0_to_10_has_a_bin_for_each_number() -> None:
    made = counted([Decimal(score) for score in range(11)] * 6)

    assert [(int(b.low), int(b.high)) for b in made.bins()] == [(n, n) for n in range(11)]


def test_few_high_scores_stand_together_with_their_neighbours() -> None:
    made = counted([Decimal(2)] * 20 + [Decimal(8)] * 6 + [Decimal(13), Decimal(26)])

    assert [(int(b.low), int(b.high), b.values) for b in made.bins()] == [(0, 4, 20), (5, 29, 8)]


@given(st.lists(NUMBERS, max_size=60))
def test_bins_are_few_follow_one_another_and_hold_every_value(values: list[Decimal]) -> None:
    bins = counted(values).bins()

    assert sum(one.values for one in bins) == (len(values) if len(values) >= LEAST_GROUP else 0)
    assert len(bins) <= 12
    for one in bins:
        assert one.values == 0 or one.values >= LEAST_GROUP
        assert one.low <= one.high
    assert [b.low for b in bins] == sorted(b.low for b in bins)


def test_what_is_held_does_not_grow_with_the_values() -> None:
    made = counted([Decimal(number) / 100 for number in range(50_000)])

    assert len(made._held) <= 2000
    assert made.total == sum(one.values for one in made.bins()) == 50_000


def test_what_is_no_number_counts_nowhere() -> None:
    assert [number_of(one) for one in (True, None, "x", {}, 3, "3.5")] == [
        None, None, None, None, Decimal(3), Decimal("3.5"),
    ]  # fmt: skip
    assert counted([Decimal("NaN"), Decimal("1e400")]).total == 0


def test_the_median_lies_in_the_bin_that_half_have_reached() -> None:
    assert middle_bin([0, 3, 4, 1]) == 2
    assert middle_bin([5, 0, 5]) == 0
    assert middle_bin([0, 0]) is None
