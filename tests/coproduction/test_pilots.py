"""A pilot as it was planned, and what becomes of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kiosk.coproduction import events as log
from kiosk.coproduction.events import FormEvent
from kiosk.coproduction.pilots import (
    HARM,
    Pilot,
    Plan,
    limited,
    pilots,
    settled,
    untriable,
    was_harmful,
)
from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.offered import bundled_locks, read_forms
from tests.coproduction.clinic_form import raw_form

URL = "http://example.org/f"
TRIED, OLD, KEPT = f"{URL}|1.1.0-pilot.1", f"{URL}|1.0.0", f"{URL}|1.1.0"
BEGIN = date(2026, 3, 2)
PLAN = Plan("sleep", OLD, BEGIN, BEGIN + timedelta(weeks=12), 121, share=50)


def event(kind: str, canonical: str = TRIED, **more: Any) -> FormEvent:
    return FormEvent(datetime(2026, 3, 2, tzinfo=UTC), URL, kind, canonical, **more)


BEGUN = event(log.PILOTING, detail=PLAN.detail)


def last(*then: FormEvent) -> Pilot:
    return pilots([event(log.DRAFTED), BEGUN, *then])[-1]


def test_a_plan_is_the_same_after_it_was_written_to_the_log() -> None:
    one_kiosk = Plan("sleep", OLD, BEGIN, BEGIN + timedelta(days=7), 294, "help", kiosk="k1")
    half_of_it = Plan("sleep", OLD, BEGIN, BEGIN + timedelta(days=7), 294, share=50, kiosk="k1")

    for plan in (PLAN, one_kiosk, half_of_it):
        assert Plan.of(plan.detail) == plan
    assert PLAN.detail["begin"] == "2026-03-02"


@pytest.mark.parametrize(
    "wrong",
    [{"share": 0}, {"share": 51}, {"kiosk": "k1", "share": 51}, {"end": BEGIN}],
    ids=["neither", "more than half", "more than half of one", "no day"],
)
def test_a_plan_is_a_share_up_to_half_or_a_kiosk_for_some_days(wrong: dict[str, Any]) -> None:
    given = {"link_id": "a", "control": OLD, "begin": BEGIN, "end": BEGIN + timedelta(1),
             "per_arm": 30, "share": 50} | wrong  # fmt: skip
    with pytest.raises(ValueError, match=r"share|ends"):
        Plan(**given)


@pytest.mark.parametrize("detail", [{}, {"share": 10}, PLAN.detail | {"share": 90, "x": 1}])
def test_a_plan_that_is_none_is_refused_with_what_to_do(detail: dict[str, Any]) -> None:
    with pytest.raises(RefusedError, match="can't be read") as refused:
        Plan.of(detail)
    assert "take the pilot back" in refused.value.advice


def test_a_pilot_runs_until_the_day_after_its_last() -> None:
    pilot = last()

    assert (pilot.state, pilot.plan) == ("running", PLAN)
    assert pilot.on(PLAN.end - timedelta(days=1)).state == "running"
    assert pilot.on(PLAN.end).state == "ended"


def test_one_that_was_stopped_says_by_what_and_stays_so_after_its_end() -> None:
    harmed = last(event(log.STOPPED, reason=HARM, role="kiosk"))

    assert (harmed.state, harmed.stopped_by) == ("stopped", HARM)
    assert harmed.on(PLAN.end).state == "stopped"
    assert last(event(log.VETOED, role="clinical")).stopped_by == "veto"


def test_a_person_keeps_or_reverts_it() -> None:
    assert last(event(log.PUBLISHED, KEPT)).on(PLAN.end).state == "kept"
    assert last(event(log.REVERTED)).on(PLAN.end).state == "reverted"
    assert last(event(log.STOPPED, reason=HARM), event(log.REVERTED)).state == "reverted"


def test_what_was_kept_stays_kept_when_other_versions_follow() -> None:
    later = event(log.PUBLISHED, f"{URL}|1.2.0")

    assert last(event(log.PUBLISHED, KEPT), later).state == "kept"
    assert last(later).state == "reverted"


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (event(log.REVERTED), "reverted"),
        (event(log.PUBLISHED, KEPT), "kept"),
        (event(log.PUBLISHED, f"{URL}|2.0.0"), "reverted"),
        (event(log.RETIRED, ""), "reverted"),
        (event(log.STOPPED, reason=HARM), "stopped"),
        (event(log.VETOED), "stopped"),
    ],
    ids=["taken back", "kept", "others are used", "retired", "harm", "veto"],
)
def test_it_is_told_what_made_an_end_of_it(end: FormEvent, state: str) -> None:
    found = last(end, event(log.DRAFTED))

    assert (found.state, found.over) == (state, end)
    assert last().over is None


def test_each_pilot_of_a_form_is_told_in_its_order() -> None:
    second = f"{URL}|1.2.0-pilot.1"
    tried = pilots([
        BEGUN, event(log.REVERTED), event(log.PILOTING, second, detail=PLAN.detail),
    ])  # fmt: skip

    assert [(one.canonical, one.state) for one in tried] == [
        (TRIED, "reverted"), (second, "running"),
    ]  # fmt: skip


def test_a_plan_of_another_version_of_the_program_hides_no_pilot() -> None:
    (pilot,) = pilots([event(log.PILOTING, detail={"arms": 3})])

    assert (pilot.state, pilot.plan) == ("running", None)
    assert pilot.on(PLAN.end).state == "running"


def test_an_objection_limits_a_pilot_to_one_kiosk_and_one_week() -> None:
    small = limited(PLAN, kiosk="k1", today=BEGIN)

    assert (small.share, small.kiosk, small.end) == (50, "k1", BEGIN + timedelta(days=7))
    assert (small.link_id, small.per_arm, small.control) == ("sleep", 121, OLD)


def test_an_objection_in_the_third_week_ends_it_that_day_and_loses_no_day_before() -> None:
    today = BEGIN + timedelta(days=17)
    one_kiosk = Plan("sleep", OLD, BEGIN, PLAN.end, 121, kiosk="k2")

    assert limited(PLAN, kiosk="k1", today=today).end == today
    assert limited(one_kiosk, kiosk="k1", today=today).kiosk == "k2"


def test_an_objection_makes_no_short_pilot_longer() -> None:
    short = Plan("sleep", OLD, BEGIN, BEGIN + timedelta(days=2), 121, kiosk="k1")

    assert limited(short, kiosk="k1", today=BEGIN) == short


def test_where_no_kiosk_is_known_an_objection_limits_its_time() -> None:
    small = limited(PLAN, kiosk="", today=BEGIN)

    assert (small.share, small.kiosk, small.end) == (50, "", BEGIN + timedelta(days=7))


def test_a_pilot_that_goes_on_by_a_smaller_plan_is_one_pilot() -> None:
    small = limited(PLAN, kiosk="k1", today=BEGIN)
    (pilot,) = pilots([BEGUN, event(log.OBJECTED), event(log.PILOTING, detail=small.detail)])

    assert (pilot.state, pilot.plan) == ("running", small)


def test_what_harmed_is_known_by_its_draft() -> None:
    done = [BEGUN, event(log.STOPPED, reason=HARM, role="kiosk")]

    assert settled(TRIED) == KEPT
    assert was_harmful(done, KEPT)
    assert not was_harmful([BEGUN, event(log.REVERTED)], KEPT)


@pytest.mark.parametrize(
    ("extension", "why"),
    [
        ([], None),
        ([{"url": ext.NO_FEEDBACK_PROMPT, "valueBoolean": True}], "sensitive"),
    ],
)
def test_where_patients_are_not_asked_nothing_is_tried(
    extension: list[dict[str, Any]], why: str | None
) -> None:
    form = parse_questionnaire(raw_form() | {"extension": extension})

    assert untriable(form, bundled_locks()) == why


@pytest.mark.parametrize(("name", "why"), [("gad-7", "locked"), ("phq-9", "alert")])
def test_a_validated_instrument_and_what_alerts_are_never_tried(name: str, why: str) -> None:
    (form,) = read_forms([name])

    assert untriable(form, bundled_locks()) == why
