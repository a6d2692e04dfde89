"""A form on paper: what is asked, who is to answer it in words, where to go on."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.forms.onpaper.pieces import (
    END,
    Box,
    Boxes,
    Desk,
    Figures,
    Lines,
    Matrix,
    Note,
    Piece,
    Question,
    Scale,
    Signature,
    Table,
    Title,
)
from kiosk.forms.onpaper.planning import plan_form
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.ui.patient.views import say_in
from kiosk.ui.printing.printing import paper_words

Make = Callable[..., Questionnaire]
SAY = say_in(paper_words(), "en")


def plan(form: Questionnaire) -> list[Piece]:
    return list(plan_form(form, "en", SAY, ValueSets()))


def question(link_id: str, kind: str = "string", **elements: Any) -> dict[str, Any]:
    return {"linkId": link_id, "text": f"Text {link_id}", "type": kind} | elements


def choice(link_id: str, *codes: str, **elements: Any) -> dict[str, Any]:
    options = [{"valueCoding": {"code": code, "display": code.title()}} for code in codes]
    return question(link_id, "choice", answerOption=options, **elements)


def when(link_id: str, operator: str = "=", **value: Any) -> dict[str, Any]:
    return {"question": link_id, "operator": operator, **value}


def extended(url: str, **value: Any) -> dict[str, Any]:
    return {"extension": [{"url": f"http://hl7.org/fhir/StructureDefinition/{url}", **value}]}


def asked(pieces: list[Piece]) -> list[Question]:
    return [piece for piece in pieces if isinstance(piece, Question)]


def space(make_form: Make, item: dict[str, Any]) -> Any:
    return asked(plan(make_form(item)))[0].space


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        (question("q", "boolean"), Boxes((Box("Yes"), Box("No")), many=False)),
        (choice("q", "a", "b"), Boxes((Box("A"), Box("B")), many=False)),
        (choice("q", "a", "b", repeats=True), Boxes((Box("A"), Box("B")), many=True)),
        (question("q"), Lines(2)),
        (question("q", maxLength=10), Lines(1, 0.5)),
        (question("q", "text"), Lines(4)),
        (question("q", "text", maxLength=2000), Lines(7)),
        (question("q", "date"), Figures(("day", "month", "year"))),
        (question("q", "time"), Figures(("hour", "minute"))),
        (question("q", "dateTime"), Figures(("day", "month", "year", "hour", "minute"))),
        (question("q", "decimal"), Lines(1, 0.35)),
        (question("q", "attachment"), Desk("attachment")),
        (question("q", "attachment", text="Your signature"), Signature()),
        (question("q", "reference"), Desk("reference")),
    ],
)
def test_each_question_has_the_room_its_answer_needs(
    make_form: Make, item: dict[str, Any], wanted: Any
) -> None:
    assert space(make_form, item) == wanted


def test_words_of_ones_own_get_a_line(make_form: Make) -> None:
    item = choice("q", "a") | {"type": "open-choice"}
    assert space(make_form, item) == Boxes((Box("A"),), many=False, own="Something else")


def test_a_scale_is_a_row_of_numbers(form: Callable[[str], Questionnaire]) -> None:
    scale = asked(plan(form("pain-today")))[0].space
    assert scale == Scale(tuple(map(str, range(11))), "No pain", "Worst pain you can imagine")


def test_a_unit_stands_behind_its_line(make_form: Make) -> None:
    unit = extended("questionnaire-unit", valueCoding={"code": "kg", "display": "kg"})
    assert space(make_form, question("q", "decimal") | unit) == Lines(1, 0.35, ("kg",))


def test_a_list_that_is_too_long_to_tick_is_written(make_form: Make) -> None:
    assert space(make_form, choice("q", *(f"c{n}" for n in range(61)))) == Lines(1)


def test_questions_with_the_same_answers_become_a_table(
    form: Callable[[str], Questionnaire],
) -> None:
    title, table, last = plan(form("phq-9"))

    assert isinstance(title, Title)
    assert isinstance(table, Matrix)
    assert table.columns[0] == "Not at all"
    assert [row.number for row in table.rows] == [str(n) for n in range(1, 10)]
    assert isinstance(last, Question)
    assert last.condition == (
        "you answered “Several days”, “More than half the days” or “Nearly every day” "
        "to any of the questions 1 to 9"
    )


def test_a_group_that_repeats_becomes_rows_to_write_in(make_form: Make) -> None:
    group = question("g", "group", repeats=True, item=[question("a"), question("b", "date")])
    _title, table, more = plan(make_form(group))

    assert isinstance(table, Table)
    assert [(row.number, row.text) for row in table.columns] == [("1", "Text a"), ("2", "Text b")]
    assert table.rows == 4
    assert more == Note("Is there one more? Please ask for another sheet.")


def test_hidden_and_worked_out_items_are_left_out(make_form: Make) -> None:
    hidden = question("h") | extended("questionnaire-hidden", valueBoolean=True)
    sdc = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
    total = question("t", "integer", extension=[{
        "url": sdc, "valueExpression": {"language": "text/fhirpath", "expression": "1"},
    }])  # fmt: skip
    pieces = plan(make_form(hidden, total, question("q")))

    assert [(each.number, each.text) for each in asked(pieces)] == [("1", "Text q")]
    assert len(pieces) == 1


def test_texts_of_the_form_stand_where_they_stood(make_form: Make) -> None:
    note = {"linkId": "n", "text": "Read this <b>first</b>", "type": "display"}
    first, second = plan(make_form(note, question("q", required=True)))

    assert isinstance(first, Note)
    assert first.text == "Read this \u2039b>first\u2039/b>"  # no program takes it for a tag
    assert isinstance(second, Question)
    assert second.needed


def test_a_simple_condition_says_where_to_go_on(make_form: Make) -> None:
    form = make_form(
        question("smoke", "boolean"),
        question("much", "integer", enableWhen=[when("smoke", answerBoolean=True)]),
        question("since", "date", enableWhen=[when("smoke", answerBoolean=True)]),
        question("last"),
    )
    smoke, much, since, last = asked(plan(form))

    assert smoke.space == Boxes((Box("Yes"), Box("No", go="4")), many=False)
    assert much.condition == since.condition == "you answered “Yes” to question 1"
    assert last.condition == ""


def test_at_the_end_of_a_form_it_says_so(make_form: Make) -> None:
    form = make_form(
        choice("a", "yes", "no"),
        question("b", enableWhen=[when("a", answerCoding={"code": "yes"})]),
    )
    assert asked(plan(form))[0].space == Boxes((Box("Yes"), Box("No", go=END)), many=False)


@pytest.mark.parametrize(
    ("conditions", "behaviour", "words"),
    [
        ([when("n", ">", answerInteger=3)], "any", "your answer to question 1 is more than 3"),
        ([when("n", "<=", answerInteger=3)], "any", "your answer to question 1 is 3 or less"),
        ([when("n", "exists", answerBoolean=True)], "any", "you answered question 1"),
        ([when("n", "exists", answerBoolean=False)], "any", "you left out question 1"),
        (
            [when("b", "!=", answerBoolean=True)], "any",
            "you did not answer “Yes” to question 2",
        ),
        (
            [when("b", answerBoolean=True), when("n", ">", answerInteger=3)], "all",
            "you answered “Yes” to question 2, and your answer to question 1 is more than 3",
        ),
        (
            [when("b", answerBoolean=True), when("n", "=", answerInteger=3)], "any",
            "you answered “Yes” to question 2, or you answered “3” to question 1",
        ),
        ([when("gone", answerBoolean=True)], "any", "this is about you"),
    ],
)  # fmt: skip
def test_who_a_question_is_for_stands_in_words(
    make_form: Make, conditions: list[dict[str, Any]], behaviour: str, words: str
) -> None:
    last = question("x", enableWhen=conditions, enableBehavior=behaviour)
    form = make_form(question("n", "integer"), question("b", "boolean"), question("m"), last)

    assert asked(plan(form))[-1].condition == words


def test_a_form_keeps_its_own_numbers_where_each_question_has_one(make_form: Make) -> None:
    form = make_form(question("a", prefix="1a."), question("b", prefix="1b."))
    assert [(each.number, each.text) for each in asked(plan(form))] == [
        ("1a", "Text a"), ("1b", "Text b"),
    ]  # fmt: skip


def test_a_number_of_the_form_that_others_lack_stays_with_its_words(make_form: Make) -> None:
    form = make_form(question("a", prefix="A)"), question("b"))
    assert [(each.number, each.text) for each in asked(plan(form))] == [
        ("1", "A) Text a"), ("2", "Text b"),
    ]  # fmt: skip
