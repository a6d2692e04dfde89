"""Which ballots there are, about which questions, for whom, and in which groups a choice counts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.coproduction.balloting import (
    ALERT,
    LOCKED,
    SENSITIVE,
    UNKNOWN,
    bands_of,
    held_ballots,
    is_asked_of,
    why_not,
)
from kiosk.coproduction.ballots import Ballot
from kiosk.coproduction.events import BALLOT_CLOSED, BALLOT_OPENED, FormEvent
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.offered import bundled_locks
from kiosk.resources import resource
from tests.coproduction.clinic_form import URL, clinic_form, raw_form

DAY = date(2026, 3, 2)
BALLOT = Ballot(
    "b1", f"{URL}|1.0.0", "tired",
    {"old": "How tired are you?", "new": "How sleepy are you?"}, DAY, date(2026, 4, 2), "en",
)  # fmt: skip
NO_PROMPT = "http://clinic-kiosk.example/fhir/StructureDefinition/no-feedback-prompt"


def event(kind: str, detail: object, hour: int = 9) -> FormEvent:
    at = datetime(2026, 3, 5, hour, tzinfo=UTC)
    return FormEvent(at, URL, kind, detail=detail)  # type: ignore[arg-type]


def bundled(name: str) -> Questionnaire:
    return read_questionnaire(resource("forms", f"{name}.json").read_bytes())


def test_a_ballot_is_open_until_its_last_day_or_until_it_is_closed() -> None:
    log = [event(BALLOT_OPENED, BALLOT.to_json()), event(BALLOT_OPENED, {"id": "spoilt"})]
    (held,) = held_ballots(log)
    assert held.ballot == BALLOT
    assert [held.is_open(day) for day in (DAY, date(2026, 4, 2), date(2026, 4, 3))] == [
        True, True, False,
    ]  # fmt: skip
    (closed,) = held_ballots([*log, event(BALLOT_CLOSED, {"id": "b1"}, 10)])
    assert (closed.closed, closed.is_open(DAY)) == (date(2026, 3, 5), False)


def test_an_end_of_what_is_not_known_ends_nothing() -> None:
    assert held_ballots([event(BALLOT_CLOSED, {"id": "b1"}), event(BALLOT_CLOSED, {})]) == ()


def test_of_an_own_form_any_question_may_be_asked_about() -> None:
    locks = bundled_locks()
    assert [why_not(clinic_form(), one, locks) for one in ("sleep", "tired", "note", "gone")] == [
        "", "", "", UNKNOWN,
    ]  # fmt: skip


def test_never_of_an_instrument_an_alert_or_a_form_that_wants_no_feedback() -> None:
    locks = bundled_locks()
    gad, phq = bundled("gad-7"), bundled("phq-9")
    assert {why_not(gad, item.link_id, locks) for item in gad.asked} == {LOCKED}
    assert {why_not(phq, item.link_id, locks) for item in phq.asked} == {LOCKED}
    watched = [item.link_id for item in phq.asked if why_not(phq, item.link_id, {}) == ALERT]
    assert len(watched) == 1
    quiet = {**raw_form(), "extension": [{"url": NO_PROMPT, "valueBoolean": True}]}
    assert why_not(parse_questionnaire(quiet), "sleep", locks) == SENSITIVE


def test_one_question_of_an_instrument_in_an_own_form_is_locked_too() -> None:
    gad = bundled("gad-7")
    item = next(one for one in gad.asked)
    own = parse_questionnaire({**raw_form(), "language": gad.own_language, "item": [item.raw]})
    assert why_not(own, item.link_id, bundled_locks()) == LOCKED


@pytest.mark.parametrize(("language", "asked"), [("en", True), ("en-x-easy", True), ("pl", False)])
def test_only_who_read_one_of_the_wordings_is_asked(language: str, *, asked: bool) -> None:
    assert is_asked_of(BALLOT, clinic_form(), language) is asked


def test_a_question_that_reads_otherwise_by_now_is_not_asked_about() -> None:
    raw = raw_form()
    raw["item"][2]["text"] = "How sleepy are you today?"
    assert not is_asked_of(BALLOT, parse_questionnaire(raw), "en")
    assert not is_asked_of(replace(BALLOT, canonical="http://other|1"), clinic_form(), "en")
    assert not is_asked_of(replace(BALLOT, link_id="gone"), clinic_form(), "en")


def test_a_choice_counts_in_the_groups_that_are_easily_outvoted() -> None:
    assert bands_of(mode="large", language="pl", first="en", who="interpreter") == (
        "mode:large", "language:pl", "who:helped",
    )  # fmt: skip
    assert bands_of(mode="keys", language="en", first="en", who="proxy") == (
        "mode:keys", "who:proxy",
    )  # fmt: skip
    assert bands_of(mode="touch", language="en", first="en", who="self") == ()
