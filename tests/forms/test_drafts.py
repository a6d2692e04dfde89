"""Rows of a draft: what they say, and what comes back of them."""

from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.sitting.drafts import EMPTY_ROW, GroupRow, group_row, question_row, read_row
from kiosk.forms.sitting.occurrence import NOTHING, Given

ONE = Answer("valueInteger", 1)
TWO = Answer("valueInteger", 2)


@pytest.mark.parametrize(
    "given",
    [
        NOTHING,
        Given(declined=True),
        Given((ONE,), (1,)),
        Given((ONE, TWO), (3, 1)),
        Given((ONE, ONE), (1, 2)),
    ],
)
def test_a_questions_row_says_all_of_what_was_given(given: Given) -> None:
    assert read_row(question_row(given)) == given


def test_a_row_tells_sets_of_questions_apart_only_where_they_are_not_in_order() -> None:
    assert question_row(Given((ONE,), (1,))) == '{"answer":[{"valueInteger":1}],"declined":false}'
    assert '"numbers":[2]' in question_row(Given((ONE,), (2,)))


def test_a_groups_row_says_which_occurrences_there_are() -> None:
    assert read_row(group_row((1, 3))) == GroupRow((1, 3))
    assert read_row(group_row(())) == GroupRow(())


@pytest.mark.parametrize(
    "row",
    [
        '{"occurrences":[0]}',
        '{"occurrences":[1,1]}',
        '{"occurrences":["1"]}',
        '{"occurrences":[true]}',
        '{"occurrences":3}',
        '{"answer":[{"valueInteger":1}],"numbers":[1,2]}',
        '{"answer":[{"valueInteger":1},{"valueInteger":1}],"numbers":[1,1]}',
    ],
)
def test_a_row_that_nobody_wrote_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match="not a saved row"):
        read_row(row)


@pytest.fixture
def filler(make_form: Any) -> FormFiller:
    group = {"linkId": "g", "type": "group", "item": [{"linkId": "n", "type": "integer"}]}
    once = {"linkId": "o", "type": "integer"}
    return FormFiller(make_form(once, group | {"repeats": True}))


def test_nobody_has_a_row_where_nothing_is_answered(filler: FormFiller) -> None:
    assert filler.saved_row("o") == filler.saved_row("nowhere") == EMPTY_ROW
    assert filler.saved_rows() == {"g": group_row((1,))}


def test_the_row_of_all_occurrences_stands_at_the_first(filler: FormFiller) -> None:
    filler.add("g")
    filler.remove("g")
    assert filler.saved_row("g") == group_row((2,))
    assert filler.saved_row("g#2") == EMPTY_ROW


def test_what_was_removed_has_no_row(filler: FormFiller) -> None:
    filler.answer("g/n", [ONE])
    filler.remove("g")
    assert filler.saved_row("g/n") == EMPTY_ROW
    assert "g/n" not in filler.saved_rows()
    filler.undo()
    assert filler.saved_rows()["g/n"] == question_row(Given((ONE,), (1,)))


def test_a_row_of_an_item_that_the_form_does_not_have_is_passed_over(filler: FormFiller) -> None:
    row = question_row(Given((ONE,), (1,)))
    filler.restore({"nowhere": row, "g": row, "g/n": row, "o": group_row((1, 2))}, place=None)
    assert filler.answers("g/n") == (ONE,)
    assert filler.answers("o") == ()


def test_rows_may_come_in_any_order(filler: FormFiller, respond: Any) -> None:
    filler.add("g")
    filler.answer("g#2/n", [TWO])
    filler.answer("o", [ONE])
    after = FormFiller(filler.questionnaire)
    after.restore(dict(reversed(filler.saved_rows().items())), place=None)
    assert respond(after) == respond(filler)


def test_one_bad_row_among_good_ones_changes_nothing(filler: FormFiller) -> None:
    good = question_row(Given((ONE,), (1,)))
    with pytest.raises(ValueError, match=r"."):
        filler.restore({"o": good, "g/n": "{}"}, place=None)
    assert filler.answers("o") == ()


def test_nothing_can_be_taken_back_that_a_draft_brought(filler: FormFiller) -> None:
    filler.restore({"o": question_row(Given((ONE,), (1,)))}, place=None)
    assert filler.undo() == frozenset()
    assert filler.answers("o") == (ONE,)


def test_answers_out_of_sight_are_in_the_draft_and_come_back(make_form: Any) -> None:
    condition = {"question": "o", "operator": "=", "answerInteger": 1}
    more = {"linkId": "more", "type": "integer", "enableWhen": [condition]}
    before = FormFiller(make_form({"linkId": "o", "type": "integer"}, more))
    before.answer("o", [ONE])
    before.answer("more", [TWO])
    before.answer("o", [TWO])
    after = FormFiller(before.questionnaire)
    after.restore(before.saved_rows(), place=None)
    assert not after.is_enabled("more")
    after.answer("o", [ONE])
    assert after.answers("more") == (TWO,)


def test_a_calculated_value_is_in_a_draft_only_where_a_person_put_another(make_form: Any) -> None:
    value = {"language": "text/fhirpath", "expression": "1"}
    url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
    extension = [{"url": url, "valueExpression": value}]
    filler = FormFiller(make_form({"linkId": "t", "type": "integer", "extension": extension}))
    assert filler.saved_rows() == {}
    filler.answer("t", [TWO])
    after = FormFiller(filler.questionnaire)
    after.restore(filler.saved_rows(), place=None)
    assert after.calculated() == {"t": (TWO,)}
