from typing import Any

import pytest

from kiosk.coproduction.codes import DroppedCode, dishonest, honest, read_bindings
from kiosk.coproduction.lineage import lineage
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.offered import bundled_bindings
from kiosk.resources import resource

LOINC = "http://loinc.org"
US_THIRD = "How often do you have six or more drinks on one occasion?"
UK_THIRD = (
    "How often have you had 6 or more units if female, or 8 or more if male, on a single occasion "
    "in the last year?"
)


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
    assert dropped_of > 500


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
