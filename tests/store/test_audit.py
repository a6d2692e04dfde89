from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kiosk.store import anchors, audit
from kiosk.store.audit import Break, Head
from kiosk.store.database import Store
from tests.store.statements import asked, plan


@pytest.fixture
def logged(store: Store, now: datetime) -> Store:
    """A store with ten events, numbered from 1."""
    for n in range(10):
        with store.transaction() as c:
            when = now + timedelta(seconds=n)
            audit.record(c, actor="IT", action="store.opened", subject=f"“{n}”", now=when)
    return store


def tampered(store: Store, statement: str) -> audit.Verdict:
    """What a walk finds after somebody with the key took the guards away and wrote that."""
    with store.transaction() as c:
        for verb in ("update", "delete"):
            c.execute(text(f"DROP TRIGGER audit_event_no_{verb}"))
        c.execute(text(statement))
    return found(store)


def found(store: Store, last: int | None = None) -> audit.Verdict:
    with store.reading() as c:
        return audit.verify(c, last=last)


def test_the_last_events_come_first(logged: Store, now: datetime) -> None:
    with logged.reading() as c:
        events = audit.events(c, 2)
    assert [event.subject for event in events] == ["“9”", "“8”"]
    assert events[0] == audit.AuditEvent(now + timedelta(seconds=9), "IT", "store.opened", "“9”")


def test_the_events_of_one_actor_can_be_left_out(logged: Store, now: datetime) -> None:
    with logged.transaction() as c:
        audit.record(c, actor="patient", action="help.asked", subject="k", now=now)
        assert audit.events(c, 1)[0].actor == "patient"
        assert audit.events(c, 1, without="patient")[0].actor == "IT"


def test_what_was_written_holds_together(logged: Store) -> None:
    assert found(logged) == audit.Verdict(10, ())
    assert found(logged, last=4) == audit.Verdict(4, ())
    assert found(logged, last=100) == audit.Verdict(10, ())


def test_an_empty_log_is_sound(store: Store) -> None:
    assert found(store) == audit.Verdict(0, ())


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event"]
)
def test_the_database_refuses_to_change_or_delete_an_event(logged: Store, statement: str) -> None:
    with pytest.raises(IntegrityError, match="only grows"), logged.transaction() as c:
        c.execute(text(statement))
    assert found(logged).events == 10


@pytest.mark.parametrize("change", [
    "actor = 'x'", "action = 'x'", "subject = 'x'", "mac = zeroblob(32)",
    "at = '2020-01-01T00:00:00.000000+00:00'",
])  # fmt: skip
def test_a_changed_event_is_found_where_it_is(logged: Store, change: str) -> None:
    verdict = tampered(logged, f"UPDATE audit_event SET {change} WHERE id = 4")  # noqa: S608
    (found,) = verdict.breaks
    # A false MAC breaks the next link, too.
    assert found in {Break(4, 4, gone=False), Break(4, 5, gone=False)}


def test_missing_events_are_found_where_they_were(logged: Store) -> None:
    verdict = tampered(logged, "DELETE FROM audit_event WHERE id IN (1, 5, 6)")
    assert verdict.breaks == (Break(1, 1, gone=True), Break(5, 6, gone=True))


def test_two_events_that_changed_places_are_found(logged: Store) -> None:
    swap = "UPDATE audit_event SET subject = iif(id = 2, '“2”', '“1”') WHERE id IN (2, 3)"
    assert tampered(logged, swap).breaks == (Break(2, 3, gone=False),)


def test_what_was_done_to_one_thing_is_found_without_reading_the_log(
    store: Store, now: datetime
) -> None:
    for subject in ("a", "b", "a:reason", "ab", "a"):
        with store.transaction() as c:
            audit.record(c, actor="IT", action="a.thing", subject=subject, now=now)
    with store.reading() as c:
        about = [event.subject for event in audit.events_about(c, "a")]
        (looked,) = asked(c, lambda: audit.events_about(c, "a"))
        assert "SCAN" not in plan(c, looked)
    assert about == ["a", "a:reason", "a"]


def test_a_log_whose_key_is_another_is_one_break(logged: Store) -> None:
    with logged.transaction() as c:
        c.execute(text("UPDATE secret SET value = zeroblob(32) WHERE name = 'audit'"))
    assert found(logged).breaks == (Break(1, 10, gone=False),)


def test_a_log_that_was_cut_short_is_found_by_what_was_anchored(
    logged: Store, now: datetime
) -> None:
    with logged.transaction() as c:
        anchors.keep_anchor(c, audit.head(c), now=now)
        assert anchors.missing(c) is None
    verdict = tampered(logged, "DELETE FROM audit_event WHERE id > 7")
    assert verdict == audit.Verdict(7, ())  # the chain alone says nothing
    with logged.reading() as c:
        assert anchors.missing(c) == 10


def test_a_break_that_it_accepted_is_told_no_more_and_a_new_one_is(
    logged: Store, now: datetime
) -> None:
    tampered(logged, "DELETE FROM audit_event WHERE id = 4")
    with logged.transaction() as c:
        anchors.keep_missing(c, 4)
        anchors.accept_breaks(c, reason="a bad disk, 3 March", now=now)
        assert audit.events(c, 1)[0].subject == "a bad disk, 3 March"
        assert anchors.missing(c) is None
    assert found(logged) == audit.Verdict(10, (), accepted=1)
    with logged.transaction() as c:
        c.execute(text("UPDATE audit_event SET actor = 'x' WHERE id = 11"))
    assert found(logged).breaks == (Break(11, 11, gone=False),)


def test_where_the_log_ends(logged: Store) -> None:
    with logged.reading() as c:
        end = audit.head(c)
        assert end.number == 10
        assert audit.holds_at(c, end)
        assert not audit.holds_at(c, Head(10, bytes(32)))
        assert not audit.holds_at(c, Head(11, end.mac))
