"""The day at the desk, on this PC's store: made, withdrawn, counted, shown; never an answer."""

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk.desk.day import DayVisit, in_order, state_counts
from kiosk.desk.packets import DeskPacket
from kiosk.desk.slip import read_slip
from kiosk.desk.slips import SlipReader, own_slip_key
from kiosk.desk.visits import LocalVisits
from kiosk.errors import RefusedError
from kiosk.store import audit, drafts, help_calls, submissions, visit_days, visits
from kiosk.store.database import Store
from kiosk.store.tables import outbox
from kiosk.store.visits import Whose

A, B = "https://clinic.example/a|1", "https://clinic.example/b|1"
PACKETS = (DeskPacket("1", "Both", (A, B)),)


class Clock:
    """A clock that is set by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


Books = Callable[..., LocalVisits]


@pytest.fixture
def book(store: Store, clock: Clock) -> LocalVisits:
    return LocalVisits(
        store, packets=PACKETS, questions={A: 4, B: 6}, now=clock, place="Left", walk_ups=True
    )


def only(book: LocalVisits) -> DayVisit:
    (found,) = book.today().visits
    return found


def begin(store: Store, clock: Clock, slip_id: str | None, answers: int) -> str:
    with store.transaction() as c:
        of = drafts.OfVisit("sitting", "", (), slip_id)
        draft_id = drafts.begin_draft(
            c, questionnaire=A, content_hash="x", language="en", now=clock(), of=of
        )
        for number in range(answers):
            drafts.save_answer(c, draft_id, path=f"q{number}", row="1", place="q", now=clock())
    return draft_id


def send(store: Store, clock: Clock, response_id: str, draft_id: str | None = None) -> None:
    with store.transaction() as c:
        submissions.submit(
            c, draft_id=draft_id, response_id=response_id, questionnaire=A, payload=b"{}",
            now=clock(),
        )  # fmt: skip


def test_a_visit_is_made_with_a_code_and_a_slip_that_opens_it(
    book: LocalVisits, store: Store, clock: Clock
) -> None:
    issued = book.make((A, B), Whose(initials="AB"), by="Sam")
    found = only(book)

    assert (found.id, found.code, found.state) == (issued.visit_id, issued.code, "waiting")
    assert (found.forms, found.asked, found.answered, found.sent) == ((A, B), 10, 0, "")
    opened = SlipReader(store, (), clock).open(issued.payload, (A, B))
    assert opened.id == issued.visit_id


def test_its_slip_names_nobody(book: LocalVisits, store: Store, now: datetime) -> None:
    whose = Whose(system="urn:clinic", value="4711", initials="AB")
    issued = book.make((A,), whose, by="Sam")
    key = base64.b64decode(own_slip_key(store, now=now))
    slip = read_slip(issued.payload, (key,), now=now)
    assert slip.visit_id == issued.visit_id
    content = int(issued.payload).to_bytes(200).lstrip(b"\0")
    assert b"4711" not in content
    assert len(content) == 28 + 4 + 64


def test_how_far_somebody_is_and_that_it_was_sent(
    book: LocalVisits, store: Store, clock: Clock
) -> None:
    issued = book.make((A, B), Whose(), by="Sam")
    with store.transaction() as c:
        visits.take_up(c, issued.visit_id, now=clock())
    draft_id = begin(store, clock, issued.visit_id, 3)
    found = only(book)
    assert (found.state, found.place, found.answered, found.asked) == (
        "at-the-screen",
        "Left",
        3,
        10,
    )

    send(store, clock, "r1", draft_id)
    with store.transaction() as c:
        visits.finish_visit(c, issued.visit_id, now=clock(), responses=["r1"])
    found = only(book)
    assert (found.state, found.answered, found.sent) == ("done", 10, "in-line")
    assert found.ended == clock()
    for state, said in (("sent", "yes"), ("refused", "look")):
        with store.transaction() as c:
            c.execute(outbox.update().values(state=state))
        assert only(book).sent == said


def test_what_was_offered_and_taken_is_counted(
    book: LocalVisits, store: Store, clock: Clock
) -> None:
    first, second = (book.make((A,), Whose(), by="Sam") for _ in range(2))
    book.said_no(by="Sam")
    with store.transaction() as c:
        visits.take_up(c, first.visit_id, now=clock())
    today = book.today()
    assert (today.offered, today.taken) == (3, 1)
    assert state_counts(today) == (2, 0, 1)

    book.withdraw(second.visit_id, by="Sam")
    book.said_no(by="Sam", many=-1)
    with store.transaction() as c:
        visits.put_back(c, first.visit_id, now=clock())
    assert (book.today().offered, book.today().taken) == (1, 0)


def test_what_another_desk_or_the_centre_made_was_not_offered_here(
    book: LocalVisits, store: Store, clock: Clock
) -> None:
    for by in ("central", "slip"):
        with store.transaction() as c:
            made = visits.create_visit(c, packet=(A,), by=by, now=clock())
            visits.take_up(c, made.id, now=clock())
    assert (book.today().offered, book.today().taken) == (0, 0)


def test_one_that_somebody_began_is_not_withdrawn(
    book: LocalVisits, store: Store, clock: Clock
) -> None:
    issued = book.make((A,), Whose(), by="Sam")
    with store.transaction() as c:
        visits.take_up(c, issued.visit_id, now=clock())
    with pytest.raises(RefusedError):
        book.withdraw(issued.visit_id, by="Sam")
    assert only(book).state == "at-the-screen"


def test_a_slip_is_printed_again_while_it_waits_and_that_is_on_record(
    book: LocalVisits, store: Store, clock: Clock
) -> None:
    issued = book.make((A,), Whose(), by="Sam")
    again = book.slip(issued.visit_id, by="Alex")
    assert (again.code, again.visit_id) == (issued.code, issued.visit_id)
    with store.reading() as c:
        newest = next(iter(audit.events(c, 1)))
    assert (newest.actor, newest.action) == ("Alex", "visit.slip-again")

    with store.transaction() as c:
        visits.take_up(c, issued.visit_id, now=clock())
        visits.finish_visit(c, issued.visit_id, now=clock())
    with pytest.raises(RefusedError, match="not waiting"):
        book.slip(issued.visit_id, by="Sam")


def test_who_has_no_visit_is_shown_where_the_clinic_takes_them(
    book: LocalVisits, store: Store, clock: Clock
) -> None:
    draft_id = begin(store, clock, None, 2)
    found = only(book)
    assert (found.walk_up, found.state, found.answered, found.asked) == (
        True,
        "at-the-screen",
        2,
        4,
    )

    clock.at += timedelta(minutes=10)
    assert only(book).state == "paused"
    send(store, clock, "r1", draft_id)
    assert (only(book).state, only(book).sent) == ("done", "in-line")

    closed = LocalVisits(
        store, packets=PACKETS, questions={}, now=clock, place="Left", walk_ups=False
    )
    assert closed.today().visits == ()


def test_only_today_is_shown(book: LocalVisits, store: Store, clock: Clock) -> None:
    yesterday = book.make((A,), Whose(), by="Sam")
    with store.transaction() as c:
        visits.take_up(c, yesterday.visit_id, now=clock())
        visits.finish_visit(c, yesterday.visit_id, now=clock())
    book.make((A,), Whose(), by="Sam")
    clock.at += timedelta(days=1)
    tomorrow = Whose(appointment=clock.at + timedelta(days=1))
    with store.transaction() as c:
        visits.create_visit(
            c, packet=(A,), by="central", now=clock(), whose=tomorrow,
            expires=clock.at + timedelta(days=2),
        )  # fmt: skip
    assert book.today().visits == ()


def test_used_elsewhere_it_follows_and_used_twice_it_is_told(
    book: LocalVisits, store: Store, clock: Clock
) -> None:
    issued = book.make((A,), Whose(), by="Sam")
    where: dict[str, Any] = {"place": "Right", "begun": clock(), "now": clock()}
    with store.transaction() as c:
        assert visit_days.went_elsewhere(c, issued.visit_id, state="at-the-screen", **where)
        assert not visit_days.went_elsewhere(c, issued.visit_id, state="at-the-screen", **where)
    assert (only(book).state, only(book).place) == ("at-the-screen", "Right")
    assert book.today().taken == 1

    with store.transaction() as c:
        assert visit_days.went_elsewhere(c, issued.visit_id, state="done", **where)
        assert visit_days.was_used_twice(c, issued.visit_id, now=clock())
        assert not visit_days.was_used_twice(c, issued.visit_id, now=clock())
    assert (only(book).state, only(book).twice) == ("done", True)
    with pytest.raises(RefusedError):
        book.slip(issued.visit_id, by="Sam")


def test_a_call_for_help_is_there_until_somebody_goes(
    book: LocalVisits, store: Store, clock: Clock
) -> None:
    with store.transaction() as c:
        help_calls.record_call(c, "call", kiosk_id=store.kiosk_id, now=clock())
    (call,) = book.today().calls
    assert (call.place, call.asked) == ("Left", clock())

    book.answer_call("call", by="Sam")
    assert book.today().calls == ()


def test_who_is_still_to_be_seen_to_stands_first_and_who_is_through_below(now: datetime) -> None:
    def visit(name: str, state: str, minutes: int, *, appointment: bool = True) -> DayVisit:
        at = now + timedelta(minutes=minutes)
        return DayVisit(
            name, "", (), state, Whose(appointment=at if appointment else None),
            now if appointment else at,
        )  # fmt: skip

    rows = [
        visit("early and done", visits.DONE, -60),
        visit("in an hour", visits.WAITING, 60),
        visit("was called in", visits.LEFT, -20),
        visit("came without one", visits.PAUSED, 5, appointment=False),
        visit("at the screen", visits.AT_SCREEN, -5),
    ]
    assert [row.id for row in in_order(rows)] == [
        "at the screen", "came without one", "in an hour", "was called in", "early and done",
    ]  # fmt: skip
