"""The slip: the code to touch, the same to scan, until when; never a name."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import segno
from PySide6.QtGui import QImage

from kiosk.papers.slip import PAPERS, Slip, grouped, write_slip
from kiosk.ui.printing.printing import slip
from kiosk.ui.wording.words import Words
from tests.papers.conftest import DAY
from tests.papers.reading import drawn, needs, pages_of, plain, text_of

PAYLOAD = "".join(str(n % 10) for n in range(180))
"""As long as a signed slip's digits are."""
_DOTS = {"receipt": 200, "a6": 200, "a4": 100}
_QR_MM = {"receipt": 36, "a6": 36 * 1.15, "a4": 36 * 1.9}
"""The side of the picture with its quiet zone of four modules."""


@pytest.fixture
def made(words: Words) -> Slip:
    return slip(
        words, ["pl", "en"], clinic="Riverside Practice", code="K7T4MX", payload=PAYLOAD,
        until=DAY + timedelta(hours=6),
    )  # fmt: skip


def written(made: Slip, file: Path, paper: str = "receipt") -> Path:
    with file.open("wb") as out:
        write_slip(made, out, paper=paper)
    return file


@pytest.mark.parametrize("paper", PAPERS)
def test_it_fits_on_one_page_and_says_what_to_do_in_both_languages(
    tmp_path: Path, made: Slip, paper: str
) -> None:
    file = written(made, tmp_path / "slip.pdf", paper)
    read = plain(text_of(file))

    assert pages_of(file) == 1
    assert "Riverside Practice" in read
    assert "K7T 4MX" in read
    assert "It works once, until 2 March 2026" in read
    assert plain(made.words[0].how) in read
    assert re.search("Działa raz, do: 2 marca 2026", read)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_picture_is_the_payload_module_for_module(
    tmp_path: Path, made: Slip, paper: str
) -> None:
    needs("pdftoppm")
    picture = drawn(written(made, tmp_path / "slip.pdf", paper), dots=_DOTS[paper])
    wanted = [[bool(module) for module in row] for row in segno.make(PAYLOAD, error="m").matrix]

    unit = _QR_MM[paper] / (len(wanted) + 8) / 25.4 * _DOTS[paper]

    assert _modules(picture, len(wanted), unit) == wanted


def test_a_code_is_read_in_groups() -> None:
    assert grouped("K7T4MX") == "K7T 4MX"
    assert grouped("1234567") == "123 456 7"


def test_one_language_said_twice_stands_once(words: Words) -> None:
    made = slip(words, ["en", "en"], clinic="C", code="K7T4MX", payload="1", until=DAY)
    assert len(made.words) == 1


def _modules(picture: QImage, side: int, unit: float) -> list[list[bool]]:
    """The modules of the QR code, found by a row of dots as wide as it is."""

    def dark(x: float, y: float) -> bool:
        return picture.pixelColor(int(x), int(y)).lightness() < 64

    for top in range(picture.height()):
        places = [x for x in range(picture.width()) if dark(x, top)]
        if places and abs(places[-1] - places[0] + 1 - side * unit) < unit / 2:
            half, left = unit / 2, places[0]
            return [
                [dark(left + column * unit + half, top + row * unit + half)
                 for column in range(side)]
                for row in range(side)
            ]  # fmt: skip
    return []
