import json
from typing import Any

import pytest

from kiosk.coproduction.locks import Locks, read_locks
from kiosk.coproduction.plain_forms import form_texts, item_texts, measure_form
from kiosk.coproduction.plain_words import WordList, look, read_word_list
from kiosk.forms.finding import INFORMATION
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.resources import resource

HARD = "Immediate medical observation necessitates hospital admission today. Go in now."
CORE = "http://hl7.org/fhir/StructureDefinition/"
FORMS = sorted(resource("forms").glob("*.json"))


@pytest.fixture(scope="module")
def locks() -> Locks:
    return read_locks(resource("forms", "forms.lock").read_bytes())


@pytest.fixture(scope="module")
def words() -> WordList:
    return read_word_list(resource("translations", "en", "plain.toml").read_bytes())


def form(*items: dict[str, Any], **rest: Any) -> Questionnaire:
    return parse_questionnaire({"resourceType": "Questionnaire", "item": list(items), **rest})


def question(link_id: str, text: str, **rest: Any) -> dict[str, Any]:
    return {"linkId": link_id, "type": "string", "text": text, **rest}


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_our_own_forms_are_plain(file: Any, locks: Locks, words: WordList) -> None:
    plain = measure_form(read_questionnaire(file.read_bytes()), locks, words)
    assert plain.findings == ()
    assert (plain.figures is None) == (file.stem in {"gad-7", "phq-9"})


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_our_own_forms_have_short_sentences_in_every_language(file: Any) -> None:
    questionnaire = read_questionnaire(file.read_bytes())
    for language in questionnaire.languages[1:]:
        texts = list(form_texts(questionnaire, language))
        for item in questionnaire.by_path.values():
            texts += item_texts(item, language)
        assert [found for text in texts for found in look(text, language, WordList())] == []


def test_a_finding_says_where_and_nothing_is_refused(locks: Locks, words: WordList) -> None:
    inner = question("inner", "Are you OK?", item=[question("deep", HARD)])
    plain = measure_form(form(question("first", "Medications?"), inner), locks, words)
    assert [(f.code, f.link_id, f.path) for f in plain.findings] == [
        ("hard-to-read", "", "Questionnaire"),
        ("hard-word", "first", "Questionnaire.item[0]"),
        ("hard-to-read", "deep", "Questionnaire.item[1].item[0]"),
    ]
    assert {finding.severity for finding in plain.findings} == {INFORMATION}
    assert plain.figures is not None
    assert plain.figures.words == 14


def test_every_text_that_people_see_is_measured(locks: Locks, words: WordList) -> None:
    rule = [
        {"url": "key", "valueId": "k"},
        {"url": "severity", "valueCode": "error"},
        {"url": "expression", "valueString": "true"},
        {"url": "human", "valueString": "Please write less"},
    ]
    item = question(
        "a",
        "Are you able to commence?",
        type="choice",
        answerOption=[{"valueCoding": {"code": "x", "display": "Commence"}}],
        extension=[
            {"url": CORE + "entryFormat", "valueString": "commenced"},
            {"url": CORE + "questionnaire-constraint", "extension": rule},
        ],
    )
    whole = form(item, title="Commence", description="Commencing", extension=item["extension"][1:])
    found = [finding.code for finding in measure_form(whole, locks, words).findings]
    assert sorted(found) == ["banned-word"] * 2 + ["hard-word"] * 5


def test_what_nobody_sees_is_not_measured(locks: Locks, words: WordList) -> None:
    hidden = {"extension": [{"url": CORE + "questionnaire-hidden", "valueBoolean": True}]}
    inside = question("a", HARD, item=[question("b", HARD)], **hidden)
    assert measure_form(form(inside), locks, words).findings == ()


def test_validated_wording_is_known_by_its_hash_in_any_form(locks: Locks, words: WordList) -> None:
    instrument = json.loads(resource("forms", "phq-9.json").read_bytes())
    group = instrument["item"][0]
    mixed = form(question("own", "Do you need help?"), group)
    plain = measure_form(mixed, locks, words)
    assert plain.findings == ()
    assert plain.validated == 10
    assert plain.figures is not None
    assert plain.figures.longest == 4
    group["item"][8]["text"] = HARD
    reworded = measure_form(mixed, locks, words)
    assert reworded.validated == 9
    assert {finding.link_id for finding in reworded.findings} == {"", "phq9-9"}


def test_a_form_in_another_language_has_no_grade(locks: Locks) -> None:
    plain = measure_form(form(question("a", HARD), language="de"), locks, WordList())
    assert plain.findings == ()
    assert plain.figures is not None
    assert (plain.figures.grade, plain.figures.longest) == (None, 7)


def test_a_long_text_is_shown_in_part_and_without_unseen_signs(
    locks: Locks, words: WordList
) -> None:
    text = "One\x1b[2J " + "more of it, " * 30
    findings = measure_form(form(question("a", text)), locks, words).findings
    long = next(finding for finding in findings if finding.code == "long-sentence")
    assert "\x1b" not in long.message
    assert len(long.message) < 250
