from typing import Any

import pytest

from kiosk.coproduction.lineage import lineage
from kiosk.forms.questionnaire import parse_questionnaire

SLEEP: dict[str, Any] = {
    "linkId": "sleep",
    "type": "choice",
    "text": "Over the last 2 weeks, how did you sleep?",
    "answerOption": [
        {"valueCoding": {"code": "well", "display": "Well"}},
        {"valueCoding": {"code": "badly", "display": "Badly"}},
    ],
}


def form(*items: dict[str, Any]) -> Any:
    return parse_questionnaire({"resourceType": "Questionnaire", "item": list(items)})


def relation(**changed: Any) -> str:
    (one,) = lineage(form(SLEEP), form(SLEEP | changed))
    return one.relation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Over the last 2 weeks, how did you sleep?", "same"),
        ("Over the last 2 weeks: how did you sleep?", "cosmetic"),
        ("Over the last 2 weeks, how has your sleep been?", "reworded"),
        ("Over the last 4 weeks, how did you sleep?", "semantic"),
        ("Over the last month, how did you sleep?", "semantic"),
    ],
)
def test_other_words_reword_and_another_span_of_time_asks_something_else(
    text: str, expected: str
) -> None:
    assert relation(text=text) == expected


def test_other_words_for_an_answer_reword_and_other_answers_ask_something_else() -> None:
    well, badly = SLEEP["answerOption"]
    softer = {"valueCoding": {"code": "badly", "display": "Not well"}}
    more = {"valueCoding": {"code": "mixed", "display": "Now and then"}}
    assert relation(answerOption=[well, softer]) == "reworded"
    assert relation(answerOption=[badly, well]) == "semantic"
    assert relation(answerOption=[well, badly, more]) == "semantic"


def test_help_and_translations_are_cosmetic_and_a_skip_rule_is_not() -> None:
    help_item = {
        "linkId": "sleep-help", "type": "display", "text": "Think of most nights.",
        "extension": [{
            "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",
            "valueCodeableConcept": {"coding": [{"code": "help"}]},
        }],
    }  # fmt: skip
    helped = lineage(form(SLEEP), form(SLEEP | {"item": [help_item]}))
    assert {one.link_id: one.relation for one in helped} == {
        "sleep": "cosmetic", "sleep-help": "cosmetic",
    }  # fmt: skip
    rule = [{"question": "tired", "operator": "=", "answerBoolean": True}]
    assert relation(enableWhen=rule) == "reworded"


def test_what_is_new_and_what_is_gone_is_told() -> None:
    other = {"linkId": "other", "type": "string", "text": "Anything else?"}
    assert [(one.link_id, one.relation) for one in lineage(form(SLEEP), form(other))] == [
        ("other", "new"), ("sleep", "removed"),
    ]  # fmt: skip


def test_only_other_words_and_other_questions_break_a_series() -> None:
    reworded = lineage(form(SLEEP), form(SLEEP | {"text": "Over the last 2 weeks, slept well?"}))
    cosmetic = lineage(
        form(SLEEP), form(SLEEP | {"text": "Over the last 2 weeks how did you sleep"})
    )
    assert [one.broke_series for one in (*reworded, *cosmetic)] == [True, False]
