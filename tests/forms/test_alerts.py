"""Alert rules: item 9 of the PHQ-9 in all its answers, and rules that can't be worked out."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.alerts import fired_in_response, fired_in_rows, looked_at, rules
from kiosk.forms.check import check_questionnaire
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import read_forms

URL = "http://clinic-kiosk.example/fhir/StructureDefinition/alert-rule"
NINTH = "phq9/phq9-9"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
PHQ_9 = read_forms(("phq-9",))[0]


def rule(expression: Any, **more: Any) -> dict[str, Any]:
    return {"url": URL, "valueExpression": {"name": "one", "expression": expression, **more}}


def answered(values: list[int | None]) -> FormFiller:
    filler = FormFiller(PHQ_9)
    for number, value in enumerate(values, 1):
        if value is not None:
            path = f"phq9/phq9-{number}"
            filler.answer(path, [PHQ_9.by_path[path].answer_options[value].answer])
    return filler


def test_the_phq_9_has_one_rule_with_an_id() -> None:
    assert [one.id for one in rules(PHQ_9)] == ["item9"]


@pytest.mark.parametrize(("eighth", "ninth"), [*product((None, 0, 1, 2, 3), repeat=2)])
def test_only_item_9_decides_and_anything_but_not_at_all_does(
    eighth: int | None, ninth: int | None
) -> None:
    fired = answered([None] * 7 + [eighth, ninth]).fired()
    assert fired == ((("item9", True),) if ninth else ())


@given(st.lists(st.sampled_from((None, 0, 1, 2, 3)), min_size=9, max_size=9))
def test_whatever_else_is_answered_in_part_or_in_whole(values: list[int | None]) -> None:
    assert bool(answered(values).fired()) is bool(values[8])


@given(st.lists(st.sampled_from((None, 0, 1, 2, 3)), min_size=9, max_size=9))
def test_a_draft_at_rest_says_the_same_as_at_the_screen(values: list[int | None]) -> None:
    filler = answered(values)
    rows = filler.saved_rows()
    at = datetime(2026, 3, 2).astimezone()
    assert fired_in_rows(PHQ_9, rows, now=at, value_sets=ValueSets()) == filler.fired()


def test_who_would_rather_not_say_is_not_reported(now: datetime) -> None:
    filler = answered([0] * 9)
    filler.decline(NINTH)
    assert filler.fired() == ()
    assert fired_in_rows(PHQ_9, filler.saved_rows(), now=now, value_sets=ValueSets()) == ()


def test_changing_the_answer_back_takes_it_back_before_it_is_sent() -> None:
    filler = answered([0] * 8 + [3])
    filler.answer(NINTH, [PHQ_9.by_path[NINTH].answer_options[0].answer])
    assert filler.fired() == ()


def test_a_draft_that_cannot_be_read_asks_for_a_person(now: datetime) -> None:
    found = fired_in_rows(PHQ_9, {NINTH: "no row"}, now=now, value_sets=ValueSets())
    assert found == (("item9", False),)


@pytest.mark.parametrize(
    "expression",
    ["nowhere(", "1", "'true'", "true | false", "", "   ", 7, None, "%nobody", "1 / 'a'"],
)
def test_a_rule_that_gives_no_boolean_counts_and_the_check_says_so(
    make_form: Any, expression: Any
) -> None:
    form = make_form({"linkId": "a", "type": "string", "text": "A"}, extension=[rule(expression)])
    assert FormFiller(form).fired() == (("one", False),)
    assert "alert-rule" in {one.code for one in check_questionnaire(form)}


@pytest.mark.parametrize("extension", [{"url": URL}, {"url": URL, "valueString": "true"}])
def test_a_rule_without_an_expression_is_a_rule(make_form: Any, extension: Any) -> None:
    form = make_form({"linkId": "a", "type": "string", "text": "A"}, extension=[extension])
    assert form.has_alert_rule
    assert FormFiller(form).fired() == (("rule", False),)


def test_a_rule_in_another_language_counts(make_form: Any) -> None:
    form = make_form(extension=[rule("true", language="text/cql")])
    assert FormFiller(form).fired() == (("one", False),)


def test_two_rules_of_one_name_are_told_apart_and_the_check_says_so(make_form: Any) -> None:
    item = {"linkId": "a", "type": "string", "text": "A"}
    form = make_form(item, extension=[rule("true"), rule("false")])
    assert [one.id for one in rules(form)] == ["one", "one-2"]
    assert FormFiller(form).fired() == (("one", True),)
    codes = {one.code for one in check_questionnaire(form)}
    assert {"alert-rule-name", "alert-rule-always"} <= codes


def test_the_shipped_rule_has_nothing_to_be_said_against() -> None:
    codes = {one.code for one in check_questionnaire(PHQ_9)}
    assert not {code for code in codes if code.startswith("alert-rule")}


def test_of_the_answers_a_rule_looks_at_its_own_are_found() -> None:
    filler = answered([2, *[None] * 7, 3])
    assert looked_at(filler) == {NINTH: filler.saved_row(NINTH)}


@pytest.mark.parametrize("expression", ["%score > 3", "%resource.descendants().count() > 3", "1 ="])
def test_where_its_text_does_not_tell_all_of_them_are(expression: str) -> None:
    raw = dict(PHQ_9.raw) | {"extension": [rule(expression)]}
    filler = FormFiller(read_questionnaire(encode_json(raw)))
    assert looked_at(filler) == filler.saved_rows()


@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=9, max_size=9))
def test_a_response_fires_as_its_sitting_did(values: list[int | None]) -> None:
    filler = answered(values)
    response = filler.response(
        status="completed", authored=NOW, response_id="r", device_id="d"
    )  # fmt: skip
    fired = fired_in_response(PHQ_9, response, now=NOW, value_sets=ValueSets())
    assert fired == filler.fired()
