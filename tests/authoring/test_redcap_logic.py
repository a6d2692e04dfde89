"""Branching logic means here what it means in REDCap, or it is said and the field is shown."""

import operator
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.authoring.redcap.logic import NotSimple, parse_logic
from kiosk.forms.answers import Answer
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import read_questionnaire
from tests.authoring.dictionaries import extension, imported, items

FIELDS = (
    {"name": "yn", "type": "yesno"},
    {"name": "ch", "type": "radio", "choices": "1, One | 2, Two | 3, Three"},
    {"name": "cb", "type": "checkbox", "choices": "1, One | 88, Other"},
    {"name": "n", "check": "integer"},
    {"name": "d", "check": "number"},
    {"name": "day", "check": "date_dmy"},
    {"name": "s"},
)
COMPARE = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt,
    "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def with_logic(logic: str) -> Any:
    return imported(*FIELDS, {"name": "target", "logic": logic})


def shown(logic: str, answers: Mapping[str, Any]) -> bool:
    found = with_logic(logic)
    assert found.not_understood == (), logic
    form = read_questionnaire(encode_json(found.questionnaire))
    filler = FormFiller(form)
    for name, values in answers.items():
        filler.answer(f"form_1/{name}", [answered(name, value) for value in values])
    return filler.is_enabled("form_1/target")


def answered(name: str, value: Any) -> Answer:
    system = f"http://clinic-kiosk.example/fhir/draft/trial/choices/{name}"
    keys = {"yn": "Boolean", "n": "Integer", "d": "Decimal", "day": "Date", "s": "String"}
    if name in {"ch", "cb"}:
        return Answer("valueCoding", {"system": system, "code": value})
    return Answer(f"value{keys[name]}", value)


def test_flat_logic_is_enable_when() -> None:
    item = items(with_logic("[ch] = '1' or [cb(88)] = '1' or [n] >= 5"))["target"]
    assert [one["operator"] for one in item["enableWhen"]] == ["=", "=", ">="]
    assert item["enableBehavior"] == "any"
    assert item["enableWhen"][1]["answerCoding"]["code"] == "88"


def test_mixed_logic_is_one_expression() -> None:
    item = items(with_logic("([ch]='2' or [ch]='3') and [yn]='1'"))["target"]
    assert "enableWhen" not in item
    assert " and " in extension(item, "enableWhenExpression")["expression"]


CASES = [
    ("[yn] = '1'", {"yn": [True]}, True),
    ("[yn] = 1", {"yn": [False]}, False),
    ("[yn] <> '1'", {}, True),
    ("[yn]", {"yn": [True]}, True),
    ("'2' = [ch]", {"ch": ["2"]}, True),
    ("[ch] > 1", {"ch": ["3"]}, True),
    ("[ch] > 1", {"ch": ["1"]}, False),
    ("[ch] <> ''", {}, False),
    ("[ch] = ''", {}, True),
    ("[cb(88)] = '0'", {"cb": ["1"]}, True),
    ('[cb(88)] <> "1"', {"cb": ["1", "88"]}, False),
    ("[cb(1)]", {"cb": ["1"]}, True),
    ("5 < [n]", {"n": [6]}, True),
    ("[n] > 2.5", {"n": [2]}, False),
    ("[n] < 5", {}, False),
    ("[n] < [d]", {"n": [1], "d": [Decimal("1.5")]}, True),
    ("[n] <> [d]", {}, False),
    ("[n] = [d]", {"n": [1]}, False),
    ("[day] < '2026-02-01'", {"day": ["2026-01-31"]}, True),
    ("[s] = 'a'", {"s": ["a"]}, True),
    ("[s] > 18", {"s": ["19"]}, True),
    ("[s] > 18", {"s": ["words"]}, False),
    ("[ch]='1' && ([n]>1 || [yn]='1')", {"ch": ["1"], "n": [2]}, True),
    ("// only then\n[ch] = '1'", {"ch": ["1"]}, True),
]


@pytest.mark.parametrize(("logic", "answers", "expected"), CASES)
def test_a_field_is_shown_when_redcap_would(
    logic: str,
    answers: Mapping[str, Any],
    expected: bool,  # noqa: FBT001 - a case, no option
) -> None:
    assert shown(logic, answers) is expected


@pytest.mark.parametrize(
    ("logic", "construct"),
    [
        ("[baseline_arm_1][ch] = '1'", "[baseline_arm_1][ch]"),
        ("[event-name] = 'x'", "[event-name]"),
        ("datediff([day],'today','y') > 18", "datediff()"),
        ("[n] + 1 > 3", "+"),
        ("[nobody] = '1'", "[nobody]"),
        ("[target] = '1'", "[target]"),
        ("[ch] = '9'", "[ch] = '9'"),
        ("[ch] =", ""),
        ("([ch] = '1'", "("),
        ("[cb] = '1'", "cb"),
        ("1 = 1", "1"),
    ],
)
def test_logic_that_can_t_be_said_is_said_with_its_row_and_the_field_is_shown(
    logic: str, construct: str
) -> None:
    found = with_logic(logic)
    [note] = found.not_understood
    assert (note.row, note.construct) == (9, construct or logic)
    assert note.message.endswith("It is shown always.")
    assert {"enableWhen", "extension"}.isdisjoint(items(found)["target"])


def test_fields_that_wait_for_each_other_don_t_make_the_form_unreadable(sound: Any) -> None:
    found = imported(
        {"name": "a", "logic": "[b] = 'x'"},
        {"name": "b", "logic": "[c] = 'x'"},
        {"name": "c", "logic": "[a] = 'x'"},
    )
    sound(found.questionnaire)
    assert [note.row for note in found.not_understood] == [4]


def test_one_choice_asked_as_one_of_several_is_taken_and_said() -> None:
    found = with_logic("[ch(2)] = '1'")
    assert items(found)["target"]["enableWhen"][0]["answerCoding"]["code"] == "2"
    assert len(found.not_understood) == 1


comparisons = st.one_of(
    st.tuples(st.just("yn"), st.sampled_from(["=", "<>"]), st.sampled_from("01")),
    st.tuples(st.just("ch"), st.sampled_from(["=", "<>", ">", "<="]), st.sampled_from("123")),
    st.tuples(
        st.sampled_from(["cb(1)", "cb(88)"]), st.sampled_from(["=", "<>"]), st.sampled_from("01")
    ),
    st.tuples(st.just("n"), st.sampled_from(sorted(COMPARE)), st.sampled_from("0123")),
)
logics = st.recursive(
    comparisons, lambda inner: st.tuples(st.sampled_from(["and", "or"]), inner, inner), max_leaves=5
)


def written(logic: Any) -> str:
    if logic[0] in {"and", "or"}:
        return f"({written(logic[1])}) {logic[0]} ({written(logic[2])})"
    return f"[{logic[0]}] {logic[1]} '{logic[2]}'"


def holds(logic: Any, answers: Mapping[str, Any]) -> bool:
    """What REDCap says: an empty field is other than anything, and never more or less."""
    if logic[0] in {"and", "or"}:
        both = holds(logic[1], answers), holds(logic[2], answers)
        return all(both) if logic[0] == "and" else any(both)
    name, how, value = logic
    if name.startswith("cb"):
        here = "1" if name[3:-1] in answers.get("cb", ()) else "0"
    elif not answers.get(name):
        return bool(how == "<>")
    else:
        here = str(int(answers[name][0]))
    return bool(COMPARE[how](int(here), int(value)))


@given(
    logic=logics,
    answers=st.fixed_dictionaries(
        {},
        optional={
            "yn": st.lists(st.booleans(), min_size=1, max_size=1),
            "ch": st.lists(st.sampled_from("123"), min_size=1, max_size=1),
            "cb": st.lists(st.sampled_from(["1", "88"]), unique=True),
            "n": st.lists(st.integers(0, 3), min_size=1, max_size=1),
        },
    ),
)
def test_any_logic_that_is_taken_shows_a_field_exactly_when_redcap_would(
    logic: Any, answers: Mapping[str, Any]
) -> None:
    found = with_logic(written(logic))
    if not found.not_understood:  # "[ch] > '3'", which nothing answers, is said
        assert shown(written(logic), answers) is holds(logic, answers)


@given(st.text(alphabet="[]()'\"abn1 =<>andor&|,+-\n#/", max_size=60))
def test_no_logic_does_more_than_not_being_simple(text: str) -> None:
    with suppress(NotSimple):
        parse_logic(text)
