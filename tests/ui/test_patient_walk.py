"""A patient's way by touch, over a real store and the forms that ship."""

import gc
import json
import weakref
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from kiosk.coproduction.board_lines import Board, BoardLine
from kiosk.forms.questionnaire import Questionnaire
from kiosk.settings import Patient
from kiosk.store.database import Store
from kiosk.trial.touch import rest

CONTINUE, BACK, SEND = "Continue", "Back", "Send my answers"


def answers_of(payload: bytes) -> Any:
    return [
        answer
        for group in json.loads(payload)["item"]
        for item in group.get("item", [group])
        for answer in item.get("answer", [])
    ]


def rename(store: Store, table: Any, to: Any) -> None:
    with store.transaction() as connection:
        connection.exec_driver_sql(f"alter table {table} rename to {to}")


def fill_gad7(kiosk: Any, option: str = "Several days") -> None:
    kiosk.begin("Worries (GAD-7)")
    for _ in range(7):
        kiosk.finger.touch(option)
        kiosk.finger.touch(CONTINUE)
    kiosk.finger.wait_for(SEND)


def test_an_answer_is_in_the_store_as_soon_as_it_is_given(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    assert kiosk.drafts() == ()
    kiosk.finger.touch("Several days")
    assert [draft.answered for draft in kiosk.drafts()] == [1]


def test_a_form_is_filled_checked_sent_and_forgotten(kiosk: Any) -> None:
    sent = []
    kiosk.patient.sent.connect(lambda: sent.append(1))
    fill_gad7(kiosk)
    assert kiosk.finger.heading() == "Check your answers"
    kiosk.finger.touch(SEND)
    kiosk.finger.wait_for("I have finished")
    stored = kiosk.submissions()
    assert len(stored) == 1
    assert sent == [1]
    displays = [
        a["valueCoding"]["display"] for a in answers_of(stored[0].payload) if "valueCoding" in a
    ]
    assert displays == ["Several days"] * 7
    assert kiosk.drafts() == ()
    kiosk.finger.touch("I have finished")
    kiosk.finger.wait_for("English")


def test_the_response_names_the_kiosk_and_the_exact_form(
    kiosk: Any, store: Store, forms: tuple[Questionnaire, ...]
) -> None:
    fill_gad7(kiosk)
    kiosk.finger.touch(SEND)
    kiosk.finger.wait_for("I have finished")
    response = json.loads(kiosk.submissions()[0].payload)
    assert response["questionnaire"] == forms[2].canonical
    assert store.kiosk_id in response["author"]["identifier"]["value"]


def test_going_back_keeps_the_answer(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Nearly every day")
    kiosk.finger.touch(CONTINUE)
    kiosk.finger.touch(BACK)
    rest(0.05)
    assert kiosk.finger.find("Nearly every day").checked


def test_an_answer_can_be_changed_and_one_is_straight_back_at_the_check_page(kiosk: Any) -> None:
    fill_gad7(kiosk)
    kiosk.finger.touch("Change: Trouble relaxing")
    kiosk.finger.touch("Not at all")
    kiosk.finger.touch(CONTINUE)
    assert kiosk.finger.heading() == "Check your answers"
    assert "Not at all" in kiosk.finger.names()
    assert kiosk.finger.find("Change: Trouble relaxing").description == "Not at all"


def test_what_one_would_rather_not_say_is_said_so_on_the_check_page(kiosk: Any) -> None:
    kiosk.begin("What matters to you today")
    kiosk.finger.touch("I'd rather not say")
    kiosk.finger.wait_for(SEND)
    assert "You'd rather not say" in kiosk.finger.names()
    kiosk.finger.touch(SEND)
    kiosk.finger.wait_for("I have finished")
    assert "asked-declined" in kiosk.submissions()[0].payload.decode()


def test_a_skipped_question_is_not_provided_and_no_answer(kiosk: Any) -> None:
    kiosk.begin("What matters to you today")
    kiosk.finger.touch(CONTINUE)
    kiosk.finger.wait_for(SEND)
    assert "Not provided" in kiosk.finger.names()


def test_a_number_above_zero_asks_one_more_question(kiosk: Any) -> None:
    kiosk.begin("Pain today")
    kiosk.finger.touch("6")
    kiosk.finger.touch(CONTINUE)
    rest(0.05)
    assert kiosk.finger.heading() == "Where does it hurt most?"


def test_ones_own_words_are_written_on_the_keyboard_and_kept(kiosk: Any) -> None:
    kiosk.begin("What matters to you today")
    kiosk.finger.touch("What would you most like to talk about today?", "EditableText")
    kiosk.finger.write("My knee")
    kiosk.finger.touch("Done")
    kiosk.finger.touch(CONTINUE)
    kiosk.finger.touch(CONTINUE)
    kiosk.finger.wait_for(SEND)
    assert "My knee" in kiosk.finger.names()
    assert [draft.answered for draft in kiosk.drafts()] == [1]


def test_a_capital_is_for_one_letter_and_for_the_first_of_an_empty_text(kiosk: Any) -> None:
    kiosk.begin("What matters to you today")
    kiosk.finger.touch("What would you most like to talk about today?", "EditableText")
    assert kiosk.finger.wait_for("A")
    kiosk.finger.touch("A")
    assert kiosk.finger.wait_for("a")
    kiosk.finger.touch("Capitals")
    kiosk.finger.touch("B")
    assert kiosk.finger.wait_for("b")
    for _ in range(2):
        kiosk.finger.touch("Delete")
    assert kiosk.finger.wait_for("A")


def test_arabic_letters_have_no_capitals(kiosk: Any) -> None:
    kiosk.begin("ما الذي يهمّك اليوم", "العربية")
    kiosk.finger.touch("ما أهمّ أمر للحديث عنه اليوم؟", "EditableText")
    assert kiosk.finger.wait_for("ض")
    kiosk.finger.touch("حروف أخرى")
    kiosk.finger.touch("أ")
    assert kiosk.finger.wait_for("أ")


def test_double_letters_can_be_typed(kiosk: Any) -> None:
    kiosk.begin("What matters to you today")
    kiosk.finger.touch("What would you most like to talk about today?", "EditableText")
    kiosk.finger.write("ill")
    kiosk.finger.touch("Done")
    assert (
        kiosk.finger.find(
            "What would you most like to talk about today?", "EditableText"
        ).description
        == "ill"
    )


def test_the_language_changes_at_any_time_and_the_answers_stay(kiosk: Any) -> None:
    kiosk.begin("Pain today")
    kiosk.finger.touch("6")
    before = kiosk.finger.find("6").rect.center().x()
    kiosk.finger.touch("Language")
    kiosk.finger.touch("العربية")
    kiosk.finger.wait_for("متابعة")
    there = kiosk.finger.find("٦")
    assert there.checked
    assert abs(there.rect.center().x() - (1080 - before)) <= 1
    assert kiosk.finger.heading() == "ما شدّة الألم لديك الآن؟"


def test_a_form_without_a_translation_says_so_and_offers_the_desk(kiosk: Any) -> None:
    kiosk.finger.touch("العربية")
    kiosk.finger.wait_for("Worries (GAD-7)")
    assert "English" in kiosk.finger.find("Worries (GAD-7)").description


def test_a_form_with_an_alert_rule_is_not_offered(kiosk: Any) -> None:
    kiosk.finger.touch("English")
    kiosk.finger.wait_for("Worries (GAD-7)")
    assert not any("PHQ" in name for name in kiosk.finger.names())


def test_stop_asks_once_and_then_deletes_every_answer(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    kiosk.finger.touch("I have to go")
    kiosk.finger.touch("Stop and delete my answers")
    assert len(kiosk.drafts()) == 1
    kiosk.finger.touch("Yes, delete my answers")
    kiosk.finger.wait_for("English")
    assert kiosk.drafts() == ()


def test_help_and_hiding_cover_the_answers_and_give_them_back(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    for control, back in (
        ("I need help", "Go on with the questions"),
        ("Hide my screen", "Show my answers"),
    ):
        kiosk.finger.touch(control)
        kiosk.finger.wait_for(back)
        assert not kiosk.finger.sees("Several days")
        kiosk.finger.touch(back)
        assert kiosk.finger.wait_for("Several days").checked


def nobody_touches_it(kiosk: Any) -> None:
    """The time of quiet is over. Not waited for: a slow machine would make the test a race."""
    assert kiosk.patient._idle._quiet.isActive()
    kiosk.patient._idle._warn()


def test_when_nobody_is_there_the_screen_warns_then_forgets_and_the_draft_stays(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(settings=Patient(idle_warning_s=120, idle_countdown_s=0.5))
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    nobody_touches_it(kiosk)
    kiosk.finger.wait_for("Yes, I am still here")
    assert not kiosk.finger.sees("Several days")
    kiosk.finger.wait_for("English")
    assert [draft.answered for draft in kiosk.drafts()] == [1]
    assert kiosk.submissions() == []


def test_the_warning_comes_by_itself(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(settings=Patient(idle_warning_s=0.2, idle_countdown_s=60))
    kiosk.finger.touch("English")
    kiosk.finger.wait_for("Yes, I am still here")


def test_one_touch_extends_the_time_and_the_answer_is_still_there(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    nobody_touches_it(kiosk)
    kiosk.finger.touch("Yes, I am still here")
    assert kiosk.finger.wait_for("Several days").checked


def test_what_was_being_written_survives_the_warning(kiosk: Any) -> None:
    kiosk.begin("What matters to you today")
    kiosk.finger.touch("What would you most like to talk about today?", "EditableText")
    kiosk.finger.write("knee")
    nobody_touches_it(kiosk)
    kiosk.finger.touch("Yes, I am still here")
    kiosk.finger.touch("Done")
    question = kiosk.finger.find("What would you most like to talk about today?", "EditableText")
    assert question.description == "knee"


def test_a_remark_is_kept_without_the_answer_and_the_patient_goes_on(
    kiosk: Any, store: Store, forms: tuple[Questionnaire, ...]
) -> None:
    kiosk.begin("Pain today")
    kiosk.finger.touch("6")
    kiosk.finger.touch("Was this question OK?")
    kiosk.finger.touch("I did not understand it")
    kiosk.finger.touch("Send this remark")
    # Both pages have that way back: a press while one turns into the other belongs to neither.
    kiosk.finger.wait_for("Thank you. That helps.")
    kiosk.finger.touch("Go back to the question")
    assert kiosk.finger.wait_for("6").checked
    kiosk.settle()
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "select questionnaire, link_id, reason, words from remark"
        ).all()
    assert rows == [(forms[1].canonical, "pain", "not-understood", "")]


def test_the_board_line_is_on_the_first_page(kiosk: Any) -> None:
    line = BoardLine("did", date(2026, 3, 2), "Ambulance is there now.", before={"en": "How?"})
    kiosk.patient.show_board(Board(date(2026, 3, 9), (line,)))
    kiosk.finger.wait_for("We said, we did")
    names = kiosk.finger.names()
    assert "You told us about this question: “How?”" in names
    assert "We changed it. Ambulance is there now." in names


@pytest.mark.parametrize(
    ("warning_s", "countdown_s", "said"),
    [
        (120, 60, ("After 2 minutes", "1 minute later")),
        (60, 90, ("After 1 minute", "90 seconds later")),
    ],
)
def test_the_first_page_tells_the_times_of_the_settings(
    open_kiosk: Callable[..., Any], warning_s: float, countdown_s: float, said: tuple[str, ...]
) -> None:
    settings = Patient(idle_warning_s=warning_s, idle_countdown_s=countdown_s)
    kiosk = open_kiosk(settings=settings)
    shown = "\n".join(kiosk.finger.names())
    assert [text for text in said if text not in shown] == []


def test_larger_text_is_for_one_patient_only(kiosk: Any) -> None:
    for name in ("Display", "Largest text", "Done"):
        kiosk.finger.touch(name)
    kiosk.begin("Worries (GAD-7)")
    assert kiosk.patient._display._step == 2
    kiosk.finger.touch("I have to go")
    kiosk.finger.touch("Stop and delete my answers")
    kiosk.finger.touch("Yes, delete my answers")
    kiosk.finger.touch("Display")
    assert kiosk.finger.wait_for("Normal text").checked


def test_nothing_of_a_sitting_is_left_when_it_ends(kiosk: Any) -> None:
    QGuiApplication.clipboard().setText("canary")
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    kiosk.finger.touch("I have to go")
    kiosk.finger.touch("Stop and delete my answers")
    kiosk.finger.touch("Yes, delete my answers")
    assert QGuiApplication.clipboard().text() == ""
    assert kiosk.patient._visit.parts == []
    assert kiosk.patient._asking._sitting is None


def test_a_failed_save_is_told_calmly_and_tried_again(kiosk: Any, store: Store) -> None:
    kiosk.begin("Worries (GAD-7)")
    rename(store, "draft_answer", "away")
    kiosk.finger.touch("Several days")
    kiosk.finger.wait_for("Try again")
    assert not kiosk.finger.sees("Several days")
    rename(store, "away", "draft_answer")
    kiosk.finger.touch("Try again")
    assert kiosk.finger.wait_for("Several days").checked
    assert [draft.answered for draft in kiosk.drafts()] == [1]


def test_back_from_the_first_question_to_the_forms_keeps_the_answers(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    kiosk.finger.touch("Back")
    kiosk.finger.wait_for("Who is answering?")
    kiosk.finger.touch("Back")
    assert kiosk.finger.wait_for("I have to go")
    kiosk.finger.touch("Worries (GAD-7)")
    kiosk.finger.touch("I answer myself")
    assert kiosk.finger.wait_for("Several days").checked
    assert len(kiosk.drafts()) == 1


def test_the_thanks_page_clears_by_itself(kiosk: Any) -> None:
    assert kiosk.patient._thanks.interval() <= 20_000
    kiosk.patient._thanks.setInterval(200)
    fill_gad7(kiosk)
    kiosk.finger.touch(SEND)
    kiosk.finger.wait_for("I have finished")
    kiosk.finger.wait_for("English")


def test_no_object_that_held_an_answer_is_alive_after_a_sitting(kiosk: Any) -> None:
    kiosk.begin("What matters to you today")
    kiosk.finger.touch("What would you most like to talk about today?", "EditableText")
    kiosk.finger.write("canary")
    kiosk.finger.touch("Done")
    sitting = kiosk.patient._visit.sitting
    held = [weakref.ref(sitting), weakref.ref(sitting.filler)]
    del sitting
    kiosk.finger.touch("I have to go")
    kiosk.finger.touch("Stop and delete my answers")
    kiosk.finger.touch("Yes, delete my answers")
    kiosk.settle()
    gc.collect()
    assert [ref() for ref in held] == [None, None]
    drawn = [o.property("text") for o in kiosk.window.root.findChildren(QObject)]
    assert not any("canary" in text for text in drawn if isinstance(text, str))
