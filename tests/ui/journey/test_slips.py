"""Slips: signed at one PC, taken at another with no network, once at each."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.desk.slips import own_slip_key, slip_of
from kiosk.settings import Patient
from kiosk.store import visits
from kiosk.store.database import Store

CODE = Patient(identity="code")
AT_THE_DESK = "Show this slip at the desk."
Slips = Callable[..., tuple[Any, str]]


@pytest.fixture
def slips(other_store: Store, three: Any, now: datetime) -> Slips:
    """`slips(forms, store)`: a visit and its slip, made at another PC of the clinic."""

    def make(packet: Any = three, store: Store = other_store, **more: Any) -> tuple[Any, str]:
        names = tuple(one.canonical for one in packet)
        with store.transaction() as c:
            made = visits.create_visit(c, packet=names, by="Sam", now=now, **more)
            return made, slip_of(c, made, now=now)

    return make


@pytest.fixture
def open_here(
    open_kiosk: Any, three: Any, store: Store, other_store: Store, now: datetime
) -> Callable[..., Any]:
    """Opens a kiosk that knows the key of the other PC, and nothing else of it."""
    key = own_slip_key(other_store, now=now)

    def open_it(clock: datetime = now, keys: tuple[str, ...] = (key,)) -> Any:
        return open_kiosk(
            settings=CODE, forms=three, slip_keys=keys, store=store, clock=lambda: clock
        )

    return open_it


@pytest.fixture
def kiosk(open_here: Callable[..., Any]) -> Any:
    """One that is open, at the right time."""
    return open_here()


def problem(kiosk: Any) -> str:
    kiosk.settle()
    kiosk.finger.wait_for_stillness()
    return next((n.name for n in kiosk.finger.nodes() if n.role == "AlertMessage"), "")


def take(kiosk: Any, desk: Any, slip: str) -> None:
    desk.scan(slip)
    kiosk.finger.wait_for("Who is answering?")


def test_a_slip_of_another_pc_opens_its_forms_here(
    kiosk: Any, slips: Slips, desk_of: Any, three: Any
) -> None:
    visit, slip = slips(three[:2])
    take(kiosk, desk_of(kiosk), slip)

    assert kiosk.patient.packetText.splitlines() == ["About body", "About mind"]
    assert desk_of(kiosk).state(visit) == "at-the-screen"


def test_the_second_time_at_the_same_kiosk_it_opens_nothing(
    kiosk: Any, slips: Slips, desk_of: Any, three: Any
) -> None:
    desk, (visit, slip) = desk_of(kiosk), slips(three[1:2])
    take(kiosk, desk, slip)
    kiosk.finger.touch("I answer myself")
    desk.answer("Good")
    kiosk.finger.touch("Send my answers")
    kiosk.finger.touch("I have finished")
    assert desk.state(visit) == "done"

    desk.scan(slip)
    assert AT_THE_DESK in problem(kiosk)
    assert desk.events()[0] == "slip.used"


def test_who_left_before_answering_may_come_back_with_it(
    kiosk: Any, slips: Slips, desk_of: Any
) -> None:
    desk, (visit, slip) = desk_of(kiosk), slips()
    take(kiosk, desk, slip)
    kiosk.patient.leave(delete=False)
    assert desk.state(visit) == "waiting"

    take(kiosk, desk, slip)
    assert desk.state(visit) == "at-the-screen"


def test_a_slip_of_this_kiosk_opens_the_visit_that_it_made(
    kiosk: Any, slips: Slips, desk_of: Any, three: Any, store: Store
) -> None:
    visit, slip = slips(three, store)
    take(kiosk, desk_of(kiosk), slip)

    assert desk_of(kiosk).state(visit) == "at-the-screen"


def test_after_its_end_it_opens_nothing(
    open_here: Any, slips: Slips, desk_of: Any, now: datetime
) -> None:
    ends = now + timedelta(hours=1)
    (_, slip), late = slips(expires=ends), open_here(ends)
    desk_of(late).scan(slip)

    assert AT_THE_DESK in problem(late)
    assert desk_of(late).events()[0] == "slip.expired"


def test_a_slip_of_another_clinic_and_a_forged_one_read_alike_and_are_told_apart_by_the_audit(
    kiosk: Any, slips: Slips, desk_of: Any, open_here: Any
) -> None:
    _, slip = slips()
    desk = desk_of(kiosk)
    forged = slip[:-12] + str((int(slip[-12]) + 1) % 10) + slip[-11:]
    desk.scan(forged)
    assert AT_THE_DESK in problem(kiosk)
    assert desk.events()[0] == "slip.forged"

    stranger = open_here(keys=())
    desk_of(stranger).scan(slip)
    assert AT_THE_DESK in problem(stranger)
    assert desk_of(stranger).events()[0] == "slip.other-clinic"


def test_a_clock_that_is_behind_says_so_and_is_nobodys_guess(
    open_here: Any, slips: Slips, desk_of: Any
) -> None:
    (_, slip), behind = slips(), open_here(datetime(1970, 1, 2, tzinfo=UTC))
    for _ in range(7):
        desk_of(behind).scan(slip)
        assert "check slips just now." in problem(behind)
    assert desk_of(behind).events()[0] == "slip.clock-behind"


def test_ten_tries_of_guessing_are_stopped_at_five(kiosk: Any, slips: Slips, desk_of: Any) -> None:
    visit, slip = slips()
    desk = desk_of(kiosk)
    for number in range(10):
        desk.scan(slip[:-20] + str(number) * 20)
        kiosk.settle()

    assert kiosk.finger.wait_for("Ask at the desk")
    tried = [event for event in desk.events() if event.startswith("slip.")]
    assert len(tried) == 5
    desk.scan(slip)
    assert desk.state(visit) == ""


def test_a_withdrawn_visit_is_not_opened_by_its_slip(
    kiosk: Any, slips: Slips, desk_of: Any, store: Store, now: datetime
) -> None:
    visit, slip = slips(store=store)
    with store.transaction() as c:
        assert visits.withdraw_visit(c, visit.id, by="Sam", now=now)
    desk_of(kiosk).scan(slip)

    assert AT_THE_DESK in problem(kiosk)


def test_a_slip_without_a_form_that_is_here_is_sent_to_the_desk(
    kiosk: Any, slips: Slips, desk_of: Any, make_form: Any, make_choice: Any
) -> None:
    _, slip = slips((make_form("elsewhere", make_choice("a", "A?")),))
    desk_of(kiosk).scan(slip)

    assert AT_THE_DESK in problem(kiosk)
    assert desk_of(kiosk).events()[0] == "slip.no-form"
