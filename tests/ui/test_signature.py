"""A signature by finger, by name or by tick: the same kind of answer each way (AC 30)."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from kiosk.forms import extensions as ext
from kiosk.forms.limits import Limits
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.papers.fonts import use_fonts
from kiosk.resources import resource
from kiosk.trial.touch import rest
from kiosk.ui.patient.kinds.all_kinds import kind_of, unsupported
from kiosk.ui.signing import HEIGHT, WIDTH, signature_png

FIELD = "Sign here with your finger"
REQUIRED = {"url": ext.SIGNATURE_REQUIRED, "valueCodeableConcept": {"text": "consent"}}
PANELS = [((1280, 800), 5.9), ((1920, 1080), 3.6), ((1080, 1920), 3.6)]


def form(*items: Any) -> Questionnaire:
    raw = {"resourceType": "Questionnaire", "url": "http://example.org/s", "title": "Odd"}
    return parse_questionnaire(raw | {"item": list(items)})


def signature(**more: Any) -> dict[str, Any]:
    item = {"linkId": "s", "type": "attachment", "text": "Do you agree?", "required": True}
    return item | {"extension": [REQUIRED]} | more


def draw(kiosk: Any, *strokes: tuple[tuple[int, int], ...]) -> None:
    """Draws in the field, one stroke at once after the other; places are from its corner."""
    corner = kiosk.finger.find(FIELD, "Graphic").rect.topLeft()
    kiosk.finger._clock.ahead += 1  # a person does not sign while the page still changes
    device = QTest.createTouchDevice()
    for stroke in strokes:
        places = [corner + QPoint(*place) for place in stroke]
        QTest.touchEvent(kiosk.window.root, device).press(1, places[0]).commit()
        for place in places[1:]:
            QTest.touchEvent(kiosk.window.root, device).move(1, place).commit()
        QTest.touchEvent(kiosk.window.root, device).release(1, places[-1]).commit()
    rest(0.03)


def answer(kiosk: Any) -> Any:
    given = kiosk.patient._visit.sitting.filler.answers("s")
    return given[0].value if given else None


def image(value: Any) -> QImage:
    return QImage.fromData(base64.b64decode(value["data"]))


def dark(picture: QImage) -> int:
    return sum(
        picture.pixelColor(x, y).lightness() < 160
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    )


@pytest.mark.usefixtures("app")
def test_strokes_and_names_become_black_on_white_of_one_size() -> None:
    use_fonts(resource("fonts"))
    for png in (
        signature_png([[0.1, 0.1, 0.5, 0.2]], ""),
        signature_png([], "Ann Other"),
        signature_png([], "A very long name " * 5),
        signature_png([[0.2, 0.2]], ""),
    ):
        picture = QImage.fromData(png)
        assert (picture.width(), picture.height()) == (WIDTH, HEIGHT)
        assert dark(picture) > 3
        assert len(png) < 20_000


def test_a_signature_is_drawn_with_strokes_that_follow_each_other_at_once(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(forms=(form(signature()),))
    kiosk.begin("Odd")
    draw(kiosk, ((40, 60), (200, 90), (260, 40)), ((60, 50), (70, 100)))
    value = answer(kiosk)
    assert value["contentType"] == "image/png"
    assert value["title"] == "Signed with the finger"
    assert value["size"] == len(base64.b64decode(value["data"]))
    assert len(kiosk.patient.asking.entry["strokes"]) == 2
    assert dark(image(value)) > 100


def test_cleared_strokes_can_be_brought_back(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(forms=(form(signature()),))
    kiosk.begin("Odd")
    draw(kiosk, ((40, 60), (200, 90)))
    before = answer(kiosk)
    kiosk.finger.touch("Clear")
    assert answer(kiosk) is None
    kiosk.finger.touch("Bring it back")
    assert answer(kiosk) == before


def test_a_name_counts_as_well(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(forms=(form(signature()),))
    kiosk.begin("Odd")
    kiosk.finger.touch("Write my name")
    kiosk.finger.wait_for("Done")
    kiosk.finger.write("ann")
    kiosk.finger.touch("Done")
    kiosk.finger.wait_for_stillness()
    value = answer(kiosk)
    assert value["title"].casefold() == "signed by name: ann"
    assert dark(image(value)) > 100
    assert kiosk.finger.find(FIELD, "Graphic").description.casefold() == "ann"


def test_a_tick_counts_as_well_and_can_be_taken_back(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(forms=(form(signature()),))
    kiosk.begin("Odd")
    kiosk.finger.touch("Tick to agree")
    assert kiosk.finger.find("Tick to agree").checked
    assert answer(kiosk)["title"] == "Agreed with a tick: Do you agree?"
    kiosk.finger.touch("Tick to agree")
    assert answer(kiosk) is None


@pytest.mark.parametrize("panel", PANELS)
def test_it_is_needed_sent_and_forgotten(open_kiosk: Callable[..., Any], panel: Any) -> None:
    kiosk = open_kiosk(panel=panel, forms=(form(signature()),))
    kiosk.begin("Odd")
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for(
        "There is a problem\nError: Sign with your finger, write your name or tick the box"
    )
    draw(kiosk, ((40, 30), (150, 60)))
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("Signed with the finger")
    kiosk.finger.touch("Send my answers")
    kiosk.finger.wait_for("I have finished")
    [sent] = kiosk.submissions()
    given = json.loads(sent.payload)["item"][0]["answer"][0]["valueAttachment"]
    assert given["contentType"] == "image/png"
    assert kiosk.patient.asking.entry == {}
    assert kiosk.patient._visit.sitting is None


def test_only_what_asks_for_a_signature_is_one() -> None:
    def kind(**more: Any) -> str:
        [item] = form({"linkId": "s", "type": "attachment", "text": "A photo"} | more).items
        found = kind_of(item, Limits.of(item))
        return found.name if found else ""

    png = {"url": ext.MIME_TYPE, "valueCode": "image/png"}
    pdf = {"url": ext.MIME_TYPE, "valueCode": "application/pdf"}
    assert kind() == "wordsOnly"
    assert kind(extension=[REQUIRED]) == "signature"
    assert kind(extension=[png], text="Your signature") == "signature"
    assert kind(extension=[png]) == "wordsOnly"
    assert kind(extension=[REQUIRED, pdf]) == "wordsOnly"
    assert kind(required=True) == ""


def test_a_photo_is_shown_at_the_desk_and_one_goes_on(open_kiosk: Callable[..., Any]) -> None:
    photo = {"linkId": "p", "type": "attachment", "text": "A photo of your rash"}
    kiosk = open_kiosk(forms=(form(photo),))
    kiosk.begin("Odd")
    assert any("Show it to the staff at the desk" in name for name in kiosk.finger.names())
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("Send my answers")


def test_a_form_that_needs_a_photo_is_not_offered_and_staff_learn_why() -> None:
    photo = {"linkId": "p", "type": "attachment", "text": "A photo", "required": True}
    assert unsupported(form(photo), ValueSets()) == ("p",)
