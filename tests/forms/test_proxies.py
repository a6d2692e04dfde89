"""Who may answer a form, and what a response says of it."""

from typing import Any

import pytest

from kiosk.forms.proxies import may_answer, unknown_answerers, with_people

OWN = "http://clinic-kiosk.example/fhir/StructureDefinition"
ANSWERED_BY = f"{OWN}/answered-by"
OWN_ANSWERS = ("self", "helped", "interpreter", "staff")
WHO = (*OWN_ANSWERS, "proxy")
NUMBER = {"system": "urn:clinic", "value": "4711"}
PATIENT = {"type": "Patient", "identifier": NUMBER}


def by(*who: Any) -> dict[str, Any]:
    return {"extension": [{"url": ANSWERED_BY, "valueCode": code} for code in who]}


@pytest.mark.parametrize(
    ("raw", "allowed"),
    [
        ({}, WHO),
        (by("self"), OWN_ANSWERS),
        (by("proxy"), ("proxy",)),
        (by("proxy", "self"), WHO),
        (by("nurse"), WHO),
        (by("nurse", "proxy"), ("proxy",)),
    ],
)
def test_whoever_may_alone_may_be_helped(raw: dict[str, Any], allowed: tuple[str, ...]) -> None:
    assert may_answer(raw) == allowed


def test_what_is_not_known_is_told() -> None:
    assert unknown_answerers(by("self", "nurse", "helped")) == ("nurse", "helped")


def test_a_response_says_who_answered_beside_what_it_said_before() -> None:
    before = {"status": "completed", "extension": [{"url": "u", "valueCode": "v"}]}
    told = with_people(before, "helped", NUMBER)
    assert told["extension"] == [
        {"url": "u", "valueCode": "v"},
        {"url": ANSWERED_BY, "valueCode": "helped"},
    ]
    assert (told["subject"], told["source"]) == (PATIENT, PATIENT)
    assert before["extension"] == [{"url": "u", "valueCode": "v"}]


def test_a_proxy_is_not_the_patient_whose_answers_they_are() -> None:
    told = with_people({}, "proxy", NUMBER)
    assert told["subject"] == PATIENT
    assert told["source"]["type"] == "RelatedPerson"


@pytest.mark.parametrize("who", OWN_ANSWERS)
def test_where_nobody_is_known_nobody_is_named(who: str) -> None:
    told = with_people({}, who, None)
    assert "subject" not in told
    assert "source" not in told


def test_where_nobody_was_asked_nothing_is_said() -> None:
    assert with_people({"status": "completed"}, "", None) == {"status": "completed"}
