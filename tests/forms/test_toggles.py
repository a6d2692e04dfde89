"""Options that come and go with other answers, and options that are not at hand."""

from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.forms.validate import validate_response

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
FIRST = "%resource.item.where(linkId='n').answer.value"
N = {"linkId": "n", "type": "integer"}
SET = "http://example.org/ValueSet/colours"


def coding(code: str) -> dict[str, Any]:
    return {"system": "http://example.org/c", "code": code, "display": code.upper()}


def option(code: str) -> Answer:
    return Answer("valueCoding", coding(code))


def number(value: int) -> list[Answer]:
    return [Answer("valueInteger", value)]


def toggle(text: str, *codes: str) -> dict[str, Any]:
    expression = {"language": "text/fhirpath", "expression": text}
    parts: list[dict[str, Any]] = [{"url": "option", "valueCoding": coding(code)} for code in codes]
    parts.append({"url": "expression", "valueExpression": expression})
    return {"url": SDC + "answerOptionsToggleExpression", "extension": parts}


def choice(*extensions: dict[str, Any], **more: Any) -> dict[str, Any]:
    options = [{"valueCoding": coding(code)} for code in "abc"]
    head = {"linkId": "c", "type": "choice", "answerOption": options}
    return head | {"extension": list(extensions)} | more


def offered(filler: FormFiller) -> str:
    [page] = [page for page in filler.pages if page.path == "c"]
    return "".join(str(found.answer.value["code"]) for found in page.limits.options or ())


def test_an_option_is_offered_while_its_expression_is_true(make_form: Any) -> None:
    filler = FormFiller(make_form(N, choice(toggle(f"{FIRST} = 1", "a"))))
    assert offered(filler) == "bc"
    assert "c" in filler.answer("n", number(1))
    assert offered(filler) == "abc"


def test_an_option_is_offered_if_any_toggle_that_names_it_says_so(make_form: Any) -> None:
    toggles = [toggle(f"{FIRST} = 1", "a", "b"), toggle(f"{FIRST} < 3", "a")]
    filler = FormFiller(make_form(N, choice(*toggles)))
    seen = []
    for value in (1, 2, 3):
        filler.answer("n", number(value))
        seen.append(offered(filler))
    assert seen == ["abc", "ac", "c"]


@pytest.mark.parametrize("lacks", ["option", "toggle"])
def test_a_system_left_out_on_one_side_fits_any(make_form: Any, lacks: str) -> None:
    bare = {"code": "a", "display": "A"}
    switched, listed = (coding("a"), bare) if lacks == "option" else (bare, coding("a"))
    made = toggle(f"{FIRST} = 1")
    made["extension"].insert(0, {"url": "option", "valueCoding": switched})
    filler = FormFiller(make_form(N, choice(made, answerOption=[{"valueCoding": listed}])))

    assert offered(filler) == ""
    filler.answer("n", number(1))
    assert offered(filler) == "a"


def test_a_toggle_that_can_not_be_worked_out_takes_nothing_away(make_form: Any) -> None:
    assert offered(FormFiller(make_form(N, choice(toggle("nonsense(", "a"))))) == "abc"


def test_an_answer_whose_option_went_away_is_kept_and_flagged(make_form: Any, respond: Any) -> None:
    filler = FormFiller(make_form(N, choice(toggle(f"{FIRST} = 1", "a"))))
    filler.answer("n", number(1))
    filler.answer("c", [option("a")])
    filler.answer("n", number(2))
    assert filler.answers("c") == (option("a"),)
    assert [(p.path, p.rule) for p in filler.all_problems()] == [("c", "option")]
    assert respond(filler)["item"][1]["answer"] == [{"valueCoding": coding("a")}]
    filler.answer("n", number(1))
    assert filler.all_problems() == ()


def test_options_may_be_what_was_answered_before(make_form: Any) -> None:
    names = {"linkId": "names", "type": "string", "repeats": True}
    answers = "%resource.item.where(linkId='names').answer.value"
    expression = {"language": "text/fhirpath", "expression": answers}
    which = {
        "linkId": "c",
        "type": "choice",
        "extension": [{"url": SDC + "answerExpression", "valueExpression": expression}],
    }
    filler = FormFiller(make_form(names, which))
    filler.answer("names", [Answer("valueString", "a"), Answer("valueString", "b")])
    options = filler.pages[1].limits.options or ()
    assert [found.answer.value for found in options] == ["a", "b"]
    filler.answer("c", [Answer("valueString", "b")])
    assert filler.all_problems() == ()
    filler.answer("names", [Answer("valueString", "a")])
    assert [p.rule for p in filler.all_problems()] == ["option"]


def test_an_answer_expression_in_another_language_leaves_the_question_out(make_form: Any) -> None:
    query = {"language": "application/x-fhir-query", "expression": "Patient?x"}
    which = {
        "linkId": "c",
        "type": "choice",
        "extension": [{"url": SDC + "answerExpression", "valueExpression": query}],
    }
    assert FormFiller(make_form(which)).pages == ()


@pytest.fixture
def colours() -> dict[str, Any]:
    contains = [coding("red"), coding("blue")]
    head = {"resourceType": "ValueSet", "url": SET, "status": "active"}
    return head | {"expansion": {"timestamp": "2026-01-01", "contains": contains}}


def bound(**more: Any) -> dict[str, Any]:
    return {"linkId": "c", "type": "choice", "answerValueSet": SET} | more


def test_options_of_a_value_set_at_hand_are_offered(
    make_form: Any, respond: Any, colours: dict[str, Any]
) -> None:
    around = Surroundings(value_sets=ValueSets.of([colours]))
    filler = FormFiller(make_form(bound()), surroundings=around)
    assert [found.answer.value["code"] for found in filler.pages[0].limits.options or ()] == [
        "red",
        "blue",
    ]
    filler.answer("c", [option("red")])
    assert filler.all_problems() == ()
    assert validate_response(filler.questionnaire, respond(filler), around) == ()
    filler.answer("c", [option("green")])
    assert [p.rule for p in filler.all_problems()] == ["option"]


def test_a_question_whose_value_set_is_not_at_hand_is_not_asked_and_proves_nothing(
    make_form: Any, respond: Any
) -> None:
    filler = FormFiller(make_form(bound(), N))
    assert [page.path for page in filler.pages] == ["n"]
    filler.answer("c", [option("red")])
    codes = [found.code for found in validate_response(filler.questionnaire, respond(filler))]
    assert len(codes) == 1


def test_a_value_set_inside_the_form_is_at_hand(make_form: Any, colours: dict[str, Any]) -> None:
    inside = colours | {"id": "v"}
    form = make_form(bound(answerValueSet="#v"), contained=[inside])
    assert len(FormFiller(form).pages[0].limits.options or ()) == 2


def test_words_of_ones_own_are_an_answer_to_an_open_question(make_form: Any) -> None:
    filler = FormFiller(make_form(choice(type="open-choice")))
    filler.answer("c", [Answer("valueString", "my own")])
    assert filler.all_problems() == ()
