"""The desk's list of responses: pages, filters, counts; and the answers stay unread."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.store.database import Store
from kiosk.store.listing import (
    Place,
    ResponsePage,
    Tally,
    Wanted,
    forms_answered,
    list_responses,
    tally_responses,
)
from kiosk.store.retention import delete_acknowledged
from kiosk.store.submissions import submissions, submit
from tests import marking
from tests.store.statements import asked, plan

GAD, GAD_BEFORE = "http://example.org/gad-7|1.0.0", "http://example.org/gad-7|0.9.0"
PAIN, OTHER = "http://example.org/pain|1", "http://example.org/gad-70|1"
DAY = timedelta(days=1)


def hand_in(store: Store, name: str, now: datetime, *, form: str = GAD, state: str = "") -> None:
    with store.transaction() as c:
        submit(
            c, draft_id=None, response_id=name, questionnaire=form, payload=name.encode(), now=now
        )  # fmt: skip
        (queued,) = [due.id for due in marking.due(c, now, 1000) if due.resource_id == name]
        if state == "sent":
            marking.mark_sent(c, queued, etag="1", now=now)
        if state == "refused":
            marking.mark_refused(c, queued, error="item[3]: not a code", now=now)


def page(store: Store, wanted: Wanted, size: int = 25, after: Place | None = None) -> ResponsePage:
    with store.reading() as c:
        return list_responses(c, wanted, size=size, after=after)


def names(store: Store, wanted: Wanted, size: int = 25) -> list[str]:
    """What one sees who turns all pages."""
    found, after = [], None
    for _ in count():
        shown = page(store, wanted, size, after)
        assert len(shown.responses) <= size
        found += [one.id for one in shown.responses]
        after = shown.following
        if after is None:
            return found
        assert len(shown.responses) == size
    raise AssertionError


def test_the_newest_comes_first_with_its_form_its_state_and_why_it_was_refused(
    store: Store, now: datetime
) -> None:
    hand_in(store, "old", now - DAY, state="sent")
    hand_in(store, "new", now, form=PAIN, state="refused")

    new, old = page(store, Wanted()).responses

    assert (new.id, new.questionnaire, new.completed_at) == ("new", PAIN, now)
    assert (new.state, new.sent_at, new.error) == ("refused", None, "item[3]: not a code")
    assert (old.id, old.state, old.sent_at, old.error) == ("old", "sent", now - DAY, None)


def test_a_list_is_narrowed_by_form_version_time_and_state(store: Store, now: datetime) -> None:
    hand_in(store, "before", now - DAY, form=GAD_BEFORE, state="sent")
    hand_in(store, "gad", now)
    hand_in(store, "pain", now + DAY, form=PAIN, state="refused")
    hand_in(store, "other", now + 2 * DAY, form=OTHER, state="sent")

    assert names(store, Wanted()) == ["other", "pain", "gad", "before"]
    assert names(store, Wanted(questionnaire=GAD)) == ["gad"]
    assert names(store, Wanted(questionnaire="http://example.org/gad-7")) == ["gad", "before"]
    assert names(store, Wanted(questionnaire="http://example.org/gad_7")) == []
    assert names(store, Wanted(since=now)) == ["other", "pain", "gad"]
    assert names(store, Wanted(until=now)) == ["before"]
    assert names(store, Wanted(state="sent")) == ["other", "before"]
    assert names(store, Wanted(state="waiting", since=now, until=now + DAY)) == ["gad"]


def test_how_many_there_are_is_told_by_form_and_state(store: Store, now: datetime) -> None:
    for number in range(3):
        hand_in(store, f"g{number}", now + number * DAY, state="sent" if number else "")
    hand_in(store, "p", now, form=PAIN)

    with store.reading() as c:
        assert tally_responses(c, Wanted()) == (
            Tally(GAD, "waiting", 1),
            Tally(GAD, "sent", 2),
            Tally(PAIN, "waiting", 1),
        )
        assert tally_responses(c, Wanted(questionnaire=PAIN)) == (Tally(PAIN, "waiting", 1),)
        assert tally_responses(c, Wanted(since=now + 2 * DAY)) == (Tally(GAD, "sent", 1),)
        assert tally_responses(c, Wanted(state="refused")) == ()
        assert forms_answered(c) == (GAD, PAIN)


def test_what_arrives_while_somebody_turns_pages_moves_nothing(store: Store, now: datetime) -> None:
    for number in range(6):
        hand_in(store, str(number), now + number * DAY)
    first = page(store, Wanted(), size=2)
    hand_in(store, "late", now + 9 * DAY)
    hand_in(store, "clock set back", now + DAY / 2)

    second = page(store, Wanted(), size=3, after=first.following)

    assert [one.id for one in first.responses] == ["5", "4"]
    assert [one.id for one in second.responses] == ["3", "2", "1"]


def test_a_deleted_response_is_in_no_list(store: Store, now: datetime) -> None:
    hand_in(store, "old", now - 40 * DAY, state="sent")
    hand_in(store, "new", now)
    with store.transaction() as c:
        assert delete_acknowledged(c, kept=30 * DAY, now=now) == 1

    assert names(store, Wanted()) == ["new"]
    with store.reading() as c:
        assert tally_responses(c, Wanted()) == (Tally(GAD, "waiting", 1),)


MOMENTS = st.integers(0, 4)
ROWS = st.lists(
    st.tuples(
        MOMENTS,
        st.sampled_from([GAD, GAD_BEFORE, PAIN, OTHER]),
        st.sampled_from(["waiting", "sent", "refused"]),
    ),
    max_size=12,
)
ASKED = st.tuples(
    st.sampled_from([None, GAD, PAIN, "http://example.org/gad-7", "http://example.org"]),
    st.none() | MOMENTS,
    st.none() | MOMENTS,
    st.sampled_from([None, "waiting", "sent", "refused"]),
)


@settings(max_examples=40)
@given(rows=ROWS, asked=ASKED, size=st.integers(1, 5))
def test_turning_all_pages_shows_what_going_through_everything_finds(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[int, str, str]],
    asked: tuple[str | None, int | None, int | None, str | None],
    size: int,
) -> None:
    from kiosk.store.database import create_store  # noqa: PLC0415 - a store for each example

    begin = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
    store = create_store(tmp_path_factory.mktemp("listed") / "store", bytes(32))
    try:
        for number, (moment, form, state) in enumerate(rows):
            hand_in(store, f"r{number:02}", begin + moment * DAY, form=form, state=state)
        form, since, until, state = asked
        from_, to = (None if at is None else begin + at * DAY for at in (since, until))
        with store.reading() as c:
            everything = submissions(c, questionnaire=form, since=from_, until=to)
            expected = [one.id for one in everything if state in {None, one.state}]
        # of one moment, the one queued later counts as the newer
        assert names(store, Wanted(form, from_, to, state), size) == expected[::-1]
    finally:
        store.close()


def test_no_answer_is_read_and_each_run_is_one_search_in_its_index(
    store: Store, now: datetime
) -> None:
    hand_in(store, "one", now)
    wanted, place = Wanted(since=now, questionnaire=GAD), Place(now + DAY, 7)
    with store.reading() as c:
        statements = asked(c, lambda: list_responses(c, wanted, size=5, after=place))
        statements += asked(c, lambda: tally_responses(c, Wanted(until=now)))
        plans = [plan(c, one) for one in statements if "outbox.state = " in one[0]]

    assert not any("payload" in sql for sql, _ in statements)
    assert len(plans) == 6
    for one in plans:
        assert "USING COVERING INDEX outbox_listed (questionnaire=? AND state=?" in one
        assert "TEMP B-TREE" not in one
