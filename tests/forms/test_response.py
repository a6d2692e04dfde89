import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.forms.response import decode, encode

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("case", sorted(CASES.glob("*.json")), ids=lambda path: path.stem)
def test_golden_case(case: Path, respond: Any, form: Any) -> None:
    golden = json.loads(case.read_text(encoding="utf-8"))
    given = golden["questionnaire"]
    questionnaire = form(given) if isinstance(given, str) else parse_questionnaire(given)
    filler = FormFiller(questionnaire, language=golden.get("language", "en"))
    for path, answers in golden["answers"].items():
        if answers == "declined":
            filler.decline(path)
        else:
            filler.answer(path, [Answer.from_fhir(answer) for answer in answers])
    assert [page.path for page in filler.pages] == golden["pages"]
    problems = {p.path: p.rule for p in filler.all_problems()}
    assert problems == golden.get("problems", {})
    assert json.loads(encode(respond(filler)))["item"] == golden["item"]


def test_the_head_of_a_response_says_what_form_when_and_which_kiosk(
    form: Any, respond: Any
) -> None:
    pain = form("pain-today")
    response = respond(FormFiller(pain))
    identifier = {
        "system": "urn:ietf:rfc:3986",
        "value": "urn:uuid:6f1c9f0e-6a60-4c5e-9f0a-0b6a4c1d2e3f",
    }
    device = {
        "system": "urn:ietf:rfc:3986",
        "value": "urn:uuid:0d9c8b7a-1111-4222-8333-444455556666",
    }
    url = "http://clinic-kiosk.example/fhir/StructureDefinition/questionnaire-hash"
    assert response == {
        "resourceType": "QuestionnaireResponse",
        "id": "6f1c9f0e-6a60-4c5e-9f0a-0b6a4c1d2e3f",
        "meta": {"source": device["value"]},
        "language": "en",
        "extension": [{"url": url, "valueString": pain.content_hash}],
        "identifier": identifier,
        "questionnaire": "http://clinic-kiosk.example/fhir/Questionnaire/pain-today|1.0.0",
        "status": "completed",
        "authored": "2026-03-02T10:00:00+00:00",
        "author": {"type": "Device", "identifier": device},
    }


def test_a_time_without_zone_is_refused(form: Any) -> None:
    with pytest.raises(ValueError, match="time zone"):
        FormFiller(form("pain-today")).response(
            status="completed",
            authored=datetime(2026, 3, 2),  # noqa: DTZ001 - the very mistake
            response_id="a",
            device_id="b",
        )


def test_no_element_is_empty_and_none_is_foreign_to_fhir(form: Any, respond: Any) -> None:
    filler = FormFiller(form("phq-9"))
    for page in filler.pages:
        filler.answer(page.path, [page.item.answer_options[1].answer])
    for element in elements(respond(filler)["item"]):
        assert set(element) <= {
            *("linkId", "text", "answer", "item", "extension"),
            *("valueCoding", "valueInteger", "system", "code", "display", "url", "valueCode"),
        }
        assert all(value not in ("", [], {}, None) for value in element.values())


def elements(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for entry in value:
            yield from elements(entry)
    elif isinstance(value, dict):
        yield value
        for entry in value.values():
            yield from elements(entry)


def test_the_bytes_do_not_depend_on_the_order_of_keys() -> None:
    one = {"status": "completed", "item": [{"linkId": "a", "text": "Ä"}]}
    assert encode(one) == encode(dict(reversed(one.items())))
    assert encode(one) == '{"item":[{"linkId":"a","text":"Ä"}],"status":"completed"}'.encode()


def test_bytes_decode_to_what_was_encoded_with_every_digit() -> None:
    content = b'{"n":1.10,"s":"\xd8\xb9"}'
    assert decode(content) == {"n": Decimal("1.10"), "s": "ع"}
    assert encode(decode(content)) == content


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b"\xff"])
def test_bytes_that_are_no_object_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(content)
