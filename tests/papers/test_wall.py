"""Poster and desk card: from the clinic's settings; a logo is looked at before it is drawn."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

import kiosk.ui
from kiosk.coproduction.plain_words import figures
from kiosk.errors import RefusedError
from kiosk.papers import colours
from kiosk.papers.logo import MOST_BYTES, read_logo
from kiosk.papers.wall import CARDS, POSTERS, Wall, write_desk_card, write_poster
from kiosk.trial.pixels import contrast
from kiosk.ui.printing.printing import wall
from kiosk.ui.wording.words import Words
from tests.papers.reading import drawn, pages_of, plain, text_of

SCREEN = ("decline", "leave", "language", "display", "listen", "help", "remark")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">{inside}</svg>'
SQUARE = '<path d="M0 0h20v10h-20z" fill="#cc0066"/>'


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    file = tmp_path / "logo.svg"
    file.write_text(SVG.format(inside=SQUARE), "utf-8")
    return file


def made(words: Words, **changed: Any) -> Wall:
    given = {"clinic": "Riverside Practice", "languages": ("en", "ar"), "logo": None} | changed
    return wall(words, "en", **given)


@pytest.mark.parametrize(
    ("write", "paper"),
    [*((write_poster, paper) for paper in POSTERS), *((write_desk_card, paper) for paper in CARDS)],
)
def test_each_is_one_page_with_the_clinics_name(
    tmp_path: Path, words: Words, write: Callable[..., None], paper: str
) -> None:
    file = tmp_path / "wall.pdf"
    with file.open("wb") as out:
        write(made(words, clinic="A very long name of a practice, a health centre and more"), out,
              paper=paper)  # fmt: skip

    assert pages_of(file) == 1
    assert "A very long name of a practice" in plain(text_of(file))


def test_the_poster_says_what_it_is_for_and_where_help_is(tmp_path: Path, words: Words) -> None:
    file = tmp_path / "poster.pdf"
    with file.open("wb") as out:
        write_poster(made(words), out)
    read = plain(text_of(file))

    for said in ("use the screen", "Ask us for help", "on paper", "Your care stays the same",
                 "English", "العربية"):  # fmt: skip
        assert said in read
    assert "I need help" in read


def test_the_poster_names_buttons_as_they_stand_on_the_screen(words: Words) -> None:
    on_the_screen = {words.say("en", key) for key in SCREEN}
    said = " ".join(text for key, text in words.own("en").items() if key.startswith("poster_"))

    assert set(re.findall("“(.+?)”", said)) == on_the_screen


def test_the_poster_is_said_in_short_plain_sentences(words: Words) -> None:
    said = [text for key, text in words.own("en").items() if key.startswith("poster_")]
    measured = figures(said, "en")

    assert measured.longest <= 12
    assert measured.grade is not None
    assert measured.grade <= 6  # an age of 11


@pytest.mark.parametrize(
    "name", ["W" * 200, "The very long practice name " * 7, "عيادة النهر " * 16]
)
@pytest.mark.parametrize(
    ("write", "title"), [(write_poster, "While"), (write_desk_card, "Please")]
)  # fmt: skip
def test_the_longest_name_pushes_nothing_off_its_ground(
    tmp_path: Path, words: Words, write: Callable[..., None], title: str, name: str
) -> None:
    tops = []
    for clinic in ("Riverside Practice", name):
        file = tmp_path / "wall.pdf"
        with file.open("wb") as out:
            write(made(words, clinic=clinic), out)
        [top] = re.findall(rf'yMin="([0-9.]+)"[^>]*>{title}<', text_of(file, "-bbox"))
        tops.append(float(top))

    assert tops[1] - tops[0] < 8 / 25.4 * 72  # points: so much air is below


def test_the_card_has_the_sentence_to_say(tmp_path: Path, words: Words) -> None:
    file = tmp_path / "card.pdf"
    with file.open("wb") as out:
        write_desk_card(made(words), out)
    read = plain(text_of(file))

    assert "Would you like to answer a few questions on the screen while you wait?" in read
    assert "60 of 100 patients take part" in read


def test_a_language_without_a_poster_gets_the_english_one(words: Words) -> None:
    spoken = wall(words, "ar", clinic="C", languages=["ar"], logo=None)
    assert spoken.direction == "ltr"
    assert spoken.say("card_title") == "Please ask everyone"


def test_a_logo_is_drawn(tmp_path: Path, words: Words, logo: Path) -> None:
    file = tmp_path / "poster.pdf"
    with file.open("wb") as out:
        write_poster(made(words, logo=read_logo(logo)), out)
    assert "#cc0066" in _colours(drawn(file, dots=20))


def test_a_png_is_a_logo_too(tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#cc0066"))
    image.save(str(file))
    assert read_logo(file).ratio == 2


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="file:///etc/passwd" width="5" height="5"/>',
        '<image xlink:href="http://example.org/x.png" width="5" height="5"/>',
        "<script>alert(1)</script>",
        '<style>@import "http://example.org/x.css";</style>',
        '<path fill="url(http://example.org/x)" d="M0 0h1v1z"/>',
        "<foreignObject/>",
    ],
)
def test_an_svg_that_leads_elsewhere_is_refused(tmp_path: Path, inside: str) -> None:
    file = tmp_path / "logo.svg"
    file.write_text(SVG.format(inside=inside), "utf-8")
    with pytest.raises(RefusedError, match="outside"):
        read_logo(file)


def test_a_gradient_of_its_own_is_no_way_out(tmp_path: Path) -> None:
    file = tmp_path / "logo.svg"
    inside = '<linearGradient id="g"/><path fill="url(#g)" d="M0 0h1v1z"/>'
    file.write_text(SVG.format(inside=inside), "utf-8")
    assert read_logo(file).ratio == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
        b"<svg",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
        b"\x89PNG\r\n\x1a\n" + b"\0" * MOST_BYTES,
    ],
    ids=["empty", "pdf", "torn png", "torn svg", "entities", "too large"],
)
def test_what_is_no_logo_is_refused_with_advice(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "logo"
    file.write_bytes(content)
    with pytest.raises(RefusedError) as refused:
        read_logo(file)
    assert refused.value.advice


def test_paper_has_the_colours_of_the_screen() -> None:
    theme = next(Path(kiosk.ui.__file__).parent.rglob("Theme.qml")).read_text("utf-8")
    light = re.search(r'"light": \{(.*?)\}', theme, re.DOTALL)
    assert light
    shown = dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', light[1]))
    for name, token in (
        ("INK", "ink"), ("MUTED", "muted"), ("PINE", "pine"), ("PINE_INK", "pineInk"),
        ("PINE_SOFT", "pineSoft"), ("LINE", "line"), ("HAIR", "hair"), ("NOTICE", "notice"),
        ("NOTICE_EDGE", "noticeEdge"), ("WARM", "paper"),
    ):  # fmt: skip
        assert getattr(colours, name) == shown[token]


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (colours.INK, "#ffffff"),
        (colours.MUTED, "#ffffff"),
        (colours.MUTED, colours.WARM),
        (colours.PINE, "#ffffff"),
        (colours.PINE, colours.WARM),
        (colours.PINE_INK, colours.PINE),
        (colours.INK, colours.PINE_SOFT),
        (colours.INK, colours.NOTICE),
    ],
)
def test_every_pair_of_text_and_ground_is_seven_to_one(text: str, ground: str) -> None:
    assert contrast(int(text[1:], 16), int(ground[1:], 16)) >= 7


def _colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
