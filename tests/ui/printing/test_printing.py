"""The words of paper: nothing a language says there is foreign to English, each has its glyphs."""

import re
import tomllib
from pathlib import Path

import pytest

from kiosk.resources import resource
from kiosk.ui.fonts import missing_glyphs
from kiosk.ui.printing.printing import paper_words
from kiosk.ui.wording.completeness import problems

FILES = sorted(resource("translations").glob("*/paper.toml"))
KEYS_OF_THE_PATIENT = re.compile(r"paper_|slip_|board_paper_")
KEYS_OF_THE_DESK = {"paper_printed", "paper_response"}


def texts(file: Path) -> dict[str, str]:
    return tomllib.loads(file.read_text("utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_what_a_patient_reads_on_paper_is_in_the_language(file: Path) -> None:
    english = texts(resource("translations", "en", "paper.toml"))
    patient = {
        key: text
        for key, text in english.items()
        if KEYS_OF_THE_PATIENT.match(key) and key not in KEYS_OF_THE_DESK
    }
    own = texts(file)
    if file.parent.name != "en":
        assert list(problems(patient, own, file.parent.name)) == []
    assert missing_glyphs(resource("fonts"), own.values()) == {}


def test_no_word_of_paper_takes_the_place_of_one_on_the_screen() -> None:
    screen = texts(resource("translations", "en", "ui.toml"))
    assert screen.keys().isdisjoint(texts(resource("translations", "en", "paper.toml")))


def test_the_words_of_the_screen_are_read_without_those_of_paper() -> None:
    assert "paper_how" in paper_words().table("en")
