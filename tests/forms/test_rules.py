from decimal import Decimal
from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.rules import RULES, problems_of

CORE = "http://hl7.org/fhir/StructureDefinition/"
OPTIONS = [{"valueCoding": {"system": "s", "code": "a"}}, {"valueCoding": {"code": "b"}}]


def limit(name: str, **value: Any) -> dict[str, Any]:
    return {"extension": [{"url": CORE + name, **value}]}


def text(words: str) -> Answer:
    return Answer("valueString", words)


def number(value: Any) -> Answer:
    return Answer("valueDecimal", value)


def whole(value: int) -> Answer:
    return Answer("valueInteger", value)


def chosen(code: str, **more: str) -> Answer:
    return Answer("valueCoding", {"code": code, **more})


def quantity(value: Any, unit: str) -> Answer:
    return Answer("valueQuantity", {"value": value, "code": unit})


def sdc(name: str, value: Any) -> dict[str, Any]:
    url = f"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-{name}"
    return {"extension": [{"url": url, "valueQuantity": value}]}


def attachment(**more: Any) -> Answer:
    return Answer("valueAttachment", {"data": "YWJjZA==", **more})  # four bytes


def reference(address: str, **more: Any) -> Answer:
    return Answer("valueReference", {"reference": address, **more})


def file(content_type: str) -> Answer:
    return attachment(contentType=content_type)


DIGITS = {"type": "string", **limit("regex", valueString="[0-9]{3}")}
IMAGES = {"type": "attachment", **limit("mimeType", valueCode="image/*")}
PATIENTS = {"type": "reference", **limit("questionnaire-referenceResource", valueCode="Patient")}
ELSEWHERE = {"type": "choice", "answerValueSet": "http://example.org/vs"}
NONE_OF_THEM = [
    {"valueCoding": {"code": "a"}},
    {"valueCoding": {"code": "b"}},
    {
        "valueCoding": {"code": "none", "display": "None"},
        **limit("questionnaire-optionExclusive", valueBoolean=True),
    },
]
MANY = {"type": "choice", "repeats": True, "answerOption": NONE_OF_THEM}
METRE = {"value": 2, "code": "m"}
KILOMETRE = limit("questionnaire-unitOption", valueCoding={"code": "km", "display": "kilometre"})


KEPT: list[tuple[str, dict[str, Any], list[Answer]]] = [
    ("regex", DIGITS, [text("123")]),
    ("regex", {"type": "string", **limit("regex", valueString="")}, [text("c")]),
    ("regex", {"type": "string", **limit("regex", valueString="a(?=b)")}, [text("c")]),
    ("regex", {"type": "integer", **limit("regex", valueString="[0-9]{3}")}, [whole(123)]),
    ("mimeType", IMAGES, [file("image/png")]),
    ("mimeType", IMAGES, [file("IMAGE/PNG; quality=1")]),
    ("referenceResource", PATIENTS, [reference("Patient/1")]),
    ("referenceResource", PATIENTS, [reference("https://example.org/fhir/Patient/1")]),
    ("referenceResource", PATIENTS, [reference("Patient/1/_history/2")]),
    ("referenceResource", PATIENTS, [reference("https://Host/1")]),
    ("referenceResource", PATIENTS, [reference("#contained")]),
    ("referenceResource", PATIENTS, [reference("urn:uuid:0d9c8b7a-1111-4222-8333-444455556666")]),
    ("valueSet", {**ELSEWHERE, "type": "open-choice"}, [text("own words")]),
    ("valueSet", {"type": "choice", "answerOption": OPTIONS}, [chosen("a")]),
    ("display", {"type": "choice", "answerOption": NONE_OF_THEM}, [chosen("none", display="X")]),
    ("optionExclusive", MANY, [chosen("none")]),
    ("optionExclusive", MANY, [chosen("a"), chosen("b")]),
    ("duplicate", MANY, [chosen("a"), chosen("b")]),
    ("duplicate", {"type": "string", "repeats": True}, [text("a"), text("a")]),
    ("minQuantity", {"type": "quantity", **sdc("minQuantity", METRE)}, [quantity(2, "m")]),
    ("maxQuantity", {"type": "quantity", **sdc("maxQuantity", METRE)}, [quantity(2, "m")]),
    ("unit", {"type": "quantity", **KILOMETRE}, [quantity(1, "km")]),
    ("unit", {"type": "quantity", **KILOMETRE}, [quantity(1, "kilometre")]),
    ("maxSize", {"type": "attachment", **limit("maxSize", valueDecimal=4)}, [attachment()]),
    ("size", {"type": "attachment"}, [attachment(size=4)]),
    ("required", {"type": "string", "required": True}, [text("a")]),
    ("required", {"type": "string"}, []),
    ("required", {"type": "group", "required": True}, []),
    ("type", {"type": "decimal"}, [Answer("valueInteger", 3)]),
    ("type", {"type": "boolean"}, [Answer("valueBoolean", value=False)]),
    ("type", {"type": "open-choice"}, [text("own words")]),
    ("option", {"type": "choice", "answerOption": OPTIONS}, [chosen("a", system="s")]),
    ("option", {"type": "choice", "answerOption": OPTIONS}, [chosen("b", display="B")]),
    ("option", {"type": "open-choice", "answerOption": OPTIONS}, [text("own words")]),
    ("maxLength", {"type": "text", "maxLength": 3}, [text("abc")]),
    ("minLength", {"type": "text", **limit("minLength", valueInteger=3)}, [text("abc")]),
    ("minValue", {"type": "decimal", **limit("minValue", valueDecimal=2)}, [number(2)]),
    (
        "maxValue",
        {"type": "decimal", **limit("maxValue", valueInteger=2)},
        [number(Decimal("2.0"))],
    ),
    (
        "maxValue",
        {"type": "date", **limit("maxValue", valueDate="2024-05-31")},
        [Answer("valueDate", "2024-05-31")],
    ),
    (
        "maxDecimalPlaces",
        {"type": "decimal", **limit("maxDecimalPlaces", valueInteger=1)},
        [number(Decimal("1.5"))],
    ),
    (
        "maxOccurs",
        {"type": "string", "repeats": True, **limit("questionnaire-maxOccurs", valueInteger=2)},
        [text("a"), text("b")],
    ),
    (
        "minOccurs",
        {"type": "string", "repeats": True, **limit("questionnaire-minOccurs", valueInteger=2)},
        [],
    ),
]

BROKEN: list[tuple[str, Any, dict[str, Any], list[Answer]]] = [
    ("regex", "[0-9]{3}", DIGITS, [text("1234")]),
    ("regex", "[0-9]{3}", DIGITS, [text("x123")]),
    ("mimeType", ["image/*"], IMAGES, [file("text/plain")]),
    ("mimeType", ["image/*"], IMAGES, [Answer("valueAttachment", {"url": "https://a.example"})]),
    ("referenceResource", ["Patient"], PATIENTS, [reference("Group/1")]),
    ("referenceResource", ["Patient"], PATIENTS, [reference("https://example.org/Group/1")]),
    ("referenceResource", ["Patient"], PATIENTS, [reference("x", type="Group")]),
    ("valueSet", "http://example.org/vs", ELSEWHERE, [chosen("a")]),
    ("optionExclusive", "None", MANY, [chosen("none", display="None"), chosen("a")]),
    ("duplicate", "a", MANY, [chosen("a"), chosen("a")]),
    ("minQuantity", METRE, {"type": "quantity", **sdc("minQuantity", METRE)}, [quantity(1, "m")]),
    ("maxQuantity", METRE, {"type": "quantity", **sdc("maxQuantity", METRE)}, [quantity(3, "m")]),
    ("maxQuantity", METRE, {"type": "quantity", **sdc("maxQuantity", METRE)}, [quantity(1, "kg")]),
    ("unit", ["kilometre", "km"], {"type": "quantity", **KILOMETRE}, [quantity(1, "m")]),
    ("maxSize", 3, {"type": "attachment", **limit("maxSize", valueDecimal=3)}, [attachment()]),
    ("size", 4, {"type": "attachment"}, [attachment(size=5)]),
    ("required", None, {"type": "string", "required": True}, []),
    ("type", ("valueInteger",), {"type": "integer"}, [number(3)]),
    ("type", ("valueInteger",), {"type": "integer"}, [Answer("valueInteger", value=True)]),
    ("type", ("valueBoolean",), {"type": "boolean"}, [Answer("valueBoolean", "true")]),
    ("type", ("valueCoding",), {"type": "choice"}, [Answer("valueCoding", "a")]),
    ("type", (), {"type": "question"}, [text("a")]),
    ("option", "c", {"type": "choice", "answerOption": OPTIONS}, [chosen("c")]),
    ("option", "a", {"type": "choice", "answerOption": OPTIONS}, [chosen("a", system="t")]),
    ("option", "d", {"type": "string", "answerOption": [{"valueString": "e"}]}, [text("d")]),
    ("maxLength", 3, {"type": "text", "maxLength": 3}, [text("abcd")]),
    ("minLength", 3, {"type": "text", **limit("minLength", valueInteger=3)}, [text("ab")]),
    ("minValue", 2, {"type": "decimal", **limit("minValue", valueDecimal=2)}, [number(1)]),
    ("maxValue", 2, {"type": "decimal", **limit("maxValue", valueDecimal=2)}, [number(3)]),
    (
        "minValue",
        "2024-05-01",
        {"type": "date", **limit("minValue", valueDate="2024-05-01")},
        [Answer("valueDate", "2024-04-30")],
    ),
    (
        "maxDecimalPlaces",
        1,
        {"type": "decimal", **limit("maxDecimalPlaces", valueInteger=1)},
        [number(Decimal("1.55"))],
    ),
    ("maxOccurs", 1, {"type": "string"}, [text("a"), text("b")]),
    (
        "maxOccurs",
        2,
        {"type": "string", "repeats": True, **limit("questionnaire-maxOccurs", valueInteger=2)},
        [text("a"), text("b"), text("c")],
    ),
    (
        "minOccurs",
        2,
        {"type": "string", "repeats": True, **limit("questionnaire-minOccurs", valueInteger=2)},
        [text("a")],
    ),
]


@pytest.mark.parametrize(("rule", "item", "answers"), KEPT)
def test_an_answer_within_the_limit_is_no_problem(
    make_form: Any, rule: str, item: dict[str, Any], answers: list[Answer]
) -> None:
    only = make_form({"linkId": "a"} | item).items[0]
    assert rule not in {problem.rule for problem in problems_of(only, answers)}


@pytest.mark.parametrize(("rule", "limit", "item", "answers"), BROKEN)
def test_a_broken_rule_names_the_item_the_rule_and_its_limit(
    make_form: Any, rule: str, limit: Any, item: dict[str, Any], answers: list[Answer]
) -> None:
    only = make_form({"linkId": "a"} | item).items[0]
    found = {problem.rule: problem for problem in problems_of(only, answers)}
    assert found[rule].limit == limit
    assert (found[rule].path, found[rule].link_id) == ("a", "a")


def test_every_rule_is_shown_kept_and_broken() -> None:
    assert {rule for rule, *_ in KEPT} == set(RULES)
    # The words of a value set are at hand only where its options were found.
    assert {rule for rule, *_ in BROKEN} == set(RULES) - {"display"}


def test_several_breaches_are_all_told(make_form: Any) -> None:
    item = {"linkId": "a", "type": "text", "maxLength": 2, **limit("minLength", valueInteger=9)}
    only = make_form(item).items[0]
    assert {p.rule for p in problems_of(only, [text("abcd")])} == {"maxLength", "minLength"}


def test_a_decline_stands_for_a_required_answer_only_while_there_is_none(make_form: Any) -> None:
    only = make_form({"linkId": "a", "type": "string", "required": True, "maxLength": 1}).items[0]
    assert problems_of(only, [], declined=True) == ()
    assert [p.rule for p in problems_of(only, [text("ab")], declined=True)] == ["maxLength"]
