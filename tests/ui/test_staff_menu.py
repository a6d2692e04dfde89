"""The menu behind the PIN: what there is to do, and paused answers deleted after asking twice."""

from datetime import datetime
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.forms.questionnaire import parse_questionnaire, read_questionnaire
from kiosk.resources import resource
from kiosk.settings import Patient
from kiosk.store import audit, checks, cleaning, drafts, fetched
from kiosk.ui.staff.measuring import kept_px_per_mm, screen_key

PIN = "482913"
WORRIES = "Delete: Worries (GAD-7), started today at"


def pause(kiosk: Any, now: datetime, form: int = 2) -> str:
    questionnaire = kiosk.patient.offer.forms[form]
    with kiosk.store.transaction() as c:
        draft = drafts.begin_draft(
            c,
            questionnaire=questionnaire.canonical,
            content_hash=questionnaire.content_hash,
            language="en",
            now=now,
        )
        drafts.save_answer(c, draft, path="a", row="MARKER", place="a", now=now)
    return draft


def enter(kiosk: Any) -> None:
    kiosk.staff.open()
    for digit in PIN:
        kiosk.staff.pin.press(digit)
    kiosk.staff.pin.enter()
    kiosk.finger.wait_for("What would you like to do?")


def described(kiosk: Any, name: str) -> str:
    return str(kiosk.finger.find(name, "Button").description)


def named(kiosk: Any, begin: str) -> str:
    return next(name for name in kiosk.finger.names() if name.startswith(begin))


def events(kiosk: Any) -> list[tuple[str, str, str]]:
    kiosk.settle()
    with kiosk.store.reading() as c:
        return [(e.actor, e.action, e.subject) for e in audit.events(c, 3)]


def test_the_menu_says_what_there_is_to_do_and_closes(kiosk: Any, now: datetime) -> None:
    pause(kiosk, now)
    enter(kiosk)
    assert described(kiosk, "Paused answers") == "1 form is paused"
    assert not kiosk.finger.sees("Give out forms")  # this clinic knows nobody
    assert not kiosk.finger.sees("Measure the screen")  # its scale is given
    assert "MARKER" not in "\n".join(kiosk.finger.names())
    kiosk.finger.touch("Close")
    kiosk.finger.wait_for("Staff")


def test_a_paused_draft_is_deleted_with_two_touches_and_by_whom_is_noted(
    kiosk: Any, now: datetime
) -> None:
    draft = pause(kiosk, now)
    enter(kiosk)
    kiosk.finger.touch("Paused answers")
    kiosk.finger.wait_for_stillness()
    kiosk.finger.touch(named(kiosk, WORRIES))
    kiosk.finger.wait_for("Delete these answers?")
    assert len(kiosk.drafts()) == 1
    kiosk.finger.touch("Yes, delete them")
    kiosk.finger.wait_for("No answers are paused.")
    assert kiosk.drafts() == ()
    assert events(kiosk)[0] == ("Sam", "draft.discarded.staff", draft)
    kiosk.finger.touch("Back")
    assert described(kiosk, "Paused answers") == "No answers are paused."


def test_who_thinks_again_deletes_nothing(kiosk: Any, now: datetime) -> None:
    pause(kiosk, now)
    enter(kiosk)
    kiosk.finger.touch("Paused answers")
    kiosk.finger.wait_for_stillness()
    kiosk.finger.touch(named(kiosk, WORRIES))
    kiosk.finger.touch("No, keep them")
    kiosk.finger.wait_for(
        "Resume: " + WORRIES.removeprefix("Delete: ") + named(kiosk, WORRIES)[-6:]
    )
    assert len(kiosk.drafts()) == 1


def test_of_several_drafts_only_the_chosen_one_goes(kiosk: Any, now: datetime) -> None:
    kept = pause(kiosk, now, form=0)
    pause(kiosk, now)
    enter(kiosk)
    kiosk.finger.touch("Paused answers")
    kiosk.finger.wait_for_stillness()
    kiosk.finger.touch(named(kiosk, WORRIES))
    kiosk.finger.touch("Yes, delete them")
    kiosk.finger.wait_until(lambda: len(kiosk.staff.paused.lines) == 1)
    assert [draft.id for draft in kiosk.drafts()] == [kept]


def test_where_it_can_not_be_deleted_it_is_told_and_stays(kiosk: Any, now: datetime) -> None:
    pause(kiosk, now)
    enter(kiosk)
    kiosk.finger.touch("Paused answers")
    kiosk.finger.wait_for_stillness()
    kiosk.finger.touch(named(kiosk, WORRIES))
    with kiosk.busy_store():
        kiosk.finger.touch("Yes, delete them")
        kiosk.finger.wait_until(lambda: kiosk.staff.problem != "", "a problem")
    assert "They are not deleted yet. Try again." in kiosk.staff.problem
    assert len(kiosk.drafts()) == 1


def test_a_deletion_that_comes_late_shows_nothing_to_the_next(kiosk: Any, now: datetime) -> None:
    pause(kiosk, now)
    enter(kiosk)
    kiosk.staff.choose("drafts")
    kiosk.staff.discard(kiosk.staff.paused.lines[0]["id"])
    with kiosk.slow_disk():
        kiosk.staff.goOn()
        kiosk.staff.close()
        kiosk.staff.open()
    kiosk.settle()
    assert kiosk.staff.page == "pin"
    assert kiosk.drafts() == ()


@pytest.mark.parametrize(
    ("sittings", "after", "said"),
    [
        (0, 2, ""),
        (1, 2, "1 person used it since it was cleaned"),
        (2, 2, "Time to clean it: 2 people used it since it was cleaned"),
        (9, 0, "9 people used it since it was cleaned"),
    ],
)
def test_staff_are_reminded_to_clean(open_kiosk: Any, sittings: int, after: int, said: str) -> None:
    kiosk = open_kiosk(settings=Patient(clean_after=after))
    with kiosk.store.transaction() as c:
        for _ in range(sittings):
            cleaning.count_sitting(c)
    enter(kiosk)
    assert described(kiosk, "Clean the screen") == said


def measuring(kiosk: Any) -> list[float]:
    """Goes to the page that measures; what the kiosk hears of it."""
    scaled: list[float] = []
    kiosk.staff.scaled.connect(scaled.append)
    kiosk.staff.measure_on(QGuiApplication.primaryScreen(), 3.6)
    enter(kiosk)
    kiosk.finger.touch("Measure the screen")
    kiosk.finger.wait_for("It fits")
    return scaled


def test_a_measured_screen_is_kept_and_told(kiosk: Any) -> None:
    screen = QGuiApplication.primaryScreen()
    assert kept_px_per_mm(kiosk.store, screen) == 0
    scaled = measuring(kiosk)
    kiosk.finger.touch("Larger")
    kiosk.finger.touch("It fits")
    kiosk.finger.wait_until(lambda: bool(scaled), "the new scale")
    assert scaled == [pytest.approx(3.6 + 1 / 85.6, abs=1e-4)]
    assert kept_px_per_mm(kiosk.store, screen) == scaled[0]
    assert events(kiosk)[0] == ("Sam", "screen.measured", screen_key(screen))
    assert kiosk.staff.page == ""


def test_who_does_not_measure_goes_back_to_the_menu_and_keeps_nothing(kiosk: Any) -> None:
    scaled = measuring(kiosk)
    kiosk.finger.touch("Larger")
    kiosk.finger.touch("Back")
    kiosk.finger.wait_for("What would you like to do?")
    assert scaled == []
    assert kept_px_per_mm(kiosk.store, QGuiApplication.primaryScreen()) == 0


def test_staff_learn_which_forms_patients_do_not_see_and_why(open_kiosk: Any) -> None:
    signed = {"linkId": "photo", "type": "attachment", "text": "Your wound", "required": True}
    form = parse_questionnaire(
        {"resourceType": "Questionnaire", "url": "urn:x:w", "title": "Wound", "item": [signed]}
    )
    phq = read_questionnaire(resource("forms", "phq-9.json").read_bytes())
    text = {"linkId": "t", "type": "display", "text": "Read this"}
    empty = parse_questionnaire(
        {"resourceType": "Questionnaire", "url": "urn:x:t", "title": "Notice", "item": [text]}
    )
    kiosk = open_kiosk(forms=(form, phq, empty))
    enter(kiosk)
    assert described(kiosk, "Forms that are not shown") == "3 forms"
    kiosk.finger.touch("Forms that are not shown")
    kiosk.finger.wait_for("Wound: this screen can't ask a part of it (photo).")
    assert any("may raise an alert" in name for name in kiosk.finger.names())
    assert kiosk.finger.sees("Notice: it asks nothing.")
    assert kiosk.patient.offer.forms == ()
    kiosk.finger.touch("Back")
    kiosk.finger.wait_for("What would you like to do?")


def test_the_words_on_the_keys_of_the_pin_pad_lie_within_their_keys(open_kiosk: Any) -> None:
    kiosk = open_kiosk(panel=((1280, 800), 5.9))
    kiosk.staff.open()
    kiosk.finger.wait_for("Delete last digit")
    kiosk.finger.wait_for_stillness()
    assert kiosk.finger.find("Delete last digit").rect.height() >= 20 * 5.9
    assert overfull(kiosk.window.root.contentItem()) == []


def overfull(item: Any) -> list[str]:
    """The words of the visible buttons at or below an item that are higher than their button."""
    own = []
    if item.isVisible() and item.inherits("QQuickAbstractButton"):
        content = item.property("contentItem")
        if content.property("implicitHeight") > item.height():
            own = [str(item.property("label"))]
    return own + [text for child in item.childItems() for text in overfull(child)]


def test_a_store_that_was_damaged_is_told_behind_the_pin_until_it_stands_nowhere(
    kiosk: Any,
) -> None:
    enter(kiosk)
    assert not kiosk.finger.sees("About this kiosk")
    kiosk.finger.touch("Close")
    checks.mark_damaged(kiosk.store.directory)
    enter(kiosk)
    assert described(kiosk, "About this kiosk") == "Restart the kiosk"
    kiosk.finger.touch("About this kiosk")
    kiosk.finger.wait_for_stillness()
    assert named(kiosk, "A file of this kiosk is damaged.")
    kiosk.finger.touch("Back")
    assert described(kiosk, "About this kiosk") == "Restart the kiosk"


def test_what_came_from_the_centre_and_is_not_used_is_told_with_its_reason(
    kiosk: Any, now: datetime
) -> None:
    with kiosk.store.transaction() as c:
        fetched.keep_refused(
            c, fetched.FORM, "https://clinic.example/form", b"", reason="It is broken.", now=now
        )
    menu = kiosk.staff.menu
    menu.show(menu.find())

    assert any("It is broken." in line for line in menu.property("unshown"))
    assert "unshown" in [entry["id"] for entry in menu.property("entries")]
