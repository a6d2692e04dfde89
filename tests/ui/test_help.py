"""“I need help”: hidden at once, on the list of the staff, open again by their PIN (AC 23)."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kiosk.commands.sending_lines import look
from kiosk.commands.status import _status_document, _status_text
from kiosk.forms.alert_rules import Fired
from kiosk.settings import Central, Patient, Settings
from kiosk.store import audit, help_calls
from kiosk.store.alert_list import open_alerts
from kiosk.store.alerts import Firing, Here, fire
from kiosk.ui.patient.help import AGAIN_MS, GRACE_MS, RING_MS

PIN = "482913"
HELP, BACK = "I need help", "Go on with the questions"
STAFF = "Staff: open the answers again"
TOLD = "Your call is on the list of the staff."


def enter(kiosk: Any, pin: str) -> None:
    for digit in pin:
        kiosk.finger.touch(digit)
    kiosk.finger.touch("OK")


def calls(kiosk: Any) -> tuple[help_calls.HelpCall, ...]:
    kiosk.settle()
    with kiosk.store.reading() as c:
        return help_calls.open_calls(c)


def events(kiosk: Any) -> list[tuple[str, str]]:
    kiosk.settle()
    with kiosk.store.reading() as c:
        return [(e.actor, e.action) for e in audit.events(c, 5)]


def says(kiosk: Any, words: str) -> bool:
    return any(words in name for name in kiosk.finger.names())


def half_a_minute_passes(kiosk: Any) -> None:
    assert kiosk.patient._help._grace.isActive()
    kiosk.patient._help._grace.timeout.emit()
    kiosk.finger.wait_for(STAFF)


@pytest.fixture
def answered(kiosk: Any) -> Any:
    """Somebody who answered the first question."""
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    kiosk.settle()
    return kiosk


@pytest.fixture
def asked(answered: Any) -> Any:
    """The same, who asked for help and has gone to the desk."""
    answered.finger.touch(HELP)
    half_a_minute_passes(answered)
    return answered


def seconds_until_covered(kiosk: Any) -> float:
    """From the touch to the drawn page; then back again."""
    place = kiosk.finger.wait_for(HELP).rect.center()
    began = time.monotonic()
    kiosk.finger.touch_at(place)
    kiosk.window.root.grabWindow()  # draws what is shown now
    taken = time.monotonic() - began
    assert not kiosk.finger.sees("Several days")
    kiosk.finger.touch(BACK)
    return taken


def test_answers_are_gone_within_200_ms(answered: Any) -> None:
    assert min(seconds_until_covered(answered) for _ in range(4)) < 0.2


def test_the_call_is_on_the_list_of_the_staff_within_5_s(answered: Any) -> None:
    began = time.monotonic()
    answered.finger.touch(HELP)
    (call,) = calls(answered)
    assert time.monotonic() - began < 5
    assert call.kiosk == answered.store.kiosk_id
    answered.finger.wait_until(lambda: says(answered, TOLD))
    assert says(answered, "Your answers are hidden.")


def test_a_mistaken_touch_is_taken_back_by_a_touch(answered: Any) -> None:
    answered.finger.touch(HELP)
    assert GRACE_MS == 30_000
    answered.finger.touch(BACK)
    assert answered.finger.wait_for("Several days").checked
    assert calls(answered) == ()
    assert events(answered)[:2] == [("patient", "help.answered"), ("patient", "help.asked")]


def test_after_half_a_minute_only_a_pin_opens_the_answers_right_where_they_were(
    asked: Any,
) -> None:
    assert not asked.finger.sees(BACK)
    asked.patient.help.goBack()
    asked.patient.closeSheet()
    assert asked.patient.sheet == "help"
    asked.finger.touch(STAFF)
    enter(asked, "135790")
    asked.finger.wait_until(lambda: says(asked, "This PIN is not known"))
    asked.finger.touch("Close")
    asked.finger.touch(STAFF)
    enter(asked, PIN)
    assert asked.finger.wait_for("Several days").checked
    assert not asked.finger.sees("What would you like to do?")
    assert calls(asked) == ()
    assert events(asked)[0] == ("Sam", "help.answered")
    asked.finger.touch("Continue")
    asked.finger.wait_for("Not being able to stop or control worrying")


def test_who_is_called_away_leaves_the_answers_paused_and_the_call_open(asked: Any) -> None:
    asked.finger.touch("Keep my answers for later")
    asked.finger.wait_for("English")
    assert [draft.answered for draft in asked.drafts()] == [1]
    assert len(calls(asked)) == 1


def test_when_nobody_comes_the_answers_are_paused_and_never_shown(asked: Any) -> None:
    asked.patient._idle._warn()
    asked.finger.wait_for("Yes, I am still here")
    assert not asked.finger.sees("Stop and delete my answers")
    asked.patient.openSheet("leave")
    asked.finger.touch("Yes, I am still here")
    asked.finger.wait_for(STAFF)
    asked.nobody_touches_it()
    asked.finger.wait_for("English")
    assert [draft.answered for draft in asked.drafts()] == [1]
    assert len(calls(asked)) == 1


def test_trouble_with_the_store_uncovers_nothing(asked: Any) -> None:
    asked.patient._failed()
    asked.finger.touch("Try again")
    asked.finger.wait_for(STAFF)
    assert not asked.finger.sees("Several days")


def test_hiding_the_screen_stays_the_patients_own(answered: Any) -> None:
    answered.finger.touch("Hide my screen")
    answered.finger.touch("Show my answers")
    assert answered.finger.wait_for("Several days").checked
    assert calls(answered) == ()


def test_before_anything_is_begun_nothing_is_hidden_and_no_pin_is_asked(kiosk: Any) -> None:
    kiosk.finger.touch(HELP)
    kiosk.finger.wait_until(lambda: says(kiosk, TOLD))
    assert not says(kiosk, "hidden")
    kiosk.patient._help._grow_late()
    kiosk.finger.touch(BACK)
    kiosk.finger.wait_for("English")


def test_where_the_store_can_not_note_it_nobody_is_said_to_be_told(answered: Any) -> None:
    with answered.busy_store():
        answered.finger.touch(HELP)
        answered.finger.wait_until(lambda: says(answered, "We could not tell the staff."))
        assert not says(answered, TOLD)
        assert answered.patient._help._again.isActive()
        assert AGAIN_MS <= 5_000
    answered.patient._help._again.timeout.emit()
    answered.finger.wait_until(lambda: says(answered, TOLD))
    assert len(calls(answered)) == 1


def test_what_was_called_before_is_not_said_to_the_next(answered: Any) -> None:
    with answered.slow_disk():
        answered.finger.touch(HELP)
        answered.patient.pause()
        answered.finger.touch(HELP)
        assert says(answered, "One moment.")
    answered.finger.wait_until(lambda: says(answered, TOLD))
    assert len(calls(answered)) == 2


def test_staff_find_the_call_in_their_menu_and_mark_it(asked: Any) -> None:
    asked.patient.pause()
    asked.staff.open()
    enter(asked, PIN)
    asked.finger.wait_for("Somebody wants help")
    assert asked.finger.find("Somebody wants help", "Button").description == "Asked just now"
    asked.finger.touch("Somebody wants help")
    asked.settle()
    with asked.busy_store():
        asked.finger.touch("Somebody has helped them")
        asked.finger.wait_until(lambda: says(asked, "It could not be noted."))
    asked.finger.touch("Somebody wants help")
    asked.finger.touch("Somebody has helped them")
    asked.finger.wait_for("Clean the screen")
    asked.finger.wait_until(lambda: not asked.finger.sees("Somebody wants help"))
    assert calls(asked) == ()
    assert events(asked)[0] == ("Sam", "help.answered")


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "just now"), (1, "1 minute ago"), (2, "2 minutes ago")]
)
def test_status_tells_the_desk(asked: Any, now: datetime, minutes: int, said: str) -> None:
    (call,) = calls(asked)
    document = _status_document(asked.store, Settings(), look(asked.store, Central(), now))
    since = now.isoformat(timespec="seconds")
    assert document["helpWanted"] == [{"kiosk": asked.store.kiosk_id, "since": since}]
    later = call.asked.replace(minute=call.asked.minute + minutes)
    told = _status_text(document, [], later).splitlines()
    assert told[1] == f"Help wanted       Somebody at the screen asked for help {said}"


@pytest.mark.parametrize(("chime", "heard"), [(True, 2), (False, 0)])
def test_a_call_sounds_softly_again_and_again_where_the_clinic_wants_it(
    open_kiosk: Callable[..., Any], *, chime: bool, heard: int
) -> None:
    played: list[object] = []
    kiosk = open_kiosk(settings=Patient(help_chime=chime))
    kiosk.window.chime._direct = lambda sound: not played.append(sound)
    kiosk.finger.touch(HELP)
    bell = kiosk.patient._help._bell
    assert bell.isActive() == chime
    if chime:
        bell.timeout.emit()
    assert len(played) == heard
    assert RING_MS >= 15_000
    kiosk.finger.touch(BACK)
    assert not bell.isActive()


def test_an_alert_of_this_kiosk_stands_before_the_calls_and_is_taken_on_here(
    kiosk: Any, now: datetime
) -> None:
    here = Here(kiosk.store.kiosk_id, "Kiosk 2", "Riverside Practice")
    with kiosk.store.transaction() as c:
        fire(c, here, Firing("s", "f|1", (Fired("item9"),), "sent"), now=now)
        help_calls.record_call(c, "call", kiosk_id=kiosk.store.kiosk_id, now=now)
    kiosk.staff.calls.use(here)
    kiosk.staff.open()
    enter(kiosk, PIN)
    kiosk.finger.touch("Somebody wants help")
    assert says(kiosk, "Somebody is to be seen before they leave. Since:")
    kiosk.finger.touch("Somebody has helped them")
    kiosk.settle()
    with kiosk.store.reading() as c:
        assert open_alerts(c) == ()
    assert ("Sam", "alert.acknowledged") in events(kiosk)
