"""What holds for every form and every way to answer it."""

import json
import random
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.forms.response import decode, encode
from kiosk.forms.robot.robot import fill
from kiosk.forms.validate import validate_response

quick = settings(max_examples=60, deadline=None)  # a loaded PC is no failure

OPERATORS = ["exists", "=", "!=", ">", "<", ">=", "<="]


@st.composite
def conditions(draw: st.DrawFn, earlier: int) -> list[dict[str, Any]]:
    found = []
    for _ in range(draw(st.integers(0, 2)) if earlier else 0):
        operator = draw(st.sampled_from(OPERATORS))
        wanted: dict[str, Any] = {"answerInteger": draw(st.integers(0, 3))}
        if operator == "exists":
            wanted = {"answerBoolean": draw(st.booleans())}
        question = f"q{draw(st.integers(0, earlier - 1))}"
        found.append({"question": question, "operator": operator, **wanted})
    return found


@st.composite
def forms(draw: st.DrawFn) -> Questionnaire:
    """Forms of integer questions that ask each other, some of them in groups."""
    items: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 8))):
        item: dict[str, Any] = {"linkId": f"q{number}", "type": "integer", "text": f"Q{number}"}
        if waiting := draw(conditions(number)):
            item |= {"enableWhen": waiting, "enableBehavior": draw(st.sampled_from(["all", "any"]))}
        if draw(st.booleans()):
            item = {"linkId": f"g{number}", "type": "group", "item": [item]}
        items.append(item)
    return parse_questionnaire({"resourceType": "Questionnaire", "item": items})


Answering = list[tuple[int, int | None]]
answering = st.lists(st.tuples(st.integers(0, 7), st.none() | st.integers(0, 3)), max_size=20)


def answer_all(filler: FormFiller, steps: Answering) -> None:
    paths = [path for path, item in filler.questionnaire.by_path.items() if item.is_question]
    for number, value in steps:
        path = paths[number % len(paths)]
        filler.answer(path, [] if value is None else [Answer("valueInteger", value)])


def sent(filler: FormFiller) -> bytes:
    day = datetime(2026, 3, 2, 10, tzinfo=UTC)
    return encode(filler.response(status="completed", authored=day, response_id="r", device_id="d"))


@quick
@given(forms(), st.dictionaries(st.integers(0, 7), st.integers(0, 3)), st.randoms())
def test_the_order_of_answering_does_not_matter(
    form: Questionnaire, answers: dict[int, int], shuffle: random.Random
) -> None:
    one, other = FormFiller(form), FormFiller(form)
    steps: Answering = [(n, value) for n, value in answers.items() if n < len(form.asked)]
    answer_all(one, steps)
    shuffle.shuffle(steps)
    answer_all(other, steps)
    assert sent(one) == sent(other)


@quick
@given(forms(), answering)
def test_a_draft_restored_gives_the_same_response_and_the_same_pages(
    form: Questionnaire, steps: Answering
) -> None:
    before, after = FormFiller(form), FormFiller(form)
    answer_all(before, steps)
    after.restore(before.saved_rows(), place=None)
    assert sent(after) == sent(before)
    assert [p.path for p in after.pages] == [p.path for p in before.pages]


@quick
@given(forms(), answering, st.integers(0, 7), st.integers(0, 3))
def test_taking_an_answer_back_gives_back_the_state_before(
    form: Questionnaire, steps: Answering, number: int, value: int
) -> None:
    filler = FormFiller(form)
    answer_all(filler, steps)
    path = form.asked[number % len(form.asked)].path
    before, answers = sent(filler), filler.answers(path)
    there = filler.answer(path, [Answer("valueInteger", value)])
    back = filler.answer(path, answers)
    assert sent(filler) == before
    assert there == back


@quick
@given(forms(), answering)
def test_what_answer_reports_as_changed_is_what_changed(
    form: Questionnaire, steps: Answering
) -> None:
    filler = FormFiller(form)
    for step in steps:
        before = {path: (filler.is_enabled(path), filler.answers(path)) for path in form.by_path}
        changed = filler.answer(
            path := form.asked[step[0] % len(form.asked)].path,
            [] if step[1] is None else [Answer("valueInteger", step[1])],
        )
        after = {path: (filler.is_enabled(path), filler.answers(path)) for path in form.by_path}
        assert changed == {path for path in after if after[path] != before[path]}, path


@quick
@given(forms(), answering)
def test_every_response_is_valid_against_its_form(form: Questionnaire, steps: Answering) -> None:
    filler = FormFiller(form)
    answer_all(filler, steps)
    findings = validate_response(form, decode(sent(filler)))
    assert [finding for finding in findings if finding.severity == "error"] == []


@quick
@given(forms(), answering, st.lists(st.sampled_from(["forward", "back"]), max_size=20))
def test_one_is_always_on_a_page_or_on_the_review(
    form: Questionnaire, steps: Answering, moves: list[str]
) -> None:
    filler = FormFiller(form)
    for move, step in zip(moves, steps, strict=False):
        answer_all(filler, [step])
        getattr(filler, move)()
        assert 0 <= filler.index <= filler.count
        assert (filler.page is None) == (filler.index == filler.count) == filler.at_review


@quick
@given(st.text(), st.text())
def test_any_text_survives_draft_and_response(form_text: str, words: str) -> None:
    item = {"linkId": "a", "type": "text", "text": form_text}
    form = parse_questionnaire({"resourceType": "Questionnaire", "item": [item]})
    before, after = FormFiller(form), FormFiller(form)
    before.answer("a", [Answer("valueString", words)])
    after.restore({"a": before.saved_row("a")}, place=None)
    assert after.answers("a") == (Answer("valueString", words),)
    assert json.loads(sent(after))["item"][0]["answer"] == [{"valueString": words}]


@quick
@given(forms(), st.integers(0, 1000))
def test_the_robot_gives_the_same_answers_for_the_same_seed(form: Questionnaire, seed: int) -> None:
    assert sent(fill(form, seed=seed)) == sent(fill(form, seed=seed))
