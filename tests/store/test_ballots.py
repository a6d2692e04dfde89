"""Choices between wordings: sums and nothing else."""

from datetime import UTC, date, datetime
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.coproduction.ballots import EVERYBODY, Ballot, Choice, outcome, summed
from kiosk.coproduction.events import BALLOT_CLOSED, BALLOT_OPENED, FormEvent
from kiosk.store.ballots import ballots, choices, count_choice, open_ballots
from kiosk.store.database import Store
from kiosk.store.form_versions import record_event
from kiosk.store.tables import ballot_day

DAY = date(2026, 3, 20)
NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)
BALLOT = Ballot("b1", "http://f|1", "q", {"a": "A?", "b": "B?", "c": "C?"}, DAY, date(2026, 4, 20))
VOTES = st.lists(
    st.tuples(
        st.sampled_from([("a", "b"), ("b", "a"), ("c", "a"), ("b", "c")]),
        st.sets(st.sampled_from(["mode:large", "who:proxy"])),
        st.dates(DAY, date(2026, 4, 20)),
    ),
    max_size=12,
)


def choose(store: Store, winner: str, loser: str, *bands: str, day: date = DAY) -> None:
    with store.transaction() as c:
        count_choice(c, "b1", winner=winner, loser=loser, bands=bands, today=day)


def rows(store: Store) -> list[tuple[object, ...]]:
    with store.reading() as c:
        return sorted(tuple(row) for row in c.execute(ballot_day.select()))


def test_a_ballot_is_known_by_the_log(store: Store) -> None:
    opened = FormEvent(NOW, "http://f", BALLOT_OPENED, "http://f|1", detail=BALLOT.to_json())
    with store.transaction() as c:
        record_event(c, opened)
        assert [one.ballot for one in open_ballots(c, DAY)] == [BALLOT]
        assert open_ballots(c, date(2026, 4, 21)) == ()
        record_event(c, FormEvent(NOW, "http://f", BALLOT_CLOSED, detail={"id": "b1"}))
        assert open_ballots(c, DAY) == ()
        assert [one.closed for one in ballots(c)] == [DAY]


def test_a_choice_counts_for_everybody_by_day_and_for_its_groups_by_month(store: Store) -> None:
    choose(store, "b", "a", "mode:large", "who:proxy")
    choose(store, "b", "a", "mode:large")

    month = date(2026, 3, 1)
    assert rows(store) == [
        ("b1", month, "mode:large", "b", "a", 2),
        ("b1", month, "who:proxy", "b", "a", 1),
        ("b1", DAY, EVERYBODY, "b", "a", 2),
    ]


def test_there_is_no_place_for_a_person_a_moment_or_an_order() -> None:
    assert [column.name for column in ballot_day.c] == [
        "ballot", "day", "band", "winner", "loser", "times",
    ]  # fmt: skip
    assert ballot_day.dialect_options["sqlite"]["with_rowid"] is False


def test_the_choices_of_all_days_are_read_together_and_of_this_ballot_alone(store: Store) -> None:
    choose(store, "b", "a")
    choose(store, "b", "a", day=date(2026, 4, 1))
    with store.transaction() as c:
        count_choice(c, "b2", winner="x", loser="y", bands=(), today=DAY)
        assert choices(c, "b1") == (Choice(EVERYBODY, "b", "a", 2),)
        assert choices(c, "none") == ()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(VOTES, st.randoms())
def test_what_is_counted_is_the_same_in_whichever_order_and_on_however_many_kiosks(
    store: Store, votes: list[tuple[tuple[str, str], set[str], date]], random: Random
) -> None:
    with store.transaction() as c:
        c.execute(ballot_day.delete())
    for (winner, loser), bands, day in votes:
        choose(store, winner, loser, *bands, day=day)
    with store.reading() as c:
        here = choices(c, "b1")
    single = [[Choice(band, *pair) for band in (EVERYBODY, *bands)] for pair, bands, _ in votes]
    random.shuffle(single)

    assert summed(*single) == summed(here) == here
    assert outcome(BALLOT, here).choices == len(votes)
