"""The editor of a form in the desk's window, with the patient's page beside it."""

from typing import Any

import pytest

from kiosk.forms.questionnaire import read_questionnaire
from kiosk.resources import resource
from kiosk.settings import Clinic, Patient, Settings
from kiosk.store import audit, form_versions, unfinished_forms
from kiosk.trial.touch import NotOnScreen
from kiosk.ui.reception.editing.request import change_request, pilot_request
from tests.coproduction.clinic_form import clinic_form

PAIN = "http://clinic-kiosk.example/fhir/Questionnaire/pain-today"


def edit(desk: Any, title: str = "Pain today", role: str = "lead") -> None:
    desk.sign_in(role)
    show_forms(desk)
    row = next(name for name in desk.hands.rows() if f"Form {title}" in name)
    desk.hands.click(row)
    desk.hands.click("Change this form")
    desk.hands.wait_for("Back to the forms")
    desk.settle()


def show_forms(desk: Any) -> None:
    desk.reception.go("forms")
    desk.hands.wait_until(lambda: bool(desk.hands.rows()), "the forms")
    desk.settle()


def write(desk: Any, label: str, text: str) -> None:
    desk.hands.write_in(label, text)
    desk.reception.pages["forms"]._editor.flush()
    desk.settle()


def log(desk: Any) -> list[str]:
    with desk.store.reading() as c:
        return [one.kind for one in form_versions.events(c)]


def said(desk: Any) -> str:
    return "\n".join(desk.hands.names())


def press(desk: Any, *names: str) -> None:
    for name in names:
        bring(desk, name)
        desk.hands.press("Return")
        desk.settle()


def bring(desk: Any, name: str) -> None:
    """Into sight, by the keyboard."""
    for _ in range(80):
        focused = desk.hands.focused()
        if focused is not None and focused.name == name:
            return
        desk.hands.press("Tab")
    raise NotOnScreen(f"Tab does not lead to “{name}”")


def test_what_is_typed_is_on_the_patients_page_at_once_and_kept(desk: Any) -> None:
    edit(desk)
    assert "Preview: nothing is kept" in desk.hands.names()
    write(desk, "What it asks", "How strong is your pain now?")

    assert desk.hands.names().count("How strong is your pain now?") == 1  # on the patient's page
    assert "1. How strong is your pain now?, changed" in desk.hands.names()
    assert "Kept at" in said(desk)
    with desk.store.reading() as c:
        assert unfinished_forms.unfinished_urls(c) == {PAIN}


def test_before_a_change_it_is_said_that_the_settings_keep_it_from_patients(open_desk: Any) -> None:
    pinned = Patient(forms=(f"{PAIN}|1.0.0",))
    desk = open_desk(settings=Settings(clinic=Clinic(name="Riverside Practice"), patient=pinned))
    edit(desk)
    write(desk, "What it asks", "How strong is your pain now?")

    assert "and no other: the settings of this PC name it" in said(desk)
    desk.hands.click("Check and use")
    desk.settle()
    assert desk.hands.sees("Keep it as a draft")
    assert not desk.hands.sees("Use it now")
    assert not desk.hands.sees("Try it out first")


def test_a_translation_that_is_stale_is_named_as_it_names_itself(open_desk: Any) -> None:
    matters = read_questionnaire(resource("forms", "what-matters.json").read_bytes())
    desk = open_desk(forms=(matters,))
    edit(desk, "What matters to you today")
    write(desk, "What it asks", "What would you like to talk about first?")
    desk.hands.click("Check and use")
    desk.settle()

    assert "Easy Read: the translation of" in said(desk)
    assert "Cymraeg: the translation of" in said(desk)
    assert "English: the translation of" not in said(desk)


def test_the_preview_is_touched_like_the_real_page_and_keeps_nothing(desk: Any) -> None:
    edit(desk)
    desk.hands.click("7", "RadioButton")
    desk.hands.click("Continue")
    desk.hands.wait_for("Where does it hurt most?")
    desk.hands.click("Start again")
    desk.hands.wait_for("How bad is your pain right now?")

    with desk.store.reading() as c:
        assert c.exec_driver_sql("select count(*) from draft").scalar() == 0
        assert c.exec_driver_sql("select count(*) from item_day").scalar() == 0


def test_the_preview_speaks_the_language_that_is_written(desk: Any) -> None:
    edit(desk)
    desk.hands.click("العربية")
    desk.settle()

    assert "ما شدّة الألم لديك الآن؟" in desk.hands.names()
    assert "In the language of the form: How bad is your pain right now?" in desk.hands.names()


class Actions:
    """What a member of staff does, counted: what they press, and each text they write."""

    def __init__(self, desk: Any) -> None:
        self.desk, self.count = desk, 0

    def click(self, name: str) -> None:
        self.count += 1
        self.desk.hands.click(name)
        self.desk.settle()

    def press(self, name: str, key: str = "Return") -> None:
        self.count += 1
        bring(self.desk, name)
        self.desk.hands.press(key)
        self.desk.settle()

    def write(self, label: str, text: str) -> None:
        self.count += 1
        write(self.desk, label, text)


def change_from_card(desk: Any, end: str) -> int:
    """From the press on a card's "Change this question" to that end; how many actions it took."""
    desk.sign_in("lead")
    staff = Actions(desk)
    staff.count += 1
    desk.reception.pages["today"].wanted.emit("forms", change_request(PAIN, "pain-where", ("g1",)))
    desk.hands.wait_for("Back to the forms")
    desk.settle()
    staff.write("What it asks", "Where is your pain worst?")
    staff.click("Check and use")
    assert "Version 1.1.0: it is worded otherwise." in said(desk)
    staff.press("I read them, and each is a yes", "Space")
    staff.press(end)
    desk.settle()
    return staff.count


def test_from_a_card_to_the_next_patient_in_less_than_nine_actions(desk: Any) -> None:
    assert change_from_card(desk, "Use it now") <= 9

    assert log(desk) == ["drafted", "published"]
    with desk.store.reading() as c:
        drafted = form_versions.events(c)[0]
        told = [(one.actor, one.action) for one in audit.events(c, 20)]
    assert drafted.detail["groups"] == ["g1"]
    assert drafted.text == "We ask this otherwise now: “Where is your pain worst?”"
    assert ("The lead", "form.published") in told
    assert any("Version 1.1.0" in row for row in desk.hands.rows())


def test_from_a_card_to_where_drafts_are_tried_out_in_less_than_nine_actions(desk: Any) -> None:
    asked: list[tuple[str, str]] = []
    desk.reception.pages["forms"].wanted.connect(lambda page, key: asked.append((page, key)))

    assert change_from_card(desk, "Try it out first") <= 8  # one more begins the pilot

    assert log(desk) == ["drafted"]
    assert asked == [("improve", pilot_request(f"{PAIN}|1.1.0"))]


def test_using_it_is_taken_back_at_once_if_it_was_a_mistake(desk: Any) -> None:
    edit(desk)
    write(desk, "Help beneath the question", "0 means no pain at all.")
    desk.hands.click("Check and use")
    bring(desk, "Use it now")
    desk.hands.press("Return")
    desk.settle()
    assert any("Version 1.0.1" in row for row in desk.hands.rows())
    desk.hands.click("Undo")
    desk.settle()
    desk.settle()  # the list is read anew after it

    assert log(desk) == ["drafted", "published", "reverted"]
    assert not any("Version 1.0.1" in row for row in desk.hands.rows())


def test_reception_changes_help_and_is_told_what_is_the_leads(desk: Any) -> None:
    edit(desk, role="reception")
    write(desk, "What it asks", "Where do you come from?")
    assert "This changes what is asked, and that is the lead's to decide." in said(desk)
    assert not desk.hands.sees("Move up")
    assert not desk.hands.sees("Take this question away")
    write(desk, "What it asks", "How bad is your pain right now")
    desk.hands.click("Check and use")
    bring(desk, "Use it now")
    desk.hands.press("Return")
    desk.settle()

    assert log(desk) == ["drafted", "published"]


def test_a_validated_instrument_does_not_open(desk: Any) -> None:
    desk.sign_in("lead")
    show_forms(desk)
    row = next(name for name in desk.hands.rows() if "GAD-7" in name)
    desk.hands.click(row)
    desk.hands.click("Change this form")
    desk.settle()

    assert "not one word of it may differ" in said(desk)
    assert not desk.hands.sees("Back to the forms")


def test_what_is_not_finished_waits_for_the_next_sign_in(desk: Any) -> None:
    edit(desk)
    desk.hands.write_in("What it asks", "How strong is it?")
    desk.reception.lock()
    desk.settle()
    desk.sign_in("clinical")
    desk.reception.lock()
    desk.settle()
    edit(desk)

    assert "1. How strong is it?, changed" in desk.hands.names()
    desk.hands.click("Undo")
    desk.settle()
    assert "1. How bad is your pain right now?" in desk.hands.names()
    desk.hands.click("Redo")
    desk.settle()
    assert "1. How strong is it?, changed" in desk.hands.names()


def test_a_change_is_thrown_away_only_when_one_is_sure(desk: Any) -> None:
    edit(desk)
    write(desk, "What it asks", "How strong is it?")
    desk.hands.click("Check and use")
    desk.settle()
    bring(desk, "Throw the change away")
    desk.hands.press("Return")
    desk.hands.wait_for("Throw away all of this change?")
    desk.hands.press("Tab")
    desk.hands.press("Return")
    desk.settle()

    with desk.store.reading() as c:
        assert unfinished_forms.unfinished_urls(c) == frozenset()
    assert log(desk) == []


def test_questions_are_moved_added_and_taken_away_by_keys(open_desk: Any) -> None:
    desk = open_desk(forms=(clinic_form(),))
    edit(desk, "Your sleep")
    press(desk, "5. Anything else?", "Move up", "Move up")
    assert "3. Anything else?, changed" in desk.hands.names()

    bring(desk, "A new question after this one")
    desk.hands.type("Do you nap?")
    press(desk, "Add the question")
    assert "4. Do you nap?, changed" in desk.hands.names()
    assert desk.hands.names().count("Do you nap?") == 1  # on the patient's page

    press(desk, "Take this question away")
    assert not any("Do you nap?" in name for name in desk.hands.names())
    press(desk, "2. What keeps you awake?", "Move up")
    assert "It would come before the question it waits for." in said(desk)


@pytest.mark.parametrize("size", [(800, 560), (1600, 1000)])
def test_every_part_is_reached_on_small_and_large_windows(open_desk: Any, size: Any) -> None:
    desk = open_desk(size=size)
    edit(desk)
    if size[0] < 1000:
        desk.hands.click("Preview")
        desk.settle()
    assert "Preview: nothing is kept" in desk.hands.names()
    assert "Continue" in desk.hands.names()
    desk.hands.click("Form")
    desk.settle()
    assert "Most questions it may have" in desk.hands.names()


def test_easy_read_and_words_for_children_are_told_from_the_language_they_are_in(desk: Any) -> None:
    edit(desk, "What matters")

    tabs = [node.name for node in desk.hands.nodes() if node.role == "PageTab"]
    assert {"English", "Easy Read", "For children"} <= set(tabs)
    assert tabs.count("English") == 1
