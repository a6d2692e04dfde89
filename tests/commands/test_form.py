import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.commands import form as commands
from kiosk.commands.evaluate import evaluate
from kiosk.coproduction.codes import CODES as CODE_CODES
from kiosk.coproduction.lint import CODES as LINT_CODES
from kiosk.coproduction.plain_words import CODES as PLAIN_CODES
from kiosk.errors import FormUnreadable, RefusedError, UsageError
from kiosk.forms.check import CODES, ITEM_TYPES
from kiosk.forms.fhir_json import format_json
from kiosk.forms.rules import RULES
from kiosk.resources import resource

PAIN = resource("forms", "pain-today.json")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, Any], Path]:
    def write_file(name: str, content: Any) -> Path:
        file = tmp_path / name
        file.write_text(content if isinstance(content, str) else format_json(content))
        return file

    return write_file


def test_check_of_a_sound_form_is_0_and_of_a_doubtful_one_only_with_strict(write: Any) -> None:
    doubtful = write("doubtful.json", {"resourceType": "Questionnaire"})
    assert commands.check([PAIN]).exit_code == 0
    assert commands.check([PAIN, doubtful]).exit_code == 0
    assert commands.check([PAIN, doubtful], strict=True).exit_code == 1


def test_check_tells_each_file_in_the_agreed_shape(write: Any) -> None:
    broken = write("broken.json", "{")
    twice = [{"linkId": "a", "type": "string", "text": "A"}] * 2
    double = write("double.json", {"resourceType": "Questionnaire", "item": twice})
    code, document, text = commands.check([PAIN, broken, double])
    assert code == 1
    figures = document[0].pop("reading")
    assert document[0] == {"file": str(PAIN), "readable": True, "items": 6, "findings": []}
    assert set(figures) == {"grade", "words", "sentences", "longestSentence", "validatedItems"}
    assert (document[1]["readable"], document[1]["items"]) == (False, 0)
    assert [finding["code"] for finding in document[1]["findings"]] == ["unreadable"]
    assert document[2]["readable"] is True
    for finding in document[2]["findings"]:
        assert set(finding) == {"severity", "code", "linkId", "path", "message"}
    assert "used 2 times" in text
    json.loads(format_json(document))


def test_check_tells_how_plainly_a_form_is_written_and_fails_for_nothing_of_it(write: Any) -> None:
    hard = {"linkId": "a", "type": "string", "text": "Do you utilise any medication? " * 4}
    facts = {"resourceType": "Questionnaire", "url": "http://x.org/q", "version": "1"}
    form = write("hard.json", facts | {"status": "active", "title": "Hard", "item": [hard]})
    code, [document], text = commands.check([form], strict=True)
    assert code == 0
    assert {(f["severity"], f["code"]) for f in document["findings"]} == {
        ("information", code)
        for code in ("hard-to-read", "hard-word", "long-paragraph", "double-barrelled")
    }
    grade = document["reading"]["grade"]
    assert f"Reading: grade {grade}, longest sentence 5 words" in text
    assert document["reading"]["longestSentence"] == 5


def test_check_advises_on_the_wording_of_questions_and_fails_for_nothing_of_it(write: Any) -> None:
    yes_no = [{"valueCoding": {"code": code, "display": code}} for code in ("Yes", "No")]
    both = {
        "linkId": "a", "type": "choice", "text": "Do you smoke and do you drink?",
        "answerOption": yes_no,
    }  # fmt: skip
    often = {"linkId": "b", "type": "string", "text": "How often do you {words} {0}?"}
    facts = {"resourceType": "Questionnaire", "url": "http://x.org/q", "version": "1"}
    facts |= {"status": "active", "title": "Habits", "language": "en"}
    form = write("two.json", facts | {"item": [both, often]})

    code, [document], text = commands.check([form], strict=True)

    assert code == 0
    found = [(one["code"], one["linkId"], one["severity"]) for one in document["findings"]]
    assert found == [("double-barrelled", "a", "information"), ("no-period", "b", "information")]
    assert "Wording: 2 questions looked at in English" in text
    assert "it asks two things at once." in text
    assert "make two questions of it. (“a”, Questionnaire.item[0])" in text


@pytest.mark.parametrize("name", ["gad-7", "phq-9"])
def test_check_gives_no_advice_on_validated_wording(name: str) -> None:
    _, (document,), text = commands.check([resource("forms", f"{name}.json")])
    assert "Wording: not looked at" in text
    assert not {one["code"] for one in document["findings"]} & LINT_CODES.keys()


def test_check_does_not_measure_validated_wording(write: Any) -> None:
    gad = resource("forms", "gad-7.json")
    _, [document], text = commands.check([gad])
    assert "Reading: validated wording, not measured" in text
    assert document["reading"] == {
        "grade": None,
        "words": None,
        "sentences": None,
        "longestSentence": None,
        "validatedItems": 8,
    }
    reworded = write("gad.json", gad.read_text().replace("Feeling nervous", "Being nervous"))
    assert "7 items of validated wording, not measured" in commands.check([reworded]).text


def test_check_measures_a_form_by_the_word_list_of_its_language(write: Any) -> None:
    items = [{"linkId": "a", "type": "string", "text": "commence"}]
    for language, codes in (("en-GB", ["hard-word"]), ("fr", [])):
        form = write(
            "f.json", {"resourceType": "Questionnaire", "language": language, "item": items}
        )
        findings = commands.check([form]).document[0]["findings"]
        assert [f["code"] for f in findings if f["severity"] == "information"] == codes


def test_fill_is_the_same_for_the_same_seed_and_valid(write: Any) -> None:
    first = commands.fill(PAIN, seed=7)
    assert first.text == commands.fill(PAIN, seed=7).text
    assert first.text != commands.fill(PAIN, seed=8).text
    assert first.document["status"] == "completed"
    response = write("response.json", first.document)
    code, document, _ = commands.validate(PAIN, response)
    assert (code, document) == (0, {"valid": True, "problems": []})


def test_fill_uses_the_time_given() -> None:
    later = datetime(2030, 1, 1, tzinfo=UTC)
    document = commands.fill(PAIN, seed=1, now=later).document
    assert document["authored"] == "2030-01-01T00:00:00+00:00"
    with pytest.raises(UsageError):
        commands.fill(PAIN, now=later.replace(tzinfo=None))


def test_fill_stays_in_progress_where_a_required_item_cannot_be_filled(write: Any) -> None:
    item = {"linkId": "a", "type": "choice", "required": True, "answerValueSet": "http://x.org"}
    form = write("form.json", {"resourceType": "Questionnaire", "item": [item]})
    assert commands.fill(form).document["status"] == "in-progress"


def test_fill_leaves_out_what_breaks_a_rule_to_the_last_and_is_not_required(write: Any) -> None:
    never = [
        {"url": "key", "valueId": "never"},
        {"url": "severity", "valueCode": "error"},
        {"url": "expression", "valueString": "answer.empty()"},
        {"url": "human", "valueString": "No answer is right."},
    ]
    url = "http://hl7.org/fhir/StructureDefinition/questionnaire-constraint"
    ruled = {"linkId": "a", "type": "integer", "extension": [{"url": url, "extension": never}]}
    items = [ruled, {"linkId": "b", "type": "boolean", "required": True}]
    form = write("form.json", {"resourceType": "Questionnaire", "item": items})
    for seed in range(5):
        document = commands.fill(form, seed=seed).document
        assert document["status"] == "completed"
        assert [item["linkId"] for item in document["item"]] == ["b"]


def test_a_refused_form_is_told_with_the_item_that_is_the_reason(write: Any) -> None:
    answered = {"question": "a", "operator": "exists", "answerBoolean": True}
    circle = {"linkId": "a", "type": "string", "enableWhen": [answered]}
    modified = {"linkId": "a", "type": "string", "modifierExtension": [{"url": "http://x.org"}]}
    for item in (circle, modified):
        form = {"resourceType": "Questionnaire", "item": [{"linkId": "g", "item": [item]}]}
        (finding,) = commands.check([write("form.json", form)]).document[0]["findings"]
        place = (finding["code"], finding["linkId"], finding["path"])
        assert place == ("unreadable", "a", "Questionnaire.item[0].item[0]")


def test_fill_of_an_unreadable_form_is_refused(write: Any) -> None:
    with pytest.raises(FormUnreadable):
        commands.fill(write("broken.json", "{"))


def test_validate_tells_problems_in_the_agreed_shape(write: Any) -> None:
    response = commands.fill(PAIN, seed=1).document
    response["item"][0]["answer"] = [{"valueInteger": 99}]
    code, document, text = commands.validate(PAIN, write("bad.json", response))
    assert (code, document["valid"]) == (1, False)
    for problem in document["problems"]:
        assert set(problem) == {"severity", "rule", "linkId", "path", "message"}
    assert "option" in {problem["rule"] for problem in document["problems"]}
    assert "not valid" in text


@pytest.mark.parametrize("content", ["{", "[]", "3"])
def test_a_response_that_cannot_be_parsed_is_not_valid_with_one_problem(
    write: Any, content: str
) -> None:
    code, document, _ = commands.validate(PAIN, write("response.json", content))
    assert (code, document["valid"], len(document["problems"])) == (1, False, 1)


def test_a_form_that_cannot_be_resolved_makes_a_response_invalid(write: Any) -> None:
    response = write("response.json", commands.fill(PAIN).document)
    code, document, _ = commands.validate(Path("-"), response)
    assert (code, document["valid"], len(document["problems"])) == (1, False, 1)


def test_evaluate_gives_results_with_types_and_exact_decimals() -> None:
    outcome = evaluate("1.50 | item[0].linkId | true", PAIN)
    assert outcome.document == {
        "result": ["1.50", "pain", True],
        "types": ["decimal", "string", "boolean"],
    }
    assert evaluate("1 + 1").document == {"result": [2], "types": ["integer"]}
    assert evaluate("{}").text == "(empty)"


def test_a_failing_expression_is_refused() -> None:
    with pytest.raises(RefusedError):
        evaluate("((")


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    missing = tmp_path / "missing.json"
    for run in (
        lambda: commands.check([PAIN, missing]),
        lambda: commands.fill(missing),
        lambda: commands.validate(missing, PAIN),
        lambda: commands.validate(PAIN, missing),
        lambda: evaluate("1", missing),
        lambda: commands.fill(tmp_path),
    ):
        with pytest.raises(UsageError):
            run()


def test_capabilities_name_what_the_engine_has() -> None:
    document = commands.capabilities().document
    assert list(document["itemTypes"]) == list(ITEM_TYPES)
    assert document["rules"] == list(RULES)
    assert set(document["enableWhenOperators"]) == {"exists", "=", "!=", ">", "<", ">=", "<="}
    of_words = PLAIN_CODES.keys() | CODE_CODES.keys() | LINT_CODES.keys()
    assert document["findings"].keys() == CODES.keys() | of_words
    assert not CODES.keys() & of_words


def test_check_names_a_code_that_belongs_to_other_words(write: Any) -> None:
    item = {
        "linkId": "units", "type": "integer", "text": "How often do you have six or more units?",
        "code": [{"system": "http://loinc.org", "code": "68520-6"}],
    }  # fmt: skip
    form = {"resourceType": "Questionnaire", "language": "en", "item": [item]}
    file = write("units.json", form)
    found = {one["code"] for one in commands.check([file]).document[0]["findings"]}
    assert "code-of-other-words" in found


COLOURS = {
    "resourceType": "ValueSet",
    "url": "http://example.org/colours",
    "expansion": {"contains": [{"system": "http://example.org", "code": "red", "display": "Red"}]},
}


def test_a_value_set_that_is_brought_is_offered_and_proves_the_answer(write: Any) -> None:
    item = {
        "linkId": "a",
        "type": "choice",
        "text": "Which?",
        "required": True,
        "answerValueSet": "http://example.org/colours",
    }
    form = write("form.json", {"resourceType": "Questionnaire", "item": [item]})
    colours = [write("colours.json", COLOURS)]
    assert commands.fill(form).document["status"] == "in-progress"
    filled = commands.fill(form, valuesets=colours).document
    assert filled["status"] == "completed"
    response = write("response.json", filled)
    assert commands.validate(form, response, valuesets=colours).exit_code == 0
    assert commands.validate(form, response).exit_code == 1
    codes = [
        {f["code"] for f in commands.check([form], valuesets=v).document[0]["findings"]}
        for v in ((), colours)
    ]
    assert "value-set" in codes[0] - codes[1]


def test_a_file_without_value_sets_is_refused() -> None:
    with pytest.raises(RefusedError):
        commands.fill(PAIN, valuesets=[PAIN])


def test_fill_begins_with_what_the_form_is_told(write: Any) -> None:
    sdc = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
    asks = {
        "url": sdc + "launchContext",
        "extension": [{"url": "name", "valueCoding": {"code": "patient"}}],
    }
    value = {"language": "text/fhirpath", "expression": "%patient.birthDate"}
    extension = [{"url": sdc + "initialExpression", "valueExpression": value}]
    item = {"linkId": "born", "type": "date", "readOnly": True, "extension": extension}
    form = write("f.json", {"resourceType": "Questionnaire", "extension": [asks], "item": [item]})
    patient = write("p.json", {"resourceType": "Patient", "birthDate": "1950-02-03"})
    told = commands.fill(form, context={"patient": patient}).document
    assert told["item"][0]["answer"] == [{"valueDate": "1950-02-03"}]
    assert "item" not in commands.fill(form).document


def test_extract_makes_observations_of_marked_answers(write: Any) -> None:
    url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract"
    item = {
        "linkId": "pulse",
        "type": "integer",
        "text": "Pulse",
        "required": True,
        "code": [{"system": "http://loinc.org", "code": "8867-4"}],
        "extension": [{"url": url, "valueBoolean": True}],
    }
    head = {"resourceType": "Questionnaire", "url": "http://example.org/q", "version": "1"}
    form = write("form.json", head | {"item": [item]})
    response = write("response.json", commands.fill(form).document)
    code, document, text = commands.extract(form, response)
    kinds = [entry["resource"]["resourceType"] for entry in document["bundle"]["entry"]]
    assert (code, kinds.count("Observation")) == (0, 1)
    assert text.startswith("1 Observation;")


def test_evaluate_knows_the_time_it_is_told_and_refuses_unknown_paths_if_strict() -> None:
    then = datetime(2020, 2, 3, 4, tzinfo=UTC)
    assert evaluate("today()", now=then).document == {"result": ["2020-02-03"], "types": ["date"]}
    assert evaluate("%a + %b.x", variables={"a": 1, "b": {"x": 2}}).document["result"] == [3]
    assert evaluate("Questionnaire.nonsense", PAIN).text == "(empty)"
    with pytest.raises(RefusedError):
        evaluate("Questionnaire.nonsense", PAIN, strict=True)


def test_the_small_value_sets_of_hl7_are_at_hand(write: Any) -> None:
    item = {
        "linkId": "sex",
        "type": "choice",
        "text": "Sex",
        "required": True,
        "answerValueSet": "http://hl7.org/fhir/ValueSet/administrative-gender",
    }
    form = write("form.json", {"resourceType": "Questionnaire", "item": [item]})
    findings = commands.check([form]).document[0]["findings"]
    assert "value-set" not in {finding["code"] for finding in findings}
    filled = commands.fill(form).document
    assert filled["status"] == "completed"
    assert commands.validate(form, write("r.json", filled)).exit_code == 0
