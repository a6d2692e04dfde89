"""The tree that FHIRPath walks, as JSON and as a tree of one's own."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from kiosk.fhirpath import Expression, FhirPathError, Node, Scope, json_of, node, type_name
from kiosk.fhirpath.types import builds_on, facts

RESPONSE: Mapping[str, Any] = {
    "resourceType": "QuestionnaireResponse",
    "item": [
        {
            "linkId": "g",
            "item": [
                {"linkId": "q", "answer": [{"valueCoding": {"system": "s", "code": "x"}}]},
                {"linkId": "q", "answer": [{"valueDecimal": Decimal("1.50")}]},
                {"linkId": "p", "answer": [{"valueDate": "2020-02", "item": [{"linkId": "n"}]}]},
            ],
        }
    ],
}


def evaluate(text: str, focus: Node, **scope: Any) -> list[object]:
    return [json_of(item) for item in Expression(text).evaluate(focus, Scope(**scope))]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("item.item.where(linkId='q').answer.value.code", ["x"]),
        ("item.item.answer.value.ofType(decimal) + 1", [Decimal("2.50")]),
        ("item.item.answer.value.ofType(date) > @2019", [True]),
        ("item.item.answer.item.linkId", ["n"]),
        ("QuestionnaireResponse.item.linkId", ["g"]),
        ("Patient.name", []),
        ("repeat(item).linkId", ["g", "q", "q", "p"]),
        ("repeat(item | answer).linkId", ["g", "q", "q", "p", "n"]),
        ("descendants().where(linkId = 'n').count()", [1]),
        ("item.item[1].answer.value = item.item[1].answer.value", [True]),
        ("item.item.answer.distinct().count()", [3]),
    ],
)
def test_a_response_is_walked(text: str, result: list[object]) -> None:
    assert evaluate(text, node(RESPONSE)) == result


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("item.item.answer.value", ["Coding", "decimal", "date"]),
        ("item", ["BackboneElement"]),
        ("item.linkId", ["string"]),
        ("$this", ["QuestionnaireResponse"]),
        ("1 | 'a' | 1.5 | true | @2020 | @T10 | @2021T | 1 'mg'", [
            "integer", "string", "decimal", "boolean", "date", "time", "dateTime", "Quantity",
        ]),
    ],
)  # fmt: skip
def test_items_have_the_names_of_their_types(text: str, names: list[str]) -> None:
    assert [type_name(one) for one in Expression(text).evaluate(node(RESPONSE), Scope())] == names


def test_a_choice_under_its_json_name_is_an_error_with_the_right_name() -> None:
    text = "item.item.answer.valueCoding.code"

    with pytest.raises(FhirPathError, match=r"“value” in FHIRPath, or value\.ofType\(Coding\)"):
        evaluate(text, node(RESPONSE))
    assert evaluate(text, node(RESPONSE), choice_suffixes=True) == ["x"]


def test_extensions_of_primitives_are_found_with_and_without_a_value() -> None:
    patient = node(
        {
            "resourceType": "Patient",
            "birthDate": "2000-01-01",
            "_birthDate": {"extension": [{"url": "t", "valueString": "noon"}]},
            "name": [{"given": ["A", None], "_given": [None, {"extension": [{"url": "n"}]}]}],
            "_gender": {"extension": [{"url": "absent"}]},
        }
    )

    assert evaluate("birthDate.extension('t').value", patient) == ["noon"]
    assert evaluate("name.given.hasValue()", patient) == [False]
    assert evaluate("name.given.select(hasValue())", patient) == [True, False]
    assert evaluate("name.given.extension('n').exists()", patient) == [True]
    assert evaluate("gender.exists() and gender.hasValue().not()", patient) == [True]
    assert evaluate("gender.length()", patient) == []
    assert evaluate("children().count()", patient) == [3]


def test_what_r4_lacks_is_walked_unless_strict() -> None:
    form = node({"resourceType": "Questionnaire", "item": [{"disabledDisplay": "hidden"}]})

    assert evaluate("item.disabledDisplay = 'hidden'", form) == [True]
    with pytest.raises(FhirPathError, match="has no element disabledDisplay"):
        evaluate("item.disabledDisplay", form, strict=True)


@pytest.mark.parametrize(
    "text",
    ["item.wrong", "Patient.name", "item.where(wrong = 1)", "(item.answer.value as Coding).start",
     "children().first()", "iif('a', 1, 2)", "item.select(answer.wrong)"],
)  # fmt: skip
def test_strict_mode_refuses_what_the_types_exclude(text: str) -> None:
    with pytest.raises(FhirPathError):
        evaluate(text, node(RESPONSE), strict=True)


@pytest.mark.parametrize(
    "text",
    ["item.where(linkId = 'g').item.answer.value.code", "item.answer.value.ofType(Coding).display",
     "repeat(item).linkId", "%resource.item.first().linkId", "contained.anything", "item[0].text"],
)  # fmt: skip
def test_strict_mode_lets_pass_what_may_be(text: str) -> None:
    evaluate(text, node(RESPONSE), strict=True)


def test_json_without_a_type_is_walked_as_it_is() -> None:
    loose = node({"a": [{"b": 1}, {"b": Decimal("2.5")}], "c": "x"})

    assert evaluate("a.b.sum()", loose) == [Decimal("3.5")]
    assert evaluate("c is string", loose) == [True]


def test_a_decimal_written_without_a_point_is_a_decimal() -> None:
    quantity = node({"value": 3}, "Quantity")

    assert evaluate("value is decimal", quantity) == [True]
    assert evaluate("value / 2", quantity) == [Decimal("1.5")]


def test_a_contained_resource_has_its_own_type() -> None:
    patient = node({"resourceType": "Patient", "contained": [{"resourceType": "Observation"}]})

    assert evaluate("contained.ofType(Observation).exists()", patient) == [True]
    assert evaluate("contained.all($this is DomainResource)", patient) == [True]


class Counted(Node):
    """A tree that knows its items by linkId, and keeps count of what is asked of it."""

    __slots__ = ("asked",)

    def __init__(self, data: Any, asked: list[str]) -> None:
        super().__init__(data, "QuestionnaireResponse.item")
        self.asked = asked

    def items(self, link_id: str) -> Sequence[Node]:
        self.asked.append(link_id)
        return [Counted(one, self.asked) for one in self.data["item"] if one["linkId"] == link_id]

    def child(self, name: str) -> Sequence[Node]:
        self.asked.append(f".{name}")
        return super().child(name)


TREE: Mapping[str, Any] = {
    "item": [
        {"linkId": "a", "text": "one", "item": [{"linkId": "b", "text": "in"}]},
        {"linkId": "a", "text": "two", "item": []},
        {"linkId": "c", "text": "three", "item": []},
    ]
}


@pytest.mark.parametrize(
    ("text", "result", "asked"),
    [
        ("item.where(linkId = 'a').text", ["one", "two"], ["a", ".text", ".text"]),
        ("$this.item.where('a' = linkId).count()", [2], ["a"]),
        ("item.where($this.linkId = 'a').count()", [2], ["a"]),
        ("%resource.item.where(linkId='a').item.where(linkId='b').text", ["in"],
         ["a", "b", "b", ".text"]),
        ("item.where(linkId = 'a' and text = 'two').text", ["two"],
         ["a", ".text", ".text", ".text"]),
        ("item.where(linkId = 'a' and $index = 1).text", ["two"], [".item"]),
        ("item.where(linkId = 'a' or linkId = 'c').count()", [3], [".item"]),
        ("item.where(linkId = {}).count()", [0], [".item"]),
    ],
)  # fmt: skip
def test_items_by_link_id_are_asked_of_the_node(
    text: str, result: list[object], asked: list[str]
) -> None:
    tree = Counted(TREE, [])

    assert evaluate(text, tree) == result
    assert tree.asked == asked


class Asked(Node):
    """Has its items at hand, and remembers how it was asked for them."""

    def __init__(self) -> None:
        super().__init__({}, "QuestionnaireResponse")
        self.asked: list[tuple[str, bool]] = []

    def deep_items(self, link_id: str, *, through_answers: bool) -> Sequence[Node] | None:
        self.asked.append((link_id, through_answers))
        kind = "QuestionnaireResponse.item"
        return [Node({"linkId": link_id, "text": text}, kind) for text in ("a", "a", "b")]


@pytest.mark.parametrize(
    ("text", "through_answers", "texts"),
    [
        ("descendants().where(linkId='q').text", True, ["a", "a", "b"]),
        ("descendants().where('q' = $this.linkId).text", True, ["a", "a", "b"]),
        ("descendants().where(linkId='q' and text='b').text", True, ["b"]),
        ("repeat(item).where(linkId='q').text", False, ["a", "b"]),
        ("repeat(item).where(linkId='q' and text='a' and true).text", False, ["a"]),
        ("repeat(item | answer.item).where(linkId='q').text", True, ["a", "b"]),
        ("repeat(answer.item | item).where(linkId='q').text", True, ["a", "b"]),
    ],
)
def test_items_anywhere_below_are_asked_of_the_node(
    text: str,
    through_answers: bool,  # noqa: FBT001 - how it is asked
    texts: list[str],
) -> None:
    focus = Asked()

    assert evaluate(text, focus) == texts
    assert focus.asked == [("q", through_answers)]


@pytest.mark.parametrize(
    "text",
    [
        "descendants().where(linkId='q' or true)",
        "descendants().where(linkId!='q')",
        "descendants().where(linkId='q' and $index = 0)",
        "descendants().where(id='q')",
        "descendants().first().where(linkId='q')",
        "descendants().select(linkId='q')",
        "children().where(linkId='q')",
        "repeat(answer).where(linkId='q')",
        "repeat(answer.item).where(linkId='q')",
        "repeat(item.item).where(linkId='q')",
        "repeat(item | contained).where(linkId='q')",
        "repeat(%resource.item).where(linkId='q')",
        "repeat(item.first()).where(linkId='q')",
        "repeatAll(item).where(linkId='q')",
    ],
)
def test_other_ways_down_are_gone_step_by_step(text: str) -> None:
    focus = Asked()
    evaluate(text, focus)

    assert focus.asked == []


class Unindexed(Node):
    """A tree without a short way to its items."""

    __slots__ = ()

    def items(self, link_id: str) -> None:
        del link_id


def test_without_an_index_items_are_looked_through() -> None:
    tree = Unindexed(RESPONSE, "QuestionnaireResponse")

    assert evaluate("item.where(linkId = 'g').item.where(linkId = 'p').exists()", tree) == [True]


class Sealed(Node):
    """A complex node that only its own JSON can be compared by."""

    __slots__ = ("said",)

    def __init__(self, said: str) -> None:
        super().__init__({}, "Coding")
        self.said = said

    def json(self) -> Any:
        return {"code": self.said}


def test_complex_nodes_are_compared_by_their_json() -> None:
    nodes = [Sealed("a"), Sealed("b"), Sealed("a")]

    found = Expression("distinct().count() | ($this[0] = $this[2]) | ($this[0] ~ $this[1])")

    assert [json_of(one) for one in found.evaluate(nodes, Scope())] == [2, True, False]


def test_true_is_not_one_within_complex_values() -> None:
    one = node({"a": 1})

    assert evaluate("$this = %b", one, variables={"b": node({"a": True})}) == [False]
    assert evaluate("$this = %b", one, variables={"b": node({"a": Decimal("1.0")})}) == [True]


def test_the_types_know_their_bases_and_choices() -> None:
    answer = facts("QuestionnaireResponse.item.answer")
    assert answer is not None

    assert builds_on("Age", "Quantity")
    assert builds_on("code", "string")
    assert not builds_on("string", "code")
    assert builds_on("Patient", "Resource")
    assert answer.choices["value"]["valueCoding"] == "Coding"
    assert answer.elements["item"] == "QuestionnaireResponse.item"
    assert facts("Extension") is not None
    assert facts("NoSuchType") is None
