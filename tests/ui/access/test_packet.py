"""A whole packet by a finger, by five keys, by one switch and by ear alone: the same responses."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.forms.questionnaire import read_questionnaire
from kiosk.resources import resource
from kiosk.settings import Patient
from kiosk.store.visits import Whose, create_visit
from tests.ui.access.hands import (
    EarHands,
    KeyHands,
    PatientEarHands,
    SwitchHands,
    TouchHands,
    translations,
)

FORMS = ("what-matters", "communication-needs", "pain-today")
LETTERS = {"en": "AL", "ar": "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"}
PLAN = (
    *("Day", "3", "Month", "February", "Year", "1", "9", "5", "0", "Continue"),
    *("{first}", "{last}", "Continue", "Yes, this is me", "I answer myself"),
    *("What would you most like to talk about today?", "Numbers", "1", "2", "Done", "Continue"),
    "I'd rather not say",
    *("Strong contrast", "Larger text", "Continue", "A hearing loop", "Continue"),
    *("More time", "Continue", "Yes", "Continue"),
    *("Yes, so that I need not say it again", "Continue", "I'd rather not say"),
    *("#7", "Continue", "Leg or foot", "Continue", "Send my answers"),
)
"""With # before it, in the figures of the language; the keys of a pad are named by Latin ones.

Identity by a date, words, several answers, choices, a scale, a body, check and send."""


NEEDS = "http://clinic-kiosk.example/fhir/CodeSystem/communication-needs"
PLACE = "http://clinic-kiosk.example/fhir/CodeSystem/body-place"
EXPECTED = {
    "what-matters": {"matters-1": ["12"], "matters-2": "asked-declined"},
    "communication-needs": {
        "seeing": [(NEEDS, "larger-text"), (NEEDS, "strong-contrast")],
        "hearing": [(NEEDS, "hearing-loop")],
        "understanding": [(NEEDS, "more-time")],
        "reaching": [(NEEDS, "reach-well")],
        "tell-others": [(NEEDS, "may-tell")],
        "more": "asked-declined",
    },
    "pain-today": {"pain": [7], "pain-where": [(PLACE, "leg")]},
}


def answers(response: dict[str, Any]) -> dict[str, Any]:
    """What a response holds by link id: values, codes with their system, or why there is none."""
    found: dict[str, Any] = {}
    for item in response["item"]:
        reasons = [one["valueCode"] for one in item.get("extension", [])]
        given = [_value(answer) for answer in item.get("answer", [])]
        found[item["linkId"]] = given or reasons[0]
    return found


def _value(answer: dict[str, Any]) -> Any:
    (value,) = answer.values()
    return (value["system"], value["code"]) if isinstance(value, dict) else value


@pytest.fixture
def walked(open_kiosk: Callable[..., Any], store: Any, words: Any, now: Any, ear: Any) -> Any:
    """Walks the packet: `walked(hands, language)`; the responses."""
    forms = tuple(read_questionnaire(resource("forms", f"{n}.json").read_bytes()) for n in FORMS)

    def walk(make: Callable[[Any], Any], language: str) -> list[dict[str, Any]]:
        first, last = LETTERS[language]
        whose = Whose(birth_date=date(1950, 2, 3), letters=first + last, initials="AL")
        with store.transaction() as connection:
            packet = tuple(f.canonical for f in forms)
            create_visit(connection, packet=packet, by="Sam", now=now, whose=whose)
        settings = Patient(
            languages=(language, "en"), draft_translations=(language,), identity="birthdate"
        )
        kiosk = open_kiosk(settings=settings, forms=forms, make_voice=ear.voice)
        hands = make(kiosk)
        say = translations(forms, words, language)
        hands.begin()
        hands.press(words.language(language).name)
        for name in PLAN:
            figures = str.maketrans("0123456789", words.say(language, "digits"))
            drawn = name[1:].translate(figures) if name.startswith("#") else say(name)
            hands.press(drawn.format(first=first, last=last))
        kiosk.finger.wait_for(say("Thank you. Your answers are safe."))
        return [json.loads(one.payload) for one in kiosk.submissions()]

    return walk


HANDS = {"touch": TouchHands, "keys": KeyHands, "switch": SwitchHands}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("by", ["touch", "keys", "switch", "ear"])
def test_a_packet_by_whatever_hands_gives_the_same_responses(
    walked: Any, ear: Any, by: str, language: str
) -> None:
    sent = walked(HANDS.get(by, lambda kiosk: EarHands(kiosk, ear)), language)
    assert {one["questionnaire"].split("/")[-1][:-6]: answers(one) for one in sent} == EXPECTED
    assert {(one["status"], one["language"]) for one in sent} == {("completed", language)}


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_packet_is_heard_word_for_word(walked: Any, ear: Any, language: str) -> None:
    """What is said after each press, kept as text; in English the engine says it word for word."""
    hands: list[PatientEarHands] = []

    def make(kiosk: Any) -> PatientEarHands:
        hands.append(PatientEarHands(kiosk, ear))
        return hands[0]

    walked(make, language)
    file = Path(__file__).parent / f"heard_{language}.txt"
    if os.environ.get("WRITE_HEARD"):
        file.write_text(hands[0].transcript(), "utf-8")
    assert hands[0].transcript() == file.read_text("utf-8")
    # Only the names of the other languages are said in those.
    assert {tongue for text, tongue in hands[0].told if text != "English"} == {language}
    if language == "en":
        assert hands[0].words == hands[0].said
