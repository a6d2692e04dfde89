"""The pictures in our forms are the drawings beside them."""

import base64
import json
import runpy
from typing import Any

import pytest
from PySide6.QtGui import QImage

from kiosk.resources import resource

SCRIPT = runpy.run_path(str(resource("..", "packaging", "pictures.py")))
FORMS = sorted(resource("forms").glob("*.json"))
HELD = [one for file in FORMS for one in SCRIPT["attachments"](json.loads(file.read_text("utf-8")))]


def test_every_drawing_is_in_a_form() -> None:
    drawings = {file.stem for file in resource("pictures", "easy").glob("*.svg")}
    assert {one["id"] for one in HELD} == drawings


@pytest.mark.parametrize("held", HELD, ids=lambda one: one["id"])
def test_a_form_shows_the_drawing_as_it_is_now(held: Any) -> None:
    drawing = resource("pictures", "easy", f"{held['id']}.svg")
    shown = QImage.fromData(base64.b64decode(held["data"]))
    assert shown == QImage.fromData(SCRIPT["png"](drawing))


@pytest.mark.parametrize("held", HELD, ids=lambda one: one["id"])
def test_a_picture_is_dark_on_white_with_nothing_cut_off_at_its_top(held: Any) -> None:
    image = QImage.fromData(base64.b64decode(held["data"]))
    side = range(image.width())
    assert {image.pixelColor(x, 0).name() for x in side} == {"#ffffff"}
    grey = [image.pixelColor(x, y).lightness() for x in side for y in side]
    assert min(grey) < 40
    assert sum(one > 240 for one in grey) > len(grey) * 0.2
