"""Figures as they are drawn: inside their room, readable in every theme, the same as files."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from kiosk.desk.pictures.figure import Bar, Figure
from kiosk.errors import RefusedError
from kiosk.papers.chart_files import Sheet, png_bytes, save_figures, table_bytes
from kiosk.papers.chart_text import block, font, width_of
from kiosk.papers.charts import height_of, paint
from kiosk.papers.fonts import use_fonts
from kiosk.papers.look import Look, look_of
from kiosk.resources import resource
from kiosk.trial.pixels import contrast
from kiosk.ui.application import unseen_application
from kiosk.ui.themes import theme_tokens
from kiosk.ui.window import Engine

THEMES = ("light", "dark", "contrast", "contrast-dark")
EDGE = 40
LONG = "Over the last 2 weeks, how often have you been bothered by feeling down or hopeless? " * 3


@pytest.fixture(scope="module", autouse=True)
def app() -> QGuiApplication:
    made = unseen_application()
    use_fonts(resource("fonts"))
    return made


@pytest.fixture(scope="module")
def engine(app: QGuiApplication) -> Engine:  # noqa: ARG001 - must be there first
    return Engine()


def figure(bars: tuple[Bar, ...], *, upright: bool = False, full: float = 0) -> Figure:
    rows = tuple((bar.label, bar.said) for bar in bars)
    longest = max((bar.length or 0 for bar in bars), default=1)
    return Figure(
        "f", "How many?", "A note.", bars, full or longest or 1, ("A", "B"), rows, upright
    )


def rgb(colour: QColor) -> int:
    return colour.rgb() & 0xFFFFFF


def across(count: int, *, label: str = "28 Feb", most: int = 7) -> Figure:
    bars = tuple(Bar(label, n % most, str(n % most)) for n in range(count))
    return figure(bars, upright=True)


KINDS = {
    "bars": figure((Bar("A", 3, "3"), Bar("B", 0, "0"), Bar("C", None, "fewer than 8"))),
    "long words": figure((Bar(LONG, 0.5, "20 of 40 (50 %)"), Bar("x" * 300, 1, "1")), full=1),
    "right to left words": figure((Bar("كيف حالك اليوم؟", 4, "4"), Bar("شكرا", 1, "1"))),
    "one day": across(1),
    "a month": across(31),
    "a year": across(53, most=40_000),
    "nothing": figure(()),
    "only nought": across(5, most=1),
}


def drawn(made: Figure, width: int, look: Look) -> tuple[QImage, QRectF]:
    """The figure in the middle of a larger picture."""
    height = height_of(made, width, look)
    image = QImage(width + 2 * EDGE, round(height) + 2 * EDGE, QImage.Format.Format_RGB32)
    image.fill(look.ground)
    painter = QPainter(image)
    room = QRectF(EDGE, EDGE, width, height)
    paint(painter, made, room, look)
    painter.end()
    return image, room


def is_clean_outside(image: QImage, room: QRectF, ground: QColor) -> bool:
    """Whether nothing but the ground is more than two pixels beside the room."""
    painter = QPainter(image)
    painter.fillRect(room.adjusted(-2, -2, 2, 2).toRect(), ground)
    painter.end()
    empty = QImage(image.size(), image.format())
    empty.fill(ground)
    return image == empty


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "text"), [(320, 17), (900, 17), (640, 34)])
@pytest.mark.parametrize("mirrored", [False, True], ids=["from the left", "from the right"])
def test_nothing_is_drawn_outside_its_room(
    engine: Engine, kind: str, width: int, text: int, *, mirrored: bool
) -> None:
    look = look_of(theme_tokens(engine, "light"), text=text, right_to_left=mirrored)

    image, room = drawn(KINDS[kind], width, look)

    assert is_clean_outside(image, room, look.ground)


@pytest.mark.parametrize("theme", THEMES)
def test_words_are_seen_at_seven_and_bars_at_three_to_one(engine: Engine, theme: str) -> None:
    look = look_of(theme_tokens(engine, theme), text=17)

    assert min(contrast(rgb(ink), rgb(look.ground)) for ink in (look.ink, look.muted)) >= 7
    assert contrast(rgb(look.bar), rgb(look.ground)) >= 3


def test_twice_the_text_makes_it_higher_and_never_narrower_words(engine: Engine) -> None:
    tokens = theme_tokens(engine, "light")
    one, two = (height_of(KINDS["bars"], 640, look_of(tokens, text=text)) for text in (17, 34))

    assert two > 1.8 * one


def test_words_are_wrapped_and_the_last_line_says_that_more_would_come() -> None:
    of = font(17)

    told = block(LONG, of, 200, lines=3)

    assert len(told.lines) == 3
    assert told.lines[-1].endswith("…")
    assert all(width_of(line, of) <= 201 for line in told.lines)
    assert block("a\nb\t c", of, 200).lines == ("a b c",)


def test_a_bar_is_as_long_as_its_share_and_begins_at_the_reading_side(engine: Engine) -> None:
    made = figure((Bar("A", 1, "1"), Bar("B", 2, "2")))
    for mirrored in (False, True):
        look = look_of(theme_tokens(engine, "light"), text=17, right_to_left=mirrored)
        image, room = drawn(made, 600, look)
        widths = []
        for y in range(round(room.top()), round(room.bottom())):
            count = sum(image.pixelColor(x, y) == look.bar for x in range(image.width()))
            if count > 100:
                widths.append(count)
        assert max(widths) == pytest.approx(2 * min(widths), abs=3)


def test_a_picture_tells_in_words_what_it_shows(engine: Engine) -> None:
    look = look_of(theme_tokens(engine, "light"), text=17)

    read = QImage.fromData(png_bytes([KINDS["bars"]], Sheet("Every form", "Riverside"), look))

    assert read.text("Title") == "Every form"
    assert "C, fewer than 8" in read.text("Description")


def test_a_table_is_read_back_and_no_cell_is_a_formula() -> None:
    made = figure((Bar("=cmd|'/C calc'!A0", 1, "1"), Bar('Say "how", please', 2, "2")))

    text = table_bytes([made, made]).decode("utf-8-sig")

    read = list(csv.reader(StringIO(text)))
    assert read[:4] == [
        ["How many?"], ["A", "B"], ["'=cmd|'/C calc'!A0", "1"], ['Say "how", please', "2"],
    ]  # fmt: skip
    assert read[4] == []


@pytest.mark.parametrize(("ending", "begins"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_file_is_what_its_name_says(
    engine: Engine, tmp_path: Path, ending: str, begins: bytes
) -> None:
    tokens, file = theme_tokens(engine, "light"), tmp_path / f"figures.{ending}"
    made = [across(31), KINDS["long words"], figure(tuple(Bar(LONG, 1, "1") for _ in range(60)))]

    save_figures(made, Sheet("Every form", ""), file, lambda text: look_of(tokens, text=text))

    assert file.read_bytes().startswith(begins)


def test_a_folder_that_is_not_there_is_told(engine: Engine, tmp_path: Path) -> None:
    tokens = theme_tokens(engine, "light")

    with pytest.raises(RefusedError):
        save_figures(
            [KINDS["bars"]], Sheet("", ""), tmp_path / "no" / "figures.png",
            lambda text: look_of(tokens, text=text),
        )  # fmt: skip
