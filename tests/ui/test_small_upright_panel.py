"""A 10 inch panel upright: what a page needs has its room."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.forms.questionnaire import parse_questionnaire, read_questionnaire
from kiosk.resources import resource
from kiosk.settings import Patient

PX_PER_MM = 5.9
PANEL = ((800, 1280), PX_PER_MM)
LYING = ((1280, 800), PX_PER_MM)
KEY_MM, TARGET_MM, APART_MM = 16.0, 20.0, 2.0
DIGITS = [str(digit) for digit in range(10)]


def form(item: dict[str, Any]) -> Any:
    raw = {"resourceType": "Questionnaire", "url": "http://example.org/u", "title": "Upright"}
    return parse_questionnaire(raw | {"item": [{"linkId": "a", "text": "How is it now?"} | item]})


@pytest.fixture
def begun(open_kiosk: Callable[..., Any]) -> Callable[..., Any]:
    def begin(item: dict[str, Any], text: int, panel: Any = PANEL) -> Any:
        kiosk = open_kiosk(panel=panel, forms=(form(item),))
        kiosk.begin("Upright")
        kiosk.patient.display.setText(text)
        kiosk.finger.wait_for_stillness()
        return kiosk

    return begin


def least_mm(kiosk: Any, names: list[str]) -> float:
    rects = [kiosk.finger.find(name).rect for name in names]
    return float(min(min(rect.width(), rect.height()) for rect in rects)) / PX_PER_MM


@pytest.mark.parametrize("text", [0, 1, 2])
def test_yes_and_no_are_both_seen(begun: Callable[..., Any], text: int) -> None:
    kiosk = begun({"type": "boolean"}, text)
    assert least_mm(kiosk, ["Yes", "No"]) >= TARGET_MM
    assert "Read on" not in {node.name for node in kiosk.finger.nodes()}


@pytest.mark.parametrize("text", [0, 1, 2])
@pytest.mark.parametrize("kind", ["integer", "decimal", "date", "dateTime"])
def test_keys_keep_their_size(begun: Callable[..., Any], kind: str, text: int) -> None:
    assert least_mm(begun({"type": kind}, text), DIGITS) >= KEY_MM


@pytest.mark.parametrize("panel", [PANEL, LYING], ids=["upright", "lying"])
@pytest.mark.parametrize("text", [0, 2])
def test_the_second_of_several_numbers_has_whole_keys(
    begun: Callable[..., Any], text: int, panel: Any
) -> None:
    kiosk = begun({"type": "decimal", "repeats": True}, text, panel)
    kiosk.finger.touch("5")
    kiosk.finger.touch("Add one more")
    kiosk.finger.wait_for_stillness()
    assert least_mm(kiosk, DIGITS) >= KEY_MM


def test_the_second_of_several_dates_has_whole_keys_and_a_list(
    begun: Callable[..., Any],
) -> None:
    kiosk = begun({"type": "date", "repeats": True}, 2, LYING)
    for name in ("1", "Month", "January", "Year", "1", "9", "9", "9"):
        kiosk.finger.touch(name)
    for name in ("My answers (1)", "Add one more"):
        kiosk.finger.touch(name)
        kiosk.finger.wait_for_stillness()
    assert least_mm(kiosk, DIGITS) >= KEY_MM
    kiosk.finger.touch("My answers (2)")
    kiosk.finger.touch("Remove number 2")
    kiosk.finger.wait_for("Change: 1 January 1999")


@pytest.mark.parametrize("text", [0, 2])
def test_every_key_of_the_keyboard_is_in_the_window(begun: Callable[..., Any], text: int) -> None:
    kiosk = begun({"type": "text"}, text)
    kiosk.finger.touch("How is it now?", role="EditableText")
    kiosk.finger.wait_for("Space")
    rects = [node.rect for node in kiosk.finger.nodes() if node.role == "Button"]
    assert max(rect.right() for rect in rects) <= PANEL[0][0]


@pytest.mark.parametrize("resting", [False, True], ids=["offering", "resting"])
def test_a_row_of_languages_lies_apart_from_the_button_for_more(
    open_kiosk: Callable[..., Any],
    resting: bool,  # noqa: FBT001
) -> None:
    languages = ("ur", "en", "ar", "pl")
    settings = Patient(languages=languages, draft_translations=languages)
    kiosk = open_kiosk(panel=PANEL, settings=settings)
    kiosk.patient.rest(resting)
    kiosk.patient.display.setText(2)
    kiosk.finger.wait_for_stillness()
    name, more = (kiosk.finger.find(text).rect for text in ("اردو", "مزید زبانیں"))
    assert more.top() - name.bottom() >= APART_MM * PX_PER_MM


@pytest.mark.parametrize(
    ("language", "worst"),
    [
        ("en", "Worst pain you can imagine"),
        ("ar", "أسوأ ألم يمكن تخيّله"),
        ("ur", "سوچ میں آنے والا سب سے شدید درد"),
        ("pl", "Najgorszy ból, jaki można sobie wyobrazić"),
        ("cy", "Y boen waethaf y gallwch ei dychmygu"),
    ],
)
def test_the_words_of_a_scale_s_last_number_stand_free_of_the_way_on(
    open_kiosk: Callable[..., Any], language: str, worst: str
) -> None:
    pain = read_questionnaire(resource("forms", "pain-today.json").read_bytes())
    settings = Patient(languages=("en", language), draft_translations=(language,))
    kiosk = open_kiosk(panel=PANEL, forms=(pain,), settings=settings)
    kiosk.patient.speak(language)
    kiosk.patient.begin("self")
    for text in range(3):
        kiosk.patient.display.setText(text)
        kiosk.finger.wait_for_stillness()
        [words] = [
            n.rect
            for n in kiosk.finger.nodes()
            if n.role == "StaticText" and f" · {worst}" in n.name
        ]
        on = kiosk.finger.find(kiosk.words.say(language, "continue")).rect
        assert words.bottom() < on.top()


@pytest.mark.parametrize("language", ["en", "ar", "ur", "pl", "cy"])
def test_of_the_reasons_for_a_remark_some_are_seen_at_once(
    open_kiosk: Callable[..., Any], language: str
) -> None:
    settings = Patient(languages=("en", language), draft_translations=(language,))
    kiosk = open_kiosk(panel=PANEL, forms=(form({"type": "boolean"}),), settings=settings)
    kiosk.patient.speak(language)
    kiosk.patient.begin("self")
    kiosk.patient.display.setText(2)
    kiosk.patient.openSheet("remark")
    kiosk.finger.wait_for_stillness()
    reasons = {
        kiosk.words.say(language, f"remark_{reason}")
        for reason in ("not-understood", "no-fitting-answer")
    }
    assert reasons <= {node.name for node in kiosk.finger.nodes() if node.role == "Button"}
