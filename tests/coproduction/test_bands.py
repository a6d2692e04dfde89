"""Age bands, access modes, and whether those who spoke were like all who sat there (G10)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.bands import (
    AGES,
    DIMENSIONS,
    MODES,
    UNKNOWN,
    Band,
    Dimension,
    Manner,
    Representation,
    age_band,
    representativeness,
)

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("birth", "band"),
    [
        (date(2026, 3, 2), "under-18"), (date(2008, 3, 3), "under-18"),
        (date(2008, 3, 2), "18-39"), (date(1986, 3, 2), "40-64"), (date(1961, 3, 3), "40-64"),
        (date(1961, 3, 2), "65-79"), (date(1946, 3, 2), "80-over"), (date(1900, 1, 1), "80-over"),
        (date(2026, 3, 3), UNKNOWN),
    ],
)  # fmt: skip
def test_an_age_band_begins_on_the_birthday(birth: date, band: str) -> None:
    assert age_band(birth, TODAY) == band


@pytest.mark.parametrize(
    ("questions", "mode"),
    [
        ([], "touch"),
        ([set(), set()], "touch"),
        ([{"large"}, {"large"}, set()], "large"),
        ([{"keys"}, set(), set(), set()], "touch"),  # one press is no way to use a screen
        ([set(), set(), set(), {"large", "contrast"}], "large"),  # it is how they came to use it
        ([{"listen", "keys"}, {"listen", "keys"}], "keys"),
        ([{"listen", "large"}], "listen"),
        ([{"contrast"}], "contrast"),
    ],
)
def test_a_sitting_has_the_mode_that_says_most(questions: list[set[str]], mode: str) -> None:
    manner = Manner()
    for modes in questions:
        manner.passed(modes)

    assert manner.mode == mode


def ages(**sittings: tuple[int, int]) -> Representation:
    """What is told of ages: band, with _ for -, to sittings and how many spoke."""
    bands = [
        Band("age", name.strip("_").replace("_", "-"), *many) for name, many in sittings.items()
    ]
    return next(one for one in representativeness(bands) if one.dimension == "age")


def test_who_spoke_less_than_half_their_share_is_missing() -> None:
    found = ages(_18_39=(40, 12), _40_64=(30, 10), _65_79=(20, 2), _80_over=(10, 1))

    assert found.missing == ("65-79", "80-over")
    assert [part.of_all for part in found.parts] == [0.4, 0.3, 0.2, 0.1]
    assert found.parts[2].of_spoke == 2 / 25


def test_who_spoke_half_their_share_or_more_is_not_missing() -> None:
    assert ages(_18_39=(70, 17), _65_79=(30, 3)).missing == ()


def test_the_young_are_not_watched() -> None:
    assert ages(_18_39=(50, 0), _65_79=(50, 20)).missing == ()


def test_users_of_large_text_are_watched() -> None:
    bands = [Band("mode", "touch", 80, 20), Band("mode", "large", 20, 1)]

    found = {one.dimension: one for one in representativeness(bands)}

    assert found["mode"].missing == ("large",)
    assert found["age"].parts == ()


def test_of_unknown_ages_nothing_is_said() -> None:
    assert ages(unknown=(500, 100), _18_39=(10, 5), _65_79=(10, 0)).missing == ("65-79",)
    assert ages(unknown=(500, 100)).parts == ()


@pytest.mark.parametrize(
    "sittings",
    [{"_18_39": (40, 4), "_65_79": (40, 0)}, {"_18_39": (40, 10), "_65_79": (4, 0)}],
)
def test_of_too_few_nothing_is_warned(sittings: dict[str, tuple[int, int]]) -> None:
    assert ages(**sittings).missing == ()


@pytest.mark.parametrize(
    ("dimension", "band", "rest"), [("age", "65-79", "18-39"), ("age", "80-over", "40-64"),
                                    ("mode", "large", "touch")],
)  # fmt: skip
def test_the_warning_comes_just_below_half_their_share_and_not_at_it(
    dimension: Dimension, band: str, rest: str
) -> None:
    """They are a fifth of 100 sittings; of 50 who spoke half their share is 5."""
    warned = []
    for spoke in range(21):
        bands = [Band(dimension, band, 20, spoke), Band(dimension, rest, 80, 50 - spoke)]
        found = {one.dimension: one for one in representativeness(bands)}
        warned.append(found[dimension].missing == (band,))
    print(f"G10: {band}, a fifth of all who come: warned below {warned.index(False)} of 50")
    assert warned == [True] * 5 + [False] * 16


def test_months_are_added_up() -> None:
    once = [Band("age", "18-39", 10, 5), Band("age", "65-79", 10, 0)]
    (found, *_) = representativeness(once + once)

    assert [part.sittings for part in found.parts] == [20, 20]


BANDS = st.lists(
    st.builds(
        lambda dimension, band, many, share: Band(dimension, band, many, many * share // 4),
        st.sampled_from(DIMENSIONS),
        st.sampled_from([*AGES, *MODES, UNKNOWN, "en", "cy", "ur"]),
        st.integers(0, 60),
        st.integers(0, 4),
    ),
    max_size=30,
)  # fmt: skip


@given(BANDS)
def test_no_group_of_1_to_4_is_ever_told(bands: list[Band]) -> None:
    for one in representativeness(bands):
        assert all(part.sittings >= 5 for part in one.parts)
        shares = [part.of_all for part in one.parts]
        assert not shares or abs(sum(shares) - 1) < 1e-9


@given(BANDS, st.randoms())
def test_the_order_of_months_and_kiosks_says_nothing(bands: list[Band], chance: object) -> None:
    turned = list(bands)
    chance.shuffle(turned)  # type: ignore[attr-defined]

    assert representativeness(turned) == representativeness(bands)
