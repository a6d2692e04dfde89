"""Rules over several answers, limits that are worked out, and what must be there."""

from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.expressions import constraints
from kiosk.forms.filler import FormFiller
from kiosk.forms.sitting.judging import told_of
from kiosk.forms.validate import validate_response

CORE = "http://hl7.org/fhir/StructureDefinition/"
HIDDEN = {"url": CORE + "questionnaire-hidden", "valueBoolean": True}
A, B = ("%resource.item.where(linkId='a').answer.value", "%resource.item.where(linkId='b').answer")


def number(value: int) -> list[Answer]:
    return [Answer("valueInteger", value)]


def words(text: str) -> list[Answer]:
    return [Answer("valueString", text)]


def rule(expression: str, severity: str = "error", **more: Any) -> dict[str, Any]:
    parts = [
        {"url": "key", "valueId": "k-1"},
        {"url": "severity", "valueCode": severity},
        {"url": "human", "valueString": "b is more than a", **more},
        {"url": "expression", "valueString": expression},
    ]
    return {"url": CORE + "questionnaire-constraint", "extension": parts}


def target(expression: str) -> dict[str, Any]:
    parts = [
        {"url": "key", "valueId": "k-2"},
        {"url": "severity", "valueCode": "error"},
        {"url": "human", "valueString": "b is more than a"},
        {
            "url": "expression",
            "valueExpression": {"language": "text/fhirpath", "expression": expression},
        },
    ]
    return {"url": CORE + "targetConstraint", "extension": parts}


def integer(name: str, *extensions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": name, "type": "integer", "extension": list(extensions)} | more


MORE = f"{B}.value > {A}"


def told(filler: FormFiller) -> list[tuple[str, str, Any]]:
    return [(problem.path, problem.rule, problem.limit) for problem in filler.all_problems()]


@pytest.mark.parametrize("made", [rule(MORE), target(MORE)], ids=["constraint", "target"])
@pytest.mark.parametrize("place", ["item", "form"])
def test_a_broken_rule_holds_the_form_back(
    make_form: Any, made: dict[str, Any], place: str
) -> None:
    on_item, on_form = ([made], []) if place == "item" else ([], [made])
    filler = FormFiller(make_form(integer("a"), integer("b", *on_item), extension=on_form))
    assert told(filler) == []
    filler.answer("a", number(3))
    filler.answer("b", number(2))
    [(path, name, said)] = told(filler)
    assert (name, said) == ("constraint", "b is more than a")
    assert path == ("b" if place == "item" else "a")
    filler.answer("b", number(4))
    assert told(filler) == []


def test_a_warning_holds_nobody_back(make_form: Any, respond: Any) -> None:
    filler = FormFiller(make_form(integer("a"), integer("b", rule(MORE, "warning"))))
    filler.answer("a", number(3))
    filler.answer("b", number(2))
    assert told(filler) == []
    [found] = validate_response(filler.questionnaire, respond(filler))
    assert (found.severity, found.code) == ("warning", "constraintWarning")


@pytest.mark.parametrize("fault", ["nonsense(", "%unknown > 1", "1 + 'a'"])
def test_a_rule_that_can_not_be_worked_out_holds_nobody_back(
    make_form: Any, respond: Any, fault: str
) -> None:
    filler = FormFiller(make_form(integer("a", rule(fault))))
    filler.answer("a", number(3))
    assert told(filler) == []
    [found] = validate_response(filler.questionnaire, respond(filler))
    assert (found.severity, found.code) == ("warning", "constraintFails")


def test_a_rule_speaks_the_language_of_the_sitting(make_form: Any) -> None:
    parts = [{"url": "lang", "valueCode": "de"}, {"url": "content", "valueString": "b über a"}]
    translated = {"extension": [{"url": CORE + "translation", "extension": parts}]}
    made = rule(MORE, _valueString=translated)
    filler = FormFiller(make_form(integer("a"), integer("b", made)), language="de")
    filler.answer("a", number(3))
    filler.answer("b", number(2))
    assert told(filler) == [("b", "constraint", "b über a")]


def test_a_rule_speaks_the_languages_of_its_description_where_that_says_the_same(
    make_form: Any,
) -> None:
    parts = [{"url": "lang", "valueCode": "de"}, {"url": "content", "valueString": "b über a"}]
    translated = {"extension": [{"url": CORE + "translation", "extension": parts}]}
    made = target(MORE)
    [described] = [p["valueExpression"] for p in made["extension"] if "valueExpression" in p]
    described |= {"description": "b is more than a", "_description": translated}
    filler = FormFiller(make_form(integer("a"), integer("b", made)), language="de")
    filler.answer("a", number(3))
    filler.answer("b", number(2))
    assert told(filler) == [("b", "constraint", "b über a")]

    described["description"] = "made in 2026"
    assert constraints({"extension": [made]})[0].words("de") == "b is more than a"


def test_the_form_s_own_words_are_told_before_a_limit(make_form: Any) -> None:
    limit = {"url": CORE + "maxValue", "valueInteger": 1}
    form = make_form(integer("a"), integer("b", limit, rule(MORE)))
    filler = FormFiller(form, language="en")
    filler.answer("a", number(3))
    filler.answer("b", number(2))
    problem = told_of(filler.problems("b"))

    assert [found.rule for found in filler.problems("b")] == ["maxValue", "constraint"]
    assert problem is not None
    assert problem.limit == "b is more than a"
    assert told_of(()) is None


def test_a_rule_on_a_group_is_told_at_its_first_question(make_form: Any) -> None:
    inside = "%context.item.where(linkId='b').answer.value > 1"
    group = {"linkId": "g", "type": "group", "item": [integer("a"), integer("b")]}
    filler = FormFiller(make_form(group | {"extension": [rule(inside)]}))
    assert told(filler) == []
    filler.answer("g/b", number(1))
    assert told(filler) == [("g/a", "constraint", "b is more than a")]


def limit(which: str, expression: str, kind: str = "Integer") -> dict[str, Any]:
    worked_out = {
        "url": CORE + "cqf-calculatedValue",
        "valueExpression": {"language": "text/fhirpath", "expression": expression},
    }
    return {"url": CORE + which, f"_value{kind}": {"extension": [worked_out]}}


def test_a_limit_that_is_worked_out_follows_the_answers(make_form: Any) -> None:
    filler = FormFiller(make_form(integer("a"), integer("b", limit("minValue", A))))
    filler.answer("b", number(2))
    assert told(filler) == []
    assert "b" in filler.answer("a", number(3))
    assert told(filler) == [("b", "minValue", 3)]


def test_a_limit_of_nought_is_a_limit(make_form: Any) -> None:
    filler = FormFiller(make_form(integer("a"), integer("b", limit("maxValue", A))))
    filler.answer("a", number(0))
    filler.answer("b", number(1))
    assert told(filler) == [("b", "maxValue", 0)]


def test_where_the_least_is_above_the_greatest_no_value_is_right(make_form: Any) -> None:
    stated = {"url": CORE + "maxValue", "valueInteger": 2}
    filler = FormFiller(make_form(integer("a"), integer("b", limit("minValue", A), stated)))
    filler.answer("a", number(3))
    for value in (1, 2, 3, 4):
        filler.answer("b", number(value))
        assert told(filler)


def test_a_limit_that_can_not_be_worked_out_limits_nothing(make_form: Any) -> None:
    filler = FormFiller(make_form(integer("b", limit("minValue", "nonsense("))))
    filler.answer("b", number(-100))
    assert told(filler) == []


ANSWERED = {"question": "a", "operator": "exists", "answerBoolean": True}


def needed(name: str, **more: Any) -> dict[str, Any]:
    return {"linkId": name, "type": "string", "required": True} | more


@pytest.mark.parametrize(
    "item",
    [
        needed("q", extension=[HIDDEN]),
        needed("q", readOnly=True),
        needed("q", enableWhen=[{"question": "a", "operator": "=", "answerInteger": 1}]),
        {"linkId": "g", "type": "group", "extension": [HIDDEN], "item": [needed("q")]},
        needed("g", type="group", item=[needed("q", extension=[HIDDEN])]),
        {
            "linkId": "g",
            "type": "group",
            "item": [needed("q")],
            "enableWhen": [ANSWERED],
        },
        needed("g", type="group", item=[integer("q", readOnly=True, item=[needed("in")])]),
        needed("g", type="group", item=[needed("q", enableWhen=[ANSWERED])]),
    ],
    ids=[
        "hidden",
        "read-only",
        "disabled",
        "in hidden",
        "only hidden inside",
        "in disabled",
        "below",
        "only disabled inside",
    ],
)
def test_what_nobody_can_answer_never_holds_the_form_back(
    make_form: Any, respond: Any, item: dict[str, Any]
) -> None:
    filler = FormFiller(make_form(integer("a"), item))
    assert told(filler) == []
    found = validate_response(filler.questionnaire, respond(filler))
    assert [each for each in found if each.severity == "error"] == []


def test_a_required_group_wants_any_answer_inside(make_form: Any) -> None:
    inside = [{"linkId": "x", "type": "string"}, {"linkId": "y", "type": "string"}]
    filler = FormFiller(make_form(needed("g", type="group", item=inside)))
    assert told(filler) == [("g/x", "required", None)]
    filler.answer("g/y", words("a"))
    assert told(filler) == []
    filler.answer("g/y", [])
    filler.decline("g/x")
    assert told(filler) == []


def test_a_required_question_inside_an_answer_counts_once_there_is_that_answer(
    make_form: Any,
) -> None:
    filler = FormFiller(make_form(integer("a", item=[needed("why")])))
    assert told(filler) == []
    filler.answer("a", number(1))
    assert told(filler) == [("a/why", "required", None)]


@pytest.mark.parametrize(
    ("status", "severities"),
    [("completed", ["error"]), ("amended", ["error"]), ("stopped", []), ("in-progress", [])],
)
def test_what_is_missing_is_an_error_once_the_form_is_said_to_be_done(
    make_form: Any, respond: Any, status: str, severities: list[str]
) -> None:
    filler = FormFiller(make_form(needed("q")))
    found = validate_response(filler.questionnaire, respond(filler) | {"status": status})
    assert [each.severity for each in found] == severities


def test_a_rule_over_several_answers_is_a_warning_in_a_draft(make_form: Any, respond: Any) -> None:
    filler = FormFiller(make_form(integer("a"), integer("b", rule(MORE))))
    filler.answer("a", number(3))
    filler.answer("b", number(2))
    for status, severity in (("in-progress", "warning"), ("completed", "error")):
        response = respond(filler) | {"status": status}
        [found] = validate_response(filler.questionnaire, response)
        assert found.severity == severity


def test_declining_answers_what_is_required_and_breaks_no_rule(make_form: Any) -> None:
    filler = FormFiller(make_form(integer("a", rule("false"), required=True)))
    filler.decline("a")
    assert told(filler) == []
