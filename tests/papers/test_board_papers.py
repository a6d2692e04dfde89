"""The board and the huddle's page on paper: large, in every language, whole, nobody's words."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.coproduction.board_lines import Board, BoardLine
from kiosk.papers.notice import NOTICES, Card, Notice, write_notice
from kiosk.ui.printing.board_papers import MOST_CARDS, board_notice
from kiosk.ui.printing.printing import wall
from kiosk.ui.wording.board_words import Reader
from kiosk.ui.wording.words import Words
from tests.papers.reading import letters, pages_of, plain, text_of

DAY = date(2026, 3, 2)
BEFORE = {"en": "Where does it hurt most?", "ar": "أين يؤلمك أكثر؟"}
LINES = (
    BoardLine("did", DAY, "Shorter words.", before=BEFORE, after={"en": "Where is it worst?"}),
    BoardLine("no", DAY, "We asked the hospital.", "locked", None, BEFORE),
    BoardLine("trying", DAY, "Easier words.", "", date(2026, 3, 20), BEFORE),
    BoardLine("unanswered", DAY, before=BEFORE),
    BoardLine("elsewhere", DAY, "The water cooler works again."),
)


def notice(words: Words, language: str = "en", *lines: BoardLine) -> Notice:
    reader = Reader(words, language, clinic="en")
    on_the_wall = wall(words, language, clinic="Riverside Practice", languages=(), logo=None)
    return board_notice(Board(DAY, lines), reader, on_the_wall)


def printed(file: Path, made: Notice, paper: str = "a4") -> str:
    with file.open("wb") as out:
        pages = write_notice(made, out, paper=paper)
    assert pages_of(file) == pages
    return plain(text_of(file))


@pytest.mark.parametrize("paper", NOTICES)
def test_it_says_as_of_when_it_is_and_all_that_became_of_it(
    tmp_path: Path, words: Words, paper: str
) -> None:
    read = letters(printed(tmp_path / "board.pdf", notice(words, "en", *LINES), paper))
    for said in (
        "We said, we did", "As it stood on 2 March 2026", "Riverside Practice",
        "You told us about this question: “Where does it hurt most?”", "We changed it.",
        "Now we ask: “Where is it worst?”", "because it is a tested question",
        "We are trying other words for it. Until 20 March 2026.", "Not answered yet.",
        "The water cooler works again.", "Was a question no good?",
    ):  # fmt: skip
        assert letters(said) in read


@pytest.mark.parametrize("language", ["en", "cy", "pl", "ar", "ur"])
def test_an_empty_board_says_how_it_begins(tmp_path: Path, words: Words, language: str) -> None:
    read = letters(printed(tmp_path / "board.pdf", notice(words, language)))
    for key in ("board_title", "board_paper_empty", "board_paper_how"):
        assert letters(words.say(language, key)) in read


def test_what_does_not_fit_on_a_page_goes_on_the_next_and_nothing_is_lost(
    tmp_path: Path, words: Words
) -> None:
    lines = [replace(LINES[0], text=f"Sentence number {n}.") for n in range(MOST_CARDS + 3)]
    file = tmp_path / "board.pdf"
    read = printed(file, notice(words, "en", *lines))

    assert pages_of(file) > 1
    assert all(f"Sentence number {n}." in read for n in range(MOST_CARDS))
    assert f"Sentence number {MOST_CARDS}." not in read


def test_what_is_read_at_a_table_is_made_small_enough_for_one_page(
    tmp_path: Path, words: Words
) -> None:
    cards = tuple(Card("Pain today", f"Question {n}", ("What we know of it.",) * 6) for n in "abc")
    made = replace(notice(words), cards=cards, sizes=(1.0, 0.85, 0.65))
    read = printed(tmp_path / "huddle.pdf", made)

    assert pages_of(tmp_path / "huddle.pdf") == 1
    assert all(f"Question {n}" in read for n in "abc")


def test_a_card_higher_than_a_page_is_whole(tmp_path: Path, words: Words) -> None:
    sentence = " ".join(f"word{n}" for n in range(900))
    made = replace(notice(words), cards=(Card("", "Long", (sentence,)),))
    read = printed(tmp_path / "board.pdf", made)

    assert all(f"word{n}" in read for n in range(900))


def test_in_another_language_only_the_clinic_s_sentence_is_not(
    tmp_path: Path, words: Words
) -> None:
    read = letters(printed(tmp_path / "board.pdf", notice(words, "ar", LINES[1])))
    assert letters("We asked the hospital.") in read
    assert letters("English") in read
    assert letters(BEFORE["en"]) not in read
