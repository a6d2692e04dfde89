from datetime import UTC, datetime

from kiosk.coproduction import events
from kiosk.coproduction.events import FormEvent, standing

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
URL, DRAFT, PILOT, KEPT = "u", "u|1.1.0-draft", "u|1.1.0-pilot.1", "u|1.1.0"


def done(kind: str, canonical: str = PILOT, **more: object) -> FormEvent:
    return FormEvent(NOW, URL, kind, canonical, **more)  # type: ignore[arg-type]


def test_a_draft_is_tried_and_kept_or_taken_back() -> None:
    drafted = done(events.DRAFTED)
    assert standing([drafted]).drafts == (PILOT,)
    piloting = done(events.PILOTING, detail={"share": 50})
    running = standing([drafted, piloting])
    assert (running.pilot, running.drafts, running.default) == (piloting, (), "")
    assert standing([drafted, piloting, done(events.REVERTED, detail={"to": ""})]).pilot is None
    kept = standing([drafted, piloting, done(events.PUBLISHED, KEPT)])
    assert (kept.pilot, kept.default) == (None, KEPT)


def test_what_was_kept_can_be_taken_back_to_the_one_before() -> None:
    kept = [done(events.PUBLISHED, "u|1.1.0"), done(events.PUBLISHED, "u|1.2.0")]
    back = done(events.REVERTED, "u|1.2.0", detail={"to": "u|1.1.0"})
    assert standing([*kept, back]).default == "u|1.1.0"


def test_a_veto_ends_a_draft_and_a_pilot_and_an_objection_limits_it() -> None:
    begun = [done(events.DRAFTED), done(events.PILOTING)]
    assert standing([*begun, done(events.VETOED)]).pilot is None
    assert standing([done(events.DRAFTED), done(events.VETOED)]).drafts == ()
    assert standing([*begun, done(events.OBJECTED)]).limited == {PILOT}


def test_a_form_that_was_retired_comes_back_as_it_was() -> None:
    kept = done(events.PUBLISHED, KEPT)
    gone = [kept, done(events.RETIRED, "")]
    assert standing(gone).retired
    back = standing([*gone, done(events.RESTORED, "")])
    assert (back.retired, back.default) == (False, KEPT)


def test_what_a_newer_program_wrote_changes_nothing() -> None:
    assert standing([done(events.PUBLISHED, KEPT), done("blessed")]).default == KEPT
