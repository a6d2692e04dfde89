"""Which questions of two forms ask the same, by their code (WCAG 3.3.7)."""

from typing import Any

import pytest

from kiosk.forms.concepts import concepts_of
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire

LOINC = "http://loinc.org"


def coded(link_id: str, *codes: str, kind: str = "integer", **more: Any) -> dict[str, Any]:
    codings = [{"system": LOINC, "code": code} for code in codes]
    return {"linkId": link_id, "type": kind, "text": link_id, "code": codings, **more}


def group(link_id: str, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "type": "group", "item": list(items), **more}


def form(*items: dict[str, Any]) -> Questionnaire:
    return parse_questionnaire(
        {
            "resourceType": "Questionnaire",
            "url": "http://clinic.example/Questionnaire/q",
            "status": "active",
            "item": list(items),
        }
    )


def test_a_coded_question_is_found_by_type_system_and_code() -> None:
    found = concepts_of(form(coded("height", "8302-2"), coded("kind", "8302-2", kind="string")))
    assert found == {("integer", LOINC, "8302-2"): "height", ("string", LOINC, "8302-2"): "kind"}


def test_a_question_may_carry_several_codes() -> None:
    found = concepts_of(form(coded("height", "8302-2", "3137-7")))
    assert sorted(code for _, _, code in found) == ["3137-7", "8302-2"]
    assert set(found.values()) == {"height"}


def test_a_question_inside_a_group_is_found_by_its_path() -> None:
    questionnaire = form(group("around", coded("height", "8302-2")))
    (path,) = concepts_of(questionnaire).values()
    assert questionnaire.by_path[path].link_id == "height"


@pytest.mark.parametrize("repeats", ["outer", "inner"])
def test_a_question_that_is_asked_for_each_repeat_is_left_out(repeats: str) -> None:
    inner = group("inner", coded("height", "8302-2"), repeats=repeats == "inner")
    assert concepts_of(form(group("outer", inner, repeats=repeats == "outer"))) == {}


def test_a_code_that_two_questions_carry_tells_neither_of_them() -> None:
    assert concepts_of(form(coded("now", "8302-2"), coded("before", "8302-2"))) == {}


def test_what_is_not_asked_and_what_has_no_code_is_left_out() -> None:
    silent = {"linkId": "silent", "type": "integer", "text": "?", "code": [{"system": LOINC}]}
    shown = {"linkId": "shown", "type": "display", "text": "!", "code": [{"code": "x"}]}
    assert concepts_of(form(silent, shown, group("g", coded("a"), code=[{"code": "g"}]))) == {}
