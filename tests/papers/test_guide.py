"""The guides on paper: two full pages each, every word and picture on them, in our own letters."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from kiosk.guides import Guide, guides
from kiosk.papers.guide import PAPERS
from kiosk.papers.sheet import SIZES
from kiosk.resources import resource
from kiosk.ui.printing.guide_paper import write_guide_paper
from tests.papers.reading import letters, needs, pages_of, text_of

FIRST_DAY = ("desk", "it", "form-author", "contributor", "poster")
MARGIN_MM = 16.5
DOTS = 40

Print = Callable[..., Path]


@pytest.fixture
def printed(tmp_path: Path) -> Print:
    """Prints a guide: `printed(guide, paper=…)`; returns the file."""

    def one(guide: Guide, paper: str = "a4") -> Path:
        file = tmp_path / f"{guide.name}-{paper}.pdf"
        with file.open("wb") as out:
            write_guide_paper(guide, out, paper=paper)
        return file

    return one


def some(text: str) -> Guide:
    return Guide("some", f"# A title\n\n{text}\n", resource("guides"))


def pages(file: Path) -> Iterator[QImage]:
    """Each page as it is printed."""
    needs("pdftoppm")
    subprocess.run(["pdftoppm", "-r", str(DOTS), "-png", file, file.with_suffix("")], check=True)
    for image in sorted(file.parent.glob(f"{file.stem}-*.png")):
        yield QImage(str(image))


def inked(image: QImage) -> list[tuple[int, int]]:
    """Where a page is not white."""
    white = QColor("white")
    return [
        (x, y)
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y) != white
    ]


@pytest.mark.parametrize("name", FIRST_DAY)
def test_a_guide_for_a_first_day_is_two_full_pages(printed: Print, name: str) -> None:
    file = printed(guides()[name])
    drawn = list(pages(file))

    assert pages_of(file) == len(drawn) == 2
    # Above its foot the last page is full to three quarters at least.
    foot = drawn[-1].height() - 16 / 25.4 * DOTS
    assert max(y for _, y in inked(drawn[-1]) if y < foot) >= 0.75 * foot


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", FIRST_DAY)
def test_nothing_is_in_the_margins(printed: Print, name: str, paper: str) -> None:
    margin = MARGIN_MM / 25.4 * DOTS
    drawn = list(pages(printed(guides()[name], paper)))
    for image in drawn[1:] if name == "poster" else drawn:
        places = inked(image)
        assert margin <= min(x for x, _ in places)
        assert max(x for x, _ in places) <= image.width() - margin


@pytest.mark.parametrize("name", sorted(guides()))
def test_every_word_of_a_guide_is_on_its_paper(printed: Print, name: str) -> None:
    guide = guides()[name]
    file = printed(guide)
    read = letters(text_of(file, "-raw"))  # in the order in which it is drawn: cell by cell

    missing = [
        word
        for block in guide.blocks()
        if block.kind != "picture"
        for word in block.text.split()
        if letters(word) not in read
    ]
    assert missing == []
    assert f"{pages_of(file)}/{pages_of(file)}" in text_of(file).replace(" ", "")


def test_no_word_lies_beyond_the_edge_of_its_page(printed: Print) -> None:
    """A word too long for a line is broken, of a command typed as it stands, too."""
    long = "a-very-long-word-" * 20
    told = text_of(printed(some(f"`{long}`\n\n```\nkiosk {long}\n```\n\n| a | b |\n|---|---|\n"
                                f"| {long} | `{long}` |")), "-bbox")  # fmt: skip
    ends = [float(end) for end in re.findall(r'xMax="([0-9.]+)"', told)]

    assert max(ends) <= (SIZES["a4"][0] - MARGIN_MM) / 25.4 * 72


def test_the_letters_are_our_own_and_in_the_file(printed: Print) -> None:
    needs("pdffonts")
    file = printed(guides()["it"])
    told = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout

    fonts = [line.split() for line in told.splitlines()[2:]]
    assert fonts
    for font in fonts:
        assert "AtkinsonHyperlegibleNext" in font[0]
        assert font[-5] == "yes"  # embedded


def test_a_picture_that_stands_alone_is_as_wide_as_there_is_room_for(printed: Print) -> None:
    picture = "![seen](../pictures/guide/desk-kiosks.png)"
    alone, four = (next(pages(printed(some(text)))) for text in (picture, f"{picture}\n\n" * 4))

    def low(image: QImage) -> int:
        foot = image.height() - 16 / 25.4 * DOTS
        return max(y for _, y in inked(image) if y < foot)

    assert low(alone) > 2 * low(four)  # four beside one another are small


def test_pictures_are_smaller_before_a_page_more_is_needed(printed: Print) -> None:
    picture = "![seen](../pictures/guide/question.png)"
    text = "\n\n".join(["Words.", picture] * 6)

    assert pages_of(printed(some(text))) == pages_of(printed(some("Words.\n\n" * 2))) + 1


def test_a_heading_and_what_announces_stay_with_what_follows(printed: Print) -> None:
    filling = "\n\n".join(["Words."] * 36)
    for more in range(8):
        text = filling + "\n\nMore." * more + "\n\n## A heading\n\nType this:\n\n```\nkiosk\n```"
        first = text_of(printed(some(text)), "-l", "1")
        assert first.count("A heading") == first.count("Type this") == first.count("kiosk")


def test_a_long_list_and_a_long_table_go_on_on_the_next_page(printed: Print) -> None:
    rows = "\n".join(f"| row{n} | told |" for n in range(80))
    items = "\n".join(f"{n}. item{n}" for n in range(1, 81))
    file = printed(some(f"| a | b |\n|---|---|\n{rows}\n\n{items}"))
    read = text_of(file)

    assert pages_of(file) > 2
    for n in range(1, 80):
        assert f"row{n}\n" in read or f"row{n} " in read
        assert f"item{n}\n" in read


def test_a_picture_that_is_missing_is_said_by_its_name(printed: Print) -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.png"):
        printed(some("![none](../pictures/nothing.png)"))


def test_what_is_written_of_the_poster_is_what_hangs_on_the_wall(printed: Print) -> None:
    poster = guides()["poster"]
    drawn = letters(text_of(printed(poster), "-l", "1"))
    before, _, after = poster.text.partition("\n---\n")

    for block in Guide("poster", before, poster.folder).blocks():
        if block.kind != "picture":
            for sentence in re.split(r"(?<=[.?])\s", block.text):
                assert letters(sentence) in drawn
    assert letters(after[:200]) not in drawn
