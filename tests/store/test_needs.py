from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from kiosk.forms.needs import Needs
from kiosk.store import audit, needs, visits
from kiosk.store.database import Store
from kiosk.store.visits import Whose

ADA = Whose(birth_date=date(1950, 3, 5), letters="AL", initials="AL")
LARGE = Needs(frozenset({"larger-text", "interpreter"}), "ar")
DAYS = timedelta(days=400)


def say(store: Store, whose: Whose, said: Needs, now: datetime) -> str:
    with store.transaction() as c:
        visit = visits.create_visit(c, packet=("f",), by="Sam", now=now, whose=whose)
        needs.keep_needs(c, visit.id, said, now=now)
    return visit.id


def known(store: Store, whose: Whose) -> Needs:
    with store.reading() as c:
        return needs.needs_of(c, whose)


@pytest.mark.parametrize("whose", [ADA, Whose(system="urn:clinic", value="4711")])
def test_what_was_said_is_known_at_the_next_visit(
    store: Store, now: datetime, whose: Whose
) -> None:
    assert known(store, whose) == Needs()
    say(store, whose, LARGE, now)
    assert known(store, whose) == LARGE
    say(store, whose, Needs(frozenset({"braille"}), "en"), now)
    assert known(store, whose) == Needs(frozenset({"braille"}), "en")


def test_letters_are_compared_as_people_write_them(store: Store, now: datetime) -> None:
    say(store, ADA, LARGE, now)
    assert known(store, Whose(birth_date=ADA.birth_date, letters="á. l")) == LARGE


@pytest.mark.parametrize(
    "other",
    [
        Whose(birth_date=date(1950, 3, 5), letters="AM"),
        Whose(birth_date=date(1950, 5, 3), letters="AL"),
        Whose(system="urn:other", value="4711"),
        Whose(initials="AL"),
    ],
)
def test_nobody_else_is_taken_for_them(store: Store, now: datetime, other: Whose) -> None:
    say(store, ADA, LARGE, now)
    say(store, Whose(system="urn:clinic", value="4711"), LARGE, now)
    assert known(store, other) == Needs()


def test_of_whom_the_visit_does_not_know_nothing_is_kept(store: Store, now: datetime) -> None:
    say(store, Whose(initials="AL"), LARGE, now)
    with store.reading() as c:
        assert c.scalar(text("SELECT count(*) FROM patient_needs")) == 0


def test_who_needs_nothing_any_more_leaves_nothing(store: Store, now: datetime) -> None:
    first = say(store, ADA, LARGE, now)
    second = say(store, ADA, Needs(frozenset(), "en"), now)
    third = say(store, ADA, Needs(frozenset(), "en"), now)
    assert known(store, ADA) == Needs()
    with store.reading() as c:
        told = [(e.action, e.subject) for e in audit.events(c, 9) if e.action.startswith("needs")]
    assert told == [("needs.deleted", second), ("needs.kept", first)]
    assert third not in [subject for _, subject in told]


def test_after_so_many_days_it_goes(store: Store, now: datetime) -> None:
    say(store, ADA, LARGE, now)

    def forget(after: timedelta) -> int:
        with store.transaction() as c:
            return needs.forget_needs(c, kept=DAYS, now=now + after)

    assert forget(DAYS - timedelta(days=1)) == 0
    assert forget(DAYS) == 1
    assert known(store, ADA) == Needs()


def test_the_table_holds_no_name_number_or_date_of_birth(store: Store, now: datetime) -> None:
    say(store, ADA, LARGE, now)
    say(store, Whose(system="urn:clinic", value="4711"), LARGE, now)
    with store.reading() as c:
        rows = c.execute(text("SELECT * FROM patient_needs")).all()
    assert len(rows) == 2
    assert all(sign not in str(rows) for sign in ("1950", "4711", "AL'", "'al"))
