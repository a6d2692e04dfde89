"""What patients are not offered is said to IT, each with its reason."""

import json
from pathlib import Path

from kiosk.commands.withheld import drafts_shown, withheld
from kiosk.settings import Patient, Reception, Responder, Settings


def sentences(*forms: str) -> list[str]:
    return withheld(Settings(patient=Patient(forms=forms)))


def test_a_form_with_a_question_that_has_no_control_is_said_with_the_question(
    tmp_path: Path,
) -> None:
    form = {
        "resourceType": "Questionnaire",
        "url": "https://example.org/Questionnaire/papers",
        "status": "active",
        "title": "Your papers",
        "item": [{"linkId": "scan", "type": "attachment", "text": "A scan", "required": True}],
    }
    (tmp_path / "papers.json").write_text(json.dumps(form))

    (told,) = sentences(str(tmp_path / "papers.json"))

    assert "Your papers is not offered" in told
    assert "(scan)" in told


def test_a_form_that_may_raise_an_alert_is_said_with_the_reason() -> None:
    (told,) = sentences("phq-9")

    assert "alert" in told
    assert "[reception] responders" in told


def test_with_a_responder_it_depends_on_visits_and_on_a_desk() -> None:
    nurse = Reception(responders=(Responder(name="Duty nurse", how="extension 21"),))
    anonymous = Settings(patient=Patient(forms=("phq-9",)), reception=nurse)
    coded = Settings(patient=Patient(forms=("phq-9",), identity="code"), reception=nurse)

    assert "[patient] identity" in withheld(anonymous, "")[0]
    assert "none is now" in withheld(coded, "no-desk")[0]
    assert "while a desk is signed in" in withheld(coded)[0]
    assert withheld(coded, "") == []


def test_of_forms_that_are_offered_nothing_is_said() -> None:
    assert sentences("what-matters", "communication-needs", "pain-today", "gad-7") == []


def test_a_sign_language_that_no_form_has_a_film_in_is_said() -> None:
    (told,) = withheld(Settings(patient=Patient(languages=("en", "en-x-bfi"))))

    assert "en-x-bfi is not offered: no form has a film in it" in told


def test_an_alternative_that_nobody_has_checked_is_said() -> None:
    (told,) = withheld(Settings(patient=Patient(languages=("en", "en-x-easy"))))

    assert "en-x-easy is not offered" in told


def test_a_language_is_said_to_be_a_draft_or_not_to_be_there() -> None:
    off = Settings(patient=Patient(languages=("en", "ar", "tlh")))
    on = Settings(patient=Patient(languages=("en", "ar"), draft_translations=("ar",)))

    draft, unknown = withheld(off)
    assert "ar is not offered: no native reader" in draft
    assert "tlh is not offered: there is no folder" in unknown
    assert drafts_shown(off) == []
    assert withheld(on) == []
    assert "العربية (ar)" in drafts_shown(on)[0]
