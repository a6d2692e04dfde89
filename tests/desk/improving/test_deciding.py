"""Drafts are approved, objected to, stopped by safety, used and taken back, by whom who may."""

from typing import Any

import pytest

from kiosk.coproduction.editing import edits as e
from kiosk.desk.improving.changes import Change, allowed
from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.staff import StaffMember
from tests.coproduction.clinic_form import URL, raw_form
from tests.desk.improving.trying import (
    DR_CHO,
    DRAFT,
    IVO,
    LEE,
    RAY,
    RIA,
    SOL,
    TRIED,
    WANTED,
    Trying,
    trying,
)


@pytest.fixture
def clinic(store: Store) -> Trying:
    return trying(store)


@pytest.fixture
def risky(store: Store) -> Trying:
    risk = {"url": ext.CLINICAL_RISK, "valueCode": "high"}
    return trying(store, parse_questionnaire(raw_form() | {"extension": [risk]}))


def only(clinic: Trying) -> Change:
    (change,) = clinic.book.look().open
    return change


def may(clinic: Trying, member: StaffMember) -> set[str]:
    return set(allowed(only(clinic), member))


def audited(store: Store) -> list[tuple[str, str]]:
    with store.reading() as c:
        return [(one.actor, one.action) for one in reversed(audit.events(c, 20))]


def refused(work: Any, *arguments: Any) -> str:
    with pytest.raises(RefusedError) as refusal:
        work(*arguments)
    assert refusal.value.advice
    return str(refusal.value)


def test_a_draft_is_listed_with_its_difference_and_what_each_role_may_do(clinic: Trying) -> None:
    assert clinic.book.look().open == ()

    clinic.draft()

    change = only(clinic)
    assert (change.canonical, change.made.made_by, change.is_tried) == (DRAFT, "Lee", False)
    assert change.difference is not None
    assert [one.text.new for one in change.difference.questions] == ["What did we forget to ask?"]
    assert may(clinic, LEE) == {"object", "use", "pilot", "discard", "edit"}
    assert may(clinic, RIA) == {"object"}
    assert may(clinic, DR_CHO) == {"object", "veto"}
    assert may(clinic, IVO) == set()


def test_a_typo_is_the_desks_to_use_and_to_throw_away(clinic: Trying) -> None:
    clinic.draft(e.SetText("note", "en", "Anything else"), by=RIA)

    assert may(clinic, RIA) == {"object", "use", "discard"}
    assert may(clinic, RAY) == {"object", "use"}


def test_a_draft_is_used_and_the_version_before_comes_back(clinic: Trying, store: Store) -> None:
    draft = clinic.draft()
    clinic.book.use(draft, LEE)

    assert clinic.book.look().open == ()
    (used,) = clinic.book.look().in_use
    assert (used.form.canonical, used.before, used.retired) == (DRAFT, "", False)
    clinic.book.go_back(draft, LEE)
    assert clinic.book.look().in_use == ()
    clinic.book.go_forth(draft, LEE)
    assert clinic.book.look().in_use[0].form.canonical == DRAFT
    assert [action for _, action in audited(store)] == [
        "form.drafted", "form.published", "form.taken-back", "form.published",
    ]  # fmt: skip
    assert "Your role" in refused(clinic.book.go_back, draft, RIA)


def test_of_a_form_of_which_the_settings_name_one_version_no_other_is_used_or_tried(
    clinic: Trying,
) -> None:
    clinic.pinned = frozenset({URL})
    draft = clinic.draft()

    assert only(clinic).never == "pinned"
    assert may(clinic, LEE) == {"object", "discard", "edit"}
    assert "name one version" in refused(clinic.book.use, draft, LEE)


def test_what_is_thrown_away_can_be_had_back_with_all_that_it_answers(clinic: Trying) -> None:
    draft = clinic.draft(groups=("g1", "g2"))
    clinic.book.discard(draft, LEE)
    assert clinic.book.look().open == ()

    clinic.book.bring_back(draft, LEE)

    assert only(clinic).text == "We ask it otherwise now."
    assert clinic.events()[-1].detail["groups"] == ["g1", "g2"]
    assert "Something else" in refused(clinic.book.bring_back, draft, LEE)


def test_a_form_with_a_clinical_risk_needs_two_roles_and_two_people(risky: Trying) -> None:
    draft = risky.draft()

    assert only(risky).lacking == {"lead", "clinical"}
    assert "approve" in may(risky, LEE)
    assert not {"use", "pilot"} & may(risky, LEE)
    risky.book.approve(draft, LEE)
    assert "already" in refused(risky.book.approve, draft, LEE)
    assert "approve" not in may(risky, SOL)  # a lead said yes; a clinician has to
    assert "A lead and a clinician" in refused(risky.book.use, draft, LEE)
    assert "A lead and a clinician" in refused(
        risky.book.pilots.start, draft, risky.form, WANTED, LEE
    )
    risky.book.approve(draft, DR_CHO)

    assert only(risky).approved == {"lead": "Lee", "clinical": "Cho"}
    assert {"use", "pilot"} <= may(risky, LEE)
    assert "role" in refused(risky.book.use, draft, DR_CHO)


def test_one_person_with_two_roles_is_still_one_person(risky: Trying) -> None:
    draft = risky.draft()
    risky.book.approve(draft, LEE)
    both = StaffMember("lee2", "Lee", "clinical")

    assert "already" in refused(risky.book.approve, draft, both)


def test_an_objection_limits_and_does_not_forbid(clinic: Trying, store: Store) -> None:
    draft = clinic.draft()
    assert "without a reason" in refused(clinic.book.object, draft, "  ", RIA)
    clinic.book.object(draft, "It sounds like a reproach.", RIA)
    assert "already" in refused(clinic.book.object, draft, "Once more.", RIA)
    clinic.book.object(draft, "I agree with Ria.", RAY)

    assert only(clinic).objections == (
        ("Ria", "It sounds like a reproach."), ("Ray", "I agree with Ria."),
    )  # fmt: skip
    assert "Somebody objected" in refused(clinic.book.use, draft, LEE)
    assert audited(store)[-1] == ("Ray", "form.objected")
    clinic.start(draft=draft)

    plan = only(clinic).trial.pilot.plan  # type: ignore[union-attr]
    assert plan is not None
    assert (plan.end - plan.begin).days == 7
    assert (plan.kiosk, plan.share) == (store.kiosk_id, 50)


def test_an_objection_to_what_is_tried_makes_it_smaller_at_once(
    clinic: Trying, store: Store
) -> None:
    clinic.start()
    clinic.clock.go_on(days=2)
    clinic.book.object(DRAFT, "Older people stumble over it.", RIA)

    change = only(clinic)
    assert change.is_tried
    plan = change.trial.pilot.plan  # type: ignore[union-attr]
    assert plan is not None
    assert (plan.kiosk, (plan.end - plan.begin).days) == (store.kiosk_id, 7)
    assert clinic.log()[-2:] == [("objected", "1.1.0"), ("piloting", "1.1.0-pilot.1")]


def test_safety_stops_a_draft_and_what_is_tried_of_it(clinic: Trying, store: Store) -> None:
    clinic.start()
    assert "role" in refused(clinic.book.veto, DRAFT, "Unsafe.", LEE)
    clinic.book.veto(DRAFT, "It hides a warning sign.", DR_CHO)

    assert clinic.book.look().open == ()
    assert audited(store)[-1] == ("Cho", "form.vetoed")
    assert "not being tried" in refused(clinic.book.pilots.keep, TRIED, LEE)
    assert "no such draft" in refused(clinic.book.pilots.start, DRAFT, clinic.form, WANTED, LEE)
    assert "Something else" in refused(clinic.book.use, DRAFT, LEE)


def test_no_reason_stands_in_the_audit(clinic: Trying, store: Store) -> None:
    clinic.book.object(clinic.draft(), "Mrs Marker said so", RIA)

    with store.reading() as c:
        assert "Marker" not in repr(audit.events(c, 20))
