import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import FormUnreadable
from kiosk.forms.answers import Answer
from kiosk.forms.fhir_json import decode_json
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.validate import validate_response

ORACLE = Path(__file__).parents[3] / "shared" / "corpus" / "oracle" / "brianpos"


@pytest.fixture
def answered(form: Any, respond: Any) -> dict[str, Any]:
    """A valid response to `pain-today`."""
    filler = FormFiller(form("pain-today"))
    filler.answer("pain", [Answer("valueInteger", 6)])
    filler.answer("pain-where", [filler.questionnaire.items[1].answer_options[0].answer])
    return dict(respond(filler))


def rules(form: Any, response: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (f.severity, f.code, f.link_id) for f in validate_response(form("pain-today"), response)
    ]


def test_our_own_response_is_valid(form: Any, answered: dict[str, Any]) -> None:
    assert rules(form, answered) == []


def test_an_item_the_form_does_not_have_is_an_error(form: Any, answered: dict[str, Any]) -> None:
    answered["item"].append({"linkId": "other", "answer": [{"valueString": "a"}]})
    assert rules(form, answered) == [("error", "linkId", "other")]


def test_an_item_that_is_not_asked_is_an_error(form: Any, answered: dict[str, Any]) -> None:
    answered["item"][0]["answer"] = [{"valueInteger": 0}]
    assert rules(form, answered) == [("error", "enableWhen", "pain-where")]


def test_an_answer_that_is_no_option_is_an_error(form: Any, answered: dict[str, Any]) -> None:
    answered["item"][0]["answer"] = [{"valueInteger": 11}]
    assert rules(form, answered) == [("error", "option", "pain")]


def test_a_wrong_type_is_an_error(form: Any, answered: dict[str, Any]) -> None:
    answered["item"][1]["answer"] = [{"valueString": "head"}]
    assert rules(form, answered) == [("error", "type", "pain-where")]


def test_another_text_is_a_warning_and_a_translation_is_none(
    form: Any, answered: dict[str, Any]
) -> None:
    answered["item"][0]["text"] = "ما شدّة الألم لديك الآن؟"
    assert rules(form, answered) == []
    answered["item"][0]["text"] = "Does it hurt?"
    assert rules(form, answered) == [("warning", "text", "pain")]


def test_an_item_that_stands_twice_is_an_error(form: Any, answered: dict[str, Any]) -> None:
    answered["item"].append(answered["item"][1])
    assert ("error", "repeats", "pain-where") in rules(form, answered)


def test_an_answer_without_value_is_an_error(form: Any, answered: dict[str, Any]) -> None:
    answered["item"][1]["answer"] = [{}]
    assert rules(form, answered) == [("error", "structure", "pain-where")]


def test_another_form_is_an_error_and_another_version_a_warning(
    form: Any, answered: dict[str, Any]
) -> None:
    answered["questionnaire"] = answered["questionnaire"].replace("1.0.0", "2.0.0")
    assert rules(form, answered) == [("warning", "questionnaire", "")]
    answered["questionnaire"] = "http://example.org/other"
    assert rules(form, answered) == [("error", "questionnaire", "")]


def test_something_else_than_a_response_is_an_error(form: Any) -> None:
    assert rules(form, {"resourceType": "Patient"}) == [("error", "structure", "")]


@pytest.mark.parametrize("junk", ["x", 3, None, [3], [{}], [{"linkId": 3}], {"linkId": "pain"}])
def test_a_response_of_a_wrong_shape_is_an_error(
    form: Any, answered: dict[str, Any], junk: Any
) -> None:
    response = {key: value for key, value in answered.items() if key != "item"} | {"item": junk}
    found = rules(form, response)
    assert ("error", "structure", "") in found or ("error", "linkId", "") in found


@pytest.mark.parametrize("junk", ["x", 3, None, ["x"], [None], {"valueInteger": 6}])
def test_answers_of_a_wrong_shape_are_an_error(
    form: Any, answered: dict[str, Any], junk: Any
) -> None:
    answered["item"][0]["answer"] = junk
    assert ("error", "structure", "pain") in rules(form, answered)


def test_an_answer_with_two_values_is_an_error(form: Any, answered: dict[str, Any]) -> None:
    answered["item"][0]["answer"][0]["valueString"] = "six"
    assert rules(form, answered) == [("error", "structure", "pain")]


@pytest.mark.parametrize(
    ("authored", "codes"),
    [
        ("2026-03-02T09:00:00+01:00", ["maxValue"]),
        ("2026-03-03T00:30:00+01:00", []),
        ("2026-03-02T23:30:00Z", ["maxValue"]),
        ("2026-03-03", []),
        ("soon", []),
        (3, []),
        ("9999-12-31T23:59:59-14:00", []),
        ("0001-01-01T00:00:00+14:00", ["maxValue"]),
    ],
)
def test_today_is_the_day_the_response_was_authored(
    make_form: Any, authored: Any, codes: list[str]
) -> None:
    today = {"language": "text/fhirpath", "expression": "today()"}
    worked_out = "http://hl7.org/fhir/StructureDefinition/cqf-calculatedValue"
    limit = {"extension": [{"url": worked_out, "valueExpression": today}]}
    most = {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "_valueDate": limit}
    form = make_form({"linkId": "d", "type": "date", "extension": [most]})
    answered = [{"linkId": "d", "answer": [{"valueDate": "2026-03-03"}]}]
    head = {"resourceType": "QuestionnaireResponse", "status": "completed", "authored": authored}
    found = validate_response(form, head | {"item": answered})
    assert [each.code for each in found if each.severity == "error"] == codes


def test_a_draft_may_lack_what_a_completed_response_must_have(make_form: Any, respond: Any) -> None:
    form = make_form({"linkId": "a", "type": "string", "required": True})
    response = respond(FormFiller(form))
    assert [f.code for f in validate_response(form, response)] == ["required"]
    assert validate_response(form, response | {"status": "in-progress"}) == ()


def test_a_declined_required_question_is_told_but_valid(make_form: Any, respond: Any) -> None:
    filler = FormFiller(make_form({"linkId": "a", "type": "string", "required": True}))
    filler.decline("a")
    [finding] = validate_response(filler.questionnaire, respond(filler))
    assert (finding.severity, finding.code) == ("information", "declined")


def test_no_message_repeats_an_answer(form: Any, answered: dict[str, Any]) -> None:
    answered["item"][0]["answer"] = [{"valueInteger": 991}]
    answered["item"][1]["answer"] = [{"valueString": "SECRET"}, {"valueString": "SECRET"}]
    found = validate_response(form("pain-today"), answered)
    assert found
    assert not any("SECRET" in f.message or "991" in f.message for f in found)


@pytest.mark.skipif(
    not ORACLE.is_dir(),
    reason="no forms that others judged beside this copy (../shared/corpus)",
)
def test_the_oracle_of_the_corpus_agrees_on_valid_and_not_valid() -> None:
    cases = json.loads((ORACLE / "manifest.json").read_bytes())
    cases = cases if isinstance(cases, list) else cases["cases"]
    wrong = []
    for case in cases:
        if not case["questionnaire"]:
            continue
        response = decode_json((ORACLE / case["file"]).read_bytes())
        try:
            form = read_questionnaire((ORACLE / case["questionnaire"]).read_bytes())
            found = validate_response(form, response)
            valid = all(finding.severity != "error" for finding in found)
        except FormUnreadable:
            valid = False
        if valid is not case["valid"]:
            wrong.append(case["rule"])
    assert wrong == []


def test_items_in_another_order_are_a_warning(form: Any, answered: dict[str, Any]) -> None:
    answered["item"].reverse()
    assert [found[:2] for found in rules(form, answered)] == [("warning", "order")]
