"""Quantities, their units, and what can't be told of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.fhirpath import Expression, FhirPathError, Node, Scope, json_of, node
from kiosk.fhirpath.quantities import Quantity
from kiosk.fhirpath.ucum import measure


def evaluate(text: str, *focus: Node, **variables: Node) -> list[object]:
    return [
        item.data.text() if isinstance(item.data, Quantity) else json_of(item)
        for item in Expression(text).evaluate(focus, Scope(variables=variables))
    ]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 'cm' = 10.0 'mm'", [True]),
        ("1 'cm' = 1 's'", []),
        ("1 'cm' < 1 's'", []),
        ("1 'cm' ~ 1 's'", []),
        ("1 'foo' = 1 'foo'", [True]),
        ("1 'foo' = 2 'foo'", [False]),
        ("1 'foo' = 1 'bar'", []),
        ("23 'Cel' = 73.4 '[degF]'", []),
        ("120 'mg/dL' = 1.2 'g/L'", [True]),
        ("1 'mm[Hg]' > 100 'Pa'", [True]),
        ("5 '10*3/uL' = 5 '10*9/L'", [True]),
        ("1 '{score}' = 1 '{score}'", [True]),
        ("72 '/min' = 1.2 '/s'", [True]),
        ("1 'kg/m2' = 1 'kg.m-2'", [True]),
        ("1 year = 12 months", [True]),
        ("1 year = 1 'a'", []),
        ("1 year ~ 1 'a'", [True]),
        ("1 year ~ 11 months", [True]),
        ("6 months > 1 year", [False]),
        ("1 week = 7 'd'", [True]),
        ("1 day = 24 hours", [True]),
        ("23 = 23 '1'", [True]),
        ("21 'mm' ~ 2 'cm'", [True]),
        ("4 'g' ~ 4040 'mg'", [True]),
        ("3 'm' + 3 'cm'", ["3.03 'm'"]),
        ("3 'cm' - 3 'm'", ["-297 'cm'"]),
        ("1 + 2 'cm'", ["3 'cm'"]),
        ("1 year + 12 months", []),
        ("2 minutes + 60 seconds", ["3 minutes"]),
        ("12 'cm' * 3 'cm'", ["36 'cm2'"]),
        ("10 'm/s' * 10 's'", ["100 'm'"]),
        ("12 'cm2' / 3 'cm'", ["4 'cm'"]),
        ("60 / 1 's'", ["60 '/s'"]),
        ("120 'm' / 60 's'", ["2 'm/s'"]),
        ("12 days * 45 'm'", []),
        ("1 'cm' / 0 'cm'", []),
        ("1 'm'.toQuantity('cm')", ["100 'cm'"]),
        ("1 year.toQuantity('a') = 1 'a'", [True]),
        ("'4.5 \\'mg\\''.toQuantity()", ["4.5 'mg'"]),
        ("'4 foo'.toQuantity()", []),
        ("1 'm'.comparable(20 'cm')", [True]),
        ("1 year.comparable(1 'a')", [False]),
        ("(1 'cm' | 10 'mm' | 2 'cm').count()", [2]),
    ],
)
def test_quantities_are_compared_and_counted_by_their_units(
    text: str, result: list[object]
) -> None:
    assert evaluate(text) == result


def test_a_quantity_of_a_resource_is_compared_by_its_code() -> None:
    weight = node(
        {"value": 80, "unit": "kilos", "system": "http://unitsofmeasure.org", "code": "kg"},
        "Quantity",
    )

    assert evaluate("$this = 80000 'g' and $this > 79 'kg'", weight) == [True]
    assert evaluate("unit | value", weight) == ["kilos", 80]


def test_a_quantity_without_a_code_is_compared_by_its_unit() -> None:
    assert evaluate("$this = 3 'puffs'", node({"value": 3, "unit": "puffs"}, "Quantity")) == [True]


def test_a_quantity_of_another_system_than_ucum_is_none_of_the_language() -> None:
    drops = node({"value": 3, "system": "http://example.org/units", "code": "drop"}, "Quantity")

    assert evaluate("$this.toQuantity()", drops) == []
    assert evaluate("$this = 3 'drop'", drops) == [False]
    assert evaluate("$this = %same", drops, same=node({**drops.data}, "Quantity")) == [True]


def test_a_quantity_with_a_comparator_is_no_exact_value() -> None:
    about = node({"value": 3, "comparator": "<", "unit": "mg"}, "Quantity")

    with pytest.raises(FhirPathError):
        evaluate("$this + 3 'mg'", about)


def test_an_age_may_be_added_to_a_date() -> None:
    age = node({"value": 2, "system": "http://unitsofmeasure.org", "code": "a"}, "Age")

    assert evaluate("@2020-02-29 + $this", age) == ["2022-02-28"]


@given(st.text("kmg/.d2{}()[]-1*LsiHu%", max_size=30))
def test_any_unit_is_measured_or_unknown(code: str) -> None:
    found = measure(code)

    assert found is None or found[0] > 0
