"""What goes for its age, what never does, and what a wrong clock must not delete."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from kiosk.errors import RefusedError
from kiosk.store import audit, holds, outbox, retention, submissions
from kiosk.store.database import Store
from tests import marking
from tests.store.statements import asked, plan

KEPT = timedelta(days=30)


def finish(store: Store, now: datetime, *, sent: datetime | None = None) -> str:
    response_id = str(uuid4())
    with store.transaction() as c:
        submissions.submit(
            c, draft_id=None, response_id=response_id, questionnaire="http://f|1",
            payload=response_id.encode(), now=now,
        )  # fmt: skip
        if sent is not None:
            row = next(one for one in marking.due(c, now) if one.resource_id == response_id)
            marking.mark_sent(c, row.id, etag=None, now=sent)
    return response_id


def delete(store: Store, now: datetime) -> int:
    with store.transaction() as c:
        return retention.delete_acknowledged(c, kept=KEPT, now=now)


def kept(store: Store) -> set[str]:
    with store.reading() as c:
        return {one.id for one in submissions.submissions(c)}


def believed(store: Store, now: datetime) -> bool:
    with store.transaction() as c:
        return retention.clock_is_believed(c, now=now)


def test_what_was_acknowledged_long_ago_goes_with_an_event(store: Store, now: datetime) -> None:
    old, young = finish(store, now, sent=now), finish(store, now, sent=now + timedelta(hours=1))
    assert delete(store, now + KEPT) == 1
    assert kept(store) == {young}
    with store.reading() as c:
        event = audit.events(c, 1)[0]
        assert (event.action, event.subject) == ("response.deleted", old)
        assert outbox.counts(c).sent == 2  # that it was sent stays known


def test_many_go_a_part_at_a_time(store: Store, now: datetime) -> None:
    for _ in range(retention.AT_ONCE + 1):
        finish(store, now, sent=now)
    assert delete(store, now + KEPT) == retention.AT_ONCE
    assert delete(store, now + KEPT) == 1
    assert delete(store, now + KEPT) == 0


def test_what_waits_or_was_refused_never_goes_by_itself(store: Store, now: datetime) -> None:
    waits, refused = finish(store, now), finish(store, now)
    with store.transaction() as c:
        row = next(one for one in marking.due(c, now) if one.resource_id == refused)
        marking.mark_refused(c, row.id, error="no", now=now)
    assert delete(store, now + 10 * KEPT) == 0
    assert kept(store) == {waits, refused}


def test_a_hold_on_everything_keeps_everything_until_it_ends(store: Store, now: datetime) -> None:
    finish(store, now, sent=now)
    with store.transaction() as c:
        hold = holds.begin_hold(c, response_id=None, reason="case 7", by="IT", now=now)
        assert holds.holds(c) == (hold,)
    assert delete(store, now + 2 * KEPT) == 0
    with store.transaction() as c:
        holds.end_hold(c, hold.id, by="IT", now=now)
        assert holds.holds(c) == ()
    assert delete(store, now + 2 * KEPT) == 1


def test_a_hold_on_one_response_keeps_that_one(store: Store, now: datetime) -> None:
    held, other = finish(store, now, sent=now), finish(store, now, sent=now)
    with store.transaction() as c:
        holds.begin_hold(c, response_id=held, reason="case 7", by="IT", now=now)
    assert delete(store, now + KEPT) == 1
    assert kept(store) == {held}
    assert other not in kept(store)


def test_a_hold_needs_a_reason_and_a_response_that_is_there(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        with pytest.raises(RefusedError, match="reason"):
            holds.begin_hold(c, response_id=None, reason=" ", by="IT", now=now)
        with pytest.raises(RefusedError, match="kept here"):
            holds.begin_hold(c, response_id="nothing", reason="case 7", by="IT", now=now)
        with pytest.raises(RefusedError, match="lasts"):
            holds.end_hold(c, "nothing", by="IT", now=now)


def test_the_days_of_what_a_wrong_clock_sent_count_from_now(store: Store, now: datetime) -> None:
    finish(store, now, sent=now + timedelta(days=30_000))
    assert delete(store, now) == 0
    assert delete(store, now + KEPT) == 1


def test_what_was_sent_in_1970_is_kept_for_its_days_from_now_on(
    store: Store, now: datetime
) -> None:
    finish(store, now, sent=datetime(1970, 1, 1, tzinfo=UTC))
    assert delete(store, now) == 0
    assert delete(store, now + KEPT) == 1


def test_a_clock_that_goes_on_is_believed(store: Store, now: datetime) -> None:
    assert all(believed(store, now + timedelta(hours=n)) for n in range(50))
    assert believed(store, now + timedelta(days=20))  # a long holiday


def test_a_clock_that_leaps_is_believed_only_after_a_day(store: Store, now: datetime) -> None:
    assert believed(store, now)
    leapt = now + timedelta(days=27_000)
    assert not believed(store, leapt)
    assert not believed(store, leapt + timedelta(hours=23))
    assert believed(store, leapt + timedelta(hours=24))
    with store.reading() as c:
        assert audit.events(c, 1)[0].action == "clock.leapt"


def test_a_leap_that_is_taken_back_is_believed_a_day_later(store: Store, now: datetime) -> None:
    believed(store, now)
    assert not believed(store, now + timedelta(days=27_000))
    assert not believed(store, now + timedelta(hours=1))
    assert believed(store, now + timedelta(hours=25))


def test_a_clock_of_1970_is_never_believed_and_changes_nothing(store: Store, now: datetime) -> None:
    old, young = finish(store, now, sent=now), finish(store, now, sent=now + timedelta(days=28))
    assert believed(store, now + timedelta(days=28))
    for hours in range(0, 72, 6):
        assert not believed(store, datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hours))
    assert believed(store, now + KEPT)
    assert delete(store, now + KEPT) == 1
    assert kept(store) == {young}
    assert old not in kept(store)


def test_a_clock_that_is_set_back_is_believed_only_after_a_day(store: Store, now: datetime) -> None:
    believed(store, now)
    back = now - timedelta(days=10)
    assert not believed(store, back)
    assert not believed(store, back + timedelta(hours=23))
    assert believed(store, back + timedelta(hours=24))


def test_a_clock_that_is_put_right_by_an_hour_is_believed(store: Store, now: datetime) -> None:
    believed(store, now)
    assert believed(store, now - timedelta(hours=1))


def test_what_is_too_young_or_already_deleted_is_not_even_looked_at(
    store: Store, now: datetime
) -> None:
    finish(store, now, sent=now)
    with store.transaction() as c:
        gone: list[int] = []
        work = lambda: gone.append(retention.delete_acknowledged(c, kept=KEPT, now=now))  # noqa: E731
        statements = asked(c, work)
        assert gone == [0]
        plans = [plan(c, one) for one in statements if one[0].startswith(("UPDATE", "SELECT"))]

    assert len(plans) == 3
    assert "INDEX outbox_by_arrival (sent_at>?)" in plans[0]
    assert "INDEX outbox_by_arrival (sent_at<?)" in plans[1]
    assert "INDEX outbox_by_arrival (sent_at<?)" in plans[2]
