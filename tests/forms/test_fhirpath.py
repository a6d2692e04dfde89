import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

from kiosk.forms.fhirpath import Expression, ExpressionFailed

RESPONSE: dict[str, Any] = {
    "resourceType": "QuestionnaireResponse",
    "item": [
        {"linkId": "a", "answer": [{"valueInteger": 3}, {"valueInteger": 4}]},
        {"linkId": "b", "answer": [{"valueDecimal": Decimal("1.50")}]},
        {"linkId": "c", "answer": [{"valueCoding": {"system": "s", "code": "x"}}]},
        {"linkId": "d", "answer": [{"valueString": "walk"}]},
    ],
}


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("item.where(linkId = 'a').answer.value.sum()", [7]),
        ("item.where(linkId = 'a').answer.value.min()", [3]),
        ("item.where(linkId = 'a').answer.value.max()", [4]),
        ("item.where(linkId = 'a').answer.value.avg()", [Decimal("3.5")]),
        ("item.where(linkId = 'a' or linkId = 'b').answer.value.sum()", [Decimal("8.50")]),
        ("item.where(linkId = 'none').answer.value.sum()", []),
        ("item.where(linkId = 'none').answer.value.avg()", []),
        ("%resource.item.count()", [4]),
        ("%x + 1", [6]),
        ("item.where(linkId = 'd').answer.value", ["walk"]),
        ("item.where(linkId = 'c').answer.value.code", ["x"]),
        ("{}", []),
    ],
)
def test_expressions_on_answers(expression: str, result: list[Any]) -> None:
    assert Expression(expression).evaluate(RESPONSE, {"x": 5}) == result


@pytest.mark.parametrize("function", ["ordinal", "weight"])
def test_scores_come_from_the_form_and_from_the_answer_itself_first(function: str) -> None:
    coding = RESPONSE["item"][2]["answer"][0]["valueCoding"]
    expression = Expression(f"item.where(linkId = 'c').answer.value.{function}()")
    assert expression.evaluate(RESPONSE) == []
    assert expression.evaluate(RESPONSE, {}, {id(coding): Decimal(2)}) == [2]
    scored = [{"url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 5}]
    own = coding | {"extension": scored}
    response = {
        "resourceType": "QuestionnaireResponse",
        "item": [{"linkId": "c", "answer": [{"valueCoding": own}]}],
    }
    assert expression.evaluate(response, {}, {id(own): Decimal(2)}) == [5]


@pytest.mark.parametrize(
    "expression",
    [
        "((",
        "",
        "1 + 1 rubbish",
        "1 +",
        "#",
        "%nowhere",
        "nowhere()",
        "1 + true",
        "item.answer.value.sum()",
    ],
)
def test_every_failure_is_the_one_exception(expression: str) -> None:
    with pytest.raises(ExpressionFailed):
        Expression(expression).evaluate(RESPONSE)


def test_the_resource_is_not_changed() -> None:
    before = repr(RESPONSE)
    Expression("%resource.descendants().where($this is Coding).code").evaluate(RESPONSE)
    assert repr(RESPONSE) == before


@pytest.mark.parametrize(
    ("expression", "kind", "value"),
    [
        ("1", "integer", 1),
        ("1.50", "decimal", Decimal("1.50")),
        ("'a'", "string", "a"),
        ("true", "boolean", True),
        ("@2026-03-02", "date", "2026-03-02"),
        ("@T10:00:00", "time", "10:00:00"),
        ("item[2].answer.value", "Coding", {"system": "s", "code": "x"}),
        ("item[0].linkId", "string", "a"),
    ],
)
def test_results_have_their_type_names(expression: str, kind: str, value: Any) -> None:
    assert Expression(expression).evaluate_typed(RESPONSE) == [(kind, value)]


def test_a_form_without_expression_does_not_load_the_fhirpath_library() -> None:
    program = """
import sys
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.resources import resource
def fill(name):
    filler = FormFiller(read_questionnaire(resource("forms", name).read_bytes()))
    filler.calculated()
    return "fhirpathpy" in sys.modules
print(fill("pain-today.json"), fill("gad-7.json"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.split() == [b"False", b"True"]
