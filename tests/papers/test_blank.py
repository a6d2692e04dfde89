"""Blank forms: every question of every form is on the paper, word for word."""

from pathlib import Path

import pytest

from kiosk.errors import FormUnreadable
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.offered import bundled_value_sets
from kiosk.papers.blank import write_blank
from kiosk.resources import resource
from kiosk.ui.printing.printing import blank_form
from kiosk.ui.wording.words import Words
from tests.forms.test_corpus import FILES, NO_CORPUS
from tests.papers.conftest import shipped
from tests.papers.reading import letters, needs, pages_of, plain, text_of

SHIPPED = sorted(file.stem for file in resource("forms").glob("*.json"))
_FOOT_MM = 24


def printed(
    form: Questionnaire, words: Words, file: Path, *, language: str = "", clinic: str = ""
) -> int:
    blank = blank_form(
        form, words, language=language, clinic=clinic, value_sets=bundled_value_sets()
    )
    with file.open("wb") as out:
        return write_blank(blank, out)


def without_feet(file: Path) -> str:
    """The text without what stands at the foot of each page, where a question may go on."""
    room = round((297 - _FOOT_MM) * 72 / 25.4)
    return text_of(file, "-r", "72", "-x", "0", "-y", "0", "-W", "600", "-H", str(room), "-nopgbrk")


def missing(form: Questionnaire, file: Path, language: str) -> list[str]:
    """The questions that are not on the paper, as pdftotext reads it one way or another."""
    left = [item.text(language) for item in form.asked]
    for read in (without_feet, text_of, lambda file: text_of(file, "-raw")):
        if left:
            there = letters(read(file))
            left = [text for text in left if letters(text) not in there]
    return left


@pytest.mark.parametrize("name", SHIPPED)
def test_every_question_of_a_shipped_form_is_asked(tmp_path: Path, words: Words, name: str) -> None:
    form, file = shipped(name), tmp_path / "blank.pdf"
    pages = printed(form, words, file, clinic="Riverside Practice")

    assert missing(form, file, "en") == []
    assert pages_of(file) == pages
    read = plain(text_of(file))
    assert "Riverside Practice" in read
    assert f"version {form.version}" in read
    assert f"Page {pages} of {pages}" in read


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_a_form_is_printed_from_right_to_left(tmp_path: Path, words: Words, language: str) -> None:
    form, file = shipped("what-matters"), tmp_path / "blank.pdf"
    printed(form, words, file, language=language)

    assert missing(form, file, language) == []


def test_a_locked_instrument_keeps_its_words_and_hides_its_score(
    tmp_path: Path, words: Words
) -> None:
    form, file = shipped("phq-9"), tmp_path / "blank.pdf"
    assert printed(form, words, file) == 1

    read = plain(text_of(file))
    options = form.by_link_id["phq9-1"].answer_options
    assert all(letters(option.label("en")) in letters(read) for option in options)
    assert "total score" not in read
    assert "Tick one box on each line." in read


def test_no_text_is_so_long_that_a_page_cuts_it(tmp_path: Path, words: Words) -> None:
    long = " ".join(f"word{n}" for n in range(1500))
    options = [{"valueString": f"{long} option{n}"} for n in range(2)]
    question = {
        "linkId": "q",
        "text": f"{long} question",
        "type": "choice",
        "answerOption": options,
    }
    alike = [{"linkId": f"b{n}", "text": f"{long} alike{n}", "type": "boolean"} for n in range(3)]
    column = {"linkId": "c", "text": f"{long} column", "type": "string"}
    table = {"linkId": "t", "type": "group", "text": f"{long} table", "repeats": True}
    note = {"linkId": "n", "type": "display", "text": f"{long} note"}
    form = parse_questionnaire(
        {"resourceType": "Questionnaire", "title": f"{long} title", "description": f"{long} about",
         "item": [question, *alike, table | {"item": [column]}, note]}
    )  # fmt: skip
    file = tmp_path / "long.pdf"
    printed(form, words, file, clinic="Riverside Practice")

    read = letters(without_feet(file))
    for end in ("option0", "option1", "question", "alike0", "alike2", "column", "table", "note",
                "title", "about"):  # fmt: skip
        assert f"word1499{end}" in read


@pytest.mark.skipif(not FILES, reason=NO_CORPUS)
def test_every_public_form_can_be_printed(tmp_path: Path, words: Words) -> None:
    needs("pdftotext")
    file, lost, count = tmp_path / "blank.pdf", {}, 0
    for source in FILES:
        try:
            form = read_questionnaire(source.read_bytes())
        except FormUnreadable:
            continue
        printed(form, words, file)
        count += 1
        if gone := missing(form, file, form.own_language):
            lost[source.name] = gone
    assert count > 200
    assert lost == {}
