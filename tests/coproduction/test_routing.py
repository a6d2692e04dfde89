"""Who can change what people stumble over, and what would usually mend it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.coproduction.feedback import REASONS
from kiosk.coproduction.routing import (
    DESK_WORDS,
    WHO,
    Family,
    family_of,
    likely_reason,
    may_answer,
    may_answer_so,
    route,
)
from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import parse_questionnaire

families = st.builds(
    Family,
    st.booleans(),
    st.sampled_from(["none", "low", "high"]),
    st.sampled_from(["", "reception", "lead", "clinical", "the trust"]),
    st.booleans(),
)
reasons = st.sampled_from([*REASONS, DESK_WORDS]) | st.text()


def form(*extensions: dict[str, Any]) -> Any:
    raw = {
        "resourceType": "Questionnaire", "status": "active", "url": "http://x/f", "version": "1",
        "extension": list(extensions), "item": [{"linkId": "q", "type": "string", "text": "Q?"}],
    }  # fmt: skip
    return parse_questionnaire(raw)


@pytest.mark.parametrize(
    ("reason", "who", "fix"),
    [
        ("not-understood", "desk", "reword-or-help"),
        ("no-fitting-answer", "lead", "add-option"),
        ("not-known", "lead", "shorter-recall"),
        ("too-personal", "lead", "say-why"),
        ("asked-already", "lead", "skip-or-fill"),
        ("hard-to-read", "desk", "show-otherwise"),
        ("upsetting", "clinical", "see-clinician"),
        ("better-wording", "desk", "use-their-words"),
        (DESK_WORDS, "desk", "use-their-words"),
    ],
)
def test_each_reason_has_somebody_and_a_fix(reason: str, who: str, fix: str) -> None:
    found = route(reason, Family())

    assert (found.who, found.fix) == (who, fix)


@given(reasons, families)
def test_a_locked_wording_is_nobodys_here_and_how_it_is_shown_always_the_desks(
    reason: str, family: Family
) -> None:
    who = route(reason, family).who

    assert who in WHO
    if reason == "hard-to-read":
        assert who == "desk"
    elif family.locked:
        assert who == "locked"
    elif family.from_centre or family.owner_role == "the trust":
        assert who == "elsewhere"
    elif family.clinical_risk == "high":
        assert who == "clinical"


def test_every_reason_of_patients_has_a_fix_of_its_own() -> None:
    assert route("of another version", Family()) == route("not-understood", Family())
    assert len({route(one, Family()) for one in REASONS}) >= 7


def test_a_form_says_who_answers_for_it_and_how_risky_it_is() -> None:
    said = form(
        {"url": ext.CLINICAL_RISK, "valueCode": "low"},
        {"url": ext.OWNER_ROLE, "valueCode": "clinical"},
    )
    assert family_of(said, locked=False, from_centre=True) == Family(
        locked=False, clinical_risk="low", owner_role="clinical", from_centre=True
    )
    assert family_of(form(), locked=True, from_centre=False) == Family(locked=True)


@given(st.sampled_from(WHO), st.sampled_from(["not-yet", "no", "answered"]))
def test_the_desk_answers_for_what_it_can_change_and_the_lead_for_all(who: Any, what: str) -> None:
    assert may_answer("reception", who) is (who == "desk")
    assert may_answer_so("lead", who, what, "")
    assert not may_answer_so("IT", who, what, "")


def test_clinical_safety_may_say_no_to_anything_and_answers_for_what_is_clinical() -> None:
    assert may_answer_so("clinical", "desk", "no", "safety")
    assert not may_answer_so("clinical", "desk", "no", "cost")
    assert not may_answer_so("clinical", "desk", "answered", "")
    assert may_answer_so("clinical", "clinical", "answered", "")


def test_where_only_the_counters_speak_the_likely_reason_is_taken() -> None:
    assert likely_reason("not-sure") == "not-known"
    assert likely_reason("left-here") == likely_reason(None) == "not-understood"
