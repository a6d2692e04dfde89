"""What another kiosk took: kept once, under its own id, and never over what is here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_bytes

import pytest

from kiosk.errors import DiskFull
from kiosk.store import audit
from kiosk.store.carried import Departing, Taken, departing, kept_forms, take_in
from kiosk.store.database import Store, create_store
from kiosk.store.outbox import RESPONSE, requeue
from kiosk.store.questionnaires import keep_questionnaire
from kiosk.store.sending import due
from kiosk.store.submissions import submissions, submit
from tests import marking

FORM = "http://x.example/q|1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "store", bytes(32))
    yield made
    made.close()


@pytest.fixture
def one(now: datetime) -> Departing:
    return Departing("r-1", FORM, b'{"id":"r-1","a":1.10}', now - timedelta(days=2), None)


def take(store: Store, one: Departing, now: datetime) -> Taken:
    with store.transaction() as c:
        return take_in(c, one, origin="kiosk-1", by="desk", now=now)


def test_it_is_kept_as_it_was_and_queued(store: Store, one: Departing, now: datetime) -> None:
    assert take(store, one, now) == Taken.NEW

    with store.reading() as c:
        (kept,) = submissions(c)
        (queued,) = due(c, now)
        event = audit.events(c, 1)[0]
    assert (kept.payload, kept.completed_at, kept.state) == (
        one.payload,
        one.completed_at,
        "waiting",
    )
    assert (queued.carried_from, queued.is_carried) == ("kiosk-1", True)
    assert (event.action, event.subject) == ("response.imported", "r-1")


def test_a_second_time_changes_nothing(store: Store, one: Departing, now: datetime) -> None:
    take(store, one, now)
    with store.transaction() as c:
        marking.mark_sent(c, due(c, now)[0].id, etag="1", now=now)

    again = take(store, one, now)
    spread = take(store, replace(one, payload=b'{ "a": 1.10, "id": "r-1" }'), now)

    assert again == spread == Taken.KNOWN
    with store.reading() as c:
        assert [kept.state for kept in submissions(c)] == ["sent"]


@pytest.mark.parametrize("other", [b'{"id":"r-1","a":1.1}', b"no json"])
def test_other_bytes_under_its_id_are_not_taken(
    store: Store, one: Departing, now: datetime, other: bytes
) -> None:
    take(store, one, now)

    assert take(store, replace(one, payload=other), now) == Taken.DIFFERS
    with store.reading() as c:
        assert [kept.payload for kept in submissions(c)] == [one.payload]


def test_what_was_amended_here_is_known_as_it_was_and_as_it_is(
    store: Store, one: Departing, now: datetime
) -> None:
    take(store, one, now)
    new = b'{"id":"r-1","a":2}'
    with store.transaction() as c:
        requeue(c, resource_type=RESPONSE, resource_id="r-1", payload=new, now=now)
        assert not due(c, now)[0].is_carried

    assert take(store, one, now) == Taken.KNOWN
    assert take(store, replace(one, payload=new), now) == Taken.KNOWN


def test_a_clock_that_was_ahead_there_leaves_no_future_here(
    store: Store, one: Departing, now: datetime
) -> None:
    take(store, replace(one, completed_at=now + timedelta(days=400)), now)

    with store.reading() as c:
        assert [kept.completed_at for kept in submissions(c)] == [now]


def test_what_leaves_is_as_amended_last_and_names_the_version_it_follows(
    store: Store, now: datetime
) -> None:
    with store.transaction() as c:
        for name in ("new", "amended", "theirs"):
            submit(c, draft_id=None, response_id=name, questionnaire=FORM, payload=b"1", now=now)
        for row in due(c, now):
            if row.resource_id != "new":
                marking.mark_sent(c, row.id, etag='W/"1"', now=now)
                requeue(c, resource_type=RESPONSE, resource_id=row.resource_id, payload=b"2",
                        now=now)  # fmt: skip
        c.exec_driver_sql("UPDATE outbox SET server_id = '7' WHERE resource_id = 'theirs'")

    with store.reading() as c:
        leaving, left = departing(c, submissions(c))

    assert left == 1  # only this kiosk knows its id there
    assert {(each.id, each.payload, each.if_match) for each in leaving} == {
        ("new", b"1", None), ("amended", b"2", 'W/"1"')
    }  # fmt: skip


def test_the_forms_that_are_answered_go_along(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        for canonical in (FORM, "http://x.example/other|1"):
            keep_questionnaire(c, canonical=canonical, content_hash="h", content=b"f", now=now)

    with store.reading() as c:
        assert list(kept_forms(c, {FORM})) == [(FORM, "h", b"f")]


def test_a_full_disk_takes_all_or_nothing(store: Store, one: Departing, now: datetime) -> None:
    with store.reading() as c:
        pages = c.exec_driver_sql("PRAGMA page_count").scalar_one()

    def take_many() -> None:
        with store.transaction() as c:
            c.exec_driver_sql(f"PRAGMA max_page_count = {pages + 8}")
            for number in range(200):
                payload = b'"%d"' % number + token_bytes(4000)
                big = replace(one, id=f"r-{number}", payload=payload)
                take_in(c, big, origin="kiosk-1", by="desk", now=now)

    with pytest.raises(DiskFull):
        take_many()

    with store.reading() as c:
        assert list(submissions(c)) == []
        assert audit.verify(c).breaks == ()
