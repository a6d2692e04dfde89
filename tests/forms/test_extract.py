from decimal import Decimal
from typing import Any

import pytest

from kiosk.forms.extraction.extract import Extraction, extract
from kiosk.forms.questionnaire import parse_questionnaire

EXTRACT = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract"
CATEGORY = (
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observation-extract-category"
)
UNIT = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
KG = {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kilogram"}
EXCLUDED = [{"url": EXTRACT, "valueBoolean": False}]
ID = "6f1c9f0e-6a60-4c5e-9f0a-0b6a4c1d2e3f"

Raw = dict[str, Any]


def marked(relation: str = "") -> list[Raw]:
    return [{"url": EXTRACT} | ({"valueCode": relation} if relation else {"valueBoolean": True})]


def loinc(code: str, **more: Any) -> Raw:
    return {"system": "http://loinc.org", "code": code, **more}


def item(link_id: str, kind: str, **more: Any) -> Raw:
    return {"linkId": link_id, "type": kind, "text": link_id, **more}


def extraction(items: list[Raw], answers: list[Raw], form: Raw | None = None, **head: Any) -> Any:
    questionnaire = parse_questionnaire(
        {"resourceType": "Questionnaire", "url": "http://example.org/q"}
        | (form or {})
        | {"item": items}
    )
    response = {
        "resourceType": "QuestionnaireResponse",
        "id": ID,
        "status": "completed",
        "subject": {"reference": "Patient/p1"},
        "authored": "2026-03-02T10:00:00+00:00",
    }
    return extract(questionnaire, {**response, **head, "item": answers})


def answered(link_id: str, *answers: Raw, **more: Any) -> Raw:
    return {"linkId": link_id, "answer": [*answers], **more}


def observations(done: Extraction) -> list[Raw]:
    resources = [entry["resource"] for entry in done.bundle.get("entry", [])]
    return [r for r in resources if r["resourceType"] == "Observation"]


def codes_of(done: Extraction) -> list[list[str]]:
    return [[c["code"] for c in made["code"]["coding"]] for made in observations(done)]


def said(done: Extraction) -> list[tuple[str, str, str]]:
    return [(f.severity, f.code, f.link_id) for f in done.findings]


WEIGHT = item(
    "weight",
    "decimal",
    code=[loinc("29463-7", display="Body weight")],
    extension=[*marked(), {"url": UNIT, "valueCoding": KG}],
)


def test_an_answer_becomes_an_observation_with_all_that_the_response_says() -> None:
    done = extraction(
        [WEIGHT],
        [answered("weight", {"valueDecimal": Decimal("71.50")})],
        encounter={"reference": "Encounter/e1"},
        author={"reference": "Practitioner/n1"},
        basedOn=[{"reference": "ServiceRequest/s1"}],
        partOf=[{"reference": "Procedure/x"}, {"reference": "Observation/y"}],
    )

    first, second = done.bundle["entry"]
    urn = second["fullUrl"]
    query = f"identifier=urn%3Aietf%3Arfc%3A3986%7C{urn.replace(':', '%3A')}"
    assert done.findings == ()
    assert (done.bundle["resourceType"], done.bundle["type"]) == ("Bundle", "transaction")
    assert first["fullUrl"] == f"urn:uuid:{ID}"
    assert first["resource"]["resourceType"] == "QuestionnaireResponse"
    assert first["request"] == {"method": "PUT", "url": f"QuestionnaireResponse/{ID}"}
    assert second["request"] == {"method": "POST", "url": "Observation", "ifNoneExist": query}
    assert second["resource"] == {
        "resourceType": "Observation",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": urn}],
        "status": "final",
        "code": {"coding": [loinc("29463-7", display="Body weight")]},
        "subject": {"reference": "Patient/p1"},
        "encounter": {"reference": "Encounter/e1"},
        "basedOn": [{"reference": "ServiceRequest/s1"}],
        "partOf": [{"reference": "Procedure/x"}],
        "performer": [{"reference": "Practitioner/n1"}],
        "effectiveDateTime": "2026-03-02T10:00:00+00:00",
        "issued": "2026-03-02T10:00:00+00:00",
        "derivedFrom": [{"reference": f"urn:uuid:{ID}"}],
        "valueQuantity": {
            "value": Decimal("71.50"),
            "unit": "kilogram",
            "system": "http://unitsofmeasure.org",
            "code": "kg",
        },
    }


@pytest.mark.parametrize(
    ("kind", "given", "made"),
    [
        ("boolean", {"valueBoolean": False}, {"valueBoolean": False}),
        ("integer", {"valueInteger": 3}, {"valueInteger": 3}),
        ("decimal", {"valueDecimal": Decimal("1.0")}, {"valueQuantity": {"value": Decimal("1.0")}}),
        ("string", {"valueString": "a"}, {"valueString": "a"}),
        ("date", {"valueDate": "2026-03"}, {"valueDateTime": "2026-03"}),
        ("dateTime", {"valueDateTime": "2026-03-02T10:00:00Z"}, None),
        ("time", {"valueTime": "10:00:00"}, None),
        ("quantity", {"valueQuantity": {"value": 3, "unit": "cm"}}, None),
        (
            "choice",
            {"valueCoding": loinc("LA33-6")},
            {"valueCodeableConcept": {"coding": [loinc("LA33-6")]}},
        ),
        ("open-choice", {"valueString": "other"}, {"valueString": "other"}),
    ],
)  # fmt: skip
def test_each_kind_of_answer_has_its_kind_of_value(kind: str, given: Raw, made: Raw | None) -> None:
    done = extraction(
        [item("a", kind, code=[loinc("1")], extension=marked())], [answered("a", given)]
    )

    (observation,) = observations(done)
    values = {key: value for key, value in observation.items() if key.startswith("value")}
    assert values == (made or given)
    assert done.findings == ()


@pytest.mark.parametrize("kind", ["url", "attachment", "reference"])
def test_a_kind_that_no_observation_can_hold_is_named(kind: str) -> None:
    done = extraction(
        [item("a", kind, code=[loinc("1")], extension=marked())],
        [answered("a", {"valueUri": "https://example.org"})],
    )

    assert observations(done) == []
    assert said(done) == [("warning", "extract-type", "a")]
    assert "entry" not in done.bundle


def test_an_answer_of_a_strange_type_is_named_and_the_others_are_extracted() -> None:
    done = extraction(
        [item("a", "string", repeats=True, code=[loinc("1")], extension=marked())],
        [answered("a", {"valueUri": "x:y"}, {"valueString": "kept"}, {})],
    )

    assert [made["valueString"] for made in observations(done)] == ["kept"]
    assert said(done) == [("warning", "extract-type", "a")] * 2
    assert done.findings[0].path == "QuestionnaireResponse.item[0].answer[0]"


def test_several_answers_are_several_observations() -> None:
    done = extraction(
        [item("a", "string", repeats=True, code=[loinc("1")], extension=marked())],
        [answered("a", {"valueString": "one"}, {"valueString": "two"})],
    )

    assert [made["valueString"] for made in observations(done)] == ["one", "two"]
    assert len({made["identifier"][0]["value"] for made in observations(done)}) == 2


def test_a_mark_on_the_form_speaks_for_every_item_with_a_code() -> None:
    done = extraction(
        [item("a", "string", code=[loinc("1")]), item("b", "string")],
        [answered("a", {"valueString": "x"}), answered("b", {"valueString": "y"})],
        {"extension": marked()},
    )

    assert codes_of(done) == [["1"]]
    assert done.findings == ()


def test_nothing_is_extracted_without_a_mark() -> None:
    done = extraction(
        [item("a", "string", code=[loinc("1")])], [answered("a", {"valueString": "x"})]
    )

    assert done.bundle == {"resourceType": "Bundle", "type": "transaction"}


def test_false_excludes_an_item_and_all_inside_it() -> None:
    inner = item("b", "string", code=[loinc("2")])
    stubborn = item("c", "string", code=[loinc("3")], extension=marked())
    group = item("g", "group", item=[inner, stubborn], extension=EXCLUDED)
    done = extraction(
        [group, item("a", "string", code=[loinc("1")])],
        [
            {"linkId": "g", "item": [answered(x, {"valueString": x}) for x in ("b", "c")]},
            answered("a", {"valueString": "x"}),
        ],
        {"extension": marked()},
    )

    assert codes_of(done) == [["1"]]
    assert said(done) == [("warning", "extract-excluded", "c")]


def test_of_marked_codes_only_those_are_taken_and_the_mark_is_left_behind() -> None:
    codes = [loinc("1"), loinc("2", extension=marked()), loinc("3", extension=EXCLUDED)]
    done = extraction([item("a", "string", code=codes)], [answered("a", {"valueString": "x"})])

    (observation,) = observations(done)
    assert observation["code"] == {"coding": [loinc("2")]}


def test_codes_without_marks_are_all_taken_but_those_marked_false() -> None:
    codes = [loinc("1"), loinc("2"), loinc("3", extension=EXCLUDED)]
    done = extraction(
        [item("a", "string", code=codes, extension=marked())], [answered("a", {"valueString": "x"})]
    )

    assert codes_of(done) == [["1", "2"]]


def test_a_marked_item_without_a_code_is_named() -> None:
    done = extraction(
        [item("a", "string", extension=marked())], [answered("a", {"valueString": "x"})]
    )

    assert said(done) == [("warning", "extract-code", "a")]


@pytest.mark.parametrize("marks", [[*marked(), *marked("member")], marked("sibling")])
def test_a_contradictory_or_unknown_mark_is_an_error(marks: list[Raw]) -> None:
    done = extraction(
        [item("a", "string", code=[loinc("1")], extension=marks)],
        [answered("a", {"valueString": "x"})],
    )

    assert observations(done) == []
    assert said(done) == [("error", "extract-value", "a")]


def pressure(relation: str) -> list[Raw]:
    parts = [
        item(name, "quantity", code=[loinc(name)], extension=marked(relation))
        for name in ("8480-6", "8462-4")
    ]
    return [item("bp", "group", code=[loinc("85354-9")], extension=marked(), item=parts)]


PRESSURE = [
    {
        "linkId": "bp",
        "item": [
            answered("8480-6", {"valueQuantity": {"value": 120}}),
            answered("8462-4", {"valueQuantity": {"value": 80}}),
        ],
    }
]


def test_components_are_inside_the_observation_around_them() -> None:
    done = extraction(pressure("component"), PRESSURE)

    (panel,) = observations(done)
    assert panel["component"] == [
        {"code": {"coding": [loinc("8480-6")]}, "valueQuantity": {"value": 120}},
        {"code": {"coding": [loinc("8462-4")]}, "valueQuantity": {"value": 80}},
    ]
    assert "hasMember" not in panel


def test_members_are_observations_that_the_one_around_them_points_to() -> None:
    done = extraction(pressure("member"), PRESSURE)

    _, panel, *members = done.bundle["entry"]
    assert panel["resource"]["hasMember"] == [{"reference": m["fullUrl"]} for m in members]
    assert len(members) == 2


def test_derived_ones_point_to_the_observation_around_them() -> None:
    done = extraction(pressure("derived"), PRESSURE)

    _, panel, *derived = done.bundle["entry"]
    for entry in derived:
        assert entry["resource"]["derivedFrom"] == [
            {"reference": f"urn:uuid:{ID}"},
            {"reference": panel["fullUrl"]},
        ]


def test_independent_ones_stand_alone_and_a_group_without_parts_says_nothing() -> None:
    done = extraction(pressure("independent"), PRESSURE)

    assert codes_of(done) == [["8480-6"], ["8462-4"]]


def test_what_is_extracted_only_because_of_what_is_around_it_becomes_a_member() -> None:
    inner = item("a", "string", code=[loinc("1")])
    group = item("g", "group", code=[loinc("0")], item=[inner])
    done = extraction(
        [group],
        [{"linkId": "g", "item": [answered("a", {"valueString": "x"})]}],
        {"extension": marked()},
    )

    panel, member = observations(done)
    assert panel["hasMember"] == [{"reference": member["identifier"][0]["value"]}]


def test_no_observation_points_to_one_that_is_not_there() -> None:
    empty = item("inner", "group", code=[loinc("1")], extension=marked("member"))
    done = extraction(
        [item("g", "group", code=[loinc("0")], extension=marked(), item=[empty])],
        [{"linkId": "g", "item": [{"linkId": "inner"}]}],
    )

    assert observations(done) == []


def test_parts_of_a_repeated_question_belong_each_to_their_own_answer() -> None:
    part = item("p", "string", code=[loinc("2")], extension=marked("component"))
    whole = item(
        "w", "string", repeats=True, code=[loinc("1")], extension=marked(), item=[part]
    )  # fmt: skip
    done = extraction(
        [whole],
        [
            answered(
                "w",
                {"valueString": "one", "item": [answered("p", {"valueString": "of one"})]},
                {"valueString": "two", "item": [answered("p", {"valueString": "of two"})]},
            )
        ],
    )

    assert [(m["valueString"], m["component"][0]["valueString"]) for m in observations(done)] == [
        ("one", "of one"),
        ("two", "of two"),
    ]


def test_a_component_without_anything_around_it_is_an_error() -> None:
    done = extraction(
        [item("a", "string", code=[loinc("1")], extension=marked("component"))],
        [answered("a", {"valueString": "x"})],
    )

    assert observations(done) == []
    assert said(done) == [("error", "extract-relation", "a")]


def test_a_member_without_anything_around_it_stands_alone_and_is_named() -> None:
    done = extraction(
        [item("a", "string", code=[loinc("1")], extension=marked("member"))],
        [answered("a", {"valueString": "x"})],
    )

    assert codes_of(done) == [["1"]]
    assert said(done) == [("information", "extract-relation", "a")]


@pytest.mark.parametrize("spelling", [CATEGORY, CATEGORY.replace("-extract-c", "ExtractC")])
def test_the_nearest_categories_count(spelling: str) -> None:
    def category(code: str) -> Raw:
        return {"url": spelling, "valueCodeableConcept": {"coding": [{"code": code}]}}

    near = item("b", "string", code=[loinc("2")], extension=[category("vital-signs")])
    done = extraction(
        [item("a", "string", code=[loinc("1")]), near],
        [answered("a", {"valueString": "x"}), answered("b", {"valueString": "y"})],
        {"extension": [*marked(), category("survey"), category("social-history")]},
    )

    named = [[c["coding"][0]["code"] for c in made["category"]] for made in observations(done)]
    assert named == [["survey", "social-history"], ["vital-signs"]]


@pytest.mark.parametrize("status", ["in-progress", "stopped", "entered-in-error", None])
def test_only_a_finished_response_is_extracted(status: str | None) -> None:
    done = extraction([WEIGHT], [answered("weight", {"valueDecimal": 1})], status=status)

    assert done.bundle == {"resourceType": "Bundle", "type": "transaction"}
    assert said(done) == [("error", "status", "")]


def test_an_amended_response_brings_the_same_observations_up_to_date() -> None:
    first = extraction([WEIGHT], [answered("weight", {"valueDecimal": 71})])
    again = extraction([WEIGHT], [answered("weight", {"valueDecimal": 72})], status="amended")

    one, two = first.bundle["entry"][1], again.bundle["entry"][1]
    query = one["request"]["ifNoneExist"]
    assert two["request"] == {"method": "PUT", "url": f"Observation?{query}"}
    assert (one["resource"]["status"], two["resource"]["status"]) == ("final", "amended")


def test_the_same_response_gives_the_same_bundle_and_another_one_other_ids() -> None:
    answers = [answered("weight", {"valueDecimal": 71})]
    once, twice = (extraction([WEIGHT], answers) for _ in range(2))
    other = extraction([WEIGHT], answers, id=ID.replace("6f", "7f"))

    assert once == twice
    assert once.bundle["entry"][1]["fullUrl"] != other.bundle["entry"][1]["fullUrl"]


def test_the_id_of_an_observation_does_not_depend_on_other_answers() -> None:
    items = [item("a", "string", code=[loinc("1")], extension=marked()), WEIGHT]
    weight = answered("weight", {"valueDecimal": 71})
    alone = extraction(items, [weight])
    second = extraction(items, [answered("a", {"valueString": "x"}), weight])

    assert alone.bundle["entry"][1]["fullUrl"] == second.bundle["entry"][2]["fullUrl"]


def test_a_response_under_a_foreign_id_is_referred_to_and_not_sent_along() -> None:
    done = extraction([WEIGHT], [answered("weight", {"valueDecimal": 71})], id="123")

    (entry,) = done.bundle["entry"]
    assert entry["resource"]["derivedFrom"] == [{"reference": "QuestionnaireResponse/123"}]


def test_a_response_without_an_id_is_created_along_with_its_observations() -> None:
    done = extraction([WEIGHT], [answered("weight", {"valueDecimal": 71})], id="")

    source, made = done.bundle["entry"]
    assert source["request"] == {"method": "POST", "url": "QuestionnaireResponse"}
    assert made["resource"]["derivedFrom"] == [{"reference": source["fullUrl"]}]


def test_a_device_that_wrote_it_down_is_no_performer_but_who_answered_is() -> None:
    done = extraction(
        [WEIGHT],
        [answered("weight", {"valueDecimal": 71})],
        author={"type": "Device", "identifier": {"value": "kiosk"}},
        source={"reference": "http://example.org/fhir/Patient/p1"},
    )

    assert observations(done)[0]["performer"] == [
        {"reference": "http://example.org/fhir/Patient/p1"}
    ]


def test_a_moment_without_time_is_no_instant_of_issue() -> None:
    done = extraction([WEIGHT], [answered("weight", {"valueDecimal": 71})], authored="2026-03-02")

    assert observations(done)[0]["effectiveDateTime"] == "2026-03-02"
    assert "issued" not in observations(done)[0]


def test_an_item_that_the_form_does_not_know_is_named() -> None:
    done = extraction([WEIGHT], [answered("height", {"valueDecimal": 180})])

    assert said(done) == [("warning", "linkId", "height")]
