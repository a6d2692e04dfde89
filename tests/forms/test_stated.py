"""What the form states by itself stands before the next question, each value in its place."""

from typing import Any

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import parse_questionnaire

_ONE_MORE = {
    "url": ext.CALCULATED_EXPRESSION,
    "valueExpression": {
        "language": "text/fhirpath",
        "expression": "%resource.item.where(linkId='n').answer.value + 1",
    },
}
_BORN = {
    "linkId": "born",
    "type": "date",
    "text": "Your date of birth",
    "readOnly": True,
    "initial": [{"valueDate": "1950-03-03"}],
}
_HIDDEN = {"url": ext.HIDDEN, "valueBoolean": True}


def filler(*items: dict[str, Any]) -> FormFiller:
    raw = {"resourceType": "Questionnaire", "url": "http://example.org/s", "item": list(items)}
    return FormFiller(parse_questionnaire(raw))


def number(link_id: str) -> dict[str, Any]:
    return {"linkId": link_id, "type": "integer", "text": link_id}


def stated(filler: FormFiller) -> list[list[tuple[str, Any]]]:
    return [[(s.page.text, s.answers[0].value) for s in page.stated] for page in filler.pages]


def test_a_value_that_is_read_only_stands_before_the_next_question() -> None:
    assert stated(filler(_BORN, number("n"))) == [[("Your date of birth", "1950-03-03")]]


def test_what_is_worked_out_is_stated_as_soon_as_there_is_a_result() -> None:
    form = filler(number("n"), number("sum") | {"extension": [_ONE_MORE]}, number("m"))
    assert stated(form) == [[], []]
    form.answer("n", [Answer("valueInteger", 4)])
    assert stated(form) == [[], [("sum", 5)]]
    form.answer("n", [])
    assert stated(form) == [[], []]


def test_what_stands_after_the_last_question_is_stated_at_the_end() -> None:
    form = filler(number("n"), _BORN)
    assert stated(form) == [[]]
    assert [each.page.path for each in form.stated_last] == ["born"]


def test_a_hidden_value_is_never_stated_nor_one_in_a_hidden_group() -> None:
    hidden = _BORN | {"extension": [_HIDDEN]}
    group = {"linkId": "g", "type": "group", "extension": [_HIDDEN], "item": [_BORN]}
    assert stated(filler(hidden, number("n"))) == [[]]
    assert stated(filler(group, number("n"))) == [[]]


def test_a_value_that_does_not_count_now_is_not_stated() -> None:
    when = {"question": "n", "operator": "=", "answerInteger": 1}
    form = filler(number("n"), _BORN | {"enableWhen": [when]}, number("m"))
    assert stated(form) == [[], []]
    form.answer("n", [Answer("valueInteger", 1)])
    assert stated(form) == [[], [("Your date of birth", "1950-03-03")]]


def test_the_texts_around_a_question_come_with_their_items() -> None:
    note = {"linkId": "note", "type": "display", "text": "Read this"}
    help_ = {"linkId": "h", "type": "display", "text": "More words"}
    question = number("n") | {"item": [help_]}
    group = {"linkId": "g", "type": "group", "text": "About you", "item": [note, question]}
    page = filler(group).pages[0]
    assert [w.item.link_id for w in page.before] == ["g", "note"]
    assert [w.text for w in page.inside] == ["More words"]
