from typing import Any

import pytest

from kiosk.forms.check import check_questionnaire


def codes(form: Any) -> set[tuple[str, str]]:
    return {(finding.code, finding.link_id) for finding in check_questionnaire(form)}


ASKED = {"linkId": "a", "type": "string", "text": "A?"}


def asked_if(question: str, **condition: Any) -> dict[str, Any]:
    return ASKED | {"linkId": "b", "enableWhen": [{"question": question, **condition}]}


EXISTS = {"operator": "exists", "answerBoolean": True}
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (ASKED | {"linkId": ""}, "no-linkId"),
        (ASKED | {"type": "banana"}, "unknown-type"),
        (ASKED | {"type": "attachment"}, "no-control"),
        ({"linkId": "b", "type": "string"}, "no-text"),
        ({"linkId": "b", "type": "display", "text": "Read me"}, "text-not-shown"),
        (ASKED | {"type": "choice"}, "no-options"),
        (ASKED | {"type": "choice", "answerValueSet": "http://example.org/vs"}, "value-set"),
        ({"linkId": "b", "type": "group", "repeats": True}, "repeating-group"),
        (ASKED | {"linkId": "b", "repeats": True, "item": [ASKED]}, "nested-in-repeating"),
        (ASKED | {"answerConstraint": "optionsOnly"}, "element"),
        (ASKED | {"prefix": "1."}, "prefix"),
        (ASKED | {"extension": [{"url": "http://example.org/x"}]}, "extension"),
        (ASKED | {"_text": {"extension": [{"url": "http://example.org/x"}]}}, "extension"),
        (asked_if("nowhere", **EXISTS), "unknown-question"),
        (asked_if("a", operator="~", answerString="x"), "unknown-operator"),
        (asked_if("a", operator="="), "no-comparison"),
        (
            ASKED | {"extension": [{"url": CALCULATED, "valueExpression": {"expression": "(("}}]},
            "expression",
        ),
    ],
)
def test_what_the_kiosk_cannot_do_or_the_form_does_wrong_is_named(
    make_form: Any, item: dict[str, Any], code: str
) -> None:
    first = {"linkId": "first", "type": "string", "text": "First?"}
    form = make_form(first, ASKED if item.get("linkId") == "b" else first | {"linkId": "f"}, item)
    assert code in {found for found, _ in codes(form)}


def test_a_doubled_linkid_is_an_error_and_so_is_asking_about_it(make_form: Any) -> None:
    found = codes(make_form(ASKED, ASKED, asked_if("a", **EXISTS)))
    assert ("duplicate-linkId", "a") in found
    assert ("ambiguous-question", "b") in found


def test_several_conditions_without_behavior_are_named(make_form: Any) -> None:
    conditions = [{"question": "a", **EXISTS}] * 2
    found = codes(make_form(ASKED, ASKED | {"linkId": "b", "enableWhen": conditions}))
    assert ("no-enableBehavior", "b") in found


@pytest.mark.parametrize("element", ["url", "version", "status", "title"])
def test_a_form_without_name_or_version_is_told(make_form: Any, element: str) -> None:
    assert (f"no-{element}", "") in codes(make_form(ASKED, **{element: ""}))


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


NAMES = ["what-matters", "pain-today", "gad-7", "phq-9", "question-feedback"]


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_forms_have_no_finding(form: Any, name: str) -> None:
    assert check_questionnaire(form(name)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_forms_say_whose_they_are_what_for_and_how_long(form: Any, name: str) -> None:
    shipped = form(name)
    assert shipped.canonical == f"http://clinic-kiosk.example/fhir/Questionnaire/{name}|1.0.0"
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
