"""Whatever an expression asks for: a result or a FhirPathError, and soon."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.fhirpath import (
    Expression,
    FhirPathError,
    Scope,
    TooMuchWork,
    json_of,
    node,
    type_name,
)
from kiosk.fhirpath.functions.registry import FUNCTIONS
from kiosk.fhirpath.operators import COMPILED

PATIENT = node(
    {
        "resourceType": "Patient",
        "active": True,
        "birthDate": "1974-12-25",
        "_gender": {"extension": [{"url": "why", "valueCode": "unknown"}]},
        "name": [{"given": ["A", "B"], "family": "C"}],
        "extension": [
            {
                "url": "dose",
                "valueQuantity": {
                    "value": Decimal("3.5"),
                    "system": "http://unitsofmeasure.org",
                    "code": "mg",
                },
            }
        ],
    }
)
ATOMS = st.sampled_from([
    "0", "1", "31", "2147483647", "1.50", "99999999999999999999.5", "9223372036854775807L", "'a'",
    "''", "'json'", "'hex'", "'2020-01'", "'12:30'", "'(a*)*'", "true", "false", "{}", "@2020",
    "@2020-02-29", "@9999-12-31T23:59:59.999+14:00", "@T23:59", "@0001", "1'mg'", "0'g'",
    "3years", "1'Ym9'", "$this", "name", "name.given", "birthDate", "gender", "active",
    "extension.value", "%resource", "(1|2|3)", "now()", "today()",
])  # fmt: skip
TYPES = st.sampled_from(["Integer", "string", "Quantity", "System.Date", "HumanName"])


def calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def call(name: str) -> st.SearchStrategy[str]:
        function = FUNCTIONS[name]
        arguments = TYPES if name in {"is", "as", "ofType"} else inner
        most = min(function.most, 3)
        return st.tuples(inner, st.lists(arguments, min_size=function.least, max_size=most)).map(
            lambda parts: f"({parts[0]}).{name}({', '.join(parts[1])})"
        )

    return st.sampled_from(sorted(FUNCTIONS)).flatmap(call)


def operations(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(inner, st.sampled_from(sorted(COMPILED)), inner).map(
        lambda parts: f"({' '.join(parts)})"
    )


EXPRESSIONS = st.recursive(
    ATOMS, lambda inner: st.one_of(calls(inner), operations(inner)), max_leaves=8
)


@given(EXPRESSIONS, st.booleans())
def test_every_function_and_operator_gives_a_result_or_an_error(text: str, strict: bool) -> None:  # noqa: FBT001
    scope = Scope(now=datetime(2026, 1, 1, tzinfo=UTC), strict=strict, max_steps=3_000)
    try:
        found = Expression(text).evaluate(PATIENT, scope)
    except FhirPathError as error:
        assert str(error)  # noqa: PT017 - any message will do
        return

    assert all(type_name(item) is not None and json_of(item) != [] for item in found)


@pytest.mark.parametrize("text", ["9" * 5000, "0." + "1" * 5000, "1" * 70 + " 'mg'"])
def test_numbers_of_thousands_of_digits_are_refused(text: str) -> None:
    with pytest.raises(FhirPathError, match="bounds"):
        Expression(text).check()


@pytest.mark.parametrize(
    "text",
    [
        "1.repeat($this + 1)",
        "'a'.repeat($this & 'a')",
        "'a'.repeatAll($this)",
        "(1|2|3|4|5)" + ".select((1|2|3|4|5).combine($this))" * 9,
        "'aa'" + ".select($this.replace('a', 'aa'))" * 30,
    ],
)
def test_what_would_not_end_soon_is_too_much_work(text: str) -> None:
    with pytest.raises(FhirPathError, match=r"steps of work|characters"):
        Expression(text).evaluate(PATIENT, Scope(max_steps=20_000))
    with pytest.raises(FhirPathError, match=r"steps of work|characters"):
        Expression(text).evaluate(PATIENT, Scope(max_steps=100_000))


def test_too_much_work_can_be_told_from_other_errors() -> None:
    with pytest.raises(TooMuchWork, match="1,000 steps"):
        Expression("1.repeat($this + 1)").evaluate(PATIENT, Scope(max_steps=1_000))


def test_texts_take_as_many_steps_as_they_are_long() -> None:
    long = "'" + "x" * 10_000 + "'"
    doubled = f"{long}.upper().lower().upper().lower()"

    assert Expression(doubled).evaluate(PATIENT, Scope(max_steps=2_000))
    with pytest.raises(TooMuchWork):
        Expression(doubled).evaluate(PATIENT, Scope(max_steps=500))
