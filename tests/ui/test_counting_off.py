"""The start page says that touches are counted; one touch turns it off, for this sitting only."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.settings import Patient
from kiosk.store.figures import Span, begun_by_form, shown_by_item, times_by_form

LINE = "Count touches, never what I take back"
PANELS = {
    '10" 1280x800': ((1280, 800), 5.9),
    '24" 1920x1080': ((1920, 1080), 3.6),
    '24" 1080x1920': ((1080, 1920), 3.6),
    '10" 800x1280': ((800, 1280), 5.9),
}


def to_start(kiosk: Any, form: str = "Worries (GAD-7)") -> None:
    """From the attract page to the page that asks who answers."""
    kiosk.finger.touch("English")
    kiosk.finger.touch(form)
    kiosk.finger.wait_for("Who is answering?")


def begin_uncounted(kiosk: Any) -> None:
    """At the first question of a form, and nothing is counted."""
    to_start(kiosk)
    kiosk.finger.touch(LINE)
    kiosk.finger.touch("I answer myself")
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "question")


def send(kiosk: Any) -> None:
    """Past the other questions, and all of it is sent."""
    kiosk.patient.sitting.filler.go_to_review()
    kiosk.patient._show()
    kiosk.finger.touch("Send my answers")
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "thanks")


def counted(kiosk: Any) -> list[Any]:
    """Everything that the counters hold."""
    kiosk.settle()
    with kiosk.store.reading() as c:
        return [*begun_by_form(c, Span()), *shown_by_item(c, Span()), *times_by_form(c, Span())]


@pytest.mark.parametrize("panel", PANELS)
def test_one_line_says_so_and_one_touch_turns_it_off(
    open_kiosk: Callable[..., Any], panel: str
) -> None:
    kiosk = open_kiosk(panel=PANELS[panel])
    to_start(kiosk)

    line = kiosk.finger.find(LINE, "CheckBox")
    assert line.checked
    assert min(line.rect.width(), line.rect.height()) >= 20 * PANELS[panel][1] - 1

    kiosk.finger.touch(LINE)
    assert not kiosk.finger.find(LINE, "CheckBox").checked
    kiosk.finger.touch(LINE)
    assert kiosk.finger.find(LINE, "CheckBox").checked


@pytest.mark.parametrize("panel", PANELS)
def test_what_one_agrees_to_keeps_its_room_beside_the_line(
    open_kiosk: Callable[..., Any], panel: str
) -> None:
    kiosk = open_kiosk(panel=PANELS[panel])
    to_start(kiosk)
    kiosk.finger.wait_for_stillness()

    assert not kiosk.finger.sees("Read on")


@pytest.mark.parametrize("delete", [True, False])
def test_who_turned_it_off_and_leaves_adds_to_no_counter(kiosk: Any, *, delete: bool) -> None:
    begin_uncounted(kiosk)
    kiosk.finger.touch("Not at all")
    kiosk.finger.touch("Continue")

    kiosk.patient.leave(delete=delete)

    assert counted(kiosk) == []


def test_who_turned_it_off_and_sends_adds_to_no_counter(kiosk: Any) -> None:
    begin_uncounted(kiosk)

    send(kiosk)

    assert len(kiosk.submissions()) == 1
    assert counted(kiosk) == []


def test_it_stays_off_for_one_more_form_of_the_same_person(kiosk: Any) -> None:
    begin_uncounted(kiosk)
    send(kiosk)

    kiosk.patient.another()
    kiosk.finger.touch("Pain today")

    assert not kiosk.finger.wait_for(LINE).checked


def test_the_next_person_starts_anew(kiosk: Any) -> None:
    begin_uncounted(kiosk)
    kiosk.patient.leave(delete=True)
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "attract" and not kiosk.patient.sheet)

    to_start(kiosk)

    assert kiosk.finger.find(LINE).checked


def test_a_paused_visit_goes_on_as_its_person_wanted_it(kiosk: Any) -> None:
    begin_uncounted(kiosk)
    kiosk.finger.touch("Not at all")
    kiosk.patient.pause()
    kiosk.patient.resume(kiosk.drafts()[0].id, "Sam")
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "question")

    kiosk.nobody_touches_it()

    assert counted(kiosk) == []


def test_it_can_be_turned_off_after_the_first_questions_too(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Back")
    kiosk.finger.touch(LINE)
    kiosk.finger.touch("I answer myself")
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "question")

    kiosk.nobody_touches_it()

    assert counted(kiosk) == []


def test_a_clinic_that_counts_nothing_has_no_line(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(settings=Patient(counters=False))
    to_start(kiosk)
    kiosk.finger.wait_for_stillness()
    assert not kiosk.finger.sees(LINE)

    kiosk.finger.touch("I answer myself")
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "question")
    send(kiosk)

    assert counted(kiosk) == []


def test_where_nobody_may_answer_nothing_is_said_of_counting(
    open_kiosk: Callable[..., Any],
) -> None:
    own = "http://clinic-kiosk.example/fhir/StructureDefinition/answered-by"
    raw = {"resourceType": "Questionnaire", "version": "1", "status": "active", "language": "en",
           "item": [{"linkId": "a", "type": "boolean", "text": "Yes?"}]}  # fmt: skip
    packet = tuple(
        parse_questionnaire(raw | {
            "url": f"http://x.example/{who}", "title": who,
            "extension": [{"url": own, "valueCode": who}],
        })
        for who in ("self", "proxy")
    )  # fmt: skip
    kiosk = open_kiosk(forms=packet)
    kiosk.finger.touch("English")
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "forms")
    kiosk.patient.prepare(packet, None)
    kiosk.finger.wait_for_stillness()

    assert kiosk.patient.page == "start"
    assert not kiosk.finger.sees(LINE)
