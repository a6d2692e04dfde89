"""Which options say "I don't know", by their code or in plain English, on forms never seen."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.unsure import is_unsure, says_unsure
from kiosk.forms.answers import Answer
from kiosk.forms.questionnaire import parse_questionnaire

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


@pytest.mark.parametrize(
    "words",
    [
        "Don't know", "Don\u2019t know / not sure", "DON'T KNOW", "I do not know", "Not sure",
        "I'm not sure", "I\u2019m really not sure", "Unsure", "Unknown", "Unknown or uncertain",
        "Unknown / Not Reported", "Unknown/No answer", "Can't remember", "Cannot recall",
        "I don\u2019t know, or can\u2019t remember", "Not sure yet", "Undecided", "Not known",
        "Do not know (or not sure)", "Not sure \u2013 prefer not to say", "No idea",
        "Client doesn't know", "Don't know.",
    ],
)  # fmt: skip
def test_words_that_say_so(words: str) -> None:
    assert says_unsure(words)


@pytest.mark.parametrize(
    "words",
    [
        "", "Yes", "No", "Never", "I don't know how to swim", "Not sure-footed", "Unknown birthday",
        "Methodology unknown", "No or unknown", "Not sure how to read this", "Know",
        "I could not remember names at work", "Unsure of myself on most days",
        "Prefer not to say", "None of the above", "Neither agree nor disagree", "Not at all",
        'Yes - previous response was "unknown"', "Other", "Not applicable",
        "Don't know " + "or not sure " * 20,
    ],
)  # fmt: skip
def test_words_that_say_something_else(words: str) -> None:
    assert not says_unsure(words)


@pytest.mark.parametrize(
    ("coding", "expected"),
    [
        ({"system": "http://loinc.org", "code": "LA12688-0", "display": "Weet niet"}, True),
        ({"system": "http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "code": "UNK"}, True),
        ({"system": "http://snomed.info/sct", "code": "261665006"}, True),
        ({"code": "3", "display": "Not sure"}, True),
        ({"code": "3", "display": "Not at all"}, False),
        ({"system": "http://loinc.org", "code": "LA6568-5"}, False),
        ({}, False),
    ],
)
def test_a_code_says_so_in_any_language(coding: dict[str, Any], expected: bool) -> None:  # noqa: FBT001
    assert is_unsure((Answer("valueCoding", coding),)) is expected


def test_an_option_that_is_a_text_is_looked_at_and_what_was_typed_is_not() -> None:
    raw = {"resourceType": "Questionnaire", "status": "active", "language": "cy", "item": [
        {"linkId": "a", "type": "open-choice", "answerOption": [{"valueString": "Ddim yn siŵr",
         "_valueString": {"extension": [{"url": TRANSLATION, "extension": [
             {"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": "Not sure"},
         ]}]}}]},
    ]}  # fmt: skip
    options = parse_questionnaire(raw).by_path["a"].answer_options

    assert is_unsure((Answer("valueString", "Ddim yn siŵr"),), options)
    assert not is_unsure((Answer("valueString", "Not sure"),), options)
    assert not is_unsure((Answer("valueString", "Not sure"),))


def test_one_of_several_answers_is_enough() -> None:
    yes, unsure = (Answer("valueCoding", {"code": code}) for code in ("yes", "asked-unknown"))

    assert is_unsure((yes, unsure))
    assert not is_unsure((yes,))
    assert not is_unsure(())


@given(st.text(alphabet="don't know not sure/,(-;) or and  unknown", max_size=80))
def test_any_words_are_judged_at_once(words: str) -> None:
    assert says_unsure(words) in {True, False}


@given(st.one_of(st.integers(), st.booleans(), st.text(), st.dictionaries(st.text(), st.text())))
def test_any_value_is_judged(value: Any) -> None:
    assert is_unsure((Answer("valueCoding", value),)) in {True, False}
