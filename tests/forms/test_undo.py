"""Taking back: every change, in the order it was made, with all that followed from it."""

from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller

ONE, TWO = Answer("valueInteger", 1), Answer("valueInteger", 2)


@pytest.fixture
def filler(make_form: Any) -> FormFiller:
    condition = {"question": "a", "operator": "=", "answerInteger": 1}
    return FormFiller(
        make_form(
            {"linkId": "a", "type": "integer", "initial": [{"valueInteger": 2}]},
            {"linkId": "b", "type": "integer", "enableWhen": [condition]},
            {
                "linkId": "g",
                "type": "group",
                "repeats": True,
                "item": [{"linkId": "n", "type": "integer"}],
            },
        )
    )


def seen(filler: FormFiller) -> tuple[Any, ...]:
    paths = [page.path for page in filler.pages]
    declined = [path for path in ("a", "b", "g/n") if filler.is_declined(path)]
    return paths, [filler.answers(path) for path in paths], declined, filler.saved_rows()


def test_nothing_to_take_back_changes_nothing(filler: FormFiller) -> None:
    before = seen(filler)
    assert filler.undo() == frozenset()
    assert seen(filler) == before
    assert filler.answers("a") == (TWO,), "what the form began with is nobody's change"


def test_every_kind_of_change_is_taken_back_in_turn(filler: FormFiller) -> None:
    states = []
    for change in (
        lambda: filler.answer("a", [ONE]),
        lambda: filler.answer("b", [TWO]),
        lambda: filler.decline("a"),
        lambda: filler.answer("a", [ONE]),
        lambda: filler.add("g"),
        lambda: filler.answer("g#2/n", [ONE]),
        lambda: filler.remove("g"),
        lambda: filler.add("g"),
        lambda: filler.remove("g#2"),
        lambda: filler.answer("g#3/n", [TWO]),
    ):
        states.append(seen(filler))
        change()
    while states:
        assert filler.undo()
        assert seen(filler) == states.pop()
    assert filler.undo() == frozenset()


def test_taking_back_tells_all_that_changed(filler: FormFiller) -> None:
    assert filler.answer("a", [ONE]) == filler.undo() == {"a", "b"}
    filler.decline("a")
    assert filler.undo() == {"a"}
    assert filler.add("g")[1] == {"g", "g#2", "g#2/n"}
    assert filler.undo() >= {"g", "g#2", "g#2/n"}


def test_an_answer_given_again_is_no_change_to_take_back(filler: FormFiller) -> None:
    filler.answer("a", [ONE])
    filler.answer("a", [ONE])
    filler.undo()
    assert filler.answers("a") == (TWO,)


def test_taking_back_brings_an_answers_own_questions_back(make_form: Any, respond: Any) -> None:
    inside = [{"linkId": "n", "type": "integer"}]
    several = {"linkId": "s", "type": "string", "repeats": True, "item": inside}
    filler = FormFiller(make_form(several))
    filler.answer("s", [Answer("valueString", "x"), Answer("valueString", "y")])
    filler.answer("s#2/n", [TWO])
    before = respond(filler)
    filler.answer("s", [Answer("valueString", "x")])
    filler.answer("s", [])
    filler.undo()
    filler.undo()
    assert respond(filler) == before
