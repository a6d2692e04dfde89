"""Arithmetic is exact, and ends in nothing rather than in a wrong number."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.fhirpath import Expression, FhirPathError, Scope, json_of, node, type_name

DECIMALS = st.decimals(-(10**9), 10**9, places=4)
INTEGERS = st.integers(-(2**31), 2**31 - 1)


def evaluate(text: str, **values: object) -> list[object]:
    scope = Scope(variables={name: node(value) for name, value in values.items()})
    return [json_of(item) for item in Expression(text).evaluate([], scope)]


@given(DECIMALS, DECIMALS)
def test_sum_difference_and_product_are_those_of_decimals(one: Decimal, two: Decimal) -> None:
    assert evaluate("%a + %b", a=one, b=two) == [one + two]
    assert evaluate("%a - %b", a=one, b=two) == [one - two]
    assert evaluate("%a * %b", a=one, b=two) == [one * two]


@given(DECIMALS, DECIMALS)
def test_a_quotient_times_its_divisor_is_close(one: Decimal, two: Decimal) -> None:
    assume(two)

    (found,) = evaluate("%a / %b", a=one, b=two)

    assert isinstance(found, Decimal)
    assert abs(found * two - one) <= abs(one) * Decimal("1e-26") + Decimal("1e-20")


@given(DECIMALS, DECIMALS)
def test_div_and_mod_make_up_the_whole(one: Decimal, two: Decimal) -> None:
    assume(two)

    assert evaluate("(%a div %b) * %b + (%a mod %b) = %a", a=one, b=two) == [True]
    assert evaluate("%a div %b", a=one, b=two) == [(one / two).to_integral_value(ROUND_DOWN)]


@given(INTEGERS, INTEGERS)
def test_integers_stay_integers_or_become_nothing(one: int, two: int) -> None:
    total = one + two
    found = Expression("%a + %b").evaluate([], Scope(variables={"a": node(one), "b": node(two)}))

    assert [json_of(item) for item in found] == ([total] if -(2**31) <= total < 2**31 else [])
    assert all(type_name(item) == "integer" for item in found)


@given(DECIMALS, st.integers(0, 6))
def test_rounding_is_half_up_away_from_zero(number: Decimal, digits: int) -> None:
    wanted = number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)

    assert evaluate("%a.round(%d)", a=number, d=digits) == [wanted]


@given(DECIMALS)
def test_the_boundaries_enclose_the_number(number: Decimal) -> None:
    assert evaluate("%a.lowBoundary() < %a and %a < %a.highBoundary()", a=number) == [True]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 / 0", []),
        ("1 mod 0", []),
        ("10.power(2000)", []),
        ("2.power(-1)", [Decimal("0.5")]),
        ("2.power(31)", []),
        ("1000000.0.exp()", []),
        ("16.log(2)", [4]),
        ("(-5.5 'mg').abs().value", [Decimal("5.5")]),
        ("(1.5 | 2 | 3).sum()", [Decimal("6.5")]),
        ("(1 | 2).avg()", [Decimal("1.5")]),
        ("('b' | 'a').min()", ["a"]),
        ("(@2020 | @2021-05).max()", ["2021-05"]),
        ("{}.sum()", []),
        ("(5.5).floor() is Integer", [True]),
        ("2147483647 + 1", []),
        ("2147483648L + 1L", [2147483649]),
    ],
)
def test_results_out_of_bounds_are_empty(text: str, result: list[object]) -> None:
    assert evaluate(text) == result


@pytest.mark.parametrize(
    "text",
    ["1 + 'a'",
     "'a' - 'b'", "true + 1", "(1 | 2) + 1", "0.ln()", "1.5.round(-1)", "('a' | 'b').sum()",
     "'1' * 2", "1 < 'a'", "true < 1"],
)  # fmt: skip
def test_what_has_no_meaning_is_an_error(text: str) -> None:
    with pytest.raises(FhirPathError):
        evaluate(text)


def test_a_decimal_keeps_the_digits_it_was_given() -> None:
    assert str(evaluate("1.50 + 0.50")[0]) == "2.00"
    assert evaluate("1.50.toString()") == ["1.50"]
