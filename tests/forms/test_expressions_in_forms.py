"""Variables, calculated values, conditions and words that a form works out."""

from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.sitting.evaluation import Surroundings

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
CORE = "http://hl7.org/fhir/StructureDefinition/"
FIRST = "%resource.item.where(linkId='n').answer.value"


def number(value: int) -> tuple[Answer, ...]:
    return (Answer("valueInteger", value),)


def words(text: str) -> tuple[Answer, ...]:
    return (Answer("valueString", text),)


def fhirpath(text: str, **more: str) -> dict[str, Any]:
    return {"language": "text/fhirpath", "expression": text} | more


def calculated(text: str, **more: str) -> dict[str, Any]:
    return {"url": SDC + "calculatedExpression", "valueExpression": fhirpath(text, **more)}


def variable(name: str, text: str) -> dict[str, Any]:
    return {"url": CORE + "variable", "valueExpression": fhirpath(text, name=name)}


def when(text: str, **more: str) -> dict[str, Any]:
    return {"url": SDC + "enableWhenExpression", "valueExpression": fhirpath(text, **more)}


N = {"linkId": "n", "type": "integer"}


def total(*extensions: dict[str, Any], kind: str = "integer") -> dict[str, Any]:
    return {"linkId": "t", "type": kind, "extension": list(extensions)}


def test_a_calculated_value_follows_what_it_reads(make_form: Any, respond: Any) -> None:
    filler = FormFiller(make_form(N, total(calculated(f"{FIRST} + 1"))))
    assert filler.calculated() == {}
    assert filler.answer("n", number(1)) == {"n", "t"}
    assert filler.calculated() == {"t": number(2)}
    assert respond(filler)["item"][1] == {"linkId": "t", "answer": [{"valueInteger": 2}]}
    filler.answer("n", [])
    assert filler.calculated() == {}
    assert "item" not in respond(filler)


def test_what_a_person_puts_in_place_of_a_calculated_value_stands_until_it_is_cleared(
    make_form: Any,
) -> None:
    filler = FormFiller(make_form(N, total(calculated(f"{FIRST} + 1"))))
    filler.answer("n", number(1))
    filler.answer("t", number(9))
    filler.answer("n", number(2))
    assert filler.calculated()["t"] == number(9)
    filler.answer("t", [])
    assert filler.calculated()["t"] == number(3)
    filler.undo()
    assert filler.calculated()["t"] == number(9)


def test_a_chain_of_calculated_values_follows_its_beginning(make_form: Any) -> None:
    chain = [
        {
            "linkId": f"c{at}",
            "type": "integer",
            "extension": [calculated(f"%resource.item.where(linkId='{before}').answer.value + 1")],
        }
        for at, before in enumerate(["n", *(f"c{at}" for at in range(40))])
    ]
    filler = FormFiller(make_form(*reversed(chain), N))
    assert len(filler.answer("n", number(0))) == 42
    assert filler.calculated()["c40"] == number(41)


def test_a_calculated_value_of_an_item_that_is_not_asked_is_not_there(
    make_form: Any, respond: Any
) -> None:
    hidden = total(calculated(f"{FIRST} + 1"), when(f"{FIRST} > 1"))
    filler = FormFiller(make_form(N, hidden))
    filler.answer("n", number(1))
    assert filler.calculated() == {}
    filler.answer("n", number(2))
    assert filler.calculated() == {"t": number(3)}
    assert len(respond(filler)["item"]) == 2


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        ("boolean", f"{FIRST} > 0", Answer(key="valueBoolean", value=True)),
        ("decimal", f"{FIRST} / 2", Answer("valueDecimal", 0.5)),
        ("integer", f"{FIRST} * 2.0", Answer("valueInteger", 2)),
        ("string", f"'n' & {FIRST}.toString()", Answer("valueString", "n1")),
        ("text", FIRST, Answer("valueString", "1")),
        ("date", "@2026-03-02T10:00:00Z", Answer("valueDate", "2026-03-02")),
        ("time", "@T10:00:00", Answer("valueTime", "10:00:00")),
        ("quantity", FIRST, Answer("valueQuantity", {"value": 1})),
        ("integer", "'no number'", None),
        ("integer", "1.5", None),
        ("integer", "3000000000.0", None),
        ("boolean", "1", None),
        ("string", "' '", None),
        ("dateTime", "'not a time'", None),
        ("quantity", "%questionnaire", None),
        ("attachment", FIRST, None),
        ("integer", "nonsense(", None),
        ("integer", "%unknown", None),
    ],
)
def test_a_result_becomes_an_answer_where_the_type_can_hold_it(
    make_form: Any, kind: str, text: str, answer: Answer | None
) -> None:
    filler = FormFiller(make_form(N, total(calculated(text), kind=kind)))
    filler.answer("n", number(1))
    assert filler.calculated() == ({"t": (answer,)} if answer else {})


def test_an_expression_in_another_language_is_left_to_others(make_form: Any) -> None:
    query = calculated("Patient?x", language="application/x-fhir-query")
    filler = FormFiller(make_form(N, total(query)))
    filler.answer("n", number(1))
    assert filler.calculated() == {}


def test_variables_of_the_form_are_known_everywhere(make_form: Any) -> None:
    form = make_form(
        N,
        {"linkId": "g", "type": "group", "item": [total(calculated("%twice + 1"))]},
        extension=[variable("once", FIRST), variable("twice", "%once * 2")],
    )
    filler = FormFiller(form)
    assert filler.answer("n", number(4)) == {"n", "g/t"}
    assert filler.calculated() == {"g/t": number(9)}


def test_an_inner_variable_is_meant_rather_than_an_outer_one(make_form: Any) -> None:
    inner = {"linkId": "g", "type": "group", "item": [total(calculated("%v"))]}
    form = make_form(
        inner | {"extension": [variable("v", "2")]},
        {"linkId": "u", "type": "integer", "extension": [calculated("%v")]},
        extension=[variable("v", "1")],
    )
    assert FormFiller(form).calculated() == {"g/t": number(2), "u": number(1)}


def test_a_variable_that_reads_its_own_name_means_the_one_further_out(make_form: Any) -> None:
    inner = {"linkId": "g", "type": "group", "item": [total(calculated("%v"))]}
    form = make_form(
        inner | {"extension": [variable("v", "%v + 1")]}, extension=[variable("v", "1")]
    )
    assert FormFiller(form).calculated() == {"g/t": number(2)}


def test_a_variable_is_not_known_outside_of_its_item(make_form: Any) -> None:
    group = {"linkId": "g", "type": "group", "item": [N], "extension": [variable("v", "1")]}
    filler = FormFiller(make_form(group, total(calculated("%v.exists()"), kind="boolean")))
    assert filler.calculated() == {}


def test_a_variable_of_another_language_is_empty_and_no_fault(make_form: Any) -> None:
    query = variable("v", "Observation?x")
    query["valueExpression"]["language"] = "application/x-fhir-query"
    form = make_form(total(calculated("%v.empty()"), kind="boolean"), extension=[query])
    [(_, [answer])] = FormFiller(form).calculated().items()
    assert answer.value is True


def test_context_is_the_item_where_the_expression_stands(make_form: Any) -> None:
    inside = [N, total(calculated("%context.linkId & %qitem.type"), kind="string")]
    form = make_form({"linkId": "g", "type": "group", "item": inside})
    assert FormFiller(form).calculated() == {"g/t": words("tstring")}


def test_the_form_itself_can_be_read(make_form: Any) -> None:
    count = "%questionnaire.item.where(linkId='c').answerOption.count()"
    options = [{"valueString": "a"}, {"valueString": "b"}]
    choice = {"linkId": "c", "type": "choice", "answerOption": options}
    assert FormFiller(make_form(choice, total(calculated(count)))).calculated() == {"t": number(2)}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (f"{FIRST} = 1", False),
        (f"{FIRST}.empty()", True),
        ("{}", False),
        ("'text'", False),
        ("nonsense(", True),
        ("%unknown = 1", True),
        ("1 + 'a'", True),
    ],
)
def test_an_expression_that_can_not_be_worked_out_hides_nothing(
    make_form: Any, text: str, *, asked: bool
) -> None:
    more = {"linkId": "more", "type": "string", "extension": [when(text)]}
    filler = FormFiller(make_form(N, more))
    assert filler.is_enabled("more") is asked


def test_a_condition_worked_out_counts_together_with_the_others(make_form: Any) -> None:
    condition = {"question": "n", "operator": ">", "answerInteger": 1}
    more = {"linkId": "more", "type": "string", "extension": [when(f"{FIRST} < 3")]}
    filler = FormFiller(make_form(N, more | {"enableWhen": [condition]}))
    asked = []
    for value in range(5):
        filler.answer("n", number(value))
        asked.append(filler.is_enabled("more"))
    assert asked == [False, False, True, False, False]


def test_an_answer_that_is_out_of_sight_is_not_there_for_expressions(make_form: Any) -> None:
    condition = {"question": "n", "operator": ">", "answerInteger": 1}
    more = {"linkId": "more", "type": "integer", "enableWhen": [condition]}
    read = "%resource.item.where(linkId='more').answer.value"
    filler = FormFiller(make_form(N, more, total(calculated(read))))
    filler.answer("n", number(2))
    filler.answer("more", number(7))
    assert filler.calculated() == {"t": number(7)}
    filler.answer("n", number(1))
    assert filler.calculated() == {}
    filler.answer("n", number(2))
    assert filler.calculated() == {"t": number(7)}


def test_words_that_are_worked_out_follow_the_answers(make_form: Any) -> None:
    worded = {"extension": [{"url": CORE + "cqf-expression"}]}
    worded["extension"][0]["valueExpression"] = fhirpath(f"'You said ' & {FIRST}.toString()")  # type: ignore[assignment]
    more = {"linkId": "more", "type": "string", "text": "You said …", "_text": worded}
    filler = FormFiller(make_form(N, more))
    assert filler.answer("n", number(1)) == {"n", "more"}
    assert [page.text for page in filler.pages] == ["", "You said 1"]


@pytest.mark.parametrize(
    ("gives", "shown"), [("1.50", "1.50"), ("3", "3"), ("true", "true"), ("'a' | 'b'", "a b")]
)
def test_words_that_are_worked_out_may_be_numbers(make_form: Any, gives: str, shown: str) -> None:
    worded = {"extension": [{"url": CORE + "cqf-expression", "valueExpression": fhirpath(gives)}]}
    item = {"linkId": "a", "type": "string", "text": "fixed", "_text": worded}
    assert [page.text for page in FormFiller(make_form(item)).pages] == [shown]


def test_the_written_response_carries_the_words_as_they_were_shown(
    make_form: Any, respond: Any
) -> None:
    worded = {"extension": [{"url": CORE + "cqf-expression", "valueExpression": fhirpath("'Hi'")}]}
    filler = FormFiller(make_form({"linkId": "a", "type": "string", "_text": worded}))
    filler.answer("a", words("x"))
    assert respond(filler)["item"] == [
        {"linkId": "a", "text": "Hi", "answer": [{"valueString": "x"}]}
    ]


def test_today_is_the_day_the_sitting_began(make_form: Any, now: Any) -> None:
    form = make_form(total(calculated("today()"), kind="date"))
    assert FormFiller(form).calculated() == {}
    filler = FormFiller(form, surroundings=Surroundings(now=now))
    assert filler.calculated() == {"t": (Answer("valueDate", "2026-03-02"),)}
