import json
from typing import Any

import pytest

from kiosk.errors import FormUnreadable
from kiosk.forms.fhir_json import NotJson, decode_json
from kiosk.forms.questionnaire import MAX_DEPTH, parse_questionnaire, read_questionnaire


def nested(depth: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for level in range(depth):
        items = [{"linkId": f"g{level}", "type": "group", "item": items}]
    return items


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b'{"resourceType": "Questionnaire", "title": "\xff"}', "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b"[]", "no FHIR Questionnaire"),
        (b'"Questionnaire"', "no FHIR Questionnaire"),
        (b'{"resourceType": "Patient"}', "no FHIR Questionnaire"),
    ],
)
def test_what_is_no_questionnaire_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(FormUnreadable, match=reason):
        read_questionnaire(content)


def test_a_form_nested_too_deeply_is_refused(make_form: Any) -> None:
    make_form(*nested(MAX_DEPTH))
    with pytest.raises(FormUnreadable, match="levels deep"):
        make_form(*nested(MAX_DEPTH + 1))


def test_a_form_with_too_many_items_is_refused(make_form: Any) -> None:
    with pytest.raises(FormUnreadable, match="more than"):
        make_form(*({"linkId": str(n), "type": "string"} for n in range(20_001)))


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(FormUnreadable, match="larger"):
        read_questionnaire(b" " * (16 * 1024 * 1024 + 1))


@pytest.mark.parametrize("where", ["form", "item"])
def test_an_unknown_modifier_extension_is_refused(make_form: Any, where: str) -> None:
    modifier = {"modifierExtension": [{"url": "http://example.org/not", "valueBoolean": True}]}
    item = {"linkId": "a", "type": "string"}
    on_item, on_form = (modifier, {}) if where == "item" else ({}, modifier)
    with pytest.raises(FormUnreadable, match="modifierExtension"):
        make_form(item | on_item, **on_form)


def test_items_that_wait_for_each_other_are_refused_and_named(make_form: Any) -> None:
    def waiting(link_id: str, target: str) -> dict[str, Any]:
        condition = {"question": target, "operator": "exists", "answerBoolean": False}
        return {"linkId": link_id, "type": "string", "enableWhen": [condition]}

    with pytest.raises(FormUnreadable, match=r"“a” → “b” → “a”|“b” → “a” → “b”"):
        make_form(waiting("a", "b"), waiting("b", "a"))
    with pytest.raises(FormUnreadable, match="wait for each other"):
        make_form(waiting("a", "a"))


def test_a_group_that_waits_for_its_own_question_is_refused(make_form: Any) -> None:
    condition = {"question": "inside", "operator": "exists", "answerBoolean": True}
    inside = {"linkId": "inside", "type": "string"}
    group = {"linkId": "g", "type": "group", "enableWhen": [condition], "item": [inside]}
    with pytest.raises(FormUnreadable):
        make_form(group)


def test_a_long_chain_of_conditions_is_no_deep_recursion(make_form: Any) -> None:
    def link(n: int) -> dict[str, Any]:
        condition = {"question": str(n - 1), "operator": "exists", "answerBoolean": True}
        return {"linkId": str(n), "type": "string"} | ({"enableWhen": [condition]} if n else {})

    assert len(make_form(*map(link, range(5_000))).evaluation_order) == 5_000


@pytest.mark.parametrize(
    "junk",
    [
        {"item": "text"},
        {"item": [1, None, [], "x"]},
        {"item": [{}]},
        {"item": [{"linkId": 7, "type": ["string"], "text": {}}]},
        {"item": [{"linkId": "a", "type": "choice", "answerOption": [{}, 3, {"valueCoding": 4}]}]},
        {"item": [{"linkId": "a", "type": "string", "enableWhen": [{}, {"question": 3}]}]},
        {"extension": {"url": "x"}, "title": 5, "item": [{"extension": [7], "linkId": "a"}]},
        {"item": [{"linkId": "a", "type": "string", "_text": ["x"], "maxLength": "long"}]},
        {"item": [{"linkId": "a", "type": "string", "initial": [{"valueString": None}]}]},
    ],
)
def test_elements_of_a_wrong_shape_are_passed_over_and_kept(junk: dict[str, Any]) -> None:
    from_junk = parse_questionnaire({"resourceType": "Questionnaire"} | junk)
    for item in from_junk.by_path.values():
        assert isinstance(item.text("en"), str)
        assert isinstance(item.answer_options, tuple)
    assert from_junk.languages == ("en",)
    assert from_junk.raw["item"] == junk["item"]


def test_items_with_one_linkid_are_told_apart_by_path(make_form: Any) -> None:
    twice = make_form({"linkId": "a/b", "type": "string"}, {"linkId": "a/b", "type": "integer"})
    assert list(twice.by_path) == ["a%2Fb", "a%2Fb~2"]
    assert twice.by_link_id["a/b"].type == "string"


def test_the_content_hash_sees_meaning_and_not_layout() -> None:
    raw = {"resourceType": "Questionnaire", "url": "http://example.org/q", "title": "A"}
    plain = read_questionnaire(json.dumps(raw).encode())
    indented = read_questionnaire(b"\xef\xbb\xbf" + json.dumps(raw, indent=4).encode())
    turned = parse_questionnaire(dict(reversed(raw.items())))
    changed = parse_questionnaire(raw | {"title": "B"})
    assert plain.content_hash == indented.content_hash == turned.content_hash
    assert plain.content_hash != changed.content_hash
    assert len(plain.content_hash) == 64


def test_a_form_without_version_is_named_by_its_url_alone(make_form: Any) -> None:
    assert make_form(version="2").canonical == "http://example.org/Questionnaire/small|2"
    assert make_form(version="").canonical == "http://example.org/Questionnaire/small"


def test_a_bundle_of_forms_is_told_to_be_one() -> None:
    with pytest.raises(FormUnreadable) as caught:
        read_questionnaire(b'{"resourceType": "Bundle", "entry": []}')
    assert "Bundle" in caught.value.advice


@pytest.mark.parametrize(
    "expression",
    [
        "answer.value + 1",
        "%context.answer.value",
        "$this.answer.value",
        "iif(answer.empty(), 1, 2)",
    ],
)
@pytest.mark.parametrize("kind", ["calculatedExpression", "enableWhenExpression"])
def test_an_item_whose_expression_looks_at_its_own_answer_is_refused(
    make_form: Any, kind: str, expression: str
) -> None:
    url = f"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-{kind}"
    value = {"language": "text/fhirpath", "expression": expression}
    item = {"linkId": "a", "type": "integer", "extension": [{"url": url, "valueExpression": value}]}
    with pytest.raises(FormUnreadable, match="wait for each other"):
        make_form(item)


@pytest.mark.parametrize("number", ["1e99999999999999999999", "1e-99999999999999999999"])
def test_a_number_beyond_all_measure_is_no_json(number: str) -> None:
    with pytest.raises(NotJson, match="beyond all measure"):
        decode_json(f'{{"valueDecimal": {number}}}'.encode())
