"""Each page says what is wrong in a sentence, keeps what is right, and makes nothing half."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import KeyringLocked, KeyringMissing, Unreachable
from kiosk.setting_up.tools import Row
from kiosk.store.staff import NewStaff
from tests.ui.setup.places import SetUpPlace, all_files

ANN = NewStaff("Ann Lead", "lead", "739182")
RESPONDER = {"reception": {"responders": [{"name": "Duty nurse", "how": "extension 21"}]}}


def page(window: Any) -> Any:
    return window.setting_up.shown


def test_a_clinic_needs_a_name(window: Any) -> None:
    window.show("names")
    window.go_on()
    assert window.problem().endswith("on one line, with 1 to 200 letters.")
    assert window.setting_up.property("step") == "names"


def test_a_draft_language_is_a_choice_by_name(window: Any) -> None:
    window.hands.touch("Polski")
    window.go_on()
    patient = window.book.now().settings.patient
    assert patient.languages == ("en", "pl")
    assert patient.draft_translations == ("pl",)


def test_the_first_language_can_be_another_one(window: Any) -> None:
    page(window).chooseFirst("cy")
    window.go_on()
    assert window.book.now().settings.patient.languages == ("cy", "en")


def test_a_faulty_touch_panel_is_named_with_what_to_do(window: Any) -> None:
    window.show("touch")
    window.hands.touch("Begin")
    for _ in range(5):
        window.hands.touch("It feels nothing there")
    window.settle()
    assert any("No touch was felt at: top left" in one for one in window.hands.names())
    assert any("Clean the glass" in one for one in window.hands.names())
    window.hands.touch("Test it again")
    window.hands.touch("Stop the test")
    window.settle()
    assert window.hands.heading() == "Does the screen feel every touch?"


def test_whether_it_was_heard_has_to_be_said(window: Any) -> None:
    window.show("sound")
    window.go_on()
    assert window.problem().startswith("Play it, then say")
    window.hands.touch("I heard nothing")
    window.settle()
    assert window.book.now().progress.sound == "silent"


def test_a_form_that_could_never_be_shown_is_refused(window: Any) -> None:
    window.show("forms")
    window.hands.touch("Mood (PHQ-9)")
    window.go_on()
    assert window.problem().startswith("Mood (PHQ-9) is never shown")
    page(window).identify("code")
    window.go_on()
    patient = window.book.now().settings.patient
    assert patient.identity == "code"
    assert "phq-9" in patient.forms


def test_a_kiosk_without_a_form_is_none(window: Any) -> None:
    window.show("forms")
    for name in ("what-matters", "pain-today", "gad-7"):
        page(window).toggle(name)
    window.go_on()
    assert window.problem() == "Choose at least one form."


@pytest.mark.parametrize(
    ("name", "pin", "again", "told"),
    [
        ("", "739182", "739182", "Write a name."),
        ("Ann", "123456", "123456", "the first that anyone would try"),
        ("Ann", "12", "12", "6 to 12 digits"),
        ("Ann", "739182", "739183", "The two PINs differ"),
    ],
)
def test_a_person_who_cannot_be_added_is_told_why(
    window: Any, name: str, pin: str, again: str, told: str
) -> None:
    window.show("staff")
    assert not page(window).add(name, pin, again)
    assert told in window.problem()


def test_two_people_never_share_name_or_pin_and_one_leads(window: Any) -> None:
    window.show("staff")
    page(window).chooseRole("reception")
    assert page(window).add("Bo", "739182", "739182")
    assert not page(window).add("Bo", "506172", "506172")
    assert not page(window).add("Cy", "739182", "739182")
    window.go_on()
    assert window.problem() == "Add at least one person who leads."
    window.hands.touch("Remove Bo")
    window.settle()
    assert not window.hands.sees("Remove Bo")


def test_a_form_with_an_alert_needs_somebody_who_goes(window: Any) -> None:
    window.book.keep("forms", {"patient": {"forms": ["phq-9"], "identity": "code"}})
    window.show("staff")
    page(window).add("Ann Lead", "739182", "739182")
    window.go_on()
    assert window.problem() == "Write who goes, and how the desk reaches them."
    page(window).respond("Duty nurse", "extension 21")
    window.go_on()
    responder = window.book.now().settings.reception.responders[0]
    assert (responder.name, responder.how) == ("Duty nurse", "extension 21")


@pytest.mark.parametrize("trouble", [KeyringLocked, KeyringMissing])
def test_without_a_keyring_nothing_is_made_and_the_pins_are_still_there(
    window: Any, trouble: type[Exception]
) -> None:
    window.show("staff")
    page(window).add("Ann Lead", "739182", "739182")
    window.place.keys.refuses = trouble("The keyring is locked.", advice="Log in once.")  # type: ignore[call-arg]
    window.go_on()
    assert window.problem() == "The keyring is locked. Log in once."
    assert all_files(window.place.folder) == ["config/set-up.json"]

    window.place.keys.refuses = None
    window.go_on()
    assert window.hands.heading() == "Keep the recovery page safe"


def test_settings_that_it_guards_are_told_line_by_line(
    open_window: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = SetUpPlace(tmp_path)
    window = open_window(place)
    window.book.make([ANN])

    def guarded(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("kiosk.setting_up.book.replace_settings", guarded)
    window.show("names")
    page(window).write("Riverside Practice", "")
    window.go_on()
    assert "can't be written: Permission denied" in window.problem()
    assert 'name = "Riverside Practice"' in window.problem()
    assert window.setting_up.property("step") == "names"


def made(window: Any) -> None:
    window.book.measure(5.9)
    window.book.make([ANN], RESPONDER)
    window.show("recovery")


def test_the_code_is_hidden_until_it_is_wanted_and_while_it_is_typed_back(window: Any) -> None:
    made(window)
    group = window.book.now().groups[0]
    assert not window.hands.sees(group)
    window.hands.touch("Show the code")
    window.settle()
    assert window.hands.sees(group)
    window.hands.scroll_to(str(page(window).property("question")))
    window.settle()
    assert not window.hands.sees(group)


def test_a_wrong_beginning_keeps_the_page(window: Any) -> None:
    made(window)
    page(window).write("ZZZZ")
    window.go_on()
    assert window.problem().startswith("This is not how group")
    assert Path(window.book.now().progress.sheet).exists()


def test_the_page_is_saved_on_a_share_and_never_beside_the_answers(window: Any) -> None:
    made(window)
    share = window.place.folder / "share"
    share.mkdir()
    page(window).save(str(share))
    window.settle()
    assert any(name.startswith("Saved and read back: ") for name in window.hands.names())
    page(window).save(str(window.place.store_directory))
    window.settle()
    assert "part of the store" in window.problem()
    page(window).save(str(share / "gone"))
    window.settle()
    assert window.problem().startswith("There is no such folder")


def test_without_a_printer_it_says_so(window: Any) -> None:
    made(window)
    page(window).printNow()
    assert "printer" in window.problem()


def test_the_kiosk_does_not_start_before_the_code_is_safe(window: Any) -> None:
    made(window)
    window.show("ready")
    window.hands.touch("Start the kiosk")
    window.settle()
    assert window.problem().endswith("still to be done: the recovery page.")
    assert not window.setting_up.finished


def test_a_centre_that_is_away_is_told_and_its_address_stays(
    open_window: Any, tmp_path: Path
) -> None:
    def away(*_: object) -> Any:
        raise Unreachable("The service does not answer.", advice="It is tried again by itself.")

    window = open_window(SetUpPlace(tmp_path, connect=away))
    made(window)
    window.show("centre")
    page(window).connectTo("https://fhir.example.org/fhir", "tok-3n")
    window.settle()
    assert window.problem().startswith("The service does not answer.")
    window.go_on()
    assert window.setting_up.property("step") == "ready"
    assert window.book.now().settings.central.url == "https://fhir.example.org/fhir"
    assert all(b"tok-3n" not in (tmp_path / name).read_bytes() for name in all_files(tmp_path))


def test_a_centre_that_answers_is_told_in_sentences(open_window: Any, tmp_path: Path) -> None:
    asked: list[str] = []

    def there(_: object, __: object, token: str) -> list[str]:
        asked.append(token)
        return ["The line is good.", "2 forms came."]

    window = open_window(SetUpPlace(tmp_path, connect=there))
    made(window)
    window.show("centre")
    file = tmp_path / "token.txt"
    file.write_text("tok-3n\n")
    page(window).connectTo("https://fhir.example.org/fhir", str(file))
    window.settle()
    assert window.hands.sees("The line is good.\n2 forms came.")
    assert asked == ["tok-3n"]
    page(window).connectTo("https://fhir.example.org/fhir", str(tmp_path / "gone"))
    window.settle()
    assert window.problem().startswith("The file with the token can't be read.")


def test_doctor_tells_the_worst_first_and_looks_again(window: Any) -> None:
    made(window)
    window.show("ready")
    assert window.hands.sees("To mend: 1. Good to know: 1. Well: 1.")
    rows = [one["name"] for one in page(window).property("checks")]
    assert rows[0] == "disk encryption"
    window.place.rows = (Row("store opens", "well", ""),)
    window.hands.touch("Look again")
    window.settle()
    assert window.hands.sees("To mend: 0. Good to know: 0. Well: 1.")


def test_ticks_carry_a_name_and_need_one(window: Any) -> None:
    made(window)
    window.show("ready")
    page(window).signAs("")
    page(window).tick("height", True)  # noqa: FBT003 - as QML does
    window.settle()
    assert window.problem().startswith("Write your name first")
    page(window).signAs("Ann Lead")
    window.hands.touch("Everything that is touched is 380 to 1220 mm above the floor")
    window.settle()
    assert window.hands.sees("Ann Lead, 2026-03-02")
    assert window.book.now().progress.placed["height"].by == "Ann Lead"
