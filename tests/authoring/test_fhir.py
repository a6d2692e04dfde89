"""FHIR in, FHIR out: only the status changes, and what R5 says otherwise than R4."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.authoring.fhir import read_fhir
from kiosk.errors import FormUnreadable, ImportRefused
from kiosk.forms.fhir_json import decode_json, encode_json, format_json
from kiosk.forms.questionnaire import read_questionnaire

R5_ONLY = ("answerConstraint", "disabledDisplay", "versionAlgorithm", "copyrightLabel", '"coding"')


def is_r5(content: bytes) -> bool:
    return any(name in content.decode() for name in R5_ONLY)


def test_every_form_of_others_goes_out_as_it_came_in(corpus: Path) -> None:
    for file in sorted((corpus / "questionnaires").rglob("*.json")):
        content = file.read_bytes()
        try:
            read_questionnaire(content)
        except FormUnreadable as cause:
            with pytest.raises(ImportRefused, match=re.escape(str(cause))):
                read_fhir(content)
            continue
        draft = read_fhir(content).questionnaire
        once = format_json(draft)
        assert format_json(read_fhir(once.encode()).questionnaire) == once
        if not is_r5(content):
            raw = decode_json(content)
            assert draft.pop("status") == "draft"
            raw.pop("status", None)
            assert format_json(draft) == format_json(raw)


def test_unknown_extensions_order_and_digits_stay() -> None:
    content = (
        b'{"status":"active","resourceType":"Questionnaire","x":{"b":1.50,"a":2e1},"item":'
        b'[{"type":"decimal","linkId":"a","extension":[{"url":"http://x.org","valueDecimal":7.10}]}]}'
    )
    draft = format_json(read_fhir(content).questionnaire)
    assert draft.index('"status"') < draft.index('"resourceType"')
    assert "1.50" in draft
    assert "7.10" in draft
    assert draft.index('"b"') < draft.index('"a": 2')


def test_a_form_of_r5_is_said_in_r4(sound: Callable[..., Any]) -> None:
    options = [{"valueCoding": {"system": "http://x.org", "code": "1", "display": "One"}}]
    items = [
        {"linkId": "a", "type": "coding", "answerConstraint": "optionsOnly", "text": "A",
         "answerOption": options},
        {"linkId": "b", "type": "coding", "answerConstraint": "optionsOrString", "text": "B",
         "answerOption": options, "extension": [{"url": "http://x.org/e", "valueCode": "x"}]},
        {"linkId": "c", "type": "string", "disabledDisplay": "protected", "text": "C"},
    ]  # fmt: skip
    form = {
        "resourceType": "Questionnaire", "status": "active", "copyrightLabel": "© us",
        "versionAlgorithmString": "semver", "url": "http://x.org/q", "item": items,
    }  # fmt: skip
    found = sound(read_fhir(encode_json(form)).questionnaire)
    a, b, c = (found.by_link_id[name] for name in "abc")
    assert (a.type, a.answer_constraint) == ("choice", "optionsOnly")
    assert (b.type, b.answer_constraint) == ("open-choice", "optionsOrString")
    assert b.raw["extension"][0]["url"] == "http://x.org/e"
    assert c.disabled_display == "protected"
    assert "semver" in format_json(found.raw)


def test_what_the_kiosk_can_t_do_with_it_is_listed() -> None:
    form = {
        "resourceType": "Questionnaire", "status": "active", "url": "http://x.org/q",
        "item": [{"linkId": "a", "type": "attachment", "text": "A picture"}],
    }  # fmt: skip
    found = read_fhir(encode_json(form)).not_understood
    assert ("no-control", "Questionnaire.item[0]") in [(n.construct, n.column) for n in found]


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"resourceType":"Bundle"}', b"\xff"])
def test_what_is_no_questionnaire_is_refused(content: bytes) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_fhir(content)
    assert refused.value.advice
