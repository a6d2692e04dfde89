"""What comes from outside: variables, the time, functions of the host, and the bounds of work."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from kiosk.fhirpath import Expression, FhirPathError, Node, Scope, json_of, node

RESPONSE = node({"resourceType": "QuestionnaireResponse", "item": [{"linkId": "a", "text": "T"}]})
NOW = datetime(2026, 3, 4, 5, 6, 7, 89_000, tzinfo=timezone(timedelta(hours=10)))


def evaluate(text: str, **scope: Any) -> list[object]:
    return [json_of(item) for item in Expression(text).evaluate(RESPONSE, Scope(**scope))]


class Lazy(Mapping[str, Node]):
    """Variables that keep count of which were looked at."""

    def __init__(self, values: Mapping[str, Node]) -> None:
        self.values_of = values
        self.read: list[str] = []

    def __getitem__(self, name: str) -> Node:
        self.read.append(name)
        return self.values_of[name]

    def __contains__(self, name: object) -> bool:
        return name in self.values_of

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_of)

    def __len__(self) -> int:
        return len(self.values_of)


def test_only_the_variables_that_matter_are_looked_at() -> None:
    variables = Lazy({"a": node(1), "b": node(2), "c": node(3)})

    assert evaluate("iif(true, %a, %b) = 1 or %c = 3", variables=variables) == [True]
    assert variables.read == ["a"]


def test_the_focus_stands_for_context_and_resource() -> None:
    assert evaluate("%context = %resource and %resource = %rootResource") == [True]
    assert evaluate("%resource", variables={"resource": node("other")}) == ["other"]


def test_a_variable_that_is_not_given_is_an_error() -> None:
    with pytest.raises(FhirPathError, match="%missing"):
        evaluate("%missing")


def test_a_hyphenated_variable_needs_no_back_ticks_where_it_exists() -> None:
    given = {"phq-total": node(7), "phq": node(10), "total": node(1)}

    assert evaluate("%phq-total + 1", variables=given) == [8]
    assert evaluate("%`phq-total` + 1", variables=given) == [8]
    assert evaluate("%a-%b", variables={"a": node(3), "b": node(1)}) == [2]
    assert evaluate("%a-text.length()", variables={"a": node(3)}) == []
    assert evaluate("item.select(%a-text.length())", variables={"a": node(3)}) == [2]


def test_the_time_is_the_one_given() -> None:
    assert evaluate("now()", now=NOW) == ["2026-03-04T05:06:07.089+10:00"]
    assert evaluate("today()", now=NOW) == ["2026-03-04"]
    assert evaluate("timeOfDay()", now=NOW) == ["05:06:07.089"]
    with pytest.raises(FhirPathError, match="needs the time"):
        evaluate("now()")


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(FhirPathError, match="offset"):
        evaluate("now()", now=datetime(2026, 1, 1))  # noqa: DTZ001 - the fault itself


def weight(
    nodes: Sequence[Node], arguments: Sequence[Callable[[], Sequence[Node]]]
) -> Sequence[Node]:
    del arguments
    return [node(Decimal(3)) for _ in nodes]


def fallback(
    nodes: Sequence[Node], arguments: Sequence[Callable[[], Sequence[Node]]]
) -> Sequence[Node]:
    return nodes or arguments[0]()


def test_the_host_adds_functions_with_lazy_arguments() -> None:
    functions = {"weight": weight, "fallback": fallback}

    assert evaluate("item.weight() + 1", functions=functions) == [4]
    assert evaluate("item.text.fallback(1 / 'x')", functions=functions) == ["T"]
    assert evaluate("{}.fallback('none')", functions=functions) == ["none"]


def test_a_function_of_the_language_is_not_replaced() -> None:
    assert evaluate("item.count()", functions={"count": weight}) == [1]


@pytest.mark.parametrize(
    "name", ["weight", "resolve", "memberOf", "conformsTo", "htmlChecks", "nothing"]
)
def test_a_function_that_nobody_has_is_an_error_wherever_it_stands(name: str) -> None:
    with pytest.raises(FhirPathError, match=rf"no function {name}\(\)"):
        evaluate(f"iif(true, 1, item.{name}())")


def test_trace_reports_and_changes_nothing() -> None:
    seen: list[tuple[str, list[object]]] = []

    def trace(name: str, nodes: Sequence[Node]) -> None:
        seen.append((name, [json_of(one) for one in nodes]))

    assert evaluate("item.trace('here', linkId).text", trace=trace) == ["T"]
    assert seen == [("here", ["a"])]


TEN = "(0|1|2|3|4|5|6|7|8|9)"


@pytest.mark.parametrize(
    "text",
    [
        "('a' | 'b').repeat('x' & $this)",
        "item.repeatAll($this)",
        f"{TEN}.select({TEN}.select({TEN}.select({TEN}.select({TEN}))))",
        f"{TEN}.combine({TEN}).combine({TEN}).aggregate($total.combine($total), 1)",
        f"{TEN}.combine({TEN}).combine({TEN}).aggregate($total & $total, 'x')",
        f"{TEN}.aggregate($total.replace('', 'xxxxxxxxxx'), 'x')",
        f"{TEN}.aggregate($total.replaceMatches('.', '$0$0$0$0$0$0$0$0'), 'x')",
        f"{TEN}.aggregate($total.toChars().join('xxxxxxxxxx'), 'xx')",
    ],
)
def test_work_without_end_ends_in_an_error(text: str) -> None:
    with pytest.raises(FhirPathError, match="more than"):
        evaluate(text, max_steps=50_000)


def test_the_budget_is_stated() -> None:
    with pytest.raises(FhirPathError, match="more than 3 steps"):
        evaluate("item.text.upper().lower().length() + 1", max_steps=3)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("defineVariable('v', 'x').select(%v)", ["x"]),
        ("item.defineVariable('i').select(%i.text)", ["T"]),
        ("item.select(defineVariable('t', text).select(%t & linkId))", ["Ta"]),
        ("(1 | 2).select(defineVariable('n', $this).select(%n * 2))", [2, 4]),
    ],
)
def test_a_variable_defined_is_seen_by_what_follows(text: str, result: list[object]) -> None:
    assert evaluate(text) == result


@pytest.mark.parametrize(
    "text",
    [
        "defineVariable('v', 1) | %v",
        "item.select(defineVariable('v', 1)).select(%v)",
        "defineVariable('v', 1).defineVariable('v', 2)",
        "defineVariable('resource', 1)",
        "defineVariable('ucum', 1)",
    ],
)
def test_a_variable_is_not_seen_beside_nor_defined_twice(text: str) -> None:
    with pytest.raises(FhirPathError):
        evaluate(text)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("(true | false).select(iif($this, 'yes', 'no'))", ["yes", "no"]),
        ("iif({}, 1)", []),
        ("iif(item, 'some', 1 / 'x')", ["some"]),
        ("('b' | 'a').sort($this desc)", ["b", "a"]),
        ("(3 | 1 | 2).sort(-$this)", [3, 2, 1]),
        ("coalesce({}, 'second', 1 / 'x')", ["second"]),
        ("(1 | 2 | 3).aggregate($total + $this, 0)", [6]),
        ("(5 | 6).select($index)", [0, 1]),
        ("false and (1 / 'x')", [False]),
        ("'a b' ~ 'A\tB'", [True]),
        ("{} ~ {}", [True]),
        ("1 in {}", [False]),
        ("(1 | 'a' | 1.0).count()", [2]),
        ("'a;b'.split(';').join('-')", ["a-b"]),
        ("'x'.encode('hex').decode('hex')", ["x"]),
        ("'/w=='.decode('base64')", []),
        ("'<\"'.escape('html').unescape('html')", ['<"']),
        ("'yes'.toBoolean() and 'N'.toBoolean().not()", [True]),
        ("@2012-01-01T10:00Z.toDate()", ["2012-01-01"]),
        ("'10:30'.toTime() = @T10:30", [True]),
    ],
)
def test_functions_behave_as_the_specification_says(text: str, result: list[object]) -> None:
    assert evaluate(text) == result


def test_one_expression_serves_many_inputs() -> None:
    expression = Expression("%x + 1")

    results = [
        json_of(expression.evaluate([], Scope(variables={"x": node(number)}))[0])
        for number in range(5)
    ]

    assert results == [1, 2, 3, 4, 5]


def test_a_date_that_is_none_is_an_error_only_where_it_is_used() -> None:
    patient = node({"resourceType": "Patient", "birthDate": "20-1-1"})

    assert Expression("birthDate.exists()").evaluate(patient, Scope())[0].data is True
    with pytest.raises(FhirPathError, match="“20-1-1” is no date"):
        Expression("birthDate < today()").evaluate(patient, Scope(now=datetime.now(UTC)))
