from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller


def score(form: Any, name: str, values: list[int | None]) -> Any:
    """The total of an instrument; None leaves an item out."""
    filler = FormFiller(form(name))
    prefix = name.replace("-", "")
    for number, value in enumerate(values, 1):
        path = f"{prefix}/{prefix}-{number}"
        if value is not None:
            option = filler.questionnaire.by_path[path].answer_options[value]
            filler.answer(path, [option.answer])
    [total] = filler.calculated().get(f"{prefix}-total", (None,))
    return total.value if total else None


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ([0] * 7, 0),
        ([1] * 7, 7),
        ([3] * 7, 21),
        ([0, 1, 2, 3, 0, 1, 2], 9),
        ([3, 0, 0, 0, 0, 0, 2], 5),
        ([3, 3, 3, 3, 3, 3, None], None),
        ([None, 0, 0, 0, 0, 0, 0], None),
        ([None] * 7, None),
    ],
)
def test_the_gad_7_total_is_the_sum_of_seven_answers_or_nothing(
    form: Any, answers: list[int | None], total: int | None
) -> None:
    assert score(form, "gad-7", answers) == total


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ([0] * 9, 0),
        ([3] * 9, 27),
        ([0, 1, 2, 3, 0, 1, 2, 3, 1], 13),
        ([0, 0, 0, 0, 0, 0, 0, 0, 3], 3),
        ([3, 3, 3, 3, 3, 3, 3, 3, None], None),
    ],
)
def test_the_phq_9_total_is_the_sum_of_nine_answers_or_nothing(
    form: Any, answers: list[int | None], total: int | None
) -> None:
    assert score(form, "phq-9", answers) == total


def test_the_question_of_difficulty_is_asked_after_any_problem_and_does_not_count(
    form: Any,
) -> None:
    filler = FormFiller(form("phq-9"))
    for number in range(1, 10):
        path = f"phq9/phq9-{number}"
        options = filler.questionnaire.by_path[path].answer_options
        filler.answer(path, [options[0].answer])
    assert not filler.is_enabled("phq9-difficulty")
    filler.answer("phq9/phq9-4", [options[2].answer])
    assert filler.is_enabled("phq9-difficulty")
    hardest = filler.questionnaire.by_path["phq9-difficulty"].answer_options[-1]
    filler.answer("phq9-difficulty", [hardest.answer])
    assert filler.calculated()["phq9-total"] == (Answer("valueInteger", 2),)


def test_the_total_stands_in_the_response_with_the_answers(form: Any, respond: Any) -> None:
    filler = FormFiller(form("gad-7"))
    for page in filler.pages:
        filler.answer(page.path, [page.item.answer_options[1].answer])
    items = respond(filler)["item"]
    assert [item["linkId"] for item in items] == ["gad7", "gad7-total"]
    assert items[1]["answer"] == [{"valueInteger": 7}]


def test_a_declined_item_leaves_the_total_empty(form: Any, respond: Any) -> None:
    filler = FormFiller(form("gad-7"))
    for page in filler.pages:
        filler.answer(page.path, [page.item.answer_options[1].answer])
    filler.decline("gad7/gad7-3")
    assert filler.calculated() == {}
    assert [item["linkId"] for item in respond(filler)["item"]] == ["gad7"]


@pytest.mark.parametrize(
    ("choice", "alert"), [(0, False), (1, True), (2, True), (3, True), (None, False)]
)
def test_the_alert_rule_holds_for_any_answer_to_item_9_but_not_at_all(
    form: Any,
    choice: int | None,
    alert: bool,  # noqa: FBT001
) -> None:
    filler = FormFiller(form("phq-9"))
    if choice is not None:
        item = filler.questionnaire.by_path["phq9/phq9-9"]
        filler.answer(item.path, [item.answer_options[choice].answer])
    assert bool(filler.fired()) is alert


def test_an_alert_rule_that_cannot_be_worked_out_counts_as_holding(make_form: Any) -> None:
    url = "http://clinic-kiosk.example/fhir/StructureDefinition/alert-rule"
    broken = {"url": url, "valueExpression": {"expression": "nowhere("}}
    assert FormFiller(make_form(extension=[broken])).fired() == (("rule", False),)


def test_a_form_without_alert_rule_never_alerts(form: Any) -> None:
    filler = FormFiller(form("pain-today"))
    filler.answer("pain", [Answer("valueInteger", 10)])
    assert not filler.fired()


def test_one_code_may_score_differently_in_two_questions(make_form: Any) -> None:
    def question(link_id: str, *scores: int) -> dict[str, Any]:
        ordinal = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
        options = [
            {
                "valueCoding": {"code": code},
                "extension": [{"url": ordinal, "valueDecimal": score}],
            }
            for code, score in zip(("never", "always"), scores, strict=True)
        ]
        return {"linkId": link_id, "type": "choice", "answerOption": options}

    filler = FormFiller(
        make_form(
            question("calm", 4, 0),
            question("tense", 0, 4),
            calculated("%resource.item.answer.value.ordinal().sum()"),
        )
    )
    filler.answer("calm", [Answer("valueCoding", {"code": "never"})])
    filler.answer("tense", [Answer("valueCoding", {"code": "always"})])
    assert filler.calculated()["total"] == (Answer("valueInteger", 8),)
    filler.answer("calm", [Answer("valueCoding", {"code": "always"})])
    assert filler.calculated()["total"] == (Answer("valueInteger", 4),)


def calculated(expression: str, link_id: str = "total", kind: str = "integer") -> dict[str, Any]:
    url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
    value = {"language": "text/fhirpath", "expression": expression}
    return {
        "linkId": link_id,
        "type": kind,
        "readOnly": True,
        "extension": [{"url": url, "valueExpression": value}],
    }


def test_calculations_may_build_on_each_other_in_any_order(make_form: Any) -> None:
    filler = FormFiller(
        make_form(
            calculated("%resource.item.where(linkId = 'double').answer.value + 1", "more"),
            calculated("%resource.item.where(linkId = 'n').answer.value * 2", "double"),
            {"linkId": "n", "type": "integer"},
        )
    )
    filler.answer("n", [Answer("valueInteger", 20)])
    assert filler.calculated()["more"] == (Answer("valueInteger", 41),)


def test_a_calculation_may_decide_what_is_asked(make_form: Any) -> None:
    condition = {"question": "double", "operator": ">=", "answerInteger": 10}
    filler = FormFiller(
        make_form(
            {"linkId": "n", "type": "integer"},
            calculated("%resource.item.where(linkId = 'n').answer.value * 2", "double"),
            {"linkId": "why", "type": "string", "enableWhen": [condition]},
        )
    )
    assert filler.answer("n", [Answer("valueInteger", 4)]) == {"n", "double"}
    assert filler.answer("n", [Answer("valueInteger", 5)]) == {"n", "double", "why"}


@pytest.mark.parametrize("expression", ["((", "nowhere()", "%unknown", "'text'", "1 / 0", "1.5"])
def test_a_calculation_that_fails_or_does_not_fit_gives_nothing(
    make_form: Any, expression: str
) -> None:
    assert FormFiller(make_form(calculated(expression))).calculated() == {}
