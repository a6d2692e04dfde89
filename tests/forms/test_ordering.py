from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forms.answers import Answer
from kiosk.forms.ordering import compare

quick = settings(max_examples=100, deadline=None)

UCUM = "http://unitsofmeasure.org"


def of(kind: str, value: Any) -> Answer:
    return Answer(f"value{kind}", value)


def quantity(value: Any, code: str = "", **more: Any) -> Answer:
    unit = {"system": UCUM, "code": code} if code else {}
    return of("Quantity", {"value": value, **unit, **more})


LESS = [
    (of("Integer", 1), of("Integer", 2)),
    (of("Integer", 1), of("Decimal", Decimal("1.1"))),
    (of("Decimal", Decimal("0.1")), of("Decimal", Decimal("0.10000000000000000001"))),
    (of("Decimal", Decimal(1)), of("Decimal", Decimal("1E+999999"))),
    (of("String", "Z"), of("String", "a")),
    (of("String", "10"), of("String", "9")),
    (of("Date", "2024"), of("Date", "2025")),
    (of("Date", "2024"), of("Date", "2025-01-01")),
    (of("Date", "2024-04"), of("Date", "2024-05-01")),
    (of("Date", "2024-04-30"), of("Date", "2024-05")),
    (of("Date", "9998"), of("Date", "9999-12-31")),
    (of("DateTime", "2024-05-01T10:00:00Z"), of("DateTime", "2024-05-01T10:00:00.5Z")),
    (of("DateTime", "2024-05-01T10:00:00+02:00"), of("DateTime", "2024-05-01T09:00:00Z")),
    (of("DateTime", "2016-12-31T23:59:60Z"), of("DateTime", "2017-01-01T00:00:00Z")),
    (of("DateTime", "2016-12-31T23:59:59Z"), of("DateTime", "2016-12-31T23:59:60Z")),
    (of("DateTime", "2024-05-01T10:00"), of("DateTime", "2024-05-01T10:01:00")),
    # Clear in every zone of the earth.
    (of("DateTime", "2024-05-01T10:00:00"), of("DateTime", "2024-05-02T10:00:00Z")),
    (of("Date", "2024-05-01"), of("DateTime", "2024-05-02T14:00:00Z")),
    (of("Time", "09:59:59"), of("Time", "10:00:00")),
    (of("Time", "09:00"), of("Time", "09:01:00")),
    (quantity(999, "g"), quantity(1, "kg")),
    (quantity(1, "[lb_av]"), quantity(Decimal("0.45359238"), "kg")),
    (quantity(Decimal("2.53"), "cm"), quantity(1, "[in_i]")),
    (quantity(Decimal("99.9"), "[degF]"), quantity(38, "Cel")),
    (quantity(6, "d"), quantity(1, "wk")),
    (quantity(11, "mo"), quantity(1, "a")),
    (quantity(90, "mg/dL"), quantity(1, "g/L")),
    (quantity(1, unit="drops"), quantity(2, unit="drops")),
    (quantity(1), quantity(2)),
]

EQUAL = [
    (of("Integer", 1), of("Decimal", Decimal("1.000"))),
    (of("Date", "2024-05"), of("Date", "2024-05")),
    (of("DateTime", "2024-05-01T12:00:00+02:00"), of("DateTime", "2024-05-01T10:00:00.000Z")),
    (of("DateTime", "2024-05-01T00:30:00+14:00"), of("DateTime", "2024-04-30T10:30:00Z")),
    (of("Time", "10:00:00"), of("Time", "10:00:00.00")),
    (quantity(1, "kg"), quantity(Decimal("1000.0"), "g")),
    (quantity(12, "[in_i]"), quantity(1, "[ft_i]")),
    (quantity(212, "[degF]"), quantity(100, "Cel")),
    (quantity(16, "[oz_av]"), quantity(1, "[lb_av]")),
    (quantity(60, "min"), quantity(1, "h")),
    (of("Boolean", value=True), of("Boolean", value=True)),
    (of("Coding", {"code": "a", "system": "s"}), of("Coding", {"code": "a", "system": "s"})),
]

UNKNOWABLE = [
    (of("Date", "2024"), of("Date", "2024-05")),
    (of("Date", "2024-05-01"), of("DateTime", "2024-05-01T10:00:00Z")),
    (of("DateTime", "2024-05-01T10:00:00"), of("DateTime", "2024-05-01T20:00:00Z")),
    (of("DateTime", "2024-05-01T10:00"), of("DateTime", "2024-05-01T10:00:30")),
    (of("Time", "24:00:00"), of("Time", "10:00:00")),
    (of("Time", "10:00:00"), of("Date", "2024")),
    (of("Date", "2024-02-30"), of("Date", "2025")),
    (of("DateTime", "2024-05-01T10:00:00+15:00"), of("DateTime", "2025")),
    (of("Date", "soon"), of("Date", "2024")),
    (of("Date", "2024"), of("String", "2025")),
    (of("Boolean", value=True), of("Boolean", value=False)),
    (of("Coding", {"code": "1"}), of("Coding", {"code": "2"})),
    (of("Integer", 1), of("String", "2")),
    (of("Integer", 1), of("Boolean", value=True)),
    (quantity(1, "kg"), quantity(1, "m")),
    (quantity(1, "kg"), quantity(1)),
    (quantity(1, unit="drops"), quantity(1, unit="spoons")),
    (quantity(1, "kg"), quantity(2, "kg", comparator="<")),
    (quantity(1, "kg"), of("Quantity", {"value": 1, "code": "kg", "system": "http://other"})),
    (quantity(Decimal("1E+999999"), "kg"), quantity(1, "g")),
    (of("Quantity", {"value": "1"}), quantity(1)),
]


@pytest.mark.parametrize(("one", "other"), LESS)
def test_the_lesser_of_two_is_known_from_both_sides(one: Answer, other: Answer) -> None:
    assert (compare(one, other), compare(other, one)) == (-1, 1)


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_the_same_amount_or_moment_is_equal_however_written(one: Answer, other: Answer) -> None:
    assert (compare(one, other), compare(other, one)) == (0, 0)


@pytest.mark.parametrize(("one", "other"), UNKNOWABLE)
def test_what_can_not_be_known_is_not_guessed(one: Answer, other: Answer) -> None:
    assert compare(one, other) is compare(other, one) is None


def two(number: int) -> str:
    return f"{number:02}"


@st.composite
def moments(draw: st.DrawFn) -> Answer:
    """Dates and times around one day, of every precision, with and without zone."""
    parts = ["2024"]
    for low, high in ((2, 3), (1, 2)):
        if draw(st.booleans()):
            parts.append(two(draw(st.integers(low, high))))
        else:
            return of("DateTime", "-".join(parts))
    clock = f"T{two(draw(st.integers(0, 23)))}:{two(draw(st.sampled_from([0, 59])))}"
    clock += draw(st.sampled_from(["", ":00", ":59", ":60", ":00.5", ":60.25"]))
    zone = draw(st.sampled_from(["", "Z", "+14:00", "-14:00", "+05:30"]))
    return of("DateTime", "-".join(parts) + draw(st.sampled_from(["", clock + zone])))


numbers = st.integers(-3, 3) | st.decimals(-3, 3, places=2)
quantities = st.builds(
    quantity, numbers, st.sampled_from(["kg", "g", "[lb_av]", "m", "Cel", "[degF]", "K", "x", ""])
)
plain = st.builds(lambda value: of("Decimal", value), numbers)
alike = st.sampled_from([moments(), quantities, plain])


@quick
@given(alike.flatmap(lambda kind: st.tuples(kind, kind)))
def test_turning_the_comparison_round_turns_its_result_round(pair: tuple[Answer, Answer]) -> None:
    one, other = pair
    there, back = compare(one, other), compare(other, one)
    assert there == (None if back is None else -back)
    assert compare(one, one) in {0, None}


@quick
@given(alike.flatmap(lambda kind: st.tuples(kind, kind, kind)))
def test_what_is_less_than_a_lesser_one_is_never_greater(
    three: tuple[Answer, Answer, Answer],
) -> None:
    for one, middle, other in permutations(three):
        steps = (compare(one, middle), compare(middle, other))
        if None in steps or 1 in steps:
            continue
        # Where it is known at all: two stretches that each equal a third can be unlike in zone.
        assert compare(one, other) in ({0, None} if steps == (0, 0) else {-1, None})
