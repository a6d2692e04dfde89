from typing import Any

import pytest

from kiosk.forms.check import check_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets


def codes(form: Any) -> set[tuple[str, str]]:
    return {(finding.code, finding.link_id) for finding in check_questionnaire(form)}


ASKED = {"linkId": "a", "type": "string", "text": "A?"}


def asked_if(question: str, **condition: Any) -> dict[str, Any]:
    return ASKED | {"linkId": "b", "enableWhen": [{"question": question, **condition}]}


EXISTS = {"operator": "exists", "answerBoolean": True}


def test_a_doubled_linkid_is_an_error_and_so_is_asking_about_it(make_form: Any) -> None:
    found = codes(make_form(ASKED, ASKED, asked_if("a", **EXISTS)))
    assert ("duplicate-linkId", "a") in found
    assert ("ambiguous-question", "b") in found


def test_several_conditions_without_behavior_are_named(make_form: Any) -> None:
    conditions = [{"question": "a", **EXISTS}] * 2
    found = codes(make_form(ASKED, ASKED | {"linkId": "b", "enableWhen": conditions}))
    assert ("no-enableBehavior", "b") in found


def test_a_form_that_asks_nothing_is_told(make_form: Any) -> None:
    assert ("nothing-asked", "") in codes(make_form())


def test_a_finding_says_where(make_form: Any) -> None:
    group = {"linkId": "g", "type": "group", "item": [ASKED, asked_if("nowhere", **EXISTS)]}
    [finding] = check_questionnaire(make_form(group))
    assert finding.path == "Questionnaire.item[0].item[1].enableWhen[0]"
    assert (finding.severity, finding.link_id) == ("error", "b")
    assert "nowhere" in finding.message


def test_a_sound_form_has_no_finding(make_form: Any) -> None:
    assert check_questionnaire(make_form(ASKED, asked_if("a", **EXISTS))) == ()


def test_a_value_set_that_was_brought_is_at_hand(make_form: Any) -> None:
    address = "http://example.org/vs"
    question = ASKED | {"type": "choice", "answerValueSet": address}
    brought = ValueSets.of(
        [
            {
                "resourceType": "ValueSet",
                "url": address,
                "status": "active",
                "expansion": {"contains": [{"system": "http://e.org", "code": "a"}]},
            }
        ]
    )
    form = make_form(question)
    assert ("value-set", "a") in codes(form)
    assert check_questionnaire(form, value_sets=brought) == ()


def test_extensions_are_named_wherever_they_stand(make_form: Any) -> None:
    unknown = {"extension": [{"url": "http://example.org/x"}]}
    known = "http://hl7.org/fhir/StructureDefinition/translation"
    inside = [{"url": "lang", "valueCode": "ar"}, {"url": "content", "valueString": "x"}]
    inside[1]["_valueString"] = unknown  # type: ignore[assignment]
    coding = {"code": "a", "display": "A"}
    places: list[dict[str, Any]] = [
        {"_text": unknown},
        {"answerOption": [{"valueCoding": coding} | unknown]},
        {"answerOption": [{"valueCoding": coding | unknown}]},
        {"answerOption": [{"valueCoding": coding | {"_display": unknown}}]},
        {"initial": [{"valueString": "x", "_valueString": unknown}]},
        {"enableWhen": [{"question": "a", **EXISTS} | unknown]},
        {"code": [{"code": "c"} | unknown]},
        {"_text": {"extension": [{"url": known, "extension": inside}]}},
    ]
    for place in places:
        item = ASKED | {"linkId": "b", "type": "choice", "answerOption": [{"valueCoding": coding}]}
        found = check_questionnaire(make_form(ASKED, item | place))
        paths = [finding.path for finding in found if finding.code == "extension"]
        assert len(paths) == 1, place
        assert paths[0].startswith("Questionnaire.item[1]."), paths
        assert ".extension[" in paths[0]


def test_the_parts_of_an_extension_are_not_taken_for_extensions(make_form: Any) -> None:
    parts = [{"url": "lang", "valueCode": "ar"}, {"url": "content", "valueString": "أ"}]
    known = {"url": "http://hl7.org/fhir/StructureDefinition/translation", "extension": parts}
    form = make_form(ASKED | {"_text": {"extension": [known]}}, title="7")
    assert check_questionnaire(form) == ()


def test_an_element_of_an_older_fhir_is_told_its_new_name(make_form: Any) -> None:
    [finding] = check_questionnaire(make_form(ASKED | {"initialString": "x"}))
    assert (finding.code, finding.path) == ("element", "Questionnaire.item[0].initialString")
    assert "initial[].valueString" in finding.message


def test_variables_of_the_form_and_of_the_groups_around_are_known(make_form: Any) -> None:
    def declared(name: str) -> dict[str, Any]:
        value = {"name": name, "language": "text/fhirpath", "expression": "1"}
        url = "http://hl7.org/fhir/StructureDefinition/variable"
        return {"url": url, "valueExpression": value}

    sdc = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
    told = {
        "url": f"{sdc}launchContext",
        "extension": [
            {"url": "name", "valueCoding": {"code": "patient"}},
            {"url": "type", "valueCode": "Patient"},
        ],
    }
    expression = "%outer + %middle + %inner + %patient.birthDate.toString().length() + %my-own"
    calculated = {
        "url": f"{sdc}calculatedExpression",
        "valueExpression": {"language": "text/fhirpath", "expression": expression},
    }
    item = {
        "linkId": "sum",
        "type": "integer",
        "text": "Sum",
        "extension": [declared("inner"), declared("my-own"), calculated],
    }
    group = {"linkId": "g", "type": "group", "extension": [declared("middle")], "item": [item]}
    form = make_form(ASKED, group, extension=[declared("outer"), told])
    assert check_questionnaire(form) == ()


def test_what_another_program_does_is_told_once_and_its_expressions_are_left_alone(
    make_form: Any,
) -> None:
    url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-itemExtractionContext"
    query = {"language": "application/x-fhir-query", "expression": "Patient?x"}
    form = make_form(ASKED, extension=[{"url": url, "valueExpression": query}])
    assert [f.code for f in check_questionnaire(form)] == ["extension-elsewhere"]


NAMES = ["what-matters", "pain-today", "gad-7", "phq-9", "question-feedback"]


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_forms_have_no_finding(form: Any, name: str) -> None:
    assert check_questionnaire(form(name)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_forms_say_whose_they_are_what_for_and_how_long(form: Any, name: str) -> None:
    shipped = form(name)
    version = "1.1.0" if name in {"what-matters", "question-feedback"} else "1.0.0"
    canonical = f"http://clinic-kiosk.example/fhir/Questionnaire/{name}|{version}"
    assert shipped.canonical == canonical
    assert all(shipped.raw[key] for key in ("copyright", "purpose", "publisher", "description"))
    assert shipped.raw["status"] == "active"
    assert shipped.minutes in range(1, 6)


def test_only_phq_9_has_an_alert_rule_and_is_never_asked_about(form: Any) -> None:
    assert [name for name in NAMES if form(name).has_alert_rule] == ["phq-9"]
    assert form("phq-9").sensitive
    assert not form("gad-7").sensitive


def test_the_codes_of_loinc_stand_at_the_right_questions(form: Any) -> None:
    def codes_of(name: str, *link_ids: str) -> list[str]:
        items = form(name).by_link_id
        return [items[link_id].raw["code"][0]["code"] for link_id in link_ids]

    assert codes_of("gad-7", *(f"gad7-{n}" for n in range(1, 8)), "gad7-total") == [
        *("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"),
        "70274-6",
    ]
    assert codes_of("phq-9", *(f"phq9-{n}" for n in range(1, 10))) == [
        *("44250-9", "44255-8", "44259-0", "44254-1", "44251-7"),
        *("44258-2", "44252-5", "44253-3", "44260-8"),
    ]
    assert codes_of("phq-9", "phq9-difficulty", "phq9-total") == ["69722-7", "44261-6"]
    assert codes_of("pain-today", "pain") == ["72514-3"]


@pytest.mark.parametrize("name", ["gad-7", "phq-9"])
def test_every_item_of_an_instrument_offers_the_same_four_answers(form: Any, name: str) -> None:
    group = form(name).items[0]
    for item in group.items:
        assert [
            (option.answer.value["code"], option.label("en"), option.weight)
            for option in item.answer_options
        ] == [
            ("LA6568-5", "Not at all", 0),
            ("LA6569-3", "Several days", 1),
            ("LA6570-1", "More than half the days", 2),
            ("LA6571-9", "Nearly every day", 3),
        ]


def test_the_pain_scale_runs_from_0_to_10_with_words_at_both_ends(form: Any) -> None:
    pain = form("pain-today").items[0]
    assert [option.answer.value for option in pain.answer_options] == list(range(11))
    assert [option.weight for option in pain.answer_options] == list(range(11))
    assert (pain.words("lower", "en"), pain.words("upper", "ar")) == (
        "No pain",
        "أسوأ ألم يمكن تخيّله",
    )
