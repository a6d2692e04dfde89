"""Staff give out forms: chosen by touch, found by the patient with a code or a date of birth."""

from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtGui import QImage

from kiosk.settings import Patient
from kiosk.store import visits
from kiosk.store.visits import Visit
from kiosk.ui.staff.entries import BIRTH, INITIALS, TIME, Entered
from kiosk.ui.staff.giving import qr_runs

PIN = "482913"
CODE, BIRTHDATE = Patient(identity="code"), Patient(identity="birthdate")


def give(kiosk: Any, *forms: str) -> None:
    kiosk.staff.open()
    for digit in PIN:
        kiosk.staff.pin.press(digit)
    kiosk.staff.pin.enter()
    kiosk.finger.touch("Give out forms")
    for form in forms:
        kiosk.finger.touch(form)
    kiosk.finger.touch("Continue")


def fill(kiosk: Any, field: str, signs: str) -> None:
    kiosk.finger.touch(f"Change: {field}")
    for sign in signs:
        kiosk.finger.touch(sign)
    kiosk.finger.touch("Done")


def shown_code(kiosk: Any) -> str:
    kiosk.finger.wait_for("The forms are ready")
    found = [name for name in kiosk.finger.names() if name.startswith("Visit code ")]
    return found[0].removeprefix("Visit code ")


def visit_of(kiosk: Any, code: str, now: datetime) -> Visit | None:
    kiosk.settle()
    with kiosk.store.reading() as c:
        return visits.visit_by_code(c, code, now=now)


def test_the_code_on_the_screen_finds_the_forms_in_the_order_touched(
    open_kiosk: Any, now: datetime
) -> None:
    kiosk = open_kiosk(settings=CODE)
    give(kiosk, "Worries (GAD-7)", "What matters to you today")
    kiosk.finger.touch("Make the visit")
    found = visit_of(kiosk, shown_code(kiosk), now)
    what_matters, _, worries = (form.canonical for form in kiosk.patient.offer.forms)
    assert found is not None
    assert found.packet == (worries, what_matters)
    assert (found.made_by, found.state) == ("Sam", "waiting")
    assert found.whose == visits.Whose()


def test_the_code_stands_in_one_line_and_leaves_room_for_its_drawing(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=CODE, panel=((800, 1280), 5.9))
    kiosk.patient._display.setText(2)
    give(kiosk, "Worries (GAD-7)")
    kiosk.finger.touch("Make the visit")
    letters = kiosk.finger.find(f"Visit code {shown_code(kiosk)}").rect
    assert letters.height() < letters.width() / 4


def test_initials_and_a_time_are_kept_for_is_this_you(open_kiosk: Any, now: datetime) -> None:
    kiosk = open_kiosk(settings=CODE)
    give(kiosk, "Pain today")
    fill(kiosk, "Initials", "AL")
    fill(kiosk, "Appointment", "0930")
    shown = [node.description for node in kiosk.finger.nodes() if node.name.startswith("Change: ")]
    assert shown == ["A.L", "09:30"]
    kiosk.finger.touch("Make the visit")
    found = visit_of(kiosk, shown_code(kiosk), now)
    assert found is not None
    assert found.whose.initials == "AL"
    assert found.whose.appointment is not None
    assert f"{found.whose.appointment.astimezone():%H:%M}" == "09:30"


@pytest.mark.parametrize("language", ["ar", "pl"])
def test_every_letter_of_an_alphabet_can_be_touched_on_a_small_panel(
    open_kiosk: Any, language: str
) -> None:
    settings = Patient(identity="code", languages=(language,), draft_translations=(language,))
    kiosk = open_kiosk(settings=settings, panel=((1280, 800), 5.9))
    kiosk.staff.open()
    kiosk.staff.giving.enter(INITIALS)
    kiosk.staff._go("field")
    for letter in kiosk.words.say(language, "give_letters"):
        kiosk.finger.touch(letter)
        assert kiosk.staff.giving.shown == letter
        kiosk.staff.giving.erase()


def test_a_form_touched_twice_is_not_in_the_packet_and_none_is_a_problem(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=CODE)
    give(kiosk, "Pain today", "Pain today")
    kiosk.finger.wait_until(lambda: kiosk.staff.problem != "", "a problem")
    assert kiosk.staff.problem == "Choose at least one form"
    assert kiosk.finger.find("Pain today").checked is False
    kiosk.finger.touch("Pain today")
    assert kiosk.finger.find("Pain today").checked is True
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("Who is it for?")


def test_a_time_that_is_none_is_told_and_kept_to_be_mended(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=CODE)
    give(kiosk, "Pain today")
    fill(kiosk, "Appointment", "2570")
    kiosk.finger.wait_until(lambda: kiosk.staff.problem != "", "a problem")
    assert kiosk.finger.sees("25:70")
    for _ in range(3):
        kiosk.finger.touch("Delete")
    for digit in "130":
        kiosk.finger.touch(digit)
    kiosk.finger.touch("Done")
    kiosk.finger.wait_for("Who is it for?")


def test_by_date_of_birth_both_are_needed_and_no_code_is_shown(
    open_kiosk: Any, now: datetime
) -> None:
    kiosk = open_kiosk(settings=BIRTHDATE)
    give(kiosk, "Pain today")
    kiosk.finger.touch("Make the visit")
    kiosk.finger.wait_until(lambda: kiosk.staff.problem != "", "a problem")
    fill(kiosk, "Date of birth", "05031950")
    fill(kiosk, "Initials", "AL")
    kiosk.finger.touch("Make the visit")
    kiosk.finger.wait_for("The forms are ready")
    assert not any(name.startswith("Visit code") for name in kiosk.finger.names())
    with kiosk.store.reading() as c:
        (found,) = visits.visits_by_birth_date(c, date(1950, 3, 5), "al", now=now)
    assert found.packet == (kiosk.patient.offer.forms[1].canonical,)


def test_next_begins_anew_and_closing_forgets_the_code(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=CODE)
    give(kiosk, "Pain today")
    kiosk.finger.touch("Make the visit")
    code = shown_code(kiosk)
    kiosk.finger.touch("Next patient")
    kiosk.finger.wait_for("Which forms?")
    assert not kiosk.finger.find("Pain today").checked
    assert code not in "\n".join(kiosk.finger.names())
    kiosk.staff.close()
    assert (kiosk.staff.giving.code, kiosk.staff.giving.qr) == ("", [])


def test_a_visit_that_can_not_be_made_is_told(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=CODE)
    give(kiosk, "Pain today")
    with kiosk.busy_store():
        kiosk.finger.touch("Make the visit")
        kiosk.finger.wait_until(lambda: kiosk.staff.problem != "", "a problem")
    assert kiosk.staff.page == "details"


def test_a_visit_that_comes_late_is_not_shown_to_the_next(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=CODE)
    give(kiosk, "Pain today")
    with kiosk.slow_disk():
        kiosk.staff.goOn()
        kiosk.staff.close()
        kiosk.staff.open()
    kiosk.settle()
    assert kiosk.staff.page == "pin"
    assert kiosk.staff.giving.code == ""


def test_the_drawing_on_the_screen_is_a_code_with_quiet_around_it(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=CODE)
    give(kiosk, "Pain today")
    kiosk.finger.touch("Make the visit")
    code = shown_code(kiosk).replace(" ", "")
    kiosk.finger.wait_for_stillness()
    picture = kiosk.window.root.grabWindow().convertToFormat(QImage.Format.Format_Grayscale8)
    lines = [bytes(picture.constScanLine(y))[: picture.width()] for y in range(picture.height())]
    black = [(y, line.index(0)) for y, line in enumerate(lines) if 0 in line]
    top, left = black[0][0], min(x for _, x in black)
    side = black[-1][0] + 1 - top
    runs = qr_runs(code)
    module = side / runs[0]["of"]
    dark = {(x, run["y"]) for run in runs for x in range(run["x"], run["x"] + run["wide"])}
    for y in range(-4, runs[0]["of"] + 4):
        for x in range(-4, runs[0]["of"] + 4):
            at = lines[int(top + (y + 0.5) * module)][int(left + (x + 0.5) * module)]
            assert (at == 0) == ((x, y) in dark)


@pytest.mark.parametrize(
    ("signs", "problem"),
    [
        ("", ""),
        ("0930", ""),
        ("0000", ""),
        ("2359", ""),
        ("2400", "x"),
        ("093", "x"),
        ("1260", "x"),
    ],
)
def test_which_times_there_are(now: datetime, signs: str, problem: str) -> None:
    assert bool(Entered(time=signs).problem(TIME, now=now)) == bool(problem)


@pytest.mark.parametrize(
    ("signs", "problem"),
    [
        ("", ""), ("05031950", ""), ("29022000", ""), ("02032026", ""), ("29021900", "x"),
        ("03032026", "x"), ("0503195", "x"), ("32011950", "x"), ("01130000", "x"),
    ],
)  # fmt: skip
def test_which_dates_of_birth_there_are(now: datetime, signs: str, problem: str) -> None:
    assert bool(Entered(birth=signs).problem(BIRTH, now=now)) == bool(problem)


def test_no_field_takes_more_than_it_has_room_for() -> None:
    entered = Entered()
    for sign in "ABCDE":
        entered = entered.with_sign(INITIALS, sign)
    assert entered.shown(INITIALS) == "A.B"
    assert entered.without_last(INITIALS).without_last(INITIALS).without_last(INITIALS) == Entered()
