"""A response read back, own or foreign: nothing lost, nothing invented."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import encode

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
DECLINED = {"url": REASON, "valueCode": "asked-declined"}
NOTE = {"url": "http://example.org/note", "valueString": "kept"}


def number(value: int) -> list[Answer]:
    return [Answer("valueInteger", value)]


def calculated(text: str) -> dict[str, Any]:
    value = {"language": "text/fhirpath", "expression": text}
    return {"url": SDC + "calculatedExpression", "valueExpression": value}


def foreign(*items: Any, **elements: Any) -> dict[str, Any]:
    head = {"resourceType": "QuestionnaireResponse", "status": "completed"}
    return head | elements | {"item": list(items)}


@pytest.fixture
def back(respond: Any) -> Any:
    """What a form's filler writes after it has loaded a response."""

    def load(form: Questionnaire, response: dict[str, Any]) -> dict[str, Any]:
        filler = FormFiller(form)
        before = deepcopy(response)
        filler.load(response)
        assert response == before, "what was loaded is not changed"
        return dict(respond(filler))

    return load


@pytest.fixture
def plain(make_form: Any) -> Questionnaire:
    form = make_form(
        {"linkId": "n", "type": "integer"},
        {"linkId": "many", "type": "integer", "repeats": True},
        {"linkId": "g", "type": "group", "item": [{"linkId": "in", "type": "string"}]},
        {"linkId": "words", "type": "display", "text": "Hello"},
    )
    assert isinstance(form, Questionnaire)
    return form


@pytest.mark.parametrize(
    "item",
    [
        {"linkId": "unknown", "text": "Whose?", "answer": [{"valueString": "a"}]},
        {"linkId": "n", "id": "x", "extension": [NOTE], "answer": [{"valueInteger": 1}]},
        {"linkId": "n", "answer": [{"id": "y", "extension": [NOTE], "valueInteger": 1}]},
        {"linkId": "n", "text": "as it was shown", "answer": [{"valueInteger": 1}]},
        {"linkId": "n", "definition": "http://example.org/d", "answer": [{"valueInteger": 1}]},
        {"linkId": "n", "answer": [{"valueString": "of another type"}]},
        {"linkId": "n", "answer": [{"valueInteger": 1}, {"valueInteger": 2}]},
        {"linkId": "n", "answer": [{"extension": [NOTE]}]},
        {"linkId": "n", "extension": [{"url": REASON, "valueCode": "unknown"}]},
        {"linkId": "n", "extension": [DECLINED]},
        {"linkId": "n", "extension": [DECLINED, NOTE]},
        {"linkId": "n", "text": "nothing but a text"},
        {"linkId": "n", "item": [{"linkId": "in", "answer": [{"valueString": "wrong place"}]}]},
        {"linkId": "n", "answer": [{"valueInteger": 1, "item": [{"linkId": "x"}]}]},
        {"linkId": "words", "text": "Hello"},
        {"linkId": "words", "text": "Hello", "answer": [{"valueString": "to a text"}]},
        {"linkId": "g", "answer": [{"valueString": "to a group"}]},
        {"linkId": "g", "item": [{"linkId": "n", "answer": [{"valueInteger": 1}]}]},
        {"linkId": "g", "id": "empty"},
        {"linkId": "many", "answer": [{"id": "a", "valueInteger": 3}, {"valueInteger": 3}]},
        {
            "linkId": "many",
            "answer": [{"id": "a", "valueInteger": 3}, {"id": "b", "valueInteger": 3}],
        },
        {"linkId": "n", "answer": [{"valueDecimal": Decimal("1.50")}]},
        {"text": "no linkId"},
        {"linkId": "n", "answer": {"valueInteger": 1}},
        {"linkId": "n", "answer": ["no object"]},
        {"linkId": "n", "answer": [{"valueInteger": 1, "valueString": "and a text"}]},
        {"linkId": "n", "answer": [{"valueInteger": 1, "item": {"linkId": "x"}}]},
        {"linkId": "g", "item": {"linkId": "in"}},
        {"linkId": "g", "item": ["no object"]},
        "no object",
    ],
    ids=str,
)
def test_an_item_of_a_foreign_response_comes_back_as_it_was(
    plain: Questionnaire, back: Any, item: Any
) -> None:
    assert back(plain, foreign(item))["item"] == [item]


def test_an_item_that_stands_twice_is_written_twice(plain: Questionnaire, back: Any) -> None:
    items = [{"linkId": "n", "answer": [{"valueInteger": value}]} for value in (1, 2)]
    assert back(plain, foreign(*items))["item"] == items


def test_elements_of_the_head_are_kept_and_ours_stay(plain: Questionnaire, back: Any) -> None:
    head = {
        "subject": {"reference": "Patient/1"},
        "contained": [{"resourceType": "Patient", "id": "p"}],
        "extension": [NOTE],
        "identifier": {"system": "http://example.org", "value": "7"},
        "basedOn": [{"reference": "CarePlan/1"}],
    }
    written = back(plain, foreign(**head))
    own = written.pop("extension")
    assert NOTE in own
    assert len(own) == 2
    assert {key: written[key] for key in head if key != "extension"} == {
        key: value for key, value in head.items() if key != "extension"
    }


def test_labels_and_profiles_of_a_foreign_response_are_kept(
    plain: Questionnaire, back: Any
) -> None:
    meta = {
        "security": [{"code": "R"}],
        "profile": ["http://example.org/p"],
        "tag": [{"code": "t"}],
        "versionId": "3",
        "lastUpdated": "2020-01-01T00:00:00Z",
        "source": "#other",
    }
    written = back(plain, foreign(meta=meta))["meta"]
    assert written.pop("source").startswith("urn:uuid:")
    assert written == {key: meta[key] for key in ("security", "profile", "tag")}


def test_an_own_response_gives_the_same_bytes_again(plain: Questionnaire, respond: Any) -> None:
    filler = FormFiller(plain)
    filler.answer("n", number(1))
    filler.answer("many", [*number(2), *number(2)])
    filler.decline("g/in")
    written = respond(filler)
    again = FormFiller(plain)
    again.load(written)
    assert encode(respond(again)) == encode(written)
    assert again.is_declined("g/in")


def test_what_the_form_begins_with_is_not_put_into_a_response(make_form: Any, back: Any) -> None:
    form = make_form({"linkId": "n", "type": "integer", "initial": [{"valueInteger": 3}]})
    assert "item" not in back(form, foreign())


def test_a_second_load_keeps_nothing_of_the_first(plain: Questionnaire, respond: Any) -> None:
    filler = FormFiller(plain)
    filler.load(foreign({"linkId": "n", "id": "x", "answer": [{"valueInteger": 1}]}, subject={}))
    filler.load(foreign({"linkId": "other"}))
    assert respond(filler)["item"] == [{"linkId": "other"}]
    assert "subject" not in respond(filler)


def test_each_item_of_a_repeating_group_becomes_an_occurrence(make_form: Any, back: Any) -> None:
    inside = [{"linkId": "n", "type": "integer"}]
    form = make_form({"linkId": "g", "type": "group", "repeats": True, "item": inside})
    items = [
        {"linkId": "g", "item": [{"linkId": "n", "answer": [{"valueInteger": value}]}]}
        for value in range(5)
    ]
    assert back(form, foreign(*items))["item"] == items


def test_there_are_no_more_occurrences_than_the_response_has(make_form: Any, back: Any) -> None:
    least = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs"}
    inside = [
        {"linkId": "n", "type": "integer"},
        {"linkId": "t", "type": "integer", "extension": [calculated("7")]},
    ]
    group = {"linkId": "g", "type": "group", "repeats": True, "item": inside}
    form = make_form(group | {"extension": [least | {"valueInteger": 2}]})
    answers = [{"linkId": "n", "answer": [{"valueInteger": 1}]}]
    answers.append({"linkId": "t", "answer": [{"valueInteger": 7}]})
    item: dict[str, Any] = {"linkId": "g", "item": answers}
    assert back(form, foreign(item))["item"] == [item]
    filler = FormFiller(form)
    filler.load(foreign(item))
    assert [page.path for page in filler.pages] == ["g/n"]
    outer = {"linkId": "q", "type": "integer", "item": form.raw["item"]}
    answer = {"valueInteger": 1, "item": [item]}
    inner = {"linkId": "q", "answer": [answer]}
    assert back(make_form(outer), foreign(inner))["item"] == [inner]


def test_items_inside_answers_come_back_inside_theirs(make_form: Any, back: Any) -> None:
    inside = [{"linkId": "why", "type": "string"}, {"linkId": "aside", "type": "display"}]
    form = make_form({"linkId": "q", "type": "integer", "repeats": True, "item": inside})
    answers = [
        {
            "valueInteger": value,
            "item": [
                {"linkId": "why", "answer": [{"valueString": f"because {value}"}]},
                {"linkId": "aside", "text": "so it stood there"},
            ],
        }
        for value in (2, 1)
    ]
    item = {"linkId": "q", "answer": answers}
    assert back(form, foreign(item))["item"] == [item]


@pytest.fixture
def doubled(make_form: Any) -> Questionnaire:
    twice = calculated("%resource.item.where(linkId='n').answer.value * 2")
    form = make_form(
        {"linkId": "n", "type": "integer"},
        {"linkId": "t", "type": "integer", "extension": [twice]},
    )
    assert isinstance(form, Questionnaire)
    return form


def stored(total: int) -> dict[str, Any]:
    return foreign(
        {"linkId": "n", "answer": [{"valueInteger": 2}]},
        {"linkId": "t", "answer": [{"valueInteger": total}]},
    )


def test_a_stored_value_that_differs_from_what_is_worked_out_stands(
    doubled: Questionnaire, back: Any
) -> None:
    assert back(doubled, stored(7))["item"] == stored(7)["item"]
    filler = FormFiller(doubled)
    filler.load(stored(7))
    filler.answer("n", number(5))
    assert filler.calculated()["t"] == tuple(number(7))


def test_a_stored_value_that_is_what_is_worked_out_goes_on_being_worked_out(
    doubled: Questionnaire, back: Any
) -> None:
    assert back(doubled, stored(4))["item"] == stored(4)["item"]
    filler = FormFiller(doubled)
    filler.load(stored(4))
    assert "t" in filler.answer("n", number(5))
    assert filler.calculated()["t"] == tuple(number(10))


def test_a_stored_value_in_another_unit_is_another_value(make_form: Any, back: Any) -> None:
    same = calculated("%resource.item.where(linkId='q').answer.value")
    form = make_form(
        {"linkId": "q", "type": "quantity"},
        {"linkId": "t", "type": "quantity", "extension": [same]},
    )
    system = "http://unitsofmeasure.org"
    items = [
        {
            "linkId": name,
            "answer": [{"valueQuantity": {"value": value, "system": system, "code": unit}}],
        }
        for name, value, unit in (("q", 1, "kg"), ("t", 1000, "g"))
    ]
    assert back(form, foreign(*items))["item"] == items


def test_an_amended_response_says_so_and_keeps_what_was_beside(
    plain: Questionnaire, now: Any
) -> None:
    filler = FormFiller(plain)
    filler.load(foreign({"linkId": "n", "id": "x", "answer": [{"valueInteger": 1}]}))
    filler.answer("n", number(2))
    amended = filler.response(status="amended", authored=now, response_id="r", device_id="d")
    assert amended["status"] == "amended"
    assert amended["item"] == [{"linkId": "n", "id": "x", "answer": [{"valueInteger": 2}]}]


def test_loading_takes_nothing_back(plain: Questionnaire) -> None:
    filler = FormFiller(plain)
    filler.answer("n", number(1))
    filler.load(foreign())
    assert filler.undo() == frozenset()
    assert filler.answers("n") == ()


def test_answers_of_items_that_are_not_asked_come_back_with_them(
    make_form: Any, respond: Any
) -> None:
    condition = {"question": "n", "operator": "=", "answerInteger": 1}
    form = make_form(
        {"linkId": "n", "type": "integer"},
        {"linkId": "more", "type": "string", "enableWhen": [condition]},
    )
    filler = FormFiller(form)
    filler.load(foreign({"linkId": "more", "answer": [{"valueString": "a"}]}))
    assert "item" not in respond(filler)
    filler.answer("n", number(1))
    assert respond(filler)["item"][1]["answer"] == [{"valueString": "a"}]


def test_all_is_worked_out_anew_from_what_was_loaded_at_once(make_form: Any, respond: Any) -> None:
    looks = {"language": "text/fhirpath"} | {
        "expression": "%resource.descendants().answer.count() > 0"
    }
    enabled = {"url": SDC + "enableWhenExpression", "valueExpression": looks}
    form = make_form(
        {"linkId": "n", "type": "integer"},
        {"linkId": "m", "type": "integer", "extension": [enabled]},
        {
            "linkId": "t",
            "type": "integer",
            "extension": [calculated("%resource.item.where(linkId='m').answer.value + 1")],
        },
    )
    filler = FormFiller(form)
    filler.answer("n", number(1))
    filler.answer("m", number(2))
    written = respond(filler)
    filler = FormFiller(form)
    filler.load(written)
    assert respond(filler) == written
    answers = [{"linkId": name, "answer": [{"valueInteger": 5}]} for name in ("n", "m")]
    filler.load(foreign(*answers))
    assert filler.calculated()["t"] == tuple(number(6))
