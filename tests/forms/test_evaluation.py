"""Expressions of a form worked out on the answers of a sitting."""

from collections.abc import Sequence
from time import perf_counter
from typing import Any

import pytest

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire

Raw = dict[str, Any]


def expression(url: str, text: str, *, name: str = "", language: str = "text/fhirpath") -> Raw:
    return {
        "url": url,
        "valueExpression": {"language": language, "expression": text, "name": name},
    }


def variables(**texts: str) -> list[Raw]:
    return [expression(ext.VARIABLE, text, name=name) for name, text in texts.items()]


def calculated(link_id: str, text: str, *, own: Sequence[Raw] = ()) -> Raw:
    worked_out = expression(ext.CALCULATED_EXPRESSION, text)
    return {"linkId": link_id, "type": "integer", "extension": [*own, worked_out]}


def form_of(*items: Raw, extension: Sequence[Raw] = ()) -> Questionnaire:
    return parse_questionnaire(
        {"resourceType": "Questionnaire", "item": [*items], "extension": [*extension]}
    )


def results(filler: FormFiller) -> dict[str, Any]:
    return {path: answers[0].value for path, answers in filler.calculated().items()}


ASKED: Raw = {"linkId": "a", "type": "integer"}
ANSWER = "%resource.item.where(linkId='a').answer.value"


def test_a_variable_that_reads_its_own_name_means_the_one_further_out() -> None:
    inner = calculated("b", "%v", own=variables(v="%v + 1"))
    group = {"linkId": "g", "type": "group", "item": [inner], "extension": variables(v="%v * 10")}
    filler = FormFiller(form_of(group, calculated("c", "%v"), extension=variables(v="2")))

    assert results(filler) == {"g/b": 21, "c": 2}


@pytest.mark.parametrize("broken", ["%nobody", "((", "1 + 'a'"])
def test_a_variable_that_can_not_be_worked_out_is_empty(broken: str) -> None:
    filler = FormFiller(form_of(calculated("b", "%v.count()"), extension=variables(v=broken)))

    assert results(filler) == {"b": 0}


def test_a_query_is_empty() -> None:
    query = expression(ext.VARIABLE, "Patient?_id=1", name="v", language="application/x-fhir-query")
    filler = FormFiller(form_of(calculated("b", "%v.count()"), extension=[query]))

    assert results(filler) == {"b": 0}


def test_a_long_chain_of_variables_is_followed_and_follows_every_answer() -> None:
    chain = {f"v{n}": f"%v{n - 1} + 1" for n in range(1, 1000)}
    filler = FormFiller(
        form_of(ASKED, calculated("b", "%v999"), extension=variables(v0=ANSWER, **chain))
    )
    for given in (1, 5):
        filler.answer("a", [Answer("valueInteger", given)])
        assert results(filler) == {"b": given + 999}


def test_a_variable_with_hyphens_in_its_name_is_read_with_and_without_back_ticks() -> None:
    items = (calculated("b", "%my-own + 1"), calculated("c", "%`my-own` + 1"))
    filler = FormFiller(form_of(*items, extension=variables(**{"my-own": "1"})))

    assert results(filler) == {"b": 2, "c": 2}


def test_a_variable_of_an_expression_may_not_hide_one_of_the_form() -> None:
    text = "defineVariable('v', 5).select(%v)"
    items = (calculated("b", text), calculated("c", text.replace("v", "w")))
    filler = FormFiller(form_of(*items, extension=variables(v="1")))

    assert results(filler) == {"c": 5}


@pytest.mark.parametrize(
    "greedy",
    [
        "1.repeat($this + {})",
        "'a'.repeat($this & 'a{}')",
        "(1|2|{})" + ".select((1|2|3|4|5|6|7|8|9|10).combine($this))" * 9,
    ],
)
def test_many_expressions_that_want_too_much_leave_the_others_enough(greedy: str) -> None:
    items = (calculated(str(n), greedy.format(n + 1)) for n in range(100))
    form = form_of(ASKED, *items, calculated("last", "%resource.descendants().count()"))
    start = perf_counter()
    filler = FormFiller(form)

    assert perf_counter() - start < 10
    assert set(results(filler)) == {"last"}


def test_every_element_of_a_large_form_may_be_looked_at_in_each_of_many_expressions() -> None:
    asked = [{"linkId": f"q{n}", "type": "integer"} for n in range(800)]
    text = "%resource.descendants().where(linkId.startsWith('q{}')).count()"
    sums = [calculated(f"c{n}", text.format(n)) for n in range(4)]
    filler = FormFiller(form_of({"linkId": "g", "type": "group", "item": asked}, *sums))
    answers = [{"linkId": one["linkId"], "answer": [{"valueInteger": 1}]} for one in asked]
    filler.load({"item": [{"linkId": "g", "item": answers}]})

    assert results(filler) == {"c0": 1, "c1": 111, "c2": 111, "c3": 111}


def test_a_variable_that_changes_to_the_same_code_of_another_question_has_that_one_s_score() -> (
    None
):
    def chosen(link_id: str, weight: int) -> Raw:
        weighed = [{"url": ext.ITEM_WEIGHT, "valueDecimal": weight}]
        option = {"valueCoding": {"system": "s", "code": "x"}, "extension": weighed}
        return {"linkId": link_id, "type": "choice", "answerOption": [option]}

    first, second = (f"%resource.item.where(linkId='{name}').answer.value" for name in "xy")
    which = variables(v=f"iif({ANSWER} = 1, {first}, {second})")
    items = (ASKED, chosen("x", 1), chosen("y", 7), calculated("b", "%v.weight()"))
    filler = FormFiller(form_of(*items, extension=which))
    for path in ("x", "y"):
        filler.answer(path, [Answer("valueCoding", {"system": "s", "code": "x"})])
    seen = []
    for given in (1, 2):
        filler.answer("a", [Answer("valueInteger", given)])
        seen.append(results(filler)["b"])

    assert seen == [1, 7]


FEW_AND_MANY = "(1|2|3|4|5|6|7|8|9|10)" + ".select((1|2|3|4|5|6|7|8|9|10).combine($this))" * 3


@pytest.mark.parametrize(
    "looking",
    [
        "%resource.item",
        "%resource.item.where(linkId='g').item",
        "%resource.descendants().where(linkId='q')",
        "(%questionnaire.item[0] = %questionnaire.item[1])",
        "(%questionnaire.item[0] ~ %questionnaire.item[1])",
        "(%questionnaire.item[0] | %questionnaire.item[1])",
    ],
)
def test_what_is_looked_at_in_vain_is_work_too(looking: str) -> None:
    def asked(number: int) -> Raw:
        return {"linkId": f"q{number}", "type": "integer"}

    one = {"linkId": "g", "type": "group", "item": [asked(n) for n in range(4000)]}
    other = one | {"item": [asked(n) for n in reversed(range(4000))]}
    text = f"{FEW_AND_MANY}.select({looking}).count()"
    form = form_of(one, other, calculated("b", text), calculated("c", "1 + 1"))
    start = perf_counter()
    filler = FormFiller(form)

    assert perf_counter() - start < 10
    assert results(filler)["c"] == 2
