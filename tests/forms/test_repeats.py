"""Groups and questions that may stand in a response more than once."""

from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
CORE = "http://hl7.org/fhir/StructureDefinition/"


def words(text: str) -> list[Answer]:
    return [Answer("valueString", text)]


def number(value: int) -> list[Answer]:
    return [Answer("valueInteger", value)]


def calculated(text: str) -> dict[str, Any]:
    value = {"language": "text/fhirpath", "expression": text}
    return {"url": SDC + "calculatedExpression", "valueExpression": value}


def occurs(least: int | None = None, most: int | None = None) -> list[dict[str, Any]]:
    found = {"minOccurs": least, "maxOccurs": most}
    return [
        {"url": f"{CORE}questionnaire-{name}", "valueInteger": value}
        for name, value in found.items()
        if value is not None
    ]


def medicines(*items: dict[str, Any], **elements: Any) -> dict[str, Any]:
    inside = list(items) or [{"linkId": "name", "type": "string"}]
    return {"linkId": "m", "type": "group", "repeats": True, "item": inside} | elements


def paths(filler: FormFiller) -> list[str]:
    return [page.path for page in filler.pages]


@pytest.fixture
def two(make_form: Any) -> FormFiller:
    """Two occurrences of a group, "a" and "b" in them."""
    filler = FormFiller(make_form(medicines()))
    filler.answer("m/name", words("a"))
    filler.add("m")
    filler.answer("m#2/name", words("b"))
    return filler


def test_another_occurrence_has_its_own_questions_after_the_first(two: FormFiller) -> None:
    assert paths(two) == ["m/name", "m#2/name"]
    assert two.occurrences("m") == two.occurrences("m#2") == ("m", "m#2")


def test_each_occurrence_with_an_answer_is_an_item_of_the_response(
    two: FormFiller, respond: Any
) -> None:
    two.add("m")
    answers = [item["item"][0]["answer"][0]["valueString"] for item in respond(two)["item"]]
    assert answers == ["a", "b"]


def test_a_removed_occurrence_leaves_the_response_and_undo_brings_it_back(
    two: FormFiller, respond: Any
) -> None:
    before = respond(two)
    changed = two.remove("m")
    assert {"m", "m/name"} <= changed
    assert paths(two) == ["m#2/name"]
    assert len(respond(two)["item"]) == 1
    assert two.undo() == changed
    assert respond(two) == before


def test_a_new_occurrence_never_begins_with_the_answers_of_a_removed_one(two: FormFiller) -> None:
    two.remove("m#2")
    added, _ = two.add("m")
    assert added == "m#3"
    assert two.answers("m#3/name") == ()


def test_what_was_removed_can_not_be_answered(two: FormFiller) -> None:
    two.remove("m#2")
    for change in (lambda: two.answer("m#2/name", words("c")), lambda: two.decline("m#2/name")):
        with pytest.raises(KeyError):
            change()
    with pytest.raises(KeyError):
        two.go_to("m#2/name")


def test_undo_of_an_addition_takes_it_out(two: FormFiller) -> None:
    added, _ = two.add("m")
    assert added in two.occurrences("m")
    two.undo()
    assert two.occurrences("m") == ("m", "m#2")


def test_all_occurrences_may_be_removed_and_one_added_again(two: FormFiller, respond: Any) -> None:
    two.remove("m")
    two.remove("m#2")
    assert "item" not in respond(two)
    assert two.all_problems() == ()
    added, _ = two.add("m")
    assert paths(two) == [f"{added}/name"]


def test_a_draft_without_the_first_occurrence_keeps_the_others(
    two: FormFiller, respond: Any
) -> None:
    two.remove("m")
    after = FormFiller(two.questionnaire)
    after.restore(two.saved_rows(), place="m#2/name")
    assert respond(after) == respond(two)
    assert after.occurrences("m") == ("m#2",)
    assert after.page is not None
    assert after.page.path == "m#2/name"


def test_whoever_saves_the_rows_that_changed_can_restore_the_sitting(
    two: FormFiller, respond: Any
) -> None:
    rows = two.saved_rows()
    for change in (
        lambda: two.remove("m"),
        lambda: two.add("m")[1],
        lambda: two.remove("m#2"),
        lambda: two.answer("m#3/name", words("d")),
        two.undo,
        two.undo,
    ):
        rows |= {path: two.saved_row(path) for path in change()}
        after = FormFiller(two.questionnaire)
        after.restore(rows, place=None)
        assert respond(after) == respond(two)
        assert after.occurrences("m") == two.occurrences("m")


def test_a_group_begins_with_as_many_occurrences_as_it_must_have(make_form: Any) -> None:
    filler = FormFiller(make_form(medicines(extension=occurs(2, 3))))
    assert paths(filler) == ["m/name", "m#2/name"]
    assert filler.may_add("m")
    filler.add("m")
    assert not filler.may_add("m#2")


def test_too_few_and_too_many_occurrences_hold_the_form_back(make_form: Any) -> None:
    filler = FormFiller(make_form(medicines(extension=occurs(2, 2))))
    assert filler.all_problems() == ()
    filler.answer("m/name", words("a"))
    [problem] = filler.all_problems()
    assert (problem.rule, problem.limit, problem.path) == ("minOccurs", 2, "m/name")
    filler.answer("m#2/name", words("b"))
    assert filler.all_problems() == ()
    added, _ = filler.add("m")
    filler.answer(f"{added}/name", words("c"))
    assert [problem.rule for problem in filler.all_problems()] == ["maxOccurs"]


def test_only_a_repeating_group_can_be_added_to(make_form: Any) -> None:
    once = {"linkId": "g", "type": "group", "item": [{"linkId": "q", "type": "string"}]}
    filler = FormFiller(make_form(once))
    for path in ("g", "g/q", "nowhere"):
        with pytest.raises(KeyError):
            filler.add(path)


def test_repeating_groups_nest(make_form: Any, respond: Any) -> None:
    dose = medicines({"linkId": "dose", "type": "integer"}, linkId="d")
    filler = FormFiller(make_form(medicines(dose)))
    filler.add("m")
    filler.add("m#2/d")
    for value, path in enumerate(("m/d/dose", "m#2/d/dose", "m#2/d#2/dose")):
        filler.answer(path, number(value))
    assert paths(filler) == ["m/d/dose", "m#2/d/dose", "m#2/d#2/dose"]
    assert [len(outer["item"]) for outer in respond(filler)["item"]] == [1, 2]
    after = FormFiller(filler.questionnaire)
    after.restore(filler.saved_rows(), place=None)
    assert respond(after) == respond(filler)


def when(question: str, value: int) -> dict[str, Any]:
    return {"question": question, "operator": "=", "answerInteger": value}


def test_a_condition_looks_at_the_question_in_its_own_occurrence(make_form: Any) -> None:
    asked = {"linkId": "n", "type": "integer"}
    more = {"linkId": "why", "type": "string", "enableWhen": [when("n", 1)]}
    filler = FormFiller(make_form(medicines(asked, more)))
    filler.add("m")
    filler.answer("m#2/n", number(1))
    assert paths(filler) == ["m/n", "m#2/n", "m#2/why"]


def test_a_condition_after_the_groups_looks_at_the_last_one_before_it(make_form: Any) -> None:
    after = {"linkId": "end", "type": "string", "enableWhen": [when("n", 1)]}
    filler = FormFiller(make_form(medicines({"linkId": "n", "type": "integer"}), after))
    filler.add("m")
    filler.answer("m/n", number(1))
    filler.answer("m#2/n", number(2))
    assert "end" not in paths(filler)
    filler.answer("m#2/n", number(1))
    assert "end" in paths(filler)
    filler.answer("m/n", number(2))
    assert "end" in paths(filler)
    filler.remove("m#2")
    assert "end" not in paths(filler)
    filler.undo()
    assert "end" in paths(filler)


def test_an_occurrence_left_blank_is_not_looked_at_and_not_counted(make_form: Any) -> None:
    after = {"linkId": "end", "type": "string", "enableWhen": [when("n", 1)]}
    filler = FormFiller(make_form(medicines({"linkId": "n", "type": "integer"}), after))
    filler.answer("m/n", number(1))
    filler.add("m")
    assert "end" in paths(filler)
    filler.answer("m#2/n", number(2))
    filler.answer("m#2/n", [])
    assert "end" in paths(filler)


def test_a_condition_before_the_groups_looks_at_the_first_one_after_it(make_form: Any) -> None:
    before = {"linkId": "start", "type": "string", "enableWhen": [when("n", 1)]}
    filler = FormFiller(make_form(before, medicines({"linkId": "n", "type": "integer"})))
    filler.add("m")
    filler.answer("m/n", number(2))
    filler.answer("m#2/n", number(1))
    assert "start" not in paths(filler)
    filler.answer("m/n", number(1))
    assert "start" in paths(filler)


def test_what_is_calculated_in_a_group_sees_its_own_siblings(make_form: Any) -> None:
    inside = [{"linkId": name, "type": "integer"} for name in ("a", "b")]
    siblings = "%v.item.where(linkId='a' or linkId='b').answer.value.sum()"
    total = {"linkId": "t", "type": "integer", "extension": [calculated(siblings)]}
    variable = {"name": "v", "language": "text/fhirpath", "expression": "%context"}
    own = {"url": CORE + "variable", "valueExpression": variable}
    filler = FormFiller(make_form(medicines(*inside, total, extension=[own])))
    filler.add("m")
    for path, value in (("m/a", 1), ("m/b", 2), ("m#2/a", 10), ("m#2/b", 20)):
        filler.answer(path, number(value))
    assert filler.calculated() == {"m/t": tuple(number(3)), "m#2/t": tuple(number(30))}


def test_a_total_over_all_occurrences_follows_additions_and_removals(make_form: Any) -> None:
    all_of_them = "%resource.item.where(linkId='m').item.where(linkId='n').answer.value.sum()"
    total = {"linkId": "t", "type": "integer", "extension": [calculated(all_of_them)]}
    filler = FormFiller(make_form(medicines({"linkId": "n", "type": "integer"}), total))
    filler.add("m")
    filler.answer("m/n", number(1))
    assert "t" in filler.answer("m#2/n", number(2))
    assert filler.calculated()["t"] == tuple(number(3))
    assert "t" in filler.remove("m#2")
    assert filler.calculated()["t"] == tuple(number(1))
    assert "t" in filler.undo()
    assert filler.calculated()["t"] == tuple(number(3))


def test_the_cost_of_another_occurrence_is_its_own(make_form: Any) -> None:
    filler = FormFiller(make_form(medicines(), {"linkId": "other", "type": "string"}))
    _, changed = filler.add("m")
    assert changed == {"m", "m#2", "m#2/name"}


@pytest.fixture
def sports(make_form: Any) -> FormFiller:
    """A question that may have several answers, each with a question of its own."""
    options = [{"valueString": name} for name in ("run", "swim", "ski")]
    often = {"linkId": "often", "type": "integer"}
    several = {"linkId": "s", "type": "choice", "repeats": True, "answerOption": options}
    return FormFiller(make_form(several | {"item": [often]}))


def test_questions_inside_are_asked_for_each_answer(sports: FormFiller, respond: Any) -> None:
    assert paths(sports) == ["s"]
    sports.answer("s", [*words("run"), *words("swim")])
    assert paths(sports) == ["s", "s/often", "s#2/often"]
    sports.answer("s#2/often", number(2))
    assert respond(sports)["item"][0]["answer"] == [
        {"valueString": "run"},
        {
            "valueString": "swim",
            "item": [{"linkId": "often", "answer": [{"valueInteger": 2}]}],
        },
    ]


def test_an_answer_ticked_again_brings_back_what_was_inside(
    sports: FormFiller, respond: Any
) -> None:
    sports.answer("s", [*words("run"), *words("swim")])
    sports.answer("s/often", number(1))
    sports.answer("s#2/often", number(2))
    before = respond(sports)
    sports.answer("s", words("swim"))
    [left] = respond(sports)["item"][0]["answer"]
    assert left["item"][0]["answer"] == [{"valueInteger": 2}]
    sports.answer("s", [*words("run"), *words("swim")])
    assert respond(sports) == before


def test_another_answer_never_gets_what_stood_inside_the_one_before(
    sports: FormFiller, respond: Any
) -> None:
    sports.answer("s", words("run"))
    sports.answer("s/often", number(1))
    sports.answer("s", words("ski"))
    assert respond(sports)["item"][0]["answer"] == [{"valueString": "ski"}]
    with pytest.raises(KeyError):
        sports.answer("s/often", number(3))


def test_a_draft_of_the_rows_that_changed_gives_no_answer_a_strangers_inside(
    sports: FormFiller, respond: Any
) -> None:
    rows: dict[str, str] = {}
    sitting = sports
    for path, answers in (
        ("s", [*words("run"), *words("swim")]),
        ("s#2/often", number(2)),
        ("s", words("run")),
        ("s", [*words("run"), *words("ski")]),
    ):
        rows |= {changed: sitting.saved_row(changed) for changed in sitting.answer(path, answers)}
        sitting = FormFiller(sports.questionnaire)
        sitting.restore(rows, place=None)
    assert respond(sitting)["item"][0]["answer"] == [
        {"valueString": "run"},
        {"valueString": "ski"},
    ]


def test_the_one_answer_of_a_question_keeps_what_is_inside_when_it_changes(
    make_form: Any, respond: Any
) -> None:
    inside = {"linkId": "why", "type": "string"}
    filler = FormFiller(make_form({"linkId": "q", "type": "integer", "item": [inside]}))
    filler.answer("q", number(1))
    filler.answer("q/why", words("so"))
    filler.answer("q", number(2))
    [answer] = respond(filler)["item"][0]["answer"]
    assert answer["valueInteger"] == 2
    assert answer["item"][0]["answer"] == [{"valueString": "so"}]


def test_questions_inside_a_calculated_answer_are_asked_while_there_is_one(make_form: Any) -> None:
    source = {"linkId": "n", "type": "integer"}
    twice = calculated("%resource.item.where(linkId='n').answer.value * 2")
    inside = [{"linkId": "ok", "type": "boolean"}]
    result = {"linkId": "t", "type": "integer", "extension": [twice], "item": inside}
    filler = FormFiller(make_form(source, result))
    assert paths(filler) == ["n"]
    assert "t/ok" in filler.answer("n", number(2))
    assert paths(filler) == ["n", "t/ok"]
    filler.answer("n", [])
    assert paths(filler) == ["n"]


def test_who_looks_into_a_calculated_answer_sees_what_is_inside(make_form: Any) -> None:
    twice = calculated("%resource.item.where(linkId='n').answer.value * 2")
    inside = [{"linkId": "in", "type": "integer", "initial": [{"valueInteger": 5}]}]
    reads = "%resource.item.where(linkId='t').answer.item.where(linkId='in').answer.value"
    filler = FormFiller(
        make_form(
            {"linkId": "n", "type": "integer"},
            {"linkId": "t", "type": "integer", "extension": [twice], "item": inside},
            {"linkId": "z", "type": "integer", "extension": [calculated(reads)]},
        )
    )
    assert filler.calculated() == {}
    filler.answer("n", number(1))
    assert filler.calculated() == {"t": tuple(number(2)), "z": tuple(number(5))}


def test_a_linkid_that_looks_like_an_occurrence_is_another_item(make_form: Any) -> None:
    other = {"linkId": "m#2", "type": "group", "item": [{"linkId": "name", "type": "string"}]}
    filler = FormFiller(make_form(medicines(extension=occurs(2)), other))
    assert paths(filler) == ["m/name", "m#2/name", "m%232/name"]
    filler.answer("m#2/name", words("a"))
    assert filler.answers("m%232/name") == ()


def test_a_condition_notices_the_first_answer_that_its_question_stands_inside(
    make_form: Any,
) -> None:
    always = {"linkId": "in", "type": "boolean", "extension": [calculated("true")]}
    outer = {"linkId": "q", "type": "boolean", "item": [always]}
    condition = {"question": "in", "operator": "exists", "answerBoolean": False}
    filler = FormFiller(
        make_form(outer, {"linkId": "z", "type": "string", "enableWhen": [condition]})
    )
    assert paths(filler) == ["q", "z"]
    yes = Answer(key="valueBoolean", value=True)
    assert "z" in filler.answer("q", [yes])
    assert paths(filler) == ["q"]


def test_a_number_written_figure_by_figure_is_one_answer(make_form: Any) -> None:
    inside = {"linkId": "often", "type": "integer"}
    several = {"linkId": "n", "type": "integer", "repeats": True, "item": [inside]}
    filler = FormFiller(make_form(several))
    for written in (1, 12, 123):
        filler.answer("n", number(written))
    assert paths(filler) == ["n", "n/often"]
    filler.answer("n/often", number(7))
    filler.answer("n", number(12))
    assert paths(filler) == ["n", "n#2/often"]
    assert filler.answers("n#2/often") == ()
