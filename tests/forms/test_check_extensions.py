"""What `kiosk form check` says of extensions, expressions and value sets in their places."""

from typing import Any

import pytest

from kiosk.forms.check import check_questionnaire

ASKED = {"linkId": "a", "type": "string", "text": "A?"}
CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"


def codes(form: Any) -> set[tuple[str, str]]:
    return {(finding.code, finding.link_id) for finding in check_questionnaire(form)}


def test_notes_on_a_published_form_are_no_finding(make_form: Any) -> None:
    names = ("structuredefinition-fmm", "resource-approvalDate", "artifact-author")
    notes = [{"url": CORE + name, "valueCode": "x"} for name in names]
    assert check_questionnaire(make_form(ASKED, extension=notes)) == ()


def test_a_form_to_be_put_together_first_is_told_so(make_form: Any) -> None:
    part = {"url": SDC + "subQuestionnaire", "valueCanonical": "http://example.org/part"}
    note = {"linkId": "n", "type": "display", "text": "Part", "extension": [part]}
    [finding] = check_questionnaire(make_form(ASKED, note))
    assert finding.code == "extension"
    assert "assembled form" in finding.message


def reading(name: str) -> dict[str, Any]:
    expression = {"language": "text/fhirpath", "expression": f"%{name}.id"}
    return ASKED | {
        "extension": [{"url": SDC + "initialExpression", "valueExpression": expression}]
    }


def test_the_answers_of_queries_have_the_names_that_the_form_gives_them(make_form: Any) -> None:
    queries = {"url": SDC + "sourceQueries", "valueReference": {"reference": "#Known"}}
    form = make_form(reading("Known"), extension=[queries])
    assert codes(form) == {("extension-elsewhere", "")}
    assert ("unknown-variable", "a") in codes(make_form(reading("Known")))


@pytest.mark.parametrize("kind", ["questionnaire-constraint", "targetConstraint"])
def test_a_rule_that_says_too_little_is_named(make_form: Any, kind: str) -> None:
    def found(**parts: Any) -> list[str]:
        inside = [{"url": name, "valueString": value} for name, value in parts.items()]
        rule = {"url": CORE + kind, "extension": inside}
        return [finding.code for finding in check_questionnaire(make_form(ASKED, extension=[rule]))]

    whole = {"expression": "true", "severity": "error", "human": "No."}
    assert found(**whole) == []
    assert found(**whole | {"expression": "(("}) == ["expression"]
    assert found(severity="error", human="No.") == ["empty-expression"]
    assert found(**whole | {"severity": "fatal"}) == ["extension-value"]
    assert found(expression="true", severity="error") == ["extension-value"]
    assert found(**whole | {"severity": ["error"]}) == ["extension-value"]


@pytest.mark.parametrize("type_", ["group", "display"])
def test_what_is_worked_out_for_no_question_is_named(make_form: Any, type_: str) -> None:
    expression = {"language": "text/fhirpath", "expression": "1"}
    extension = {"url": SDC + "calculatedExpression", "valueExpression": expression}
    item = {"linkId": "g", "type": type_, "text": "G", "extension": [extension]}
    inner = {"item": [ASKED]} if type_ == "group" else {}
    assert ("extension-place", "g") in codes(make_form(ASKED | {"linkId": "b"}, item | inner))


def test_words_and_limits_may_be_worked_out_and_other_languages_are_told_once(
    make_form: Any,
) -> None:
    def worked_out(language: str) -> dict[str, Any]:
        expression = {"language": language, "expression": "today()"}
        return {"extension": [{"url": CORE + "cqf-expression", "valueExpression": expression}]}

    limit = {"url": CORE + "maxValue", "_valueDate": worked_out("text/fhirpath")}
    day = ASKED | {"type": "date", "_text": worked_out("text/fhirpath"), "extension": [limit]}
    assert check_questionnaire(make_form(day)) == ()
    foreign = make_form(ASKED | worked_out("text/cql"))
    assert codes(foreign) == {("expression-language", "a")}


def test_the_expressions_of_a_form_with_a_url_are_looked_at(make_form: Any) -> None:
    expression = {"language": "text/fhirpath", "name": "x", "expression": "(("}
    variable = {"url": CORE + "variable", "valueExpression": expression}
    form = make_form(ASKED, url="http://example.org/form", extension=[variable])
    assert ("expression", "") in codes(form)


def test_a_value_set_of_the_form_that_takes_codes_from_elsewhere_says_from_where(
    make_form: Any,
) -> None:
    def lacking(*include: dict[str, Any]) -> str:
        own = [
            {"resourceType": "ValueSet", "id": "outer", "compose": {"include": list(include)}},
            {
                "resourceType": "ValueSet",
                "id": "inner",
                "url": "http://example.org/inner",
                "compose": {"include": [{"system": "http://example.org/codes"}]},
            },
        ]
        question = ASKED | {"type": "choice", "answerValueSet": "#outer"}
        [finding] = check_questionnaire(make_form(question, contained=own))
        assert finding.code == "value-set"
        return finding.message

    assert "from http://example.org/codes," in lacking({"valueSet": ["http://example.org/inner"]})
    assert "from http://example.org/far," in lacking({"valueSet": ["http://example.org/far"]})
    assert "#outer is not at hand" in lacking({"valueSet": ["#outer"]})


def calculated(expression: str) -> dict[str, Any]:
    value = {"language": "text/fhirpath", "expression": expression}
    return ASKED | {
        "linkId": "sum",
        "extension": [{"url": SDC + "calculatedExpression", "valueExpression": value}],
    }


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("%resource.item.where(linkId='g').item.where(linkId='a').answer.value", True),
        ("%resource.descendants().where(linkId='a').answer.value", True),
        ("%resource.item.item.where(linkId='a').answer.value", True),
        ("%questionnaire.item.where(linkId='a').text", True),
        ("%resource.item.where(linkId='q').answer.item.where(linkId='b').answer.value", True),
        ("%resource.item.where(linkId='a').answer.value", False),
        ("%resource.item.where(linkId='q').item.where(linkId='a').answer.value", False),
    ],
)
def test_an_expression_that_looks_for_a_question_at_another_level_is_named(
    make_form: Any, expression: str, *, found: bool
) -> None:
    group = {"linkId": "g", "type": "group", "text": "G", "item": [ASKED]}
    question = ASKED | {"linkId": "q", "item": [ASKED | {"linkId": "b"}]}
    findings = check_questionnaire(make_form(group, question, calculated(expression)))
    assert [f.code for f in findings] == ([] if found else ["expression-question"])
    assert all("at g / a" in f.message for f in findings)


def test_an_expression_may_begin_at_its_own_item(make_form: Any) -> None:
    value = {"language": "text/fhirpath", "name": "x", "expression": "item.where(linkId='a')"}
    variable = {"url": CORE + "variable", "valueExpression": value}
    group = {"linkId": "g", "type": "group", "text": "G", "item": [ASKED]}
    assert check_questionnaire(make_form(group | {"extension": [variable]})) == ()
    assert codes(make_form(group, extension=[variable])) == {("expression-question", "")}


@pytest.mark.parametrize("option", [{}, {"id": "x"}, {"valueCoding": None}, {"valueCoding": 3}])
def test_options_that_come_and_go_without_a_value_are_named(
    make_form: Any, option: dict[str, Any]
) -> None:
    expression = {"language": "text/fhirpath", "expression": "true"}
    parts = [{"url": "option"} | option, {"url": "expression", "valueExpression": expression}]
    toggle = {"url": SDC + "answerOptionsToggleExpression", "extension": parts}
    colour = {
        "type": "choice",
        "answerOption": [{"valueCoding": {"code": "red", "display": "Red"}}],
    }
    assert codes(make_form(ASKED | colour | {"extension": [toggle]})) == {("toggle", "a")}
