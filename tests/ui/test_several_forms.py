"""One visit may hold several forms; each keeps its answers and its one draft."""

import json
from typing import Any

import pytest

from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.store import questionnaires


@pytest.fixture
def begun(kiosk: Any) -> Any:
    """A patient who answered in GAD-7, went back to the forms, and answered in Pain today."""
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    kiosk.finger.touch("Back")
    kiosk.finger.wait_for("Who is answering?")
    kiosk.finger.touch("Back")
    kiosk.finger.touch("Pain today")
    kiosk.finger.touch("I answer myself")
    kiosk.finger.touch("6")
    kiosk.settle()
    return kiosk


def send_pain(kiosk: Any) -> None:
    kiosk.finger.touch("Continue")
    kiosk.finger.touch("I'd rather not say")
    kiosk.finger.touch("Send my answers")
    kiosk.finger.wait_for("I have finished")


def questionnaire_of(kiosk: Any) -> set[str]:
    return {draft.questionnaire.rsplit("/", 1)[-1].split("|")[0] for draft in kiosk.drafts()}


def test_going_back_to_a_form_begun_before_goes_on_with_it(begun: Any) -> None:
    begun.finger.touch("Back")
    begun.finger.wait_for("Who is answering?")
    begun.finger.touch("Back")
    begun.finger.touch("Worries (GAD-7)")
    begun.finger.touch("I answer myself")
    assert begun.finger.wait_for("Several days").checked
    assert len(begun.drafts()) == 2


def test_stop_deletes_the_answers_of_every_form_of_the_visit(begun: Any) -> None:
    begun.finger.touch("I have to go")
    begun.finger.touch("Stop and delete my answers")
    begun.finger.touch("Yes, delete my answers")
    begun.finger.wait_for("English")
    assert begun.drafts() == ()


def test_when_nobody_is_there_every_form_stays_paused(begun: Any) -> None:
    begun.nobody_touches_it()
    begun.finger.wait_for("English")
    assert [draft.answered for draft in begun.drafts()] == [1, 1]


def test_sending_one_leaves_the_other_paused_when_the_visit_ends(begun: Any) -> None:
    send_pain(begun)
    assert len(begun.submissions()) == 1
    begun.finger.touch("I have finished")
    begun.finger.wait_for("English")
    assert questionnaire_of(begun) == {"gad-7"}


def test_after_a_resume_the_same_card_goes_on_with_the_same_draft(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    kiosk.settle()
    kiosk.patient.leave(delete=False)
    kiosk.patient.resume(kiosk.drafts()[0].id, "Sam")
    kiosk.finger.wait_for("Several days")
    kiosk.finger.touch("Back")
    kiosk.finger.wait_for("Who is answering?")
    kiosk.finger.touch("Back")
    kiosk.finger.touch("Worries (GAD-7)")
    kiosk.finger.touch("I answer myself")
    assert kiosk.finger.wait_for("Several days").checked
    kiosk.finger.touch("Nearly every day")
    assert [draft.answered for draft in kiosk.drafts()] == [1]


def test_a_draft_goes_on_with_the_very_wording_it_was_begun_with(
    kiosk: Any, forms: tuple[Questionnaire, ...], now: Any
) -> None:
    kiosk.begin("Pain today")
    kiosk.finger.touch("6")
    kiosk.settle()
    kiosk.patient.leave(delete=False)
    raw = json.dumps(forms[1].raw).replace("How bad is your pain", "How fine is your pain")
    changed = parse_questionnaire(json.loads(raw))
    assert changed.canonical == forms[1].canonical
    with kiosk.store.transaction() as connection:
        questionnaires.keep_questionnaire(
            connection,
            canonical=changed.canonical,
            content_hash=changed.content_hash,
            content=encode_json(changed.raw),
            now=now.replace(hour=11),
        )
    kiosk.patient.resume(kiosk.drafts()[0].id, "Sam")
    assert kiosk.finger.wait_for("6").checked
    assert kiosk.finger.heading() == "How bad is your pain right now?"
