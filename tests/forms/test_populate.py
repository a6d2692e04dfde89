"""What a form begins with: stated, chosen, or worked out from what the sitting is told."""

from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.sitting.evaluation import Surroundings

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "name": [{"family": "Öz", "given": ["Ada", "Mia"]}],
    "birthDate": "1970-05-04",
    "gender": "female",
}


def begins(text: str) -> dict[str, Any]:
    value = {"language": "text/fhirpath", "expression": text}
    return {"url": SDC + "initialExpression", "valueExpression": value}


def asked(text: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"linkId": "q", "type": kind, "extension": [begins(text)]} | more


CONTEXT = {
    "url": SDC + "launchContext",
    "extension": [
        {"url": "name", "valueCoding": {"code": "patient"}},
        {"url": "type", "valueCode": "Patient"},
    ],
}


def start(form: Any, **context: Any) -> FormFiller:
    return FormFiller(form, surroundings=Surroundings(launch_context=context))


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("string", "%patient.name.first().family", [Answer("valueString", "Öz")]),
        ("string", "%patient.name.given", [Answer("valueString", "Ada")]),
        ("date", "%patient.birthDate", [Answer("valueDate", "1970-05-04")]),
        ("boolean", "%patient.gender = 'male'", [Answer(key="valueBoolean", value=False)]),
        ("reference", "%patient", [Answer("valueReference", {"reference": "Patient/p"})]),
        ("string", "%patient.telecom.value", []),
        ("boolean", "%patient.active", []),
        ("string", "%practitioner.name", []),
    ],
)
def test_a_question_begins_with_what_is_known_of_the_patient(
    make_form: Any, kind: str, text: str, wanted: list[Answer]
) -> None:
    form = make_form(asked(text, kind), extension=[CONTEXT])
    assert list(start(form, patient=PATIENT).answers("q")) == wanted


def test_nobody_known_means_not_answered_and_never_no(make_form: Any) -> None:
    form = make_form(asked("%patient.active", "boolean"), extension=[CONTEXT])
    assert start(form).answers("q") == ()
    told = make_form(asked("%patient.exists()", "boolean"), extension=[CONTEXT])
    assert start(told).answers("q") == (Answer(key="valueBoolean", value=False),)


def test_a_code_begins_as_the_option_it_stands_for(make_form: Any) -> None:
    codes = ("male", "female")
    options = [{"valueCoding": {"code": code, "display": code.upper()}} for code in codes]
    form = make_form(asked("%patient.gender", "choice", answerOption=options))
    [answer] = start(form, patient=PATIENT).answers("q")
    assert answer.value == {"code": "female", "display": "FEMALE"}


def test_what_is_none_of_the_options_is_not_put_in(make_form: Any) -> None:
    options = [{"valueCoding": {"code": "other"}}]
    form = make_form(asked("%patient.gender", "choice", answerOption=options))
    assert start(form, patient=PATIENT).answers("q") == ()


def test_what_was_answered_is_not_replaced_by_what_it_began_with(make_form: Any) -> None:
    form = make_form(asked("%patient.name.family"))
    filler = start(form, patient=PATIENT)
    filler.answer("q", [Answer("valueString", "Ay")])
    after = start(form, patient=PATIENT)
    after.restore(filler.saved_rows(), place=None)
    assert after.answers("q") == (Answer("valueString", "Ay"),)


def test_what_was_cleared_stays_cleared_in_a_draft(make_form: Any) -> None:
    form = make_form(asked("%patient.name.family"))
    filler = start(form, patient=PATIENT)
    filler.answer("q", [])
    after = start(form, patient=PATIENT)
    after.restore(filler.saved_rows(), place=None)
    assert after.answers("q") == ()


def test_a_stated_value_comes_before_one_that_is_worked_out(make_form: Any) -> None:
    form = make_form(asked("'worked out'", initial=[{"valueString": "stated"}]))
    assert start(form).answers("q") == (Answer("valueString", "stated"),)


def test_what_is_worked_out_may_look_at_what_is_stated_further_down(make_form: Any) -> None:
    later = {"linkId": "z", "type": "integer", "initial": [{"valueInteger": 3}]}
    form = make_form(asked("%resource.item.where(linkId='z').answer.value + 1", "integer"), later)
    assert start(form).answers("q") == (Answer("valueInteger", 4),)


def test_it_is_worked_out_once_and_then_the_persons(make_form: Any) -> None:
    source = {"linkId": "z", "type": "integer", "initial": [{"valueInteger": 3}]}
    form = make_form(asked("%resource.item.where(linkId='z').answer.value", "integer"), source)
    filler = start(form)
    filler.answer("z", [Answer("valueInteger", 5)])
    assert filler.answers("q") == (Answer("valueInteger", 3),)


def test_what_is_calculated_at_all_times_does_not_begin_as_something_else(make_form: Any) -> None:
    value = {"language": "text/fhirpath", "expression": "2"}
    both = [begins("1"), {"url": SDC + "calculatedExpression", "valueExpression": value}]
    filler = start(make_form({"linkId": "q", "type": "integer", "extension": both}))
    assert filler.calculated() == {"q": (Answer("valueInteger", 2),)}


def test_each_new_occurrence_of_a_group_begins_anew(make_form: Any) -> None:
    stated = {"linkId": "s", "type": "integer", "initial": [{"valueInteger": 1}]}
    inside = [stated, asked("%patient.name.family")]
    form = make_form({"linkId": "g", "type": "group", "repeats": True, "item": inside})
    filler = start(form, patient=PATIENT)
    added, changed = filler.add("g")
    assert f"{added}/q" in changed
    assert filler.answers(f"{added}/q") == (Answer("valueString", "Öz"),)
    assert filler.answers(f"{added}/s") == (Answer("valueInteger", 1),)


def test_an_expression_that_fails_gives_no_answer(make_form: Any) -> None:
    for text in ("nonsense(", "%nobody.name", "1 + 'a'"):
        assert start(make_form(asked(text))).answers("q") == ()


def test_a_question_may_begin_with_several_answers(make_form: Any) -> None:
    form = make_form(asked("%patient.name.given", repeats=True))
    answers = start(form, patient=PATIENT).answers("q")
    assert [answer.value for answer in answers] == ["Ada", "Mia"]
