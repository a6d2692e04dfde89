from datetime import datetime, timedelta

from kiosk.store import audit, help_calls
from kiosk.store.database import Store


def call(store: Store, call_id: str, now: datetime) -> None:
    with store.transaction() as c:
        help_calls.record_call(c, call_id, kiosk_id=store.kiosk_id, now=now)


def waiting(store: Store) -> list[str]:
    with store.reading() as c:
        return [one.id for one in help_calls.open_calls(c)]


def test_a_call_is_open_until_the_first_who_comes(store: Store, now: datetime) -> None:
    call(store, "b", now + timedelta(minutes=1))
    call(store, "a", now)
    with store.reading() as c:
        first, _ = help_calls.open_calls(c)
    assert (first.id, first.kiosk, first.asked) == ("a", store.kiosk_id, now)
    with store.transaction() as c:
        help_calls.answer_call(c, "a", by="Sam", now=now)
        help_calls.answer_call(c, "a", by="Kim", now=now)
    assert waiting(store) == ["b"]
    with store.reading() as c:
        told = [(e.actor, e.action, e.subject) for e in audit.events(c, 9)]
    asked = ("patient", "help.asked", store.kiosk_id)
    assert told == [("Sam", "help.answered", "a"), asked, asked]


def test_a_call_that_is_told_again_is_the_same(store: Store, now: datetime) -> None:
    call(store, "a", now)
    call(store, "a", now + timedelta(seconds=5))
    with store.reading() as c:
        assert [one.asked for one in help_calls.open_calls(c)] == [now]
        assert len(audit.events(c, 9)) == 1


def test_what_nobody_called_is_not_answered(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        help_calls.answer_call(c, "a", by="Sam", now=now)
        assert audit.events(c, 9) == ()


def test_old_calls_go(store: Store, now: datetime) -> None:
    day = timedelta(hours=24)
    call(store, "old", now - day)
    call(store, "young", now - day + timedelta(seconds=1))
    with store.transaction() as c:
        assert help_calls.forget_calls(c, kept=day, now=now) == 1
    assert waiting(store) == ["young"]
