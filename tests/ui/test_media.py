"""Pictures of a form: shown where they are safe, said in words where not, large on a touch."""

import base64
import os
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage

from kiosk.forms import extensions as ext
from kiosk.forms.looks.media import Media
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.trial.touch import rest
from kiosk.ui.pictures import KEPT_BYTES, LONGEST_SIDE, FormPictures, Pictures

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1/x.png"/></svg>'
PANELS = [((1280, 800), 5.9), ((1920, 1080), 3.6), ((1080, 1920), 3.6)]


def picture(width: int, height: int, colour: str = "red", kind: str = "PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(buffer.data().data())


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kB that says it has so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1_000_000))), (b"IEND", b"")]
    made = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def media(content: bytes, title: str = "", kind: str = "image/png") -> Media:
    return Media(kind, base64.b64encode(content).decode(), "", title)


def attached(url: str, content: bytes, title: str, kind: str = "image/png") -> dict[str, Any]:
    data = base64.b64encode(content).decode()
    return {"url": url, "valueAttachment": {"contentType": kind, "data": data, "title": title}}


def form(*items: Any) -> Questionnaire:
    raw = {"resourceType": "Questionnaire", "url": "http://example.org/p", "title": "Odd"}
    return parse_questionnaire(raw | {"item": list(items)})


def knees(*more: Any) -> dict[str, Any]:
    item = {"linkId": "a", "type": "boolean", "text": "Does your knee hurt?"}
    return item | {"extension": [*more]}


@pytest.fixture
def pictures() -> Iterator[Pictures]:
    made = Pictures("form")
    yield made
    made.close()


def test_a_picture_has_an_address_and_is_drawn_as_large_as_it_is_asked_for(
    pictures: Pictures,
) -> None:
    shown = pictures.shown(media(picture(400, 200), "A knee"))
    assert (shown["alt"], shown["ratio"]) == ("A knee", 2.0)
    token = shown["image"].removeprefix("image://form/")
    drawn = FormPictures(pictures).requestImage(token, QSize(), QSize(100, 100))
    assert drawn.size() == QSize(100, 50)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP"])
def test_every_kind_that_is_promised_is_shown(pictures: Pictures, kind: str) -> None:
    content = picture(40, 20, kind=kind)
    assert pictures.shown(media(content, kind=f"image/{kind.lower()}"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        SVG,
        picture(40, 20)[:60],
        bomb(60_000, 60_000),
        bomb(2_000_000_000, 1),
        os.urandom(5_000_000),
    ],
    ids=["nothing", "text", "svg", "torn", "bomb", "long line", "too many bytes"],
)
def test_what_is_broken_posing_or_too_large_has_no_address(
    pictures: Pictures, content: bytes
) -> None:
    began = time.perf_counter()
    assert pictures.shown(media(content, "A knee")) == {}
    assert time.perf_counter() - began < 0.5


def test_what_is_no_base64_or_no_picture_has_no_address(pictures: Pictures) -> None:
    assert pictures.shown(Media("image/png", "not base64!", "", "")) == {}
    assert pictures.shown(Media("image/png", "", "http://127.0.0.1/x.png", "")) == {}
    assert pictures.shown(media(SVG, kind="image/svg+xml")) == {}


def test_a_large_picture_is_kept_smaller_and_only_so_many_are_kept(pictures: Pictures) -> None:
    for number in range(9):
        colour = f"#{number * 25:02x}0000"
        assert pictures.shown(media(picture(1500, 1500, colour)))
    kept = [one.result() for one in pictures._drawn.values()]
    assert max(image.width() for image in kept) == LONGEST_SIDE
    assert sum(image.sizeInBytes() for image in kept) <= KEPT_BYTES


def test_nothing_is_kept_when_the_sitting_ends(pictures: Pictures) -> None:
    token = pictures.address(media(picture(40, 20))).rpartition("/")[2]
    pictures.forget()
    assert pictures.image(token).isNull()
    # A page that outlives it by a frame draws nothing, and no warning.
    assert FormPictures(pictures).requestImage(token, QSize(), QSize(10, 10)).width() == 10


def test_the_pictures_of_a_form_are_decoded_ahead(pictures: Pictures) -> None:
    content = picture(900, 900)
    pictures.prepare(form(knees(attached(ext.ITEM_MEDIA, content, "A knee"))), "en")
    until = time.monotonic() + 5
    while not pictures._drawn and time.monotonic() < until:
        rest(0.01)
    assert len(pictures._drawn) == 1


@pytest.mark.parametrize("panel", PANELS)
def test_a_picture_of_a_question_is_large_on_a_touch_and_one_is_back(
    open_kiosk: Callable[..., Any], panel: Any
) -> None:
    item = knees(attached(ext.ITEM_MEDIA, picture(400, 300), "Two knees"))
    kiosk = open_kiosk(panel=panel, forms=(form(item),))
    kiosk.begin("Odd")
    small = kiosk.finger.find("Make this picture larger: Two knees")
    assert small.rect.height() >= 20 * panel[1] - 1
    kiosk.finger.touch(small.name)
    kiosk.finger.wait_for("Go back to the question")
    large = [node for node in kiosk.finger.nodes() if node.role == "Graphic"]
    assert [node.name for node in large] == ["Two knees"]
    place = large[0].rect.center()
    assert kiosk.window.root.grabWindow().pixelColor(place) == QColor("red")
    kiosk.finger.touch("Go back to the question")
    kiosk.finger.wait_for_stillness()
    assert kiosk.finger.heading() == "Does your knee hurt?"


def test_an_option_shows_its_picture_and_says_its_title(open_kiosk: Callable[..., Any]) -> None:
    options = [
        {
            "valueCoding": {"code": name, "display": name},
            "extension": [attached(ext.ITEM_ANSWER_MEDIA, content, title)],
        }
        for name, content, title in (
            ("Good", picture(90, 90, "lime"), "A smile"),
            ("Bad", b"broken", "A frown"),
        )
    ]
    item = {"linkId": "a", "type": "choice", "text": "How?", "answerOption": options}
    kiosk = open_kiosk(forms=(form(item),))
    kiosk.begin("Odd")
    rest(0.05)
    good, bad = kiosk.finger.find("Good", "RadioButton"), kiosk.finger.find("Bad", "RadioButton")
    assert good.description == "A smile. 1 of 2"
    assert bad.description == "A frown. 2 of 2"
    seen = kiosk.window.root.grabWindow().copy(good.rect)
    assert any(
        seen.pixelColor(x, seen.height() // 2) == QColor("lime") for x in range(seen.width())
    )


def test_what_can_not_be_shown_is_said_in_words(open_kiosk: Callable[..., Any]) -> None:
    far = {"url": ext.ITEM_MEDIA, "valueAttachment": {"contentType": "image/png"}}
    far["valueAttachment"] |= {"url": "http://127.0.0.1/x.png", "title": "Two knees"}
    film = attached(ext.ITEM_MEDIA, b"film", "In sign language", "video/mp4")
    kiosk = open_kiosk(forms=(form(knees(far), knees(film) | {"linkId": "b"}),))
    kiosk.begin("Odd")
    assert any("Picture: Two knees" in name for name in kiosk.finger.names())
    assert not kiosk.finger.sees("Make this picture larger: Two knees")
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for_stillness()
    said = "\n".join(kiosk.finger.names())
    assert "This film can't be shown on this screen. Ask at the desk" in said
    assert "In sign language" in said


def test_turning_to_a_page_with_a_large_picture_is_quick(open_kiosk: Callable[..., Any]) -> None:
    noise = QImage(os.urandom(2400 * 4) * 1600, 2400, 1600, QImage.Format.Format_RGB32)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    noise.save(buffer, "PNG")
    content = bytes(buffer.data().data())
    plain = {"linkId": "p", "type": "boolean", "text": "Ready?"}
    kiosk = open_kiosk(forms=(form(plain, knees(attached(ext.ITEM_MEDIA, content, "Noise"))),))
    kiosk.begin("Odd")
    rest(0.5)  # a person reads the first page
    began = time.perf_counter()
    kiosk.patient.goOn()
    kiosk.window.root.grabWindow()
    assert time.perf_counter() - began < 0.3  # 0.1 s alone; other tests may run beside it
