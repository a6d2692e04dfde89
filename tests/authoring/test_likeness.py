from typing import Any

from kiosk.authoring.likeness import near_locked
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.resources import resource
from tests.authoring.dictionaries import imported

PHQ = read_questionnaire(resource("forms", "phq-9.json").read_bytes())


def typed(*changes: tuple[str, str], count: int = 9) -> Questionnaire:
    """PHQ-9 as somebody would type it into a dictionary."""
    texts = [item.text("en") for item in PHQ.asked][:count]
    for old, new in changes:
        texts = [text.replace(old, new) for text in texts]
    fields: list[dict[str, str]] = [
        {"name": f"q{n}", "label": text, "type": "radio", "choices": "0, No | 1, Yes"}
        for n, text in enumerate(texts)
    ]
    return parse_questionnaire(imported(*fields).questionnaire)


def messages(form: Questionnaire) -> list[Any]:
    return [note.message for note in near_locked(form, [PHQ])]


def test_an_instrument_typed_anew_is_noticed_even_with_a_word_wrong() -> None:
    [message] = messages(typed(("Feeling down", "feeling low"), ("pleasure", "joy")))
    assert "Use the locked one?" in message


def test_a_form_that_asks_other_things_is_left_alone() -> None:
    assert messages(typed(count=3)) == []
    pain = read_questionnaire(resource("forms", "pain-today.json").read_bytes())
    assert messages(pain) == []


def test_the_locked_form_itself_is_named() -> None:
    assert messages(PHQ) == ["This is “Mood (PHQ-9)”, which comes with the program. Use that one."]
