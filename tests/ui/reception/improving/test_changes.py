"""The part Changes: drafts are decided about, tried, judged, and every step has its way back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kiosk.coproduction.editing import edits as e
from kiosk.desk.improving.changing import ChangingBook, rights_of
from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.settings import Clinic, Patient, Settings
from kiosk.store import audit, form_versions
from kiosk.store.staff import StaffMember
from kiosk.ui.reception.editing.request import pilot_request
from tests.desk.improving.trying import Clock, count

LEE = StaffMember("lee", "Lee", "lead")
WHERE = e.SetText("pain-where", "en", "Where in your body is the pain?")


@pytest.fixture
def desk(open_desk: Any, now: datetime) -> Any:
    """A desk whose clock goes on: what is done twice was done at two moments."""
    return open_desk(now=Clock(now))


def pain(desk: Any) -> Questionnaire:
    found: Questionnaire = next(one for one in desk.forms if one.url.endswith("pain-today"))
    return found


def draft(
    desk: Any, *edits: e.Edit, at: datetime, form: Questionnaire | None = None
) -> Questionnaire:
    """The lead made a draft."""
    book = ChangingBook(desk.store, lambda: at)
    change = book.open(form or pain(desk), LEE)
    for edit in edits or (WHERE,):
        change = change.done(edit, rights_of("lead"), book.locks)
    return book.draft(replace(change, checked=True, text="We ask it otherwise."), LEE)


def show(desk: Any, role: str = "lead") -> Any:
    desk.sign_in(role)
    desk.hands.click("Improve", "PageTab")
    desk.settle()
    desk.hands.click("Changes", "PageTab")
    settle(desk)
    return desk


def settle(desk: Any) -> None:
    for _ in range(3):
        desk.settle()


def told(desk: Any, text: str) -> bool:
    return any(text in name for name in desk.hands.names())


def log(desk: Any) -> list[str]:
    with desk.store.reading() as c:
        return [one.kind for one in form_versions.events(c, pain(desk).url)]


def actions(desk: Any) -> list[str]:
    with desk.store.reading() as c:
        return [one.action for one in reversed(audit.events(c, 40))]


def test_nothing_is_on_its_way(desk: Any) -> None:
    show(desk)

    assert told(desk, "No change is on its way")
    assert told(desk, "What is not used at once waits here")


def test_a_draft_is_told_with_what_differs(desk: Any, now: datetime) -> None:
    draft(desk, at=now)
    show(desk)

    assert told(desk, "Draft 1.1.0 by Lee")
    assert told(desk, "Other words for the same question.")
    assert told(desk, "Where in your body is the pain?")
    for name in ("Try it out …", "Use it for everybody", "Change further", "Throw away"):
        assert desk.hands.sees(name)
    assert not told(desk, "Stop it for safety")


def test_a_draft_that_changes_how_long_the_form_may_be_says_so(desk: Any, now: datetime) -> None:
    draft(desk, e.SetBudget(9, None), at=now)
    show(desk)

    assert told(desk, "The most questions it may have: 9. Before: no limit.")


@pytest.mark.parametrize(
    ("role", "sees", "sees_not"),
    [
        ("reception", "Object …", "Use it for everybody"),
        ("clinical", "Stop it for safety …", "Try it out …"),
    ],
)
def test_each_role_sees_what_it_may_do(
    desk: Any, now: datetime, role: str, sees: str, sees_not: str
) -> None:
    draft(desk, at=now)
    show(desk, role)

    assert desk.hands.sees(sees)
    assert not desk.hands.sees(sees_not)


def test_a_version_that_the_settings_keep_from_patients_is_told_so(
    open_desk: Any, now: datetime
) -> None:
    desk = open_desk(now=Clock(now))
    settings = Settings(clinic=Clinic(name="R"), patient=Patient(forms=(pain(desk).canonical,)))
    desk = open_desk(now=Clock(now), settings=settings)
    draft(desk, at=now)
    show(desk)

    assert told(desk, "the settings of this PC name one version of this form")
    for name in ("Try it out …", "Use it for everybody"):
        assert not desk.hands.sees(name)
    assert desk.hands.sees("Change further")


def test_from_the_editor_to_patients_it_is_one_press(desk: Any, now: datetime) -> None:
    made = draft(desk, at=now)
    desk.sign_in("lead")
    desk.reception.pages["forms"].wanted.emit("improve", pilot_request(made.canonical))
    settle(desk)

    assert told(desk, "Try out version 1.1.0")
    assert told(desk, "Nobody can say yet how many weeks that takes here")
    assert told(desk, "each group would need about 121 people")
    assert desk.hands.focused().name == "Start the trial"
    desk.hands.press("Return")
    settle(desk)

    assert told(desk, "The trial has begun, with the next patient.")
    assert told(desk, "Being tried: 1.1.0 by Lee")
    assert log(desk)[-1] == "piloting"
    assert actions(desk)[-1] == "form.pilot-begun"


def test_how_it_is_tried_is_chosen_by_keys(desk: Any, now: datetime) -> None:
    draft(desk, at=now)
    show(desk)
    desk.hands.click("Try it out …")
    settle(desk)
    assert not desk.hands.sees("Which question is to get better?")  # there is but one
    desk.hands.press("Tab", 2)
    while desk.hands.focused().name != "Who gets the new words?":
        desk.hands.press("Tab")
    desk.hands.press("Down")
    settle(desk)
    assert desk.hands.focused().name == "Who gets the new words?"
    desk.hands.press("Ctrl+Return")
    settle(desk)

    with desk.store.reading() as c:
        plan = form_versions.events(c, pain(desk).url)[-1].detail
    assert plan["share"] == 25


def test_starting_a_trial_has_its_way_back(desk: Any, now: datetime) -> None:
    draft(desk, at=now)
    show(desk)
    desk.hands.click("Try it out …")
    settle(desk)
    desk.hands.press("Ctrl+Return")
    settle(desk)
    desk.hands.click("Undo")
    settle(desk)

    assert log(desk)[-1] == "reverted"
    assert desk.hands.sees("Try it out …")


def weeks_of(desk: Any, form: str, troubled: int, *, today: date) -> None:
    """Eight weeks in which sixteen people came each."""
    with desk.store.transaction() as c:
        c.exec_driver_sql(
            "insert into form_passage (questionnaire, day, begun, sent) values (?, ?, 1, 1)",
            (form, (today - timedelta(weeks=8)).isoformat()),
        )
    for week in range(8):
        day = today - timedelta(days=7 * week + 1)
        count(desk.store, (form, "pain-where"), troubled, 16, day)


def test_a_trial_that_takes_too_long_is_called_a_trial_and_no_proof(
    desk: Any, now: datetime
) -> None:
    weeks_of(desk, pain(desk).canonical, 4, today=now.date())
    draft(desk, at=now)
    show(desk)
    desk.hands.click("Try it out …")
    settle(desk)

    assert told(desk, "Now about 25 in 100 people have trouble with it; you hope for 12")
    assert told(desk, "That needs about 19 weeks here.")
    assert told(desk, "Take it as a trial, not as proof")


@pytest.fixture
def tried(desk: Any, now: datetime) -> Callable[[int, int], None]:
    """A trial of the draft that began a week ago, with so many in trouble of sixty each."""

    def fill(new: int, old: int) -> None:
        from kiosk.desk.improving.deciding import DecidingBook  # noqa: PLC0415
        from kiosk.desk.improving.piloting import Wanted  # noqa: PLC0415

        week_ago = now - timedelta(days=7)
        made = draft(desk, at=week_ago)
        book = DecidingBook(desk.store, lambda: (pain(desk),), lambda: week_ago)
        wanted = Wanted("pain-where", now.date() + timedelta(weeks=4))
        canonical = book.pilots.start(made.canonical, pain(desk), wanted, LEE)
        day = now.date() - timedelta(days=3)
        count(desk.store, (canonical, "pain-where"), new, 60, day)
        count(desk.store, (pain(desk).canonical, "pain-where"), old, 60, day)

    return fill


def test_the_evidence_is_told_in_plain_words(desk: Any, tried: Any) -> None:
    tried(2, 9)
    show(desk)

    assert told(desk, "It looks better. That is not proved.")
    assert told(desk, "9 of 60 people with the old words, 2 of 60 with the new.")
    assert told(desk, "60 people have come to the smaller group; each needs 121.")
    assert told(desk, "Judged by: Where does it hurt most?")


def test_keeping_is_one_press_with_a_way_back(desk: Any, tried: Any) -> None:
    tried(2, 9)
    show(desk)
    desk.hands.click("Keep the new words")
    settle(desk)
    assert log(desk)[-1] == "published"
    assert told(desk, "Pain today, version 1.1.0")

    desk.hands.click("Undo")
    settle(desk)
    assert log(desk)[-2:] == ["reverted", "piloting"]
    assert desk.hands.sees("Keep the new words")


def test_taking_back_is_one_press_with_a_way_back(desk: Any, tried: Any) -> None:
    tried(9, 2)
    show(desk)
    assert told(desk, "It looks worse. That is not proved.")
    desk.hands.click("Take them back")
    settle(desk)
    assert log(desk)[-1] == "reverted"
    assert told(desk, "It was tried, and taken back.")

    desk.hands.click("Undo")
    settle(desk)
    assert desk.hands.sees("Take them back")


@pytest.mark.parametrize(
    ("press", "decided"),
    [
        ("Keep the new words", "Kept by The lead: everybody got the new words."),
        ("Take them back", "Taken back by The lead: everybody got the old words again."),
    ],
)
def test_a_trial_that_is_over_is_listed_with_what_was_known_and_decided(
    desk: Any, tried: Any, press: str, decided: str
) -> None:
    tried(2, 9)
    show(desk)
    assert not told(desk, "Trials that are over")
    desk.hands.click(press)
    settle(desk)

    assert told(desk, "Trials that are over")
    assert told(desk, decided)
    assert told(desk, "Tried from ")
    assert told(desk, "Known then: It looks better. That is not proved.")
    assert told(desk, "9 of 60 people with the old words, 2 of 60 with the new.")


def test_a_trial_that_the_guard_or_safety_stopped_is_listed(
    desk: Any, tried: Any, now: datetime
) -> None:
    from kiosk.desk.improving.guarding import stop_harm  # noqa: PLC0415

    tried(30, 3)
    assert stop_harm(desk.store, lambda: now)
    show(desk)

    assert told(desk, "It was stopped by itself: more people had trouble with the new words.")
    assert told(desk, "Known then: It looks worse.")


def test_what_harmed_says_so_and_is_not_tried_again(desk: Any, tried: Any, now: datetime) -> None:
    from kiosk.desk.improving.guarding import stop_harm  # noqa: PLC0415

    tried(30, 3)
    assert stop_harm(desk.store, lambda: now)
    show(desk)

    assert told(desk, "It was stopped by itself: more people had trouble with the new words.")
    assert told(desk, "30 of 60 with the new words, 3 of as many with the old.")
    assert not desk.hands.sees("Try it out …")
    assert not desk.hands.sees("Use it for everybody")
    assert desk.hands.sees("Change further")


def test_an_objection_wants_its_reason(desk: Any, now: datetime) -> None:
    draft(desk, at=now)
    show(desk, "reception")
    desk.hands.click("Object …")
    settle(desk)
    desk.hands.press("Ctrl+Return")
    settle(desk)
    assert told(desk, "Say why: others have to be able to answer it.")

    desk.hands.click("Why? No names or numbers of patients.")
    desk.hands.type("It sounds harsh.")
    desk.hands.press("Ctrl+Return")
    settle(desk)
    assert told(desk, "Sam objects: It sounds harsh.")
    assert told(desk, "at one kiosk for one week")
    assert not desk.hands.sees("Object …")


def test_safety_stops_it(desk: Any, tried: Any) -> None:
    tried(2, 9)
    show(desk, "clinical")
    desk.hands.click("Stop it for safety …")
    settle(desk)
    desk.hands.click("Why? No names or numbers of patients.")
    desk.hands.type("It hides a warning.")
    desk.hands.press("Ctrl+Return")
    settle(desk)

    assert told(desk, "It is stopped. Nobody gets these words.")
    assert told(desk, "No change is on its way")


def test_two_people_approve_a_form_with_a_clinical_risk(open_desk: Any, now: datetime) -> None:
    risk = {"url": ext.CLINICAL_RISK, "valueCode": "high"}
    plain = open_desk()
    raw = dict(pain(plain).raw)
    raw["extension"] = [*raw.get("extension", ()), risk]
    desk = open_desk(forms=(parse_questionnaire(raw),))
    draft(desk, at=now)
    show(desk)
    assert told(desk, "two people have to approve it. Still to approve: the lead, a clinician.")
    desk.hands.click("Approve …")
    settle(desk)
    assert told(desk, "Could you read it out to a patient as it stands?")
    desk.hands.press("Ctrl+Return")
    settle(desk)
    assert told(desk, "Read the questions, and tick that you did.")
    desk.hands.click("I read them, and each is a yes")
    desk.hands.press("Ctrl+Return")
    settle(desk)

    assert told(desk, "Still to approve: a clinician.")
    assert not desk.hands.sees("Use it for everybody")
    desk.reception.lock()
    desk.settle()
    show(desk, "clinical")
    desk.hands.click("Approve …")
    settle(desk)
    desk.hands.click("I read them, and each is a yes")
    desk.hands.press("Ctrl+Return")
    settle(desk)
    assert told(desk, "Approved by")
    assert not told(desk, "Still to approve")


def test_a_draft_thrown_away_comes_back(desk: Any, now: datetime) -> None:
    draft(desk, at=now)
    show(desk)
    desk.hands.click("Throw away")
    settle(desk)
    assert told(desk, "No change is on its way")

    desk.hands.click("Undo")
    settle(desk)
    assert told(desk, "Draft 1.1.0 by Lee")


def test_used_and_back_to_the_version_before(desk: Any, now: datetime) -> None:
    draft(desk, at=now)
    show(desk)
    desk.hands.click("Use it for everybody")
    settle(desk)
    assert told(desk, "In use, made here")
    desk.hands.click("Back to the version before")
    settle(desk)

    assert log(desk) == ["drafted", "published", "reverted"]
    assert not told(desk, "In use, made here")


def test_all_of_it_is_reached_by_keys(desk: Any, now: datetime) -> None:
    draft(desk, at=now)
    show(desk)
    reached = {node.name for node in desk.hands.walk(60)}

    assert {"Try it out …", "Use it for everybody", "Object …", "Throw away"} <= reached


def test_locking_closes_what_was_begun(desk: Any, now: datetime) -> None:
    draft(desk, at=now)
    show(desk)
    desk.hands.click("Try it out …")
    settle(desk)
    desk.reception.lock()
    desk.hands.wait_for("Sign in")
    settle(desk)

    assert not told(desk, "Try out version")
