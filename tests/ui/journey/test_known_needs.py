"""What a known patient says they need is met at their next visit, and told to who gives it out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kiosk.forms.needs import Needs
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.resources import resource
from kiosk.settings import Patient
from kiosk.store import needs
from kiosk.store.visits import Whose

PIN = "482913"
NUMBER = Whose(system="urn:clinic", value="4711")
BORN = Whose(birth_date=date(1950, 2, 3), letters="AL", initials="AL")
CODE = Patient(identity="code", languages=("en", "ar"), draft_translations=("ar",))
UNDO = "As you asked before: strong contrast, more time. Undo"


@pytest.fixture
def packet(make_form: Any, make_choice: Any) -> tuple[Any, ...]:
    """The form that asks what one needs, and another."""
    asking = read_questionnaire(resource("forms", "communication-needs.json").read_bytes())
    return asking, make_form("mind", make_choice("mood", "How is your mood?"))


@pytest.fixture
def open_next(
    open_kiosk: Callable[..., Any], packet: Any, give: Any, desk_of: Any
) -> Callable[..., Any]:
    """Opens a kiosk before which a patient holds the slip of a visit: `open_next(form, whose)`."""

    def open_one(form: int, whose: Whose | None, settings: Patient = CODE) -> Any:
        kiosk = open_kiosk(settings=settings, forms=packet)
        hold(kiosk, packet[form], whose)
        return kiosk

    def hold(kiosk: Any, form: Any, whose: Whose | None) -> None:
        desk_of(kiosk).scan(give((form,), whose).code)
        kiosk.finger.wait_until(lambda: kiosk.patient.page == "start", "the visit")

    return open_one


def say_and_send(kiosk: Any, *touched: str) -> None:
    """The whole form that asks what one needs; "Continue" wherever nothing of these is asked."""
    kiosk.finger.touch(kiosk.words.say(kiosk.patient.speaking.code, "who_self"))
    kiosk.finger.wait_for_stillness()
    while kiosk.patient.page == "question":
        for name in touched:
            if kiosk.finger.sees(name):
                kiosk.finger.touch(name)
        before = kiosk.patient.sitting.page
        kiosk.patient.goOn()
        if kiosk.patient.page == "question" and kiosk.patient.sitting.page is before:
            kiosk.patient.shown.decline()
            kiosk.patient.goOn()
        kiosk.finger.wait_for_stillness()
    kiosk.finger.touch("Send my answers")
    kiosk.finger.wait_for("I have finished")
    kiosk.finger.touch("I have finished")


def kept(kiosk: Any, whose: Whose) -> Needs:
    kiosk.settle()
    with kiosk.store.reading() as c:
        return needs.needs_of(c, whose)


def keep(kiosk: Any, give: Any, whose: Whose, *codes: str, language: str = "en") -> None:
    """As if said at an earlier visit."""
    visit = give(kiosk.patient.offer.forms[:1], whose)
    with kiosk.store.transaction() as c:
        said = Needs(frozenset(codes), language)
        needs.keep_needs(c, visit.id, said, now=kiosk.patient._now())


def test_said_once_it_is_met_at_the_next_visit_and_not_for_somebody_else(
    open_next: Any, give: Any, packet: Any, desk_of: Any
) -> None:
    kiosk = open_next(0, NUMBER)
    say_and_send(kiosk, "Larger text", "More time", "An interpreter for my language")
    assert kept(kiosk, NUMBER).codes == {"larger-text", "more-time", "interpreter"}
    assert (kiosk.patient.display.textStep, kiosk.patient.idle.slower) == (0, False)

    desk_of(kiosk).scan(give(packet[1:], NUMBER).code)
    kiosk.finger.wait_for("Who is answering?")
    assert (kiosk.patient.display.textStep, kiosk.patient.idle.slower) == (1, True)
    kiosk.finger.wait_for("As you asked before: larger text, more time. Undo")
    kiosk.finger.touch("I answer myself")
    desk_of(kiosk).answer("Good")
    assert kiosk.patient.display.textStep == 1  # no answer to something else takes it back
    kiosk.patient.leave(delete=False)

    desk_of(kiosk).scan(give(packet[1:], Whose("urn:clinic", "4712")).code)
    kiosk.finger.wait_for("Who is answering?")
    assert (kiosk.patient.display.textStep, kiosk.patient.knownText) == (0, "")


def test_one_touch_brings_the_usual_screen_and_the_next_visit_knows_it_still(
    open_next: Any, give: Any, packet: Any, desk_of: Any
) -> None:
    kiosk = open_next(0, NUMBER)
    say_and_send(kiosk, "Strong contrast", "More time")
    desk_of(kiosk).scan(give(packet[1:], NUMBER).code)
    kiosk.finger.touch(UNDO)
    assert kiosk.patient.display.isNormal
    assert not kiosk.patient.idle.slower
    assert not kiosk.finger.sees(UNDO)
    assert kept(kiosk, NUMBER).codes == {"strong-contrast", "more-time"}


def test_the_newest_answer_counts_question_by_question(
    open_next: Any, give: Any, packet: Any, desk_of: Any
) -> None:
    kiosk = open_next(0, NUMBER)
    say_and_send(kiosk, "Larger text", "A hearing loop")
    desk_of(kiosk).scan(give(packet[:1], NUMBER).code)
    kiosk.finger.touch("I answer myself")
    kiosk.finger.touch("Strong contrast")  # and larger text no more
    assert kiosk.patient.display.textStep == 0
    assert kiosk.patient.display.theme == "contrast"
    kiosk.finger.touch("Back")
    say_and_send(kiosk)
    assert kept(kiosk, NUMBER).codes == {"strong-contrast", "hearing-loop"}


def test_who_needs_none_of_it_any_more_is_forgotten(
    open_next: Any, give: Any, packet: Any, desk_of: Any
) -> None:
    kiosk = open_next(0, NUMBER)
    say_and_send(kiosk, "Larger text")
    desk_of(kiosk).scan(give(packet[:1], NUMBER).code)
    kiosk.finger.wait_for("Who is answering?")
    say_and_send(kiosk, "I need none of these", "Yes")
    assert kept(kiosk, NUMBER) == Needs()


@pytest.mark.parametrize(("whose", "days"), [(Whose(initials="AL"), 400), (None, 400), (NUMBER, 0)])
def test_of_whom_nobody_knows_or_where_the_clinic_keeps_none_nothing_is_kept(
    open_next: Any, whose: Whose | None, days: int
) -> None:
    kiosk = open_next(0, whose, Patient(identity="code", needs_days=days))
    say_and_send(kiosk, "Larger text")
    assert kept(kiosk, whose or Whose()) == Needs()


def test_what_was_not_sent_is_not_kept(open_next: Any) -> None:
    kiosk = open_next(0, NUMBER)
    kiosk.finger.touch("I answer myself")
    kiosk.finger.touch("Larger text")
    kiosk.patient.leave(delete=False)
    assert kept(kiosk, NUMBER) == Needs()


def test_a_slip_held_before_the_first_page_speaks_the_patients_language(
    open_kiosk: Any, packet: Any, give: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(settings=CODE, forms=packet)
    keep(kiosk, give, NUMBER, "interpreter", language="ar")
    desk_of(kiosk).scan(give(packet[1:], NUMBER).code)
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "start", "the visit")
    assert kiosk.patient.speaking.code == "ar"
    kiosk.patient.leave(delete=False)
    kiosk.finger.touch("English")  # who touched a language means it
    kiosk.patient.scan(give(packet[1:], NUMBER).code)
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "start", "the visit")
    assert kiosk.patient.speaking.code == "en"


def test_whoever_guesses_a_date_of_birth_learns_no_need_before_this_is_you(
    open_kiosk: Any, packet: Any, give: Any
) -> None:
    kiosk = open_kiosk(settings=Patient(identity="birthdate"), forms=packet)
    keep(kiosk, give, BORN, "larger-text", "interpreter")
    with kiosk.store.transaction() as c:
        c.exec_driver_sql("DELETE FROM visit")
    give(packet[1:], BORN)
    kiosk.finger.touch("English")
    kiosk.patient.identity.enter({"day": "3", "month": "2", "year": "1950"})
    kiosk.finger.touch("Continue")
    for letter in "AL":
        kiosk.patient.identity.press(letter)
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("A. L.")
    assert kiosk.patient.display.isNormal
    assert not any("text" in name for name in kiosk.finger.names())
    kiosk.finger.touch("Yes, this is me")
    kiosk.finger.wait_for("Who is answering?")
    assert kiosk.patient.display.textStep == 1
    assert "interpreter" not in kiosk.patient.knownText


def test_who_gives_out_a_visit_is_told_what_its_patient_needs(
    open_kiosk: Any, packet: Any, give: Any
) -> None:
    kiosk = open_kiosk(settings=Patient(identity="birthdate"), forms=packet)
    keep(kiosk, give, BORN, "larger-text", "interpreter", language="ar")
    kiosk.staff.open()
    for digit in PIN:
        kiosk.staff.pin.press(digit)
    kiosk.staff.pin.enter()
    kiosk.finger.touch("Give out forms")
    kiosk.finger.touch("About mind")
    kiosk.finger.touch("Continue")
    for field, signs in (("Date of birth", "03021950"), ("Initials", "AL")):
        kiosk.finger.touch(f"Change: {field}")
        for sign in signs:
            kiosk.finger.touch(sign)
        kiosk.finger.touch("Done")
    kiosk.finger.touch("Make the visit")
    told = "Needs: larger text, an interpreter. Used the screen in: {}."
    arabic = kiosk.words.language("ar").name
    kiosk.finger.wait_for(
        told.format(f"\N{FIRST STRONG ISOLATE}{arabic}\N{POP DIRECTIONAL ISOLATE}")
    )
    kiosk.finger.touch("Next patient")
    assert kiosk.staff.giving.needs == ""
