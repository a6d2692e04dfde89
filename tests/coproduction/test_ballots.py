from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.ballots import (
    EVERYBODY,
    LEAST_IN_ALL,
    LEAST_OF_GROUP,
    Ballot,
    Choice,
    next_pair,
    outcome,
)

BALLOT = Ballot(
    "b1", "http://f|1.0.0", "sleep", {"old": "How did you sleep?", "new": "Did you sleep well?"},
    date(2026, 3, 2), date(2026, 4, 2),
)  # fmt: skip


def votes(band: str, new: int, old: int) -> list[Choice]:
    return [Choice(band, "new", "old", new), Choice(band, "old", "new", old)]


def test_a_ballot_survives_its_event() -> None:
    assert Ballot.of(BALLOT.to_json()) == BALLOT


@pytest.mark.parametrize("spoilt", [{}, {"wordings": {"a": "b"}}, {"opened": "soon"}])
def test_what_is_no_ballot_opens_nothing(spoilt: dict[str, object]) -> None:
    assert Ballot.of(spoilt and {**BALLOT.to_json(), **spoilt}) is None


def test_it_is_open_from_its_first_day_to_its_last() -> None:
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 4, 2), date(2026, 4, 3)]
    assert [BALLOT.is_open(day) for day in days] == [False, True, True, False]


def test_few_choices_have_no_winner_and_many_have() -> None:
    assert outcome(BALLOT, votes(EVERYBODY, LEAST_IN_ALL - 1, 0)).winner == ""
    found = outcome(BALLOT, votes(EVERYBODY, 24, 8))
    assert (found.winner, found.choices, found.against) == ("new", 32, ())
    assert found.scores["new"] == pytest.approx(25 / 34)


def test_as_many_for_each_have_no_winner() -> None:
    assert outcome(BALLOT, votes(EVERYBODY, 20, 20)).winner == ""


def test_no_group_of_ten_loses() -> None:
    everybody = votes(EVERYBODY, 30, 12)
    ten = votes("mode:large", 2, LEAST_OF_GROUP - 2)
    found = outcome(BALLOT, [*everybody, *ten])
    assert (found.winner, found.best, found.against) == ("", "new", ("mode:large",))
    nine = votes("mode:large", 2, LEAST_OF_GROUP - 3)
    assert outcome(BALLOT, [*everybody, *nine]).winner == "new"


counted = st.integers(0, 40)
banded = st.dictionaries(
    st.sampled_from(["mode:large", "language:pl"]), st.tuples(counted, counted)
)


@given(counted, counted, banded)
def test_whoever_wins_no_large_group_would_rather_have_the_other(
    new: int, old: int, bands: dict[str, tuple[int, int]]
) -> None:
    choices = votes(EVERYBODY, new, old)
    for band, counts in bands.items():
        choices += votes(band, *counts)
    winner = outcome(BALLOT, choices).winner
    if winner:
        for for_new, for_old in bands.values():
            mine, theirs = (for_new, for_old) if winner == "new" else (for_old, for_new)
            assert for_new + for_old < LEAST_OF_GROUP or mine >= theirs
    assert outcome(BALLOT, choices[::-1]) == outcome(BALLOT, choices)


def test_the_pair_of_which_least_is_known_comes_next_and_either_stands_first() -> None:
    three = Ballot("b", "f", "q", {"a": "A", "b": "B", "c": "C"}, BALLOT.opened, BALLOT.until)
    random = Random(1)  # noqa: S311 - the same pairs in every run
    choices, first = [], set()
    for _ in range(30):
        left, right = next_pair(three, choices, random)
        choices.append(Choice(EVERYBODY, left, right))
        first.add((left, right))
    pairs = [frozenset((one.winner, one.loser)) for one in choices]
    assert {pairs.count(pair) for pair in set(pairs)} == {10}
    assert len(first) == 6
