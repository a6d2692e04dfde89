"""Other words are tried out: begun, stopped where they harm, judged, kept and taken back."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.evidence import ItemCounts
from kiosk.coproduction.feedback import Remark
from kiosk.coproduction.pilot_judging import Arm
from kiosk.desk.improving.guarding import stop_harm
from kiosk.desk.improving.piloting import Wanted
from kiosk.desk.improving.trial import Judged, needs
from kiosk.desk.improving.trials import Trial
from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import parse_questionnaire, read_questionnaire
from kiosk.settings import Clinic, Patient, Settings
from kiosk.store import audit, feedback, fetched
from kiosk.store.database import Store
from kiosk.store.form_versions import content_of, standings
from kiosk.sync.fetch.at_hand import at_hand, mark, pinned
from kiosk.sync.improving.counting import COUNTED
from kiosk.sync.improving.measures import Measured, to_fhir
from tests.coproduction.clinic_form import URL, raw_form
from tests.desk.improving.trying import (
    DRAFT,
    LEE,
    NOW,
    OLD,
    RIA,
    TODAY,
    TRIED,
    WANTED,
    Trying,
    open_since,
    trying,
)

KEPT = DRAFT


@pytest.fixture
def clinic(store: Store) -> Trying:
    return trying(store)


def trial(clinic: Trying) -> Trial:
    (change,) = clinic.book.look().open
    assert change.trial is not None
    return change.trial


def refused(work: Any, *arguments: Any) -> str:
    with pytest.raises(RefusedError) as refusal:
        work(*arguments)
    assert refusal.value.advice
    return str(refusal.value)


def keep_week_of_another(store: Store, form: str, since: date, counts: ItemCounts) -> None:
    """What another kiosk counted at the question in a week came here."""
    told = Measured("k2", form, since, since + timedelta(days=7), {"note": counts}, {})
    with store.transaction() as c:
        fetched.keep_good(c, COUNTED, told.id, encode_json(to_fhir(told)), now=NOW)


def test_a_pilot_is_a_version_of_its_own_with_its_plan_in_the_log(
    clinic: Trying, store: Store
) -> None:
    before = mark(store)

    assert clinic.start() == TRIED

    assert clinic.log() == [("drafted", "1.1.0"), ("piloting", "1.1.0-pilot.1")]
    assert clinic.events()[-1].detail == {
        "link_id": "note", "metric": "troubled", "control": OLD, "begin": "2026-11-27",
        "end": "2027-01-22", "per_arm": 121, "share": 50, "kiosk": "",
    }  # fmt: skip
    with store.reading() as c:
        form = read_questionnaire(content_of(c, TRIED) or b"")
        assert audit.events(c, 1)[0].action == "form.pilot-begun"
    assert form.raw["meta"]["tag"][0]["code"] == "pilot"
    assert form.raw["derivedFrom"] == [OLD]
    assert mark(store) != before


def test_two_versions_of_a_form_are_not_tried_at_once(clinic: Trying) -> None:
    clinic.start()
    second = clinic.draft(e.SetText("tired", "en", "How tired have you been this week?"))

    assert "being tried already" in refused(
        clinic.book.pilots.start, second, clinic.form, WANTED, LEE
    )
    states = {one.canonical: (one.is_tried, one.is_other_tried) for one in clinic.book.look().open}
    assert sorted(states.values()) == [(False, True), (True, False)]


@pytest.mark.parametrize("share", [0, 51, 100, -3])
def test_the_pilot_is_never_larger_than_what_it_is_compared_with(
    clinic: Trying, share: int
) -> None:
    wanted = Wanted("note", TODAY + timedelta(days=7), share=share)

    with pytest.raises(RefusedError, match="At most half"):
        clinic.start(wanted)


@pytest.mark.parametrize("days", [0, -1, 800])
def test_it_ends_on_a_day_that_is_to_come(clinic: Trying, days: int) -> None:
    with pytest.raises(RefusedError, match="day is over"):
        clinic.start(Wanted("note", TODAY + timedelta(days=days)))


def test_the_desk_starts_and_keeps_none(clinic: Trying) -> None:
    draft = clinic.draft()

    assert "role" in refused(clinic.book.pilots.start, draft, clinic.form, WANTED, RIA)
    tried = clinic.start(draft=draft)
    for work in (clinic.book.pilots.keep, clinic.book.pilots.take_back, clinic.book.pilots.go_on):
        assert "role" in refused(work, tried, RIA)


def test_a_form_that_asks_nobody_about_its_questions_is_never_tried(store: Store) -> None:
    quiet = {"url": ext.NO_FEEDBACK_PROMPT, "valueBoolean": True}
    clinic = trying(store, parse_questionnaire(raw_form() | {"extension": [quiet]}))
    draft = clinic.draft()

    assert "never tried" in refused(clinic.book.pilots.start, draft, clinic.form, WANTED, LEE)
    assert clinic.book.look().open[0].never == "sensitive"


def test_a_form_of_which_the_settings_name_one_version_is_not_tried(clinic: Trying) -> None:
    settings = Settings(clinic=Clinic(name="Riverside"), patient=Patient(forms=(OLD,)))
    clinic.pinned = pinned(settings)
    draft = clinic.draft()

    with pytest.raises(RefusedError, match="name one version") as refusal:
        clinic.start(draft=draft)
    assert "[patient] forms" in refusal.value.advice
    assert clinic.log()[-1][0] == "drafted"
    clinic.pinned = pinned(Settings(clinic=Clinic(name="Riverside"), patient=Patient(forms=(URL,))))
    assert clinic.start(draft=draft) == TRIED


def test_before_it_starts_it_is_said_how_long_it_takes(clinic: Trying, store: Store) -> None:
    draft = clinic.draft()
    (change,) = clinic.book.look().open
    (judged,) = clinic.book.questions(change)
    assert (judged.link_id, judged.weekly, judged.before) == ("note", None, 0.3)
    assert needs(judged, "half", 50).weeks is None  # nobody can say yet

    open_since(store, TODAY - timedelta(days=28))
    for week in range(4):
        clinic.count(OLD, 4, 16, on=TODAY - timedelta(days=3 + 7 * week))
    (judged,) = clinic.book.questions(change)

    assert (judged.shown, judged.troubled, judged.weekly) == (64, 16, 16.0)
    needed = needs(judged, "half", 50)
    assert (needed.before, needed.after, needed.per_arm) == (0.25, 0.125, 152)
    assert (needed.weeks, needed.is_long) == (19, True)
    assert draft == change.canonical


@pytest.mark.parametrize(("shown", "troubled"), [(9, 9), (40, 40), (40, 0), (10**6, 1)])
def test_what_is_hoped_for_can_always_be_worked_out(shown: int, troubled: int) -> None:
    judged = Judged("q", "q", "?", shown, troubled, 10.0)

    for hope in ("half", "third"):
        assert 1 < needs(judged, hope, 50).per_arm < 10_000  # type: ignore[arg-type]


def test_what_was_counted_at_other_kiosks_counts_from_whole_weeks_in_the_pilot(
    clinic: Trying, store: Store
) -> None:
    clinic.start()
    for form, since, troubled in (
        (TRIED, TODAY, 2), (OLD, TODAY, 9), (OLD, TODAY - timedelta(days=7), 50),
    ):  # fmt: skip
        keep_week_of_another(store, form, since, ItemCounts(shown=60, troubled=troubled))
    clinic.clock.go_on(days=8)

    verdict = trial(clinic).verdict
    assert verdict is not None
    assert (verdict.pilot, verdict.control) == (Arm(2, 60), Arm(9, 60))
    assert verdict.word == "looks-better"


def test_what_people_say_is_compared_from_when_it_may_be_seen(clinic: Trying, store: Store) -> None:
    def say(*forms: str) -> None:
        said = [Remark(str(uuid4()), TODAY, form, "note", "upsetting", "", "en") for form in forms]
        with store.transaction() as c:
            for one in said:
                feedback.keep_remark(c, one)

    def arms() -> tuple[Arm, Arm]:
        with store.transaction() as c:
            feedback.release_remarks(c, today=clinic.clock().date())
        clinic.clock.go_on(days=1)
        verdict = trial(clinic).verdict
        assert verdict is not None
        return verdict.pilot, verdict.control

    say(OLD, OLD, OLD)  # before it begins
    clinic.start()
    clinic.count(OLD, 9, 60)
    clinic.count(TRIED, 2, 60)
    assert arms() == (Arm(2, 60), Arm(9, 60))
    say(TRIED, OLD)
    assert arms() == (Arm(2, 60), Arm(9, 60))  # some of these five may be from before
    for form in (TRIED, OLD):
        clinic.count(form, 0, 10, on=clinic.clock().date())
    say(TRIED, OLD, OLD, OLD)
    assert arms() == (Arm(2, 70), Arm(9, 70))  # too few to be seen
    say(OLD)
    assert arms() == (Arm(3, 70, 1), Arm(13, 70, 4))


def test_what_people_say_at_other_kiosks_is_compared_after_the_first_week_of_it(
    clinic: Trying, store: Store
) -> None:
    clinic.start()
    for week in range(2):
        since = TODAY + timedelta(days=7 * week)
        for form, remarked in ((TRIED, 1), (OLD, 6)):
            counts = ItemCounts(shown=60, troubled=5, remarked=remarked)
            keep_week_of_another(store, form, since, counts)
    clinic.clock.go_on(days=15)

    verdict = trial(clinic).verdict
    assert verdict is not None
    assert (verdict.pilot, verdict.control) == (Arm(11, 120, 1), Arm(16, 120, 6))


def test_a_pilot_at_one_kiosk_is_compared_with_the_others_there(
    clinic: Trying, store: Store
) -> None:
    clinic.start(Wanted("note", WANTED.until, here=True))
    keep_week_of_another(store, OLD, TODAY, ItemCounts(shown=60, troubled=60))
    clinic.count(OLD, 9, 60)
    clinic.count(TRIED, 2, 60)
    clinic.clock.go_on(days=8)

    plan, verdict = trial(clinic).pilot.plan, trial(clinic).verdict
    assert plan is not None
    assert verdict is not None
    assert plan.kiosk == store.kiosk_id
    assert verdict.control == Arm(9, 60)


def test_it_is_judged_by_the_question_that_took_the_place_of_the_old_one(clinic: Trying) -> None:
    month = e.SetText("sleep", "en", "Over the last month, how did you sleep?")
    tried = clinic.start(Wanted("sleep", WANTED.until), clinic.draft(month))
    clinic.count(tried, 1, 40, link_id="sleep-2")
    clinic.count(OLD, 9, 40, link_id="sleep")
    clinic.clock.go_on(days=1)

    verdict = trial(clinic).verdict
    assert verdict is not None
    assert (verdict.pilot, verdict.control) == (Arm(1, 40), Arm(9, 40))


def test_harm_stops_it_without_anybody(clinic: Trying, store: Store) -> None:
    tried = clinic.start()
    for day in range(8):
        on = TODAY + timedelta(days=day)
        clinic.count(tried, 3, 6, on=on)
        clinic.count(OLD, 1, 6, on=on)
    assert stop_harm(store, clinic.clock) == ()  # that day is not over
    clinic.clock.go_on(days=8)

    assert stop_harm(store, clinic.clock) == (tried,)

    assert stop_harm(store, clinic.clock) == ()
    stopped = clinic.events()[-1]
    assert (stopped.kind, stopped.reason, stopped.role) == ("stopped", "harm", "kiosk")
    assert stopped.detail["pilot"] == [15, 30]
    with store.reading() as c:
        last = audit.events(c, 1)[0]
        assert (last.actor, last.action, last.subject) == ("kiosk", "form.pilot-stopped", tried)
        assert standings(c)[URL].pilot is None
    found = trial(clinic)
    assert (found.pilot.stopped_by, found.is_open) == ("harm", False)
    assert found.pilot.over == stopped
    assert "more people had trouble" in refused(
        clinic.book.pilots.start, DRAFT, clinic.form, WANTED, LEE
    )


def test_words_that_do_no_harm_go_on(clinic: Trying, store: Store) -> None:
    tried = clinic.start()
    for day in range(8):
        clinic.count(tried, 1, 6, on=TODAY + timedelta(days=day))
        clinic.count(OLD, 3, 6, on=TODAY + timedelta(days=day))
    clinic.clock.go_on(days=8)

    assert stop_harm(store, clinic.clock) == ()
    verdict = trial(clinic).verdict
    assert verdict is not None
    assert (verdict.word, verdict.pilot, verdict.control) == (
        "looks-better", Arm(8, 48), Arm(24, 48),
    )  # fmt: skip


def test_at_its_end_it_waits_to_be_judged(clinic: Trying) -> None:
    tried = clinic.start()
    clinic.count(tried, 2, 60)
    clinic.count(OLD, 20, 60)
    clinic.clock.go_on(weeks=8)

    assert clinic.book.look().waiting == 1
    assert trial(clinic).pilot.state == "ended"
    verdict = trial(clinic).verdict
    assert verdict is not None
    assert (verdict.word, verdict.at_end) == ("clear", True)


def test_what_is_kept_is_what_everybody_gets(clinic: Trying, store: Store) -> None:
    tried = clinic.start(draft=clinic.draft(groups=("g1",)))

    assert clinic.book.pilots.keep(tried, LEE) == KEPT

    assert clinic.log()[-1] == ("published", "1.1.0")
    assert clinic.events()[-1].detail == {"pilot": tried}
    assert clinic.book.look().open == ()
    assert [one.form.canonical for one in clinic.book.look().in_use] == [KEPT]
    found = at_hand(store, Settings(clinic=Clinic(name="Riverside"), patient=Patient(forms=())))
    assert [form.canonical for form in found.forms] == [KEPT]
    assert found.tried == ()
    with store.reading() as c:
        kept, was = content_of(c, KEPT), content_of(c, tried)
    items = [read_questionnaire(one or b"").raw["item"] for one in
             (kept, was)]  # fmt: skip
    assert items[0] == items[1]
    assert "not being tried" in refused(clinic.book.pilots.take_back, tried, LEE)


@pytest.mark.parametrize("way", ["keep", "take_back"])
def test_the_way_back_leaves_the_pilot_as_it_was(clinic: Trying, store: Store, way: str) -> None:
    tried = clinic.start()
    clinic.clock.go_on(days=3)
    getattr(clinic.book.pilots, way)(tried, LEE)
    clinic.book.pilots.go_on(tried, LEE)

    found = trial(clinic)
    assert (found.pilot.canonical, found.pilot.state) == (tried, "running")
    assert found.pilot.plan is not None
    assert found.pilot.plan.begin == TODAY
    with store.reading() as c:
        assert standings(c)[URL].default == ""
    assert "not being tried" in refused(clinic.book.pilots.go_on, tried, LEE)
    clinic.book.pilots.keep(tried, LEE)


def test_what_is_taken_back_is_a_draft_still_and_is_tried_under_another_number(
    clinic: Trying, store: Store
) -> None:
    tried = clinic.start()
    clinic.book.pilots.take_back(tried, LEE)

    (change,) = clinic.book.look().open
    assert not change.is_tried
    assert trial(clinic).pilot.state == "reverted"
    assert clinic.start(draft=DRAFT) == f"{URL}|1.1.0-pilot.2"
    with store.reading() as c:
        actions = [one.action for one in audit.events(c, 2)]
    assert actions == ["form.pilot-begun", "form.pilot-taken-back"]
