"""The generated forms: of their size, always the same, and alive in the engine."""

import json
from collections import Counter
from datetime import datetime

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from tests.benchmarks.generated import CONDITION, SUMS, form


def asked_of(questionnaire: Questionnaire) -> list[str]:
    return [item.link_id for item in questionnaire.by_path.values() if item.type != "group"]


@pytest.mark.parametrize("size", [1, 10, 99, 100, 101, 1000])
def test_a_form_has_as_many_items_as_were_asked_for(size: int) -> None:
    read = parse_questionnaire(form(size))

    assert asked_of(read) == [f"q{number}" for number in range(1, size + 1)]


def test_kinds_take_turns_and_every_tenth_has_a_condition() -> None:
    items = [item for group in form(300)["item"] for item in group.get("item", [group])]

    kinds = Counter(item["type"] for item in items if not item.get("readOnly"))
    assert max(kinds.values()) - min(kinds.values()) <= 3
    assert sum("enableWhen" in item for item in items) == 300 // CONDITION - 3
    assert sum(bool(item.get("readOnly")) for item in items) == 3


def test_the_same_size_is_the_same_form() -> None:
    assert json.dumps(form(120)) == json.dumps(form(120))


@pytest.mark.parametrize("spelling", SUMS)
def test_a_sum_adds_the_numbers_of_its_group(spelling: str, now: datetime) -> None:
    filler = FormFiller(parse_questionnaire(form(200, spelling)))
    paths = {page.item.link_id: page.path for page in filler.pages}

    for link_id, value in (("q2", 3), ("q5", 4), ("q101", 5)):
        filler.answer(paths[link_id], [Answer("valueInteger", value)])

    response = filler.response(status="completed", authored=now, response_id="r", device_id="d")
    told = {item["linkId"]: item.get("answer") for item in response["item"]}
    assert told["q100"] == [{"valueInteger": 7}]
    assert told["q200"] == [{"valueInteger": 5}]


def test_a_tenth_question_is_asked_where_the_choice_before_it_is_always() -> None:
    raw = form(10)
    filler = FormFiller(parse_questionnaire(raw))
    (seventh,) = (page for page in filler.pages if page.item.link_id == "q7")
    never, *_, always = raw["item"][0]["item"][6]["answerOption"]

    for option, asked in ((always, True), (never, False)):
        changed = filler.answer(seventh.path, [Answer.from_fhir(option)])
        (tenth,) = set(changed) - {seventh.path}
        assert filler.is_enabled(tenth) is asked
