"""A form that is not in the patient's language is never shown as if it were."""

from typing import Any

import pytest

from kiosk.settings import Patient
from kiosk.store.visits import Whose

ARABIC = "العربية"
BOTH = Patient(languages=("en", "ar"), draft_translations=("ar",), identity="code")
TITLE = "هذه الأسئلة متوفرة فقط بهذه اللغة: \u2068English\u2069"
CALL, GO_ON, LEAVE_OUT = "أريد مترجمًا", "أستطيع قراءتها. متابعة", "تخطّي هذه الأسئلة"
MYSELF, CONTINUE = "أجيب بنفسي", "متابعة"


@pytest.fixture
def arabic(make_form: Any, make_choice: Any) -> Any:
    """A form in English and Arabic."""
    translation = {
        "url": "http://hl7.org/fhir/StructureDefinition/translation",
        "extension": [
            {"url": "lang", "valueCode": "ar"},
            {"url": "content", "valueString": "كيف تمشي؟"},
        ],
    }
    walk = make_choice("walk", "How do you walk?", _text={"extension": [translation]})
    for option in walk["answerOption"]:
        coding = option["valueCoding"]
        said = {"Good": "جيد", "Fair": "مقبول", "Bad": "سيئ"}[coding["code"]]
        extension = {
            **translation,
            "extension": [
                {"url": "lang", "valueCode": "ar"},
                {"url": "content", "valueString": said},
            ],
        }
        coding["_display"] = {"extension": [extension]}
    title = {
        **translation,
        "extension": [
            {"url": "lang", "valueCode": "ar"},
            {"url": "content", "valueString": "المشي"},
        ],
    }
    return make_form("walking", walk, _title={"extension": [title]})


@pytest.fixture
def packet(arabic: Any, make_form: Any, make_choice: Any) -> Any:
    """A form in English alone between two that are in Arabic, too."""
    return (make_form("mood", make_choice("mood", "How is your mood?")), arabic)


@pytest.fixture
def begun(open_kiosk: Any, packet: Any, give: Any, desk_of: Any) -> Any:
    """Somebody who speaks Arabic has begun with the packet."""
    kiosk = open_kiosk(settings=BOTH, forms=packet)
    kiosk.visit = give(packet, Whose("urn:clinic:number", "4711"))
    kiosk.finger.touch(ARABIC)
    desk_of(kiosk).scan(kiosk.visit.code)
    kiosk.finger.touch(MYSELF)
    kiosk.finger.wait_for(TITLE)
    return kiosk


def test_nobody_is_asked_in_another_language_unasked(begun: Any) -> None:
    assert begun.finger.heading() == TITLE
    assert not begun.finger.sees("How is your mood?")


def test_staff_are_called_and_the_page_waits(begun: Any, desk_of: Any) -> None:
    begun.finger.touch(CALL)
    begun.finger.touch("متابعة الأسئلة")
    assert begun.finger.wait_for(TITLE)
    assert "help.asked" in desk_of(begun).events()


def test_who_can_read_it_goes_on_with_the_screen_in_the_chosen_language(begun: Any) -> None:
    begun.finger.touch(GO_ON)
    begun.finger.wait_for("How is your mood?")
    assert begun.finger.sees("أفضّل عدم الإجابة")
    begun.finger.touch("Good")
    begun.finger.touch(CONTINUE)
    assert begun.finger.wait_for("كيف تمشي؟")
    # It was said once, and is not asked again on the way back.
    begun.finger.touch("رجوع")
    assert begun.finger.wait_for("How is your mood?")


def test_a_form_that_is_left_out_leaves_the_others_and_is_on_record(
    begun: Any, desk_of: Any
) -> None:
    begun.finger.touch(LEAVE_OUT)
    begun.finger.wait_for("كيف تمشي؟")
    begun.finger.touch("جيد")
    begun.finger.touch(CONTINUE)
    begun.finger.touch("إرسال إجاباتي")
    begun.finger.wait_until(lambda: begun.patient.page == "thanks")
    desk = desk_of(begun)
    assert [one["questionnaire"] for one in desk.responses()] == [
        "http://clinic.example/Questionnaire/walking|1"
    ]
    assert "form.left-out" in desk.events()


def test_where_nothing_else_is_left_the_visit_waits_for_its_patient(
    open_kiosk: Any, packet: Any, give: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(settings=BOTH, forms=packet)
    visit = give(packet[:1])
    kiosk.finger.touch(ARABIC)
    desk_of(kiosk).scan(visit.code)
    kiosk.finger.touch(MYSELF)
    kiosk.finger.touch(LEAVE_OUT)
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "attract")
    assert desk_of(kiosk).state(visit) == "waiting"


def test_a_change_of_language_in_the_middle_says_so_too(
    open_kiosk: Any, packet: Any, give: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(settings=BOTH, forms=packet)
    visit = give(packet)
    desk_of(kiosk).scan(visit.code)
    kiosk.finger.touch("I answer myself")
    kiosk.finger.touch("Good")
    kiosk.finger.touch("Language")
    kiosk.finger.touch(ARABIC)
    kiosk.finger.wait_for(TITLE)
    kiosk.finger.touch("اللغة")
    kiosk.finger.touch("English")
    kiosk.finger.wait_for("How is your mood?")
    assert kiosk.patient.asking.entry == {"chosen": [0]}
    # What was answered in a form that is left out then waits for staff.
    kiosk.finger.touch("Language")
    kiosk.finger.touch(ARABIC)
    kiosk.finger.touch(LEAVE_OUT)
    kiosk.finger.wait_for("كيف تمشي؟")
    assert [one.questionnaire for one in kiosk.drafts()] == [packet[0].canonical]


def test_back_from_there_leads_to_who_answers(begun: Any) -> None:
    begun.finger.touch("رجوع")
    assert begun.finger.wait_for(MYSELF)


def test_a_near_language_is_no_foreign_one(
    open_kiosk: Any, make_form: Any, make_choice: Any
) -> None:
    british = make_form("mood", make_choice("mood", "How is your mood?"), language="en-GB")
    kiosk = open_kiosk(forms=(british,))
    kiosk.finger.touch("English")
    kiosk.finger.touch("I answer myself")
    assert kiosk.finger.wait_for("How is your mood?")


def test_a_language_the_screen_does_not_speak_is_named(
    open_kiosk: Any, make_form: Any, make_choice: Any
) -> None:
    german = make_form("mood", make_choice("mood", "Wie geht es Ihnen?"), language="de")
    kiosk = open_kiosk(forms=(german,))
    kiosk.finger.touch("English")
    kiosk.finger.touch("I answer myself")
    assert kiosk.finger.wait_for("These questions are only in Deutsch")
