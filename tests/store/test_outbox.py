from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from kiosk.store import outbox
from kiosk.store.database import Store
from kiosk.store.submissions import submissions, submit
from tests import marking

MINUTE = timedelta(minutes=1)


def queue(c: Connection, name: str, now: datetime) -> int:
    submit(c, draft_id=None, response_id=name, questionnaire="q|1", payload=name.encode(), now=now)
    return max(due.id for due in marking.due(c, now, limit=1000))


def turn(c: Connection, now: datetime) -> list[str]:
    return [due.resource_id for due in marking.due(c, now)]


def test_the_oldest_comes_first(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        for name in ("c", "a", "b"):
            queue(c, name, now)
        assert turn(c, now) == ["c", "a", "b"]
        assert len(marking.due(c, now, limit=2)) == 2


def test_one_that_fails_lets_the_others_pass(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        first = queue(c, "first", now)
        queue(c, "second", now)
        marking.mark_failed(c, first, error="time-out", retry_at=now + MINUTE, now=now)
        assert turn(c, now) == ["second"]
        assert turn(c, now + MINUTE) == ["second", "first"]
        assert marking.due(c, now + MINUTE)[1].attempts == 1


def test_a_refused_one_waits_for_a_person_and_holds_up_nobody(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        first = queue(c, "first", now)
        queue(c, "second", now)
        marking.mark_refused(c, first, error="item[3].answer: not a code", now=now)
        assert turn(c, now + 1000 * MINUTE) == ["second"]
        assert [s.state for s in submissions(c)] == ["refused", "waiting"]
        assert outbox.counts(c).last_error == "item[3].answer: not a code"


def test_what_is_sent_stays_sent(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        one = queue(c, "one", now)
        marking.mark_sent(c, one, etag='W/"1"', now=now)
        marking.mark_failed(c, one, error="late", retry_at=now, now=now)
        marking.mark_refused(c, one, error="late", now=now)
        marking.mark_sent(c, one, etag='W/"2"', now=now + MINUTE)
        assert turn(c, now + MINUTE) == []
        counts = outbox.counts(c)
        assert (counts.sent, counts.last_sent, counts.last_error) == (1, now, None)


def test_a_line_that_is_down_puts_all_off_and_blames_none(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        queue(c, "one", now)
        late = queue(c, "late", now)
        marking.mark_failed(c, late, error="busy", retry_at=now + 9 * MINUTE, now=now)
        marking.postpone_all(c, until=now + 5 * MINUTE, error="no line")
        assert turn(c, now + 4 * MINUTE) == []
        assert [(d.resource_id, d.attempts) for d in marking.due(c, now + 9 * MINUTE)] == [
            ("one", 0), ("late", 1)
        ]  # fmt: skip


def test_a_response_of_a_clock_that_was_ahead_is_due_at_once(store: Store, now: datetime) -> None:
    for ahead in (timedelta(hours=10), timedelta(days=4000)):
        with store.transaction() as c:
            submit(
                c, draft_id=None, response_id=str(ahead), questionnaire="q|1", payload=b"{}",
                now=now + ahead,
            )  # fmt: skip
            assert str(ahead) in turn(c, now)


def test_a_wait_begun_by_a_clock_that_was_ahead_does_not_last_for_ever(
    store: Store, now: datetime
) -> None:
    years = timedelta(days=4000)
    with store.transaction() as c:
        failed = queue(c, "failed", now)
        queue(c, "postponed", now)
        marking.mark_failed(c, failed, error="x", retry_at=now + years, now=now + years)
        marking.postpone_all(c, until=now + years, error="no line")
        assert turn(c, now) == ["postponed", "failed"]


def test_the_longest_wait_that_a_service_may_ask_for_is_kept(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        queue(c, "one", now)
        marking.postpone_all(c, until=now + outbox.LONGEST_WAIT, error="no line")
        assert turn(c, now) == []
        assert turn(c, now + outbox.LONGEST_WAIT - MINUTE) == []
        assert turn(c, now + outbox.LONGEST_WAIT) == ["one"]


def test_one_put_off_until_the_same_moment_learns_why_too(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        one = queue(c, "one", now)
        marking.mark_failed(c, one, error="busy", retry_at=now, now=now)
        marking.postpone_all(c, until=now, error="no line")
        assert outbox.counts(c).last_error == "no line"


def test_refusals_are_listed_the_newest_first_with_their_reason(
    store: Store, now: datetime
) -> None:
    with store.transaction() as c:
        assert outbox.refusals(c) == ()
        for n, name in enumerate(("first", "second")):
            one = queue(c, name, now)
            marking.mark_refused(c, one, error=f"reason {n}", now=now + n * MINUTE)
        queue(c, "waits", now)
        outbox.queue(c, resource_type="Device", resource_id="d", payload=b"{}", now=now)
        device = next(due.id for due in marking.due(c, now) if due.resource_id == "d")
        marking.mark_refused(c, device, error="no devices", now=now - MINUTE)
        assert outbox.refusals(c) == (
            outbox.Refusal("second", "q|1", now + MINUTE, "reason 1", id=2),
            outbox.Refusal("first", "q|1", now, "reason 0", id=1),
            outbox.Refusal("d", None, now - MINUTE, "no devices", "", "Device", 4),
        )


def test_it_is_quiet_an_hour_after_the_last_was_finished_and_sent(
    store: Store, now: datetime
) -> None:
    hour = timedelta(hours=1)
    with store.transaction() as c:
        assert outbox.is_quiet(c, now=now, quiet=hour)
        one = queue(c, "one", now)
        assert not outbox.is_quiet(c, now=now + 59 * MINUTE, quiet=hour)
        assert outbox.is_quiet(c, now=now + hour, quiet=hour)
        marking.mark_sent(c, one, etag=None, now=now + hour)
        assert not outbox.is_quiet(c, now=now + hour, quiet=hour)
        assert not outbox.is_quiet(c, now=now, quiet=hour)  # set back by a little
        assert outbox.is_quiet(c, now=now + 2 * hour, quiet=hour)
        assert outbox.is_quiet(c, now=now - timedelta(days=4000), quiet=hour)


def test_counts_of_an_empty_outbox_are_nought(store: Store) -> None:
    with store.reading() as c:
        assert outbox.counts(c) == outbox.OutboxCounts(0, 0, 0, None, None, None)


def test_counts_say_how_old_the_oldest_is(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        one = queue(c, "one", now)
        queue(c, "two", now + MINUTE)
        assert outbox.counts(c).oldest_waiting == now
        marking.mark_sent(c, one, etag=None, now=now + 2 * MINUTE)
        counts = outbox.counts(c)
    assert (counts.waiting, counts.sent) == (1, 1)
    assert (counts.oldest_waiting, counts.last_sent) == (now + MINUTE, now + 2 * MINUTE)


def test_a_long_explanation_is_cut_short(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        marking.mark_refused(c, queue(c, "one", now), error="x" * 9000, now=now)
        assert len(outbox.counts(c).last_error or "") == 500


def test_a_resource_of_another_kind_carries_its_own_bytes(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        outbox.queue(c, resource_type="Device", resource_id="d", payload=b"{1}", now=now)
        (due,) = marking.due(c, now)
    assert (due.resource_type, due.payload) == ("Device", b"{1}")


class Row(NamedTuple):
    """One resource in the model: what the outbox must know of it."""

    state: str
    attempts: int
    due: datetime


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["submit", "sent", "failed", "refused", "postpone", "wait"]),
        st.integers(0, 5),
        st.integers(0, 90),
    ),
    max_size=40,
)
BEGIN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    from kiosk.store.database import create_store  # noqa: PLC0415

    return create_store(tmp_path_factory.mktemp("outbox") / "store", bytes(32))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=ACTS)
def test_each_is_sent_once_or_seen_to_wait_or_seen_to_be_refused(
    one_store: Store, acts: list[tuple[str, int, int]]
) -> None:
    with one_store.transaction() as c:
        walk(c, acts)
        c.rollback()


def walk(c: Connection, acts: list[tuple[str, int, int]]) -> None:
    """Does the acts to the outbox and to a model of it, and compares after each."""
    model: dict[int, Row] = {}
    now = BEGIN
    for act, which, minutes in acts:
        then = now + minutes * MINUTE
        if act == "submit":
            model[queue_new(c, len(model), now)] = Row("waiting", 0, now)
        elif act == "wait":
            now = then
        elif act == "postpone":
            marking.postpone_all(c, until=then, error="no line")
            model = {
                n: row._replace(due=max(row.due, then)) if row.state == "waiting" else row
                for n, row in model.items()
            }
        elif which in model:
            model[which] = tried(c, (act, which), model[which], now=now, then=then)
        compare(c, model, now)


def queue_new(c: Connection, n: int, now: datetime) -> int:
    """The rows are named 0, 1, 2…, so that acts can speak of them."""
    submit(c, draft_id=None, response_id=str(n), questionnaire="q|1", payload=b"{}", now=now)
    c.exec_driver_sql("UPDATE outbox SET id = ? WHERE resource_id = ?", (n, str(n)))
    return n


def tried(
    c: Connection, act_on: tuple[str, int], row: Row, *, now: datetime, then: datetime
) -> Row:
    act, n = act_on
    if act == "sent":
        marking.mark_sent(c, n, etag=None, now=now)
        return row._replace(state="sent")
    if act == "failed":
        marking.mark_failed(c, n, error="x", retry_at=then, now=now)
        return Row("waiting", row.attempts + 1, then) if row.state == "waiting" else row
    marking.mark_refused(c, n, error="x", now=now)
    return row if row.state == "sent" else row._replace(state="refused", attempts=row.attempts + 1)


def compare(c: Connection, model: dict[int, Row], now: datetime) -> None:
    waiting = [(row.attempts, n) for n, row in model.items() if row.state == "waiting"]
    ready = [(a, n) for a, n in waiting if model[n].due <= now]
    assert [(due.attempts, due.id) for due in marking.due(c, now)] == sorted(ready)
    counts = outbox.counts(c)
    assert counts.waiting == len(waiting)
    assert counts.waiting + counts.sent + counts.refused == len(model)
    assert {s.id: s.state for s in submissions(c)} == {
        str(n): row.state for n, row in model.items()
    }
