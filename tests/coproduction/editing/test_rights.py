"""What may not be changed, and by whom."""

import pytest

from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.editing.applying import apply_edits
from kiosk.coproduction.editing.errors import EditRefused
from kiosk.coproduction.editing.rights import (
    Rights,
    clinical_risk,
    refuse_edit,
    refuse_outcome,
)
from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.offered import bundled_locks
from kiosk.resources import resource
from tests.coproduction.clinic_form import clinic_form, raw_form

DESK, LEAD, NOBODY = Rights(help_only=True), Rights(help_only=True, all=True), Rights()


def bundled(name: str) -> Questionnaire:
    return read_questionnaire(resource("forms", f"{name}.json").read_bytes())


def refusal(form: Questionnaire, edit: e.Edit, rights: Rights) -> str:
    with pytest.raises(EditRefused) as refused:
        refuse_edit(form, edit, rights, bundled_locks())
    return refused.value.code


def with_extension(url: str, **value: object) -> Questionnaire:
    return parse_questionnaire(raw_form() | {"extension": [{"url": url, **value}]})


@pytest.mark.parametrize("name", ["phq-9", "gad-7"])
def test_a_validated_instrument_is_nobodys_to_change(name: str) -> None:
    form = bundled(name)
    assert refusal(form, e.SetTitle("en", "How you feel"), LEAD) == "locked"
    for link_id in form.by_link_id:
        assert refusal(form, e.SetHelp(link_id, "en", "Help"), LEAD) == "locked"


def test_words_of_a_validated_instrument_stay_in_any_other_form_too() -> None:
    raw = dict(bundled("gad-7").raw) | {"url": "https://clinic.example/mine"}
    form = parse_questionnaire({key: raw[key] for key in raw if key != "extension"})
    assert refusal(form, e.SetText("gad7-1", "en", "Nervous?"), LEAD) == "validated"


def test_a_question_that_an_alert_rule_looks_at_is_not_changed() -> None:
    rule = {"name": "bad", "language": "text/fhirpath"}
    looks = rule | {"expression": "%resource.item.where(linkId = 'sleep').answer.exists()"}
    form = with_extension(ext.ALERT_RULE, valueExpression=looks)

    assert clinical_risk(form) == "high"
    assert refusal(form, e.SetText("sleep", "en", "Sleep?"), LEAD) == "alert"
    refuse_edit(form, e.SetText("note", "en", "Else?"), LEAD, bundled_locks())

    everywhere = rule | {"expression": "%resource.descendants().answer.exists()"}
    form = with_extension(ext.ALERT_RULE, valueExpression=everywhere)
    assert refusal(form, e.SetText("note", "en", "Else?"), LEAD) == "alert"


def test_the_desk_changes_help_and_typos_and_nothing_else() -> None:
    form, locks = clinic_form(), bundled_locks()
    refuse_edit(form, e.SetHelp("sleep", "en", "A usual night."), DESK, locks)
    refuse_edit(form, e.SetText("sleep", "en", "Sleep?"), DESK, locks)

    assert refusal(form, e.SetText("sleep", "pl", "Sen?"), DESK) == "lead"
    assert refusal(form, e.RemoveItem("note"), DESK) == "lead"
    assert refusal(form, e.SetHelp("sleep", "en", "A usual night."), NOBODY) == "role"


def test_what_the_words_came_to_is_judged_by_what_they_say() -> None:
    old = clinic_form()
    typo = apply_edits(old.raw, [e.SetText("note", "en", "Anything else")])
    helped = apply_edits(old.raw, [e.SetHelp("note", "en", "Whatever it is.")])
    other = apply_edits(old.raw, [e.SetText("note", "en", "What did we forget?")])

    refuse_outcome(old, typo, DESK)
    refuse_outcome(old, helped, DESK)
    refuse_outcome(old, other, LEAD)
    with pytest.raises(EditRefused, match="the lead's to decide"):
        refuse_outcome(old, other, DESK)


def test_a_form_with_a_clinical_risk_is_not_the_desks() -> None:
    form = with_extension(ext.CLINICAL_RISK, valueCode="high")

    assert refusal(form, e.SetHelp("sleep", "en", "A usual night."), DESK) == "risk"
    refuse_edit(form, e.SetHelp("sleep", "en", "A usual night."), LEAD, bundled_locks())
    assert clinical_risk(clinic_form()) == "low"
