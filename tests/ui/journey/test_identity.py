"""Who is at the screen: never a list, five tries, and nothing is told of what was right (AC 19)."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from kiosk.coproduction.bands import Band
from kiosk.settings import Patient
from kiosk.store.figures import bands_counted
from kiosk.store.visits import Whose

CODE = Patient(identity="code")
BIRTH = Patient(identity="birthdate")
BORN = Whose(birth_date=date(1950, 2, 3), letters="AL", initials="AL")
NOT_FOUND = "We could not find you. Look at it again, or ask at the desk."
SORRY = "Ask at the desk"


def enter(kiosk: Any, signs: str) -> None:
    for sign in signs:
        kiosk.finger.touch(sign)
    kiosk.finger.touch("Continue")


def problem(kiosk: Any) -> str:
    kiosk.settle()
    return next((n.name for n in kiosk.finger.nodes() if n.role == "AlertMessage"), "")


def enter_birth(kiosk: Any, day: str, month: str, year: str) -> None:
    for field, text in (("Day", day), ("Year", year)):
        kiosk.finger.touch(field)
        for digit in text:
            kiosk.finger.touch(digit)
    kiosk.finger.touch("Month")
    kiosk.finger.touch(month)
    kiosk.finger.touch("Continue")


@pytest.fixture
def asks_code(open_kiosk: Any, three: Any) -> Any:
    """A kiosk that asks for a code, after the language was touched."""
    kiosk = open_kiosk(settings=CODE, forms=three)
    kiosk.finger.touch("English")
    kiosk.finger.wait_for("What is your code?")
    return kiosk


@pytest.fixture
def asks_birth(open_kiosk: Any, three: Any) -> Any:
    """A kiosk that asks for the date of birth."""
    kiosk = open_kiosk(settings=BIRTH, forms=three)
    kiosk.finger.touch("English")
    kiosk.finger.wait_for("When were you born?")
    return kiosk


def test_a_code_typed_with_the_pad_leads_to_who_answers(
    asks_code: Any, give: Any, three: Any, desk_of: Any
) -> None:
    visit = give(three)
    enter(asks_code, visit.code)
    asks_code.finger.wait_for("Who is answering?")
    assert desk_of(asks_code).state(visit) == "at-the-screen"
    assert asks_code.patient.packetText.splitlines() == ["About body", "About mind", "About nights"]


def test_the_keys_are_large_and_apart(asks_code: Any) -> None:
    keys = [n for n in asks_code.finger.nodes() if n.role == "Button" and len(n.name) == 1]
    assert len(keys) == 21
    assert min(min(key.rect.width(), key.rect.height()) for key in keys) >= 20 * 3.6
    rows: dict[int, list[Any]] = {}
    for key in keys:
        rows.setdefault(key.rect.y(), []).append(key.rect)
    gaps = [b.left() - a.right() for row in rows.values() for a, b in pairwise(row)]
    assert min(gaps) >= 3 * 3.6


@pytest.mark.parametrize("panel", [((1280, 800), 5.9), ((1920, 1080), 3.6)])
@pytest.mark.parametrize("step", [0, 2])
def test_no_key_is_too_small_nor_outside_on_any_panel(
    open_kiosk: Any, panel: Any, step: int
) -> None:
    least = 16 if panel[1] > 5 else 20
    for identity in ("code", "birthdate"):
        kiosk = open_kiosk(settings=Patient(identity=identity), panel=panel)
        kiosk.finger.touch("English")
        kiosk.patient.display.setText(step)
        if identity == "birthdate":
            kiosk.patient.identity.enter({"day": "3", "month": "2", "year": "1950"})
            kiosk.patient.identity.goOn()
        kiosk.finger.wait_for_stillness()
        nodes = kiosk.finger.nodes()
        keys = [n.rect for n in nodes if n.role == "Button" and len(n.name) == 1]
        assert len(keys) in {21, 26}
        assert min(min(rect.width(), rect.height()) for rect in keys) >= least * panel[1]
        lowest = next(n.rect.top() for n in nodes if n.name == "Continue")
        assert max(rect.bottom() for rect in keys) <= lowest - 3 * panel[1] + 1


def test_an_unfinished_code_is_no_try(asks_code: Any) -> None:
    for _ in range(7):
        asks_code.finger.touch("Continue")
        asks_code.finger.wait_for_stillness()
    assert "Enter all 6 signs" in problem(asks_code)
    assert asks_code.patient.identity.step == "code"


def test_what_was_typed_stays_after_a_miss_and_is_mended(
    asks_code: Any, give: Any, three: Any
) -> None:
    visit = give(three)
    wrong = visit.code[:-1] + ("C" if visit.code[-1] != "C" else "D")
    enter(asks_code, wrong)
    asks_code.settle()
    assert NOT_FOUND in problem(asks_code)
    asks_code.finger.touch("Delete")
    enter(asks_code, visit.code[-1])
    asks_code.finger.wait_for("Who is answering?")


def test_after_five_wrong_codes_one_is_sent_to_the_desk(
    asks_code: Any, give: Any, three: Any, desk_of: Any
) -> None:
    visit = give(three)
    for sign in "CDFHJ":
        for _ in range(6):
            asks_code.finger.touch("Delete")
        enter(asks_code, sign * 6)
        asks_code.settle()
    assert asks_code.finger.wait_for(SORRY)
    assert not [n for n in asks_code.finger.nodes() if len(n.name) == 1 and n.role == "Button"]
    desk_of(asks_code).scan(visit.code)
    assert desk_of(asks_code).state(visit) == "waiting"


def test_going_away_and_coming_back_gives_no_try_back(
    asks_code: Any, give: Any, three: Any
) -> None:
    for sign in "CDFHJ":
        asks_code.patient.identity.tryCode(sign * 6)
        asks_code.settle()
    asks_code.finger.touch("Go to the first page")
    asks_code.finger.touch("English")
    assert asks_code.finger.wait_for(SORRY)
    asks_code.patient.identity.tryCode(give(three).code)
    asks_code.settle()
    assert asks_code.patient.page == "identity"


def test_who_has_no_code_can_go_on_without_one_also_from_the_desk_page(asks_code: Any) -> None:
    asks_code.patient.identity.refuse()
    asks_code.finger.touch("I have no code")
    asks_code.finger.wait_for("About mind")


def test_where_walk_ups_are_not_taken_there_is_no_way_around(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=Patient(identity="code", walk_ups=False))
    kiosk.finger.touch("English")
    kiosk.finger.wait_for("What is your code?")
    assert not kiosk.finger.sees("I have no code")
    kiosk.patient.identity.walkUp()
    assert kiosk.patient.page == "identity"


def test_birth_date_and_letters_show_initials_and_time_and_nothing_else(
    asks_birth: Any, give: Any, three: Any, now: datetime, desk_of: Any
) -> None:
    whose = Whose("urn:nhs", "943 476 5919", BORN.birth_date, "AL", "AL", now + timedelta(hours=1))
    visit = give(three, whose)
    enter_birth(asks_birth, "3", "February", "1950")
    enter(asks_birth, "AL")
    asks_birth.finger.wait_for("Is this you?")
    told = " ".join(asks_birth.finger.names())
    assert "A. L." in told
    assert not any(secret in told for secret in ("943", "1950", "About"))
    assert desk_of(asks_birth).state(visit) == "waiting"
    asks_birth.finger.touch("Yes, this is me")
    asks_birth.finger.wait_for("Who is answering?")
    assert desk_of(asks_birth).state(visit) == "at-the-screen"


def test_a_birth_date_one_is_found_by_gives_the_age_band_and_is_forgotten(
    asks_birth: Any, give: Any, three: Any, now: datetime
) -> None:
    give(three, BORN)
    enter_birth(asks_birth, "3", "February", "1950")
    enter(asks_birth, "AL")
    asks_birth.finger.touch("Yes, this is me")
    asks_birth.finger.touch("I answer myself")
    asks_birth.finger.wait_until(lambda: asks_birth.patient.page == "question")
    asks_birth.nobody_touches_it()
    asks_birth.settle()

    assert asks_birth.patient._identity.age_band == "unknown"
    day = now.astimezone().date()
    with asks_birth.store.reading() as c:
        assert [one for one in bands_counted(c, day, day) if one.dimension == "age"] == [
            Band("age", "65-79", 1, 0)
        ]


@pytest.mark.parametrize(("day", "letters"), [("3", "AM"), ("4", "AL"), ("4", "ZZ")])
def test_a_wrong_date_and_wrong_letters_are_told_the_same(
    asks_birth: Any, give: Any, three: Any, day: str, letters: str
) -> None:
    give(three, BORN)
    asks_birth.patient.identity.enter({"day": day, "month": "2", "year": "1950"})
    asks_birth.finger.touch("Continue")
    enter(asks_birth, letters)
    asks_birth.settle()
    assert asks_birth.finger.heading().endswith("When were you born?")
    assert NOT_FOUND in problem(asks_birth)
    assert asks_birth.patient.identity.field == ""


def test_two_visits_of_the_same_birth_date_and_letters_open_neither(
    asks_birth: Any, give: Any, three: Any
) -> None:
    give(three, BORN)
    give(three, BORN)
    asks_birth.patient.identity.enter({"day": "3", "month": "2", "year": "1950"})
    asks_birth.finger.touch("Continue")
    enter(asks_birth, "AL")
    asks_birth.settle()
    assert NOT_FOUND in problem(asks_birth)


def test_a_date_that_is_none_is_told_with_its_field_and_is_no_try(asks_birth: Any) -> None:
    asks_birth.patient.identity.enter({"day": "31", "month": "2", "year": "1950"})
    for _ in range(6):
        asks_birth.finger.touch("Continue")
    assert "real date" in problem(asks_birth)
    assert asks_birth.patient.identity.field == "day"


def test_who_says_that_it_is_not_them_has_one_try_less(
    asks_birth: Any, give: Any, three: Any, desk_of: Any
) -> None:
    visit = give(three, BORN)
    for _ in range(5):
        asks_birth.patient.identity.enter({"day": "3", "month": "2", "year": "1950"})
        asks_birth.finger.touch("Continue")
        asks_birth.patient.identity.press("A")
        asks_birth.patient.identity.press("L")
        asks_birth.finger.touch("Continue")
        asks_birth.finger.touch("No, this is not me")
    asks_birth.finger.wait_for(SORRY)
    assert desk_of(asks_birth).state(visit) == "waiting"


def test_back_goes_through_the_pages_that_ask(asks_birth: Any) -> None:
    asks_birth.patient.identity.enter({"day": "3", "month": "2", "year": "1950"})
    asks_birth.finger.touch("Continue")
    asks_birth.finger.wait_for("What are the first letters of your names?")
    asks_birth.finger.touch("Back")
    asks_birth.finger.wait_for("When were you born?")
    asks_birth.finger.touch("Back")
    asks_birth.finger.wait_for("English")


def test_the_next_person_finds_nothing_of_what_was_typed(asks_birth: Any) -> None:
    asks_birth.patient.identity.enter({"day": "3", "month": "2", "year": "1950"})
    asks_birth.patient.leave(delete=False)
    asks_birth.finger.touch("English")
    asks_birth.finger.wait_for("When were you born?")
    assert asks_birth.patient.identity.entry == {}


def test_who_leaves_before_the_first_answer_can_come_back_with_the_same_code(
    asks_code: Any, give: Any, three: Any, desk_of: Any
) -> None:
    visit = give(three)
    enter(asks_code, visit.code)
    asks_code.finger.wait_for("Who is answering?")
    asks_code.finger.touch("Back")
    asks_code.finger.wait_for("English")
    assert desk_of(asks_code).state(visit) == "waiting"


def test_who_is_gone_before_the_visit_was_found_does_not_hold_it(
    asks_code: Any, give: Any, three: Any, desk_of: Any
) -> None:
    visit = give(three)
    found = asks_code.patient._shelf.find_by_code(visit.code)
    with asks_code.slow_disk():
        asks_code.patient.identity._take_up(found)  # the moment between finding and taking up
        asks_code.patient.leave(delete=False)
    asks_code.settle()
    assert asks_code.patient.page == "attract"
    assert desk_of(asks_code).state(visit) == "waiting"


def test_a_visit_whose_forms_are_not_here_is_sent_to_the_desk(
    asks_code: Any, give: Any, make_form: Any, desk_of: Any
) -> None:
    visit = give((make_form("elsewhere", {"linkId": "q", "type": "string", "text": "?"}),))
    enter(asks_code, visit.code)
    asks_code.finger.wait_for(SORRY)
    assert desk_of(asks_code).state(visit) == "waiting"
