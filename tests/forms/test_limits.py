"""What counts now: limits that expressions and value sets gave, beside what an item says itself."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS, Answer
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.limits import Limits
from kiosk.forms.rules import RULES, problems_of
from kiosk.forms.shapes import SHAPES

CORE = "http://hl7.org/fhir/StructureDefinition/"
ELSEWHERE = {"type": "choice", "answerValueSet": "http://example.org/vs"}
OPTIONS = [{"valueCoding": {"system": "s", "code": "a"}}, {"valueCoding": {"code": "b"}}]
KG = {"system": "http://unitsofmeasure.org", "code": "kg"}


def limit(name: str, **value: Any) -> dict[str, Any]:
    return {"extension": [{"url": CORE + name, **value}]}


def sdc_code(name: str, value: str) -> dict[str, Any]:
    url = f"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-{name}"
    return {"url": url, "valueCode": value}


def text(words: str) -> Answer:
    return Answer("valueString", words)


def number(value: Any) -> Answer:
    return Answer("valueDecimal", value)


def whole(value: int) -> Answer:
    return Answer("valueInteger", value)


def chosen(code: str, **more: str) -> Answer:
    return Answer("valueCoding", {"code": code, **more})


def heavy(value: Any, **unit: str) -> Answer:
    return Answer("valueQuantity", {"value": value, **(unit or KG)})


def rules_broken(item: Item, *answers: Answer, **found: Any) -> dict[str, Any]:
    problems = problems_of(item, answers, limits=Limits.of(item, **found))
    return {problem.rule: problem.limit for problem in problems}


def only(make_form: Any, **raw: Any) -> Item:
    item: Item = make_form({"linkId": "a", **raw}).items[0]
    return item


def option_of(**coding: Any) -> AnswerOption:
    return AnswerOption({"valueCoding": coding}, Answer("valueCoding", coding))


def test_what_expressions_found_counts_instead_of_what_the_item_says(make_form: Any) -> None:
    item = only(make_form, type="integer", **limit("minValue", valueInteger=5))
    assert rules_broken(item, whole(6)) == {}
    assert rules_broken(item, whole(6), min_value=7) == {"minValue": 7}
    assert rules_broken(item, whole(6), max_value=5) == {"maxValue": 5}
    assert rules_broken(item, whole(6), max_occurs=0) == {"maxOccurs": 0}


def test_options_found_for_a_value_set_decide(make_form: Any) -> None:
    item = only(make_form, **ELSEWHERE)
    found = (option_of(code="a", system="s", display="Apple"),)
    assert rules_broken(item, chosen("a", system="s", display="apple"), options=found) == {}
    assert rules_broken(item, chosen("b", system="s"), options=found) == {"option": "b"}
    assert rules_broken(item, chosen("a", system="t"), options=found) == {"option": "a"}
    assert rules_broken(item, chosen("a"), options=()) == {"option": "a"}
    wrong = chosen("a", display="Pear")
    assert rules_broken(item, wrong, options=found) == {"display": "Apple"}


def test_the_words_of_a_translation_are_the_right_words_too(make_form: Any) -> None:
    translation = {
        "url": CORE + "translation",
        "extension": [
            {"url": "lang", "valueCode": "nl"},
            {"url": "content", "valueString": "Appel"},
        ],
    }
    coding = {"code": "a", "display": "Apple", "_display": {"extension": [translation]}}
    found = (AnswerOption({"valueCoding": coding}, chosen("a", display="Apple")),)
    item = only(make_form, **ELSEWHERE)
    assert rules_broken(item, chosen("a", display="Appel"), options=found) == {}


def test_a_version_that_both_sides_name_must_be_the_same(make_form: Any) -> None:
    item = only(make_form, **ELSEWHERE)
    found = (option_of(code="a", version="1"),)
    assert rules_broken(item, chosen("a"), options=found) == {}
    assert rules_broken(item, chosen("a", version="1"), options=found) == {}
    assert rules_broken(item, chosen("a", version="2"), options=found) == {"option": "a"}


def test_a_text_bound_to_a_value_set_holds_a_code_of_it(make_form: Any) -> None:
    item = only(make_form, type="string", answerValueSet="http://example.org/vs")
    found = (option_of(code="AU", display="Australia"),)
    assert rules_broken(item, text("AU"), options=found) == {}
    assert rules_broken(item, text("Australia"), options=found) == {"option": "Australia"}


@pytest.mark.parametrize(
    ("constraint", "own_words", "own_code"),
    [
        ("optionsOnly", False, False),
        ("optionsOrString", True, False),
        ("optionsOrType", False, True),
    ],
)
def test_answer_constraint_says_what_may_be_given_beside_the_options(
    make_form: Any,
    constraint: str,
    own_words: bool,  # noqa: FBT001
    own_code: bool,  # noqa: FBT001
) -> None:
    item = only(make_form, type="coding", answerOption=OPTIONS, answerConstraint=constraint)
    assert (rules_broken(item, text("own words")) == {}) == own_words
    assert (rules_broken(item, chosen("z")) == {}) == own_code
    assert rules_broken(item, chosen("b")) == {}


def test_a_choice_may_offer_other_things_than_codings(make_form: Any) -> None:
    offered = [
        {"valueInteger": 1},
        {"valueDate": "2024-05-01"},
        {"valueTime": "10:00:00"},
        {"valueString": "a"},
        {"valueReference": {"reference": "Patient/1"}},
    ]
    item = only(make_form, type="choice", answerOption=offered)
    for raw in offered:
        assert rules_broken(item, Answer.from_fhir(raw)) == {}
    assert rules_broken(item, whole(2)) == {"option": "2"}
    assert set(rules_broken(item, number(Decimal("1.5")))) == {"type"}


def test_a_least_above_the_greatest_refuses_every_value(make_form: Any) -> None:
    limits = {"min_value": 5, "max_value": 3}
    item = only(make_form, type="integer")
    for value in (2, 4, 6):
        assert set(rules_broken(item, whole(value), **limits)) == {"minValue", "maxValue"}
    assert rules_broken(item, **limits) == {}
    days = {"min_value": "2025-01", "max_value": "2024-01"}
    day = only(make_form, type="date")
    assert set(rules_broken(day, Answer("valueDate", "2024"), **days)) == {"minValue", "maxValue"}
    weights = {"min_quantity": {"value": 2, **KG}, "max_quantity": {"value": 1, **KG}}
    weight = only(make_form, type="quantity")
    both = {"minQuantity", "maxQuantity"}
    assert set(rules_broken(weight, heavy(1.5), **weights)) == both


def test_bounds_in_another_unit_of_the_same_kind_are_converted(make_form: Any) -> None:
    limits = {"min_quantity": {"value": 1, **KG}, "max_quantity": {"value": 2, **KG}}
    item = only(make_form, type="quantity")
    gram, pound = ({"system": KG["system"], "code": code} for code in ("g", "[lb_av]"))
    assert rules_broken(item, heavy(1000, **gram), **limits) == {}
    assert set(rules_broken(item, heavy(999, **gram), **limits)) == {"minQuantity"}
    assert set(rules_broken(item, heavy(5, **pound), **limits)) == {"maxQuantity"}


def test_a_bare_number_bounds_the_number_of_a_quantity(make_form: Any) -> None:
    item = only(make_form, type="quantity", **limit("maxValue", valueDecimal=2))
    assert rules_broken(item, heavy(2)) == {}
    assert rules_broken(item, heavy(3)) == {"maxValue": 2}


@pytest.mark.parametrize(
    ("openness", "words", "code", "other_code"),
    [
        (None, False, True, False),
        ("optionsOnly", False, True, False),
        ("optionsOrString", True, True, False),
        ("optionsOrType", True, True, True),
    ],
)
def test_unit_open_says_which_units_may_be_given_beside_the_list(
    make_form: Any,
    openness: str | None,
    words: bool,  # noqa: FBT001
    code: bool,  # noqa: FBT001
    other_code: bool,  # noqa: FBT001
) -> None:
    listed = limit("questionnaire-unitOption", valueCoding={**KG})["extension"]
    opened = [sdc_code("unitOpen", openness)] if openness else []
    item = only(make_form, type="quantity", extension=[*listed, *opened])
    assert (rules_broken(item, heavy(1, unit="bags")) == {}) == words
    assert (rules_broken(item, heavy(1)) == {}) == code
    stone = {"system": KG["system"], "code": "[stone_av]"}
    assert (rules_broken(item, heavy(1, **stone)) == {}) == other_code


def test_a_supplemental_system_permits_its_units(make_form: Any) -> None:
    listed = limit("questionnaire-unitOption", valueCoding={**KG})["extension"]
    url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-unitSupplementalSystem"
    more = {"url": url, "valueCanonical": KG["system"]}
    item = only(make_form, type="quantity", extension=[*listed, more])
    assert rules_broken(item, heavy(1, system=KG["system"], code="g")) == {}
    assert "unit" in rules_broken(item, heavy(1, unit="bags"))


def test_units_in_a_value_set_that_is_not_at_hand_can_not_be_proved(make_form: Any) -> None:
    there = limit("questionnaire-unitValueSet", valueCanonical="http://example.org/units")
    item = only(make_form, type="quantity", **there)
    assert rules_broken(item, heavy(1)) == {"valueSet": "http://example.org/units"}
    assert rules_broken(item, heavy(1), units=(KG,)) == {}
    assert rules_broken(item, heavy(1, unit="bags"), units=(KG,)) == {"unit": ["kg"]}


def test_length_counts_characters_not_bytes_and_numbers_as_they_are_written(
    make_form: Any,
) -> None:
    words = only(make_form, type="text", maxLength=2)
    assert rules_broken(words, text("é😀")) == {}
    numbers = only(make_form, type="decimal", maxLength=3)
    assert rules_broken(numbers, number(Decimal("1.5"))) == {}
    assert rules_broken(numbers, number(Decimal("1.50"))) == {"maxLength": 3}


def test_a_least_or_greatest_never_bounds_text(make_form: Any) -> None:
    item = only(make_form, type="string", **limit("maxValue", valueString="b"))
    assert rules_broken(item, text("c")) == {}


def test_a_choice_of_ten_thousand_is_judged_at_once(make_form: Any) -> None:
    options = [{"valueCoding": {"code": str(n)}} for n in range(10_000)]
    item = only(make_form, type="choice", repeats=True, answerOption=options)
    assert rules_broken(item, *(chosen(str(n)) for n in range(0, 10_000, 500))) == {}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["2024-05", "10:00:00", "kg", "image/*", "(", "#a", "optionsOrType"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["value", "code", "system", "unit", "data", "size", "contentType", "reference"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
RULE_URLS = [
    ext.MIN_VALUE,
    ext.MAX_VALUE,
    ext.MIN_LENGTH,
    ext.MAX_DECIMAL_PLACES,
    ext.MIN_OCCURS,
    ext.MAX_OCCURS,
    ext.MIN_QUANTITY,
    ext.MAX_QUANTITY,
    ext.MAX_SIZE,
    ext.MIME_TYPE,
    ext.REGEX,
    ext.UNIT_OPTION,
    ext.UNIT_OPEN,
    ext.UNIT_VALUE_SET,
    ext.UNIT_SUPPLEMENTAL_SYSTEM,
    ext.REFERENCE_RESOURCE,
    ext.OPTION_EXCLUSIVE,
]


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([*VALUE_KEYS, "group", "x"]),
    st.dictionaries(
        st.sampled_from(["maxLength", "answerValueSet", "answerConstraint", "repeats", "required"]),
        JSON,
    ),
    st.lists(st.tuples(st.sampled_from(RULE_URLS), JSON), max_size=5),
    st.lists(st.tuples(st.sampled_from(list(SHAPES)), JSON), max_size=3),
    st.lists(st.builds(Answer, st.sampled_from([*SHAPES, "valueCode", ""]), JSON), max_size=3),
)
def test_no_json_anywhere_makes_a_rule_fail(
    kind: str, raw: Any, rules: Any, options: Any, answers: list[Answer]
) -> None:
    stated = [{"url": url, "valueX": value} for url, value in rules]
    offered = [{key: value, "extension": stated} for key, value in options]
    raw |= {"linkId": "a", "type": kind, "extension": stated, "answerOption": offered}
    item = Item(raw, "a", "", "Questionnaire.item[0]", ())
    assert {problem.rule for problem in problems_of(item, answers)} <= set(RULES)
