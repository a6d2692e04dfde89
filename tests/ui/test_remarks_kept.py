"""A remark is kept once, fails calmly, and never meets the next person."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.ui.patient.sitting import Sitting

QUESTION = "Was this question OK?"
TROUBLE = "We could not keep this yet"


@pytest.fixture
def wording(kiosk: Any) -> Any:
    """A patient who wrote a remark on the first question and has not sent it."""
    begin_remark(kiosk)
    kiosk.finger.touch("Would you like to say more?", "EditableText")
    kiosk.finger.write("no")
    kiosk.finger.touch("Done")
    return kiosk


def begin_remark(kiosk: Any) -> None:
    kiosk.begin("Pain today")
    kiosk.finger.touch("6")
    kiosk.settle()
    kiosk.finger.touch(QUESTION)
    kiosk.finger.touch("I did not understand it")


def remarks(kiosk: Any) -> list[tuple[Any, ...]]:
    kiosk.settle()
    with kiosk.store.reading() as connection:
        query = "select link_id, words, first from remark order by first desc"
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def written(kiosk: Any) -> str:
    found: str = kiosk.finger.find("Would you like to say more?", "EditableText").description
    return found


def test_a_remark_that_can_not_be_kept_is_told_calmly_and_tried_again(wording: Any) -> None:
    with wording.busy_store():
        wording.finger.touch("Send this remark")
        wording.finger.wait_for(TROUBLE)
    wording.finger.touch("Try again")
    wording.finger.wait_for("Thank you. That helps.")
    wording.finger.touch("Go back to the question")
    assert wording.finger.wait_for("6").checked
    assert remarks(wording) == [("pain", "no", 1)]


def test_its_words_outlive_the_trouble_of_an_answer(kiosk: Any) -> None:
    kiosk.begin("Pain today")
    with kiosk.slow_disk():
        kiosk.finger.touch("6")
        kiosk.finger.touch(QUESTION)
        kiosk.finger.touch("I did not understand it")
        kiosk.finger.touch("Would you like to say more?", "EditableText")
        kiosk.finger.write("no")
        kiosk.finger.touch("Done")
        busy = kiosk.busy_store()
        busy.__enter__()
    kiosk.finger.wait_for(TROUBLE)
    busy.__exit__(None, None, None)
    kiosk.finger.touch("Try again")
    kiosk.finger.wait_for("Send this remark")
    assert written(kiosk) == "no"


def test_words_being_written_when_trouble_comes_are_still_there(kiosk: Any) -> None:
    begin_remark(kiosk)
    kiosk.finger.touch("Would you like to say more?", "EditableText")
    kiosk.finger.write("no")
    kiosk.patient.openSheet("trouble")
    kiosk.finger.touch("Try again")
    kiosk.finger.wait_for("Send this remark")
    assert written(kiosk) == "no"
    assert kiosk.patient._asking.entry == {"chosen": [6]}


def test_many_touches_on_a_slow_disk_keep_one_remark(wording: Any) -> None:
    with wording.slow_disk():
        for _ in range(5):
            wording.finger.touch("Send this remark")
            wording.patient._remarks.send()
    assert remarks(wording) == [("pain", "no", 1)]


def test_one_question_takes_one_remark_in_a_visit_and_only_the_first_of_all_counts(
    wording: Any,
) -> None:
    wording.finger.touch("Send this remark")
    # Both pages have that way back: a press while one turns into the other belongs to neither.
    wording.finger.wait_for("Thank you. That helps.")
    wording.finger.touch("Go back to the question")
    wording.finger.wait_for("6")
    assert not wording.finger.sees(QUESTION)
    wording.finger.touch("Continue")
    wording.finger.touch(QUESTION)
    wording.finger.touch("It upset me")
    wording.finger.touch("Send this remark")
    wording.finger.wait_for("Thank you. That helps.")
    assert [(words, first) for _, words, first in remarks(wording)] == [("no", 1), ("", 0)]


@pytest.mark.parametrize("fails", [True, False])
def test_a_result_that_comes_late_does_not_touch_the_next_persons_remark(
    wording: Any, *, fails: bool
) -> None:
    with wording.slow_disk():
        wording.finger.touch("Send this remark")
        wording.patient.leave(delete=False)
        wording.finger.wait_for("English")
        wording.begin("Pain today")
        wording.finger.touch(QUESTION)
        wording.finger.touch("I was asked this before")
        busy = wording.busy_store()
        if fails:
            busy.__enter__()
    wording.settle()
    assert wording.finger.heading() == "Would you like to say more?"
    assert written(wording) != "no"
    if fails:
        busy.__exit__(None, None, None)
    wording.finger.touch("Send this remark")
    assert wording.finger.wait_for("Thank you. That helps.")
    kept = [("pain", "", 1)] if fails else [("pain", "", 1), ("pain", "no", 1)]
    assert sorted(remarks(wording)) == kept


@pytest.mark.parametrize("then", ["Send anyway", "Change it"])
def test_words_that_tell_who_somebody_is_are_asked_about_once(kiosk: Any, then: str) -> None:
    begin_remark(kiosk)
    kiosk.patient._remarks.write("I am Mr Khan, 07700 900123")
    kiosk.finger.touch("Send this remark")
    kiosk.finger.wait_for("Can you leave out names and numbers?")
    assert remarks(kiosk) == []
    kiosk.finger.touch(then)
    if then == "Change it":
        kiosk.finger.wait_for("Send this remark")
        assert written(kiosk) == "I am Mr Khan, 07700 900123"
        kiosk.patient._remarks.write("Which pain?")
        kiosk.finger.touch("Send this remark")
    kiosk.finger.wait_for("Thank you. That helps.")
    kept = "Which pain?" if then == "Change it" else "I am Mr Khan, 07700 900123"
    assert remarks(kiosk) == [("pain", kept, 1)]


def test_nobody_is_asked_about_a_question_that_an_alert_rule_looks_at(
    open_kiosk: Callable[..., Any],
) -> None:
    rule = {"name": "harm", "language": "text/fhirpath",
            "expression": "%resource.item.where(linkId = 'harm').answer.value = true"}  # fmt: skip
    extension = {
        "url": "http://clinic-kiosk.example/fhir/StructureDefinition/alert-rule",
        "valueExpression": rule,
    }
    items = [
        {"linkId": name, "type": "boolean", "text": text}
        for name, text in (("sleep", "Do you sleep well?"), ("harm", "Are you safe?"))
    ]
    raw = {"resourceType": "Questionnaire", "url": "http://example.org/a", "title": "Safe"}
    form = parse_questionnaire(raw | {"extension": [extension], "item": items})
    kiosk = open_kiosk(forms=(form,), alerts_seen=lambda: True)
    sitting = Sitting(form, "en", now=kiosk.patient._now())
    asked = []
    while sitting.page is not None:
        asked.append((sitting.page.item.link_id, kiosk.patient._remarks.offers(sitting)))
        sitting.forward()
    assert asked == [("sleep", True), ("harm", False)]
