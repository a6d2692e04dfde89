"""Dates and times are given by touch and by keys, and stored as they were meant."""

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.trial.finding import Glass
from kiosk.trial.inspect import inspect
from kiosk.trial.touch import Node, rest

PANELS = {
    '10" 1280x800': ((1280, 800), 5.9),
    '24" 1920x1080': ((1920, 1080), 3.6),
    '24" 1080x1920': ((1080, 1920), 3.6),
}
SMALL = '10" 1280x800'
URL = "http://hl7.org/fhir/StructureDefinition/"
FULL = {
    "day": "13",
    "month": "9",
    "year": "1950",
    "hour": "10",
    "minute": "45",
    "half": "pm",
    "unknown": [],
}
OF_CONTROLS = {"small-target", "small-gap", "unnamed-node", "clipped-text", "off-window"}
OF_TEXTS = {"unseen-text", "broken-word", "low-contrast", "low-contrast-edge"}
ARABIC_KEY = re.compile("“[\u0660-\u0669]” is read by nobody")
"""The keys of the pad, and its test, are read by the figures 0 to 9."""

Opener = Callable[..., Any]


@pytest.fixture(autouse=True)
def _london(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def form(*kinds: str, **more: Any) -> Questionnaire:
    items = [
        {"linkId": kind, "type": kind, "text": f"When was the {kind}?", **more} for kind in kinds
    ]
    raw = {"resourceType": "Questionnaire", "url": "http://example.org/when", "title": "When"}
    return parse_questionnaire(raw | {"item": items})


def begun(open_kiosk: Opener, *kinds: str, panel: str = SMALL, **more: Any) -> Any:
    kiosk = open_kiosk(forms=(form(*kinds, **more),), panel=PANELS[panel])
    kiosk.begin("When")
    return kiosk


def field(kiosk: Any, name: str) -> Node:
    found: Node = kiosk.finger.find(name, "EditableText")
    return found


def shown(kiosk: Any, *names: str) -> list[str]:
    return [field(kiosk, name).description for name in names]


def type_in(kiosk: Any, name: str, digits: str) -> None:
    kiosk.finger.touch(name, "EditableText")
    for digit in digits:
        kiosk.finger.touch(digit, "Button")


def answers_sent(kiosk: Any) -> list[Any]:
    kiosk.finger.touch("Continue")
    kiosk.finger.touch("Send my answers")
    kiosk.finger.wait_until(lambda: bool(kiosk.submissions()))
    items = json.loads(kiosk.submissions()[0].payload)["item"]
    return [item.get("answer") for item in items]


def press(kiosk: Any, text: str) -> None:
    for letter in text:
        QTest.keyClick(kiosk.window.root, letter)
    rest(0.02)


def press_key(kiosk: Any, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(kiosk.window.root, key)
        rest(0.02)


@pytest.mark.parametrize("panel", PANELS)
def test_a_date_is_given_by_touch_with_its_month_by_name(open_kiosk: Opener, panel: str) -> None:
    kiosk = begun(open_kiosk, "date", panel=panel)
    assert shown(kiosk, "Day", "Month", "Year") == ["empty"] * 3
    type_in(kiosk, "Day", "3")
    kiosk.finger.touch("Month", "EditableText")
    kiosk.finger.touch("March", "RadioButton")
    type_in(kiosk, "Year", "1950")
    assert shown(kiosk, "Day", "Month", "Year") == ["3", "March", "1950"]
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("3 March 1950")
    kiosk.finger.touch("Back")
    kiosk.finger.wait_for_stillness()
    assert shown(kiosk, "Day", "Month", "Year") == ["3", "March", "1950"]
    assert answers_sent(kiosk) == [[{"valueDate": "1950-03-03"}]]


def test_the_later_months_are_on_the_next_page_where_there_is_no_room(open_kiosk: Opener) -> None:
    kiosk = begun(open_kiosk, "date")
    kiosk.finger.touch("Month", "EditableText")
    kiosk.finger.touch("Show more")
    kiosk.finger.touch("December", "RadioButton")
    kiosk.finger.touch("Month", "EditableText")
    assert shown(kiosk, "Month") == ["December"]


def test_nothing_jumps_to_the_next_field(open_kiosk: Opener) -> None:
    kiosk = begun(open_kiosk, "date")
    type_in(kiosk, "Day", "314")
    assert shown(kiosk, "Day", "Month", "Year") == ["31", "empty", "empty"]


def test_a_field_that_is_full_begins_anew_and_a_digit_can_be_taken_back(
    open_kiosk: Opener,
) -> None:
    kiosk = begun(open_kiosk, "date")
    type_in(kiosk, "Year", "1950")
    kiosk.finger.touch("Delete")
    assert shown(kiosk, "Year") == ["195"]
    kiosk.finger.touch("1", "Button")
    type_in(kiosk, "Day", "3")
    type_in(kiosk, "Year", "2")
    assert shown(kiosk, "Day", "Year") == ["3", "2"]


def test_who_does_not_know_the_day_gives_the_month(open_kiosk: Opener) -> None:
    kiosk = begun(open_kiosk, "date")
    kiosk.finger.touch("I don't know the day")
    kiosk.finger.touch("Month", "EditableText")
    kiosk.finger.touch("May", "RadioButton")
    type_in(kiosk, "Year", "1987")
    assert shown(kiosk, "Day", "Month") == ["?", "May"]
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("May 1987")
    kiosk.finger.touch("Back")
    kiosk.finger.wait_for_stillness()
    assert shown(kiosk, "Day", "Month", "Year") == ["?", "May", "1987"]
    assert answers_sent(kiosk) == [[{"valueDate": "1987-05"}]]


def test_who_does_not_know_the_month_gives_the_year_and_may_still_find_the_day(
    open_kiosk: Opener,
) -> None:
    kiosk = begun(open_kiosk, "date", panel='24" 1080x1920')
    type_in(kiosk, "Year", "1987")
    kiosk.finger.touch("Month", "EditableText")
    kiosk.finger.touch("I don't know the month")
    assert shown(kiosk, "Day", "Month") == ["?", "?"]
    type_in(kiosk, "Day", "9")
    assert shown(kiosk, "Day", "Month") == ["9", "empty"]
    kiosk.finger.touch("Month", "EditableText")
    kiosk.finger.touch("I don't know the month")
    assert answers_sent(kiosk) == [[{"valueDate": "1987"}]]


def test_only_the_wrong_field_is_marked_and_nothing_is_lost(open_kiosk: Opener) -> None:
    kiosk = begun(open_kiosk, "date")
    type_in(kiosk, "Day", "30")
    kiosk.finger.touch("Month", "EditableText")
    kiosk.finger.touch("February", "RadioButton")
    type_in(kiosk, "Year", "2023")
    kiosk.finger.touch("Continue")
    told = "Your date must be a real date. February 2023 has 28 days"
    kiosk.finger.wait_for(f"There is a problem\nError: {told}")
    assert kiosk.patient.asking.field == "day"
    assert shown(kiosk, "Day", "Month", "Year") == ["30", "February", "2023"]
    kiosk.finger.touch("2", "Button")  # goes into the day, which begins anew
    kiosk.finger.touch("8", "Button")
    assert answers_sent(kiosk) == [[{"valueDate": "2023-02-28"}]]


def test_a_date_before_the_limit_of_the_form_is_told_it_in_words(open_kiosk: Opener) -> None:
    limit = [{"url": URL + "minValue", "valueDate": "2024-03-01"}]
    kiosk = begun(open_kiosk, "date", extension=limit)
    kiosk.patient.asking.enter({"day": "1", "month": "1", "year": "2020", "unknown": []})
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("There is a problem\nError: Your date must be on or after 1 March 2024")


def test_a_form_that_wants_a_year_shows_the_year_alone(open_kiosk: Opener) -> None:
    wanted = [{"url": URL + "entryFormat", "valueString": "YYYY"}]
    kiosk = begun(open_kiosk, "date", extension=wanted)
    assert not kiosk.finger.sees("Day")
    assert not kiosk.finger.sees("Month")
    type_in(kiosk, "Year", "1987")
    assert answers_sent(kiosk) == [[{"valueDate": "1987"}]]


@pytest.mark.parametrize("panel", PANELS)
def test_a_time_is_given_by_touch(open_kiosk: Opener, panel: str) -> None:
    kiosk = begun(open_kiosk, "time", panel=panel)
    type_in(kiosk, "Hour", "8")
    type_in(kiosk, "Minutes", "30")
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("There is a problem\nError: Select am or pm")
    kiosk.finger.touch("pm", "RadioButton")
    assert kiosk.finger.find("pm", "RadioButton").checked
    assert answers_sent(kiosk) == [[{"valueTime": "20:30:00"}]]


@pytest.mark.parametrize("panel", PANELS)
def test_a_date_with_its_time_is_given_by_touch(open_kiosk: Opener, panel: str) -> None:
    kiosk = begun(open_kiosk, "dateTime", panel=panel)
    type_in(kiosk, "Day", "14")
    kiosk.finger.touch("Month", "EditableText")
    if panel == SMALL:
        kiosk.finger.touch("Show more")
    kiosk.finger.touch("July", "RadioButton")
    type_in(kiosk, "Year", "2025")
    if panel == SMALL:
        kiosk.finger.touch("Enter the time")
    type_in(kiosk, "Hour", "10")
    type_in(kiosk, "Minutes", "45")
    kiosk.finger.touch("am", "RadioButton")
    assert answers_sent(kiosk) == [[{"valueDateTime": "2025-07-14T10:45:00+01:00"}]]


def test_who_does_not_know_the_time_gives_the_date(open_kiosk: Opener) -> None:
    kiosk = begun(open_kiosk, "dateTime")
    kiosk.patient.asking.enter({**FULL, "hour": "", "minute": "", "half": ""})
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("There is a problem\nError: Enter the time, or touch “Don't know”")
    kiosk.finger.touch("I don't know the time")
    assert shown(kiosk, "Hour") == ["?"]
    assert answers_sent(kiosk) == [[{"valueDateTime": "1950-09-13"}]]


def test_a_keyboard_that_is_plugged_in_fills_the_fields(open_kiosk: Opener) -> None:
    kiosk = begun(open_kiosk, "date", "time")
    kiosk.finger.touch("Day", "EditableText")
    press(kiosk, "13")
    press_key(kiosk, Qt.Key.Key_Tab)
    press(kiosk, "sep")
    press_key(kiosk, Qt.Key.Key_Tab)
    press(kiosk, "1951")
    press_key(kiosk, Qt.Key.Key_Backspace)
    press(kiosk, "0x")
    assert shown(kiosk, "Day", "Month", "Year") == ["13", "sep", "1950"]
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("Hour")
    kiosk.finger.touch("Hour", "EditableText")
    press(kiosk, "9")
    press_key(kiosk, Qt.Key.Key_Right)
    press(kiosk, "05")
    press_key(kiosk, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert answers_sent(kiosk) == [[{"valueDate": "1950-09-13"}], [{"valueTime": "09:05:00"}]]


def test_figures_of_another_script_are_taken_from_a_keyboard(open_kiosk: Opener) -> None:
    kiosk = begun(open_kiosk, "date")
    kiosk.finger.touch("Year", "EditableText")
    for figure in "\u0661\u06f9\u096b0":  # of Arabic, Persian, Hindi, English
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, figure)
        QCoreApplication.sendEvent(kiosk.window.root, event)
    rest(0.02)
    assert shown(kiosk, "Year") == ["1950"]


def test_the_pad_and_the_months_are_reached_with_arrow_keys(open_kiosk: Opener) -> None:
    kiosk, down, right = begun(open_kiosk, "date"), Qt.Key.Key_Down, Qt.Key.Key_Right
    kiosk.finger.touch("Day", "EditableText")
    press_key(kiosk, down, down, down, right, Qt.Key.Key_Space)
    kiosk.finger.touch("Month", "EditableText")
    press_key(kiosk, down, down, down, right, Qt.Key.Key_Space)
    assert shown(kiosk, "Day", "Month") == ["2", "April"]
    assert field(kiosk, "Month").focused


def test_arabic_figures_are_typed_shown_and_understood(open_kiosk: Opener) -> None:
    kiosk = begun(open_kiosk, "date")
    kiosk.speak("ar")
    type_in(kiosk, "اليوم", "3")
    type_in(kiosk, "السنة", "1950")
    kiosk.finger.touch("الشهر", "EditableText")
    kiosk.finger.touch("مارس", "RadioButton")
    assert shown(kiosk, "اليوم", "السنة") == ["٣", "١٩٥٠"]
    day, month = field(kiosk, "اليوم").rect, field(kiosk, "الشهر").rect
    assert day.left() > month.right()
    kiosk.finger.touch("متابعة")
    kiosk.finger.wait_for("٣ مارس ١٩٥٠")


def states(kiosk: Any) -> Iterator[str]:
    for kind in ("date", "time", "dateTime"):
        kiosk.patient._visit.sitting.filler.go_to(kind)
        kiosk.patient._show()
        yield f"{kind} empty"
        kiosk.patient.asking.enter(FULL)
        yield f"{kind} full"
        for wrong in ("minute", "half", "day"):
            kiosk.patient.asking._refuse(kiosk.patient._speaking.say("error_other"), wrong)
            yield f"{kind} {wrong} wrong"
        if kind != "time":
            kiosk.finger.touch(kiosk.patient._speaking.say("date_month"), "EditableText")
            yield f"{kind} months"


def findings(kiosk: Any, language: str, step: int, px_per_mm: float) -> list[str]:
    kiosk.patient.speak(language)
    kiosk.patient._display.setText(step)
    found = []
    for state in states(kiosk):
        kiosk.finger.wait_for_stillness()
        glass = Glass(px_per_mm=px_per_mm, strong=False, rtl=language == "ar", fresh=False)
        found += [
            f"{state}: {one.code} {one.what}"
            for one in inspect(kiosk.window.root, glass)
            if one.code in OF_CONTROLS | OF_TEXTS and not ARABIC_KEY.match(one.what)
        ]
    return found


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("step", [0, 1, 2])
@pytest.mark.parametrize("panel", PANELS)
def test_every_field_and_key_is_large_enough_named_and_readable(
    open_kiosk: Opener, panel: str, step: int, language: str
) -> None:
    kiosk = begun(open_kiosk, "date", "time", "dateTime", panel=panel)
    assert findings(kiosk, language, step, PANELS[panel][1]) == []
