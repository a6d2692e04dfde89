"""The visits of a day: how far what came of them is, asked for all of them at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from kiosk.store import visit_days, visits
from kiosk.store.database import Store
from kiosk.store.submissions import submit
from kiosk.store.tables import outbox
from kiosk.store.visits import Visit
from tests.store.statements import asked

A = "https://clinic.example/a|1"
STATES = ("waiting", "sent", "refused")


def hand_in(c: Connection, name: str, now: datetime, state: str = "waiting") -> None:
    submit(c, draft_id=None, response_id=name, questionnaire=A, payload=b"{}", now=now)
    c.execute(outbox.update().where(outbox.c.resource_id == name).values(state=state))


def done(c: Connection, responses: Sequence[str], now: datetime) -> Visit:
    made = visits.create_visit(c, packet=(A,), by="Sam", now=now)
    visits.take_up(c, made.id, now=now)
    visits.finish_visit(c, made.id, now=now, responses=responses)
    found = visits.load_visit(c, made.id)
    assert found is not None
    return found


def way(states: Sequence[str]) -> str:
    """What the desk says of one visit whose responses are in these states."""
    if "refused" in states:
        return "look"
    return "yes" if all(state == "sent" for state in states) else "in-line"


def test_every_visit_of_a_day_has_the_way_of_its_own_responses(store: Store, now: datetime) -> None:
    days = count()

    @settings(max_examples=25, deadline=None)
    @given(day=st.lists(st.lists(st.sampled_from([*STATES, "gone"]), max_size=3), max_size=6))
    def check(day: list[list[str]]) -> None:
        expected, found, nth = dict[str, str](), list[Visit](), next(days)
        with store.transaction() as c:
            for number, states in enumerate(day):
                named = {f"{nth}-{number}-{turn}": state for turn, state in enumerate(states)}
                kept = {name: state for name, state in named.items() if state != "gone"}
                for name, state in kept.items():
                    hand_in(c, name, now, state)
                found.append(done(c, list(named), now))
                expected |= {found[-1].id: way(list(kept.values()))} if named else {}
        with store.reading() as c:
            assert visit_days.ways_of(c, found) == expected

    check()


def test_what_belongs_to_a_visit_is_not_read_again(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        for turn, name in enumerate(("walk-up", "of a visit", 'it\'s "quoted", [x]')):
            hand_in(c, name, now + timedelta(seconds=turn), "sent")
        carried = outbox.update().where(outbox.c.resource_id == "carried")
        hand_in(c, "carried", now)
        c.execute(carried.values(carried_from="another kiosk"))
    day = {"since": now, "until": now + timedelta(hours=1)}
    with store.reading() as c:
        sent = visit_days.sent_between(c, **day)
        alone = visit_days.sent_between(c, **day, without=("of a visit", 'it\'s "quoted", [x]'))
    assert [one.id for one in sent] == ["walk-up", "of a visit", 'it\'s "quoted", [x]']
    assert alone == sent[:1]
    assert (alone[0].questionnaire, alone[0].completed, alone[0].way) == (A, now, "yes")


def test_a_day_of_many_visits_asks_no_more_often(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        hand_in(c, "one", now)
        found = [done(c, ["one"], now) for _ in range(5)]
    with store.reading() as c:
        few = asked(c, lambda: visit_days.ways_of(c, found[:1]))[-1:]
        many = asked(c, lambda: visit_days.ways_of(c, found))
    assert [sql for sql, _ in few] == [sql for sql, _ in many]
