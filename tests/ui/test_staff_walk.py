"""Staff take up a paused form with a PIN."""

from datetime import datetime, timedelta
from typing import Any

from kiosk.store import audit
from kiosk.trial.touch import rest
from kiosk.ui.staff.moments import in_words

PIN = "482913"


def pause_a_form(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    kiosk.finger.touch("Continue")
    kiosk.finger.touch("Nearly every day")
    kiosk.settle()
    kiosk.patient.leave(delete=False)
    kiosk.finger.wait_for("Staff")


def enter(kiosk: Any, pin: str) -> None:
    for digit in pin:
        kiosk.finger.touch(digit)
    kiosk.finger.touch("OK")


def test_a_paused_form_goes_on_at_the_kept_place_with_its_answers(kiosk: Any) -> None:
    pause_a_form(kiosk)
    kiosk.finger.touch("Staff")
    enter(kiosk, PIN)
    kiosk.finger.touch("Paused answers")
    kiosk.finger.wait_for_stillness()
    resume = next(
        name for name in kiosk.finger.names() if name.startswith("Resume: Worries (GAD-7)")
    )
    kiosk.finger.touch(resume)
    assert kiosk.finger.wait_for("Nearly every day").checked
    assert "Worries (GAD-7) · question 2 of 7" in kiosk.finger.names()
    kiosk.finger.touch("Back")
    assert kiosk.finger.wait_for("Several days").checked


def test_a_resumed_form_is_sent_once_and_its_draft_is_gone(kiosk: Any) -> None:
    pause_a_form(kiosk)
    kiosk.patient.resume(kiosk.drafts()[0].id, "Sam")
    for _ in range(6):
        kiosk.finger.touch("Continue")
    kiosk.finger.touch("Send my answers")
    kiosk.finger.wait_for("I have finished")
    assert kiosk.drafts() == ()
    assert len(kiosk.submissions()) == 1


def test_a_day_is_told_in_words(kiosk: Any, now: datetime) -> None:
    speaking = kiosk.staff.speaking
    today, earlier = now.astimezone(), (now - timedelta(days=28)).astimezone()
    assert in_words(speaking, now, now=now) == f"today at {today:%H:%M}"
    assert in_words(speaking, earlier, now=now) == f"2 February at {earlier:%H:%M}"


def test_the_list_shows_no_answer(kiosk: Any) -> None:
    pause_a_form(kiosk)
    kiosk.finger.touch("Staff")
    enter(kiosk, PIN)
    kiosk.finger.touch("Paused answers")
    kiosk.finger.wait_for_stillness()
    shown = "\n".join(kiosk.finger.names())
    assert "2 answered" in shown
    assert "Several days" not in shown
    assert "Nearly every day" not in shown


def test_a_wrong_pin_is_told_and_shows_nothing(kiosk: Any) -> None:
    pause_a_form(kiosk)
    kiosk.finger.touch("Staff")
    enter(kiosk, "135790")
    kiosk.finger.wait_until(
        lambda: any("This PIN is not known" in name for name in kiosk.finger.names()), "a refusal"
    )
    assert not kiosk.finger.sees("Paused answers")


def test_after_too_many_tries_one_has_to_wait(kiosk: Any) -> None:
    kiosk.finger.touch("Staff")
    for _ in range(5):
        kiosk.staff.pin.press("1")
        kiosk.staff.pin.press("3")
        kiosk.staff.pin.enter()
        kiosk.settle()
    kiosk.finger.wait_until(
        lambda: any("Too many tries. Wait" in name for name in kiosk.finger.names()), "a wait"
    )


def test_the_digits_are_counted_and_never_said(kiosk: Any) -> None:
    kiosk.finger.touch("Staff")
    before = kiosk.finger.names()
    for digit in "482":
        kiosk.finger.touch(digit)
    rest(0.02)
    assert [n for n in kiosk.finger.names() if n not in before] == ["3 digits entered"]
    kiosk.finger.touch("Delete last digit")
    assert kiosk.finger.sees("2 digits entered")


def test_closing_forgets_the_pin(kiosk: Any) -> None:
    kiosk.finger.touch("Staff")
    kiosk.finger.touch("4")
    kiosk.finger.touch("Close")
    kiosk.finger.touch("Staff")
    assert not kiosk.finger.sees("1 digit entered")


def test_who_did_what_is_there_to_read_and_no_patient_in_it(kiosk: Any, now: datetime) -> None:
    pause_a_form(kiosk)
    with kiosk.store.transaction() as c:
        earlier = now - timedelta(days=1)
        audit.record(c, actor="Sam", action="screen.cleaned", subject="k", now=earlier)
        audit.record(c, actor="patient", action="help.asked", subject="k", now=now)
        audit.record(c, actor="IT", action="some.thing-new", subject="k", now=now)
    kiosk.finger.touch("Staff")
    enter(kiosk, PIN)
    kiosk.finger.touch("Who did what")
    kiosk.finger.wait_for(f"today at {now.astimezone():%H:%M} · IT: looked after the store")
    shown = "\n".join(kiosk.finger.names())
    assert "Sam: cleaned the screen" in shown
    assert "opened these pages" in shown
    assert "patient" not in shown.lower().replace("what patients did", "")
    assert "not as it was written" not in shown


def test_a_record_that_was_changed_is_told_in_the_menu_and_on_its_page(
    kiosk: Any, now: datetime
) -> None:
    with kiosk.store.transaction() as c:
        audit.record(c, actor="Sam", action="export", subject="csv", now=now)
        c.exec_driver_sql("DROP TRIGGER audit_event_no_update")
        c.exec_driver_sql("UPDATE audit_event SET actor = 'x' WHERE id = 1")
    kiosk.finger.touch("Staff")
    enter(kiosk, PIN)
    entry = kiosk.finger.wait_for("Who did what")
    assert "not as it was written" in kiosk.finger.find(entry.name, "Button").description
    kiosk.finger.touch("Who did what")
    kiosk.finger.wait_for("This record is not as it was written. Tell IT.")
