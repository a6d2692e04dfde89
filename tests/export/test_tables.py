"""Responses as tables: nothing that was answered is missing, whatever the form is like."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.export.columns import Values
from kiosk.export.survey import FormsOf, Survey
from kiosk.export.tables import Filling, Plan, plan
from kiosk.export.values import Absent, Dated, Value, option_of, typed
from kiosk.forms.answers import Answer
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.forms.response import decode, encode
from kiosk.forms.robot.robot import fill
from kiosk.resources import resource
from tests.export import twenty

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
URL = "http://x.example/Questionnaire/q"
DECLINED = {
    "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
    "valueCode": "asked-declined",
}
Made = tuple[Plan, dict[str, list[dict[str, Value]]]]


@dataclass(frozen=True)
class One:
    payload: bytes
    state: str = "sent"
    completed_at: datetime = NOW


def tables(
    *responses: Mapping[str, Any],
    forms: FormsOf = lambda _canonical: (),
    values: Values = "both",
) -> Made:
    """All tables: by name their rows, each by its headings."""
    survey = Survey(forms)
    for response in responses:
        survey.meet(response)
    made = plan(survey, values)
    found: dict[str, list[dict[str, Value]]] = {table.name: [] for table in made.tables}
    filling = Filling(made)
    for response in responses:
        for table, row in filling.rows(One(encode(response)), response):
            found[table.name].append(dict(zip(made.headings(table), row, strict=True)))
    return made, found


def response(*items: dict[str, Any], form: str = f"{URL}|1", name: str = "r1") -> dict[str, Any]:
    return {"id": name, "questionnaire": form, "status": "completed", "item": list(items)}


def item(link_id: str, *answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, **({"answer": list(answers)} if answers else {}), **more}


def coding(code: str, system: str = "s") -> dict[str, Any]:
    return {"valueCoding": {"system": system, "code": code, "display": f"Words of {code}"}}


def answers_in(parent: Mapping[str, Any]) -> Iterator[Answer]:
    for one in parent.get("item", ()):
        for raw in one.get("answer", ()):
            yield Answer.from_fhir(raw)
            yield from answers_in(raw)
        yield from answers_in(one)


def is_there(answer: Answer, cells: set[str]) -> bool:
    if answer.key == "valueCoding":
        return option_of(answer).code in cells or answer.label() in cells
    value = typed(answer)
    return (value.text if isinstance(value, Dated) else str(value)) in cells


FORMS = ("gad-7", "phq-9", "pain-today", "what-matters", "communication-needs")


@pytest.mark.parametrize("kept", [True, False], ids=["form kept", "form not kept"])
@pytest.mark.parametrize("name", [*FORMS, "twenty"])
def test_every_answer_stands_in_a_cell(name: str, kept: bool) -> None:  # noqa: FBT001
    if name == "twenty":
        forms = {form.canonical: form for form in twenty.forms()}
        responses = [decode(encode(twenty.response(number))) for number in range(20)]
    else:
        form = read_questionnaire(resource("forms", f"{name}.json").read_bytes())
        forms, responses = {form.canonical: form}, [_filled(form, seed) for seed in range(12)]

    _, found = tables(
        *responses, forms=lambda canonical: (forms[canonical],) if kept else (), values="codes"
    )

    cells = {
        part
        for rows in found.values()
        for row in rows
        for value in row.values()
        for part in _texts(value)
    }
    chosen = {h.rpartition("/")[2] for h in _headings_chosen(found)}
    missing = [
        answer
        for one in responses
        for answer in answers_in(one)
        if not is_there(answer, cells | chosen)
    ]
    assert not missing


def _filled(form: Questionnaire, seed: int) -> dict[str, Any]:
    made = fill(form, seed=seed).response(
        status="completed", authored=NOW, response_id=f"r{seed}", device_id="d"
    )
    return decode(encode(made))


def _texts(value: Value) -> list[str]:
    if isinstance(value, Dated):
        return [value.text]
    return [str(value), *str(value).split("; ")]


def _headings_chosen(found: dict[str, list[dict[str, Value]]]) -> set[str]:
    return {
        heading
        for rows in found.values()
        for row in rows
        for heading, value in row.items()
        if value == 1 and "/" in heading
    }


def test_what_is_asked_behind_each_of_several_answers_stands_beside_that_answer() -> None:
    behind = [
        coding(code) | {"item": [item("why", {"valueString": f"because {code}"})]} for code in "ab"
    ]

    _, found = tables(response(item("q", *behind)))

    assert [row["q.q/a"] for row in found["responses"]] == [1]
    assert [(row["q.q code"], row["q.why"]) for row in found["q.q"]] == [
        ("a", "because a"), ("b", "because b")
    ]  # fmt: skip


def test_a_group_that_turns_out_to_repeat_has_its_table_from_the_first_response_on() -> None:
    once = response(item("g", item=[item("q", {"valueInteger": 1})]), name="r1")
    twice = response(*(item("g", item=[item("q", {"valueInteger": n})]) for n in (2, 3)), name="r2")

    _, found = tables(once, twice)

    assert [(row["key"], row["q.q"]) for row in found["q.g"]] == [
        ("r1/g[1]", 1), ("r2/g[1]", 2), ("r2/g[2]", 3)
    ]  # fmt: skip
    assert "q.q" not in found["responses"][0]


def test_declined_is_told_everywhere_from_not_asked() -> None:
    several = item("several", coding("a"), coding("b"))
    declined = [item(name, extension=[DECLINED]) for name in ("several", "number", "many")]
    many = item("many", {"valueString": "x"}, {"valueString": "y"})

    _, found = tables(
        response(several, item("number", {"valueInteger": 1}), many), response(*declined, name="r2")
    )

    row = found["responses"][1]
    assert {row["q.several/a"], row["q.several code"], row["q.number"]} == {Absent.DECLINED}
    assert [row["q.many"] for row in found["q.many"]] == ["x", "y", Absent.DECLINED]


def test_a_question_of_very_many_options_has_no_column_for_each() -> None:
    every = [coding(f"c{number}") for number in range(101)]

    for values in ("codes", "both"):
        made, found = tables(response(item("q", *every[:3]), item("p", *every)), values=values)
        assert len(made.tables[0].headings) < 20
        heading = "q.p code" if values == "both" else "q.p"
        assert str(found["responses"][0][heading]).count("; ") == 100


def test_forms_and_options_of_one_name_stay_apart() -> None:
    made, found = tables(
        response(item("q", coding("a", "one"), coding("a", "two")), form="http://a/Q/f|1"),
        response(item("q", {"valueInteger": 2}), form="http://b/Q/f|1", name="r2"),
    )

    first, second = found["responses"]
    assert (first["f.q/a"], first["f.q/a (2)"], second["f (2).q"]) == (1, 1, 2)
    assert len(set(made.tables[0].headings)) == len(made.tables[0].headings)


def test_an_amount_has_its_unit_and_its_comparator() -> None:
    less = {"valueQuantity": {"value": 5, "unit": "mg", "comparator": "<"}}

    _, found = tables(response(item("q", less)))

    row = found["responses"][0]
    assert (row["q.q"], row["q.q unit"], row["q.q comparator"]) == (5, "mg", "<")


def test_versions_keep_the_order_of_the_form() -> None:
    def version(number: int, *names: str) -> Questionnaire:
        items = [{"linkId": name, "type": "string", "text": name} for name in names]
        return parse_questionnaire(
            {"resourceType": "Questionnaire", "url": URL, "version": str(number), "item": items}
        )

    forms = {
        f"{URL}|1": (version(1, "a", "b", "c"),),
        f"{URL}|2": (version(2, "new", "a", "x", "y", "c", "z"),),
    }
    made, _ = tables(
        response(form=f"{URL}|1"), response(form=f"{URL}|2"), forms=lambda name: forms[name]
    )

    names = [column.question.link_id for column in made.tables[0].columns]
    assert [name for name in names if name != "b"] == ["new", "a", "x", "y", "c", "z"]
    assert names.index("a") < names.index("b") < names.index("c")


def test_what_is_odd_in_a_response_breaks_nothing() -> None:
    _, found = tables(
        response(item("q", {"valueDate": "2026-13-45"}), item("", {"valueInteger": 1})),
        response(item("q", {"extension": []}), {"linkId": "q"}, name="r2"),
        {"id": "r3"},
    )

    assert [row["response"] for row in found["responses"]] == ["r1", "r2", "r3"]
    assert found["responses"][0]["q.q"] == "2026-13-45"
