from typing import Any

import pytest

from kiosk.coproduction.codes import DroppedCode, dishonest, honest, read_bindings
from kiosk.coproduction.lineage import lineage
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.offered import bundled_bindings
from kiosk.resources import resource
from tests.coproduction.audit_c import UK_THIRD

LOINC = "http://loinc.org"
US_THIRD = "How often do you have six or more drinks on one occasion?"


def audit_c(asked: str, language: str = "en", code: str = "68520-6") -> Questionnaire:
    item = {
        "linkId": "third", "type": "string", "text": asked,
        "code": [{"system": LOINC, "code": code}, {"system": "http://our.own", "code": "x"}],
    }  # fmt: skip
    raw = {
        "resourceType": "Questionnaire", "language": language, "item": [item],
        "url": "http://our.own/audit-c",
    }  # fmt: skip
    return parse_questionnaire(raw)


def codes(form: Questionnaire) -> list[str]:
    return [finding.link_id for finding in dishonest(form, bundled_bindings())]


@pytest.mark.parametrize(
    ("asked", "code", "found"),
    [
        (US_THIRD, "68520-6", []),
        ("How often do you have 6 or more drinks on 1 occasion", "68520-6", []),
        (UK_THIRD, "68520-6", ["third"]),
        (US_THIRD, "68517-2", ["third"]),  # as HL7's own example has it
        ("Little interest or pleasure in doing things", "44250-9", []),
        ("Little interest in doing things", "44250-9", ["third"]),
        (UK_THIRD, "nobody-knows", []),
    ],
)
def test_a_code_of_other_words_is_found(asked: str, code: str, found: list[str]) -> None:
    assert codes(audit_c(asked, code=code)) == found


def test_in_another_language_no_hash_can_tell() -> None:
    assert codes(audit_c("Wie oft trinken Sie sechs oder mehr?", "de")) == []


@pytest.mark.parametrize("name", [file.stem for file in resource("forms").glob("*.json")])
def test_no_bundled_form_has_one(name: str) -> None:
    assert codes(read_questionnaire(resource("forms", f"{name}.json").read_bytes())) == []


def test_every_single_character_changed_drops_every_code_of_a_locked_instrument() -> None:
    bindings, dropped_of = bundled_bindings(), 0
    for name in ("phq-9", "gad-7"):
        form = read_questionnaire(resource("forms", f"{name}.json").read_bytes())
        for item in form.by_path.values():
            coded = item.raw.get("code")
            if not coded or item.type == "group":
                continue
            text = item.text("en")
            for place, letter in enumerate(text):
                if not letter.isalnum():
                    continue
                other = f"{text[:place]}{'x' if letter != 'x' else 'y'}{text[place + 1 :]}"
                raw = {"resourceType": "Questionnaire", "item": [dict(item.raw) | {"text": other}]}
                made, dropped = honest(raw, (), bindings)
                assert "code" not in made["item"][0], other
                assert len(dropped) == len(coded)
                dropped_of += 1
    print(f"G6: {dropped_of} wordings that differ by a character, every code dropped")
    assert dropped_of > 500


def never(words: str, language: str = "en", **more: Any) -> Questionnaire:
    """A question one of whose answers has the code of “Not at all”, with these words beside it."""
    coded = {"system": LOINC, "code": "LA6568-5"}
    waits = {"question": "q", "operator": "=", "answerCoding": coded}
    options = [
        {"valueCoding": coded | {"display": words}},
        {"valueCoding": {"system": LOINC, "code": "LA6569-3", "display": "Several days"}},
    ]
    items = [
        {"linkId": "q", "type": "choice", "text": "Did you?", "answerOption": options},
        {"linkId": "w", "type": "string", "text": "Why?", "enableWhen": [waits]},
    ]
    raw = {"resourceType": "Questionnaire", "language": language, "item": items, "url": "urn:a:b"}
    return parse_questionnaire(raw | more)


def test_an_answer_of_other_words_loses_its_code_and_who_waits_for_it_follows() -> None:
    bindings = bundled_bindings()
    assert codes(never("Not at all.")) == []
    assert codes(never("Never")) == ["q"]

    made, dropped = honest(never("Never").raw, (), bindings)
    asked, waits = made["item"]
    assert asked["answerOption"][0]["valueCoding"] == {"code": "never", "display": "Never"}
    assert asked["answerOption"][1]["valueCoding"]["code"] == "LA6569-3"
    assert waits["enableWhen"][0]["answerCoding"] == {"code": "never"}
    assert dropped == (DroppedCode("q", LOINC, "LA6568-5"),)


def test_an_answer_that_was_reworded_loses_the_code_it_had_in_any_language() -> None:
    old, new = never("Gar nicht", "de"), never("Nie", "de")
    made, dropped = honest(new.raw, lineage(old, new), {}, old)
    assert made["item"][0]["answerOption"][0]["valueCoding"] == {"code": "nie", "display": "Nie"}
    assert len(dropped) == 1


def test_the_code_of_an_answer_that_a_score_reckons_with_is_not_taken_away_but_refused() -> None:
    rule = {"language": "text/fhirpath", "expression": "%resource.item.where(code = 'LA6568-5')"}
    variable = {"url": "http://hl7.org/fhir/StructureDefinition/variable", "valueExpression": rule}
    with pytest.raises(RefusedError, match="calculation"):
        honest(never("Never", extension=[variable]).raw, (), bundled_bindings())


def test_a_code_that_a_reworded_question_was_given_for_its_new_words_stays() -> None:
    old, new = audit_c("How are you?", code="before"), audit_c("How do you feel?", code="after")
    _, dropped = honest(new.raw, lineage(old, new), {}, old)
    assert dropped == ()


def test_a_reworded_question_loses_its_codes_and_it_is_said_which() -> None:
    old, new = (audit_c(asked, code="any") for asked in ("How are you?", "How do you feel?"))
    made, dropped = honest(new.raw, lineage(old, new), {})
    assert [one["code"] for one in made["item"][0]["code"]] == ["x"]  # the author's own
    assert dropped == (DroppedCode("third", LOINC, "any"),)
    assert new.raw["item"][0]["code"]  # what was given is as it was


def test_a_comma_costs_no_code() -> None:
    old, new = (audit_c(asked, code="any") for asked in ("Well, how are you?", "Well how are you?"))
    made: dict[str, Any]
    made, dropped = honest(new.raw, lineage(old, new), {})
    assert (made["item"][0]["code"], dropped) == (new.raw["item"][0]["code"], ())


@pytest.mark.parametrize("content", [b"[", b"a = 1", b'["x|y"]\nwordings = 1', b"\xff"])
def test_a_broken_register_is_told(content: bytes) -> None:
    with pytest.raises(RefusedError, match="register"):
        read_bindings(content)
