"""What became of what people said follows from what was done, and from nothing else."""

from typing import Any

import pytest

from kiosk.coproduction import events as log
from kiosk.coproduction.events import FormEvent
from kiosk.coproduction.outcomes import ESCALATED, OUTCOMES, Asked, Decision, Fate, fate
from kiosk.forms.questionnaire import Questionnaire
from tests.coproduction.boards import NEW, day, decided, event, facts, form, said
from tests.coproduction.boards import asked as about

Q = about()
DRAFT = event(log.DRAFTED, "1.1.0", 3, Q, text="Plainer words.")
PILOT = event(log.PILOTING, "1.1.0-pilot.1", 4, detail={"end": day(18).isoformat()})
PUBLISH = event(log.PUBLISHED, "1.1.0", 5)
VERSIONS = (form(), form("1.1.0", NEW), form("1.1.0-pilot.1", NEW))


def became(
    *events: FormEvent,
    decisions: tuple[Decision, ...] = (),
    forms: tuple[Questionnaire, ...] = VERSIONS,
    on: int = 20,
    of: Asked = Q,
) -> Fate:
    known = facts(said=said(Q), events=events, decisions=decisions, forms=forms)
    return fate(of, known, day(on))


def test_what_too_few_have_said_is_kept() -> None:
    assert became(of=about("upsetting")) == Fate("kept", about("upsetting"), None)


@pytest.mark.parametrize(("on", "kind"), [(1, "heard"), (14, "heard"), (15, "unanswered")])
def test_after_fourteen_days_without_an_answer_it_is_overdue(on: int, kind: str) -> None:
    assert became(on=on).kind == kind


@pytest.mark.parametrize(
    ("outcome", "more"),
    [("not-yet", {}), ("no", {"reason": "law"}), ("answered", {}), ("not-yet", {"until": day(40)})],
)
def test_what_the_desk_says_counts(outcome: str, more: dict[str, Any]) -> None:
    found = became(decisions=(decided(Q, outcome, **more),))

    assert (found.kind, found.text, found.day) == (outcome, "A sentence.", day(2))
    assert (found.reason, found.until) == (more.get("reason", ""), more.get("until"))


def test_the_last_word_counts() -> None:
    said_so = decided(Q, "not-yet"), decided(Q, "no", reason="cost")
    assert became(decisions=said_so).kind == "no"


def test_a_promise_whose_day_has_come_is_overdue() -> None:
    promised = decided(Q, "not-yet", until=day(18))

    assert became(decisions=(promised,), on=17).kind == "not-yet"
    assert became(decisions=(promised,), on=18) == Fate("unanswered", Q, day(18), "A sentence.")


def test_we_did_follows_from_a_version_in_force_that_answers_these_remarks() -> None:
    found = became(DRAFT, PUBLISH)

    assert found == Fate("did", Q, day(5), "Plainer words.", after=VERSIONS[1].canonical)


def test_a_draft_alone_is_nothing_done() -> None:
    assert became(DRAFT).kind == "unanswered"


def test_nor_is_a_version_that_leaves_the_question_as_it_was() -> None:
    assert became(DRAFT, PUBLISH, forms=(form(), form("1.1.0"))).kind == "unanswered"


def test_nor_one_that_was_made_for_something_else() -> None:
    other = event(log.DRAFTED, "1.1.0", 3, about("upsetting"))
    assert became(other, PUBLISH).kind == "unanswered"


def test_nor_one_of_which_nobody_knows_the_words() -> None:
    assert became(DRAFT, PUBLISH, forms=(form(),)).kind == "unanswered"
    assert became(DRAFT, PUBLISH, forms=VERSIONS[1:]).kind == "unanswered"


def test_no_hand_can_write_it() -> None:
    assert "did" not in OUTCOMES
    assert became(decisions=(decided(Q, "did"),)).kind == "answered"


def test_more_help_or_another_answer_is_a_change_too() -> None:
    helped = form("1.1.0", item=[{"linkId": "h", "type": "display", "text": "Any way you like."}])
    assert became(DRAFT, PUBLISH, forms=(form(), helped)).kind == "did"


def test_while_it_is_tried_it_is_said_until_when() -> None:
    found = became(DRAFT, PILOT, decisions=(decided(Q, "not-yet", on=9),), on=10)

    assert (found.kind, found.until, found.text) == ("trying", day(18), "Plainer words.")


@pytest.mark.parametrize(
    ("reason", "kind", "why"),
    [("harm", "reverted", ""), ("veto", "no", "safety")],
)
def test_a_trial_that_was_stopped_is_told_as_it_was(reason: str, kind: str, why: str) -> None:
    found = became(DRAFT, PILOT, event(log.STOPPED, "1.1.0-pilot.1", 6, reason=reason))

    assert (found.kind, found.reason) == (kind, why)


def test_a_trial_that_is_over_is_not_said_to_go_on() -> None:
    assert became(DRAFT, PILOT, on=17).kind == "trying"

    for on in (18, 25):
        found = became(DRAFT, PILOT, on=on)
        assert (found.kind, found.day, found.until) == ("tried", day(18), None)
        assert found.text == "Plainer words."


def test_what_was_kept_after_a_trial_is_done() -> None:
    assert became(DRAFT, PILOT, event(log.PUBLISHED, "1.1.0", 19), on=20).kind == "did"


def test_what_was_taken_back_is_no_longer_done() -> None:
    back = event(log.REVERTED, "1.1.0", 8, detail={"to": VERSIONS[0].canonical})

    assert became(DRAFT, PUBLISH, back) == Fate("reverted", Q, day(8), "Plainer words.")


def test_what_the_desk_says_after_that_counts_again() -> None:
    back = event(log.REVERTED, "1.1.0", 8, detail={"to": ""})

    assert became(DRAFT, PUBLISH, back, decisions=(decided(Q, "not-yet", on=7),)).kind == "reverted"
    assert became(DRAFT, PUBLISH, back, decisions=(decided(Q, "not-yet", on=9),)).kind == "not-yet"


def test_a_newer_version_with_the_old_words_undoes_it() -> None:
    newer = event(log.PUBLISHED, "1.2.0", 9)
    forms = (*VERSIONS, form("1.2.0"))
    assert became(DRAFT, PUBLISH, newer, forms=forms).kind == "reverted"


def test_a_veto_of_clinical_safety_is_a_no_with_that_reason() -> None:
    found = became(DRAFT, event(log.VETOED, "1.1.0", 6, text="It could be read as a no."))

    assert (found.kind, found.reason, found.text) == ("no", "safety", "It could be read as a no.")


def test_of_a_form_that_is_gone_it_is_said() -> None:
    assert became(event(log.RETIRED, "", 7)).kind == "retired"


def test_what_may_be_a_danger_to_somebody_is_never_told_on() -> None:
    escalated = decided(Q, ESCALATED), decided(Q, "no", reason="law")
    assert became(DRAFT, PUBLISH, decisions=escalated).kind == "heard"


def test_a_word_of_another_version_of_the_program_is_not_guessed_at() -> None:
    assert became(decisions=(decided(Q, "on-trial"),)).kind == "heard"
