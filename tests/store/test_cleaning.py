from datetime import datetime

from kiosk.store import audit, cleaning
from kiosk.store.database import Store


def test_a_new_screen_was_used_by_nobody(store: Store) -> None:
    with store.reading() as c:
        assert cleaning.sittings_since_cleaning(c) == 0
        assert cleaning.last_cleaned(c) is None


def test_sittings_are_counted_until_it_is_cleaned(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        for _ in range(3):
            cleaning.count_sitting(c)
    with store.reading() as c:
        assert cleaning.sittings_since_cleaning(c) == 3
    with store.transaction() as c:
        cleaning.record_cleaned(c, by="Sam", kiosk_id=store.kiosk_id, now=now)
        cleaning.count_sitting(c)
    with store.reading() as c:
        assert cleaning.sittings_since_cleaning(c) == 1
        assert cleaning.last_cleaned(c) == now
        (event,) = audit.events(c, 5)
    assert (event.at, event.actor, event.action) == (now, "Sam", "screen.cleaned")


def test_it_may_be_cleaned_before_anybody_used_it(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        cleaning.record_cleaned(c, by="Sam", kiosk_id=store.kiosk_id, now=now)
        assert (cleaning.sittings_since_cleaning(c), cleaning.last_cleaned(c)) == (0, now)
