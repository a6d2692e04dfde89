"""Every response is proved by other people's reading of FHIR: fhir.resources, R4B.

R4B is R4 for QuestionnaireResponse, Observation and Bundle as used here. The judge looks at
names, cardinalities, types and the form of each value; it knows no bindings and no form.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from pydantic import ValidationError

from kiosk.errors import FormUnreadable
from kiosk.forms.extraction.extract import extract
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.response import encode
from kiosk.forms.robot.robot import fill
from kiosk.resources import resource

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "questionnaires"
SHIPPED = resource("forms")
AUTHORED = datetime(2026, 3, 2, 10, tzinfo=UTC)

Raw = dict[str, Any]


def readable(folder: Path) -> Iterator[tuple[str, Questionnaire]]:
    for file in sorted(folder.rglob("*.json")):
        try:
            yield file.name, read_questionnaire(file.read_bytes())
        except FormUnreadable:
            continue


def robot_response(form: Questionnaire, seed: int, status: str) -> Raw:
    return fill(form, seed=seed).response(
        status=status,
        authored=AUTHORED,
        response_id="6f1c9f0e-6a60-4c5e-9f0a-0b6a4c1d2e3f",
        device_id="0d9c8b7a-1111-4222-8333-444455556666",
    )


def objections(response: Mapping[str, Any]) -> str:
    return _objections(QuestionnaireResponse.model_validate_json, response)


def _objections(judge: Callable[[bytes], Any], resource: Mapping[str, Any]) -> str:
    try:
        judge(encode(resource))
    except ValidationError as verdict:
        return str(verdict)
    return ""


def judge_all(folder: Path, seeds: range) -> tuple[int, list[str]]:
    judged, refused = 0, []
    for name, form in readable(folder):
        for seed in seeds:
            status = ("completed", "in-progress")[seed % 2]
            judged += 1
            if found := objections(robot_response(form, seed, status)):
                refused.append(f"{name}, seed {seed}: {found}")
    return judged, refused


needs_corpus = pytest.mark.skipif(
    not CORPUS.exists(),
    reason="no public forms of others beside this copy (../shared/corpus/questionnaires)",
)


def test_every_response_to_a_shipped_form_is_sound() -> None:
    judged, refused = judge_all(SHIPPED, range(5))

    assert refused == []
    assert judged >= 5


@needs_corpus
def test_a_response_to_every_public_form_is_sound() -> None:
    judged, refused = judge_all(CORPUS, range(1))

    assert refused == []
    assert judged > 200


@needs_corpus
@pytest.mark.long
def test_many_responses_to_every_public_form_are_sound() -> None:
    judged, refused = judge_all(CORPUS, range(1, 6))

    assert refused == []
    assert judged > 1000


@needs_corpus
def test_every_bundle_extracted_from_a_response_is_sound() -> None:
    refused, entries = [], 0
    for name, form in readable(CORPUS):
        bundle = extract(form, robot_response(form, 2, "completed")).bundle
        entries += len(bundle.get("entry", ()))
        if found := _objections(Bundle.model_validate_json, bundle):
            refused.append(f"{name}: {found}")

    assert refused == []
    assert entries > 10


SOUND: Raw = {
    "resourceType": "QuestionnaireResponse",
    "status": "completed",
    "authored": "2026-03-02T10:00:00+00:00",
    "item": [{"linkId": "a", "text": "A", "answer": [{"valueDecimal": Decimal("0.10")}]}],
}


def test_the_judge_has_nothing_against_a_sound_response_nor_a_partial_date() -> None:
    partial = deepcopy(SOUND)
    partial["item"][0]["answer"] = [{"valueDate": "2026"}, {"valueDate": "2026-03"}]

    assert objections(SOUND) == objections(partial) == ""


@pytest.mark.parametrize(
    "broken",
    [
        {"linkId": "a", "answer": [{"valueInteger": 1, "valueString": "two values"}]},
        {"linkId": "a", "answer": [{"valueInteger": "a word"}]},
        {"linkId": "a", "answer": [{"valueDate": "yesterday"}]},
        {"linkId": "a", "answer": [{"valueUnheardOf": 1}]},
        {"linkId": "a", "answer": {"valueInteger": 1}},
        {"linkId": "a", "declined": True},
        {"text": "no linkId"},
        {"linkId": "a", "answer": [{"valueCoding": "just a code"}]},
        {"linkId": "a", "answer": [{"valueBoolean": True, "item": [{}]}]},
    ],
    ids=lambda item: str(item)[:60],
)
def test_the_judge_objects_to_a_broken_item(broken: Raw) -> None:
    assert objections(SOUND | {"item": [broken]})


@pytest.mark.parametrize(
    "head", [{"status": None}, {"authored": "2026-03-02T10:00:00"}, {"author": "me"}, {"x": 1}]
)
def test_the_judge_objects_to_a_broken_head(head: Raw) -> None:
    broken = {key: value for key, value in (SOUND | head).items() if value is not None}

    assert objections(broken)
