from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forms.answers import Answer, same_value
from kiosk.forms.shapes import SHAPES

quick = settings(max_examples=200, deadline=None)

UCUM = "http://unitsofmeasure.org"

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["code", "system", "value", "unit", "display", "data", "size", "reference"]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
ANSWERS = st.builds(Answer, st.sampled_from([*SHAPES, "valueCode"]), JSON)


def coding(**parts: str) -> Answer:
    return Answer("valueCoding", parts)


def quantity(value: Any, **parts: str) -> Answer:
    return Answer("valueQuantity", {"value": value, **parts})


def file(**parts: str) -> Answer:
    return Answer("valueAttachment", parts)


def reference(**parts: Any) -> Answer:
    return Answer("valueReference", parts)


SAME = [
    (Answer("valueInteger", 1), Answer("valueDecimal", Decimal("1.0"))),
    (Answer("valueString", "a"), Answer("valueString", "a")),
    (
        Answer("valueDateTime", "2024-05-01T12:00:00+02:00"),
        Answer("valueDateTime", "2024-05-01T10:00:00Z"),
    ),
    (coding(code="a", system="s"), coding(code="a", system="s", display="A")),
    (coding(code="a", system="s"), coding(code="a")),
    (coding(display="own words"), coding(display="own words")),
    (
        quantity(Decimal("1.0"), code="kg", system=UCUM),
        quantity(1000, code="g", system=UCUM, unit="gram"),
    ),
    (quantity(1, unit="Kg"), quantity(Decimal("1.00"), unit="Kg")),
    (reference(reference="Patient/1"), reference(reference="Patient/1", display="Ann")),
    (reference(identifier={"value": "7"}), reference(identifier={"value": "7"}, display="Ann")),
    (file(data="YWJj", contentType="text/plain"), file(data="YW Jj", contentType="text/plain")),
    (file(url="https://a.example"), file(url="https://a.example", title="A")),
]

OTHER = [
    (Answer("valueInteger", 1), Answer("valueBoolean", value=True)),
    (Answer("valueString", "a"), Answer("valueString", "A")),
    (Answer("valueString", "1"), Answer("valueInteger", 1)),
    (Answer("valueDate", "2024"), Answer("valueDate", "2024-01")),
    (Answer("valueDateTime", "2024-05-01T12:00:00"), Answer("valueDateTime", "2024-05-01T12:00Z")),
    (coding(code="a", system="s"), coding(code="a", system="t")),
    (coding(code="a"), coding(display="a")),
    (coding(code="a", display="A"), coding(code="b", display="A")),
    (quantity(1, code="kg"), quantity(1, code="g")),
    (quantity(1, code="kg"), quantity(1)),
    (quantity(1, code="kg", comparator="<"), quantity(1, code="kg")),
    (reference(reference="Patient/1"), reference(reference="Patient/2")),
    (reference(display="Ann"), reference(display="Bea")),
    (file(data="YWJj"), file(url="https://a.example")),
    (file(data="YWJj", contentType="a/b"), file(data="YWJj", contentType="a/c")),
    (coding(code="a"), Answer("valueQuantity", {"code": "a"})),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_answers_are_the_same_by_what_they_mean(one: Answer, other: Answer) -> None:
    assert same_value(one, other)
    assert same_value(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_answers_that_mean_something_else_are_not_the_same(one: Answer, other: Answer) -> None:
    assert not same_value(one, other)
    assert not same_value(other, one)


@quick
@given(ANSWERS)
def test_any_answer_is_the_same_as_itself(answer: Answer) -> None:
    assert same_value(answer, answer)


@quick
@given(ANSWERS, ANSWERS)
def test_being_the_same_does_not_depend_on_the_side(one: Answer, other: Answer) -> None:
    assert same_value(one, other) == same_value(other, one)


FITTING: list[tuple[str, Any]] = [
    ("Boolean", False),
    ("Integer", 0),
    ("Integer", -(2**31)),
    ("Decimal", 3),
    ("Decimal", Decimal("1E+5")),
    ("Date", "2024"),
    ("Date", "2024-05"),
    ("Date", "2024-02-29"),
    ("DateTime", "2024-05"),
    ("DateTime", "2024-05-01T10:00:00Z"),
    ("DateTime", "2024-05-01T23:59:60.5-14:00"),
    ("Time", "23:59:59"),
    ("Time", "10:00:00.25"),
    ("String", "a"),
    ("String", "two\nlines\tand a tab"),
    ("String", "مرحبا \N{GRINNING FACE}"),
    ("Uri", "https://example.org/é?a=b#c"),
    ("Uri", "urn:oid:1.2.3"),
    ("Coding", {"code": "a"}),
    ("Coding", {"display": "own words"}),
    ("Coding", {"system": "http://s", "code": "a b", "userSelected": True, "extension": []}),
    ("Quantity", {"value": 1}),
    ("Quantity", {"value": Decimal("1.5"), "system": UCUM, "code": "kg", "unit": "kilogram"}),
    ("Quantity", {"value": 1, "comparator": "<="}),
    ("Reference", {"reference": "Patient/1"}),
    ("Reference", {"display": "Ann"}),
    ("Reference", {"identifier": {"value": "7"}, "type": "Patient"}),
    ("Attachment", {"url": "https://a.example"}),
    ("Attachment", {"contentType": "text/plain; charset=utf-8", "data": "YWJj", "size": 3}),
    ("Attachment", {"contentType": "text/plain", "data": ""}),
]

UNFIT: list[tuple[str, Any]] = [
    ("Boolean", "true"),
    ("Boolean", 1),
    ("Integer", True),
    ("Integer", 2**31),
    ("Integer", Decimal(3)),
    ("Integer", "3"),
    ("Decimal", True),
    ("Decimal", "1.5"),
    ("Decimal", float("inf")),
    ("Date", "2024-13"),
    ("Date", "2023-02-29"),
    ("Date", "0000"),
    ("Date", "24-01-01"),
    ("Date", "2024-05-01T10:00:00Z"),
    ("Date", "2024-05-01\n"),
    ("DateTime", "2024-05-01T10:00:00"),
    ("DateTime", "2024-05-01T10:00Z"),
    ("DateTime", "2024-05-01T24:00:00Z"),
    ("DateTime", "2024-05-01T10:00:61Z"),
    ("DateTime", "2024-05-01T10:00:00+14:30"),
    ("DateTime", "2024-05-01 10:00:00Z"),
    ("DateTime", 2024),
    ("Time", "10:00"),
    ("Time", "24:00:00"),
    ("Time", "10:00:00Z"),
    ("String", ""),
    ("String", " \n"),
    ("String", "a\x00b"),
    ("String", "half \ud800"),
    ("String", 3),
    ("Uri", "two words"),
    ("Uri", ""),
    ("Coding", {}),
    ("Coding", "a"),
    ("Coding", {"code": " a"}),
    ("Coding", {"code": 1}),
    ("Coding", {"display": ""}),
    ("Quantity", {}),
    ("Quantity", {"value": "1"}),
    ("Quantity", {"unit": "kg"}),
    ("Quantity", {"value": 1, "code": "kg"}),
    ("Quantity", {"value": 1, "comparator": "="}),
    ("Reference", {}),
    ("Reference", {"reference": ""}),
    ("Reference", {"identifier": {}}),
    ("Attachment", {}),
    ("Attachment", {"data": "YWJj"}),
    ("Attachment", {"contentType": "text/plain", "data": "YWJ"}),
    ("Attachment", {"contentType": "text/plain", "data": "*"}),
    ("Attachment", {"contentType": "text", "data": "YWJj"}),
    ("Attachment", {"url": "https://a.example", "size": -1}),
]


@pytest.mark.parametrize(("kind", "value"), FITTING)
def test_a_value_in_the_shape_of_its_type_fits(kind: str, value: Any) -> None:
    assert SHAPES[f"value{kind}"](value)


@pytest.mark.parametrize(("kind", "value"), UNFIT)
def test_a_value_in_another_shape_does_not_fit(kind: str, value: Any) -> None:
    assert not SHAPES[f"value{kind}"](value)


@quick
@given(st.sampled_from(list(SHAPES)), JSON)
def test_every_json_value_either_fits_or_does_not(key: str, value: Any) -> None:
    assert SHAPES[key](value) in {True, False}
