"""What the kiosk tidies by itself, and when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk.coproduction.feedback import Remark, group_id
from kiosk.coproduction.outcomes import Decision
from kiosk.forms.needs import Needs
from kiosk.settings import Patient, Settings
from kiosk.store import (
    alert_rescue,
    checks,
    cleaning,
    drafts,
    feedback,
    help_calls,
    holds,
    needs,
    retention,
    submissions,
    visits,
)
from kiosk.store.alert_list import open_alerts
from kiosk.ui.meanwhile.upkeep import Upkeep
from tests import marking
from tests.desk.improving.trying import OLD, WANTED, trying
from tests.store.finished_phq import finish

DAY = timedelta(hours=24)


def old_draft(kiosk: Any, changed: datetime, slip_id: str | None = None) -> str:
    of = drafts.OfVisit("sitting", "self", (), slip_id)
    with kiosk.store.transaction() as c:
        return drafts.begin_draft(
            c, questionnaire="http://f|1", content_hash="f", language="en", now=changed, of=of
        )


@pytest.fixture
def upkeep(kiosk: Any, now: datetime) -> Callable[..., Upkeep]:
    def make(
        is_free: Callable[[], bool] = lambda: True, spared: frozenset[str] = frozenset()
    ) -> Upkeep:
        return Upkeep(
            store=kiosk.store,
            disk=kiosk.jobs.disk,
            settings=Settings(patient=Patient(draft_hours=24)),
            now=lambda: now,
            is_free=is_free,
            spared=lambda: spared,
            parent=kiosk.patient,
        )

    return make


def test_at_the_start_old_drafts_go_and_who_was_cut_off_is_paused(
    kiosk: Any, upkeep: Callable[..., Upkeep], now: datetime
) -> None:
    old_draft(kiosk, now - DAY)
    with kiosk.store.transaction() as c:
        made = visits.create_visit(c, packet=("f",), by="Sam", now=now)
        gone = visits.create_visit(c, packet=("f",), by="Sam", now=now - 3 * DAY)
        visits.take_up(c, made.id, now=now)
    young = old_draft(kiosk, now - DAY + timedelta(minutes=1), made.id)
    upkeep().start()
    assert [draft.id for draft in kiosk.drafts()] == [young]
    with kiosk.store.reading() as c:
        assert visits.load_visit(c, made.id).state == "paused"  # type: ignore[union-attr]
        assert visits.load_visit(c, gone.id) is None


def test_at_the_start_an_alert_that_damage_took_away_is_raised_again(
    kiosk: Any, upkeep: Callable[..., Upkeep], now: datetime
) -> None:
    with kiosk.store.transaction() as c:
        finish(c, "r1", 3, now, fired=False)
        alert_rescue.note_damage(c, now)
    upkeep().start()
    kiosk.settle()
    with kiosk.store.reading() as c:
        assert [one.response_id for one in open_alerts(c)] == ["r1"]


def test_while_somebody_sits_there_nothing_goes_and_after_that_it_does(
    kiosk: Any, upkeep: Callable[..., Upkeep], now: datetime
) -> None:
    free = [False]
    kept = upkeep(lambda: free[0])
    old_draft(kiosk, now - DAY)
    kept.hour()
    assert len(kiosk.drafts()) == 1
    free[0] = True
    kept.sitting_ended()
    assert kiosk.drafts() == ()


def test_a_draft_at_the_screen_stays_however_old(
    kiosk: Any, upkeep: Callable[..., Upkeep], now: datetime
) -> None:
    here, gone = old_draft(kiosk, now - DAY), old_draft(kiosk, now - DAY)
    upkeep(spared=frozenset({here})).hour()
    assert [draft.id for draft in kiosk.drafts()] == [here]
    assert gone != here


def test_a_sitting_is_counted_once_and_only_where_somebody_had_begun(
    kiosk: Any, upkeep: Callable[..., Upkeep]
) -> None:
    kept = upkeep()
    for _ in range(3):
        kept.sitting_began()
        kept.sitting_began()
        kept.sitting_ended()
        kept.sitting_ended()
    kiosk.settle()
    with kiosk.store.reading() as c:
        assert cleaning.sittings_since_cleaning(c) == 3


def test_after_a_sitting_words_that_do_harm_are_tried_no_more(
    kiosk: Any, upkeep: Callable[..., Upkeep], now: datetime
) -> None:
    clinic = trying(kiosk.store)
    clinic.clock.at = now - timedelta(days=9)
    begun = clinic.clock.at.date()
    tried = clinic.start(replace(WANTED, until=now.date() + timedelta(weeks=4)))
    looking, stopped = upkeep(), list[bool]()
    looking.stopped.connect(lambda: stopped.append(True))
    looking.start()
    kiosk.settle()
    assert stopped == []

    clinic.count(tried, 30, 40, on=begun)
    clinic.count(OLD, 3, 40, on=begun)
    looking.sitting_began()
    looking.sitting_ended()
    kiosk.settle()

    assert stopped == [True]
    assert clinic.log()[-1][0] == "stopped"


def test_a_store_that_can_not_be_written_disturbs_nobody(
    kiosk: Any, upkeep: Callable[..., Upkeep], now: datetime
) -> None:
    old_draft(kiosk, now - DAY)
    kept = upkeep()
    with kiosk.busy_store():
        kept.start()
        kiosk.settle()
    kept.hour()
    assert kiosk.drafts() == ()


def test_old_calls_and_old_needs_go_too(
    kiosk: Any, upkeep: Callable[..., Upkeep], now: datetime
) -> None:
    ada = visits.Whose(system="urn:clinic", value="4711")
    long_ago = now - Patient().needs_days * DAY
    with kiosk.store.transaction() as c:
        help_calls.record_call(c, "call", kiosk_id=kiosk.store.kiosk_id, now=now - DAY)
        made = visits.create_visit(c, packet=("f",), by="Sam", now=long_ago, whose=ada)
        needs.keep_needs(c, made.id, Needs(frozenset({"braille"}), "en"), now=long_ago)
    upkeep().start()
    kiosk.settle()
    with kiosk.store.reading() as c:
        assert help_calls.open_calls(c) == ()
        assert needs.needs_of(c, ada) == Needs()


def test_what_the_central_service_has_goes_after_its_days(
    kiosk: Any, upkeep: Callable[..., Upkeep], now: datetime
) -> None:
    with kiosk.store.transaction() as c:
        for name, days in (("old", 30), ("young", 29)):
            submissions.submit(
                c, draft_id=None, response_id=name, questionnaire="http://f|1", payload=b"{}",
                now=now,
            )  # fmt: skip
            row = next(one for one in marking.due(c, now) if one.resource_id == name)
            marking.mark_sent(c, row.id, etag=None, now=now - timedelta(days=days))
    upkeep().start()
    assert [one.id for one in kiosk.submissions()] == ["young"]


def test_a_clock_that_leapt_deletes_nothing(
    kiosk: Any, upkeep: Callable[..., Upkeep], now: datetime
) -> None:
    kept = old_draft(kiosk, now - 3 * DAY)
    with kiosk.store.transaction() as c:
        retention.clock_is_believed(c, now=now - timedelta(days=40))
    upkeep().start()
    assert [draft.id for draft in kiosk.drafts()] == [kept]


def test_the_file_is_checked_after_the_start_and_then_weekly(
    kiosk: Any, upkeep: Callable[..., Upkeep], now: datetime
) -> None:
    kept = upkeep()
    with kiosk.store.transaction() as c:
        checks.record_check(c, found=3, now=now - timedelta(days=1))
    kept.hour()
    assert last_check(kiosk).faults == 3
    kept.start()
    assert last_check(kiosk) == checks.Check(now, 0)
    with kiosk.store.transaction() as c:
        checks.record_check(c, found=0, now=now - timedelta(days=7))
    kept.hour()
    assert last_check(kiosk) == checks.Check(now, 0)


def test_while_somebody_sits_there_the_file_is_not_checked(
    kiosk: Any, upkeep: Callable[..., Upkeep]
) -> None:
    free = [False]
    kept = upkeep(lambda: free[0])
    kept.start()
    assert last_check(kiosk) is None
    free[0] = True
    kept.sitting_ended()
    assert last_check(kiosk) is not None


def last_check(kiosk: Any) -> Any:
    kiosk.settle()
    with kiosk.store.reading() as c:
        return checks.last_check(c)


def test_while_everything_is_held_no_paused_answers_go(
    kiosk: Any, upkeep: Callable[..., Upkeep], now: datetime
) -> None:
    kept = old_draft(kiosk, now - 3 * DAY)
    with kiosk.store.transaction() as c:
        held = holds.begin_hold(c, response_id=None, reason="case 7", by="IT", now=now)
    upkeep().start()
    assert [draft.id for draft in kiosk.drafts()] == [kept]
    with kiosk.store.transaction() as c:
        holds.end_hold(c, held.id, by="IT", now=now)
    upkeep().start()
    assert kiosk.drafts() == ()


@pytest.mark.parametrize(("days", "left"), [(89, 5), (90, 0)])
def test_what_people_wrote_of_a_question_goes_ninety_days_after_the_answer(
    kiosk: Any, upkeep: Callable[..., Upkeep], now: datetime, *, days: int, left: int
) -> None:
    day = (now - timedelta(days=days)).date()
    with kiosk.store.transaction() as c:
        for number in range(5):
            said = Remark(str(number), day, "http://f|1", "q", "upsetting", "Why?", "en")
            feedback.keep_remark(c, said)
        feedback.release_remarks(c, today=day)
        about = group_id("http://f|1", "q", "upsetting")
        feedback.record_decision(c, Decision(about, "no", "It is needed.", day, "lead", "law"))
    upkeep().start()
    kiosk.settle()
    with kiosk.store.reading() as c:
        kept = feedback.released(c)
    assert (len(kept), sum(one.words == "Why?" for one in kept)) == (5, left)
