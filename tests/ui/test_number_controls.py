"""Numbers are given by touch alone: field, stepper, line and amount, on every panel.

What reaches the response is exactly the FHIR value that was meant.
"""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.trial.finding import Box, Finding, Glass
from kiosk.trial.inspect import inspect
from kiosk.trial.page import qml_type
from kiosk.trial.touch import rest

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
UCUM = "http://unitsofmeasure.org"
PANELS = {
    '10" 1280x800': ((1280, 800), 5.9),
    '24" 1920x1080': ((1920, 1080), 3.6),
    '24" 1080x1920': ((1080, 1920), 3.6),
}


def control(code: str) -> dict[str, Any]:
    coding = {"coding": [{"code": code}]}
    return {"url": CORE + "questionnaire-itemControl", "valueCodeableConcept": coding}


def bounds(low: int, high: int) -> list[Any]:
    named = (("minValue", low), ("maxValue", high))
    return [{"url": CORE + name, "valueInteger": value} for name, value in named]


def unit(code: str, display: str, name: str = "unitOption") -> dict[str, Any]:
    coding = {"system": UCUM, "code": code, "display": display}
    return {"url": CORE + "questionnaire-" + name, "valueCoding": coding}


def item(link_id: str, type_: str, text: str, *extension: Any, **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "type": type_, "text": text, "extension": list(extension), **more}


CELSIUS = unit("Cel", "°C", "unit")
HEIGHTS = (unit("cm", "centimetres"), unit("[in_i]", "inches"))
DOSES = [
    unit(code, name)
    for code, name in (
        ("mg", "milligrams"),
        ("g", "grams"),
        ("mL", "millilitres"),
        ("{tablet}", "tablets"),
        ("[drp]", "drops"),
        ("{puff}", "puffs"),
    )
]
OPEN = {"url": SDC + "unitOpen", "valueCode": "optionsOrString"}
ENDS = [
    item("low", "display", "The worst health you can imagine", control("lower")),
    item("high", "display", "The best health you can imagine", control("upper")),
]
TEMPERATURE = item("temperature", "decimal", "How warm are you?", *bounds(30, 45), CELSIUS)
BALANCE = item("balance", "decimal", "What does the scale show?")
DRINKS = item("drinks", "integer", "How many drinks?", *bounds(0, 30))
STAIRS = item("stairs", "integer", "How many stairs?", control("spinner"), *bounds(0, 400))
HEALTH = item(
    "health", "integer", "How is your health?", control("slider"), *bounds(0, 100), item=ENDS
)
WEIGHT = item("weight", "quantity", "How heavy are you?", unit("kg", "kg", "unit"))
HEIGHT = item("height", "quantity", "How tall are you?", *HEIGHTS)
DOSE = item("dose", "quantity", "How much do you take?", *DOSES, OPEN)
ALL = (TEMPERATURE, BALANCE, DRINKS, STAIRS, HEALTH, WEIGHT, HEIGHT, DOSE)


def form(*items: Any) -> Any:
    raw = {"resourceType": "Questionnaire", "url": "http://example.org/numbers", "title": "Numbers"}
    return parse_questionnaire(raw | {"item": list(items)})


def type_on_pad(kiosk: Any, keys: str) -> None:
    names = {".": "Decimal point", "<": "Delete", "-": "Minus"}
    for key in keys:
        kiosk.finger.touch(names.get(key, key))


def choose_unit(kiosk: Any, name: str) -> None:
    if kiosk.finger.sees("Choose the unit"):
        kiosk.finger.touch("Choose the unit")
        kiosk.finger.wait_for_stillness()
        while not kiosk.finger.sees(name):
            kiosk.finger.touch("Show more")
    kiosk.finger.touch(name, "RadioButton")


def touch_line(kiosk: Any, part: float) -> None:
    kiosk.finger.wait_for_stillness()
    line = next(node for node in kiosk.finger.nodes() if node.role == "Slider").rect
    kiosk.finger.touch_at(QPoint(round(line.x() + part * line.width()), line.center().y()))


def go_on(kiosk: Any) -> None:
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for_stillness()


def sent(kiosk: Any) -> dict[str, Any]:
    kiosk.finger.touch("Send my answers")
    kiosk.finger.wait_for("I have finished")
    payload = json.loads(kiosk.submissions()[0].payload, parse_float=Decimal)
    return {one["linkId"]: one["answer"] for one in payload["item"]}


@pytest.mark.long
@pytest.mark.parametrize("panel", PANELS)
def test_every_kind_of_number_is_given_by_touch_and_stored_as_meant(
    open_kiosk: Callable[..., Any], panel: str
) -> None:
    kiosk = open_kiosk(panel=PANELS[panel], forms=(form(*ALL),))
    kiosk.begin("Numbers")
    type_on_pad(kiosk, "37.50")
    go_on(kiosk)
    type_on_pad(kiosk, "3.25-")
    go_on(kiosk)
    for name in ("More", "More", "More", "Less"):
        kiosk.finger.touch(name)
    go_on(kiosk)
    type_on_pad(kiosk, "129<")
    kiosk.finger.touch("More")
    go_on(kiosk)
    touch_line(kiosk, 0.3)
    rest(0.02)
    place = int(kiosk.patient.asking.entry["text"])
    assert 25 <= place <= 32
    for name in ("Less", "More", "More"):
        kiosk.finger.touch(name)
    go_on(kiosk)
    type_on_pad(kiosk, "72.5")
    go_on(kiosk)
    type_on_pad(kiosk, "182")
    choose_unit(kiosk, "centimetres")
    go_on(kiosk)
    choose_unit(kiosk, "tablets")
    type_on_pad(kiosk, "2")
    go_on(kiosk)
    kg = {"unit": "kg", "system": UCUM, "code": "kg"}
    cm = {"unit": "centimetres", "system": UCUM, "code": "cm"}
    tablets = {"unit": "tablets", "system": UCUM, "code": "{tablet}"}
    answers = sent(kiosk)
    assert answers == {
        "temperature": [{"valueDecimal": Decimal("37.50")}],
        "balance": [{"valueDecimal": Decimal("-3.25")}],
        "drinks": [{"valueInteger": 1}],
        "stairs": [{"valueInteger": 13}],
        "health": [{"valueInteger": place + 1}],
        "weight": [{"valueQuantity": {"value": Decimal("72.5"), **kg}}],
        "height": [{"valueQuantity": {"value": 182, **cm}}],
        "dose": [{"valueQuantity": {"value": 2, **tablets}}],
    }
    assert str(answers["temperature"][0]["valueDecimal"]) == "37.50"


def test_a_unit_is_said_in_words_where_the_form_allows_it(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(forms=(form(DOSE),))
    kiosk.begin("Numbers")
    type_on_pad(kiosk, "3")
    choose_unit(kiosk, "Another unit")
    kiosk.finger.wait_for_stillness()
    assert kiosk.finger.sees("Which unit do you mean?")
    kiosk.finger.write("sips")
    kiosk.finger.touch("Done")
    kiosk.finger.wait_for_stillness()
    go_on(kiosk)
    answers = sent(kiosk)
    assert answers["dose"][0]["valueQuantity"]["value"] == 3
    assert answers["dose"][0]["valueQuantity"]["unit"].casefold() == "sips"
    assert "code" not in answers["dose"][0]["valueQuantity"]


def test_digits_are_written_in_the_figures_of_the_language(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(forms=(form(TEMPERATURE),))
    kiosk.begin("Numbers", "العربية")
    for key in ("3", "7", kiosk.words.say("ar", "key_decimal"), "5"):
        kiosk.finger.touch(key)
    assert kiosk.patient.asking.entry["text"] == "\u0663\u0667\u066b\u0665"
    kiosk.patient.goOn()
    rest(0.05)
    assert kiosk.patient.asking.problem == ""


@pytest.mark.parametrize("wrong", ["29", "46"])
def test_a_number_that_cannot_be_is_told_and_stays_to_be_mended(
    open_kiosk: Callable[..., Any], wrong: str
) -> None:
    kiosk = open_kiosk(forms=(form(TEMPERATURE),))
    kiosk.begin("Numbers")
    type_on_pad(kiosk, wrong)
    go_on(kiosk)
    focused = [node.name for node in kiosk.finger.nodes() if node.focused]
    assert focused == ["There is a problem\nError: Write a number from 30 to 45"]
    field = next(node for node in kiosk.finger.nodes() if node.role == "EditableText")
    assert field.description == f"{wrong} °C"
    type_on_pad(kiosk, "<<38")
    go_on(kiosk)
    assert sent(kiosk)["temperature"] == [{"valueDecimal": 38}]


def test_a_needed_number_left_out_and_a_missing_unit_are_told(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(forms=(form({**HEIGHT, "required": True}),))
    kiosk.begin("Numbers")
    go_on(kiosk)
    assert kiosk.patient.asking.problem.startswith("Write a number")
    type_on_pad(kiosk, "182")
    go_on(kiosk)
    assert kiosk.patient.asking.problem == "Choose the unit of your number"
    choose_unit(kiosk, "inches")
    go_on(kiosk)
    kiosk.finger.wait_for("Send my answers")


def test_nothing_is_chosen_before_the_first_touch(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(forms=(form(DRINKS, HEALTH),))
    kiosk.begin("Numbers")
    assert kiosk.finger.find("How many drinks?", "EditableText").description == "No number yet"
    go_on(kiosk)
    line = next(node for node in kiosk.finger.nodes() if node.role == "Slider")
    assert (line.name, line.description) == ("How is your health?", "Nothing chosen yet")
    go_on(kiosk)
    kiosk.finger.wait_for("Send my answers")
    assert kiosk.finger.names().count("Not provided") == 2


def test_the_line_takes_the_place_where_a_finger_leaves_and_nothing_where_it_leaves_the_line(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(forms=(form(HEALTH),))
    kiosk.begin("Numbers")
    line = next(node for node in kiosk.finger.nodes() if node.role == "Slider").rect
    middle = line.center()
    kiosk.finger.press(middle)
    rest(0.02)
    kiosk.finger.release(QPoint(middle.x(), middle.y() + 3 * line.height()))
    rest(0.02)
    assert kiosk.patient.asking.entry["text"] == ""
    touch_line(kiosk, 0.9)
    rest(0.02)
    assert 88 <= int(kiosk.patient.asking.entry["text"]) <= 98


def test_a_line_is_read_from_right_to_left_where_the_language_is(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(forms=(form(HEALTH),))
    kiosk.begin("Numbers", "العربية")
    touch_line(kiosk, 0.9)
    rest(0.02)
    digits = kiosk.words.say("ar", "digits")
    number = int("".join(str(digits.index(d)) for d in kiosk.patient.asking.entry["text"]))
    assert 2 <= number <= 12


def press(kiosk: Any, *keys: Any) -> None:
    for key in keys:
        QTest.keyClick(kiosk.window.root, key)
        rest(0.01)


def to_role(kiosk: Any, role: str) -> None:
    for _ in range(30):
        if any(node.focused and node.role == role for node in kiosk.finger.nodes()):
            return
        QTest.keyClick(kiosk.window.root, Qt.Key.Key_Tab)
        rest(0.01)
    raise AssertionError(role)


def test_a_keyboard_that_is_plugged_in_writes_digits_and_leads_along_the_line(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(forms=(form(TEMPERATURE, DRINKS, HEALTH),))
    kiosk.begin("Numbers")
    to_role(kiosk, "EditableText")
    press(kiosk, "3", "8", ",", "x", "5", "6", Qt.Key.Key_Backspace)
    assert kiosk.patient.asking.entry["text"] == "38.5"
    go_on(kiosk)
    to_role(kiosk, "EditableText")
    press(kiosk, Qt.Key.Key_Down)
    to_more = Qt.Key.Key_Return, Qt.Key.Key_Return
    press(kiosk, *to_more)
    assert kiosk.patient.asking.entry["text"] == "1"
    go_on(kiosk)
    to_role(kiosk, "Slider")
    press(kiosk, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left)
    assert kiosk.patient.asking.entry["text"] == "50"


FILLED = (
    {"text": "37.5"},
    {"text": "\u200e\u22123.25"},
    {"text": "12"},
    {"text": "120"},
    {"part": 0.62},
    {"text": "72.5"},
    {"text": "182", "unit": [0]},
    {"text": "250", "unit": [1]},
)


def pages(kiosk: Any) -> Iterator[str]:
    """Each question of `ALL`, empty and answered."""
    for one, entry in zip(ALL, FILLED, strict=True):
        yield f"{one['linkId']} empty"
        kiosk.patient.asking.enter(entry)
        yield f"{one['linkId']} answered"
        kiosk.patient.goOn()


def answer_box(item: QQuickItem) -> Box:
    """Where the control of the question stands."""
    for child in item.childItems():
        if qml_type(child).startswith("AnswerArea") and child.isVisible():
            area = child.mapRectToScene(QRectF(0, 0, child.width(), child.height()))
            return Box(area.left(), area.top(), area.right(), area.bottom())
        if (found := answer_box(child)).width:
            return found
    return Box(0, 0, 0, 0)


def is_of_the_pad(finding: Finding, *, rtl: bool) -> bool:
    """Whether it is how the pad is meant: from left to right anywhere, its keys named in Latin."""
    if finding.code == "order":
        return rtl
    return finding.code == "unseen-text" and bool(re.search(r"“\d”", finding.what))


@pytest.mark.long
@pytest.mark.parametrize("theme", ["light", "contrast-dark"])
@pytest.mark.parametrize("language", ["English", "العربية"])
@pytest.mark.parametrize("step", [0, 1, 2])
@pytest.mark.parametrize("panel", PANELS)
def test_every_number_page_is_whole_and_touchable(
    open_kiosk: Callable[..., Any], panel: str, step: int, language: str, theme: str
) -> None:
    kiosk = open_kiosk(panel=PANELS[panel], forms=(form(*ALL),))
    kiosk.begin("Numbers", language)
    kiosk.patient._display.setText(step)
    kiosk.patient._display.setTheme(theme)
    glass = Glass(PANELS[panel][1], strong=theme != "light", rtl=language != "English")
    found = []
    for page in pages(kiosk):
        kiosk.finger.wait_for_stillness()
        area = answer_box(kiosk.window.root.contentItem())
        found += [
            f"{page}: {finding}"
            for finding in inspect(kiosk.window.root, glass)
            if finding.box.meets(area) and not is_of_the_pad(finding, rtl=glass.rtl)
        ]
    assert found == []
